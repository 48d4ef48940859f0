"""What the mathematics of queues says, and the engine must show.

Every family is run twice: quickly, where the exact value must lie in the 99.9 % interval over
replications, and (marked slow) long enough for the interval's half-width to be below 1 %.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from small_programs import DONE, Small, age, interval, queue, response_time, share

from sandbox.engine import Counters
from sandbox.flows import Join, Law, Outcome, ticks
from sandbox.flows.operations import (
    Apply,
    Collect,
    Done,
    Label,
    Read,
    Scatter,
    Send,
    Snapshot,
    Stamp,
    Visit,
    Write,
)
from sandbox.flows.program import Breakdowns, CopyKind

Build = Callable[[float, float], Small]
Exact = Callable[[float], float]


def erlang_c(servers: int, offered: float) -> float:
    """Probability of waiting in M/M/c (Erlang 1917)."""
    top = offered**servers / math.factorial(servers) * servers / (servers - offered)
    return top / (sum(offered**k / math.factorial(k) for k in range(servers)) + top)


def mm1(load: float, seconds: float) -> Small:
    return queue(load, 1.0, seconds)


def mmc(load: float, seconds: float) -> Small:
    return queue(2 * load, 1.0, seconds, servers=2)


def mg1(law: Law) -> Build:
    return lambda load, seconds: queue(load, law, seconds)


def pollaczek(law: Law) -> Exact:
    """Mean time in M/G/1 by load (Pollaczek 1930, Khinchine 1932)."""
    second = law.variance + law.mean**2
    return lambda load: law.mean + load / law.mean * second / (2 * (1 - load))


def tandem(load: float, seconds: float) -> Small:
    small = Small(seconds)
    for name, mean in (("a", 1 / 2), ("b", 1 / 2.5), ("c", 1 / 3)):
        small.station(name, mean)
    small.flow("through", Visit("a", "a"), Visit("b", "b"), Visit("c", "c"), DONE)
    small.row("row", a="a", b="b", c="c")
    small.stream("need", "through", "row", 2 * load)
    return small


def link(load: float, seconds: float) -> Small:
    """M/D/1 on a link of 1,000 B/s with messages of 500 B, and a latency."""
    small = Small(seconds)
    small.link("line", latency=0.25, bandwidth=1000.0)
    small.route("way", "line")
    small.flow("ask", Send("way", "size"), DONE)
    small.row("row", way="way", size=500)
    small.stream("need", "ask", "row", 2 * load)
    return small


def breakdowns(load: float, seconds: float) -> Small:
    return queue(0.8 * load, 1.0, seconds, breakdowns=(Breakdowns(mtbf=20.0, mttr=4.0),))


def with_breakdowns(arrival: float, service: float, failure: float, repair: float) -> float:
    """M/M/1 whose server fails at any time, service resumed (White & Christie 1958, eq. for L).

    Failures and repairs are exponential, failures also strike an idle server.
    """
    both = failure + repair
    jobs = arrival * (both**2 + service * failure) / (both * (service * repair - arrival * both))
    return jobs / arrival


def fork_join(load: float, seconds: float) -> Small:
    """Two M/M/1 queues fed by the same arrivals; the parent waits for both."""
    small = Small(seconds)
    small.station("left", 1.0)
    small.station("right", 1.0)
    small.flow("half", Visit("desk", "service"), DONE)
    rows = [small.row(name, desk=name) for name in ("left", "right")]
    small.list("both", *rows)
    small.flow("whole", Scatter("rows", "half", Join.ALL), DONE)
    small.row("row", rows="both")
    small.stream("need", "whole", "row", load)
    return small


LONG = {  # what varies much takes longer
    "M/M/1": 150_000.0,
    "M/lognormal/1": 200_000.0,
    "M/gamma/1": 90_000.0,
    "M/Erlang/1": 60_000.0,
    "breakdowns": 280_000.0,
    "fork-join": 80_000.0,
}
LAWS = {
    "D": Law.constant(1.0),
    "lognormal": Law.lognormal(1.0, 0.8),
    "gamma": Law.gamma(1.0, 0.6),
    "Erlang": Law.erlang(1.0, 3),
    "uniform": Law.uniform(0.2, 1.8),
}
TIMES: dict[str, tuple[Build, Exact]] = {
    "M/M/1": (mm1, lambda load: 1 / (1 - load)),
    "M/M/2": (mmc, lambda load: 1 + erlang_c(2, 2 * load) / (2 - 2 * load)),
    **{f"M/{name}/1": (mg1(law), pollaczek(law)) for name, law in LAWS.items()},
    "tandem": (tandem, lambda load: sum(1 / (mu - 2 * load) for mu in (2, 2.5, 3))),
    "link": (link, lambda load: pollaczek(Law.constant(0.5))(load) + 0.25),
    "breakdowns": (breakdowns, lambda load: with_breakdowns(0.8 * load, 1.0, 1 / 20, 1 / 4)),
    # Flatto & Hahn 1984; Nelson & Tantawi 1988
    "fork-join": (fork_join, lambda load: (12 - load) / 8 / (1 - load)),
}


def mean_times(build: Build, load: float, seconds: float, runs: int) -> list[float]:
    return [
        response_time(build(load, seconds).run(replication=n, warm_up=seconds / 20))
        for n in range(runs)
    ]


@pytest.mark.parametrize("family", TIMES)
def test_the_mean_time_in_the_system_is_the_exact_one(family: str) -> None:
    build, exact = TIMES[family]
    mean, half = interval(mean_times(build, 0.5, 2000.0, 8))
    assert abs(mean - exact(0.5)) < half


@pytest.mark.slow
@pytest.mark.parametrize("family", TIMES)
def test_the_mean_time_in_the_system_is_exact_to_one_percent(family: str) -> None:
    build, exact = TIMES[family]
    mean, half = interval(mean_times(build, 0.3, LONG.get(family, 40_000.0), 30))
    assert half < 0.01 * exact(0.3)
    assert abs(mean - exact(0.3)) < half


def test_utilisation_queue_and_sojourn_quantile_of_mm1_are_exact() -> None:
    runs = [mm1(0.6, 8000.0).run(replication=n, warm_up=500.0) for n in range(6)]
    busy, half = interval([float(c.stations.busy[0] / c.stations.capacity[0]) for c in runs])
    assert abs(busy - 0.6) < half
    waiting, half = interval([float(c.stations.queue[0]) / c.window for c in runs])
    assert abs(waiting - 0.6**2 / 0.4) < half
    assert runs[0].stations.capacity[0] == runs[0].window


def cobham(seconds: float) -> Small:
    small = Small(seconds)
    small.station("desk", 1.0, priority=True)
    small.flow("ask", Visit("desk", "service"), DONE)
    small.row("row", desk="desk")
    for urgency, rate in ((2, 0.2), (1, 0.2), (0, 0.2)):
        small.stream(f"class {urgency}", "ask", "row", rate, priority=urgency)
    return small


def test_priority_classes_wait_as_cobham_says() -> None:
    """Cobham 1954: W_p = R / ((1 - s_(p-1)) (1 - s_p)), R = 0.6 for exponential services."""
    runs = [cobham(5000.0).run(replication=n, warm_up=500.0) for n in range(8)]
    for place, exact in enumerate((0.6 / 0.8, 0.6 / 0.8 / 0.6, 0.6 / 0.6 / 0.4)):
        times = [c.needs.response_time[place] / c.needs.outcomes[place, 0] for c in runs]
        mean, half = interval(times)
        assert abs(mean - 1 - exact) < half


def loss(seconds: float) -> Small:
    return queue(0.8, 1.0, seconds, places=3)


def test_a_bounded_queue_loses_as_many_as_mm1k_says() -> None:
    exact = (1 - 0.8) * 0.8**4 / (1 - 0.8**5)
    lost = [share(loss(3000.0).run(replication=n), Outcome.FAILED) for n in range(8)]
    mean, half = interval(lost)
    assert abs(mean - exact) < half


def test_a_station_that_fails_its_jobs_is_as_available_as_its_mtbf_and_mttr_say() -> None:
    build = lambda: queue(  # noqa: E731
        0.5, Law.constant(1e-6), 8000.0, fails_when_down=True,
        breakdowns=(Breakdowns(mtbf=72.0, mttr=8.0),),
    )  # fmt: skip
    runs = [build().run(replication=n) for n in range(8)]
    mean, half = interval([share(c, Outcome.ANSWERED) for c in runs])
    assert abs(mean - 0.9) < half
    mean, half = interval([float(c.stations.up[0]) / c.window for c in runs])
    assert abs(mean - 0.9) < half


def feed(seconds: float) -> Small:
    """Updates pass an M/M/1 queue, first in, first out, to a copy that vouches for the newest."""
    small = Small(seconds)
    small.register("register")
    small.copy("copy", "register", CopyKind.ENTRIES, complete=True)
    small.station("channel", 1.0)
    small.flow("tell", Visit("channel", "service"), Write("copy"), DONE)
    small.row("row", channel="channel", copy="copy")
    small.stream("updates", "tell", "row", 0.5, register="register")
    return small


def test_the_age_of_an_mm1_feed_is_that_of_kaul_yates_and_gruteser() -> None:
    """Kaul, Yates & Gruteser 2012: age 3.5, peak 4.0 at half load."""
    runs = [feed(6000.0).run(replication=n, warm_up=500.0) for n in range(8)]
    mean, half = interval([float(c.copies.age[0]) / c.window for c in runs])
    assert abs(mean - 3.5) < half
    mean, half = interval([float(c.copies.age_peak[0] / c.copies.renewals[0]) for c in runs])
    assert abs(mean - 4.0) < half


def batches(seconds: float, delay: float = 2.0, period: float = 24.0, rate: float = 0.0) -> Small:
    small = Small(seconds)
    small.register("register", records=200)
    small.copy("source", "register", CopyKind.SOURCE)
    small.copy("replica", "register", CopyKind.REPLICA, complete=True)
    small.station("transfer", Law.constant(delay), servers=50)
    small.flow("report", Write("copy"), DONE)
    small.flow("batch", Snapshot("from", "to"), Visit("transfer", "transfer"), Apply("to"), DONE)
    small.flow("ask", Read("copy"), DONE)
    small.list("sources", "source")
    small.list("replicas", "replica")
    small.row("batch row", **{"from": "sources", "to": "replicas", "transfer": "transfer"})
    small.row("source row", copy="source")
    small.row("replica row", copy="replica")
    small.timetable("daily", "batch", "batch row", period)
    if rate:
        small.stream("changes", "report", "source row", rate, register="register")
    small.stream("need", "ask", "replica row", 1.0)
    return small


def test_a_periodic_batch_has_age_half_its_period_plus_its_delay() -> None:
    counters = batches(24.0 * 200).run(warm_up=48.0)
    assert counters.copies.age[0] == 0
    assert counters.copies.age[1] / counters.window == pytest.approx(14.0, rel=1e-9)
    assert counters.copies.age_peak[1] / counters.copies.renewals[1] == pytest.approx(26.0)
    assert age(counters) == pytest.approx(14.0, rel=0.05)


def test_copies_stay_fresh_as_cho_and_garcia_molina_say() -> None:
    """Cho & Garcia-Molina 2000: F = (1 - exp(-cI)) / (cI), times exp(-cd) for a delay d."""
    period, delay, per_record = 10.0, 1.0, 0.05
    exact = (
        math.exp(-per_record * delay) * (1 - math.exp(-per_record * period)) / (per_record * period)
    )
    runs = [
        batches(600.0, delay, period, 200 * per_record).run(replication=n, warm_up=20.0)
        for n in range(8)
    ]
    mean, half = interval([float(c.needs.fresh[-1] / c.needs.outcomes[-1, 0]) for c in runs])
    assert abs(mean - exact) < half


def test_the_majority_of_three_sources_is_right_as_condorcet_says() -> None:
    small = Small(1500.0)
    rows = []
    for place in range(3):
        small.register(f"register {place}")
        rows.append(small.row(f"source {place}", register=f"register {place}", error=0.1))
    small.list("sources", *rows)
    small.flow("vote", Collect("register", "error", "error"), DONE)
    small.flow("ask", Scatter("rows", "vote", Join.MAJORITY), DONE)
    small.row("row", rows="sources")
    small.stream("need", "ask", "row", 1.0)
    right = [
        float(c.needs.correct.sum() / c.needs.made.sum())
        for c in (small.run(replication=n) for n in range(6))
    ]
    mean, half = interval(right)
    assert abs(mean - 0.972) < half


def test_a_cache_hits_as_often_as_its_time_to_live_says() -> None:
    """Renewal argument (Jung, Berger & Balakrishnan 2003): cT / (1 + cT) per record."""
    small = Small(2500.0)
    small.register("register", records=5)
    small.copy("source", "register", CopyKind.SOURCE)
    small.copy("cache", "register", CopyKind.ENTRIES)
    small.flow(
        "ask",
        Read("cache", "miss", "ttl"),
        DONE,
        Label("miss"),
        Read("source"),
        Stamp(),
        Write("cache"),
        Done(Outcome.FAILED),  # so that misses can be told from hits
    )
    small.row("row", cache="cache", source="source", ttl=ticks(4.0))
    small.stream("need", "ask", "row", 5 * 0.5)
    hits = [share(small.run(replication=n), Outcome.ANSWERED) for n in range(8)]
    mean, half = interval(hits)
    assert abs(mean - 2 / 3) < half


def busy_share(counters: Counters) -> float:
    return float(np.mean(counters.links.busy / counters.window))


def test_a_link_is_busy_as_long_as_it_transmits() -> None:
    counters = link(0.5, 5000.0).run()
    assert busy_share(counters) == pytest.approx(0.5, rel=0.05)
    assert counters.links.bytes[0] == 500 * counters.needs.made.sum()
