"""Loads a scenario: finds it, reads it, lays it over what it extends, checks all of it.

In: a shipped name or a path, or the text of an earlier `Document`. Out: a `Document`: the checked
`Scenario`, its self-contained text and digest, and the places its problems are shown at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from sandbox.language import Message, reason
from sandbox.scenario import problems
from sandbox.scenario.caution import caution
from sandbox.scenario.check import check
from sandbox.scenario.draft import Draft
from sandbox.scenario.explain import Finding, explain, unknown_key
from sandbox.scenario.library import find
from sandbox.scenario.merge import (
    ENTRY_DEFAULTS,
    lay,
    moved,
    prune,
    with_entry_defaults,
    written_over,
)
from sandbox.scenario.nodes import Node, locate, mapping
from sandbox.scenario.problems import Problem, Refused, in_order
from sandbox.scenario.scenario import Scenario
from sandbox.scenario.sketch import Sketch, without
from sandbox.scenario.text import LARGEST_FILE, compose, decode, scalar

DEFAULTS = Path(__file__).with_name("defaults.yaml")
MOST_EXTENDED = 10  # scenarios in one chain of `extends`
MOST_PROBLEMS = 1000  # of the schema, and again of the other checks; more help nobody


@dataclass(frozen=True)
class Document:
    """A scenario that passed every check of this room."""

    scenario: Scenario
    text: str
    """the whole scenario, after `extends` and defaults, as YAML that `reload` takes"""
    folder: Path
    """the folder that file names in the scenario are relative to"""
    file: str
    digest: str
    """SHA-256 of `text`"""
    root: Node = field(repr=False)
    warnings: tuple[Problem, ...] = ()
    """what may be meant so, and probably is not"""

    def problem(self, path: problems.Path, message: Message, *, key: bool = False) -> Problem:
        """A problem at `path`, placed at the nearest thing that is written."""
        found, mark = locate(self.root, path, key=key)
        return Problem.at(mark, found, message)

    def warning(self, path: problems.Path, message: Message, *, key: bool = False) -> Problem:
        """A warning at `path`, placed as problems are."""
        return replace(self.problem(path, message, key=key), warning=True)


def load(source: str | Path) -> Document:
    """The scenario shipped under a name or written in a file.

    Raises:
        Refused: with every problem that was found.
    """
    path = find(source)
    name = str(source) if Path(source) == path else str(path)
    return laid(_read(path, name, path.parent, []), path.parent, name)


def read_as(text: str, path: Path, name: str) -> Document:
    """The document of a file at `path` if it held `text`; `name` is what problems call it.

    Raises:
        Refused: with every problem that was found.
    """
    return laid(_below(compose(text, name), path, path.parent, []), path.parent, name)


def laid(root: Node, folder: Path, name: str) -> Document:
    """The document of a tree, laid over the defaults of every scenario.

    Raises:
        Refused: with every problem that was found.
    """
    root, strange = _without_strange_defaults(root)
    return _document(prune(with_entry_defaults(lay(_defaults(), root))), folder, name, strange)


def reload(text: str, folder: Path | None, file: str) -> Document:
    """The document whose `text` this is; nothing is merged into it again.

    Raises:
        Refused: when the text is not that of a document.
    """
    return _document(compose(text, file), folder or Path(), file, [])


def rewritten(document: Document, values: Mapping[problems.Path, Node]) -> Document:
    """The document with other values at paths, read and checked like any other.

    A value replaces all that was written at its path, whichever file of a chain of `extends` it
    came from; `null` takes it away. Problems with a value are shown where the value was written.

    Raises:
        Refused: with every problem of the new document.
        KeyError: for a path that leads through something that is no mapping or list.
    """
    root = document.root
    for path, value in values.items():
        root = written_over(root, path, value)
    return _document(prune(root), document.folder, document.file, [])


def _read(path: Path, name: str, target: Path, chain: list[Path]) -> Node:
    """The tree of a file laid over the one it extends."""
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        message = Message("the file cannot be read: {reason}", {"reason": reason(error)})
        raise Refused([Problem(name, 1, 1, "", message)]) from None
    return _below(compose(decode(data, name), name), path, target, chain)


def _below(root: Node, path: Path, target: Path, chain: list[Path]) -> Node:
    """The tree of what a file holds laid over the one it extends."""
    if path.parent != target:
        root = moved(root, path.parent, target)
    base = root.mapping.get("extends")
    if base is None or base.value is None:
        return root
    entries = {key: node for key, node in root.mapping.items() if key != "extends"}
    return lay(_extended(base, path, target, chain), mapping(entries, root.mark, root.keys))


def _extended(base: Node, path: Path, target: Path, chain: list[Path]) -> Node:
    def refused(message: Message) -> Refused:
        return Refused([Problem.at(base.mark, ("extends",), message)])

    if not isinstance(base.value, str):
        raise refused(Message("expected the name of a shipped scenario, or of a file"))
    try:
        below = find(base.value, path.parent)
    except Refused as refusal:
        raise refused(refusal.problems[0].message) from None
    chain = [*chain, path.resolve()]
    if below.resolve() in chain:
        raise refused(
            Message("`{name}` extends itself, directly or by way of others", {"name": base.value})
        )
    if len(chain) > MOST_EXTENDED:
        raise refused(
            Message("more than {limit} scenarios extend each other", {"limit": MOST_EXTENDED})
        )
    return _read(below, str(below), target, chain)


_kept: list[Node] = []


def _defaults() -> Node:
    """The tree of `defaults.yaml`, read once."""
    if not _kept:
        _kept.append(compose(DEFAULTS.read_text(encoding="utf-8"), str(DEFAULTS)))
    return _kept[0]


def _without_strange_defaults(root: Node) -> tuple[Node, list[Problem]]:
    """The tree without the keys of `defaults` that nothing is laid under, and their problems."""
    defaults = root.mapping.get("defaults")
    if defaults is None:
        return root, []
    found = []
    good = {}
    for name, node in defaults.mapping.items():
        path = ("defaults", name)
        if name not in ENTRY_DEFAULTS:
            message = unknown_key(name, ENTRY_DEFAULTS)
            found.append(Problem.at(locate(root, path, key=True)[1], path, message))
        elif not isinstance(node.value, dict):
            message = Message("expected `key: value` lines, laid under each {kind}", {"kind": name})
            found.append(Problem.at(node.mark, path, message))
        else:
            good[name] = node
    if not isinstance(defaults.value, dict):
        message = Message("expected `need:` or `resource:`, and below it `key: value` lines")
        found.append(Problem.at(defaults.mark, ("defaults",), message))
    entries = root.mapping | {"defaults": mapping(good, defaults.mark, defaults.keys)}
    return mapping(entries, root.mark, root.keys), found


def _document(root: Node, folder: Path, file: str, strange: list[Problem]) -> Document:
    data = root.plain()
    findings: list[Finding] = []
    bad: list[problems.Path] = []
    scenario: Scenario | None = None
    try:
        scenario = Scenario.model_validate(data)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        bad = [each["loc"] for each in errors]
        findings += islice(explain(errors), MOST_PROBLEMS)
    draft = Draft.of(scenario, data, bad, folder)
    findings += islice(check(draft), MOST_PROBLEMS)
    found = list(strange)
    for path, message, key in findings:
        where, mark = locate(root, path, key=key)
        found.append(Problem.at(mark, where, message))
    if found or scenario is None:
        bad += [path for path, _, _ in findings]
        sketch = Sketch(draft, root, None if strange else _remainder(data, bad, folder, file, root))
        raise Refused(in_order(found, root.mark), sketch)
    document = _complete(scenario, data, folder, file, root)
    doubts = (document.warning(path, words, key=key) for path, words, key in caution(draft))
    return replace(document, warnings=tuple(in_order(doubts, root.mark)))


def _remainder(
    data: Any, bad: list[problems.Path], folder: Path, file: str, root: Node
) -> Document | None:
    """The document without its bad entries; None where the rest cannot do without them."""
    rest = without(data, bad)
    if rest is None:
        return None
    try:
        return _complete(Scenario.model_validate(rest), rest, folder, file, root)
    except ValidationError:
        return None


def _complete(scenario: Scenario, data: Any, folder: Path, file: str, root: Node) -> Document:
    text = written(data)
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return Document(scenario, text, folder, file, digest, root)


def written(data: Any) -> str:
    """Plain data of a scenario as YAML that `reload` takes."""
    text: str = yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000)
    return text


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]  # chosen at run time
    """Writes what `compose` reads back; the base class depends on how PyYAML was built."""


def _text(dumper: Any, text: str) -> Any:
    """A text, quoted where it would be read as a number or holds characters that change."""
    style = "'" if not isinstance(scalar(text), str) else None if text.isprintable() else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)
