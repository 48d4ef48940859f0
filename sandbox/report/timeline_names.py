"""Names of what governance deals with, in words: agreements, projects, kinds of use.

In: a world, and names as control processes write them down. Out: titles in parts, so that a narrow
column can shorten each part by itself; what the world does not know stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from sandbox.language import Text, current, numeral, say
from sandbox.measures.chronicle import Life
from sandbox.policy.governance.plan import PLATFORM
from sandbox.report.sheet import listed
from sandbox.report.terms import term
from sandbox.world import World

_AND = " + "  # between the conditions of a kind of use
_WITH = " – "  # between the parties of an agreement


@dataclass(frozen=True)
class Title:
    """Parts of a name and what stands before each of them."""

    parts: tuple[tuple[str, str], ...]  # joint, part

    @property
    def words(self) -> str:
        """All of it."""
        return "".join(joint + part for joint, part in self.parts)

    def after(self, joint: str) -> tuple[tuple[str, str], ...]:
        """Its parts, with another joint before the first."""
        (_, first), *rest = self.parts
        return ((joint, first), *rest)


def conditions(name: str) -> list[tuple[str, str]]:
    """Kind and name of each condition that a kind of use waits for, in their order."""
    found = []
    for one in name.split(_AND):
        kind, _, thing = one.partition(":")
        found.append((kind, thing))
    return found


def subject(life: Life) -> tuple[str, str]:
    """What a life is about, the same under every model: who uses whose information.

    Kinds of use are named after all that they wait for, which differs between models; agencies
    and resource do not. Where these are not all known, the whole name counts.
    """
    if life.kind != "sharing":
        return life.kind, life.name
    waits = [
        f"{kind}:{name}" for kind, name in conditions(life.name) if kind in ("wave", "catalogue")
    ]
    return life.kind, _AND.join(waits) if len(waits) == 3 else life.name


class Names:
    """Names in the language in force when they are asked for first."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._role = cache(term)  # looking a term up takes longer than all the rest of a title
        self._party = cache(self._found_party)

    def life(self, life: Life) -> Title:
        """The title of a life."""
        first = life.moments[0].detail
        if life.kind == "wave" and "zh" in first:
            own = Text(str(first["zh"]), str(first["en"])).render()
            return Title((("", say("wave {number}", number=numeral(life.name))), (" ", own)))
        return self.thing(life.kind, life.name)

    def thing(self, kind: str, name: str) -> Title:
        """The title of a thing of a kind, or of a condition."""
        if kind == "wave":
            agency = name in self._world.agencies
            return self._party(name) if agency else _one(say("wave {number}", number=numeral(name)))
        if kind == "catalogue":
            return _one(self._resource(name))
        if kind == "agreement":
            return self._agreement(name)
        if kind == "project":
            role, _, place = name.partition("@")
            return Title((("", self._role(role)), *self._place(place).after(say(" of "))))
        if kind == "sharing":
            return self._use(name)
        if kind == "given":
            known = self._world.scenario.agreements
            titles = ((one, known[one].name if one in known else None) for one in name.split("+"))
            return _one(listed(one if title is None else title.render() for one, title in titles))
        return self._party(name)

    def parties(self, names: Iterable[str]) -> str:
        """Parties one after the other."""
        return _WITH.join(self._party(name).words for name in names)

    def condition(self, kind: str, name: str) -> str:
        """A condition, with what kind of thing it is."""
        thing = self.thing(kind, name).words
        words = {
            "wave": say("wave of {name}", name=thing),
            "given": say("term of {name}", name=thing),
            "catalogue": say("catalogue entry {name}", name=thing),
            "agreement": say("agreement {name}", name=thing),
            "project": say("project {name}", name=thing),
        }
        return words.get(kind, thing)

    def form(self, agreement: str) -> str:
        """The form of an agreement."""
        form = agreement.partition(" ")[0]
        words = {
            "bilateral": say("bilateral agreement"),
            "party": say("agreement of a party with the platform"),
            "platform": say("agreement of the platform with a source"),
            "subscription": say("subscription"),
            "multilateral": say("multilateral agreement"),
            "joint": say("joint agreement"),
        }
        return words.get(form, form)

    def _resource(self, name: str) -> str:
        known = self._world.resources
        return known[name].name.render() if name in known else name

    def _found_party(self, name: str) -> Title:
        """An agency, in two parts; a department; the platform."""
        world = self._world
        department, _, code = name.partition("@")
        if department == PLATFORM and code in ("", *world.regions):
            platform = ("", say("platform"))
            return Title((platform, *self._place(code).after(say(" of "))) if code else (platform,))
        region, spec = world.regions.get(code), world.scenario.departments.get(department)
        if spec is None or (code and region is None):
            return _one(name)
        if region is None:
            return _one(spec.name.render())
        if current() == "zh":
            return Title((("", region.name.render()), ("", spec.name.render())))
        return Title((("", spec.name.render()), (", ", region.name.render())))

    def _place(self, name: str) -> Title:
        region = self._world.regions.get(name)
        return self._party(name) if region is None else _one(region.name.render())

    def _agreement(self, name: str) -> Title:
        about, _, resource = name.partition(": ")
        if _WITH not in about:
            return _one(name)
        parts: list[tuple[str, str]] = []
        for party in about.partition(" ")[2].split(_WITH):
            parts += self._party(party).after(_WITH if parts else "")
        if resource:
            parts.append((say("{name}: ", name=""), self._resource(resource)))
        return Title(tuple(parts))

    def _use(self, name: str) -> Title:
        """Who uses whose information; else all that it waits for."""
        found = conditions(name)
        agencies = [thing for kind, thing in found if kind == "wave"]
        resources = [thing for kind, thing in found if kind == "catalogue"]
        if len(agencies) == 2 and resources:
            return Title(
                (
                    *self._party(agencies[0]).parts,
                    *self._party(agencies[1]).after(" ← "),
                    (say("{name}: ", name=""), self._resource(resources[0])),
                )
            )
        words = [self.thing(kind, thing).words if thing else kind for kind, thing in found]
        return Title(tuple((" + " if place else "", one) for place, one in enumerate(words)))


def _one(words: str) -> Title:
    return Title((("", words),))
