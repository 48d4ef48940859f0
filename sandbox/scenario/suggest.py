"""Did you mean: the known name nearest to one that nobody knows.

In: what was written and what is known. Out: the nearest known name, or None when none is near.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from itertools import islice
from typing import Any

from sandbox.language import Message

LONGEST_LIST = 12  # names listed in a message when none is near
LONGEST_NAME = 60  # characters of a name that is shown whole
MOST_NAMES = 1000  # names compared with one that nobody knows
_NEAR = 0.65


def nearest(written: str, known: Iterable[str]) -> str | None:
    """The known name most like `written`; None when none is alike."""
    folded = _folded(written)
    if len(folded) > LONGEST_NAME:
        return None
    best, likeness = None, _NEAR
    matcher = SequenceMatcher(None, "", folded)
    for name in islice(known, MOST_NAMES):
        matcher.set_seq1(_folded(name))
        if matcher.real_quick_ratio() > likeness and matcher.quick_ratio() > likeness:
            found = matcher.ratio()
            if found > likeness:
                best, likeness = name, found
    return best


def _folded(name: str) -> str:
    return name.casefold().replace("_", "-").replace(" ", "-")


def shortened(text: str) -> str:
    """A text as messages show it."""
    return text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 3]}…"


def listed(known: Iterable[str]) -> str:
    """Known names as a list, cut when it is long: `…` and how many more there are."""
    names = list(known)
    rest = f", … (+{len(names) - LONGEST_LIST})" if len(names) > LONGEST_LIST else ""
    return ", ".join(map(shortened, names[:LONGEST_LIST])) + rest


def unknown(kind: Message, written: Any, known: Iterable[str] | Mapping[str, Any]) -> Message:
    """Says that no `kind` is called `written`, with the nearest name or the list of names."""
    names = list(known)
    near = nearest(str(written), names)
    written = shortened(str(written))
    if near is not None:
        return Message(
            "there is no {kind} `{written}`; did you mean `{near}`?",
            {"kind": kind, "written": written, "near": near},
        )
    if names:
        return Message(
            "there is no {kind} `{written}`; known: {known}",
            {"kind": kind, "written": written, "known": listed(names)},
        )
    return Message(
        "there is no {kind} `{written}`, and none at all is defined",
        {"kind": kind, "written": written},
    )
