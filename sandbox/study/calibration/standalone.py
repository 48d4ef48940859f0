"""A scenario of its own: the smallest world in which the calls of a log happen.

In: a calibration. Out: YAML data over `textbook/base`: the log's providers in the province, each of
its consumers in a county of its own, services as catalogue entries, calls as needs, and federated
queries, as X-Road has them. What a consumer's calls spend outside the provider is the time of its
county's authentication station; the provider's security server is its front-end node, the source's
system its database.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sandbox.language import Message
from sandbox.study.calibration import parts, sources
from sandbox.study.calibration.calibrate import Calibration
from sandbox.study.calibration.durations import MICRO
from sandbox.study.calibration.fields import TIME_OUT
from sandbox.study.calibration.findings import Need
from sandbox.study.calibration.quantities import number, seconds

MODEL = "federated_query"
MOST_NEEDS = 500
"""needs that are written; those with the fewest calls are left out"""
MOST_CALLS = 300_000
"""calls that a run of the scenario makes at most, as far as whole days can have it so"""
PROVINCE, PREFECTURE = "330000", "330100"
"""the regions of `textbook/base` that the log's places are put into"""
_DAY = 86400


def standalone(
    found: Calibration, name: str
) -> tuple[dict[str, Any], dict[str, Need], list[Message]]:
    """The scenario's data, its needs by name, and what of the log is not in it."""
    needs, notes = _chosen(found)
    start, days = _study(found, sum(need.arrivals.count for need in needs))
    keys = _resource_keys(needs)
    data: dict[str, Any] = {
        "scenario": name,
        "extends": "textbook/base",
        "title": _both(Message("Calibrated from {file}", {"file": found.file.name})),
        "about": _both(
            Message(
                "Rates, profiles, service times and failures are those of the log {file} "
                "({calls} calls). Everything else is as little as a scenario can have.",
                {"file": found.file.name, "calls": f"{found.calls:,}"},
            )
        ),
        "regions": [
            {"code": PROVINCE, "prefectures": [PREFECTURE], "counties": ["330102"]},
            *(
                {"code": place, "name": name, "level": "county", "parent": PREFECTURE}
                for name, place in _places(needs).items()
            ),
        ],
        "departments": {"consumer": None, "provider": None, "checker": None, "witness": None}
        | _departments(needs),
        "stations": _stations(found, needs),
        "catalogue": {"facts": None}
        | {keys[need.provider, need.resource]: _resource(need) for need in needs},
        "profiles": {},
        "needs": {"asking": None},
        "study": {
            "start": start.isoformat(),
            "horizon": "1 day" if days == 1 else f"{days} days",
            "warm_up": 0,
            "drain": "1 day",
            "replications": 5,
            "seed": 1,
            "series": "1 h",
        },
    }
    named = _named(needs, keys)
    for key, need in named.items():
        profile = f"log-{key}"
        rhythm = parts.rhythm(found, need)
        if rhythm is not None:
            data["profiles"][profile] = rhythm
        per_second = need.arrivals.over(start.weekday(), days)
        data["needs"][key] = _need(found, need, keys) | parts.demand(
            found, need, profile, per_second
        )
    return data, named, notes


def _named(needs: list[Need], keys: dict[tuple[str, str], str]) -> dict[str, Need]:
    """Needs by a name of their own."""
    named: dict[str, Need] = {}
    for need in needs:
        name = f"{need.consumer}-{keys[need.provider, need.resource]}"
        if name in named and need.hint:
            name = f"{name}-{need.hint}"
        while name in named:
            name += "-"
        named[name] = need
    return named


def _chosen(found: Calibration) -> tuple[list[Need], list[Message]]:
    notes = []
    apart = [need for need in found.needs if need.consumer != need.provider]
    own = sum(need.arrivals.count for need in found.needs) - sum(
        need.arrivals.count for need in apart
    )
    if own:
        said = {"count": f"{own:,}"}
        notes.append(
            Message("{count} calls of departments to themselves are left out: no network", said)
        )
    apart.sort(key=lambda need: (-need.arrivals.count, need.consumer, need.provider, need.resource))
    if len(apart) > MOST_NEEDS:
        rest = apart[MOST_NEEDS:]
        said = {
            "needs": f"{len(rest):,}",
            "count": f"{sum(need.arrivals.count for need in rest):,}",
            "limit": str(MOST_NEEDS),
        }
        notes.append(
            Message(
                "only the {limit} largest needs are written; {needs} others with {count} calls "
                "are left out",
                said,
            )
        )
    return sorted(apart[:MOST_NEEDS], key=lambda n: (n.consumer, n.provider, n.resource)), notes


def _study(found: Calibration, calls: int) -> tuple[Any, int]:
    """The first local day of the log, and how many days a run has: whole weeks where it can."""
    window = found.window
    begin, end = (
        datetime.fromtimestamp(edge / 1e6, UTC) + timedelta(seconds=window.offset)
        for edge in (window.begin, window.end)
    )
    days = max((end.date() - begin.date()).days, 1)
    most = max(int(MOST_CALLS / max(calls / window.seconds * _DAY, 1e-9)), 1)
    days = min(days, most, 3650)
    return begin.date(), days - days % 7 if days >= 7 else days


def _resource_keys(needs: list[Need]) -> dict[tuple[str, str], str]:
    """Catalogue keys: services of the same name at several providers have both names."""
    offered: dict[str, set[str]] = {}
    for need in needs:
        offered.setdefault(need.resource, set()).add(need.provider)
    keys = {
        (provider, resource): resource
        for resource, providers in offered.items()
        for provider in providers
        if len(providers) == 1
    }
    given = set(keys.values())
    for provider, resource in sorted(
        {(need.provider, need.resource) for need in needs} - set(keys)
    ):
        key = f"{provider}-{resource}"
        while key in given:
            key += "-"
        keys[provider, resource] = key
        given.add(key)
    return keys


def _places(needs: list[Need]) -> dict[str, str]:
    """The county of each consumer."""
    return {name: f"at-{name}" for name in sorted({need.consumer for need in needs})}


def _departments(needs: list[Need]) -> dict[str, Any]:
    """Providers in the province; consumers in their counties."""
    places, answering = _places(needs), {need.provider for need in needs}
    written: dict[str, Any] = {}
    for name in sorted({*places, *answering}):
        if name not in places:
            written[name] = {"name": name, "levels": ["province"]}
        elif name in answering:
            written[name] = {"name": name, "levels": ["province", "county"]}
        else:
            written[name] = {"name": name, "levels": ["county"], "regions": [places[name]]}
    return written


def _stations(found: Calibration, needs: list[Need]) -> dict[str, Any]:
    answering = {need.provider for need in needs}
    written: dict[str, Any] = {}
    for name, place in _places(needs).items():
        lasting = found.consumers[name]
        servers = parts.enough(found, lasting, consumer=name)
        written[f"authentication@{place}"] = parts.station(found, lasting, servers)
    for provider in found.providers:
        if provider.department in answering:
            name = provider.department
            servers = parts.enough(found, provider.server, provider=name)
            written[f"front_end@{name}"] = parts.station(found, provider.server, servers)
            written[f"database@{name}"] = parts.database(found, provider, merged=True)
    return written


def _resource(need: Need) -> dict[str, Any]:
    return {
        "name": need.resource,
        "provider": need.provider,
        "level": "province",
        "class": "basic",
        "kind": "identity",
        "modes": ["query"],
        "sharing": "unconditional",
        "secrecy": "internal",
        "subject": "entity",
        "records": {"value": 1000, "source": "assumption"},
        "changes": 0,
        "collection": {"delay": 0, "error": 0},
        "record_size": f"{round(need.response_size or 0)} B",
    }


def _need(found: Calibration, need: Need, keys: dict[tuple[str, str], str]) -> dict[str, Any]:
    written: dict[str, Any] = {
        "consumer": need.consumer,
        "levels": ["county"],
        "regions": [_places([need])[need.consumer]],
        "resources": [keys[need.provider, need.resource]],
        "mode": "query",
        "timeout": _timeout(found, need),
        "retries": 0,
        "request_size": f"{round(need.request_size or 0)} B",
    }
    denied = need.endings[2]
    if denied:
        written["out_of_scope"] = {
            "value": number(denied / need.arrivals.count),
            "source": sources.of_denied(found, need),
        }
    return written


def _timeout(found: Calibration, need: Need) -> dict[str, Any] | None:
    """The time-out that the log shows, else X-Road's; none where an answer took longer."""
    longest = need.total.most * MICRO
    if need.given_up is not None and longest <= need.given_up:
        return {"value": seconds(need.given_up), "source": sources.of_timeout(found)}
    if longest > TIME_OUT * MICRO:
        return None
    return {"value": seconds(TIME_OUT * MICRO), "source": "X-Road default client time-out"}


def _both(words: Message) -> dict[str, str]:
    return {"zh": words.render("zh"), "en": words.render("en")}
