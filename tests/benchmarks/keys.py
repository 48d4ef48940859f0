"""How soon a key is answered while a study runs on all cores.

Run as `python tests/benchmarks/keys.py [KEYS]`: opens the app in a terminal of its own, starts a
study of a shipped scenario with a worker process on every core, presses keys on the chart and on
the list of studies, and prints how long it took until the first byte of the answer was written:
median, 95th percentile and maximum in milliseconds. Meanwhile another study runs in the background
if `both` is given too, so that there are twice as many processes as cores.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time

SCENARIO = "province-month"
SIZE = (50, 160)  # lines, columns
PAUSE = 0.12  # seconds between keys, in which what the study itself draws is read away


class Terminal:
    """The app in a terminal."""

    def __init__(self, folder: str, *arguments: str) -> None:
        self.ours, other = pty.openpty()
        fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))
        self.app = subprocess.Popen(
            [sys.executable, "-m", "sandbox", "--lang", "en", *arguments],
            stdin=other,
            stdout=other,
            stderr=other,
            env={**os.environ, "TERM": "xterm-256color", **_places(folder)},
            start_new_session=True,
        )
        os.close(other)

    def until(self, sign: bytes, seconds: float = 120.0) -> None:
        """Read until the app has written this."""
        seen, deadline = b"", time.monotonic() + seconds
        while sign not in seen:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{sign!r} was never shown")
            if select.select([self.ours], [], [], 0.2)[0]:
                seen = seen[-200:] + os.read(self.ours, 65536)

    def calm(self, seconds: float) -> None:
        """Read away what is written for so long."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            if select.select([self.ours], [], [], left)[0]:
                os.read(self.ours, 65536)

    def press(self, keys: bytes) -> None:
        """Type."""
        os.write(self.ours, keys)

    def answered(self, key: bytes) -> float:
        """Seconds from a key to the first byte that the app writes after it."""
        self.calm(PAUSE)
        begun = time.perf_counter()
        self.press(key)
        select.select([self.ours], [], [], 5.0)
        return time.perf_counter() - begun


def _places(folder: str) -> dict[str, str]:
    return {"XDG_DATA_HOME": folder, "XDG_STATE_HOME": folder, "XDG_CONFIG_HOME": folder}


def _told(name: str, found: list[float]) -> None:
    found = sorted(1000 * each for each in found)
    most = statistics.quantiles(found, n=20)[-1]
    print(
        f"{name}: keys {len(found)}, median {statistics.median(found):.1f} ms, "
        f"95th percentile {most:.1f} ms, most {found[-1]:.1f} ms"
    )


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    both = "both" in sys.argv[2:]
    with tempfile.TemporaryDirectory() as folder:
        ours = [sys.executable, "-m", "sandbox", "studies"]
        environment = {**os.environ, **_places(folder)}
        for seed in range(3):  # something to list
            small = [*ours[:-1], "compare", "textbook/batch-age", "--replications", "1"]
            store = f"{folder}/pilot-sandbox/studies.sqlite"
            os.makedirs(os.path.dirname(store), exist_ok=True)
            words = [*small, "--seed", str(seed), "--engine", "simpy", "--store", store]
            subprocess.run(words, env=environment, check=True, capture_output=True)
        if both:
            start = [*ours, "start", SCENARIO, "--replications", "200"]
            subprocess.run(start, env=environment, check=True, capture_output=True)
        terminal = Terminal(folder)
        try:
            terminal.until(b"Quit")
            terminal.calm(10)  # it has read the titles of all scenarios
            _told("idle, first screen", [terminal.answered(b"l") for _ in range(min(count, 40))])
            terminal.press(b"o")
            terminal.calm(1)
            terminal.press(SCENARIO.encode() + b"\r")
            terminal.calm(8)
            terminal.press(b"m")
            terminal.calm(2)
            terminal.press(b"\x1b[Z\x1b[Z500\r")
            terminal.calm(1)
            terminal.press(b"r")
            terminal.calm(20)  # the workers have started, and compiled what they compile
            _told("study runs, chart", [terminal.answered(b"n") for _ in range(count)])
            terminal.press(b"\x1bOR")  # F3
            terminal.calm(3)
            keys = [b"\x1b[B", b"\x1b[A"]
            times = [terminal.answered(keys[number % 2]) for number in range(count)]
            _told("study runs, list of studies", times)
        finally:
            terminal.app.terminate()
            terminal.app.wait(30)
            if both:
                subprocess.run([*ours, "cancel", "q1"], env=environment, check=False)
                time.sleep(3)


if __name__ == "__main__":
    main()
