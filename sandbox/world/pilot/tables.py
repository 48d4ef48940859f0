"""A pilot province from its own tables: agencies, catalogue, calls.

In: a folder with `agencies.csv`, `catalogue.csv` and `calls.csv`. Out: the tree of a scenario whose
values know the cell they came from, so that whatever room refuses one says file, line and column.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sandbox.language import Message
from sandbox.scenario.nodes import Node, mapping, sequence
from sandbox.scenario.part import LEVELS
from sandbox.scenario.problems import Mark, Problem, Refused
from sandbox.scenario.suggest import nearest
from sandbox.scenario.text import scalar
from sandbox.world.pilot.cells import Cell, Row, rows_of
from sandbox.world.pilot.plan import MODELS, agreements
from sandbox.world.regions import gbt2260

TABLES = ("agencies.csv", "catalogue.csv", "calls.csv")
"""the files, all of them needed"""
AGENCIES = {"department": "部门", "region": "地区", "name": "名称", "name_en": "英文名称"}
CATALOGUE = {
    "resource": "信息资源",
    "provider": "提供部门",
    "level": "层级",
    "class": "类别",
    "kind": "种类",
    "subject": "主体",
    "records": "记录数",
    "changes": "变更率",
    "name": "名称",
    "name_en": "英文名称",
    "modes": "共享方式",
    "sharing": "共享类型",
    "secrecy": "密级",
    "record_size": "记录大小",
    "delay": "登记延迟",
    "error": "差错率",
}
CALLS = {
    "consumer": "需求部门",
    "resource": "信息资源",
    "level": "层级",
    "rate": "调用率",
    "deadline": "时限",
    "mode": "共享方式",
    "profile": "时段",
    "name": "名称",
    "name_en": "英文名称",
}
"""columns, and how a Chinese table may call them"""
_NEEDED = {
    "agencies.csv": ("department", "region"),
    "catalogue.csv": ("resource", "provider", "level", "class", "kind", "subject", "records"),
    "calls.csv": ("consumer", "resource", "level", "rate"),
}
_COLUMNS = {"agencies.csv": AGENCIES, "catalogue.csv": CATALOGUE, "calls.csv": CALLS}


def tree_of(folder: Path, name: str, *, population: float | None = None) -> Node:
    """The tree of the scenario.

    Raises:
        Refused: for tables that cannot be read, and for agencies that no scenario has; what else is
            wrong is found by whoever checks the tree.
    """
    problems: list[Problem] = []
    read = {}
    for file in TABLES:
        try:
            read[file] = rows_of(folder, file, _COLUMNS[file], _NEEDED[file])
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    return _Province(folder, name, population).tree(*(read[file] for file in TABLES))


class _Province:
    """One scenario in the making."""

    def __init__(self, folder: Path, name: str, population: float | None) -> None:
        self.name, self.population = name, population
        self.mark = Mark(str(folder / TABLES[0]), 1, 1)
        self.problems: list[Problem] = []

    def plain(self, value: Any) -> Node:
        """A value that stands in no table."""
        if isinstance(value, dict):
            entries = {key: self.plain(inside) for key, inside in value.items()}
            return mapping(entries, self.mark, dict.fromkeys(entries, self.mark))
        if isinstance(value, list | tuple):
            return sequence([self.plain(inside) for inside in value], self.mark)
        return Node(value, self.mark)

    def refuse(self, cell: Cell, message: Message) -> None:
        self.problems.append(Problem.at(cell.mark, (), message))

    def tree(self, agencies: list[Row], catalogue: list[Row], calls: list[Row]) -> Node:
        regions, departments = self._agencies(agencies)
        entries = self._entries(catalogue, "resource", _resource)
        needs: dict[str, Node] = {}
        marks: dict[str, Mark] = {}
        for row in calls:
            key = f"{row['consumer'].text}-{row['resource'].text.replace(';', '-')}"
            if key in needs:
                key = f"{key}-{row['consumer'].mark.line}"
            needs[key], marks[key] = _fields(row, _call(row)), row["consumer"].mark
        if self.problems:
            raise Refused(self.problems)
        plain = {key: entry.plain() for key, entry in entries.mapping.items()}
        asked = [
            (row["consumer"].text, resource.strip())
            for row in calls
            for resource in row["resource"].text.split(";")
            if row["consumer"].text in departments.mapping
        ]
        study: dict[str, Any] = {
            "start": "2025-03-03",
            "horizon": "7 days",
            "warm_up": "3 days",
            "replications": 3,
            "seed": 1,
            "baseline": MODELS[0],
        }
        sections = {
            "scenario": self.plain(self.name),
            "title": self.plain(self.name),
            "about": self.plain(self.name),
            "regions": regions,
            "departments": departments,
            "catalogue": entries,
            "needs": mapping(needs, self.mark, marks),
            "agreements": self.plain(agreements(plain, asked)),
            "models": self.plain({model: {} for model in MODELS}),
            "study": self.plain(study),
        }
        return mapping(sections, self.mark, dict.fromkeys(sections, self.mark))

    def _entries(self, rows: list[Row], column: str, made: Callable[[Row], dict[str, Any]]) -> Node:
        found: dict[str, Node] = {}
        marks: dict[str, Mark] = {}
        for row in rows:
            cell = row[column]
            if cell.text in found:
                said = {"name": cell.text, "line": marks[cell.text].line}
                self.refuse(cell, Message("`{name}` stands in line {line} already", said))
                continue
            found[cell.text], marks[cell.text] = _fields(row, made(row)), cell.mark
        return mapping(found, self.mark, marks)

    def _agencies(self, rows: list[Row]) -> tuple[Node, Node]:
        """The regions and departments that have exactly these agencies."""
        table = gbt2260()
        places: dict[str, dict[str, Cell]] = {}
        firsts: dict[str, Row] = {}
        for row in rows:
            department, region = row["department"], row["region"]
            here = table.get(region.text)
            if here is None:
                near = nearest(region.text, [p.name.zh for p in table.values()])
                codes = [p.code for p in table.values() if p.name.zh == region.text]
                said = {"code": region.text, "near": ", ".join(codes[:3]) or near or "330102"}
                self.refuse(region, Message("{code} is not in GB/T 2260; such as {near}", said))
                continue
            known = places.setdefault(department.text, {})
            if region.text in known:
                before: dict[str, object] = {"name": department.text}
                before["line"] = known[region.text].mark.line
                words = Message("`{name}` has this agency in line {line} already", before)
                self.refuse(region, words)
            known[region.text] = region
            firsts.setdefault(department.text, row)
        everywhere = {code for known in places.values() for code in known}
        entries = {
            name: _fields(firsts[name], self._department(known, everywhere))
            for name, known in places.items()
        }
        marks = {name: firsts[name]["department"].mark for name in places}
        return self._regions(everywhere), mapping(entries, self.mark, marks)

    def _regions(self, codes: set[str]) -> Node:
        table = gbt2260()
        with_above = codes | {table[code].parent or code for code in codes}
        provinces = sorted({f"{code[:2]}0000" for code in codes})
        found = []
        for province in provinces:
            inside = sorted(code for code in with_above if code[:2] == province[:2])
            entry: dict[str, Any] = {"code": province}
            if any(table[code].level == "prefecture" for code in table[province].children):
                entry["prefectures"] = [c for c in inside if table[c].level == "prefecture"]
            entry["counties"] = [code for code in inside if table[code].level == "county"]
            if self.population:
                entry["population"] = round(self.population / len(provinces))
            found.append(entry)
        return self.plain(found)

    def _department(self, known: dict[str, Cell], everywhere: set[str]) -> dict[str, Any]:
        """Levels and regions of a department; says which agencies it would have besides."""
        table = gbt2260()
        levels = [level for level in LEVELS if any(table[c].level == level for c in known)]
        tops = [code for code in known if not _above(code) & set(known)]
        drawn = everywhere | {table[code].parent or code for code in everywhere}
        drawn |= {f"{code[:2]}0000" for code in everywhere}
        has = {
            code
            for code in drawn
            if table[code].level in levels and (_above(code) | {code}) & set(tops)
        }
        for extra in sorted(has - set(known)):
            holder = next(code for code in tops if code in _above(extra) | {extra})
            said = {"name": table[extra].name, "code": extra, "top": table[holder].name}
            self.refuse(
                known[holder],
                Message(
                    "a department with an agency in {top} has one in every region of its levels "
                    "below; none is listed in {code} ({name})",
                    said,
                ),
            )
        whole = {code for code in drawn if table[code].level in levels} == set(known)
        found: dict[str, Any] = {"levels": levels}
        return found if whole else {**found, "regions": sorted(tops)}


def _above(code: str) -> set[str]:
    table = gbt2260()
    found = set()
    parent = table[code].parent
    while parent is not None:
        found.add(parent)
        parent = table[parent].parent
    return found


_PLAIN = (
    "provider",
    "level",
    "class",
    "kind",
    "subject",
    "records",
    "changes",
    "sharing",
    "secrecy",
    "record_size",
)


def _resource(row: Row) -> dict[str, Any]:
    said: dict[str, Any] = {key: row[key] for key in _PLAIN if key in row}
    said["modes"] = _several(row, "modes") or ["query", "exchange"]
    collection = {key: row[key] for key in ("delay", "error") if key in row}
    return said | ({"collection": collection} if collection else {})


def _call(row: Row) -> dict[str, Any]:
    said: dict[str, Any] = {"consumer": row["consumer"], "levels": _several(row, "level")}
    said["resources"] = _several(row, "resource")
    return said | {key: row[key] for key in ("rate", "deadline", "mode", "profile") if key in row}


def _several(row: Row, column: str) -> list[Cell]:
    """The names in a cell, which `;` separates."""
    cell = row.get(column)
    if cell is None:
        return []
    return [Cell(part.strip(), cell.mark) for part in cell.text.split(";") if part.strip()]


def _fields(row: Row, said: dict[str, Any]) -> Node:
    """An entry with its name, its values where their cells stand."""
    name = {"zh": row.get("name"), "en": row.get("name_en")}
    words = {language: cell for language, cell in name.items() if cell is not None}
    if words:
        said = {"name": words, **said}
    elif "rate" not in said:
        said = {"name": next(iter(row.values())), **said}
    first = next(iter(row.values())).mark
    return _node(said, first)


def _node(value: Any, mark: Mark) -> Node:
    if isinstance(value, Cell):
        return Node(scalar(value.text), value.mark)
    if isinstance(value, dict):
        entries = {key: _node(inside, mark) for key, inside in value.items()}
        return mapping(entries, mark, {key: node.mark for key, node in entries.items()})
    if isinstance(value, list):
        return sequence([_node(inside, mark) for inside in value], mark)
    return Node(value, mark)
