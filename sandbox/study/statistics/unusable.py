"""What is said when data do not carry a method, or a library that it needs is not there.

In: a message. Out: an exception that commands show as it is.
"""

from __future__ import annotations

from sandbox.language import Message


class Unusable(ValueError):  # noqa: N818 - it says what the data are, like `Refused`
    """Data, or an installation, with which a method cannot answer; `message` says why.

    Wrong use by a program raises a plain `ValueError`; this one is for people.
    """

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(message)

    def render(self, language: str | None = None) -> str:
        """The reason in `language` (default: the one in force)."""
        return self.message.render(language)

    def __str__(self) -> str:
        return self.render()
