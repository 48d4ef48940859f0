"""The command's entrance: `python -m sandbox` is `pilot-sandbox`.

In: the arguments of the process. Out: its exit code. Nothing is imported here that takes time, so
that Ctrl-C and SIGTERM end the process quietly while the command line is still being loaded.
"""

import _signal  # type: ignore[import-not-found]  # typeshed has no `_signal`; `signal` takes time
import os

__all__ = ["main"]


def _leave(number: int, _: object) -> None:
    """Nothing has begun, or all is done: leave at once."""
    os._exit(128 + number)


def main() -> None:
    """Run the command line."""
    for number in (_signal.SIGINT, _signal.SIGTERM):
        if _signal.getsignal(number) != _signal.SIG_IGN:  # as a shell leaves it for `&`
            _signal.signal(number, _leave)
    from sandbox.cli import main as command

    command()


if __name__ == "__main__":
    main()
