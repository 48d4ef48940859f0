"""How sharing is governed, in words: every section that is written, and what it says.

In: a world. Out: lines on a sheet. What a key means is said as in the schema; numbers stay as they
were written.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sandbox.language import numeral, say
from sandbox.language.message import Spoken
from sandbox.report.catalogue_words import department
from sandbox.report.sheet import Sheet, listed
from sandbox.report.terms import term
from sandbox.report.timeline_names import Names
from sandbox.report.timeline_words import item_words, stage_words
from sandbox.scenario.distributions import Distribution
from sandbox.scenario.governance import EVERYONE, GovernanceSpec, ProjectSpec, WaveSpec
from sandbox.scenario.part import Part
from sandbox.scenario.quantities import Quantity
from sandbox.world.world import World


def governance(sheet: Sheet, world: World) -> None:
    """All of the section `governance`."""
    sheet.heading(say("Governance"))
    spec = world.scenario.governance
    if spec is None:
        sheet.line(say("none: everything is in force and built from the first second"), 2)
        return
    words = _Words(world)
    for title, lines in words.sections(spec):
        sheet.line(title, 2)
        for line in lines:
            sheet.line(line, 4, 4)


class _Words:
    """Values of governance in words."""

    def __init__(self, world: World) -> None:
        self._world, self._names = world, Names(world)

    def sections(self, spec: GovernanceSpec) -> Iterator[tuple[str, list[str]]]:
        """Each section that is written: its title and its lines."""
        if spec.staff is not None:
            people = (self._pair(self._role(key), one.people) for key, one in spec.staff.items())
            yield say("people by role"), list(people)
        if spec.willingness:
            shares = (self._pair(self._party(key), w) for key, w in spec.willingness.items())
            yield say("willingness to share"), list(shares)
        titles = {
            "agreements": say("agreements are negotiated (article 8)"),
            "catalogue": say("resources must be catalogued (article 9)"),
            "standards": say("not every source conforms to the standards (article 5)"),
            "projects": say("systems must be built (articles 1 and 10)"),
            "supervision": say("sharing is supervised (article 11)"),
            "audit": say("uses are audited (articles 2 and 4)"),
        }
        for section, title in titles.items():
            part = getattr(spec, section)
            if part is not None:
                yield title, list(self._lines(part))
        if spec.waves:
            waves = (self._wave(number, wave) for number, wave in enumerate(spec.waves, 1))
            yield say("the waves of the roll-out (article 12)"), list(waves)

    def _lines(self, part: Part) -> Iterator[str]:
        """A line for each value; parts inside follow one another."""
        for name, info in type(part).model_fields.items():
            value = getattr(part, name)
            if value is None or value in ((), {}):
                continue
            if isinstance(value, Part) and not isinstance(value, Distribution):
                yield from self._lines(value)
            elif isinstance(value, dict) and isinstance(next(iter(value.values())), ProjectSpec):
                for role, project in value.items():
                    yield self._pair(term(role), say("; ").join(self._stages(project)))
            else:
                yield self._pair(say(info.description or name), self._value(name, value))

    def _stages(self, project: ProjectSpec) -> Iterator[str]:
        for name in type(project).model_fields:
            value = getattr(project, name)
            if value:
                what = {"construction": say("construction"), "after": say("after")}.get(name)
                yield self._pair(what or stage_words(name), self._value(name, value))

    def _value(self, name: str, value: Any) -> str:
        if isinstance(value, Distribution):
            return _distribution(value)
        if isinstance(value, bool):
            return say("yes") if value else say("no")
        if isinstance(value, Quantity):
            return value.written
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, dict):
            said = item_words if name == "required" else self._party
            return listed(self._pair(said(key), one) for key, one in value.items())
        if isinstance(value, tuple):
            return listed(term(one) if name == "after" else self._party(one) for one in value)
        return self._party(str(value))

    def _pair(self, what: str, value: object) -> str:
        said = value.written if isinstance(value, Quantity) else value
        return say("{what}: {value}", what=what, value=said)

    def _party(self, key: str) -> str:
        """Everyone, a department, an agency."""
        return say("everyone") if key == EVERYONE else self._names.parties([key])

    def _role(self, key: str) -> str:
        role, _, party = key.partition("@")
        words = {
            "leader": say("leader"),
            "responsible": say("responsible unit"),
            "business": say("business bureau"),
            "support": say("IT support"),
            "secrecy": say("secrecy unit"),
        }
        said = words.get(role, role)
        if not party:
            return said
        return say("{event} ({detail})", event=said, detail=self._party(party))

    def _wave(self, number: int, wave: WaveSpec) -> str:
        """When a wave begins, for whom."""
        known = self._world.regions
        places = [known[code].name.render() for code in wave.regions or ()]
        whom = [department(self._world, name) for name in wave.departments or ()]
        own: list[str | Spoken] = [] if wave.name is None else [wave.name]
        said = [
            *own,
            say("from {time}", time=self._value("from", wave.from_)),
            listed(places) if places else say("everywhere"),
            listed(whom) if whom else say("all departments"),
        ]
        if wave.demonstration:
            said.append(say("a demonstration"))
        return self._pair(say("wave {number}", number=numeral(number)), listed(map(str, said)))


def _distribution(one: Distribution) -> str:
    """A distribution of durations in words, as it was written."""
    mean = one.mean.written if one.mean is not None else ""
    if one.kind == "constant":
        return mean
    if one.kind == "exponential":
        return say("{mean} on average, exponential", mean=mean)
    if one.stages is not None:
        stages = one.stages.written
        return say("{mean} on average, in {stages} stages", mean=mean, stages=stages)
    if one.cv is not None:
        return say("{mean} on average, variation {cv}", mean=mean, cv=one.cv.written)
    if one.low is not None and one.high is not None:
        return say("{begin} to {end}", begin=one.low.written, end=one.high.written)
    return say("one of {values}", values=listed(value.written for value in one.values))
