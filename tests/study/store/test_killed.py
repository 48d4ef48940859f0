"""A study that is killed at any moment goes on with the same command, to the same bytes."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

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


def exported(path: Path, folder: Path) -> dict[str, bytes]:
    with Store(path, reading=True) as store:
        (study,) = store.studies()
        assert (study.state, study.done) == ("finished", study.total)
        export(store, study, folder)
    files = (file for file in folder.rglob("*") if file.is_file())
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
    told = [one.communicate(timeout=120) for one in both]
    assert [one.returncode for one in both] == [0, 0]
    assert told[0] == told[1]
    assert exported(tmp_path / "s.sqlite", tmp_path / "shared") == whole(tmp_path)
