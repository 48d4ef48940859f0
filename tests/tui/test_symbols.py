"""Every set draws cell for cell, and the probe finds the set that the terminal can draw."""

import os
import threading

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color

from sandbox.cli.commands import SYMBOLS
from sandbox.language.catalogue import HERE
from sandbox.tui import symbols
from sandbox.tui.line_speed import LineSpeed, TimedFile
from sandbox.tui.width_probe import GROUPS, Widths, asked, question, understood


@pytest.fixture(autouse=True)
def afterwards():
    yield
    symbols.draw_with("braille")


def test_the_command_line_knows_the_sets() -> None:
    assert SYMBOLS == symbols.CHOICES


@pytest.mark.parametrize("name", symbols.SETS)
def test_every_symbol_takes_one_cell_and_says_something_of_its_own(name: str) -> None:
    symbols.draw_with(name)
    found = symbols.symbols()
    drawn = [symbols.stroke(mask) for mask in range(256)]
    assert all(cell_len(sign) == 1 for sign in (*found.levels, *found.crowd, *found.bar, *drawn))
    assert len(set(found.levels)) == 4
    assert len(set(found.crowd)) == len(found.crowd) == 8
    assert len(set(drawn)) == {"braille": 256, "blocks": 16, "ascii": 10}[name]
    assert [mask for mask in range(256) if drawn[mask].strip(" ⠀") == ""] == [0]
    if name == "ascii":
        assert all(sign.isascii() for sign in (*found.levels, *found.crowd, *found.bar, *drawn))


def test_ascii_strokes_look_like_the_line_they_are_part_of() -> None:
    symbols.draw_with("ascii")
    rows = {0x47: "|", 0xB8: "|", 0x12: "-", 0x24: "-", 0x09: '"', 0xC0: "_", 0xFF: "*"}
    rows |= {0x01 | 0x80: "\\", 0x08 | 0x40: "/"}
    assert {mask: symbols.stroke(mask) for mask in rows} == rows


@pytest.mark.parametrize("name", symbols.SETS)
def test_a_bar_grows_and_never_changes_its_length(name: str) -> None:
    symbols.draw_with(name)
    bars = [symbols.bar(step / 100, 10) for step in range(-5, 106)]
    assert {cell_len(bar) for bar in bars} == {10}
    inked = [len(bar.rstrip()) for bar in bars]
    assert inked == sorted(inked)
    assert (inked[0], inked[-1]) == (0, 10)


@pytest.mark.parametrize("name", symbols.SETS)
def test_loads_are_told_apart_by_shape_in_every_set(name: str) -> None:
    symbols.draw_with(name)
    grades = (
        symbols.plain(symbols.symbols().grades) if name == "ascii" else symbols.symbols().grades
    )
    assert len(set(grades)) == 5
    assert all(cell_len(one) == 1 for one in grades)


def test_ascii_leaves_no_sign_and_keeps_every_word_and_every_cell() -> None:
    texts = "".join(po.read_text(encoding="utf-8") for po in HERE.glob("zh/*.po"))
    texts += "│─┤└┬╭╮▔▁▂⣿⠶█▒▎±▲▼✓✗≈÷×…—–·←→↑↓⏎⌫›▸“”é中文，。"
    bare = symbols.plain(texts)
    assert [cell_len(one) for one in bare] == [cell_len(one) for one in texts]
    left = {char for char in bare if not char.isascii() and cell_len(char) == 1}
    assert all(char.isalnum() for char in left)
    assert "?" not in symbols.plain("".join(set(texts) - {"?"}))
    segment = symbols.AsciiOnly().apply([Segment("a ± b"), Segment("中")], Color(0, 0, 0))
    assert [each.text for each in segment] == ["a ~ b", "中"]


# the probe


def answers(**cells: int) -> bytes:
    widths = {group: cell_len(signs) for group, signs in GROUPS.items()} | cells
    return b"".join(b"\x1b[1;%dR" % (width + 1) for width in widths.values())


@pytest.mark.parametrize(
    ("cells", "fitting"),
    [
        ({}, "braille"),
        ({"braille": 10}, "blocks"),
        ({"braille": 10, "blocks": 12}, "ascii"),
        ({"signs": 40}, "ascii"),
        ({"blocks": 12}, "braille"),
    ],
    ids=["all right", "wide dots", "wide dots and blocks", "wide signs", "wide blocks"],
)
def test_the_set_follows_from_what_the_terminal_says(cells, fitting, monkeypatch) -> None:
    monkeypatch.setenv("PILOT_SANDBOX_SERVED", "1")  # whatever terminal the tests run in
    widths = understood(answers(**cells))
    assert widths.fitting == fitting
    assert widths.right("Chinese")


def test_half_an_answer_is_none(monkeypatch) -> None:
    assert understood(answers()[:-8]).cells == {}
    assert understood(b"o" + answers() + b"\x1b[B").typed == "o\x1b[B"
    monkeypatch.delenv("PILOT_SANDBOX_SERVED", raising=False)
    monkeypatch.setenv("TERM", "linux")  # its fonts have a few hundred characters
    assert Widths({}).fitting == understood(answers()).fitting == "ascii"


def test_a_terminal_is_asked_once_and_its_answers_are_heard() -> None:
    back, out = os.pipe()
    heard = []

    def terminal(text: bytes) -> None:
        heard.append(text.decode())
        threading.Timer(0.02, os.write, (out, answers(braille=10)[:9])).start()
        threading.Timer(0.04, os.write, (out, answers(braille=10)[9:])).start()

    widths = asked(terminal, back, timeout=5.0)
    assert heard == [question()]
    assert not widths.right("braille")
    assert widths.right("blocks")
    assert 0.03 < widths.seconds < 5
    assert asked(lambda _: None, back, timeout=0.05).cells == {}  # nobody answers
    os.close(out)
    os.close(back)


# how fast the line is


def test_a_line_is_slow_while_writing_takes_long_and_recovers() -> None:
    now = [0.0]
    line = LineSpeed(lambda: now[0])

    class Terminal:
        wait = 0.001

        def write(self, text: str) -> int:
            now[0] += self.wait
            return len(text)

        def flush(self) -> None:
            now[0] += self.wait

        name = "tty"

    terminal = Terminal()
    file = TimedFile(terminal, line)

    def seconds(number: int) -> None:
        for _ in range(5 * number):
            now[0] += 0.2 - 2 * min(terminal.wait, 0.1)
            file.write("picture")
            file.flush()

    seconds(4)
    assert not line.slow
    terminal.wait = 0.04  # 0.4 of every second
    seconds(4)
    assert line.slow
    terminal.wait = 0.012  # in between: it stays what it was
    seconds(4)
    assert line.slow
    terminal.wait = 0.001
    seconds(4)
    assert not line.slow
    assert file.name == "tty"
    line.begin_slow()
    assert line.slow
