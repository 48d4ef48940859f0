"""Ways to write a value in one line of YAML.

In: a value, and how it was written before. Out: candidates, of which the first is taken that is
read back as it was meant.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sandbox.scenario.editing.spans import Span
from sandbox.scenario.problems import Path, Refused
from sandbox.scenario.text import compose

STEP = "  "
"""by which new lines are indented below their key"""


class Written(str):
    """YAML as it was typed, such as `50/h` or `{exponential: 20 ms}`; other texts are texts."""


Value = Written | str | Sequence[Any] | dict[str, Any]


def key(name: str) -> str:
    """A key as YAML reads it back."""
    try:
        root = compose(f"{name}: 0\n", "")
    except Refused:
        return json.dumps(name, ensure_ascii=False)
    return name if list(root.mapping) == [name] else json.dumps(name, ensure_ascii=False)


def flow_of(value: Any) -> str:
    """A value in one line, as it may stand in brackets too."""
    if isinstance(value, Written):
        return str(value)
    if isinstance(value, str):
        return (
            value if _reads_as(value, value, flow=True) else json.dumps(value, ensure_ascii=False)
        )
    if isinstance(value, dict):
        inside = ", ".join(f"{key(name)}: {flow_of(part)}" for name, part in value.items())
        return f"{{{inside}}}"
    return f"[{', '.join(map(flow_of, value))}]"


def _reads_as(written: str, value: Any, *, flow: bool) -> bool:
    try:
        root = compose(f"a: [{written}]\n" if flow else f"a: {written}\n", "")
    except Refused:
        return False
    found = root.at("a", 0) if flow else root.at("a")
    many = flow and len(root.mapping["a"].items) != 1
    return found is not None and not many and found.plain() == value


def plain_of(value: Value) -> tuple[Any, ...]:
    """What may be read back for a value: for what was typed, its meaning or its very letters."""
    written = flow_of(value)
    if isinstance(value, str) and not isinstance(value, Written):
        return (value,)
    try:
        meant = compose(f"a: {written}\n", "").mapping["a"].plain()
    except (Refused, KeyError):
        return (str(value),)
    return (meant, written) if not isinstance(meant, bool | list | dict) else (meant,)


def candidates(value: Value, before: Span | None) -> Iterator[str]:
    """Ways to write a value, those nearest to how it was written before first."""
    single = isinstance(value, str) and not str(value).lstrip().startswith(("{", "["))
    text = str(value) if isinstance(value, str) else ""
    if single and before is not None and before.style in ("'", '"'):
        quote = before.style
        yield f"'{text.replace(chr(39), chr(39) * 2)}'" if quote == "'" else _double(text)
    if isinstance(value, Written) or not isinstance(value, str):
        yield flow_of(value)
    elif text and "\n" not in text:
        yield text
    if isinstance(value, str):
        yield _double(text)


def _double(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def nested(rest: Path, written: str) -> str:
    """A value below further steps, in one line."""
    for step in reversed(rest):
        written = f"{{{key(step)}: {written}}}" if isinstance(step, str) else f"[{written}]"
    return written


def lines(rest: Path, written: str, indent: str) -> str:
    """A value below further steps: the first on a line, the second below it, all others beside."""
    step, *further = rest
    if isinstance(step, int):
        return f"{indent}- {nested(tuple(further), written)}"
    if further and isinstance(further[0], str):
        below = f"{indent}{STEP}{key(further[0])}: {nested(tuple(further[1:]), written)}"
        return f"{indent}{key(step)}:\n{below}"
    return f"{indent}{key(step)}: {nested(tuple(further), written)}"
