"""The numbers of a scenario and who vouches for them; those nobody vouches for are assumptions.

In: a document. Out: lines of path, wording and source. A number that entries beside each other
share, such as one default in every need, becomes one line: `needs.*.timeout: 30 s`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sandbox.models.presets import settings_of
from sandbox.scenario import Document, assumptions, is_assumption, numbers

_SECTIONS = ("stations", "catalogue", "profiles", "needs", "agreements", "disturbances", "models")


@dataclass(frozen=True)
class Line:
    """Numbers that are written the same: where, how, what vouches for them (`None`: nothing)."""

    path: str
    written: str
    source: str | None

    @property
    def assumed(self) -> bool:
        """Whether nobody vouches for it."""
        return is_assumption(self.source)


def _split(path: str, names: Iterable[tuple[str, str]]) -> tuple[str, str, str]:
    """Section, entry and the rest of a path; entries are known by name, since names hold dots."""
    for section, name in names:
        if path.startswith(f"{section}.{name}."):
            return section, name, path[len(section) + len(name) + 2 :]
    return "", "", path


def _joined(section: str, names: list[str], everything: int, tail: str) -> str:
    if not section:
        return tail
    if len(names) == everything > 1:
        return f"{section}.*.{tail}"
    return f"{section}.{names[0] if len(names) == 1 else '{' + ', '.join(names) + '}'}.{tail}"


def lines(document: Document) -> Iterator[Line]:
    """Every number of the scenario but those that it expects, equal ones together.

    Parameters that a model does not state are those of its preset.
    """
    named = _named(document)
    sizes = {section: len(entries) for section, entries in named.items()}
    names = [
        (section, name)
        for section, entries in named.items()
        for name in sorted(entries, key=len, reverse=True)
    ]
    groups: dict[tuple[str, str, str, str | None], list[str]] = {}
    for path, written, source in [*assumptions(document), *_shipped(document)]:
        section, name, tail = _split(path, names)
        groups.setdefault((section, tail, written, source), []).append(name)
    for (section, tail, written, source), entries in groups.items():
        path = _joined(section, entries, sizes.get(section, 0), tail)
        yield Line(path, written, source)


def _named(document: Document) -> dict[str, list[str]]:
    """Sections whose entries have names, and these names."""
    named = {section: list(getattr(document.scenario, section)) for section in _SECTIONS}
    governance = document.scenario.governance
    if governance is not None and governance.projects is not None:
        named["governance.projects.systems"] = list(governance.projects.systems)
    return named


def _shipped(document: Document) -> Iterator[tuple[str, str, str | None]]:
    """The numbers that models take from their presets."""
    for label, spec in document.scenario.models.items():
        preset = settings_of(label, spec).preset
        own = {path for path, _, _ in numbers(spec)}
        for path, written, source in numbers(preset.defaults):
            if path not in own:
                yield f"models.{label}.{path}", written, source
