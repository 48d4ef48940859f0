"""The compiled engine does what the SimPy engine does, tick for tick.

The quick tests run the kernel with the compiler off, in a process of their own; the slow one
compiles it, which takes a minute, and so is one test.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_programs import DONE, Small, desk, queue, same
from test_random_programs import programs

from sandbox.flows import Tally
from sandbox.flows.program import Breakdowns

pytest.importorskip("numba")

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def _apart(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python code in a process of its own, in this folder."""
    path = os.pathsep.join((str(ROOT), str(HERE)))
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=HERE,
        env=os.environ | {"PYTHONPATH": path} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_the_compiler_the_kernel_does_the_same() -> None:
    code = "import test_compiled_engine as test; test.some_programs(); test.begins_with_room()"
    code += "; test.acts_at_the_exact_tick_after_years(); test.reads_and_writes_down()"
    done = _apart(code, NUMBA_DISABLE_JIT="1", PYTHONWARNINGS="ignore")
    assert done.returncode == 0, done.stderr


def some_programs(examples: int = 12) -> None:
    """Both engines agree on random programs, and nobody writes beyond the end of a table."""
    from both_engines import agree

    from sandbox.engine import Horizon, arrays, compiled_engine, layout
    from sandbox.engine.array_plane import ArrayPlane
    from sandbox.flows import ticks

    planes = []

    class Kept(ArrayPlane):
        def __init__(self, *words: Any) -> None:
            super().__init__(*words)
            planes.append(self)

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(programs(), st.integers(0, 1000), st.booleans())
    def alike(small: Small, seed: int, large: bool) -> None:
        # a large world looks ahead, which changes nothing but time
        with patch.object(arrays, "_NEAR", 0 if large else 1 << 40):
            agree(small.build(), Horizon(0, small.end, ticks(40), small.end // 10), seed)
        state = planes.pop().state
        free = layout.between(state)
        assert free.sum() > 100 * layout.GUARD
        assert (state.mem[free] == layout.CANARY).all()

    with patch.object(layout, "GUARD", 4), patch.object(compiled_engine, "ArrayPlane", Kept):
        alike()


def begins_with_room() -> None:
    """So does a further replication, which comes to the same as in a program never run before."""
    from sandbox.engine import Horizon
    from sandbox.engine.compiled_engine import CompiledEngine
    from sandbox.engine.familiar import familiar
    from sandbox.flows import Law, ticks

    known, new = (queue(50.0, Law.exponential(1.0), 20.0).build() for _ in range(2))
    horizon = Horizon(0, ticks(20), ticks(2_000), ticks(20))
    assert not familiar(known).room
    CompiledEngine().run(known, 1, 0, horizon)
    room = dict(familiar(known).room)
    assert room["token"] > 256
    second = CompiledEngine().run(known, 1, 1, horizon)
    assert familiar(known).room == room
    same(second, CompiledEngine().run(new, 1, 1, horizon))


def acts_at_the_exact_tick_after_years() -> None:
    """Control acts at odd ticks also where these are beyond the integers that floats can tell."""
    from both_engines import agree

    from sandbox.engine import Horizon
    from sandbox.flows import ticks

    def ticking(env: Any, plane: Any) -> Any:
        yield env.timeout(ticks(400 * 86_400.0) + 1)
        for turn in range(20):
            plane.set_servers(0, turn % 3)  # nobody at all, too
            plane.note("desk", "desk", "turns", servers=turn % 3)
            yield env.timeout(ticks(60.0) + 1 - 2 * (turn % 2))

    seconds = [400 * 86_400.0 + 50.0 * number for number in range(20)]
    program = desk(sorted([*seconds[:10], *seconds]), work=40.0).build()
    end = ticks(401 * 86_400.0)
    assert agree(program, Horizon(0, end, end, end), control=[ticking]) >= 40


def reads_and_writes_down() -> None:
    """Control processes read outcomes and misuses, write notes, and have repairs take longer."""
    from both_engines import agree

    from sandbox.engine import Horizon
    from sandbox.flows import ticks

    readings: list[list[Any]] = []

    def inspector(env: Any, plane: Any) -> Any:
        readings.append([])
        plane.set_repair(0, 3.0)
        for _ in range(10):
            yield env.timeout(ticks(3.0) + 7)
            ended, satisfied = plane.satisfied([0])
            readings[-1].append((ended, satisfied, plane.counted(0, Tally.MISUSE), plane.repair(0)))
            plane.note("inspection", "need", "looked", ended=ended, satisfied=satisfied)

    program = queue(5.0, 0.15, 40.0, breakdowns=(Breakdowns(6.0, 0.5),)).build()
    agree(program, Horizon(0, ticks(40), ticks(40), ticks(4)), control=[inspector])
    assert readings[0] == readings[1]
    assert readings[0][-1][0] > 50


@pytest.mark.slow
def test_compiled_it_does_the_same_on_random_programs_and_every_shipped_scenario(
    tmp_path: Path,
) -> None:
    """One test, since compiling takes most of its time."""
    from both_engines import agree

    from sandbox.engine import Horizon
    from sandbox.flows import ticks
    from sandbox.models import assemble
    from sandbox.scenario import load, shipped
    from sandbox.study.convert import horizon
    from sandbox.world import build
    from tests.models.test_recount import eventful
    from tests.scenarios.test_large import LARGE, part

    some_programs(60)
    day = ticks(86400)
    large = dict(zip(LARGE, (build(load(part(name, tmp_path))) for name in LARGE)))
    worlds = {name: build(load(name)) for name in shipped() if name not in LARGE}
    for name, world in ({"eventful": eventful()} | worlds | large).items():
        own = horizon(world.scenario.study)
        length = min(ticks(60) if name in LARGE else day, own.end)
        rest = min(9 * length, own.end + own.drain - length)
        for label in world.scenario.models:
            assembly = assemble(world, label)
            shortened = Horizon(length // 4, length, rest, length // 4)
            assert agree(assembly.program, shortened, control=assembly.control) > 20, (name, label)
    governance_is_the_same_in_both()
    two_years_come_to_what_is_expected()
    slices_and_threads_change_nothing()
    for name in ("mm1", "mmc", "mg1-lognormal", "tandem"):
        ten_million(name, tmp_path / f"{name}.yaml")


def governance_is_the_same_in_both() -> None:
    """Agreements, projects, audits, funding: the same notes and the same requests."""
    from both_engines import agree

    from sandbox.engine import Horizon
    from sandbox.flows import ticks
    from sandbox.models import assemble
    from tests.models.test_governed import MODELS, everything

    world = everything()
    day = ticks(86_400.0)
    for label in MODELS:
        assembly = assemble(world, label)
        horizon = Horizon(0, 25 * day, 10 * day, day)
        assert agree(assembly.program, horizon, control=assembly.control) > 1000, label


def two_years_come_to_what_is_expected() -> None:
    """The expectations of the onboarding scenario, which takes minutes without the compiler."""
    from sandbox.scenario import load
    from sandbox.study import compare
    from sandbox.study.expectations import check, models_needed

    document = load("pilot-onboarding")
    comparison = compare(
        document, models=models_needed(document), replications=1, jobs=1, engine="compiled"
    )
    wrong = [one.problem.render() for one in check(document, comparison) if not one.ok]
    assert not wrong, wrong


@pytest.mark.slow
def test_compiled_it_reads_and_writes_nothing_outside_its_arrays(tmp_path: Path) -> None:
    """With numba's bounds check, for which everything is compiled again."""
    code = "from test_compiled_engine import some_programs; some_programs(12)"
    done = _apart(code, NUMBA_BOUNDSCHECK="1", NUMBA_OPT="0", XDG_CACHE_HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr


def slices_and_threads_change_nothing() -> None:
    """A world with everything in it, in pieces of any size, two at a time."""
    from concurrent.futures import ThreadPoolExecutor

    from sandbox.engine import Counters, Horizon, compiled_engine
    from sandbox.engine.compiled_engine import CompiledEngine
    from sandbox.flows import ticks
    from sandbox.models import assemble
    from sandbox.scenario import load
    from sandbox.world import build

    made = assemble(build(load("business-startup")), "hybrid")
    horizon = Horizon(ticks(3600), ticks(86400), ticks(86400 * 5), ticks(3600))

    def run(replication: int) -> Counters:
        return CompiledEngine().run(made.program, 1, replication, horizon, made.control)

    usual = [run(0), run(1)]
    assert usual[0].events > 10_000
    for size in (1, 97):
        with patch.object(compiled_engine, "_SLICE", size):
            same(usual[0], run(0))
    with ThreadPoolExecutor(2) as threads:
        for one, other in zip(usual, threads.map(run, (0, 1))):
            same(one, other)


def ten_million(name: str, file: Path) -> None:
    """A mean time over ten million requests is the textbook's, to three digits."""
    import numpy as np

    from sandbox.scenario import load
    from sandbox.study.runs import Workshop

    short = Workshop(load(f"textbook/{name}"))
    rate = sum(float(demand.spec.rate) for demand in short.world.demands.values())
    expected = next(
        one for one in short.document.scenario.expect if one.measure == "response_time.mean"
    )
    assert expected.value is not None
    exact, span = float(expected.value), int(1e7 / rate)
    file.write_text(
        f"extends: textbook/{name}\nexpect: null\nstudy: {{warm_up: 1000 s, "
        f"horizon: {span + 1000} s, series: {span // 100} s, replications: 1}}\n"
    )
    found = Workshop(load(file)).run(str(expected.model), engine="compiled")
    assert found.measures["requests"] > 9.9e6
    # batch means: hundred intervals, far longer than what happens in one is felt in the next
    batches = np.array(found.series["response_time.mean"][1:100])
    error = batches.std(ddof=1) / len(batches) ** 0.5
    assert error < 1.2e-3 * exact
    assert abs(found.measures["response_time.mean"] - exact) < 3.5 * error


def test_time_outs_that_never_come_do_not_wait_in_the_queue() -> None:
    code = "from test_compiled_engine import patient; patient()"
    done = _apart(code, NUMBA_DISABLE_JIT="1", PYTHONWARNINGS="ignore")
    assert done.returncode == 0, done.stderr


def patient() -> None:
    """Questions of half a second are given up after a thousand; at the end hundreds would wait."""
    from both_engines import agree

    from sandbox.engine import Horizon, compiled_engine
    from sandbox.engine.array_plane import ArrayPlane
    from sandbox.engine.kernel import columns as k
    from sandbox.flows import Law, Outcome, ticks
    from sandbox.flows.operations import Attempt, Delay, Done, Label, Settle

    small = Small(600.0)
    small.flow(
        "ask",
        Attempt("limit", "retries", failed="late"),
        Delay(Law.constant(0.5), "answer"),
        Settle(),
        DONE,
        Label("late"),
        Done(Outcome.TIMED_OUT),
    )
    for name, limit in (("short", 900.0), ("long", 1000.0)):
        small.row(name, limit=ticks(limit), retries=0)
        small.stream(f"{name} ones", "ask", name, rate=1.0)
    planes = []

    class Kept(ArrayPlane):
        def __init__(self, *words: Any) -> None:
            super().__init__(*words)
            planes.append(self)

    with patch.object(compiled_engine, "ArrayPlane", Kept):
        assert agree(small.build(), Horizon(0, small.end, ticks(10), small.end), 1) > 2000
    # one for each length, and a few questions that are under way
    assert int(planes[0].state.x[k.HEAPED]) < 10


def test_a_batch_that_does_not_fit_its_copies_is_refused_by_both() -> None:
    code = "from test_compiled_engine import misfits; misfits()"
    done = _apart(code, NUMBA_DISABLE_JIT="1", PYTHONWARNINGS="ignore")
    assert done.returncode == 0, done.stderr


def misfits() -> None:
    """A child flow applies its parent's snapshot to other copies than it was taken for."""
    from sandbox.engine import Engine, Horizon
    from sandbox.engine.compiled_engine import CompiledEngine
    from sandbox.engine.simpy_engine import SimpyEngine
    from sandbox.flows import Join, ticks
    from sandbox.flows.operations import Apply, Scatter, Snapshot
    from sandbox.flows.program import CopyKind

    for wrong in (["b2"], ["a2", "b2"], ["a1"]):
        small = Small(100.0)
        for register in ("a", "b"):
            small.register(register)
            small.copy(f"{register}1", register, CopyKind.SOURCE)
            small.copy(f"{register}2", register, CopyKind.REPLICA)
        small.list("taken", "a1")
        small.list("given", "a2")
        small.list("wrong", *wrong)
        small.flow("put", Apply("to"), DONE)
        small.row("child", to="wrong")
        small.list("children", "child")
        small.flow("batch", Snapshot("from", "to"), Scatter("rows", "put", Join.ALL), DONE)
        small.row("all", **{"from": "taken"}, to="given", rows="children")
        small.timetable("daily", "batch", "all", 10.0)
        engines: tuple[Engine, ...] = (SimpyEngine(), CompiledEngine())
        for engine in engines:
            with pytest.raises(ValueError, match="a batch"):
                engine.run(small.build(), 1, 0, Horizon(0, ticks(50), 0, ticks(5)))


def test_the_kernel_is_kept_under_the_name_of_its_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sandbox.engine import kernel_cache

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    kernel = tmp_path / "engine" / "kernel"
    flows = tmp_path / "flows"
    kernel.mkdir(parents=True)
    flows.mkdir()
    (kernel / "loop.py").write_text("one = 1\n")
    monkeypatch.setattr(kernel_cache, "__file__", str(tmp_path / "engine" / "kernel_cache.py"))
    before = kernel_cache.folder()
    assert not kernel_cache.ready()
    (before / "kernel_0").mkdir(parents=True)
    (before / "kernel_0" / "loop.advance-90.py311.1.nbc").touch()
    assert kernel_cache.ready()
    for file in (kernel / "loop.py", flows / "assembly.py"):
        last = kernel_cache.folder()
        file.write_text("one = 2\n")
        assert kernel_cache.folder() != last
        assert not kernel_cache.ready()


def test_auto_takes_the_compiled_engine_when_that_pays(monkeypatch: pytest.MonkeyPatch) -> None:
    from sandbox.engine import choice, choose, kernel_cache

    monkeypatch.setattr(kernel_cache, "ready", lambda: False)
    assert choose("auto", 1e5).name == "simpy"
    assert not choice._pays(1e6)
    assert choice._pays(1e8)
    monkeypatch.setattr(kernel_cache, "ready", lambda: True)
    assert choice._pays(1e5)
    assert not choice._pays(100)
    monkeypatch.setattr(choice, "has_compiler", lambda: False)
    assert choose("auto", 1e9).name == "simpy"
    with pytest.raises(choice.EngineUnavailable) as caught:
        choose("compiled")
    assert "编译引擎" in caught.value.message.render("zh")
