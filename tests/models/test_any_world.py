"""Whatever small world people write: every model assembles, runs, and loses no request."""

from __future__ import annotations

from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings

from sandbox.models import PRESETS
from sandbox.scenario.part import LEVELS
from tests.models.running import STATIONS, run, world
from tests.world.small_world import need, resource

DEPARTMENTS = ("police", "tax", "civil", "health")


@st.composite
def resources(draw: st.DrawFn, provider: str) -> dict[str, Any]:
    secret = draw(st.booleans())
    return resource(
        provider=provider,
        level=draw(st.sampled_from(LEVELS[1:])),
        **{"class": draw(st.sampled_from(["basic", "business"]))},
        kind=draw(st.sampled_from(["identity", "trace", "status", "rules"])),
        modes=draw(st.lists(st.sampled_from(["query", "exchange", "publish"]), min_size=1)),
        secrecy="secret" if secret else draw(st.sampled_from(["internal", "sensitive"])),
        need_to_know=draw(st.lists(st.sampled_from(DEPARTMENTS), unique=True)) if secret else [],
        records=100,
        changes=draw(st.sampled_from(["0/day", "0.1/day", "2/day"])),
        collection={
            "delay": draw(st.sampled_from(["0 s", "1 h", "1 day"])),
            "error": draw(st.sampled_from(["0%", "20%"])),
        },
        verifiers=draw(
            st.lists(
                st.fixed_dictionaries(
                    {"department": st.sampled_from(DEPARTMENTS), "error": st.just("5%")}
                ),
                max_size=2,
            )
        ),
    )


@st.composite
def needs(draw: st.DrawFn, catalogue: list[str]) -> dict[str, Any]:
    shares = draw(st.lists(st.integers(0, 3), min_size=3, max_size=3).filter(any))
    reach = [share / sum(shares) for share in shares]
    return need(
        consumer=draw(st.sampled_from(DEPARTMENTS)),
        levels=draw(st.lists(st.sampled_from(LEVELS[1:]), min_size=1, unique=True)),
        resources=draw(st.lists(st.sampled_from(catalogue), min_size=1, max_size=3, unique=True)),
        mode=draw(st.sampled_from(["query", "exchange", "publish"])),
        rate="4/day",
        profile=draw(st.sampled_from(["always", "office"])),
        reach=dict(zip(("local", "prefecture", "province", "nation"), [*reach, 0.0])),
        timeout=draw(st.sampled_from([None, "1 s", "1 min"])),
        retries=draw(st.integers(0, 2)),
        out_of_scope=draw(st.sampled_from([0, 0.2])),
        cross_check=draw(st.booleans()),
    )


@st.composite
def worlds(draw: st.DrawFn) -> dict[str, Any]:
    catalogue = {
        f"r{number}": draw(resources(provider))
        for number, provider in enumerate(
            draw(st.lists(st.sampled_from(DEPARTMENTS), min_size=1, max_size=3))
        )
    }
    agreements = {
        f"paper-{name}": {
            "provider": spec["provider"],
            "consumers": list(DEPARTMENTS),
            "resources": [name],
            "from": draw(st.sampled_from([None, "12 h"])),
            "until": draw(st.sampled_from([None, "2 days"])),
        }
        for name, spec in catalogue.items()
        if draw(st.booleans())
    }
    failing = draw(st.sampled_from(["wait", "fail"]))
    outage = {"stations": [], "links": [["extranet@330100", "extranet@330000"]]} | {
        "mtbf": "12 h",
        "mttr": "1 h",
    }
    return {
        "regions": [{"code": "330000", "prefectures": 2, "counties": 2, "population": 4e6}],
        "departments": {
            name: {
                "name": name,
                "levels": ["province", "prefecture", "county"],
                "networks": ["extranet", "intranet"],
            }
            for name in DEPARTMENTS
        },
        "stations": STATIONS
        | {"database": STATIONS["database"] | {"when_down": failing, "queue": 1}},
        "catalogue": catalogue,
        "needs": {f"n{n}": draw(needs(list(catalogue))) for n in range(draw(st.integers(1, 2)))},
        "agreements": agreements,
        "disturbances": draw(st.sampled_from([{}, {"storm": {"outage": outage}}])),
        "models": {name: {"by_letter": draw(st.booleans())} for name in PRESETS},
    }


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(worlds(), st.sampled_from(list(PRESETS)))
def test_no_model_crashes_or_loses_a_request(sections: dict[str, Any], name: str) -> None:
    result = run(world(**sections), name, days=2, warm_up=0)
    assert result.sum("outcomes") == result.sum("made")
    assert result.sum("made") > 0
