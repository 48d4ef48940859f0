"""Changes scenario files as people do: one value at a time, and nothing else in the file moves.

In: the text of a scenario file, and changes from a form or an editor. Out: the changed text, what
can be undone, and a file that is whole or as it was.
"""

from sandbox.scenario.editing.changes import (
    CannotChange,
    add,
    duplicate,
    remove,
    rename,
    set_value,
)
from sandbox.scenario.editing.manuscript import ChangedMeanwhile, Manuscript
from sandbox.scenario.editing.outline import Row, outline, section_of, sections
from sandbox.scenario.editing.spans import Span, line_of, parse, path_at, place
from sandbox.scenario.editing.typed import mistake, understood
from sandbox.scenario.editing.writing import Written

__all__ = [
    "CannotChange",
    "ChangedMeanwhile",
    "Manuscript",
    "Row",
    "Span",
    "Written",
    "add",
    "duplicate",
    "line_of",
    "mistake",
    "outline",
    "parse",
    "path_at",
    "place",
    "remove",
    "rename",
    "section_of",
    "sections",
    "set_value",
    "understood",
]
