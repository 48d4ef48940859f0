"""Writes a calibrated scenario: checked before anybody sees it, whole or not there.

In: YAML data and a place. Out: a file that loads, and the document that it is.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from sandbox.scenario import Document, Refused
from sandbox.study.opening import opened

SIGN = "# pilot-sandbox calibrate"
"""how a calibrated scenario begins: what begins otherwise is never written over unasked"""


def text_of(data: dict[str, Any], about: list[str]) -> str:
    """The scenario's text under comments."""
    sections = {key: part for key, part in data.items() if part != {}}
    head = "\n".join([SIGN, *(f"# {line}" for line in about)])
    body = yaml.dump(
        sections,
        Dumper=yaml.SafeDumper,
        sort_keys=False,
        allow_unicode=True,
        width=100,
        default_flow_style=None,
    )
    return f"{head}\n{body}"


def write(text: str, place: Path) -> Document:
    """Put the scenario at `place`; the document it is, opened by every room.

    Raises:
        OSError: when it cannot be written.
        Refused: when what the log says is no scenario (a rate beyond what a run can carry).
    """
    beside = place.with_name(f".{os.getpid()}.{place.stem[-60:]}.part.yaml")
    try:
        beside.write_text(text, encoding="utf-8", newline="\n")
        try:
            opened(beside)
        except Refused as refused:  # told of the file that was asked for
            problems = [replace(problem, file=str(place)) for problem in refused.problems]
            raise Refused(problems) from None
        beside.replace(place)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
    return opened(place).document
