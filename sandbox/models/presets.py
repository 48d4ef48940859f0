"""The sharing models shipped, by name: one line registers one.

In: an entry of a scenario's `models`. Out: the preset and the axes that it means.
"""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.models import (
    bilateral,
    cached_query,
    central_library,
    change_feed,
    federated_query,
    hub_exchange,
    hybrid,
    letters,
    sensed,
)
from sandbox.models.axes import Axes, named, spelled
from sandbox.models.model import Preset, Settings
from sandbox.scenario.workings import ModelSpec

PRESETS: Mapping[str, Preset] = {
    preset.name: preset
    for preset in (
        letters.PRESET,
        bilateral.PRESET,
        hub_exchange.PRESET,
        central_library.PRESET,
        federated_query.PRESET,
        change_feed.PRESET,
        cached_query.PRESET,
        sensed.PRESET,
        hybrid.PRESET,
    )
}
"""By name, in the order in which they are listed."""

COMBINATIONS: Mapping[Axes, Preset] = {
    axes: preset for preset in PRESETS.values() for axes in (preset.axes, *preset.also)
}
"""Legal triples of the axes, and whose mechanics assemble them."""


def settings_of(label: str, spec: ModelSpec) -> Settings:
    """The settings of an entry.

    Raises:
        KeyError: for a preset or a combination of axes that does not exist.
    """
    if spec.preset is None and named(spec):
        axes = spelled(spec)
        if axes is None:
            raise KeyError(label)
        return Settings(spec, COMBINATIONS[axes], axes)
    return Settings(spec, PRESETS[spec.preset or label])
