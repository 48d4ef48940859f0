"""Short studies need no workers; whether they are hired shows in no number."""

import os
import threading
from pathlib import Path

import pytest

from sandbox.study import trial as judging
from sandbox.study.crew import staying
from sandbox.study.driver import Look
from sandbox.study.executor import Cancelled, execute
from sandbox.study.progress import StudyProgress, Task
from sandbox.study.trial import Trial
from tests.study.pids import Pids

TASKS = [Task(index, model, index) for index, model in enumerate("aabbcc")]


@pytest.fixture(autouse=True)
def _workers_find_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2]))


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def tried(*lengths: float, runs: int, looks: int = 10, load: float = 0.0) -> tuple[int, bool]:
    """Runs of these lengths one after the other, the first of which loads what all need: how many
    of them ended, and whether the trial is over."""
    clock = Clock()
    trial = Trial(clock)
    trial.left, ended = runs, 0
    for place, length in enumerate(lengths):
        loading = 0.0 if place else load

        def run(task: Task, look: Look, loading: float = loading, length: float = length) -> bool:
            clock.now += loading
            for step in range(looks + 1):
                if not look(step / looks, {}):
                    return False
                clock.now += length / looks * (step < looks)
            return True

        ended += trial.timed(run)(TASKS[0], lambda fraction, measures: True)
        if trial.over:
            break
    return ended, trial.over


def test_short_runs_go_on_here_however_long_the_first_takes_to_load() -> None:
    assert tried(0.01, 0.01, 0.02, 0.01, runs=100, load=60.0) == (4, False)


def test_many_runs_are_worth_workers_once_their_length_is_known() -> None:
    assert tried(0.1, 0.1, 0.1, runs=1000, load=3.0) == (2, True)
    assert tried(0.1, 0.1, 0.1, runs=50, load=3.0) == (3, False)


def test_a_long_run_is_broken_off_early_where_others_follow() -> None:
    assert tried(60.0, runs=2, looks=600) == (0, True)
    assert tried(60.0, runs=1, looks=600) == (1, False)


def test_a_short_study_hires_nobody() -> None:
    found = execute(Pids("short"), TASKS, jobs=2, trial=True)
    assert found == [(index, os.getpid()) for index in range(6)]


def test_a_run_that_is_broken_off_is_done_by_a_worker_and_progress_never_falls(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(judging, "GLANCE", 0.1)
    monkeypatch.setattr(judging, "WORTH", 1.0)
    told: list[StudyProgress] = []
    found = execute(Pids(pause=0.4), TASKS, jobs=2, trial=True, observer=told.append)
    assert [index for index, _ in found] == list(range(6))
    assert len({pid for _, pid in found} - {os.getpid()}) == 2
    assert found[0][1] != os.getpid()
    assert [seen.fraction for seen in told] == sorted(seen.fraction for seen in told)
    assert (told[0].done, told[-1].done) == (0, 6)


def test_runs_of_later_goes_count_where_they_are_foreseen() -> None:
    with staying() as crew:
        crew.to_come = 10_000
        found = execute(Pids("later", pause=0.01), TASKS, jobs=2, trial=True)
        assert crew.hired
        assert crew.trial.over
    assert os.getpid() in {pid for _, pid in found[:2]}
    assert os.getpid() not in {pid for _, pid in found[2:]}


def test_cancelling_a_trial_hires_nobody() -> None:
    cancel = threading.Event()

    def watch(progress: StudyProgress) -> None:
        if progress.running and progress.running[0].fraction > 0:
            cancel.set()

    with staying() as crew:
        with pytest.raises(Cancelled):
            execute(Pids(pause=0.4), TASKS, jobs=2, trial=True, observer=watch, cancel=cancel)
        assert not crew.hired
