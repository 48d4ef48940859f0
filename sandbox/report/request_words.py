"""A request's life in words, step by step.

In: a world, a request's life under a model. Out: lines with what happened, when, for how long and
where the time went; gates with the access decision, its article and its reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sandbox.language import Message, numeral, say
from sandbox.language.figures import figure
from sandbox.policy import decide
from sandbox.policy.articles import ARTICLES
from sandbox.report.sheet import listed
from sandbox.report.thing_names import (
    agency_name,
    copy_name,
    need_title,
    node_name,
    register_name,
    station_name,
)
from sandbox.study.explaining.request import RequestLife
from sandbox.study.explaining.steps import (
    CLOSED,
    LOST,
    SERVED,
    UNDER_WAY,
    WAITED,
    Branch,
    Step,
)
from sandbox.world.world import World

TICKS = 1e9
SILENT = frozenset(("jump", "stamp", "settle", "done", "attempt", "letter", "snapshot", "check"))
"""Steps that say nothing to people: they take no time and change nothing that is seen."""
_QUIET_COUNTS = frozenset(("remote", "logged", "collection"))
PART_WORDS = {
    SERVED: Message("being served"),
    UNDER_WAY: Message("on the way"),
    WAITED: Message("waiting"),
    CLOSED: Message("before closed doors"),
    LOST: Message("to no avail"),
}


@dataclass(frozen=True)
class StepLine:
    """A step for people; times in ticks after the request was made."""

    after: int
    took: int
    words: str
    depth: int = 0
    passed: bool = True
    parts: dict[str, int] = field(default_factory=dict)
    critical: bool = True
    """whether the end waited for it"""
    step: Step | None = None
    """the step itself, and the way that it is on"""
    row: str = ""

    @property
    def about(self) -> tuple[Step, str]:
        """The step, and the way that it is on."""
        assert self.step is not None
        return self.step, self.row


def seconds(ticks: int) -> str:
    """A duration in words."""
    return figure(ticks / TICKS, "s")


def outcome_words(outcome: str, article: str = "") -> str:
    """How a request ended."""
    if outcome == "refused" and article:
        found = ARTICLES.get(article)
        title = found.title.render() if found is not None else ""
        return say(
            "refused under article {article} ({title})", article=numeral(article), title=title
        )
    words = {
        "answered": say("answered"),
        "refused": say("refused"),
        "failed": say("failed: nothing could serve it"),
        "timed_out": say("given up: its time was over"),
        "unfinished": say("still open when the run ended"),
    }
    return words.get(outcome, outcome)


def step_lines(world: World, life: RequestLife) -> list[StepLine]:
    """All steps that say something new, children below the step that sent them out."""
    found: list[StepLine] = []
    for one in _lines(world, life, life.steps, life.row, 0, critical=True):
        if not found or one.took or (one.words, one.depth) != (found[-1].words, found[-1].depth):
            found.append(one)
    return found


def _lines(
    world: World,
    life: RequestLife,
    steps: tuple[Step, ...],
    row: str,
    depth: int,
    *,
    critical: bool,
) -> Iterator[StepLine]:
    for step in steps:
        words = _words(world, life, step, row)
        if not words:
            continue
        splits = bool(step.children)
        yield StepLine(
            step.begin - life.made,
            step.took,
            words,
            depth,
            step.passed,
            {} if splits else dict(step.parts),
            critical,
            step,
            row,
        )
        last = max(step.children, key=lambda one: one.end, default=None)
        for branch in step.children:
            yield StepLine(
                step.begin - life.made,
                branch.end - step.begin,
                _branch(world, branch),
                depth + 1,
                branch.outcome == "answered",
                {},
                critical and branch is last,
                step,
                branch.row,
            )
            yield from _lines(
                world,
                life,
                branch.steps,
                branch.row,
                depth + 2,
                critical=critical and branch is last,
            )


def _branch(world: World, branch: Branch) -> str:
    asked = partition_of(world, branch.row)
    name = register_name(world, asked) if asked else branch.row
    if branch.outcome == "answered":
        return say("part: {register}", register=name)
    return say("part: {register} – {end}", register=name, end=outcome_words(branch.outcome))


def partition_of(world: World, row: str) -> str:
    """The register that a way is about; empty: it is about several, or follows no pattern."""
    for part in reversed(row.split("|")):
        if part in world.partitions:
            return part
    return ""


def _words(world: World, life: RequestLife, step: Step, row: str) -> str:
    """What a step says; empty: nothing."""
    kind = step.kind
    if kind in SILENT or (kind == "end" and not step.parts and step.what == "answered"):
        return ""
    if kind == "made":
        need = life.stream.partition("@")[0]
        asker = agency_name(world, life.agency)
        return say("{agency} asks: {need}", agency=asker, need=need_title(world, need))
    if kind == "visit":
        name = station_name(world, step.what)
        return name if step.passed else say("{station}: not served", station=name)
    if kind == "send":
        if not step.ends:
            return ""
        here, there = (node_name(world, node) for node in step.ends)
        return say(
            "message from {here} to {there} (links: {count})",
            here=here,
            there=there,
            count=len(step.links),
        )
    if kind == "delay":
        return say("on its way, or being worked on outside the system")
    if kind == "gate":
        return gate_words(world, life.stream, step, partition_of(world, row))
    if kind == "scope":
        return "" if step.passed else say("outside the granted scope, noticed and refused")
    if kind == "read":
        name = copy_name(world, step.what)
        if step.passed:
            return say("reads {copy}", copy=name)
        return say("{copy}: holds no such record, or too old a one", copy=name)
    if kind == "write":
        return say("kept in {copy}", copy=copy_name(world, step.what))
    if kind == "collect":
        return say("asked anew: {register}", register=register_name(world, step.what))
    if kind == "count":
        return "" if step.what in _QUIET_COUNTS else _counted(step.what)
    if kind == "scatter":
        return say("asks several sources at once: {count}", count=len(step.children))
    if kind == "timeout":
        return say("its time is up; what was under way is given up")
    if kind == "end":
        return outcome_words(step.what, step.article)
    return kind


def _counted(what: str) -> str:
    words = {
        "duplicate": say("some agency already holds this: a duplicate collection"),
        "letter": say("goes by official letter"),
        "out_of_scope": say("a use outside the granted scope"),
        "misuse": say("a use outside the granted scope happens"),
        "cache_hit": say("the cache answers"),
        "charged": say("the answer is charged for"),
    }
    return words.get(what, what)


def gate_words(world: World, demand: str, step: Step, register: str) -> str:
    """A gate: the access decision that it stands for, with article, agreements and reason."""
    if step.slot == "conforms":
        if step.passed:
            return say("the source's data conform to the standards")
        return say("the source's data do not conform to the standards: converted")
    if step.slot == "letterable":
        return "" if step.passed else say("may not go by letter either")
    if step.slot not in ("permit", "introduced") or not register or demand not in world.demands:
        return "" if step.passed else say("{gate}: closed", gate=step.what)
    decision = decide(world, world.demands[demand], register)
    said = {
        "article": numeral(decision.article),
        "reason": decision.reason,
        "register": register_name(world, register),
    }
    if not decision.permitted:
        return say("access to {register} refused under article {article}: {reason}", **said)
    if decision.agreements:
        said["names"] = listed(decision.agreements)
        if step.passed:
            return say(
                "access to {register} permitted under article {article}; in force: {names}", **said
            )
        return say(
            "access to {register} refused under article {article}: none is in force of {names}",
            **said,
        )
    if step.passed:
        return say("access to {register} permitted under article {article}: {reason}", **said)
    return say(
        "access to {register} is permitted under article {article}, but not yet in place: {gate}",
        gate=step.what,
        **said,
    )


def parts_words(parts: dict[str, int]) -> str:
    """Where the time went, largest first."""
    largest = sorted((part for part in parts if parts[part]), key=lambda part: -parts[part])
    return listed(
        say("{time} {part}", time=seconds(parts[part]), part=PART_WORDS[part]) for part in largest
    )
