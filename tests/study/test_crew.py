"""A study of several goes keeps its workers from one to the next, and leaves none behind."""

import gc
import os
import signal
import time
from collections.abc import Sequence
from multiprocessing import active_children
from pathlib import Path

import pytest

from sandbox.study import trial
from sandbox.study.crew import Crew, staying
from sandbox.study.designs.experiment import Experiment
from sandbox.study.designs.factor_files import factors
from sandbox.study.designs.sweep import sweep
from sandbox.study.executor import RunLost, execute
from sandbox.study.processes import Processes
from sandbox.study.progress import Task
from sandbox.study.worker import opened
from tests.study.designs.small import ONE, shortened
from tests.study.pids import Pids, gone

TASKS = [Task(index, model, index) for index, model in enumerate("aabb")]


@pytest.fixture(autouse=True)
def _workers_find_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2]))


def done_by(work: Pids, tasks: Sequence[Task] = TASKS) -> set[int]:
    """The workers that did the tasks; every result is in its place."""
    found = execute(work, tasks, jobs=2)
    assert [index for index, _ in found] == [task.index for task in tasks]
    return {pid for _, pid in found}


def test_workers_stay_while_the_crew_does_and_no_longer() -> None:
    with staying():
        first = done_by(Pids("first", pause=0.2))
        second = done_by(Pids("second", pause=0.2))
        with staying():
            third = done_by(Pids("third", pause=0.2))
        assert not any(map(gone, first))
    assert len(first) == 2
    assert first == second == third
    assert os.getpid() not in first
    assert all(map(gone, first))


def test_without_a_crew_at_hand_workers_are_for_one_go() -> None:
    first, second = done_by(Pids()), done_by(Pids())
    assert not first & second
    assert all(map(gone, first | second))


def test_only_the_latest_work_is_kept_open() -> None:
    first = opened(Pids("first"))
    assert opened(Pids("first")) is first
    del first
    opened(Pids("second", alone=True))  # which says so if the first is still there


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs signals")
def test_a_worker_that_ended_between_two_goes_has_a_successor() -> None:
    with staying():
        first = done_by(Pids(pause=0.2))
        killed, other = sorted(first)
        os.kill(killed, signal.SIGKILL)
        while killed in {process.pid for process in active_children()}:
            time.sleep(0.01)
        second = done_by(Pids("next", pause=0.2))
        assert other in second
        assert killed not in second
        assert len(second) == 2
        grown = done_by(Pids("alone"), TASKS[:1])
        assert grown <= second
    assert all(map(gone, first | second))


def test_a_go_that_fails_ends_the_crew_and_the_next_has_another() -> None:
    with staying() as crew:
        first = done_by(Pids("first"))
        with pytest.raises(RunLost, match="9"):
            done_by(Pids("deadly", deadly=1))
        assert not crew.hired
        assert all(map(gone, first))
        second = done_by(Pids("second"))
    assert not first & second
    assert all(map(gone, second))


def test_what_fails_between_goes_ends_the_crew_at_once() -> None:
    crew = Crew()
    with crew.at_hand():
        pids = done_by(Pids())
    assert not any(map(gone, pids))
    with pytest.raises(KeyboardInterrupt), crew.at_hand():
        raise KeyboardInterrupt
    assert not crew.hired
    assert all(map(gone, pids))


def test_points_of_a_sweep_share_workers_with_the_same_numbers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mm1 = shortened("mm1")
    settings = factors(mm1, ["needs.asking.rate=0.25/s,0.35/s,0.5/s"])
    here = sweep(Experiment(mm1, models=[ONE], jobs=1, engine="simpy"), settings, replications=3)
    hired: list[Processes] = []
    monkeypatch.setattr(trial, "WORTH", 0.0)  # as if runs took long
    hire = Processes._hire
    monkeypatch.setattr(Processes, "_hire", lambda self: (hired.append(self), hire(self)))
    experiment = Experiment(mm1, models=[ONE], jobs=2, engine="simpy")
    there = sweep(experiment, settings, replications=3)
    assert repr(here.outcomes) == repr(there.outcomes)
    assert len(hired) == 2
    assert hired[0] is hired[1]
    assert not hired[0]._hands  # the study has concluded


def test_an_experiment_that_nobody_concludes_leaves_no_worker(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(trial, "WORTH", 0.0)
    mm1 = shortened("mm1")
    experiment = Experiment(mm1, models=[ONE], jobs=2, engine="simpy")
    experiment.run(mm1, 4)
    workers = experiment._crew._workers
    assert workers is not None
    pids = [hand.process.pid for hand in workers._hands]
    assert len(pids) == 2
    del experiment
    gc.collect()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and not all(gone(pid) for pid in pids if pid):
        time.sleep(0.02)
    assert all(gone(pid) for pid in pids if pid)
