"""The glossary: one word for one thing, in both languages.

In: `glossary.csv` beside this file. Out: terms, each with what it is in Chinese and in English and
the words that are not used for it. The page of words in the documentation is written from it.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sandbox.language.message import Text

FILE = Path(__file__).with_name("glossary.csv")


@dataclass(frozen=True)
class Term:
    """A word in both languages, and what it is."""

    name: Text
    about: Text
    instead: str  # Chinese words that are not used for it


@cache
def terms() -> tuple[Term, ...]:
    """All terms, in the order of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Term(
                Text(zh=row["zh"], en=row["en"]),
                Text(zh=row["about_zh"], en=row["about_en"]),
                row["instead"],
            )
            for row in csv.DictReader(file)
        )
