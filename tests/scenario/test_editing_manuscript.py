"""A file is written whole or not at all, never over another's work; every change can be undone."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.scenario import Refused, load
from sandbox.scenario.editing import ChangedMeanwhile, Manuscript
from sandbox.scenario.library import library


@given(st.lists(st.tuples(st.text(max_size=5), st.booleans()), max_size=12))
def test_undoing_everything_gives_the_first_text_and_redoing_the_last(changes) -> None:
    manuscript = Manuscript("first", "mine")
    for text, typing in changes:
        manuscript.change(text, typing=typing)
    last = manuscript.text
    while manuscript.can_undo:
        manuscript.undo()
    assert manuscript.text == "first"
    while manuscript.can_redo:
        manuscript.redo()
    assert manuscript.text == last


def test_what_is_typed_in_one_go_is_one_step() -> None:
    manuscript = Manuscript("", "mine")
    for text in ("a", "ab", "abc"):
        manuscript.change(text, typing=True)
    manuscript.pause()
    manuscript.change("abcd", typing=True)
    assert manuscript.undo() == "abc"
    assert manuscript.undo() == ""


@pytest.mark.parametrize("data", [b"a: 1\r\nb: 2\r\n", b"\xef\xbb\xbfa: 1\n", b"a: 1\r\nb: 2\n"])
def test_line_ends_and_byte_order_marks_stay(data, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_bytes(data)
    manuscript = Manuscript.open(file)
    assert not manuscript.changed
    manuscript.change(manuscript.text.replace("1", "3"))
    assert manuscript.changed
    manuscript.undo()
    manuscript.save()
    assert file.read_bytes() == data
    manuscript.redo()
    manuscript.save()
    assert file.read_bytes().startswith(data[:3].replace(b"1", b"3"))
    assert not manuscript.changed


def test_a_file_changed_meanwhile_is_not_written_over_unasked(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("a: 1\n")
    file.chmod(0o640)
    manuscript = Manuscript.open(file)
    manuscript.change("a: 2\n")
    file.write_text("a: other\n")
    with pytest.raises(ChangedMeanwhile):
        manuscript.save()
    assert file.read_text() == "a: other\n"
    manuscript.save(over=True)
    assert file.read_text() == "a: 2\n"
    assert file.stat().st_mode & 0o777 == 0o640
    assert os.listdir(tmp_path) == ["mine.yaml"]


def test_another_name_is_not_taken_from_a_file_that_has_it(tmp_path: Path) -> None:
    (tmp_path / "there.yaml").write_text("a: other\n")
    manuscript = Manuscript("a: 1\n", "new")
    assert manuscript.changed
    assert not manuscript.kept
    with pytest.raises(FileExistsError):
        manuscript.save_as(tmp_path / "there.yaml")
    assert (tmp_path / "there.yaml").read_text() == "a: other\n"
    manuscript.save_as(tmp_path / "mine.yaml")
    assert manuscript.kept
    assert not manuscript.changed
    assert sorted(os.listdir(tmp_path)) == ["mine.yaml", "there.yaml"]
    with pytest.raises(OSError, match="No such file"):
        manuscript.save_as(tmp_path / "nowhere" / "mine.yaml")
    assert manuscript.name == str(tmp_path / "mine.yaml")


def test_what_is_shipped_is_never_written_to() -> None:
    manuscript = Manuscript.open("update-ripple")
    before = (library() / "update-ripple.yaml").read_bytes()
    manuscript.change(manuscript.text + "\n# mine\n")
    with pytest.raises(PermissionError):
        manuscript.save()
    with pytest.raises(PermissionError):
        manuscript.save_as(library() / "mine.yaml")
    assert (library() / "update-ripple.yaml").read_bytes() == before
    assert not (library() / "mine.yaml").exists()


def test_what_an_editor_wrote_is_read_as_one_step(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("a: 1\n")
    manuscript = Manuscript.open(file)
    file.write_text("a: 2\n")
    assert manuscript.read_again()
    assert (manuscript.text, manuscript.changed) == ("a: 2\n", False)
    assert manuscript.undo() == "a: 1\n"
    file.unlink()
    with pytest.raises(Refused):
        manuscript.read_again()


def test_a_shipped_scenario_is_saved_elsewhere_with_what_it_extends(tmp_path: Path) -> None:
    manuscript = Manuscript.open("textbook/mm1")
    manuscript.save_as(tmp_path / "mine.yaml")
    assert "extends: textbook/base\n" in (tmp_path / "mine.yaml").read_text(encoding="utf-8")
    assert load(tmp_path / "mine.yaml").scenario == load("textbook/mm1").scenario
