"""The compiled engine does what the SimPy engine does, tick for tick.

The quick tests run the kernel with the compiler off, in a process of their own; the slow one
compiles it, which takes a minute, and so is one test.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_programs import Small
from test_random_programs import programs

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
    code = "from test_compiled_engine import some_programs; some_programs()"
    done = _apart(code, NUMBA_DISABLE_JIT="1", PYTHONWARNINGS="ignore")
    assert done.returncode == 0, done.stderr


def some_programs(examples: int = 12) -> None:
    from both_engines import agree

    from sandbox.engine import Horizon
    from sandbox.flows import ticks

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(programs(), st.integers(0, 1000))
    def alike(small: Small, seed: int) -> None:
        agree(small.build(), Horizon(0, small.end, ticks(40), small.end // 10), seed)

    alike()


@pytest.mark.slow
def test_compiled_it_does_the_same_on_random_programs_and_every_shipped_scenario() -> None:
    from both_engines import agree

    from sandbox.engine import Horizon
    from sandbox.flows import ticks
    from sandbox.models import assemble
    from sandbox.scenario import load
    from sandbox.world import build
    from tests.models.test_recount import eventful

    some_programs(150)
    day = ticks(86400)
    names = ("business-startup", "medical-settlement", "assistance-check", "update-ripple")
    worlds = [build(load(name)) for name in (*names, "flood-emergency")]
    for world in (eventful(), *worlds):
        for label in world.scenario.models:
            assembly = assemble(world, label)
            horizon = Horizon(day // 4, 2 * day, 9 * day, day // 4)
            assert agree(assembly.program, horizon, control=assembly.control) > 500


def test_the_kernel_is_kept_under_the_name_of_its_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sandbox.engine import kernel_cache

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (tmp_path / "kernel").mkdir()
    file = tmp_path / "kernel" / "loop.py"
    file.write_text("one = 1\n")
    monkeypatch.setattr(kernel_cache, "__file__", str(tmp_path / "kernel_cache.py"))
    before = kernel_cache.folder()
    assert not kernel_cache.ready()
    (before / "kernel_0").mkdir(parents=True)
    (before / "kernel_0" / "loop.advance-90.py311.1.nbc").touch()
    assert kernel_cache.ready()
    file.write_text("one = 2\n")
    assert kernel_cache.folder() != before
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
    monkeypatch.setattr(choice, "find_spec", lambda name: None)
    assert choose("auto", 1e9).name == "simpy"
    with pytest.raises(choice.EngineUnavailable) as caught:
        choose("compiled")
    assert "编译引擎" in caught.value.message.render("zh")
