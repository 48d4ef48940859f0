"""`studies …`: what a store holds; those that run apart from the terminal are in `background.py`.

In: a store and ids. Out: lists and sheets or JSON, folders of tables, a smaller store.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sandbox.cli import background
from sandbox.cli.frame import Command, Group
from sandbox.cli.measures import chosen
from sandbox.cli.options import Whole, format_option, measures_option, split
from sandbox.cli.output import columns, put, tell
from sandbox.cli.output import show as display
from sandbox.cli.refusals import refuse
from sandbox.cli.stored import VARIABLE
from sandbox.language import say

if TYPE_CHECKING:
    from sandbox.study.store import Store, StudyRow

DEFAULT = "study.sqlite"
FORMS = ("csv", "parquet", "sql")
_AGE = re.compile(r"([1-9]\d{0,4})([dhw]|天|小时|周)")
_HOURS = {"h": 1, "小时": 1, "d": 24, "天": 24, "w": 168, "周": 168}


@contextmanager
def _opened(file: str, *, reading: bool = True) -> Iterator[Store]:
    from sandbox.study.store import Store

    if not reading and not Path(file).exists():
        reading = True  # nothing to clear away: say so, and make nothing
    with Store(file, reading=reading) as store:
        yield store


def write_json(answer: Any) -> None:
    """Write an answer as JSON."""
    from sandbox.study.plain import finite

    put(json.dumps(finite(answer), ensure_ascii=False, indent=2, allow_nan=False) + "\n")


def _names(measures: str | None) -> list[str]:
    return chosen(split("--measures", measures) or ["key"])


def list_studies(store: str, form: str) -> None:
    """List all studies, the latest first."""
    with _opened(store) as opened:
        studies = opened.studies()
    if form == "json":
        write_json([study.to_json() for study in studies])
        return
    from sandbox.report.studies import study_list

    put(study_list(studies, columns()))


def show(store: str, study: str, form: str, measures: str | None) -> None:
    """Tell what is known of a study: question, design, progress, conclusion."""
    names = _names(measures)
    from sandbox.study.conclusions import conclusion_json
    from sandbox.study.store.changes import means

    with _opened(store) as opened, opened.snapshot():
        found = opened.find(study)
        if form == "json":
            write_json(
                {
                    **found.to_json(),
                    "points": [point.to_json() for point in opened.points(found)],
                    "models": means(opened, found, names),
                    "conclusion": conclusion_json(opened, found),
                }
            )
            return
        from rich.console import Group as Renderables

        from sandbox.report.study_sheet import study_report

        parts = study_report(opened, found, names, measures is not None, columns())
    display(Renderables(*parts))


def export(store: str, study: str, folder: str, form: str) -> None:
    """Write a study into a folder."""
    from sandbox.study.store.export import export as write

    with _opened(store) as opened:
        found = opened.find(study)
        write(opened, found, Path(folder), form)
    tell(say("Study {id} written to {folder}.", id=found.short, folder=folder))
    if found.state != "finished":
        from sandbox.report.study_words import runs_words

        tell(say("It is not complete: runs {runs}.", runs=runs_words(found)))


def diff(store: str, old: str, new: str, form: str, measures: str | None) -> None:
    """Tell what changed from one study to another."""
    names = _names(measures)
    from sandbox.study.store.changes import changes

    with _opened(store) as opened, opened.snapshot():
        found = changes(opened, opened.find(old), opened.find(new), names)
    if form == "json":
        write_json(found.to_json())
        return
    from sandbox.report.studies import changes_sheet

    put(changes_sheet(found, columns()))


def clear(store: str, older_than: str | None, keep: int | None) -> None:
    """Remove old studies, and runs that none needs."""
    if older_than is not None and keep is not None:
        raise refuse(say("--older-than and --keep: give one of them."))
    hours = None if older_than is None else _hours(older_than)

    def old(studies: Sequence[StudyRow]) -> Sequence[StudyRow]:
        if keep is not None:
            return studies[keep:]
        if hours is None:
            return ()
        limit = datetime.now(UTC) - timedelta(hours=hours)
        return [study for study in studies if (study.ended or study.begun) < limit]

    with _opened(store, reading=False) as opened:
        gone = opened.clear(old)
    put(
        say(
            "studies removed: {studies}; runs removed: {runs}; bytes freed: {bytes}",
            studies=gone.studies,
            runs=gone.runs,
            bytes=f"{gone.bytes:,}",
        )
        + "\n"
    )


def _hours(written: str) -> int:
    found = _AGE.fullmatch(written.strip())
    if found is None:
        raise refuse(
            say(
                "--older-than: {value!r} is no age; expected a number with h, d or w, "
                "such as 12h, 30d or 8w.",
                value=written,
            )
        )
    return int(found[1]) * _HOURS[found[2]]


def _store() -> click.Option:
    return click.Option(
        ["--store"],
        metavar="FILE",
        default=_usual,
        help=say(
            "The store (default: {variable}, else {file} if it is here, else your own one).",
            variable=VARIABLE,
            file=DEFAULT,
        ),
    )


def _usual() -> str:
    """The store that is meant where none is named."""
    named = os.environ.get(VARIABLE)
    if named or Path(DEFAULT).exists():
        return named or DEFAULT
    from sandbox.background.place import own_store

    return str(own_store())


def _study(name: str = "study", metavar: str = "ID") -> click.Argument:
    return click.Argument([name], metavar=metavar)


def group() -> Group:
    """All commands about stored studies."""
    forms = format_option(("table", "json"))
    return Group(
        "studies",
        None,
        [],
        [
            *background.commands(_store(), _study()),
            Command("list", list_studies, [_store(), forms], help=say("Lists studies.")),
            Command(
                "show",
                show,
                [_study(), _store(), forms, measures_option()],
                help=say("Tells what a study asks, its design, how far it is, and what it found."),
            ),
            Command(
                "export",
                export,
                [
                    _study(),
                    click.Option(
                        ["-o", "--output", "folder"],
                        metavar="FOLDER",
                        required=True,
                        help=say("Folder to write; an earlier export in it is replaced."),
                    ),
                    click.Option(
                        ["--format", "form"],
                        type=click.Choice(FORMS),
                        default=FORMS[0],
                        show_default=True,
                        help=say("CSV files, Parquet files, or one DuckDB file to query with SQL."),
                    ),
                    _store(),
                ],
                help=say("Writes a study's runs as tables into a folder."),
            ),
            Command(
                "diff",
                diff,
                [_study("old", "OLD"), _study("new", "NEW"), _store(), forms, measures_option()],
                help=say("Tells what changed from one study to another, measure by measure."),
            ),
            Command(
                "gc",
                clear,
                [
                    click.Option(
                        ["--older-than"],
                        metavar="AGE",
                        help=say("Remove studies that ended longer ago, e.g. 12h, 30d, 8w."),
                    ),
                    click.Option(
                        ["--keep"],
                        type=Whole(lambda: (0, 1_000_000)),
                        metavar="N",
                        help=say("Remove all studies but the latest N."),
                    ),
                    _store(),
                ],
                help=say("Removes old studies, and runs that no study needs any longer."),
            ),
        ],
        help=say(
            "Starts studies in the background; lists, shows, exports and compares those of a "
            "store, and clears old ones away.\n\nID is a study's id, or the beginning of it; of "
            "one that waits, its name in the queue."
        ),
        epilog=say("A store is written by commands with --store, and can be read meanwhile."),
    )
