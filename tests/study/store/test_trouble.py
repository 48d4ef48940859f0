"""A store that cannot be used says why; what was finished is kept."""

import resource
import sqlite3
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from sandbox.language import LANGUAGES
from sandbox.study import compare
from sandbox.study.store import Store, opening
from sandbox.study.store.form import unpacked
from sandbox.study.store.opening import watched
from sandbox.study.trouble import Trouble
from tests.study.tiny import tiny

ROOT = Path(__file__).parents[3]


def refusal(path: Path, *, reading: bool = False) -> str:
    with pytest.raises(Trouble) as told:
        Store(path, reading=reading)
    assert told.value.message.render("zh") != told.value.message.render("en")
    return told.value.message.render("en")


def _raise(name: str) -> None:
    error = sqlite3.OperationalError("as SQLite says it")
    error.sqlite_errorname = name
    raise error


@pytest.mark.parametrize("reading", [True, False])
def test_a_file_that_is_no_store_is_left_alone(tmp_path: Path, reading: bool) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(b"not a database, but long enough to be one at first sight" * 40)
    before = path.read_bytes()
    assert "it is no database" in refusal(path, reading=reading)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("reading", [True, False])
def test_the_database_of_another_program_is_left_alone(tmp_path: Path, reading: bool) -> None:
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE bookmarks (address TEXT)")
    before = path.read_bytes()
    assert "another program" in refusal(path, reading=reading)
    assert path.read_bytes() == before


@pytest.mark.parametrize("reading", [True, False])
def test_a_store_of_another_version_is_refused_with_both_numbers(
    tmp_path: Path, reading: bool
) -> None:
    path = tmp_path / "s.sqlite"
    Store(path).close()
    with sqlite3.connect(path) as later:
        later.execute(f"PRAGMA user_version = {opening.VERSION + 1}")
    said = refusal(path, reading=reading)
    assert f"number {opening.VERSION + 1}" in said
    assert f"number {opening.VERSION};" in said


def test_places_where_no_store_can_be(tmp_path: Path) -> None:
    assert "folder" in refusal(tmp_path)
    assert "no such file" in refusal(tmp_path / "missing" / "s.sqlite")
    assert "no such file" in refusal(tmp_path / "s.sqlite", reading=True)
    assert not list(tmp_path.iterdir())


def test_a_store_that_may_only_be_read_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite"
    with Store(path) as store:
        compare(tiny(tmp_path), replications=1, jobs=1, engine="simpy", store=store)
    path.chmod(0o444)
    with Store(path, reading=True) as store:
        (study,) = store.studies()
        assert len(list(store.runs(study))) == 2
        with pytest.raises(Trouble, match=r"cannot be written|不能写入"):
            store.study("compare", tiny(tmp_path), {})


def test_a_disk_that_is_read_only_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store(tmp_path / "there.sqlite").close()
    real = opening.os.statvfs

    class ReadOnly:
        def __init__(self, place: Path) -> None:
            self.f_flag = real(place).f_flag | opening.os.ST_RDONLY

    monkeypatch.setattr(opening.os, "statvfs", ReadOnly)
    for name in ("there.sqlite", "new.sqlite"):
        assert refusal(tmp_path / name).endswith(f"{name}: the disk is read-only")
    assert [file.name for file in tmp_path.iterdir()] == ["there.sqlite"]
    with pytest.raises(Trouble, match="the disk is read-only"), watched(tmp_path / "there.sqlite"):
        _raise("SQLITE_READONLY_DBMOVED")


def test_a_study_that_lost_its_store_is_broken_off_like_one_that_could_not_say_so(
    tmp_path: Path,
) -> None:
    """Of a full disk either may happen: the end is written down, or it is not."""
    with Store(tmp_path / "s.sqlite") as store:
        place = store.study("compare", tiny(tmp_path), {})
        with pytest.raises(Trouble), place, watched(tmp_path / "s.sqlite"):
            _raise("SQLITE_FULL")
        (study,) = store.studies()
        assert study.state == "broken off"


def test_a_full_disk_ends_a_study_in_words_and_keeps_what_was_finished(tmp_path: Path) -> None:
    """The size of files is limited, as a disk's would be; the process is one of its own."""
    tiny(tmp_path, replications="5")

    def narrow() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (160_000, 160_000))

    command = [sys.executable, "-m", "sandbox", "compare", "tiny.yaml", "--jobs", "1"]
    command += ["--engine", "simpy", "--store", "s.sqlite", "--lang", "en"]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"}
    ended = subprocess.run(
        command, cwd=tmp_path, env=environment, preexec_fn=narrow, capture_output=True, check=False
    )
    assert ended.returncode == 2
    said = ended.stderr.decode()
    assert said.startswith("Refused: store s.sqlite: ")
    assert said.count("\n") == 1
    with Store(tmp_path / "s.sqlite", reading=True) as store:
        (study,) = store.studies()
        assert 0 < study.done < study.total
        assert len(list(store.runs(study))) == study.done
    with Store(tmp_path / "s.sqlite") as store:  # there is room again
        compare(tiny(tmp_path, replications="5"), jobs=1, engine="simpy", store=store)
        assert store.studies()[0].state == "finished"


def test_every_reason_is_said_in_both_languages() -> None:
    for words in opening._REASONS.values():
        assert len({words.render(language) for language in LANGUAGES}) == 2


def test_a_damaged_result_is_told_as_a_damaged_store() -> None:
    """Bytes that are no result are the store's trouble, whoever reads them."""
    for data in (b"", b"nonsense", zlib.compress(b"{}"), zlib.compress(b"[1, 2]")):
        with pytest.raises(Trouble) as trouble, watched(Path("study.sqlite")):
            unpacked(data)
        assert "damaged" in trouble.value.message.render("en")
