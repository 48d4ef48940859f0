"""Rivals written in other ways: a C++ program and a Ciw program of the tandem, from a checkout.

In: how many requests. Out: contenders, or who is left out and why. The sources are under
`tests/benchmarks/`, which only a checkout has. Each runs in a process of its own, measures its own
processor time and prints requests, seconds and mean time.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from sandbox.bench.contest import Contender, Lap, LeftOut
from sandbox.bench.engines import SEED
from sandbox.language import Message
from sandbox.randomness import base, key

CPP, CIW = "cpp", "ciw"
SOURCES = Path(__file__).resolve().parents[2] / "tests" / "benchmarks"
FLAGS = ("-O3", "-march=native", "-ffp-contract=off", "-std=c++17")
"""Without contraction: a fused multiply-add would give other bits than every other program."""

_CPP = Message("C++, 4-ary heap, the same draws")
_CIW = Message("Ciw")
_NO_CHECKOUT = Message("its source is not here: it comes with a checkout, under tests/benchmarks")
_NO_COMPILER = Message("g++ is not installed")
_NO_CIW = Message("Ciw is not installed")


def rivals(few: int, end: int, kept: ExitStack) -> tuple[list[Contender], list[LeftOut]]:
    """The C++ program, until `end` ticks as the compiled engine; the Ciw program, `few` requests.

    What is compiled is `kept` as long as the contest takes.
    """
    contenders: list[Contender] = []
    left_out: list[LeftOut] = []
    program = cpp(kept)
    if isinstance(program, Message):
        left_out.append(LeftOut(_CPP, program))
    else:
        contenders.append(Contender(CPP, _CPP, partial(cpp_lap, program, end)))
    script = SOURCES / "tandem_ciw.py"
    if find_spec("ciw") is None:
        left_out.append(LeftOut(_CIW, _NO_CIW))
    elif not script.is_file():
        left_out.append(LeftOut(_CIW, _NO_CHECKOUT))
    else:
        contenders.append(Contender(CIW, _CIW, partial(_lap, [sys.executable, script, str(few)])))
    return contenders, left_out


def cpp(kept: ExitStack) -> Path | Message:
    """The compiled C++ program, or why there is none."""
    source, compiler = SOURCES / "tandem.cpp", shutil.which("g++")
    if not source.is_file():
        return _NO_CHECKOUT
    if compiler is None:
        return _NO_COMPILER
    program = Path(kept.enter_context(tempfile.TemporaryDirectory())) / "tandem"
    done = subprocess.run(
        [compiler, *FLAGS, source, "-o", program], capture_output=True, text=True, check=False
    )
    if done.returncode:
        first = next(iter(done.stderr.splitlines()), "")
        return Message("g++ refuses the source: {reason}", {"reason": first})
    return program


def cpp_lap(program: Path, end: int, replication: int = 0) -> Lap:
    """Run the C++ program on the keys of our own draws."""
    from sandbox.bench.tandem import ARRIVAL, PURPOSES, SERVICE, STREAM
    from sandbox.engine.sources import UNIT
    from sandbox.flows import TICKS

    keys = [key(name) for name in (STREAM, "gap", *PURPOSES)]
    words = [end, repr(ARRIVAL / TICKS * UNIT), repr(1 / SERVICE), base(SEED, replication), *keys]
    return _lap([program, *map(str, words)])


def _lap(command: list[str | Path]) -> Lap:
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    made, seconds, mean = done.stdout.split()
    return Lap(int(made), float(seconds), float(mean))
