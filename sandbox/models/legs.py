"""Paths and legs: how one request for one source is answered, and how flows are made of them.

In: paths (named lists of operations with labels of their own) and bindings of their slots.
Out: flows. When the rows of one stream take different paths, their flow holds all of them and
each row opens the switch of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from sandbox.flows.operations import Flow, Gate, Label, Operation
from sandbox.flows.program import GateState, ProgramBuilder

_TARGETS = ("failed", "refused", "missing", "yes", "to")


@dataclass(frozen=True)
class Path:
    """A way to answer; the name stands for the operations and is unique within a program."""

    name: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True)
class Leg:
    """A path with its slots bound for one need and source."""

    path: Path
    bindings: Mapping[str, int]


def always(builder: ProgramBuilder) -> int:
    """A gate that is open."""
    return builder.gate(GateState("always", True))


def never(builder: ProgramBuilder, article: str = "") -> int:
    """A gate that is closed, by this article."""
    return builder.gate(GateState(f"never:{article}" if article else "never", False, article))


class Flows:
    """Makes one flow of the paths that the rows of a stream take."""

    def __init__(self, builder: ProgramBuilder) -> None:
        self._builder = builder
        self._made: dict[tuple[str, ...], int] = {}

    def of(self, paths: Iterable[Path]) -> int:
        """Position of the flow that holds all these paths."""
        known = {path.name: path for path in paths}
        names = tuple(sorted(known))
        if names not in self._made:
            self._made[names] = self._builder.flow(_joined([known[name] for name in names]))
        return self._made[names]

    def name(self, position: int) -> str:
        """The name of a flow, for those that scatter into it."""
        return self._builder.flows.things[position].name

    def bound(self, legs: Sequence[Leg]) -> list[Mapping[str, int]]:
        """The bindings of rows that share one flow: each has the switches of its own path open.

        A row also binds the slots of the other paths, which it never takes, as the others do.
        """
        names = sorted({leg.path.name for leg in legs})
        if len(names) < 2:
            return [leg.bindings for leg in legs]
        every: dict[str, int] = {}
        for leg in legs:
            every.update(leg.bindings)
        for name in names[:-1]:
            every[f"is {name}"] = never(self._builder)
        opened = always(self._builder)
        last = names[-1]
        return [
            {**every, **leg.bindings}
            | ({f"is {leg.path.name}": opened} if leg.path.name != last else {})
            for leg in legs
        ]


def otherwise(gate: int, leg: Leg, other: Leg) -> Leg:
    """A leg while a gate is open, and another one while it is closed."""
    operations = (
        Gate("introduced", refused="otherwise"),
        *_own(leg.path),
        Label("otherwise"),
        *_own(other.path),
    )
    path = Path(f"{leg.path.name}, until then {other.path.name}", operations)
    return Leg(path, {**other.bindings, **leg.bindings, "introduced": gate})


def _joined(paths: list[Path]) -> Flow:
    if len(paths) == 1:
        return Flow(paths[0].name, paths[0].operations)
    operations: list[Operation] = []
    for path in paths[:-1]:
        operations.append(Gate(f"is {path.name}", refused=f"not {path.name}"))
        operations += _own(path)
        operations.append(Label(f"not {path.name}"))
    operations += _own(paths[-1])
    return Flow(" | ".join(path.name for path in paths), tuple(operations))


def _own(path: Path) -> list[Operation]:
    """The path's operations with labels that no other path has."""
    return [_renamed(operation, path.name) for operation in path.operations]


def _renamed(operation: Operation, prefix: str) -> Operation:
    if isinstance(operation, Label):
        return Label(f"{prefix}: {operation.name}")
    changed: dict[str, Any] = {
        field.name: f"{prefix}: {getattr(operation, field.name)}"
        for field in fields(operation)
        if field.name in _TARGETS and getattr(operation, field.name) is not None
    }
    return replace(operation, **changed) if changed else operation
