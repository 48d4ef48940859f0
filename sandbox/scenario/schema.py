"""The JSON Schema of scenario files, for completion and checking in editors.

In: the schema classes. Out: a Draft 2020-12 schema that accepts every short form, with a
description of every key in the language in force. It asks for fewer keys than the checker, because
a file may extend another and every file starts from defaults.
"""

from __future__ import annotations

from typing import Any

from sandbox.language import say
from sandbox.scenario.information import NeedSpec, ResourceSpec
from sandbox.scenario.merge import ENTRY_DEFAULTS
from sandbox.scenario.scenario import Scenario

OWN_KEYS = ("scenario", "title", "about", "regions", "departments", "catalogue", "needs", "models")
"""keys that a scenario which extends no other must write"""


def schema() -> dict[str, Any]:
    """The JSON Schema of scenario files (Draft 2020-12)."""
    whole = Scenario.model_json_schema(by_alias=True)
    definitions: dict[str, Any] = whole.pop("$defs")
    for name, part in definitions.items():
        _relax(part)
        part.setdefault("title", name)
    _relax(whole)
    whole["properties"]["defaults"] = {
        "type": "object",
        "description": "values laid under each catalogue entry and each need",
        "properties": {
            kind: {
                "$ref": f"#/$defs/{spec.__name__}",
                "description": say(
                    "values laid under each entry of `{section}`", section=ENTRY_DEFAULTS[kind]
                ),
            }
            for kind, spec in (("resource", ResourceSpec), ("need", NeedSpec))
        },
        "additionalProperties": False,
    }
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "pilot-sandbox scenario",
        **{key: value for key, value in whole.items() if key not in ("title", "$schema")},
        "anyOf": [{"required": ["extends"]}, {"required": list(OWN_KEYS)}],
        "$defs": definitions,
    }
    _say(whole)
    return whole


def _say(part: Any) -> None:
    """Puts every description into the language in force, which its English one is the key to."""
    if isinstance(part, list):
        for inside in part:
            _say(inside)
    elif isinstance(part, dict):
        about = part.get("description")
        if isinstance(about, str):
            part["description"] = say(" ".join(about.split()))
        for inside in part.values():
            _say(inside)


def _relax(part: dict[str, Any]) -> None:
    """Asks for no keys, lets `null` delete any, and codes be numbers, as the loader does."""
    part.pop("required", None)
    for name, inside in part.get("properties", {}).items():
        about = inside.pop("description", "")
        inside.pop("title", None)
        inside.pop("default", None)
        loose = _loose(inside)
        part["properties"][name] = {"description": about, **_or_null(loose)}


def _or_null(inside: dict[str, Any]) -> dict[str, Any]:
    options = inside.get("anyOf", [inside])
    return {"anyOf": [*(one for one in options if one != {"type": "null"}), {"type": "null"}]}


def _loose(inside: dict[str, Any]) -> dict[str, Any]:
    """The same shape with plain strings that may be written as numbers, and entries as null."""
    found = dict(inside)
    if found == {"type": "string"}:
        return {"type": ["string", "number"]}
    if "anyOf" in found:
        found["anyOf"] = [_loose(one) for one in found["anyOf"]]
    if isinstance(found.get("items"), dict):
        found["items"] = _loose(found["items"])
    if isinstance(found.get("additionalProperties"), dict):
        found["additionalProperties"] = _or_null(_loose(found["additionalProperties"]))
    return found
