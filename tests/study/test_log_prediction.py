"""A log lies where it is predicted about as often as is said, behind a queue too."""

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import nbinom

from sandbox.scenario import load
from sandbox.study.calibration import Options, calibrate
from sandbox.study.calibration.prediction import of_count, of_figure
from sandbox.study.calibration.reproduction import reproduce
from sandbox.study.calibration.standalone import MODEL, standalone
from sandbox.study.calibration.writing import text_of, write
from tests.study.test_calibration_round_trip import logged

CALLS, TIMES, RUNS, LOGS = 600, 2.5, 10, 400
FIGURES = {
    "mean": lambda times: times.mean(axis=-1),
    "p50": lambda times: np.quantile(times, 0.5, axis=-1),
    "p95": lambda times: np.quantile(times, 0.95, axis=-1),
}


def queues(rng, gap, service, calls):
    """Times in system of M/M/1 queues that begin empty (Lindley 1952), one for each `gap`."""
    gaps = rng.exponential(gap[..., None], (*gap.shape, calls))
    services = rng.exponential(service[..., None], (*service.shape, calls))
    waits = np.zeros_like(gaps)
    for call in range(1, calls):
        before = waits[..., call - 1] + services[..., call - 1] - gaps[..., call]
        waits[..., call] = np.maximum(before, 0.0)
    return waits + services, gaps, services


@pytest.fixture(scope="module")
def logs():
    rng = np.random.default_rng(11)
    return queues(rng, np.full(LOGS, 2.0), np.full(LOGS, 1.0), CALLS)


def runs_of(gap, service):
    rng = np.random.default_rng(12)
    gaps, services = (np.repeat(each[:, None], RUNS, axis=1) for each in (gap, service))
    return queues(rng, gaps, services, int(CALLS * TIMES))[0]


def covered(log, run, figure):
    told, seen = FIGURES[figure](log), FIGURES[figure](run)
    return np.mean([of_figure(r, TIMES, 0.95).covers(x) for x, r in zip(told, seen)])


@pytest.mark.parametrize("figure", FIGURES)
def test_a_log_of_the_queue_itself_is_covered_as_often_as_said(logs, figure) -> None:
    run = runs_of(np.full(LOGS, 2.0), np.full(LOGS, 1.0))
    slack = 2.6 * math.sqrt(0.95 * 0.05 / LOGS)
    assert covered(logs[0], run, figure) == pytest.approx(0.95, abs=slack)


@pytest.mark.parametrize("figure", FIGURES)
def test_a_log_is_covered_by_runs_that_were_fitted_to_it(logs, figure) -> None:
    """No less often: rates that are those of the log itself bring the runs nearer to it."""
    times, gaps, services = logs
    run = runs_of(gaps.mean(axis=1), services.mean(axis=1))
    assert covered(times, run, figure) >= 0.95 - 2.6 * math.sqrt(0.95 * 0.05 / LOGS)


def test_an_interval_of_independent_calls_would_be_far_too_narrow(logs) -> None:
    """Why the log's own interval is not asked: half of it is waiting, and that hangs together."""
    times = logs[0]
    half = 1.96 * times.std(axis=1) / math.sqrt(CALLS)
    assert np.mean(np.abs(times.mean(axis=1) - 2.0) <= half) < 0.75


def test_a_count_is_predicted_by_the_negative_binomial_law() -> None:
    for seen, times in ((0, 5.0), (3, 10.0), (5400, 9.0)):
        low, high = of_count(seen, times, 0.95)
        law = nbinom(seen + 0.5, times / (times + 1))
        assert (low, high) == (law.ppf(0.025), law.ppf(0.975))
    rng = np.random.default_rng(4)
    held = [
        low <= rng.poisson(40) <= high
        for low, high in (of_count(int(rng.poisson(400)), 10.0, 0.95) for _ in range(600))
    ]
    assert 0.93 <= np.mean(held) <= 0.985


def test_a_rate_that_is_a_fifth_too_high_is_caught() -> None:
    rng = np.random.default_rng(5)
    for _ in range(100):
        low, _ = of_count(int(rng.poisson(1.2 * 600 * 25)), 25.0, 0.95)
        assert rng.poisson(600) < low


def test_runs_that_are_all_alike_or_single_predict_what_they_can() -> None:
    assert of_figure([0.0, 0.0, 0.0], 3.0, 0.95).covers(0.0)
    assert of_figure([2.0, 2.0], 3.0, 0.95).low == pytest.approx(2.0)
    assert math.isnan(of_figure([2.0], 3.0, 0.95).low)
    assert math.isnan(of_figure([math.nan], 3.0, 0.95).value)
    assert of_figure([1e-3, 5.0], 1e9, 0.95).low >= 0


QUEUE = """\
extends: textbook/base
scenario: queue
title: queue
about: one server
stations: {database: {servers: 1, service: {exponential: 1 min}}}
needs: {asking: {rate: 30/h}}
study: {horizon: 20 h}
"""


@pytest.fixture
def reproduced(tmp_path: Path) -> Callable[[int, float], dict[str, bool]]:
    """Which figures of a small log a scenario calibrated by it reproduces, at so much its rate."""
    place = tmp_path / "first.yaml"
    place.write_text(QUEUE, encoding="utf-8")
    document = load(place)

    def found(seed: int, factor: float) -> dict[str, bool]:
        log = calibrate(logged(document, tmp_path / "log.jsonl", seed), Options(servers=1))
        data, needs, _ = standalone(log, "second")
        (name,) = needs
        data["needs"][name]["rate"] = f"{log.needs[0].arrivals.rate.value * 3600 * factor:.6g}/h"
        second = write(text_of(data, []), tmp_path / "second.yaml")
        pairs = reproduce(log, second, needs, MODEL, jobs=1)
        return {pair.figure: pair.meets for pair in pairs}

    return found


def test_a_right_round_trip_is_marked_right_and_a_wrong_one_wrong(reproduced) -> None:
    right = [reproduced(seed, 1.0) for seed in range(10)]
    marks = [meets for one in right for meets in one.values()]
    assert len(marks) == 10 * 5
    assert np.mean(marks) >= 0.93
    for seed in (3,):
        assert not reproduced(seed, 1.2)["rate"]
