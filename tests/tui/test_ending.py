"""However the app is ended, the terminal is as it was before."""

import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")


def read_until(terminal, sign, seconds=30.0):
    """What the app writes until the sign comes, or the end."""
    seen = b""
    deadline = time.monotonic() + seconds
    while sign not in seen and time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                seen += os.read(terminal, 65536)
            except OSError:  # the other end is closed
                break
    return seen


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=lambda each: each.name)
def test_a_signal_ends_the_app_and_restores_the_terminal(number, tmp_path) -> None:
    terminal, other = pty.openpty()
    before = termios.tcgetattr(other)
    app = subprocess.Popen(
        [sys.executable, "-m", "sandbox", "--lang", "en"],
        stdin=other,
        stdout=other,
        stderr=other,
        env={**os.environ, "TERM": "xterm-256color", "XDG_CONFIG_HOME": str(tmp_path)},
    )
    try:
        assert b"Quit" in read_until(terminal, b"Quit")
        assert termios.tcgetattr(other)[3] != before[3]  # echo and lines are off
        app.send_signal(number)
        shown = read_until(terminal, b"\x1b[?1049l")
        assert b"\x1b[?1049l" in shown  # back from the alternate screen
        assert app.wait(20) == 128 + number
        assert termios.tcgetattr(other)[3] == before[3]
    finally:
        app.kill()
        app.wait()
        os.close(terminal)
        os.close(other)


def test_a_terminal_that_draws_signs_too_wide_is_spared_them(tmp_path) -> None:
    terminal, other = pty.openpty()
    app = subprocess.Popen(
        [sys.executable, "-m", "sandbox", "--lang", "en"],
        stdin=other,
        stdout=other,
        stderr=other,
        env={
            **os.environ,
            "TERM": "xterm-256color",
            "PYTHONUTF8": "1",
            "XDG_CONFIG_HOME": str(tmp_path),
        },
    )
    try:
        asked = read_until(terminal, "国\x1b[6n".encode())
        assert asked.count(b"\x1b[6n") == 4
        os.write(terminal, b"\x1b[1;6R\x1b[1;7R\x1b[1;40R\x1b[1;3R")  # signs: two cells each
        shown = read_until(terminal, b"Quit").decode(errors="replace")
        assert "Enter" in shown
        drawn = {char for char in shown if not char.isascii() and not char.isalnum()}
        assert drawn <= {"\ufffd"}, drawn  # a character cut in two at the end of a read
        app.send_signal(signal.SIGTERM)
        assert app.wait(20) == 128 + signal.SIGTERM
    finally:
        app.kill()
        app.wait()
        os.close(terminal)
        os.close(other)


def test_a_fault_while_a_study_runs_gives_the_prompt_back_at_once(tmp_path) -> None:
    """A stand-in study that only ends when cancelled would hold the interpreter up for a minute."""
    script = """
import sys
from pathlib import Path
from sandbox.engine.interface import Cancelled
from sandbox.scenario import load
from sandbox.tui import app as room, running
from sandbox.world import build

def compare(document, *, cancel, **rest):
    cancel.wait(60)
    raise Cancelled

running.compare = compare
class Broken(room.SandboxApp):
    CSS_PATH = Path(room.__file__).parent / "app.tcss"
    def on_mount(self):
        super().on_mount()
        document = load(Path(sys.argv[1]).name)
        self.desk.open("tiny", document, build(document))
        self.start_study()
        self.set_timer(0.5, lambda: [].pop())
room.SandboxApp = Broken
sys.exit(room.run("en"))
"""
    (tmp_path / "broken.py").write_text(script, encoding="utf-8")
    terminal, other = pty.openpty()
    begun = time.monotonic()
    here = Path(__file__).parent
    app = subprocess.Popen(
        [sys.executable, str(tmp_path / "broken.py"), str(here / "tiny.yaml")],
        stdin=other,
        stdout=other,
        stderr=other,
        cwd=here,
        env={**os.environ, "TERM": "xterm-256color", "PYTHONPATH": str(here.parents[1])},
    )
    try:
        shown = read_until(terminal, b"IndexError")
        assert b"IndexError" in shown
        assert app.wait(20) == 70
        assert time.monotonic() - begun < 40
    finally:
        app.kill()
        app.wait()
        os.close(terminal)
        os.close(other)
