"""Every shipped scenario's `expect:` holds, by the ordinary command."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox.scenario import shipped

ROOT = Path(__file__).parents[2]
LARGE = ("national-day", "province-month")
"""These take a quarter of an hour each; test_large.py runs parts of them."""
COMPILED = ("pilot-onboarding",)
"""Years that are run where the kernel is compiled: see tests/engine/test_compiled_engine.py."""
ELSEWHERE = ("textbook/base", *LARGE, *COMPILED)
WITH_EXPECTATIONS = [name for name in shipped() if name not in ELSEWHERE]


@pytest.mark.slow
@pytest.mark.parametrize("name", WITH_EXPECTATIONS)
def test_what_the_scenario_expects_comes_out(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sandbox", "--lang", "en", "test", name],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
