"""A study that is killed at any moment goes on with the same command, to the same bytes."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sandbox.study.kept import comparison_of
from sandbox.study.store import Store
from sandbox.study.store.export import export
from sandbox.study.trouble import Trouble
from tests.study.tiny import tiny

ROOT = Path(__file__).parents[3]
COUNTING = """
import sys
from pathlib import Path
from sandbox.scenario import load
from sandbox.study import compare
from sandbox.study.runs import Workshop
from sandbox.study.store import Store

run = Workshop.run

def counted(self, model, **named):
    with open("begun.txt", "a") as file:
        file.write(f"{model} {named['replication']}\\n")
    return run(self, model, **named)

Workshop.run = counted
with Store("s.sqlite") as store:
    compare(load("tiny.yaml"), jobs=1, engine="simpy", store=store)
"""
ENVIRONMENT = {"PYTHONPATH": str(ROOT), "PATH": "", "PILOT_SANDBOX_LANG": "en"}


def stored(path: Path) -> set[str]:
    """The runs that a store has."""
    try:
        with Store(path, reading=True) as store:
            return {
                f"{run.model} {run.replication}"
                for study in store.studies()
                for _, run in store.runs(study)
            }
    except Trouble:  # killed before there was a store, or a table in it
        return set()


def done(path: Path) -> int:
    """Runs of all studies that a store has by now."""
    try:
        with Store(path, reading=True) as store:
            return sum(study.done for study in store.studies())
    except Trouble:  # there is no store yet, or no table in it
        return 0


def compared(path: Path) -> int:
    """Replications of the comparison that a store shows by now."""
    try:
        with Store(path, reading=True) as store:
            kept = [comparison_of(store, study) for study in store.studies()]
    except Trouble:  # there is no store yet, or no table in it
        return 0
    return max((one.comparison.replications for one in kept if one is not None), default=0)


def exported(path: Path, folder: Path) -> dict[str, bytes]:
    with Store(path, reading=True) as store:
        (study,) = store.studies()
        assert (study.state, study.done) == ("finished", study.total)
        export(store, study, folder)
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert folder / "conclusion.json" in files
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


def whole(folder: Path) -> dict[str, bytes]:
    """The export of the study that nobody interrupted."""
    command = [sys.executable, "-m", "sandbox", "compare", "tiny.yaml", "--engine", "simpy"]
    command += ["--jobs", "1", "--store", "whole.sqlite"]
    subprocess.run(command, cwd=folder, env=ENVIRONMENT, check=True, capture_output=True)
    return exported(folder / "whole.sqlite", folder / "whole")


@pytest.mark.slow
def test_a_finished_run_is_not_done_again_however_often_the_study_is_killed(tmp_path: Path) -> None:
    tiny(tmp_path, replications="6")
    (tmp_path / "counting.py").write_text(COUNTING, encoding="utf-8")
    moments, longest = random.Random(4), 0.1
    had: list[set[str]] = []
    begun: list[list[str]] = []
    log = tmp_path / "begun.txt"
    for _ in range(40):
        log.unlink(missing_ok=True)
        had.append(stored(tmp_path / "s.sqlite"))
        study = subprocess.Popen([sys.executable, "counting.py"], cwd=tmp_path, env=ENVIRONMENT)
        deadline = time.monotonic() + 60
        while not log.exists() and study.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(moments.uniform(0, longest))
        longest *= 1.3  # so that it comes to an end on a slow machine too
        study.kill()
        code = study.wait()
        begun.append(log.read_text().splitlines() if log.exists() else [])
        if code == 0:
            break
    assert code == 0
    assert len(had) >= 4, "it was never killed in the middle"
    for before, runs in zip(had, begun):
        assert not before & set(runs)
        assert len(runs) == len(set(runs))
    assert set().union(*map(set, begun)) == stored(tmp_path / "s.sqlite")
    assert exported(tmp_path / "s.sqlite", tmp_path / "broken") == whole(tmp_path)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs process groups")
def test_the_command_goes_on_after_being_killed_with_all_its_workers(tmp_path: Path) -> None:
    tiny(tmp_path, replications="6")
    command = [sys.executable, "-m", "sandbox", "compare", "tiny.yaml", "--engine", "simpy"]
    command += ["--jobs", "2", "--store", "s.sqlite"]
    moments, counts = random.Random(5), []
    for _ in range(40):
        study = subprocess.Popen(
            command, cwd=tmp_path, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        deadline, before = time.monotonic() + 60, len(stored(tmp_path / "s.sqlite"))
        while study.poll() is None and time.monotonic() < deadline:
            if len(stored(tmp_path / "s.sqlite")) > before:
                break
            time.sleep(0.02)
        time.sleep(moments.uniform(0, 0.3))
        study.kill()
        _, said = study.communicate()
        counts.append(len(stored(tmp_path / "s.sqlite")))
        if study.returncode == 0:
            break
    assert (study.returncode, said) == (0, b"")
    assert counts == sorted(counts)
    assert len(counts) >= 3, "it was never killed in the middle"
    assert exported(tmp_path / "s.sqlite", tmp_path / "broken") == whole(tmp_path)


@pytest.mark.slow
def test_two_commands_at_the_same_time_share_the_work(tmp_path: Path) -> None:
    tiny(tmp_path, replications="6")
    command = [sys.executable, "-m", "sandbox", "compare", "tiny.yaml", "--engine", "simpy"]
    command += ["--jobs", "1", "--store", "s.sqlite", "--format", "csv"]
    both = [
        subprocess.Popen(
            command, cwd=tmp_path, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(2)
    ]
    counts = [0]
    while any(one.poll() is None for one in both):
        counts.append(compared(tmp_path / "s.sqlite"))
        time.sleep(0.05)
    told = [one.communicate(timeout=120) for one in both]
    assert counts == sorted(counts)  # readers of this process saw it grow
    assert compared(tmp_path / "s.sqlite") == 6
    assert [one.returncode for one in both] == [0, 0]
    assert told[0] == told[1]
    assert exported(tmp_path / "s.sqlite", tmp_path / "shared") == whole(tmp_path)


@pytest.mark.slow
def test_a_sweep_that_is_killed_ends_with_the_same_points_and_conclusion(tmp_path: Path) -> None:
    tiny(tmp_path, replications="1")
    command = [sys.executable, "-m", "sandbox", "sweep", "tiny.yaml", "--engine", "simpy"]
    command += ["--factor", "needs.asking.rate=0.1/s,0.2/s,0.3/s,0.4/s", "--jobs", "1", "--store"]
    study = subprocess.Popen([*command, "s.sqlite"], cwd=tmp_path, env=ENVIRONMENT,
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    deadline = time.monotonic() + 60
    while done(tmp_path / "s.sqlite") < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    study.kill()
    assert study.wait() < 0, "it was not killed in the middle"
    with Store(tmp_path / "s.sqlite", reading=True) as store:
        (row,) = store.studies()
        assert (row.state, row.planned, store.conclusion(row)) == ("broken off", 8, ())
        assert 0 < row.done < 8
    for name in ("s.sqlite", "whole.sqlite"):
        subprocess.run(
            [*command, name], cwd=tmp_path, env=ENVIRONMENT, check=True, capture_output=True
        )
    files = exported(tmp_path / "s.sqlite", tmp_path / "broken")
    assert files == exported(tmp_path / "whole.sqlite", tmp_path / "whole")
    assert files["points.csv"].count(b"\n") == 1 + 4
