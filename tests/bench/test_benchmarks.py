"""Contenders of a benchmark simulate the same thing; how fast they are is not tested."""

import math
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path

import pytest

from sandbox.bench import batches, classes, contest, graph, rivals, tandem
from sandbox.bench.contest import Contest, Lap, Ratio
from sandbox.bench.engines import Task, compiled, lap, plain
from sandbox.language import Message

needs_numba = pytest.mark.skipif(find_spec("numba") is None, reason="numba is not installed")


def _mean_of(task: Task, replications: int) -> tuple[float, float]:
    """Mean and standard error over replications."""
    engine = compiled() or plain()
    means = [lap(engine, task, place).mean for place in range(replications)]
    mean = sum(means) / len(means)
    spread = sum((one - mean) ** 2 for one in means) / (len(means) - 1)
    return mean, math.sqrt(spread / len(means))


def test_a_ratio_is_taken_within_a_round() -> None:
    one = [Lap(10, 1.0, 0.0), Lap(10, 2.0, 0.0), Lap(10, 4.0, 0.0)]
    other = [Lap(10, 2.0, 0.0), Lap(10, 6.0, 0.0), Lap(10, 4.0, 0.0)]
    nothing = Message("{name}", {"name": ""})
    empty = Contest(nothing, nothing, nothing, nothing, [], [])
    found = contest.Score(empty, {"a": one, "b": other}).ratio(Ratio("a", "b"))
    assert (found.median, found.low, found.high) == (2.0, 1.0, 3.0)


@pytest.mark.slow
def test_the_tandem_has_its_exact_mean() -> None:
    mean, error = _mean_of(tandem.task(60_000), 4)
    assert abs(mean - tandem.EXACT) < 4 * error + 0.2  # it begins empty
    assert tandem.idiomatic(60_000).mean == pytest.approx(tandem.EXACT, rel=0.1)


@pytest.mark.slow
@pytest.mark.parametrize("room", [classes, batches])
def test_the_idiomatic_program_simulates_the_same_thing(room) -> None:
    requests = 50_000
    mean, error = _mean_of(room.task(requests), 4)
    theirs = room.idiomatic(requests)
    assert theirs.work == pytest.approx(requests, rel=0.03)
    # one run has twice the error of four; the floor is for errors that come out small by chance
    assert abs(theirs.mean - mean) < 4 * math.hypot(2 * error, error) + 0.01 * mean


@needs_numba
def test_the_cpp_program_gives_our_mean_to_the_last_bit() -> None:
    with ExitStack() as kept:
        program = rivals.cpp(kept)
        if isinstance(program, Message):
            pytest.skip(program.render("en"))
        for replication in (0, 1):
            theirs = rivals.cpp_lap(program, tandem.end(20_000), replication)
            ours = lap(compiled() or plain(), tandem.task(20_000), replication)
            assert (theirs.work, theirs.mean) == (ours.work, ours.mean)


def test_without_a_checkout_the_rivals_are_left_out_and_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(rivals, "SOURCES", tmp_path)
    with ExitStack() as kept:
        contenders, left_out = rivals.rivals(10, 10, kept)
    assert contenders == []
    assert "checkout" in left_out[0].reason.render("en")
    assert [one.title.render("en") for one in left_out][-1] == "Ciw"


def test_a_source_that_does_not_compile_is_left_out_and_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "tandem.cpp").write_text("this is no C++")
    monkeypatch.setattr(rivals, "SOURCES", tmp_path)
    monkeypatch.setattr(rivals.shutil, "which", lambda _: "/bin/false")
    with ExitStack() as kept:
        reason = rivals.cpp(kept)
    assert isinstance(reason, Message)
    assert "refuses" in reason.render("en")


def test_without_numba_the_compiled_engine_is_left_out_and_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sandbox.bench.engines.has_compiler", lambda: False)
    for room in (classes, batches, graph):
        made = room.contest(room.QUICK)
        assert not any("compiled" in one.key for one in made.contenders)
        assert [one.title.render("en") for one in made.left_out] == ["compiled engine"]


def test_all_stations_of_the_large_graph_are_as_busy_whatever_the_needs() -> None:
    engine = plain()
    alone, few = graph.lap(engine, 200, 2_000), graph.lap(engine, 200, 2_000, 20)
    assert alone.events == pytest.approx(few.events, rel=0.15)
    assert alone.mean == pytest.approx(few.mean, rel=0.25)
