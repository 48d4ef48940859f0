"""A queue of commands: order, ends, and processes that die are seen for what they are."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from sandbox.background import held
from sandbox.background import job as notes
from sandbox.background.commands import compare_command, with_store
from sandbox.background.overview import overview
from sandbox.background.queue import Queue
from sandbox.background.working import VARIABLE, work

pytestmark = pytest.mark.skipif(not held.possible(), reason="locks of POSIX")


@pytest.fixture
def queue(tmp_path):
    return Queue(tmp_path / "studies.sqlite")


@pytest.fixture
def commands(monkeypatch):
    """The queue's commands are lines of Python instead of ours."""
    start = subprocess.Popen

    def popen(words, **options):
        return start([words[0], "-c", words[3]], **options)

    monkeypatch.setattr("sandbox.background.working.subprocess.Popen", popen)
    monkeypatch.setattr("sandbox.background.working._LOOK", 0.02)


def wait_for(condition, seconds=20.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited for in vain"
        time.sleep(0.01)


def test_commands_are_done_in_the_order_in_which_they_came(queue, commands, tmp_path) -> None:
    for word in ("first", "second", "third"):
        queue.add([f"print({word!r}, file=open('log', 'a'))"], tmp_path)
    work(queue)
    assert (tmp_path / "log").read_text().split() == ["first", "second", "third"]
    assert [job.state for job in queue.jobs()] == ["finished"] * 3
    assert not queue.worked()


def test_one_runs_at_a_time_or_as_many_as_asked_for(queue, commands, tmp_path) -> None:
    """Each notes how many are at work when it is; a marker file stands for one at work."""
    script = (
        "import os, time, glob; n = os.getpid(); open(f'at-{n}', 'w').close(); time.sleep(0.3)\n"
        "print(len(glob.glob('at-*')), file=open('seen', 'a')); os.remove(f'at-{n}')"
    )
    for most in (1, 2):
        (tmp_path / "seen").unlink(missing_ok=True)
        queue.set_at_once(most)
        for _ in range(3):
            queue.add([script], tmp_path)
        work(queue)
        assert max(map(int, (tmp_path / "seen").read_text().split())) == most


def test_how_a_command_ended_is_known_with_its_last_words(queue, commands, tmp_path) -> None:
    queue.add(["import sys; sys.exit('no such scenario')"], tmp_path)
    queue.add(["import os; os.kill(os.getpid(), 9)"], tmp_path)
    queue.add(["import sys; sys.exit(143)"], tmp_path)
    work(queue)
    terminated, killed, refused = queue.jobs()
    assert (refused.state, refused.code) == ("failed", 1)
    assert notes.last_words(queue.of(refused)) == "no such scenario"
    assert (killed.state, killed.code) == ("failed", -9)
    assert terminated.state == "cancelled"
    words = {entry.key: entry.words for entry in overview(queue.store)}
    assert words == {"q1": "no such scenario", "q2": "its process was ended by signal 9", "q3": ""}


def test_a_queued_one_that_is_cancelled_never_runs_unless_it_is_resumed(
    queue, commands, tmp_path
) -> None:
    job = queue.add(["open('ran', 'w')"], tmp_path)
    assert queue.cancel(job).state == "cancelled"
    work(queue)
    assert not (tmp_path / "ran").exists()
    queue.again(job)
    work(queue)
    assert (tmp_path / "ran").exists()
    assert queue.find(job.name).state == "finished"


def test_one_under_way_is_asked_to_end_and_ends_in_good_order(queue, tmp_path) -> None:
    """With the real worker, in a process of its own, and a real lock."""
    job = queue.add(["new", "--help"], tmp_path)
    script = (
        "import signal, sys, time, sandbox.background.working as w\n"
        "from sandbox.background.queue import Queue\n"
        "start = w.subprocess.Popen\n"
        "wait = 'import signal,sys,time;'\\\n"
        '    \'signal.signal(15, lambda *_: sys.exit(open("tidy", "w") and 143));\'\\\n'
        '    \'open("ready", "w");time.sleep(60)\'\n'
        "w.subprocess.Popen = lambda words, **o: start([sys.executable, '-c', wait], **o)\n"
        f"w.work(Queue({str(queue.store)!r}))\n"
    )
    worker = subprocess.Popen([sys.executable, "-c", script])
    try:
        wait_for((tmp_path / "ready").exists)
        assert queue.find(job.name).state == "under way"
        assert queue.worked()
        queue.cancel(job)
        assert worker.wait(20) == 0
    finally:
        worker.kill()
        worker.wait()
    assert (tmp_path / "tidy").exists()
    assert queue.find(job.name).state == "cancelled"


def test_a_study_outlives_its_worker_and_is_never_under_way_for_ever(queue, tmp_path) -> None:
    job = queue.add(["x"], tmp_path)
    folder = queue.of(job)
    lock = held.take(folder / notes.LOCK)
    child = subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(60)"], pass_fds=(lock,)
    )
    os.close(lock)
    notes.write(folder, replace(job, state="under way", process=child.pid))
    assert queue.find(job.name).state == "under way"  # nobody waits for it, yet it is alive
    child.kill()
    child.wait()
    assert queue.find(job.name).state == "broken off"


def test_a_number_of_a_process_that_has_come_round_again_is_no_sign_of_life(
    queue, tmp_path
) -> None:
    job = queue.add(["x"], tmp_path)
    (queue.of(job) / notes.LOCK).touch()
    mine = replace(job, state="under way", process=os.getpid())  # alive, and somebody else
    notes.write(queue.of(job), mine)
    assert queue.find(job.name).state == "broken off"
    before = signal.getsignal(signal.SIGTERM)
    queue.cancel(mine)  # hits nobody
    assert signal.getsignal(signal.SIGTERM) == before


def test_one_worker_is_enough(queue, commands, tmp_path) -> None:
    queue.add(["open('ran', 'w')"], tmp_path)
    held_by_another = held.take(queue.folder / "worker")
    work(queue)
    assert queue.jobs()[0].state == "queued"
    os.close(held_by_another)
    work(queue)
    assert queue.jobs()[0].state == "finished"


@pytest.mark.parametrize(
    "note",
    ["", "{", "[]", '{"number": 1}', json.dumps({"number": "1", "command": [], "folder": ""})],
)
def test_a_damaged_note_is_no_job_and_stops_nobody(note, queue, commands, tmp_path) -> None:
    job = queue.add(["open('ran', 'w')"], tmp_path)
    (queue.of(job) / notes.NOTE).write_text(note)
    after = queue.add(["open('after', 'w')"], tmp_path)
    assert after.name != job.name
    work(queue)
    assert (tmp_path / "after").exists()
    assert not (tmp_path / "ran").exists()


def test_a_command_learns_the_folder_of_its_job(queue, commands, tmp_path) -> None:
    job = queue.add([f"import os; open('where', 'w').write(os.environ[{VARIABLE!r}])"], tmp_path)
    work(queue)
    assert (tmp_path / "where").read_text() == str(queue.of(job))


def test_a_command_names_files_from_anywhere_and_its_store_once(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.yaml").touch()
    store = tmp_path / "s.sqlite"
    words = compare_command(
        "own.yaml", store, models=["a", "b"], options=[("replications", 3), ("seed", None)]
    )
    assert words == (
        "compare", str(tmp_path / "own.yaml"), "--models", "a,b", "--replications", "3",
        "--store", str(store),
    )  # fmt: skip
    assert compare_command("textbook/mm1", store)[1] == "textbook/mm1"
    for written in (["--store", "old"], ["--store=old"]):
        assert with_store(["compare", "x", *written, "--seed", "1"], store) == (
            "compare", "x", "--seed", "1", "--store", str(store),
        )  # fmt: skip
