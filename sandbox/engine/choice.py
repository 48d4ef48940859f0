"""The choice of an engine by its name.

In: `simpy`, `compiled` or `auto`. Out: an engine, or an error that says why there is none.
"""

from __future__ import annotations

from sandbox.engine.interface import Engine
from sandbox.language import Message

NAMES = ("simpy", "compiled", "auto")


class EngineUnavailable(Exception):  # noqa: N818 (named for what the caller meets)
    """The engine asked for cannot be had."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.render("en"))
        self.message = message


def choose(name: str) -> Engine:
    """The engine of this name; `auto` takes the best there is.

    Raises:
        EngineUnavailable: for the compiled engine, and for names of no engine.
    """
    if name in ("simpy", "auto"):
        from sandbox.engine.simpy_engine import SimpyEngine

        return SimpyEngine()
    if name == "compiled":
        raise EngineUnavailable(
            Message("the compiled engine is not built into this version; use --engine simpy")
        )
    raise EngineUnavailable(
        Message(
            "there is no engine {name}; there are: {names}",
            {"name": name, "names": ", ".join(NAMES)},
        )
    )
