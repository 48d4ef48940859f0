"""What a study found, as it is stored: the same object comes back, to the last bit.

In: a tree of dataclasses, tuples, mappings and plain values, as studies conclude with. Out: bytes,
and from bytes the tree. The bytes are JSON (UTF-8), compressed by zlib, in which a dataclass stands
with its name and its fields. Only dataclasses of the sandbox are made when it is read.
"""

from __future__ import annotations

import dataclasses
import json
import math
import sqlite3
import zlib
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import numpy as np

FORM = 1
"""Number of this form; stored beside every conclusion."""
ROOM = "sandbox."
"""What the module of every dataclass begins with."""


def written(found: Any) -> bytes:
    """What was found, as bytes.

    Raises:
        TypeError: for what is no part of such a tree.
    """
    return zlib.compress(json.dumps(_plain(found), ensure_ascii=False).encode())


def read(data: bytes) -> Any:
    """What was written.

    Raises:
        sqlite3.DatabaseError: when the bytes are no such tree, or one of classes that this version
            does not have.
    """
    try:
        return _found(json.loads(zlib.decompress(data)))
    except (zlib.error, ValueError, KeyError, TypeError, ImportError, AttributeError):
        damaged = sqlite3.DatabaseError("malformed conclusion")
        damaged.sqlite_errorname = "SQLITE_CORRUPT"
        raise damaged from None


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else {"float": repr(value)}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, tuple):
        return {"tuple": [_plain(one) for one in value]}
    if isinstance(value, Mapping):
        return {"map": [[_plain(key), _plain(one)] for key, one in value.items()]}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kind = type(value)
        fields = {
            field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(kind)
        }
        return {"is": f"{kind.__module__}:{kind.__qualname__}", "fields": fields}
    raise TypeError(f"{type(value).__name__} is no part of a conclusion")


def _found(plain: Any) -> Any:
    if isinstance(plain, list):
        return [_found(one) for one in plain]
    if not isinstance(plain, dict):
        return plain
    if "float" in plain:
        return float(plain["float"])
    if "tuple" in plain:
        return tuple(_found(one) for one in plain["tuple"])
    if "map" in plain:
        return {_found(key): _found(one) for key, one in plain["map"]}
    module, name = plain["is"].split(":")
    if not module.startswith(ROOM):
        raise ValueError(module)
    kind = getattr(import_module(module), name)
    if not (isinstance(kind, type) and dataclasses.is_dataclass(kind)):
        raise ValueError(name)
    return kind(**{field: _found(one) for field, one in plain["fields"].items()})
