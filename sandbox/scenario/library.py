"""Finds scenarios: the shipped ones by name, others by file.

In: a name or a path. Out: the path of a file; `Refused` with a suggestion when there is none.
"""

from __future__ import annotations

import os
import stat
from importlib.util import find_spec
from pathlib import Path, PurePath

from sandbox.language import Message
from sandbox.scenario.problems import Problem, Refused
from sandbox.scenario.suggest import nearest

SUFFIXES = (".yaml", ".yml", ".json")


def library() -> Path:
    """The folder of shipped scenarios: in the wheel, else beside the package in a checkout."""
    spec = find_spec("sandbox.library")
    if spec is not None and spec.submodule_search_locations:
        for folder in map(Path, spec.submodule_search_locations):
            if folder.is_dir():
                return folder
    return Path(__file__).resolve().parents[2] / "scenarios"


def shipped() -> list[str]:
    """Names of the shipped scenarios, such as `business-startup` and `textbook/mm1`."""
    folder = library()
    names = (path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.yaml"))
    return sorted(names, key=lambda name: (name.count("/"), name))


def find(name: str | Path, folder: Path | None = None) -> Path:
    """The file of a scenario given by shipped name or by path (relative to `folder`).

    Raises:
        Refused: when there is neither; the problem's place is the name itself.
    """
    written = str(name)
    path = (folder or Path()) / written
    if _kind(path) == "file":
        return path
    if written in shipped():
        return library() / f"{written}.yaml"
    raise Refused([Problem(written, 1, 1, "", _missing(written, path))])


def _kind(path: Path) -> str:
    """What is at `path`: `file`, `folder`, `other` or nothing."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return ""
    return "file" if stat.S_ISREG(mode) else "folder" if stat.S_ISDIR(mode) else "other"


def _missing(name: str, path: Path) -> Message:
    kind = _kind(path)
    if kind == "folder":
        return Message("this is a folder; name a scenario file in it")
    if kind == "other":
        return Message("this is not a file that can be read as a scenario")
    known = shipped()
    beside = list[str]()
    if _kind(path.parent) == "folder":
        beside = [entry for entry in os.listdir(path.parent) if entry.endswith(SUFFIXES)]
    near = nearest(name, known)
    if near is None and (file := nearest(path.name, beside)):
        near = str(PurePath(name).parent / file)
    if near:
        return Message(
            "there is no file and no shipped scenario `{name}`; did you mean `{near}`?",
            {"name": name, "near": near},
        )
    return Message(
        "there is no file and no shipped scenario `{name}`; shipped: {known}",
        {"name": name, "known": ", ".join(known) or "–"},
    )
