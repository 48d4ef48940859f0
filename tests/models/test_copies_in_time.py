"""What is held outside its source, and from when to when."""

from __future__ import annotations

import math
from typing import Any

import pytest

from sandbox.flows.program import CopyKind
from sandbox.measures import Prices, breakdown, evaluate
from sandbox.world import World
from tests.models.running import Outcomes, run, world
from tests.world.small_world import need, resource

RECORDS, SIZE = 300, 1000


def under_agreement(models: dict[str, Any], **agreement: Any) -> World:
    """Business information that one department gets under one agreement."""
    return world(
        departments={
            "police": {"name": "police", "levels": ["province"]},
            "tax": {"name": "tax", "levels": ["prefecture", "province"]},
        },
        catalogue={
            "population": resource(
                records=RECORDS,
                record_size="1 kB",
                level="province",
                secrecy="sensitive",
                changes="0/year",
                collection={"delay": "1 h", "error": 0},
                **{"class": "business"},
            )
        },
        needs={"check": need(levels=["prefecture"], rate="5/h")},
        agreements={
            "one": {"provider": "police", "consumers": ["tax"], "resources": ["population"]}
            | agreement
        },
        models=models,
    )


def held(outcome: Outcomes) -> tuple[float, float]:
    """Record-days held outside the source, and bytes moved."""
    counters = outcome.counters
    return float(counters.copies.exposure.sum()) / 86400, float(counters.links.bytes.sum())


def test_a_subscriber_is_sent_nothing_before_its_agreement_and_then_everything() -> None:
    silent = {"change_feed": {"heartbeat": 0}}
    early = run(under_agreement(silent, **{"from": "3 days"}), "change_feed", days=3, warm_up=0)
    assert held(early) == (0.0, 0.0)
    late = run(under_agreement(silent, **{"from": "3 days"}), "change_feed", days=4, warm_up=0)
    feeds = [
        copy.name
        for copy in late.program.copies
        if copy.kind is CopyKind.ENTRIES and not copy.complete
    ]
    assert len(feeds) == 2  # one a prefecture
    exposed, moved = held(late)
    assert exposed == pytest.approx(2 * RECORDS, rel=0.001)
    links = [len(route) for route in late.program.routes]
    assert 2 * RECORDS * SIZE * 2 <= moved <= 2 * RECORDS * SIZE * 2 * max(links)
    assert late.share("fresh") == 1


def test_a_copy_in_force_from_the_start_is_held_from_the_start() -> None:
    silent = {"change_feed": {"heartbeat": 0}}
    whole = run(under_agreement(silent), "change_feed", days=4, warm_up=0)
    assert held(whole) == (2 * RECORDS * 4, 0.0)


def test_the_first_batch_after_an_agreement_carries_every_record() -> None:
    daily = {"bilateral": {"partners": "all", "schedule": {"period": "1 day", "offset": "1 h"}}}
    late = run(under_agreement(daily, **{"from": "2 days"}), "bilateral", days=4, warm_up=0)
    exposed, moved = held(late)
    assert 2 * RECORDS * 1.9 < exposed < 2 * RECORDS * 2
    assert moved >= 2 * RECORDS * SIZE * 2


def test_what_a_cache_exposes_grows_with_its_time_to_live() -> None:
    exposures = []
    for ttl in ("0 h", "1 h", "6 h", "30 days"):
        some = under_agreement({"cached_query": {"ttl": ttl}})
        exposures.append(held(run(some, "cached_query", days=3, warm_up=1))[0])
    assert exposures[0] == 0
    assert exposures == sorted(exposures)
    # Little's law: two agencies, 5 new entries an hour each, held for an hour, over two days
    assert exposures[1] == pytest.approx(2 * 5 * 2, rel=0.15)


def test_copies_of_different_times_count_alike_in_the_mean_age() -> None:
    """One department's agreement begins on the first day, another's on the last."""
    paper = {"provider": "police", "resources": ["population"]}
    some = world(
        departments={
            "police": {"name": "police", "levels": ["province"]},
            "tax": {"name": "tax", "levels": ["province"]},
            "health": {"name": "health", "levels": ["province"]},
        },
        catalogue={"population": resource(level="province", **{"class": "business"})},
        needs={
            who: need(consumer=who, levels=["province"], rate="5/h") for who in ("tax", "health")
        },
        agreements={
            "early": paper | {"consumers": ["tax"], "from": "12 h"},
            "late": paper | {"consumers": ["health"], "from": "3 days"},
        },
        models={"change_feed": {"heartbeat": "6 h"}},
    )
    outcome = run(some, "change_feed", days=4, warm_up=0)
    prices = Prices()
    whole = evaluate(outcome.program, outcome.counters, prices)["age.copy"]
    parts = breakdown(outcome.program, outcome.counters, prices, "agency").column("age.copy")
    ages = [age for age in parts if not math.isnan(age)]
    assert len(ages) == 2
    assert ages[0] != ages[1]
    assert whole == pytest.approx(sum(ages) / 2)
