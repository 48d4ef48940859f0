"""The choice of an engine by its name.

In: `simpy`, `compiled` or `auto`, and how much there is to do. Out: an engine, or an error that
says why there is none. Both engines give the same numbers; the choice is one of time.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError

from sandbox.engine.interface import Engine
from sandbox.flows.program import Program
from sandbox.language import Message

NAMES = ("simpy", "compiled", "auto")

_WORTH_LOADING = 2_000
"""Requests and changes of a run from which a kernel that was compiled before is worth loading."""

_WORTH_COMPILING = 5_000_000
"""… and from which it is worth compiling, which takes about a minute."""


class EngineUnavailable(Exception):  # noqa: N818 (named for what the caller meets)
    """The engine asked for cannot be had."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.render("en"))
        self.message = message


def choose(name: str, arrivals: float = 0.0) -> Engine:
    """The engine of this name; `auto` takes the quicker one for about so many arrivals in a run.

    Raises:
        EngineUnavailable: for the compiled engine without numba, and for names of no engine.
    """
    if name not in NAMES:
        raise EngineUnavailable(
            Message(
                "there is no engine {name}; there are: {names}",
                {"name": name, "names": ", ".join(NAMES)},
            )
        )
    if name == "compiled" and not has_compiler():
        raise EngineUnavailable(
            Message("the compiled engine needs numba; install it, or use --engine simpy")
        )
    if name == "compiled" or (name == "auto" and _pays(arrivals) and has_compiler()):
        from sandbox.engine.compiled_engine import CompiledEngine

        return CompiledEngine()
    from sandbox.engine.simpy_engine import SimpyEngine

    return SimpyEngine()


@cache
def has_compiler() -> bool:
    """Whether numba is there and can be loaded."""
    try:
        import_module("numba")
    except Exception:
        return False
    return True


def arrivals_of(program: Program, seconds: float) -> float:
    """About how many requests and changes come in a run of a program."""
    return sum(
        len(stream.times) if stream.times is not None else stream.rate * seconds
        for stream in program.streams
    )


def _pays(arrivals: float) -> bool:
    if arrivals < _WORTH_LOADING:
        return False
    if arrivals >= _WORTH_COMPILING:
        return True
    from sandbox.engine.kernel_cache import ready

    try:
        return ready()
    except PackageNotFoundError:
        return False
