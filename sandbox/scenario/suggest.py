"""Did you mean: the known name nearest to one that nobody knows.

In: what was written and what is known. Out: the nearest known name, or None when none is near.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from typing import Any

from sandbox.language import Message

LONGEST_LIST = 12  # names listed in a message when none is near
_NEAR = 0.6


def nearest(written: str, known: Iterable[str]) -> str | None:
    """The known name most like `written`; None when none is alike."""
    folded = _folded(written)
    if len(folded) > 100:
        return None
    best, likeness = None, _NEAR
    for name in known:
        found = SequenceMatcher(None, folded, _folded(name)).ratio()
        if found > likeness:
            best, likeness = name, found
    return best


def _folded(name: str) -> str:
    return name.casefold().replace("_", "-").replace(" ", "-")


def listed(known: Iterable[str]) -> str:
    """Known names as a list, cut when it is long."""
    names = list(known)
    rest = ", …" if len(names) > LONGEST_LIST else ""
    return ", ".join(names[:LONGEST_LIST]) + rest


def unknown(kind: Message, written: Any, known: Iterable[str] | Mapping[str, Any]) -> Message:
    """Says that no `kind` is called `written`, with the nearest name or the list of names."""
    names = list(known)
    near = nearest(str(written), names)
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
