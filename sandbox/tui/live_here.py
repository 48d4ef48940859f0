"""What is under the cursor of the live map, and the measures so far, in words.

In: a world, its program, a spot, how things stand. Out: styled text.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from rich.text import Text

from sandbox.engine.stepping import Standing
from sandbox.flows import ticks
from sandbox.flows.program import Program
from sandbox.language import say
from sandbox.language.figures import figure
from sandbox.measures import CATALOGUE
from sandbox.report.paragraphs import plain
from sandbox.report.terms import measure_term, term
from sandbox.study.live import Look
from sandbox.tui import colours
from sandbox.tui.live_places import Loads
from sandbox.tui.live_words import clock, place_name
from sandbox.world.world import World


def here(world: World, program: Program, loads: Loads, spot: str, standing: Standing) -> Text:
    """A spot, and what its stations and links do, role by role."""
    words = Text(plain(place_name(world, spot)), style=f"bold {colours.ACCENT}")
    if loads.spots.whole:
        words.append("  " + say("the whole region"), style=f"not bold {colours.LABEL}")
    elif spot in world.regions:
        words.append("  " + say("platform"), style=f"not bold {colours.LABEL}")
    roles: dict[str, list[int]] = {}
    for number, home in enumerate(loads.stations):
        if home == spot:
            roles.setdefault(program.stations[number].labels["role"], []).append(number)
    for role, numbers in roles.items():
        down = sum(not standing.up[one] for one in numbers)
        said = say(
            "{role}: {busy}/{servers}, queue {waiting}",
            role=term(role),
            busy=sum(standing.busy[one] for one in numbers),
            servers=sum(standing.servers[one] for one in numbers),
            waiting=sum(standing.waiting[one] for one in numbers),
        )
        if down:
            said += "  " + (say("down: {n}", n=down) if len(numbers) > 1 else say("down"))
        words.append(f"\n{said}", style=f"not bold {colours.WORSE if down else colours.TEXT}")
    broken = sum(spot in ends and not up for ends, up in zip(loads.links, standing.links))
    if broken:
        words.append(f"\n{say('links down: {n}', n=broken)}", style=f"not bold {colours.WORSE}")
    return words


def so_far(world: World, looks: tuple[Look, ...], names: Sequence[str]) -> Text:
    """The measures so far, and how they differ from the undisturbed twin's if there is one."""
    words = Text(style=f"not bold {colours.LABEL}")
    ours = looks[0].progress.measures
    if not ours:
        warm_up = ticks(float(world.scenario.study.warm_up))
        if looks[0].standing.time < warm_up:
            said = say("warm-up until {time}", time=clock(world, warm_up))
        else:
            said = say("no answers yet")
        words.append(f"\n{said}")
        return words
    for name in names:
        if name not in ours:
            continue
        unit = CATALOGUE[name].unit
        words.append(f"\n{measure_term(name)}: {figure(ours[name], unit)}")
        if len(looks) > 1:
            theirs = looks[1].progress.measures.get(name, math.nan)
            words.append(f"  {difference(ours[name] - theirs, unit)}", style=colours.ACCENT)
    if len(looks) > 1:
        words.append("\n" + say("(differences from the undisturbed run)"))
    return words


def difference(value: float, unit: str) -> str:
    """A difference with its sign; shares in percentage points, none as a dash."""
    if not math.isfinite(value):
        return "–"
    if value == 0:
        return "±0"
    sign = "+" if value > 0 else "−"
    return sign + figure(abs(value), "points" if unit == "share" else unit)
