"""Going on with a study: the same command again, which finds its finished runs in the store.

In: an entry of the overview. Out: a job in the queue, and somebody who works it off.
"""

from __future__ import annotations

from pathlib import Path

from sandbox.background.commands import with_store
from sandbox.background.job import FINISHED, QUEUED, UNDER_WAY, Job
from sandbox.background.overview import Entry
from sandbox.background.queue import Queue
from sandbox.background.working import wake
from sandbox.language import Message
from sandbox.study.trouble import Trouble


def resumed(entry: Entry, store: Path, folder: Path) -> Job:
    """Put the entry's command into the queue, or see to it that a queued one is not forgotten.

    A study that was never in the queue goes on by the words that it was begun with, given in
    `folder`.

    Raises:
        Trouble: when there is nothing to go on with, or the queue cannot be written.
    """
    queue = Queue(store)
    if entry.state == FINISHED:
        raise Trouble(Message("{id} is finished; there is nothing to resume", {"id": entry.short}))
    if entry.state == UNDER_WAY:
        raise Trouble(Message("{id} is under way already", {"id": entry.short}))
    if entry.job is not None:
        job = entry.job if entry.state == QUEUED else queue.again(entry.job)
    elif entry.study is not None and entry.study.command:
        job = queue.add(with_store(entry.study.command, queue.store), folder)
    else:
        raise Trouble(
            Message(
                "{id} was begun by a script, not by a command; run the script again",
                {"id": entry.short},
            )
        )
    wake(queue)
    return job
