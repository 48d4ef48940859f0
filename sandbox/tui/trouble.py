"""What may be said of an error of ours: its kind and the lines of code it passed.

In: an exception. Out: words without its message or any value, because those may quote a record.
"""

from __future__ import annotations

import re
from pathlib import Path

from sandbox.language import say

_FRAME = re.compile(r'File "([^"]+)", line (\d+), in (\w+)')
_SHOWN = 8


def places(error: BaseException) -> list[str]:
    """`file:line function`, outermost first; a worker process notes its own with the error."""
    found: list[str] = []
    step = error.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        found.append(f"{Path(code.co_filename).name}:{step.tb_lineno} {code.co_name}")
        step = step.tb_next
    noted = [*getattr(error, "__notes__", ()), getattr(error, "details", "")]
    for file, line, function in _FRAME.findall("\n".join(map(str, noted))):
        found.append(f"{Path(file).name}:{line} {function}")
    return found


def brief(error: BaseException) -> str:
    """Kind and innermost place, in one line."""
    return " · ".join([type(error).__name__, *places(error)[-1:]])


def trouble(error: BaseException | None) -> str:
    """Kind and places, one a line."""
    lines = [say("Something broke, and it is our fault. What we know (no record is shown):")]
    if error is not None:
        lines += [type(error).__name__, *(f"  {place}" for place in places(error)[-_SHOWN:])]
    return "\n".join(lines)
