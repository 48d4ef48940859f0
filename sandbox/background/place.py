"""Where the studies of a person are kept when nobody says otherwise.

In: the environment. Out: paths by the XDG Base Directory Specification: `$XDG_DATA_HOME`, else
`~/.local/share`, for studies; `$XDG_STATE_HOME`, else `~/.local/state`, for what the app
remembers. The specification has relative paths ignored. Windows has `%LOCALAPPDATA%` for both.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from sandbox.language import Message, reason
from sandbox.study.trouble import Trouble

VARIABLE = "PILOT_SANDBOX_STORE"
"""Environment variable that names the store."""
_NAME = "pilot-sandbox"


def data() -> Path:
    """The folder for data."""
    return _folder("XDG_DATA_HOME", ".local/share")


def state() -> Path:
    """The folder for what can be forgotten without harm."""
    return _folder("XDG_STATE_HOME", ".local/state")


def _folder(variable: str, usual: str) -> Path:
    chosen = os.environ.get(variable, "")
    if not Path(chosen).is_absolute() and sys.platform == "win32":
        chosen = os.environ.get("LOCALAPPDATA", "")
    if Path(chosen).is_absolute():
        return Path(chosen) / _NAME
    return Path.home() / usual / _NAME


def own_store() -> Path:
    """The store of a person: the one the environment names, else `studies.sqlite` of the data."""
    named = os.environ.get(VARIABLE, "").strip()
    return Path(named) if named else data() / "studies.sqlite"


def made_room(store: Path) -> Path:
    """`store`, when its folder is there or it is our own, which is made.

    Raises:
        Trouble: when that cannot be made.
    """
    if store.parent == data():
        try:
            store.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise Trouble(
                Message("store {file}: {reason}", {"file": store, "reason": reason(error)})
            ) from None
    return store
