"""Tells scenario files from other YAML files, without reading them as YAML.

In: the path of any file. Out: whether it is meant as a scenario, sound or not. Who looks through a
folder of all sorts of files asks this first, and leaves what is nobody's business alone.
"""

from __future__ import annotations

import re
from pathlib import Path

from sandbox.scenario.text import LARGEST_FILE

_KEY = re.compile(
    rb"""^['"]?(scenario|extends|expect|models|study)['"]?[ \t]*:(?=\s|$)[ \t]*([^\s#])?""", re.M
)
_BOM = b"\xef\xbb\xbf"


def is_scenario(path: Path) -> bool:
    """Whether the first level of a file says so, a key a line: `scenario:` with a name, and one of
    `extends`, `expect`, `models`, `study`; or both `extends` and `expect`.

    A file that cannot be read is none.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE)
    except (OSError, ValueError):
        return False
    found = {match[1].decode(): match[2] for match in _KEY.finditer(data.removeprefix(_BOM))}
    named = found.pop("scenario", None) is not None
    return (named and bool(found)) or {"extends", "expect"} <= found.keys()
