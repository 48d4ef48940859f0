"""Where the compiled kernel is kept between runs.

In: the text of the kernel's files and of those that it takes constants from, the version of the
compiler. Out: a folder named after both, since numba itself does not notice an edited function of
another file; whether it was filled.
"""

from __future__ import annotations

import os
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

_ENTRY = "loop.advance-"
"""How the file begins that holds the last of the kernel to be compiled."""


_ROOMS = ("engine/kernel", "flows", "randomness")
"""Where the kernel is, and where its codes and constants come from."""


def digest() -> str:
    """A name for the present text of the kernel and for what compiles it, and how."""
    checked = os.environ.get("NUMBA_BOUNDSCHECK", "")
    mark = blake2b(f"{version('numba')} {checked}".encode(), digest_size=12)
    package = Path(__file__).parents[1]
    for room in _ROOMS:
        for file in sorted((package / room).glob("*.py")):
            mark.update(file.read_bytes())
    return mark.hexdigest()


def folder() -> Path:
    """Where compiled functions are kept."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "pilot-sandbox" / f"kernel-{digest()}"


def ready() -> bool:
    """Whether the kernel was compiled before, as it is now."""
    return any(folder().glob(f"**/{_ENTRY}*.nbc"))
