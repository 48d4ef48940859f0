"""Programs that cannot run are refused before they run, and say why."""

from __future__ import annotations

import pytest

from sandbox.flows import Flow, Join, Law, Outcome, ProgramBuilder, compile
from sandbox.flows import operations as op
from sandbox.flows.program import Copy, CopyKind, Register, Rhythm, Station, Stream, StreamKind

DONE = op.Done(Outcome.ANSWERED)
LAW = Law.exponential(1.0)


def program(*steps: op.Operation, weights: tuple[float, ...] = (1.0,), **bindings: int):  # type: ignore[no-untyped-def]
    builder = ProgramBuilder("test")
    builder.rhythm(Rhythm("even", (0, 10), (0.0, 10.0)))
    builder.station(Station("desk", LAW))
    builder.register(Register("register", 10))
    builder.copy(Copy("source", 0, CopyKind.SOURCE))
    builder.list(())
    flow = builder.flow(Flow("flow", steps))
    row = builder.row("row", bindings)
    builder.stream(Stream("need", StreamKind.NEED, flow, (row,), weights, 1.0))
    return builder.build()


@pytest.mark.parametrize(
    ("steps", "bindings", "message"),
    [
        ((op.Visit("desk", "x"),), {"desk": 0}, "flow 'flow' runs past its end"),
        ((), {}, "flow 'flow' runs past its end"),
        ((op.Jump("on"), DONE), {}, "no label 'on'"),
        ((op.Label("a"), op.Delay(LAW, "x"), op.Jump("a")), {}, "flows only go forward"),
        ((op.Label("a"), op.Label("a"), DONE), {}, "label 'a' twice"),
        ((DONE, op.Label("a")), {}, "label after its last operation"),
        ((op.Visit("desk", "x"), DONE), {}, "row 'row' does not bind it"),
        ((op.Visit("desk", "x"), DONE), {"desk": 7}, "row 'row' binds it to 7"),
        (
            (op.Visit("desk", "x"), op.Read("desk"), DONE),
            {"desk": 0},
            "both as station and as copy",
        ),
        ((op.Settle(), DONE), {}, "settles without an attempt"),
        ((op.Attempt("t", "r", "a"), DONE, op.Label("a"), DONE), {}, "never settled"),
        (
            (op.Attempt("t", "r", "a"), op.Label("a"), op.Settle(), DONE),
            {"t": 0, "r": 0},
            "flows only go forward",
        ),
        ((op.Scatter("rows", "other", Join.ALL), DONE), {"rows": 0}, "unknown flow 'other'"),
        ((op.Snapshot("copies", "copies"), DONE), {"copies": 5}, "binds it to 5"),
    ],
)
def test_what_cannot_run_is_refused(
    steps: tuple[op.Operation, ...], bindings: dict[str, int], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        compile(program(*steps, **bindings))


def test_weights_must_sum_to_one() -> None:
    with pytest.raises(ValueError, match="do not sum to one"):
        compile(program(DONE, weights=(0.4,)))


def test_laws_are_shared_and_purposes_keyed() -> None:
    compiled = compile(program(op.Visit("desk", "x"), op.Delay(LAW, "y"), DONE, desk=0))
    assert compiled.laws == (LAW,)
    assert compiled.station_law.tolist() == [0]
    assert compiled.draw_law.tolist() == [-1, 0]
    assert len(set(compiled.draw_purpose.tolist())) == 2
    assert compiled.matrix.tolist() == [[0]]


def test_rows_of_children_are_checked_in_their_flow() -> None:
    builder = ProgramBuilder("test")
    builder.rhythm(Rhythm("even", (0, 10), (0.0, 10.0)))
    builder.station(Station("desk", LAW))
    child = builder.flow(Flow("child", (op.Visit("desk", "x"), DONE)))
    parent = builder.flow(Flow("parent", (op.Scatter("rows", "child", Join.ALL), DONE)))
    one = builder.row("one", {})
    row = builder.row("row", {"rows": builder.list([one])})
    builder.stream(Stream("need", StreamKind.NEED, parent, (row,), (1.0,), 1.0))
    assert child == 0
    with pytest.raises(ValueError, match="flow 'child' needs slot 'desk' as a station"):
        compile(builder.build())


def test_open_hours_must_ascend() -> None:
    builder = ProgramBuilder("test")
    builder.hours(((5, 9), (8, 12)))
    with pytest.raises(ValueError, match="open intervals must ascend and not overlap"):
        compile(builder.build())


@pytest.mark.parametrize(
    ("kinds", "message"),
    [
        ((CopyKind.SOURCE, CopyKind.SOURCE), "'copy-1' is a second source"),
        ((CopyKind.REPLICA,), "'copy-0' is a replica of a register without source"),
    ],
)
def test_a_register_has_one_source(kinds: tuple[CopyKind, ...], message: str) -> None:
    builder = ProgramBuilder("test")
    builder.register(Register("register", 10))
    for place, kind in enumerate(kinds):
        builder.copy(Copy(f"copy-{place}", 0, kind))
    with pytest.raises(ValueError, match=message):
        compile(builder.build())
