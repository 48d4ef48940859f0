"""A sweep meets the same draws at every point, and follows the formulas that textbooks give."""

import gc

import numpy as np
import pytest

from sandbox.scenario import Refused, load
from sandbox.scenario.document import rewritten
from sandbox.scenario.nodes import Node
from sandbox.study import compare
from sandbox.study.designs import experiment as laboratory
from sandbox.study.designs.experiment import Experiment, Origin, Outcome
from sandbox.study.designs.factor_files import factors
from sandbox.study.designs.points import check_points
from sandbox.study.designs.sweep import Sweep, designed, sweep
from sandbox.study.runs import RunResult
from sandbox.theory.queues import mm1_time
from tests.study.designs.small import HERE, ONE, shortened


@pytest.fixture(scope="module")
def mm1():
    return shortened("mm1")


def laid_out(document, models=(ONE,), **options):
    return Experiment(document, models=models, jobs=1, engine="simpy", **options)


def test_response_time_over_the_arrival_rate_is_that_of_the_formula() -> None:
    document = shortened("mm1", "9000 s")
    settings = factors(document, ["needs.asking.rate=0.2/s..0.6/s"])
    found = sweep(laid_out(document), settings, points=3, replications=6)
    for place, (rate,) in enumerate(found.points):
        seen = found.outcomes[place].interval(ONE, "response_time.mean", 0.999)
        assert seen.low <= mm1_time(rate, 1.0) <= seen.high
        assert seen.half_width < 0.25 * seen.mean


def test_a_factor_that_does_nothing_changes_nothing_bit_for_bit(mm1) -> None:
    settings = factors(mm1, ["title=one,another", "stations.hub.servers=1,7"])
    found = sweep(laid_out(mm1), settings, replications=2)
    assert len(found.points) == 4
    first = found.outcomes[0].values
    for other in found.outcomes[1:]:
        assert repr(other.values) == repr(first)


def test_a_point_equal_to_the_base_is_the_comparison(mm1) -> None:
    settings = factors(mm1, ["needs.asking.rate=0.25/s,0.5/s"])
    found = sweep(laid_out(mm1), settings, replications=3)
    plain = compare(mm1, models=[ONE], replications=3, jobs=1, engine="simpy")
    values = found.outcomes[1].values[ONE]
    assert repr(values) == repr({name: tuple(plain.values(ONE, name)) for name in values})
    assert found.outcomes[0].values[ONE]["response_time.mean"] != values["response_time.mean"]


def test_a_sweep_of_many_points_holds_no_runs_but_those_under_way(mm1, monkeypatch) -> None:
    """Memory stays flat: when a point begins, the runs of those before it are gone."""
    held: list[int] = []

    def counted(*arguments, **named):
        gc.collect()
        held.append(sum(isinstance(one, RunResult) for one in gc.get_objects()))
        return compare(*arguments, **named)

    monkeypatch.setattr(laboratory, "compare", counted)
    settings = factors(mm1, ["needs.asking.rate=0.1/s..0.5/s"])
    sweep(laid_out(mm1), settings, points=6, replications=2)
    assert len(held) == 6
    assert max(held) == min(held)


def test_nothing_runs_when_any_point_is_refused(mm1, monkeypatch) -> None:
    def never(*_, **__):
        raise AssertionError("a point was run")

    monkeypatch.setattr(laboratory, "compare", never)
    settings = factors(
        mm1, ["needs.asking.rate=0.1/s,0.2/x", "catalogue.facts.provider=provider,provder"]
    )
    with pytest.raises(Refused) as refusal:
        sweep(laid_out(mm1), settings)
    words = refusal.value.render("en")
    assert "--factor:1:25: needs.asking.rate" in words
    assert "--factor:2:35: catalogue.facts.provider" in words
    assert len(refusal.value.problems) == 2


def test_what_only_the_world_can_refuse_is_refused_before_anything_runs(mm1) -> None:
    settings = factors(mm1, ["regions[0].counties=[330102],[330199]"])
    with pytest.raises(Refused, match="330199"):
        check_points(mm1, settings, designed(settings, "full", None, 1), [ONE])


def test_a_point_refused_elsewhere_is_told_with_its_values(mm1) -> None:
    settings = factors(mm1, ["stations.system.elastic.every=1 min"])
    with pytest.raises(Refused, match=r"with stations\.system.elastic\.every = 1 min: the key"):
        check_points(mm1, settings, designed(settings, "full", None, 1), [ONE])


def test_values_that_only_fit_together_are_fine_together(mm1) -> None:
    settings = factors(mm1, ["study.horizon=200 s", "study.warm_up=100 s"])
    check_points(mm1, settings, designed(settings, "full", None, 1), [ONE])
    alone = factors(mm1, ["study.horizon=200 s"])
    with pytest.raises(Refused, match="warm_up"):
        check_points(mm1, alone, designed(alone, "full", None, 1), [ONE])


def test_designs_have_the_points_that_were_asked_for(mm1) -> None:
    settings = factors(
        mm1, ["needs.asking.rate=0.1/s..0.5/s", "stations.system.servers=1..3", "title=a,b"]
    )
    assert len(designed(settings, "full", 3, 1)) == 3 * 3 * 2
    assert len(designed(settings, "lhs", 7, 1)) == 7
    assert designed(settings, "sobol", 9, 1)[:5] == designed(settings, "sobol", 5, 1)
    one_at_a_time = designed(settings, "oat", 3, 1)
    base = one_at_a_time[0]
    assert base[0] == 0.5
    assert base[1] == 1
    for point in one_at_a_time[1:]:
        assert sum(here != there for here, there in zip(point, base)) == 1


def test_equal_points_are_run_once(mm1, monkeypatch) -> None:
    ran = []
    settings = factors(mm1, ["stations.system.servers=1..2"])
    experiment = laid_out(mm1)
    inside = experiment.run

    def run(there, *arguments, **options):
        ran.append(there.digest)
        return inside(there, *arguments, **options)

    monkeypatch.setattr(experiment, "run", run)
    found = sweep(experiment, settings, design="lhs", points=6, replications=1)
    assert len(found.points) == len(found.outcomes) == 6
    assert len(ran) == 2


def test_progress_goes_from_nothing_to_all_over_all_points(mm1) -> None:
    looks = []
    settings = factors(mm1, ["needs.asking.rate=0.1/s..0.3/s"])
    sweep(laid_out(mm1, observer=looks.append), settings, points=3, replications=2)
    assert [look.total for look in looks] == [6] * len(looks)
    assert looks[0].done == 0
    assert looks[-1].done == 6
    assert looks[-1].fraction == 1
    shares = [look.fraction for look in looks]
    assert shares == sorted(shares)


def _lines(document, inputs, slopes):
    """A sweep whose satisfied share of model m is slope·x + chance that models do not share."""
    settings = factors(document, [f"needs.asking.rate={','.join(f'{x}/s' for x in inputs)}"])
    chance = np.random.default_rng(3).normal(0, 0.01, (len(slopes), 20))
    outcomes = tuple(
        Outcome(
            {
                model: {"satisfied": tuple(base + slope * x + chance[place])}
                for place, (model, (base, slope)) in enumerate(slopes.items())
            },
            {},
        )
        for x in inputs
    )
    origin = Origin("fake", "", "", 1, "none", 20, 0.95, next(iter(slopes)))
    points = tuple((level,) for level in settings[0].factor.values)
    return Sweep(origin, "full", settings, tuple(slopes), points, outcomes)


def test_where_the_best_model_changes_is_where_the_lines_cross(mm1) -> None:
    slopes = {"flat": (0.5, 0.0), "rising": (0.1, 1.0)}
    found = _lines(mm1, [0.8, 0.1, 0.2], slopes)  # in any order
    (change,) = found.changes("satisfied")
    assert change.at == pytest.approx(0.4, abs=0.02)
    assert change.low < change.at < change.high
    assert (change.before, change.after) == ("flat", "rising")
    assert [found.best(place, "satisfied") for place in range(3)] == [
        ("rising",),
        ("flat",),
        ("flat",),
    ]


def test_models_that_are_equal_are_best_together(mm1) -> None:
    found = _lines(mm1, [0.1, 0.2], {"one": (0.5, 0.0), "two": (0.4, 0.0)})
    same = dict.fromkeys(("one", "two"), found.outcomes[0].values["one"])
    twins = Sweep(
        found.origin, "full", found.settings, found.models, found.points, (Outcome(same, {}),) * 2
    )
    assert twins.best(0, "satisfied") == ("one", "two")
    assert twins.changes("satisfied") == ()


def test_there_is_no_line_along_words(mm1) -> None:
    settings = factors(mm1, ["title=a,b"])
    found = _lines(mm1, [0.1, 0.2], {"one": (0.5, 0.0), "two": (0.4, 0.0)})
    worded = Sweep(
        found.origin,
        "full",
        settings,
        found.models,
        tuple((level,) for level in settings[0].factor.values),
        found.outcomes,
    )
    assert worded.changes("satisfied") == ()


def test_replications_can_go_on_where_others_ended(mm1) -> None:
    experiment = laid_out(mm1)
    whole = experiment.run(mm1, 4)
    parts = experiment.run(mm1, 1).and_then(experiment.run(mm1, 3, first=1))
    assert repr(parts.values) == repr(whole.values)


def test_shipped_scenarios_can_be_written_over() -> None:
    document = load("business-startup")
    there = rewritten(document, {("study", "horizon"): Node("20 days", HERE)})
    assert there.scenario.study.horizon == 20 * 86400
    assert there.scenario.needs == document.scenario.needs
