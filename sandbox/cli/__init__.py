"""The command line: thin commands over the other rooms.

In: arguments. Out: data on standard output, narration on standard error, an exit code (0 fine,
1 expectation not met or outcome changed, 2 input refused, 70 our own fault, 130 interrupted).
Heavy libraries are imported inside the commands that need them, so that `--help` is instant.
"""

from sandbox.cli.entrance import main, run

__all__ = ["main", "run"]
