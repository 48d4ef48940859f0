"""The starter scenario that `new` writes: small, commented, and clean.

In: nothing. Out: its text.
"""

from __future__ import annotations

from pathlib import Path


def starter() -> str:
    """The text of a commented scenario that loads without a problem."""
    return Path(__file__).with_name("starter.yaml").read_text(encoding="utf-8")
