"""The form in which the fates of a run's requests are stored.

In: `Fates`. Out: bytes, and from bytes the fates. The bytes are, compressed by zlib: the length of
the head (8 bytes, little-endian), the head as JSON (UTF-8), and four columns of 64-bit integers,
little-endian, one after the other: stream, index, made, took.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from typing import Any

import numpy as np

from sandbox.study.fates import Fates
from sandbox.study.store.form import FATES, Form

_COLUMNS = ("stream", "index", "made", "took")
_HEAD = ("model", "replication", "seed", "engine", "wall", "streams")


def packed(fates: Fates) -> bytes:
    """The fates as bytes."""
    head = json.dumps({name: getattr(fates, name) for name in _HEAD}, ensure_ascii=False).encode()
    columns = [getattr(fates, name).astype("<i8").tobytes() for name in _COLUMNS]
    return zlib.compress(b"".join([len(head).to_bytes(8, "little"), head, *columns]))


def unpacked(data: bytes) -> Fates:
    """The fates that were packed.

    Raises:
        sqlite3.DatabaseError: when the bytes are not those of fates: the store is damaged.
    """
    try:
        whole = zlib.decompress(data)
        end = 8 + int.from_bytes(whole[:8], "little")
        head = json.loads(whole[8:end])
        table = np.frombuffer(whole[end:], "<i8").astype(np.int64).reshape(len(_COLUMNS), -1)
        head["streams"] = tuple(head["streams"])
        columns: dict[str, Any] = dict(zip(_COLUMNS, table))
        return Fates(**head, **columns)
    except (zlib.error, ValueError, KeyError, TypeError):
        damaged = sqlite3.DatabaseError("malformed fates")
        damaged.sqlite_errorname = "SQLITE_CORRUPT"
        raise damaged from None


FORM = Form(FATES + 1, "fates", packed, unpacked)
"""The form of fates."""
