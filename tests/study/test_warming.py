"""Warm-up is judged by whole spans of a time series, and found where one is known to settle."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any, cast

import numpy as np

from sandbox.scenario import load
from sandbox.study import Comparison
from sandbox.study.warming import DAY, _spans, span_of, warm_ups
from tests.world.small_world import need, small, world_of

HOUR = 3600.0


def comparison(rows: list[np.ndarray[Any, Any]]) -> Comparison:
    """Runs with such series, by hour, and a hundred requests in each."""
    runs = [
        SimpleNamespace(
            series={
                "time": [HOUR * place for place in range(len(row))],
                "requests": [100.0] * len(row),
                "response_time.mean": row.tolist(),
            }
        )
        for row in rows
    ]
    found = SimpleNamespace(models={"m": {}}, of=lambda model: runs, confidence=0.999)
    return cast(Comparison, found)


def test_a_span_is_the_mean_of_its_requests() -> None:
    series = {
        "time": [0.0, HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR],
        "requests": [10.0, 30.0, 0.0, 5.0, 7.0],
        "response_time.mean": [1.0, 5.0, math.nan, 9.0, 2.0],
    }
    spans = _spans(series, "response_time.mean", 2 * HOUR)
    assert spans.tolist() == [4.0, 9.0]  # (10 · 1 + 30 · 5) / 40; the fifth hour fills no span
    assert _spans(series, "requests", 2 * HOUR).tolist() == [20.0, 2.5]


def test_a_transient_of_known_length_is_left_out() -> None:
    """A hundred hours of a straight fall from 10 to 0, then nothing but noise about 0."""
    rng = np.random.default_rng(7)
    fall = np.concatenate([np.linspace(10, 0, 100), np.zeros(400)])
    rows = [fall + rng.normal(0, 0.1, 500) for _ in range(10)]
    (found,) = warm_ups(comparison(rows), ["response_time.mean"], HOUR, 100 * HOUR).models["m"]
    assert found.seconds is not None
    assert 85 * HOUR <= found.seconds <= 105 * HOUR
    assert found.one_run is not None
    assert found.one_run.interval.low < 0 < found.one_run.interval.high


def test_a_series_that_has_not_settled_is_refused_with_advice() -> None:
    rows = [np.linspace(0, 100, 500)] * 2
    (found,) = warm_ups(comparison(rows), ["response_time.mean"], HOUR, 0.0).models["m"]
    assert found.seconds is None
    assert found.warm_up.advice is not None
    assert "not settled" in found.warm_up.advice.render("en")


def test_demand_with_a_profile_is_judged_by_whole_days() -> None:
    profiles = {"office": {"hours": [0] * 9 + [1] * 8 + [0] * 7, "days_off": 0}}
    needs = {"check": need(profile="office")}
    long = {"study": small()["study"] | {"horizon": "60 days", "series": "1 h"}}
    assert span_of(world_of(**small(needs=needs, profiles=profiles, **long)).scenario) == (
        DAY,
        None,
    )
    short = {"study": small()["study"] | {"horizon": "20 days", "series": "1 h"}}
    span, doubt = span_of(world_of(**small(needs=needs, profiles=profiles, **short)).scenario)
    assert span == HOUR
    assert doubt is not None


def test_without_a_profile_the_series_is_judged_as_it_is() -> None:
    span, doubt = span_of(load("textbook/mm1").scenario)
    assert span == float(load("textbook/mm1").scenario.study.series)
    assert doubt is None


def test_a_queue_that_starts_empty_takes_longer_the_busier_it_is(tmp_path: Any) -> None:
    """M/M/1 from empty: its memory grows with 1/(1 − √ρ)², so that ρ = .95 forgets later."""
    from sandbox.study import compare

    found = []
    for rate in ("0.2/s", "0.95/s"):
        file = tmp_path / "queue.yaml"
        file.write_text(
            "extends: textbook/mm1\nscenario: queue\n"
            f"needs: {{asking: {{rate: {rate}}}}}\n"
            "study: {horizon: 8 h, warm_up: 0 s, series: 1 min, replications: 8}\nexpect: []\n",
            encoding="utf-8",
        )
        outcome = compare(load(file), jobs=1)
        (warmings,) = warm_ups(outcome, ["response_time.mean"], 60.0, 0.0).models.values()
        found.append(warmings[0].seconds)
    assert found[0] is not None
    assert found[1] is not None
    assert found[0] <= 300.0
    assert found[1] >= found[0]
