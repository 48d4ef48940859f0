"""Runs on a Dask cluster: a real scheduler, and real workers of which one is killed meanwhile."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from sandbox.language import LANGUAGES
from sandbox.study import Cancelled, Comparison, StudyProgress, compare
from sandbox.study.store import Store
from sandbox.study.trouble import Trouble
from tests.study.tiny import tiny, traced

ROOT = Path(__file__).parents[2]
pytest.importorskip("distributed")


@dataclass
class Cluster:
    """A scheduler and its workers, each a process of its own on loopback."""

    folder: Path
    address: str = ""
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{port}"
        self._run("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")

    def hire(self) -> subprocess.Popen[bytes]:
        self._run("worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard")
        return self.processes[-1]

    def _run(self, *words: str) -> None:
        log = self.folder / f"{len(self.processes)}.log"
        with log.open("wb") as said:
            self.processes.append(
                subprocess.Popen(
                    [sys.executable, "-m", "dask", *words],
                    cwd=self.folder,
                    env={**os.environ, "PYTHONPATH": str(ROOT)},
                    stdout=said,
                    stderr=said,
                )
            )
        deadline = time.monotonic() + 60
        ready = re.compile(rb"Scheduler at:|Registered to:")
        while not ready.search(log.read_bytes()):
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.05)

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    folder = tmp_path / "cluster"
    folder.mkdir()
    made = Cluster(folder)
    try:
        made.start()
        yield made
    finally:
        made.stop()


def told(comparison: Comparison) -> str:
    """Everything that a comparison says."""
    runs = [
        (run.model, run.replication, run.measures, run.series, run.selected)
        for run in comparison.runs
    ]
    tables = [t.table.tobytes() for run in comparison.runs for t in run.breakdowns.values()]
    return json.dumps(comparison.to_json()) + repr(runs) + repr(tables)


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_changes_nothing(cluster: Cluster, tmp_path: Path) -> None:
    document = tiny(tmp_path, horizon="8100 s", replications="6")
    workers = [cluster.hire(), cluster.hire()]
    alive: list[int] = []

    def kill_one(progress: StudyProgress) -> None:
        if progress.done == 3 and not alive:
            workers[0].send_signal(signal.SIGKILL)
            workers[0].wait()
            alive.append(len(progress.running))

    with Store(tmp_path / "s.sqlite") as store:
        found = compare(
            document, engine="simpy", cluster=cluster.address, observer=kill_one, store=store
        )
        assert alive, "it was over before a worker could be killed"
        assert workers[0].poll() == -signal.SIGKILL
        assert workers[1].poll() is None
        (study,) = store.studies()
        assert (study.done, study.state) == (12, "finished")
    assert told(found) == told(compare(document, engine="simpy", jobs=1))


@pytest.mark.slow
def test_workers_get_the_files_beside_a_scenario(cluster: Cluster, tmp_path: Path) -> None:
    document = traced(tmp_path / "here")
    here = compare(document, engine="simpy", jobs=1, replications=1)
    cluster.hire()
    there = compare(document, engine="simpy", replications=1, cluster=cluster.address)
    assert told(there) == told(here)
    assert here.models["letters"]["requests"].mean > 100


@pytest.mark.slow
def test_a_cancelled_study_leaves_the_workers_free_at_once(
    cluster: Cluster, tmp_path: Path
) -> None:
    cluster.hire()
    document = tiny(tmp_path, horizon="60 days", replications="2")
    cancel, begun = threading.Event(), time.monotonic()

    def soon(progress: StudyProgress) -> None:
        if progress.running and time.monotonic() - begun > 4:
            cancel.set()

    with pytest.raises(Cancelled):
        compare(document, engine="simpy", cluster=cluster.address, cancel=cancel, observer=soon)
    small = tiny(tmp_path)
    after = compare(small, engine="simpy", cluster=cluster.address, replications=1)
    assert told(after) == told(compare(small, engine="simpy", jobs=1, replications=1))


@pytest.mark.slow
def test_a_scheduler_that_goes_away_is_said_and_costs_no_finished_run(
    cluster: Cluster, tmp_path: Path
) -> None:
    cluster.hire()
    document = tiny(tmp_path, horizon="8100 s", replications="6")

    def kill(progress: StudyProgress) -> None:
        if progress.done == 3:
            cluster.processes[0].kill()

    with Store(tmp_path / "s.sqlite") as store:
        with pytest.raises(Trouble, match=r"gone away|失去了联系"):
            compare(document, engine="simpy", cluster=cluster.address, observer=kill, store=store)
        (study,) = store.studies()
        assert 3 <= study.done < study.total


@pytest.mark.slow
def test_a_scheduler_without_workers_is_refused(cluster: Cluster, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="dask worker"):
        compare(tiny(tmp_path), cluster=cluster.address)


@pytest.mark.parametrize("address", ["foo", "", "tcp://127.0.0.1", "tcp://[::1", "http://x:1"])
def test_what_is_no_address_is_refused(address: str, tmp_path: Path) -> None:
    with pytest.raises(Trouble) as refused:
        compare(tiny(tmp_path), cluster=address)
    assert len({refused.value.message.render(language) for language in LANGUAGES}) == 2


def test_where_nobody_listens_is_refused(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(Trouble, match=re.escape(address)):
        compare(tiny(tmp_path), cluster=address)
