"""Writes a scenario's data as people write it: a section, its entries, a line for each key.

In: plain data. Out: YAML with a comment over each section, in the language in force.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.language import say
from sandbox.scenario.editing.writing import Written, flow_of, key

_WIDE = 100  # characters of an entry that stands in one line


def laid_out(data: Mapping[str, Any], about: str) -> str:
    """The text of a scenario; `about` says above it where it came from."""
    comments = {
        "regions": say("Where: codes of GB/T 2260."),
        "departments": say("Who: a department has an agency in every region of its levels."),
        "catalogue": say("What is shared. Each entry has one source."),
        "needs": say("Who asks for what, and how often each agency does."),
        "agreements": say("Business information is shared under agreements (article 8)."),
        "models": say("The ways to share that are compared; `pilot-sandbox models` lists all."),
        "study": say("How long, how often, from which seed."),
    }
    lines = [f"# {line}" for line in about.splitlines()] + [""]
    for section, value in data.items():
        if section in comments:
            lines += ["", f"# {comments[section]}"]
        lines += _section(section, value)
    return "\n".join(lines) + "\n"


def _section(name: str, value: Any) -> list[str]:
    if isinstance(value, list) and value:
        return [f"{name}:", *(f"  - {_written(item)}" for item in value)]
    if not isinstance(value, dict) or name in ("title", "about") or not value:
        return [f"{key(name)}: {_written(value)}"]
    lines = [f"{name}:"]
    for entry, inside in value.items():
        whole = f"  {key(entry)}: {_written(inside)}"
        if not isinstance(inside, dict) or len(whole) <= _WIDE:
            lines.append(whole)
        else:
            lines.append(f"  {key(entry)}:")
            lines += [f"    {key(each)}: {_written(part)}" for each, part in inside.items()]
    return lines


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | int):
        return f"{value:.12g}"
    if isinstance(value, dict):
        inside = ", ".join(f"{key(name)}: {_written(part)}" for name, part in value.items())
        return f"{{{inside}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    return flow_of(value if isinstance(value, Written) else str(value))
