"""Sharing models in words: the list with their three axes, and one model step by step.

In: presets of the models room. Out: text in the language in force.
"""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.models import Preset, describe
from sandbox.models.words import axes_in_words
from sandbox.report.sheet import Sheet


def models_in_words(presets: Iterable[Preset], columns: int = 80) -> str:
    """Name, title and axes of each."""
    sheet = Sheet(columns)
    for preset in presets:
        sheet.line(f"{preset.name} · {preset.title.render()}")
        sheet.line(axes_in_words(preset.axes), 4, 0)
    return sheet.text()


def model_in_words(preset: Preset, columns: int = 80) -> str:
    """Who does what, when, with which article; parameters and their sources."""
    sheet = Sheet(columns)
    for line in describe(preset).splitlines():
        indent = len(line) - len(line.lstrip())
        sheet.line(line, indent, 3 if line[:1].isdigit() else 4 if indent else 0)
    return sheet.text()
