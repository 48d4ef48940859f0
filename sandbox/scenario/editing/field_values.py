"""Values as they would be typed into a field, and what a closed line of a form says of an entry.

In: plain values, defaults of the schema, nodes. Out: one line of text.
"""

from __future__ import annotations

from typing import Any

import yaml
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from sandbox.language import current
from sandbox.scenario.distributions import KEYS, Distribution
from sandbox.scenario.nodes import Node
from sandbox.scenario.quantities import Quantity


def inline(value: Any) -> str:
    """A value in one line, as it would be typed into a field."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, str | int):
        return str(value).strip()
    if isinstance(value, list) and all(
        isinstance(item, str | int | float) and "," not in str(item) for item in value
    ):
        return ", ".join(map(inline, value))
    text: str = yaml.safe_dump(
        value, default_flow_style=True, allow_unicode=True, width=100_000, sort_keys=False
    )
    return text.strip()


def default(info: FieldInfo) -> str:
    """What holds where nothing is written, as it would be typed."""
    value = info.get_default()
    if value is PydanticUndefined or value is None:
        return ""
    if isinstance(value, Quantity):
        return value.written
    if isinstance(value, tuple):
        return ", ".join(
            each.written if isinstance(each, Quantity) else str(each) for each in value
        )
    if isinstance(value, bool | str):
        return inline(value)
    if isinstance(value, Distribution):
        return _distribution(value)
    return ""


def summary(node: Node | None) -> str:
    """What a reader knows an entry by, on its closed line."""
    if node is None or node.items:
        return f"({len(node.items)})" if node is not None else ""
    named = node.at("name") or node.at("title")
    words = named if named is not None else node
    if set(words.mapping) and set(words.mapping) <= {"zh", "en"}:
        said = (words.at(current()) or next(iter(words.mapping.values()))).value
        return " ".join(str(said).split())
    if named is not None and isinstance(named.value, str):
        return named.value
    known = [node.at(key) for key in ("code", "model", "measure", "department", "preset")]
    return " ".join(str(each.value) for each in known if each is not None)


def _distribution(law: Distribution) -> str:
    """A distribution as it would be typed."""
    if law.kind == "constant" and law.mean is not None:
        return law.mean.written
    inside = {key: getattr(law, key) for key in KEYS[law.kind]}
    parts = [f"{key}: {each.written}" for key, each in inside.items() if isinstance(each, Quantity)]
    return f"{{{law.kind}: {{{', '.join(parts)}}}}}"
