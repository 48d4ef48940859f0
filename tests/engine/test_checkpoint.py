"""A run that was kept and gone on with is the run that was never broken off."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_programs import DONE, Small, queue, same
from test_random_programs import programs

pytest.importorskip("numba")

HERE = Path(__file__).parent


def test_without_the_compiler_a_run_goes_on_where_it_was_kept(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from test_checkpoint import broken_off; broken_off()"],
        cwd=HERE,
        env=os.environ
        | {
            "PYTHONPATH": os.pathsep.join((str(HERE.parents[1]), str(HERE))),
            "NUMBA_DISABLE_JIT": "1",
            "PYTHONWARNINGS": "ignore",
            "TMPDIR": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 8


def broken_off(examples: int = 8) -> None:
    """Break runs off again and again, after as many slices as chance will have it."""
    import tempfile
    from unittest.mock import patch

    from sandbox.engine import Cancelled, Horizon, compiled_engine, watch
    from sandbox.engine.checkpoint import Keeper
    from sandbox.engine.compiled_engine import CompiledEngine
    from sandbox.flows import ticks
    from sandbox.flows.program import Elastic

    breaks = 0

    def alike(small: Small, seed: int, looks: list[int]) -> None:
        nonlocal breaks
        program, horizon = (
            small.build(),
            Horizon(small.end // 4, small.end, ticks(40), small.end // 10),
        )
        whole = CompiledEngine().run(program, seed, 0, horizon)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "kept"
            for patience in [*looks, 1 << 30]:
                left = patience

                def observer(_: object) -> bool:
                    nonlocal left
                    left -= 1
                    return left > 0

                engine = CompiledEngine(Keeper(file, {"seed": seed}, every=0.0))
                try:
                    pieced = engine.run(program, seed, 0, horizon, (), observer)
                    break
                except Cancelled:
                    breaks += file.exists()
            assert not os.listdir(folder)
        same(whole, pieced)
        assert np.array_equal(whole.gates, pieced.gates)
        assert (whole.events, whole.unfinished) == (pieced.events, pieced.unfinished)

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(programs(), st.integers(0, 99), st.lists(st.integers(1, 9), min_size=2, max_size=5))
    def random(small: Small, seed: int, looks: list[int]) -> None:
        alike(small, seed, looks)

    with patch.object(compiled_engine, "_SLICE", 40), patch.object(watch, "_EVERY", 0.0):
        random()
        elastic = Elastic(1, 6, 0.6, ticks(3), ticks(5))
        alike(queue(2.0, 1.0, 200.0, servers=2, elastic=elastic), 3, [5, 9, 2, 7])
    print(breaks)


def test_a_file_of_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    from sandbox.engine.checkpoint import Keeper, Kept, NotThisRun
    from sandbox.engine.kernel.columns import SCALARS

    file = tmp_path / "kept"
    file.write_text("my diary")
    with pytest.raises(NotThisRun, match="is no checkpoint"):
        Keeper(file, {"model": "a"}).found()
    assert file.read_text() == "my diary"
    nothing = np.zeros(3, np.int64)
    kept = Kept(np.zeros(SCALARS, np.int64), np.zeros(3), nothing, [""], 0, 0, [0.5])
    mine = Keeper(tmp_path / "mine", {"model": "a", "seed": 1})
    assert mine.found() is None
    mine.keep(kept)
    found = mine.found()
    assert found is not None
    assert (found.seen, found.articles, found.phase) == ([0.5], [""], 0)
    with pytest.raises(NotThisRun, match="another run: the seed differs"):
        Keeper(tmp_path / "mine", {"model": "a", "seed": 2}).found()
    (tmp_path / "mine").write_bytes((tmp_path / "mine").read_bytes()[:-100])
    with pytest.raises(NotThisRun, match="is no checkpoint"):
        mine.found()
    mine.keep(replace(kept, x=nothing))
    with pytest.raises(NotThisRun, match="is no checkpoint"):
        mine.found()
    for strange in ({"about": nothing}, {"about": np.frombuffer(b"[1]", np.uint8)}):
        with (tmp_path / "mine").open("wb") as other:
            np.savez(other, x=nothing, num=nothing, mem=nothing, **strange)
        with pytest.raises(NotThisRun, match="is no checkpoint"):
            mine.found()
    with (tmp_path / "mine").open("wb") as other:
        np.save(other, nothing)
    with pytest.raises(NotThisRun, match="is no checkpoint"):
        mine.found()


def test_a_place_that_cannot_be_written_is_told_before_the_run_and_forgiven_in_it(
    tmp_path: Path,
) -> None:
    from sandbox.engine.checkpoint import Keeper, Kept

    nothing = np.zeros(3, np.int64)
    kept = Kept(nothing, nothing.astype(np.float64), nothing, [], 0, 0, [])
    troubles: list[OSError] = []
    keeper = Keeper(tmp_path / "gone" / "kept", {}, every=0.0, trouble=troubles.append)
    with pytest.raises(FileNotFoundError):
        keeper.found()
    keeper.keep_if_due(lambda: kept)
    assert [type(error) for error in troubles] == [FileNotFoundError]


def test_a_run_is_kept_or_traced() -> None:
    from sandbox.engine import Horizon
    from sandbox.engine.checkpoint import Keeper
    from sandbox.engine.compiled_engine import CompiledEngine

    small = Small(10.0)
    small.flow("ask", DONE)
    engine = CompiledEngine(Keeper(Path("nowhere"), {}))
    with pytest.raises(ValueError, match="cannot be traced"):
        engine.run(small.build(), 1, 0, Horizon(0, 10, 0, 1), (), None, lambda *line: None)
