"""A calibration as tables for people: what was read, the fits, their pictures.

In: a calibration. Out: rich renderables that fit the width given.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sandbox.language import say
from sandbox.language.figures import figure
from sandbox.report.between import around
from sandbox.report.paragraphs import plain, wrap

if TYPE_CHECKING:
    from sandbox.study.calibration import Calibration
    from sandbox.study.calibration.families import Estimate, Fit
    from sandbox.study.calibration.findings import Lasting, Need, Provider

FLOORS = " ▁▂▃▄▅▆▇█"
"""heights of a profile's hours"""
_SHOWN = 30
"""needs in the table; the others are in the file"""


def calibration_tables(found: Calibration, columns: int, *, own: bool) -> RenderableType:
    """What was read and what it says; `own`: calls of departments to themselves too.

    A scenario of its own has no place for these, so nothing is said of who makes no others.
    """
    needs = [need for need in found.needs if own or need.consumer != need.provider]
    parts: list[RenderableType] = [
        Text("\n".join(wrap(about(found), columns))),
        Text(""),
        _needs(needs),
        Text(""),
        _lasting(found, needs),
    ]
    if found.resolution > 1_000_000:
        parts.append(_paragraph(say("Times of this log are rounded to the hour."), columns))
    impossible = sum(provider.impossible for provider in found.providers)
    if impossible:
        words = say(
            "{count} calls left their source before one of {servers} servers could have begun "
            "with them; the service there was in another order, or by more servers.",
            count=f"{impossible:,}",
            servers=found.options.servers,
        )
        parts.append(_paragraph(words, columns))
    return Group(*parts)


def _paragraph(words: str, columns: int) -> Text:
    return Text("\n" + "\n".join(wrap(words, columns)))


def about(found: Calibration) -> str:
    """What was read, in a sentence."""
    words = say(
        "{file}: {records} records, {calls} calls in {time}",
        file=plain(found.file),
        records=f"{found.records:,}",
        calls=f"{found.calls:,}",
        time=figure(found.window.seconds, "s"),
    )
    if found.copies:
        words += say("; copies of a record left out: {count}", count=f"{found.copies:,}")
    if found.troubles.total:
        words += say("; lines that cannot be used: {count}", count=f"{found.troubles.total:,}")
    return words


def _table(*heads: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
    for number, head in enumerate(heads):
        table.add_column(Text(head), overflow="fold", justify="left" if number == 0 else "right")
    return table


def _needs(needs: Sequence[Need]) -> Table:
    table = _table(say("who asks whom"), say("rate (per h)"), say("failed"), say("hours 0–23"))
    largest = sorted(needs, key=lambda need: -need.arrivals.count)
    for need in largest[:_SHOWN]:
        failed = sum(need.endings[1:]) / max(need.arrivals.count, 1)
        table.add_row(
            Text(plain(f"{need.consumer} → {need.provider}: {need.resource}")),
            _rate(need),
            figure(failed, "share"),
            Text(_hours(need)),
        )
    if len(largest) > _SHOWN:
        table.add_row(say("… and {count} more", count=f"{len(largest) - _SHOWN:,}"), "", "", "")
    return table


def _rate(need: Need) -> str:
    rate = need.arrivals.rate
    return around(rate.value * 3600, rate.low * 3600, rate.high * 3600, "")


def _hours(need: Need) -> str:
    hours = need.arrivals.hours
    if hours is None:
        return say("all alike")
    top = max(hours)
    last = len(FLOORS) - 1
    return "".join(FLOORS[math.ceil(hour / top * last)] for hour in hours)


def _lasting(found: Calibration, needs: Sequence[Need]) -> Table:
    answering, asking = {need.provider for need in needs}, {need.consumer for need in needs}
    providers = [one for one in found.providers if one.department in answering]
    table = _table(
        say("where the time goes"), say("law"), say("mean"), say("variation"), say("KS"), say("p")
    )
    for provider in providers:
        _row(table, say("{who}: source's system", who=plain(provider.department)), provider.service)
    for provider in providers:
        if provider.server.fit is not None and provider.server.fit.mean.value:
            words = say("{who}: its security server", who=plain(provider.department))
            _row(table, words, provider.server)
    for name, lasting in found.consumers.items():
        if name in asking and lasting.fit is not None and lasting.fit.mean.value:
            _row(table, say("{who}: the way to its sources", who=plain(name)), lasting)
    for provider in providers:
        if provider.outage is not None:
            table.add_row(Text(_outage(provider)), "", "", "", "", "")
    return table


def _row(table: Table, words: str, lasting: Lasting) -> None:
    fit, fitness = lasting.fit, lasting.fitness
    if fit is None or fitness is None:
        table.add_row(Text(words), say("not in the log"), "", "", "", "")
        return
    known = fit.family in ("gamma", "lognormal")
    table.add_row(
        Text(words),
        law_name(fit),
        _estimate(fit.mean, "s"),
        _estimate(fit.cv, "") if known else "",
        f"{fitness.distance:.3f}",
        "–" if math.isnan(fitness.p_value) else f"{fitness.p_value:.3f}",
    )


def law_name(fit: Fit) -> str:
    """A family in words."""
    names = {
        "constant": say("constant"),
        "exponential": say("exponential"),
        "gamma": say("gamma"),
        "lognormal": say("lognormal"),
    }
    return names[fit.family]


def _estimate(found: Estimate, unit: str) -> str:
    return around(found.value, found.low, found.high, unit)


def _outage(provider: Provider) -> str:
    outage = provider.outage
    assert outage is not None
    who = plain(provider.department)
    if outage.scattered:
        return say(
            "{who}: {share} of the calls fail, each by itself",
            who=who,
            share=figure(outage.unavailability, "share"),
        )
    return say(
        "{who}: breaks down after {mtbf}, repaired within {mttr} (means)",
        who=who,
        mtbf=_estimate(outage.mtbf, "s"),
        mttr=_estimate(outage.mttr, "s"),
    )
