"""The file that takes a table as CSV: whole or not there, and never in the place of something else.

In: the place that the user named, and the files that the scenario was read from. Out: a stream that
is put in its place when the table is whole.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from sandbox.cli.refusals import refuse
from sandbox.cli.trace_file import Sink, put_in_place
from sandbox.language import reason, say


@contextlib.contextmanager
def table_file(place: str | None, inputs: Iterable[Path], first: str) -> Iterator[Sink | None]:
    """The stream for a table whose header begins with `first`; None when none is wanted.

    Raises:
        Exit: when `place` holds something else than an earlier table, or cannot be written.
    """
    if place is None:
        yield None
        return
    path = Path(place)
    try:
        if any(path.samefile(read) for read in inputs if path.exists() and read.exists()):
            raise refuse(
                say(
                    "{file}: the scenario was read from it; the table needs a file of its own",
                    file=place,
                )
            )
        if path.exists():
            with path.open("r+b") as file:
                begins = file.read(len(first))
            if begins and begins != first.encode():
                raise refuse(
                    say(
                        "{file} exists, is no such table and is left alone; name another file",
                        file=place,
                    )
                )
    except (OSError, ValueError) as error:
        words = say("{file}: cannot be written: {reason}", file=place, reason=reason(error))
        raise refuse(words) from None
    with put_in_place(place) as sink:
        yield sink
