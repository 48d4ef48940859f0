"""Where the runs of a command are kept, and who does them.

In: `--store` and `--cluster`. Out: the store, open while the command works, or nothing.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from sandbox.cli.refusals import refuse
from sandbox.language import say

if TYPE_CHECKING:
    from sandbox.scenario import Document
    from sandbox.study.store import Keeping, Store

VARIABLE = "PILOT_SANDBOX_STORE"
"""Environment variable that names the store."""


def store_option() -> click.Option:
    """The file that keeps finished runs."""
    return click.Option(
        ["--store"],
        metavar="FILE",
        envvar=VARIABLE,
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
        help=say("Have runs done by the workers of this Dask scheduler, e.g. tcp://HOST:8786."),
    )


@contextlib.contextmanager
def stored(file: str | None) -> Iterator[Store | None]:
    """The store in a file; none without a file.

    Raises:
        Exit: when the file has no name.
        Trouble: when it cannot be used.
    """
    if file is None:
        yield None
        return
    if not file.strip():
        raise refuse(
            say("{option}: names nothing; leave it out, or name something.", option="--store")
        )
    from sandbox.study.store import Store

    given = click.get_current_context().find_root().obj or ()
    with Store(file, command=given) as store:
        yield store


def kept(
    store: Store | None,
    kind: str,
    document: Document,
    *,
    models: list[str],
    replications: int | None,
    seed: int | None,
) -> contextlib.AbstractContextManager[Keeping | None]:
    """The place of a study of this kind; what is `None` is as the scenario says."""
    if store is None:
        return contextlib.nullcontext()
    study = document.scenario.study
    return store.study(
        kind,
        document,
        {
            "models": models,
            "replications": int(study.replications if replications is None else replications),
            "seed": int(study.seed if seed is None else seed),
            "series_by": None,
        },
    )
