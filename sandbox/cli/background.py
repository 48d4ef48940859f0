"""`studies start|queue|cancel|resume|watch`: studies that run apart from the terminal.

In: a scenario with options of `compare`, or ids. Out: what has been put into the queue, what has
become of it; progress until a study ends.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sandbox.cli.compare import checked_engine, picked_models
from sandbox.cli.documents import opened
from sandbox.cli.exits import FAULT, FINE
from sandbox.cli.frame import Command
from sandbox.cli.options import (
    Whole,
    engine_option,
    format_option,
    jobs_option,
    models_option,
    precision_options,
    replications_option,
    scenario_argument,
    seed_option,
    split,
)
from sandbox.cli.output import columns, put, tell
from sandbox.cli.precision import asked_precision
from sandbox.cli.progress import Bar
from sandbox.cli.refusals import refuse
from sandbox.language import current, say

if TYPE_CHECKING:
    from sandbox.background.overview import Entry

_LOOK = 0.5
"""Seconds between two looks of `watch`."""


def start(
    file: str,
    models: str | None,
    replications: int | None,
    seed: int | None,
    jobs: int | None,
    engine: str,
    precision: float | None,
    on: str | None,
    most: int | None,
    at_once: int | None,
    store: str,
) -> None:
    """Put a comparison into the queue, once it is sure that it can be run."""
    split("--models", models)
    document, _ = opened(file)
    labels = picked_models(document, models)
    checked_engine(engine)
    asked_precision(document.scenario.study, precision, on, most, replications)
    from sandbox.background.commands import compare_command
    from sandbox.background.place import made_room
    from sandbox.background.queue import Queue
    from sandbox.background.working import wake
    from sandbox.study.store import Store

    place = made_room(Path(store))
    Store(place).close()  # refused now rather than in the background
    command = compare_command(
        file,
        place,
        models=labels or (),
        options=[
            ("replications", replications),
            ("precision", None if precision is None else f"{precision * 100:.17g}%"),
            ("on", on),
            ("most", most),
            ("seed", seed),
            ("jobs", jobs),
            ("engine", engine),
            ("lang", current()),
        ],
    )
    queue = Queue(place)
    if at_once is not None:
        queue.set_at_once(at_once)
    job = queue.add(command, Path.cwd())
    wake(queue)
    put(f"{job.name}\n")
    tell(say("Queued as {name} in {file}; `studies queue` shows it.", name=job.name, file=place))


def show_queue(store: str, form: str) -> None:
    """List what is under way and what waits."""
    from sandbox.background.overview import overview
    from sandbox.background.queue import Queue

    path = Path(store)
    entries, queue = overview(path), Queue(path)
    if form == "json":
        from sandbox.cli.studies import write_json

        write_json(
            {
                "store": str(queue.store),
                "at_once": queue.at_once(),
                "worked": queue.worked(),
                "studies": [_plain(each) for each in entries if each.job or each.running],
            }
        )
        return
    from sandbox.report.queue_words import queue_list

    put(queue_list(entries, queue.worked(), columns()))


def _plain(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.key,
        "state": entry.state,
        "kind": entry.kind,
        "scenario": entry.scenario,
        "job": None if entry.job is None else entry.job.to_json(),
        "finished": 0 if entry.study is None else entry.study.done,
        "planned": None if entry.study is None else entry.study.planned,
        "left": entry.left(),
        "words": entry.words,
    }


def _found(store: str, study: str) -> Entry:
    from sandbox.background.overview import find, overview

    return find(overview(Path(store)), study)


def cancel(study: str, store: str) -> None:
    """Take a study out of the queue, or end it in good order."""
    from sandbox.background.queue import Queue

    entry = _found(store, study)
    if entry.job is None or entry.state not in ("queued", "under way"):
        if entry.running:
            words = say("{id} is not of the queue; end the command that is at it.", id=entry.short)
        else:
            words = say("{id} is not under way.", id=entry.short)
        raise refuse(words)
    waited = entry.state == "queued"
    Queue(store).cancel(entry.job)
    if waited:
        tell(say("{id} is taken out of the queue.", id=entry.short))
    else:
        tell(say("{id} is asked to end; its finished runs are kept.", id=entry.short))


def resume(study: str, store: str) -> None:
    """Put a study into the queue again."""
    from sandbox.background.resuming import resumed

    entry = _found(store, study)
    job = resumed(entry, Path(store), Path.cwd())
    put(f"{job.name}\n")
    tell(say("{id} goes on as {name}.", id=entry.short, name=job.name))


def watch(study: str, store: str) -> int:
    """Show a study's progress until it ends; its exit code."""
    from sandbox.background.overview import find, overview
    from sandbox.background.queue import Queue
    from sandbox.report.queue_words import left_words, progress_words, state_of

    path = Path(store)
    entry = _found(store, study)
    name = entry.key if entry.job is None else entry.job.name
    with Bar(f"{entry.kind} {entry.scenario}") as bar:
        while entry.state in ("queued", "under way"):
            words = [progress_words(entry), left_words(entry)] if entry.running else []
            bar.part(entry.fraction, " ".join(filter(None, [state_of(entry), *words])))
            if entry.state == "queued" and not Queue(path).worked():
                time.sleep(_LOOK)  # somebody may be about to begin
                entry = find(overview(path), name)
                if entry.state == "queued" and not Queue(path).worked():
                    raise refuse(
                        say("Nobody works the queue off; `studies resume {id}` goes on with it.",
                            id=entry.short)
                    )  # fmt: skip
            time.sleep(_LOOK)
            entry = find(overview(path), name)
    state = state_of(entry)
    if progress := progress_words(entry):
        tell(say("{id}: {state}, runs {runs}.", id=entry.short, state=state, runs=progress))
    else:
        tell(say("{id}: {state}.", id=entry.short, state=state))
    if entry.words:
        tell(entry.words)
    if entry.state == "finished":
        return FINE
    code = entry.job.code if entry.job is not None else None
    if code is None:
        return FAULT
    return code if code >= 0 else 128 - code


def commands(store: click.Option, study: click.Argument) -> Sequence[Command]:
    """The commands; `store` and `study` as all commands about studies have them."""
    return [
        Command(
            "start",
            start,
            [
                scenario_argument(),
                models_option(),
                replications_option(),
                *precision_options(),
                seed_option(),
                jobs_option(),
                engine_option(),
                click.Option(
                    ["--at-once"],
                    type=Whole(_at_once),
                    metavar="N",
                    help=say("Studies of this store at the same time, from now on (at first: 1)."),
                ),
                store,
            ],
            help=say("Starts a comparison in the background, or queues it behind those under way."),
        ),
        Command(
            "queue",
            show_queue,
            [store, format_option(("table", "json"))],
            help=say("Lists studies under way and waiting, and how the last ones ended."),
        ),
        Command(
            "cancel",
            cancel,
            [study, store],
            help=say("Cancels a queued study, or one under way; finished runs are kept."),
        ),
        Command(
            "resume",
            resume,
            [study, store],
            help=say("Goes on with a study that was cancelled, failed or broken off."),
        ),
        Command(
            "watch",
            watch,
            [study, store],
            help=say("Shows a study's progress until it ends; Ctrl-C leaves it running."),
        ),
    ]


def _at_once() -> tuple[int, int]:
    from sandbox.background.queue import MOST_AT_ONCE

    return 1, MOST_AT_ONCE
