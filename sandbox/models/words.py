"""A sharing model in words: title, axes, who does what, parameters with their sources.

In: a preset. Out: text in Chinese or English, for the command line, the docs and the app.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sandbox.language import Message, say
from sandbox.models.axes import NAMES, Axes
from sandbox.models.model import Preset

AXES = {
    "collection": Message("collection"),
    "aggregation": Message("aggregation"),
    "sharing": Message("sharing"),
}
VALUES = {
    "repeated": Message("each for itself, again and again"),
    "single": Message("one source"),
    "event": Message("one source, by event"),
    "sensed": Message("sensors and mobile reports"),
    "none": Message("nowhere"),
    "hub": Message("front-end nodes and hubs"),
    "library": Message("a library in the provincial cloud"),
    "catalogue": Message("a catalogue only"),
    "stream": Message("streamed"),
    "by_class": Message("by class"),
    "letters": Message("official letters"),
    "batch": Message("batches to replicas"),
    "query_library": Message("query at the library"),
    "query_source": Message("query at the source"),
    "subscribe": Message("publish and subscribe"),
    "cached": Message("query with a cache"),
}


def describe(preset: Preset, language: str | None = None) -> str:
    """The preset as paragraphs of plain text."""
    lines = [
        f"{preset.name} · {preset.title.render(language)}",
        axes_in_words(preset.axes, language),
        "",
        preset.about.render(language),
        "",
        *(f"{n}. {step.render(language)}" for n, step in enumerate(preset.steps, 1)),
    ]
    numbers = list(parameters(preset))
    if numbers:
        lines += ["", say("Parameters and their sources:", language)]
        lines += [
            f"  {name}: {value}" + (f"  ({source})" if source else "")
            for name, value, source in numbers
        ]
    return "\n".join(lines)


def axes_in_words(axes: Axes, language: str | None = None) -> str:
    """The three axes with what they mean here."""
    return say("; ", language).join(
        say("{axis}: {value}", language, axis=AXES[name], value=VALUES[getattr(axes, name)])
        for name in NAMES
    )


def parameters(preset: Preset) -> Iterator[tuple[str, str, str]]:
    """Name, value as written, and source of every parameter of a preset."""
    for name, written in preset.parameters.items():
        yield from _numbers(name, written)


def _numbers(name: str, written: Any) -> Iterator[tuple[str, str, str]]:
    if isinstance(written, dict):
        if "value" in written:
            yield name, str(written["value"]), str(written.get("source") or "")
            return
        for key, inside in written.items():
            yield from _numbers(f"{name}.{key}", inside)
        return
    yield name, str(written), ""
