"""Where the runs of a command are kept, and who does them.

In: `--store` and `--cluster`. Out: the store, open while the command works, or nothing.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from sandbox.cli.refusals import refuse
from sandbox.language import say

if TYPE_CHECKING:
    from sandbox.scenario import Document
    from sandbox.study.store import Keeping, Store

VARIABLE = "PILOT_SANDBOX_STORE"
"""Environment variable that names the store."""


def named(_: click.Context, option: click.Parameter, written: str | None) -> str | None:
    """What was written for an option, which must name something.

    Raises:
        Exit: when it names nothing.
    """
    if written is not None and not written.strip():
        raise refuse(
            say(
                "{option}: names nothing; leave it out, or name something.",
                option=f"--{option.name}",
            )
        )
    return written


def store_option() -> click.Option:
    """The file that keeps finished runs."""
    return click.Option(
        ["--store"],
        metavar="FILE",
        envvar=VARIABLE,
        callback=named,
        help=say(
            "Keep finished runs in this file, and do none again that it has: a study that was "
            "broken off goes on with the same command (default: {variable}, else nothing is kept).",
            variable=VARIABLE,
        ),
    )


def cluster_option() -> click.Option:
    """The scheduler whose workers do the runs."""
    return click.Option(
        ["--cluster"],
        metavar="ADDRESS",
        callback=named,
        help=say("Have runs done by the workers of this Dask scheduler, e.g. tcp://HOST:8786."),
    )


@contextlib.contextmanager
def stored(file: str | None) -> Iterator[Store | None]:
    """The store in a file; none without a file.

    Raises:
        Trouble: when it cannot be used.
    """
    if file is None:
        yield None
        return
    from sandbox.study.store import Store

    given = click.get_current_context().find_root().obj or ()
    with Store(file, command=given, begun=_note) as store:
        yield store


def _note(study: str) -> None:
    """Tell the queue which study this command is at, when the queue has started it."""
    import os

    if job := os.environ.get("PILOT_SANDBOX_JOB"):
        from pathlib import Path

        from sandbox.background.job import note_study

        note_study(Path(job), study)


@contextlib.contextmanager
def kept(
    store: Store | None,
    kind: str,
    document: Document,
    *,
    models: list[str],
    replications: int | None,
    seed: int | None,
    **asked: Any,
) -> Iterator[Keeping | None]:
    """The place of a study of this kind; what is `None` is as the scenario says; `asked`: what
    else belongs to its design.

    Raises:
        Trouble: when the store cannot be written.
    """
    if store is None:
        yield None
        return
    from dataclasses import asdict

    from sandbox.study.precise import rule_of

    study = document.scenario.study
    rule = rule_of(study) if replications is None else None
    count = int(study.replications if replications is None else replications)
    settings = {
        "models": models,
        "replications": count if rule is None else None,
        "seed": int(study.seed if seed is None else seed),
        "series_by": None,
        **asked,
        **({} if rule is None else {"precision": asdict(rule)}),
    }
    with store.study(kind, document, settings) as place:
        most = count if rule is None else rule.maximum
        place.plan(len(models) * most, exact=rule is None)
        yield place
