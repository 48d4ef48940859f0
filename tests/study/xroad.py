"""Logs for the tests of calibration: records of X-Road, made from calls.

In: calls as times. Out: records as dictionaries, and files of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

START = 1_741_536_000_000
"""Monday 2025-03-10, 0:00 at +08:00, in ms"""


def record(number: int, side: str, times: Iterable[int | None], **others: Any) -> dict[str, Any]:
    """A record with these four times (ms after the start)."""
    names = ("requestInTs", "requestOutTs", "responseInTs", "responseOutTs")
    made = {name: None if at is None else START + at for name, at in zip(names, times)}
    return {
        "monitoringDataTs": START // 1000,
        "securityServerType": side,
        **made,
        "clientMemberCode": "700",
        "clientSubsystemCode": "asks",
        "serviceMemberCode": "800",
        "serviceSubsystemCode": "answers",
        "serviceCode": "facts",
        "messageId": f"m{number}",
        "succeeded": True,
        **others,
    }


def call(number: int, at: int, source: int, **others: Any) -> list[dict[str, Any]]:
    """Both sides of a call made at `at` that takes `source` ms at its source and 10 ms besides."""
    client = (at, at + 2, at + 8 + source, at + 10 + source)
    server = (at + 3, at + 4, at + 4 + source, at + 6 + source)
    return [
        record(number, "Client", client, **others),
        record(number, "Producer", server, **others),
    ]


def write(place: Path, records: Iterable[dict[str, Any]]) -> Path:
    """The records as JSON lines."""
    with place.open("w", encoding="utf-8") as file:
        for one in records:
            file.write(json.dumps(one) + "\n")
    return place
