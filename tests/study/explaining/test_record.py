"""What copies believe is what they answer; the source knows the truth; looking is harmless."""

import pytest

from sandbox.engine.beliefs import Watching
from sandbox.engine.simpy_engine import SimpyEngine
from sandbox.measures import evaluate
from sandbox.study.convert import horizon, prices
from sandbox.study.explaining.record import histories, watched
from sandbox.study.runs import workshop_of
from tests.study.explaining.village import village

END = 12 * 3600 * 10**9


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    return workshop_of(village(tmp_path_factory.mktemp("village")))


@pytest.mark.parametrize("model", ["letters", "cached_query", "change_feed", "central_library"])
def test_beliefs_at_use_are_what_the_answers_said(shop, model) -> None:
    known = watched(shop, "population@330102", 3, model, seed=5, until=END)
    assert known.changed
    assert known.uses
    read = stale = 0
    for use in known.uses:
        assert use.true_version == known.version(use.time)
        stale += use.version != use.true_version
        if not use.copy:
            continue
        read += 1
        belief = known.belief(use.copy, use.read_at)
        assert (belief.version, belief.error, belief.as_of) == (use.version, use.error, use.as_of)
    assert read > 3 or model == "letters"
    assert stale or model in ("letters", "change_feed")


def test_a_source_that_knows_at_once_knows_the_truth(shop) -> None:
    """Changes of `taxes` are known at once, those of `population` only after ten minutes."""
    known = watched(shop, "taxes@330105", 2, "change_feed", seed=5, until=END)
    source = known.copies["tax@330105:taxes@330105"]
    assert [belief.time for belief in source[1:]] == known.changed
    for time in (0, *known.changed, END):
        belief = known.belief("tax@330105:taxes@330105", time)
        assert (belief.version, belief.as_of) == (known.version(time), time)
    late = watched(shop, "population@330102", 3, "change_feed", seed=5, until=END)
    source = late.copies["police@330102:population@330102"]
    known_by = [belief.time for belief in source[1:]]
    assert known_by == [time + 600 * 10**9 for time in late.changed if time <= END - 600 * 10**9]


def test_no_copy_knows_a_version_before_it_is_true(shop) -> None:
    for model, known in histories(
        shop.document, "population@330102", 3, ["change_feed", "central_library"], jobs=1
    ).items():
        for held in known.copies.values():
            for belief in held:
                assert belief.version <= known.version(belief.time), model


def test_the_truth_is_the_same_under_every_model(shop) -> None:
    found = histories(shop.document, "taxes@330102", 1, ["letters", "change_feed"], jobs=1)
    first, second = found.values()
    assert first.changed == second.changed


def test_watching_changes_nothing(shop) -> None:
    assembly = shop.assembly("cached_query")
    times = horizon(shop.document.scenario.study)
    watching = Watching(assembly.program, "population@330102", 3)
    control = (*assembly.control, watching.process)
    seen = SimpyEngine().run(assembly.program, 5, 0, times, control, None, watching)
    scenario = shop.document.scenario
    tariff = prices(scenario.costs, scenario.models["cached_query"])
    plain = shop.run("cached_query", engine="simpy")
    assert repr(evaluate(assembly.program, seen, tariff)) == repr(plain.measures)
    assert seen.events == plain.events


def test_a_register_that_no_need_reaches_has_no_history(shop) -> None:
    assert watched(shop, "nothing@330102", 0, "letters", seed=5, until=END) is None
