"""Executors on work that is not about government at all."""

import importlib
import os
import signal
import threading
import time

import pytest

from sandbox.study.executor import Cancelled, RunLost, execute
from sandbox.study.progress import Task

WORK = '''
import os, time
from dataclasses import dataclass

@dataclass
class Squares:
    """Squares numbers; some of them badly."""
    pause: float = 0.0
    deadly: int = -1
    bad: int = -1
    pids: str = ""

    def open(self):
        if self.pids:
            with open(os.path.join(self.pids, str(os.getpid())), "w"):
                pass
        def run(task, look):
            if task.index == self.deadly:
                os._exit(9)
            if task.index == self.bad:
                raise ValueError("no square")
            end = time.monotonic() + self.pause
            while time.monotonic() < end:
                time.sleep(0.01)
                if not look(1 - (end - time.monotonic()) / self.pause, {"square": 0.0}):
                    from sandbox.engine.interface import Cancelled
                    raise Cancelled
            return task.model, task.replication, task.index ** 2
        return run
'''
TASKS = [
    Task(index, model, replication)
    for index, (model, replication) in enumerate((m, r) for m in "abc" for r in range(3))
]


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    folder = tmp_path_factory.mktemp("work")
    (folder / "squares_for_tests.py").write_text(WORK)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder))
        yield importlib.import_module("squares_for_tests").Squares


def gone(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_results_come_in_the_order_of_the_tasks_whoever_did_them(work):
    expected = [(t.model, t.replication, t.index**2) for t in TASKS]
    assert execute(work(), TASKS, jobs=1) == expected
    assert execute(work(), TASKS, jobs=2) == expected


def test_a_single_task_is_done_elsewhere_when_workers_are_asked_for(work, tmp_path):
    execute(work(pids=str(tmp_path)), TASKS[:1], jobs=2)
    assert os.listdir(tmp_path) != [str(os.getpid())]


@pytest.mark.parametrize("jobs", [1, 2])
def test_progress_is_told_from_nothing_to_everything(work, jobs):
    told = []
    execute(work(pause=0.5), TASKS[:4], jobs=jobs, observer=told.append)
    assert (told[0].done, told[0].fraction) == (0, 0)
    assert (told[-1].done, told[-1].fraction, told[-1].eta) == (4, 1, 0)
    assert [p.fraction for p in told] == sorted(p.fraction for p in told)
    assert any(look.measures == {"square": 0.0} for p in told for look in p.running)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_cancelled_study_stops_at_once_and_leaves_no_process(work, jobs, tmp_path):
    cancel = threading.Event()
    begun = []

    def watch(progress):
        if progress.running and any(look.fraction > 0 for look in progress.running):
            begun.append(time.monotonic())
            cancel.set()

    with pytest.raises(Cancelled):
        execute(work(pause=30, pids=str(tmp_path)), TASKS, jobs=jobs, observer=watch, cancel=cancel)
    assert time.monotonic() - begun[0] < 3
    workers = [int(name) for name in os.listdir(tmp_path) if int(name) != os.getpid()]
    assert all(map(gone, workers))


def test_a_worker_that_dies_is_an_error_that_names_the_run(work):
    with pytest.raises(RunLost, match=r"[abc].*9"):
        execute(work(deadly=4), TASKS, jobs=2)


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_in_a_run_comes_through(work, jobs):
    with pytest.raises(ValueError, match="no square"):
        execute(work(bad=4), TASKS, jobs=jobs)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs signals")
def test_workers_end_when_their_parent_is_killed(work, tmp_path):
    import subprocess
    import sys

    script = tmp_path / "parent.py"
    pids = tmp_path / "pids"
    pids.mkdir()
    script.write_text(
        "import sys\n"
        f"sys.path[:] = {sys.path!r}\n"
        "from squares_for_tests import Squares\n"
        "from sandbox.study.executor import execute\n"
        "from sandbox.study.progress import Task\n"
        "if __name__ == '__main__':\n"
        f"    execute(Squares(pause=60, pids={str(pids)!r}),"
        " [Task(i, 'a', i) for i in range(4)], jobs=2)\n"
    )
    parent = subprocess.Popen([sys.executable, str(script)])
    deadline = time.monotonic() + 20
    while len(os.listdir(pids)) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    workers = [int(name) for name in os.listdir(pids)]
    parent.kill()
    parent.wait()
    assert len(workers) == 2
    deadline = time.monotonic() + 5
    while not all(map(gone, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert all(map(gone, workers))


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs process groups")
def test_ctrl_c_ends_parent_and_workers_with_one_word(work, tmp_path):
    import subprocess
    import sys

    script = tmp_path / "parent.py"
    pids = tmp_path / "pids"
    pids.mkdir()
    script.write_text(
        "import sys\n"
        f"sys.path[:] = {sys.path!r}\n"
        "from squares_for_tests import Squares\n"
        "from sandbox.study.executor import execute\n"
        "from sandbox.study.progress import Task\n"
        "if __name__ == '__main__':\n"
        "    try:\n"
        f"        execute(Squares(pause=60, pids={str(pids)!r}),"
        " [Task(i, 'a', i) for i in range(4)], jobs=2)\n"
        "    except KeyboardInterrupt:\n"
        "        sys.exit(130)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, str(script)], start_new_session=True, stderr=subprocess.PIPE
    )
    deadline = time.monotonic() + 20
    while len(os.listdir(pids)) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(parent.pid, signal.SIGINT)
    _, said = parent.communicate(timeout=10)
    assert (parent.returncode, said) == (130, b"")
    assert all(gone(int(name)) for name in os.listdir(pids))
