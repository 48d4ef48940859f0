"""Exit codes, and the exception with which a command stops early.

In: nothing. Out: the contract that scripts rely on.
"""

from __future__ import annotations

FINE = 0
EXPECTATION = 1
"""an expectation is not met, or an outcome is not the one that was kept"""
REFUSED = 2
FAULT = 70
INTERRUPTED = 130


class Exit(Exception):  # noqa: N818 - the word of the command line
    """Stop with `code` after saying `words` on standard error."""

    def __init__(self, code: int, words: str = "") -> None:
        super().__init__(code, words)
        self.code, self.words = code, words
