"""What drives a queue is what its formula says; what drives a choice is told as a difference."""

import numpy as np
import pytest

from sandbox.scenario import Refused, load
from sandbox.study.designs.drivers import sensitivity
from sandbox.study.designs.experiment import Experiment
from sandbox.study.designs.factor_files import factors
from sandbox.study.statistics.sensitivity import sobol_indices, sobol_plan
from sandbox.study.statistics.tornado import Subject
from sandbox.theory.queues import mm1_time
from tests.study.designs.small import ONE, Told, shortened

RANGES = [
    "needs.asking.rate=0.2/s..0.35/s",
    "stations.system.service.exponential=0.5 s..1.5 s",
    "stations.hub.service=1 ms..2 ms",
]
"""the last one does nothing: nobody passes the hub"""


@pytest.fixture(scope="module")
def mm1():
    return load("textbook/mm1")


def formula(there, model, replication):
    scenario = there.scenario
    rate = float(scenario.needs["asking"].rate)
    service = float(scenario.stations["system"].service.mean)
    time = mm1_time(rate, 1 / service)
    slower = time + 2 * float(scenario.stations["hub"].service.mean or 0)
    return {"response_time.mean": slower if model == "hub" else time}


@pytest.mark.slow
def test_a_queue_is_driven_by_what_its_formula_says() -> None:
    document = shortened("mm1", "4000 s")
    settings = factors(document, RANGES)
    experiment = Experiment(document, models=[ONE], jobs=1, engine="simpy")
    subject = Subject("response_time.mean", ONE)
    found = sensitivity(experiment, settings, subject, samples=3, replications=4)
    exact = sensitivity(
        Told(document, (ONE,), formula), settings, subject, samples=3, replications=2
    )
    assert [one.factor for one in found.tornado.bars] == [one.factor for one in exact.tornado.bars]
    for bar, formal in zip(found.tornado.bars, exact.tornado.bars, strict=True):
        assert bar.low_effect.low <= formal.low_effect.mean <= bar.low_effect.high
        assert bar.high_effect.low <= formal.high_effect.mean <= bar.high_effect.high
    rate, service, hub = found.screened
    assert service.mu_star.mean > rate.mu_star.mean > 0
    assert (hub.mu, hub.mu_star.mean, hub.sigma.mean) == (0, 0, 0)


def test_sobols_indices_of_a_scenario_are_those_of_the_formula_alone(mm1) -> None:
    settings = factors(mm1, RANGES)
    subject = Subject("response_time.mean", ONE)
    found = sensitivity(
        Told(mm1, (ONE,), formula), settings, subject, method="sobol", samples=32, replications=1
    )
    plan = sobol_plan([setting.factor for setting in settings], 32, 1)
    outputs = [mm1_time(rate, 1 / service) for rate, service, _ in plan.points]
    alone = sobol_indices(plan, outputs, confidence=0.95, seed=1)
    for one, other in zip(found.indices, alone, strict=True):
        assert one.first.mean == pytest.approx(other.first.mean, abs=1e-9)
        assert one.total.mean == pytest.approx(other.total.mean, abs=1e-9)
    assert found.indices[1].total.mean > found.indices[0].total.mean > 0.01
    assert found.indices[2].total.mean == pytest.approx(0, abs=1e-12)


def test_what_drives_both_models_alike_does_not_drive_the_choice(mm1) -> None:
    settings = factors(mm1, RANGES)
    subject = Subject("response_time.mean", "hub", ONE)
    found = sensitivity(
        Told(mm1, ("hub", ONE), formula), settings, subject, samples=3, replications=2
    )
    rate, service, hub = found.screened
    assert (rate.mu_star.mean, service.mu_star.mean) == (pytest.approx(0), pytest.approx(0))
    assert hub.mu == pytest.approx(0.002)  # twice the millisecond between the ends
    assert found.tornado.bars[0].factor == "stations.hub.service"
    assert found.tornado.base.mean == 0


def test_the_tornado_starts_from_the_scenario_as_it_is(mm1) -> None:
    settings = factors(mm1, RANGES)
    found = sensitivity(
        Told(mm1, (ONE,), formula),
        settings,
        Subject("response_time.mean", ONE),
        samples=2,
        replications=2,
    )
    assert found.tornado.base.mean == pytest.approx(2.0)
    bar = next(one for one in found.tornado.bars if one.factor == "needs.asking.rate")
    assert bar.low_effect.mean == pytest.approx(mm1_time(0.2, 1) - 2)
    assert bar.high_effect.mean == pytest.approx(mm1_time(0.35, 1) - 2)


def test_chance_that_all_points_share_hides_nothing(mm1) -> None:
    chance = np.random.default_rng(2).normal(0, 5, 3)

    def noisy(there, model, replication):
        time = formula(there, model, replication)["response_time.mean"]
        return {"response_time.mean": time + chance[replication]}

    settings = factors(mm1, RANGES)
    subject = Subject("response_time.mean", ONE)
    quiet = sensitivity(Told(mm1, (ONE,), formula), settings, subject, samples=3, replications=3)
    loud = sensitivity(Told(mm1, (ONE,), noisy), settings, subject, samples=3, replications=3)
    for one, other in zip(loud.screened, quiet.screened, strict=True):
        assert one.mu == pytest.approx(other.mu)


def test_a_list_has_no_effects(mm1) -> None:
    settings = factors(mm1, ["needs.asking.rate=0.2/s,0.4/s"])
    with pytest.raises(Refused, match="a range is needed"):
        sensitivity(Told(mm1, (ONE,), formula), settings, Subject("fresh", ONE))
