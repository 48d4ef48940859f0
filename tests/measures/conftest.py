"""A small program and its counters, made by hand."""

import numpy as np
import pytest

from sandbox.engine.counters import SERIES, Copies, Counters, Links, Needs, Stations
from sandbox.engine.histogram import buckets
from sandbox.flows import TICKS, Law, Outcome, ProgramBuilder, Tally
from sandbox.flows.program import (
    Copy,
    CopyKind,
    GateState,
    Link,
    Register,
    Station,
    Stream,
    StreamKind,
)

DAY = 86400.0


def histogram(seconds):
    found, counts = np.unique(
        buckets(np.array([round(s * TICKS) for s in seconds], np.int64)), return_counts=True
    )
    return dict(zip(found.tolist(), counts.tolist()))


@pytest.fixture
def program():
    make = ProgramBuilder("letters")
    law = Law.constant(1)
    make.station(
        Station("database@a", law, labels={"role": "database", "region": "north", "agency": "a"})
    )
    make.station(
        Station("clerk@b", law, labels={"role": "clerk", "region": "south", "agency": "b"})
    )
    make.station(Station("hub@p", law, labels={"role": "hub", "region": "south"}))
    make.link(Link("wire", 0, 1e6, labels={"network": "extranet", "region": "north"}))
    register = make.register(Register("population@north", 100))
    make.copy(Copy("source", register, CopyKind.SOURCE))
    make.copy(
        Copy(
            "replica",
            register,
            CopyKind.REPLICA,
            outside=True,
            sensitive=True,
            complete=True,
            labels={"holder": "b", "resource": "population", "region": "south"},
        )
    )
    make.gate(GateState("pact", open=False, article="3", counted=True))
    make.gate(GateState("scope", open=True))
    for name, need, region, agency in (
        ("tax@a", "tax", "north", "a"),
        ("tax@b", "tax", "south", "b"),
        ("aid@b", "aid", "south", "b"),
    ):
        make.stream(
            Stream(
                name,
                StreamKind.NEED,
                0,
                (),
                (),
                1.0,
                labels={"need": need, "region": region, "agency": agency, "resource": "population"},
            )
        )
    make.stream(
        Stream(
            "changes:population@north",
            StreamKind.CHANGE,
            0,
            (),
            (),
            1.0,
            labels={"resource": "population", "region": "north"},
        )
    )
    return make.build()


@pytest.fixture
def counters():
    streams = 4
    outcomes = np.zeros((streams, len(Outcome)), np.int64)
    outcomes[0, Outcome.ANSWERED] = 10
    outcomes[1, Outcome.ANSWERED], outcomes[1, Outcome.REFUSED] = 5, 5
    tallies = np.zeros((streams, len(Tally)), np.int64)
    tallies[1, Tally.COLLECTION], tallies[1, Tally.DUPLICATE] = 6, 4
    tallies[3, Tally.COLLECTION] = 7
    tallies[0, Tally.OUT_OF_SCOPE], tallies[0, Tally.MISUSE], tallies[0, Tally.LETTER] = 3, 2, 8
    whole = np.array
    series = np.zeros((len(SERIES), streams, 2))
    series[SERIES.index("made"), :3, 0] = [10, 10, 0]
    series[SERIES.index("answered"), :3, 0] = [10, 5, 0]
    series[SERIES.index("response_time"), :3, 0] = [20, 40, 0]
    needs = Needs(
        made=whole([10, 10, 0, 0]),
        outcomes=outcomes,
        satisfied=whole([9, 5, 0, 0]),
        by_letter=whole([0, 5, 0, 0]),
        response_time=whole([20.0, 40.0, 0, 0]),
        response_time_max=whole([4.0, 8.0, 0, 0]),
        age=whole([0.0, 500.0, 0, 0]),
        age_max=whole([0.0, 100.0, 0, 0]),
        fresh=whole([10, 2, 0, 0]),
        correct=whole([9, 2, 0, 0]),
        error=whole([1, 0, 0, 0]),
        tallies=tallies,
        crossings=whole([0, 4, 0, 0]),
        first_satisfied=whole([1.0, 5.0, np.nan, np.nan]),
        refusals={"3": whole([0, 5, 0, 0])},
        response_time_histogram=[histogram([2.0] * 9 + [4.0]), histogram([8.0] * 5), {}, {}],
        age_histogram=[histogram([0.0] * 10), histogram([100.0] * 5), {}, {}],
        series=series,
    )
    return Counters(
        model="letters",
        engine="hand",
        seed=1,
        replication=0,
        window=DAY,
        interval=DAY / 2,
        needs=needs,
        stations=Stations(
            busy=whole([DAY / 2, DAY / 4, 0.0]),
            capacity=whole([DAY, DAY / 2, 2 * DAY]),
            queue=whole([DAY, 2 * DAY, 0.0]),
            queue_max=whole([3, 7, 0]),
            served=whole([10, 5, 0]),
            up=whole([DAY, DAY, DAY / 2]),
        ),
        links=Links(bytes=whole([3e9]), busy=whole([DAY / 4]), up=whole([DAY])),
        copies=Copies(
            age=whole([0.0, 3600 * DAY]),
            aged=whole([0.0, DAY]),
            age_peak=whole([0.0, 10.0]),
            renewals=whole([0, 2]),
            exposure=whole([0.0, 100 * DAY]),
            records=whole([100, 100]),
        ),
        gates=whole([DAY / 2, DAY]),
        events=100,
        unfinished=0,
    )
