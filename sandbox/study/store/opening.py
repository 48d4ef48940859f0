"""Opens the file of a store: made when it is not there, refused when it is something else.

In: a path. Out: a connection, in write-ahead mode so that others can read meanwhile; or `Trouble`
that says what is wrong with the file, here and whenever it fails later.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from sandbox.language import Message, reason
from sandbox.study.trouble import Trouble

MARK = 0x50534258
"""`application_id` of our files: PSBX."""
VERSION = 2
"""`user_version`: number of the schema below; a store of number 1 lacks the tables `ADDED`."""
WAIT = 30.0
"""Seconds to wait for another process that is writing."""

SCHEMA = """
CREATE TABLE scenarios (
    digest TEXT PRIMARY KEY,  -- SHA-256 of the text and of the files beside the scenario
    name TEXT NOT NULL,
    file TEXT NOT NULL,
    text BLOB NOT NULL        -- the whole scenario as YAML, compressed by zlib
);
CREATE TABLE runs (
    identity TEXT PRIMARY KEY,  -- SHA-256 of what the run is
    scenario TEXT NOT NULL REFERENCES scenarios (digest),
    code TEXT NOT NULL,         -- SHA-256 of the program text that did it
    model TEXT NOT NULL,
    seed INTEGER NOT NULL,
    replication INTEGER NOT NULL,
    engine TEXT NOT NULL,
    finished TEXT NOT NULL,     -- UTC
    wall REAL NOT NULL,         -- seconds
    form INTEGER NOT NULL,
    result BLOB NOT NULL
);
CREATE TABLE studies (
    id TEXT PRIMARY KEY,       -- SHA-256 of kind, scenario, code and settings
    kind TEXT NOT NULL,
    scenario TEXT NOT NULL REFERENCES scenarios (digest),
    command TEXT NOT NULL,     -- JSON: the words of the command line
    settings TEXT NOT NULL,    -- JSON
    version TEXT NOT NULL,
    code TEXT NOT NULL,
    libraries TEXT NOT NULL,   -- JSON
    begun TEXT NOT NULL,       -- UTC, the first time
    ended TEXT,                -- UTC, the last time
    state TEXT NOT NULL,       -- under way, finished, interrupted, failed
    host TEXT NOT NULL,        -- where it is or was under way
    process INTEGER NOT NULL
);
CREATE TABLE members (
    study TEXT NOT NULL REFERENCES studies (id),
    place INTEGER NOT NULL,
    run TEXT NOT NULL,         -- identity, also of a run that is still to come
    scenario TEXT NOT NULL REFERENCES scenarios (digest),
    model TEXT NOT NULL,
    replication INTEGER NOT NULL,
    PRIMARY KEY (study, place),
    UNIQUE (study, run)
);
CREATE INDEX members_by_run ON members (run);
"""

ADDED = (
    """TABLE points (
        study TEXT NOT NULL,
        number INTEGER NOT NULL,
        scenario TEXT NOT NULL,  -- digest: which runs are the point's
        factors TEXT NOT NULL,   -- JSON: path -> value as the scenario would have it
        PRIMARY KEY (study, number),
        UNIQUE (study, factors)
    )""",
    """TABLE plans (
        study TEXT PRIMARY KEY,
        runs INTEGER NOT NULL,
        exact INTEGER NOT NULL   -- 1: so many, 0: so many at most
    )""",
    """TABLE conclusions (
        study TEXT PRIMARY KEY,
        form INTEGER NOT NULL,
        found BLOB NOT NULL
    )""",
)
"""Tables that came with number 2."""


@contextlib.contextmanager
def watched(path: Path) -> Iterator[None]:
    """What goes wrong with the file in here is raised as `Trouble`."""
    try:
        yield
    except sqlite3.Error as error:
        raise Trouble(
            Message("store {file}: {reason}", {"file": path, "reason": _reason(error, path)})
        ) from None
    except OSError as error:
        raise Trouble(
            Message("store {file}: {reason}", {"file": path, "reason": reason(error)})
        ) from None


def read_only(place: Path) -> bool:
    """Whether a file or folder lies on a disk that takes no writing, whoever asks."""
    if sys.platform == "win32":
        return False
    return bool(os.statvfs(place).f_flag & os.ST_RDONLY)


def for_writing(path: Path) -> sqlite3.Connection:
    """The store, made if need be.

    Raises:
        Trouble: when it cannot be written, or is no store that this version knows.
    """
    with watched(path):
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        path.absolute().parent.stat()
        _file(path)
        there = path if path.exists() else path.absolute().parent
        if read_only(there):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        if not os.access(there, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        connection = sqlite3.connect(
            path, timeout=WAIT, isolation_level=None, check_same_thread=False
        )
        try:
            _check(connection, path, empty_is_fine=True)
            _write_ahead(connection)
            _make(connection)
            _check(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def for_reading(path: Path) -> sqlite3.Connection:
    """A store that is there, also one that may not be written.

    Raises:
        Trouble: when it cannot be read, or is no store that this version knows.
    """
    with watched(path):
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        path.stat()
        _file(path)
        address = f"file:{quote(str(path.absolute()))}?mode=ro"
        journal = Path(f"{path}-wal")
        if not os.access(path.absolute().parent, os.W_OK) and not journal.exists():
            address += "&immutable=1"  # nobody writes, and nothing may be put beside the file
        connection = sqlite3.connect(
            address, timeout=WAIT, isolation_level=None, uri=True, check_same_thread=False
        )
        try:
            if _check(connection, path) < VERSION:
                for table in ADDED:  # empty ones of this connection alone: the file stays as it is
                    connection.execute(f"CREATE TEMP {table}")
        except BaseException:
            connection.close()
            raise
    return connection


def _file(path: Path) -> None:
    """Refuse what is there and is neither a file nor a folder."""
    if path.exists() and not path.is_file():
        raise Trouble(
            Message("store {file}: it is a device or a pipe; name a file on a disk", {"file": path})
        )


@contextlib.contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is read in here is of one moment, whatever others write meanwhile."""
    if connection.in_transaction:  # it is of one moment already
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is written in here, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):  # some errors have rolled it back already
            connection.execute("ROLLBACK")
        raise


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to write-ahead mode; SQLite does not wait for others here."""
    deadline = time.monotonic() + WAIT
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > deadline:
                raise
        time.sleep(0.05)


def _make(connection: sqlite3.Connection) -> None:
    with transaction(connection):
        mark, version = _pragma(connection, "application_id"), _pragma(connection, "user_version")
        if mark == MARK and version == VERSION:
            return
        if mark != MARK:
            for statement in SCHEMA.split(";"):
                connection.execute(statement)
        for table in ADDED:
            connection.execute(f"CREATE {table}")
        connection.execute(f"PRAGMA application_id = {MARK}")
        connection.execute(f"PRAGMA user_version = {VERSION}")


def _check(connection: sqlite3.Connection, path: Path, *, empty_is_fine: bool = False) -> int:
    """The number of the store's schema."""
    mark, version = _pragma(connection, "application_id"), _pragma(connection, "user_version")
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if empty_is_fine and not tables and not mark:
        return version
    if mark != MARK:
        raise Trouble(Message("store {file}: it is a database of another program", {"file": path}))
    if not 1 <= version <= VERSION:
        raise Trouble(
            Message(
                "store {file}: its form has number {found}, and this version of pilot-sandbox "
                "reads and writes number {known}; use the version that made it, or another file",
                {"file": path, "found": version, "known": VERSION},
            )
        )
    return version


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    value: int = connection.execute(f"PRAGMA {name}").fetchone()[0]
    return value


_REASONS = {
    "SQLITE_FULL": Message("no space is left on the disk"),
    "SQLITE_READONLY": Message("it cannot be written"),
    "SQLITE_CANTOPEN": Message("it cannot be opened"),
    "SQLITE_NOTADB": Message("it is no database"),
    "SQLITE_CORRUPT": Message("it is damaged"),
    "SQLITE_BUSY": Message("another process has been writing for too long; try again"),
    "SQLITE_IOERR": Message("the disk or device has failed, or is full"),
}


def _reason(error: sqlite3.Error, path: Path) -> Message:
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_IOERR")):
        with contextlib.suppress(OSError):  # of a disk that is there no more
            if read_only(path):
                return reason(OSError(errno.EROFS, os.strerror(errno.EROFS)))
    for kind, words in _REASONS.items():
        if name.startswith(kind):
            return words
    return Message("{reason}", {"reason": str(error)})
