"""Worker processes are an executor like any other of `concurrent.futures`."""

import math
import os
import time
from concurrent.futures import Executor, wait

import pytest

from sandbox.study.driver import Broken
from sandbox.study.processes import Processes


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_calls_are_answered_in_other_processes() -> None:
    workers: Executor = Processes(2)
    with workers:
        assert workers.submit(math.gcd, 12, 18).result(30) == 6
        assert list(workers.map(math.sqrt, [1.0, 4.0, 9.0])) == [1.0, 2.0, 3.0]
        pids = {workers.submit(os.getpid).result(30) for _ in range(4)}
        with pytest.raises(ValueError, match="math domain"):
            workers.submit(math.sqrt, -1.0).result(30)
        assert workers.submit(int, "12", base=3).result(30) == 5
        with pytest.raises(Exception, match="pickle"):
            workers.submit(lambda: 1).result(30)
        assert workers.submit(math.gcd, 4, 6).result(30) == 2
    assert os.getpid() not in pids
    assert all(map(gone, pids))
    with pytest.raises(RuntimeError):
        workers.submit(os.getpid)


def test_a_worker_that_ends_costs_its_own_call_only_while_there_is_another() -> None:
    with Processes(2) as workers:
        pids = {workers.submit(os.getpid).result(30) for _ in range(4)}
        lost = workers.submit(os._exit, 7)
        with pytest.raises(Broken, match="7"):
            lost.result(30)
        left = {workers.submit(os.getpid).result(30) for _ in range(4)}
        assert len(left) == 1
        last = [workers.submit(os._exit, 8), workers.submit(os.getpid)]
        wait(last, 30)
        for future in last:
            assert isinstance(future.exception(0), Broken)
        assert isinstance(workers.submit(os.getpid).exception(0), Broken)
    assert all(map(gone, pids | left))


def test_workers_whose_results_nobody_wants_end_at_once() -> None:
    workers = Processes(2)
    pid = workers.submit(os.getpid).result(30)
    sleeping = [workers.submit(time.sleep, 600) for _ in range(4)]
    while sum(future.running() for future in sleeping) < 2:
        time.sleep(0.01)
    begun = time.monotonic()
    workers.shutdown(cancel_futures=True)
    assert time.monotonic() - begun < 60
    assert gone(pid)
    assert all(future.done() for future in sleeping)
    assert sum(future.cancelled() for future in sleeping) == 2
