"""Sharing models in words: the list with three axes, and one model step by step.

In: presets of the models room. Out: text in the language in force.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass
