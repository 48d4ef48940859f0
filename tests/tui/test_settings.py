"""Settings are kept as chosen; a file with mistakes is told of and never lost."""

import re
from pathlib import Path

import pytest

from sandbox.tui import keymap
from sandbox.tui.actions import ACTIONS
from sandbox.tui.preferences import Preferences
from sandbox.tui.settings import Settings, place, read, write

OWN = Settings("zh", "daylight", "ascii", 10, "slow", False, {"open_path": "f7", "language": "f8"})


def test_what_is_written_is_read_again(tmp_path) -> None:
    file = tmp_path / "new" / "settings.yaml"
    assert read(file) == (Settings(), [])
    write(OWN, file)
    assert read(file) == (OWN, [])
    write(Settings(), file)
    assert file.read_text() == ""
    assert read(file) == (Settings(), [])
    assert [each.name for each in file.parent.iterdir()] == ["settings.yaml"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("them: dusk\n", "1:1: them: unknown key `them`; did you mean `theme`?"),
        ("theme: pink\n", "1:8: theme: found `pink`; expected one of dusk, daylight"),
        ("frames: 99\n", "1:9: frames: found `99`; expected a whole number from 1 to 30"),
        ("ask_before_quitting: 3\n", "1:22: ask_before_quitting: found `3`"),
        ("keys:\n  opne_path: x\n", "2:3: keys.opne_path: unknown key `opne_path`; did you mean"),
        ("keys:\n  open_path: tab\n", "2:14: keys.open_path: the key `tab` moves"),
        ("keys:\n  colours: d\n", "2:12: keys.colours: the key `d` is that of `highlight`"),
        ("keys: [x]\n", "1:7: keys: found a list"),
        ("theme: [\n", "2:1: "),
        ("- dusk\n", "1:1: expected `key: value` lines"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_the_rest_is_read(tmp_path, text, told) -> None:
    file = tmp_path / "settings.yaml"
    file.write_text(
        text
        + (
            "symbols: blocks\n"
            if text.endswith("\n") and "[\n" not in text and not text.startswith("-")
            else ""
        )
    )
    settings, problems = read(file)
    assert problems[0].render("en").startswith(f"{file}:{told}")
    assert re.search("[\u4e00-\u9fff]", problems[0].render("zh"))
    if "symbols" in file.read_text():
        assert settings == Settings(symbols="blocks")


def test_a_damaged_file_is_left_alone_until_it_is_put_aside(tmp_path) -> None:
    file = tmp_path / "settings.yaml"
    file.write_text("theme: pink\n")
    preferences = Preferences.kept(file)
    preferences.change(theme="contrast")
    assert preferences.settings.theme == "contrast"
    assert file.read_text() == "theme: pink\n"
    preferences.keep()
    assert read(file) == (Settings(theme="contrast"), [])
    assert (tmp_path / "settings.yaml.damaged").read_text() == "theme: pink\n"
    assert not preferences.damaged


def test_a_file_that_cannot_be_read_is_no_file_to_write_over(tmp_path) -> None:
    (tmp_path / "settings.yaml").mkdir()
    preferences = Preferences.kept(tmp_path / "settings.yaml")
    assert preferences.damaged
    preferences.change(theme="contrast")


def test_a_visitor_over_the_web_changes_nothing_for_others(tmp_path) -> None:
    file = tmp_path / "settings.yaml"
    Preferences.kept(file, keep=False).change(theme="contrast")
    assert not file.exists()


def test_what_the_command_line_asks_for_goes_before_the_settings() -> None:
    preferences = Preferences(Settings(symbols="blocks"))
    assert preferences.symbols == "blocks"
    preferences.option = "ascii"
    assert preferences.symbols == "ascii"
    preferences.change(symbols="braille")  # chosen later
    assert preferences.symbols == "braille"


def test_the_file_is_where_xdg_has_it(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert place() == tmp_path / "pilot-sandbox" / "settings.yaml"
    monkeypatch.setenv("XDG_CONFIG_HOME", "relative")  # to be ignored, says the specification
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert place() == tmp_path / "home" / ".config" / "pilot-sandbox" / "settings.yaml"


def test_the_settings_in_the_guide_can_be_read(tmp_path) -> None:
    guide = Path(__file__).parents[2] / "docs" / "guides" / "app.md"
    (example,) = re.findall(r"```yaml\n(.*?)```", guide.read_text(encoding="utf-8"), re.S)
    file = tmp_path / "settings.yaml"
    file.write_text(example, encoding="utf-8")
    settings, problems = read(file)
    assert problems == []
    assert (settings.theme, settings.keys["quit"]) == ("daylight", "ctrl+t")
    for name in Settings.__dataclass_fields__:
        assert f"{name}:" in example


# keys


def test_no_two_actions_share_a_name_or_on_one_screen_a_key() -> None:
    assert len({action.identity for action in ACTIONS}) == len(ACTIONS)
    assert keymap.conflicts(ACTIONS, {}) == []


def test_a_key_that_another_action_has_on_the_same_screen_is_a_conflict() -> None:
    found = keymap.conflicts(ACTIONS, {"open_path": "q"})
    assert {(one.name, other.name, key) for one, other, key in found} == {
        ("open_path", "quit", "q")
    }
    assert keymap.conflicts(ACTIONS, {"open_path": "b"}) == []  # `b` is of another screen


def test_keys_are_written_as_keyboards_have_them() -> None:
    names = {"f6": "F6", "ctrl+p": "^p", "question_mark": "?", "shift+f5": "Shift+F5", "x": "x"}
    assert {key: keymap.label(key) for key in names} == names
    assert keymap.is_typed("x")
    assert keymap.is_typed("slash")
    assert not keymap.is_typed("f6")
    assert not keymap.is_typed("enter")
