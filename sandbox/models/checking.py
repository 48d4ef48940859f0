"""What is wrong with a scenario's `models`: names, axes, and parameters that a model does not use.

In: a document. Out: problems located at `models.<label>.<key>`, all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from sandbox.flows.program import Program
from sandbox.language import Message
from sandbox.models.axes import NAMES, named, spelled
from sandbox.models.hybrid import PARTS
from sandbox.models.model import Preset
from sandbox.models.outages import check_outages
from sandbox.models.presets import COMBINATIONS, PRESETS
from sandbox.scenario.document import Document
from sandbox.scenario.problems import Problem
from sandbox.scenario.suggest import listed, unknown
from sandbox.scenario.workings import ModelSpec
from sandbox.world.world import World

Finding = tuple[tuple[str, ...], Message]

ALWAYS = ("preset", *NAMES, "by_letter", "parameters")
"""Keys that every model understands."""


def check(
    document: Document,
    world: World | None = None,
    programs: Callable[[str], Program] | None = None,
) -> list[Problem]:
    """Problems of the scenario's models, and of the outages of what they build in the world.

    Some of them may be warnings. `programs` gives the program of a model, for whoever keeps them.
    """
    found = [document.problem(*finding) for finding in all_findings(document.scenario.models)]
    if found or world is None:
        return found
    charging = [
        document.warning(("models", label, "charge"), Message(
            "article 2 demands use free of charge: every answer that is charged for counts as a "
            "violation"
        ))
        for label, spec in document.scenario.models.items()
        if spec.charge
    ]  # fmt: skip
    if programs is None:
        from sandbox.models.assembly import assemble  # it needs the outages itself

        def programs(label: str) -> Program:
            return assemble(world, label).program

    return charging + check_outages(document, world, programs)


def all_findings(models: Mapping[str, ModelSpec]) -> list[Finding]:
    """What is wrong with the entries of `models`: the place in the scenario, and the message."""
    return [
        (("models", label, *path), message)
        for label, spec in models.items()
        for path, message in problems(label, spec)
    ]


def problems(label: str, spec: ModelSpec) -> list[Finding]:
    """What is wrong with one entry: the place inside it, and the message."""
    found: list[Finding] = []
    preset = _by_name(label, spec, found)
    if preset is not None:
        used = _used(spec, preset, found)
        found.extend(_unused(spec, preset, used))
    return found


def _by_name(label: str, spec: ModelSpec, found: list[Finding]) -> Preset | None:
    if spec.preset is None and named(spec):
        return _by_axes(spec, found)
    name = spec.preset or label
    preset = PRESETS.get(name)
    if preset is None:
        path = ("preset",) if spec.preset else ()
        found.append((path, unknown(Message("sharing model"), name, PRESETS)))
        return None
    for axis in named(spec):
        if getattr(spec, axis) != getattr(preset.axes, axis):
            message = Message(
                "the model {preset} is {axes}; name a preset or spell the axes, not both",
                {"preset": preset.name, "axes": str(preset.axes)},
            )
            found.append(((axis,), message))
    return preset


def _by_axes(spec: ModelSpec, found: list[Finding]) -> Preset | None:
    axes = spelled(spec)
    if axes is None:
        missing = ", ".join(name for name in NAMES if name not in named(spec))
        message = Message(
            "a model spells all three axes or none; missing: {axes}", {"axes": missing}
        )
        found.append(((), message))
        return None
    preset = COMBINATIONS.get(axes)
    if preset is None:
        legal = "; ".join(map(str, COMBINATIONS))
        message = Message(
            "{axes} do not go together; legal combinations: {legal}",
            {"axes": str(axes), "legal": legal},
        )
        found.append((("collection",), message))
    return preset


def _used(spec: ModelSpec, preset: Preset, found: list[Finding]) -> list[str]:
    """The parameters that the model uses, those of a hybrid's parts included."""
    used = dict.fromkeys(preset.parameters)
    for part in PARTS if preset.name == "hybrid" else ():
        name = getattr(spec, part) or preset.parameters[part]
        if name not in PRESETS or name == preset.name:
            others = [other for other in PRESETS if other != preset.name]
            found.append(((part,), unknown(Message("sharing model"), name, others)))
        else:
            used |= dict.fromkeys(PRESETS[name].parameters)
    return list(used)


def _unused(spec: ModelSpec, preset: Preset, used: list[str]) -> Iterator[Finding]:
    understood = {*ALWAYS, *used, *(("charge",) if preset.model.shares else ())}
    wrong: list[tuple[str, ...]] = [
        (key,)
        for key in ModelSpec.model_fields
        if key in spec.model_fields_set - understood and getattr(spec, key) not in (None, {})
    ]
    wrong += [("parameters", key) for key in spec.parameters]
    for path in wrong:
        if used:
            yield (
                path,
                Message(
                    "the model {preset} does not use {key}; it uses: {used}",
                    {"preset": preset.name, "key": path[-1], "used": listed(used)},
                ),
            )
        else:
            yield (
                path,
                Message(
                    "the model {preset} does not use {key}; it has no parameters",
                    {"preset": preset.name, "key": path[-1]},
                ),
            )
