"""The sharing models: what every change, request and batch does, compiled to flows.

In: a `World` and one entry of a scenario's `models`. Out: a program of the flow language and the
control processes that steer it; the presets in words; what is wrong with an entry.
"""

from sandbox.models.assembly import Assembly, assemble
from sandbox.models.axes import Axes
from sandbox.models.checking import all_findings, check
from sandbox.models.model import Preset
from sandbox.models.presets import COMBINATIONS, PRESETS
from sandbox.models.words import describe

__all__ = [
    "COMBINATIONS",
    "PRESETS",
    "Assembly",
    "Axes",
    "Preset",
    "all_findings",
    "assemble",
    "check",
    "describe",
]
