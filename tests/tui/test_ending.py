"""However the app is ended, the terminal is as it was before."""

import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time

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
def test_a_signal_ends_the_app_and_restores_the_terminal(number) -> None:
    terminal, other = pty.openpty()
    before = termios.tcgetattr(other)
    app = subprocess.Popen(
        [sys.executable, "-m", "sandbox", "--lang", "en"],
        stdin=other,
        stdout=other,
        stderr=other,
        env={**os.environ, "TERM": "xterm-256color"},
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
