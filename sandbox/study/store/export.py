"""Exports a study: a folder with its tables, its scenarios and what it is.

In: a study of a store and a folder. Out: CSV files, or with DuckDB (the extra `results`) Parquet
files or one database file to query with SQL. The CSV files and the rest have the same bytes
whenever the study has the same results. A folder is there whole or not at all.
"""

from __future__ import annotations

import contextlib
import csv
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sandbox.language import Message, reason
from sandbox.study.conclusions import conclusion_json
from sandbox.study.store.rows import StudyRow
from sandbox.study.store.store import Store
from sandbox.study.store.tables import SHORT, TABLES, point_columns, point_rows, rows
from sandbox.study.trouble import Trouble

FORMS = ("csv", "parquet", "sql")
ABOUT = "study.json"
CONCLUSION = "conclusion.json"
POINTS = "points"
DATABASE = "study.duckdb"
SCENARIOS = "scenarios"
_READ = "FROM read_csv(?, header = true, columns = ?, nullstr = '', auto_detect = false)"


def export(store: Store, study: StudyRow, folder: Path, form: str = "csv") -> None:
    """Write a study into a folder, which is made; an earlier export in it is replaced.

    Raises:
        Trouble: when the folder holds anything else or cannot be written, when the store cannot
            be read, or when DuckDB is wanted and not there.
    """
    duck = None if form == "csv" else _duck()
    with _written(folder), store.snapshot():
        study = store.find(study.id)  # as it is in this moment
        _check(folder)
        part = folder.absolute().with_name(f".{folder.absolute().name}.{os.getpid()}.part")
        part.mkdir()
        try:
            _write(store, study, part)
            if duck is not None:
                tables = {POINTS: point_columns(store.points(study)), **TABLES}
                _convert(duck, part, form, tables)
            _move(part, folder)
        finally:
            shutil.rmtree(part, ignore_errors=True)


@contextlib.contextmanager
def _written(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        raise Trouble(
            Message(
                "{file}: cannot be written: {reason}", {"file": folder, "reason": reason(error)}
            )
        ) from None


def _check(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()) and not (folder / ABOUT).is_file():
        raise Trouble(
            Message(
                "{folder} is not empty and holds no earlier export; name another folder",
                {"folder": folder},
            )
        )


def _write(store: Store, study: StudyRow, folder: Path) -> None:
    with contextlib.ExitStack() as files:
        writers = {}
        for name, columns in TABLES.items():
            file = (folder / f"{name}.csv").open("w", encoding="utf-8", newline="")
            writers[name] = csv.writer(files.enter_context(file), lineterminator="\n")
            writers[name].writerow(columns)
        for scenario, run in store.runs(study):
            for name, row in rows(scenario, run, study.settings.get("series_by")):
                writers[name].writerow(row)
    points = store.points(study)
    with (folder / f"{POINTS}.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(point_columns(points))
        table.writerows(point_rows(points))
    (folder / SCENARIOS).mkdir()
    for digest, text in store.scenarios(study).items():
        _text(folder / SCENARIOS / f"{digest[:SHORT]}.yaml", text)
    about = study.to_json()
    for changing in ("command", "begun", "ended", "state", "seconds"):
        del about[changing]
    about["points"] = [
        {"point": one.number, "scenario": one.scenario[:SHORT], "factors": one.factors}
        for one in points
    ]
    _json(folder / ABOUT, about)
    found = conclusion_json(store, study)
    if found is not None:
        _json(folder / CONCLUSION, found)


def _json(file: Path, what: Any) -> None:
    _text(file, json.dumps(what, ensure_ascii=False, indent=2, allow_nan=False) + "\n")


def _text(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8", newline="\n")


def _duck() -> Any:
    try:
        import duckdb
    except ImportError:
        raise Trouble(
            Message(
                "Parquet and SQL need the extra `results`: pip install 'pilot-sandbox[results]'"
            )
        ) from None
    return duckdb


def _convert(duck: Any, folder: Path, form: str, tables: dict[str, dict[str, str]]) -> None:
    """Turn the CSV files into what is wanted."""
    target = str(folder / DATABASE) if form == "sql" else ":memory:"
    try:
        with duck.connect(target, config={"threads": 1}) as connection:
            for name, columns in tables.items():
                file = folder / f"{name}.csv"
                table = connection.sql(_READ, params=[str(file), columns])
                if form == "sql":
                    table.create(name)
                else:
                    table.write_parquet(str(file.with_suffix(".parquet")))
    except duck.Error as error:
        raise Trouble(Message("DuckDB: {reason}", {"reason": str(error)})) from None
    for name in tables:
        (folder / f"{name}.csv").unlink()


def _move(part: Path, folder: Path) -> None:
    if not folder.exists():
        part.rename(folder)
        return
    for name in (POINTS, *TABLES):
        for suffix in (".csv", ".parquet"):
            (folder / f"{name}{suffix}").unlink(missing_ok=True)
    for name in (DATABASE, CONCLUSION):
        (folder / name).unlink(missing_ok=True)
    for old in (folder / SCENARIOS).glob("*.yaml"):
        old.unlink()
    for file in sorted(part.rglob("*")):
        if file.is_file():
            place = folder / file.relative_to(part)
            place.parent.mkdir(exist_ok=True)
            file.replace(place)
