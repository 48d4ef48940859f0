"""A request's life: its steps are those of its flow, their time is what was measured."""

import pickle
from collections import defaultdict

import numpy as np
import pytest

from sandbox.engine.arrivals import Arrivals
from sandbox.engine.draws import Drawer
from sandbox.engine.stations import ServingStation
from sandbox.engine.subjects import Subjects
from sandbox.flows.compiled import compile
from sandbox.flows.program import StreamKind
from sandbox.randomness import base
from sandbox.study.convert import horizon
from sandbox.study.explaining.events import PICKS, Asked, Event
from sandbox.study.explaining.passing import passing
from sandbox.study.explaining.placing import Placing, Unplaced
from sandbox.study.explaining.request import explained, lives
from sandbox.study.explaining.steps import LOST, SERVED, WAITED, Telling, path, spent
from sandbox.study.runs import workshop_of
from tests.study.explaining.village import village

SEED = 5
MODELS = ("letters", "federated_query", "cached_query", "change_feed", "central_library")


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    return workshop_of(village(tmp_path_factory.mktemp("village")))


class Everything:
    """A trace that keeps every request's events."""

    def __init__(self):
        self.events = defaultdict(list)
        self.rows = {}

    def __call__(self, time, stream, index, event, detail):
        if event == "made":
            self.rows[stream, index] = detail["row"]
        told = {name: value for name, value in detail.items() if name != "child"}
        self.events[stream, index].append(Event(time, event, detail.get("child", ""), told))


def every_life(shop, model):
    """Steps of all requests of a run, from one run; works that stations were brought."""
    trace, program = Everything(), shop.assembly(model).program
    result = shop.run(model, engine="simpy", trace=trace)
    compiled, times = compile(program), horizon(shop.document.scenario.study)
    placing, telling = Placing(compiled), Telling(compiled)
    subjects = Subjects(program, base(SEED, 0), times.end, times.end + times.drain)
    flows = {one.name: one.flow for one in program.streams if one.kind is StreamKind.NEED}
    found = {}
    for (stream, index), events in trace.events.items():
        if stream in flows:
            who = subjects.identity(stream, index)
            thread = placing.thread(events, flows[stream], trace.rows[stream, index], who)
            found[stream, index] = telling.steps(thread, times.end + times.drain)
    return result, found


def all_steps(steps):
    for step in steps:
        yield step
        for branch in step.children:
            yield from all_steps(branch.steps)


@pytest.mark.parametrize("model", MODELS)
def test_the_time_of_all_steps_is_the_response_time_that_the_run_counts(
    shop, model, monkeypatch
) -> None:
    brought = defaultdict(list)
    enter = ServingStation.enter

    def noted(self, token, work):
        if token.stream >= 0 and token.interpreter._is_need[token.stream]:
            brought[self.name].append(work)
        return enter(self, token, work)

    monkeypatch.setattr(ServingStation, "enter", noted)
    result, found = every_life(shop, model)
    warm_up = horizon(shop.document.scenario.study).warm_up
    took, served = [], defaultdict(list)
    for steps in found.values():
        whole = steps[-1].end - steps[0].begin  # until the end of the run where there is none
        assert sum(step.took for step in steps) == whole
        assert sum(step.took for step in path(steps)) == whole
        assert sum(spent(steps).values()) == whole
        for step in all_steps(steps):
            assert min(step.parts.values(), default=0) >= 0, step
            if step.kind == "visit" and LOST not in step.parts and step.passed:
                served[step.what].append(step.parts.get(SERVED, 0))
        if steps[0].begin >= warm_up and steps[-1].kind == "end" and (steps[-1].what == "answered"):
            took.append(whole)
    assert len(took) > 200
    assert np.mean(took) / 1e9 == pytest.approx(result.measures["response_time.mean"], rel=1e-12)
    for station, works in served.items():  # every service takes exactly what it was drawn to take
        left = sorted(brought[station])
        assert len(works) <= len(left)
        for work in works:
            left.remove(work)
    if model != "federated_query":  # where nothing is given up, all services are told
        return
    assert any(LOST in step.parts for steps in found.values() for step in all_steps(steps))


def test_a_station_without_a_queue_is_never_waited_for(shop) -> None:
    """What is left of a visit after its drawn service is waiting; alone nobody waits."""
    _, found = every_life(shop, "central_library")
    alone = 0
    for steps in found.values():
        for step in all_steps(steps):
            if step.kind == "visit" and step.what.startswith("authorisation"):
                alone += WAITED not in step.parts
    assert alone > 0.9 * len(found)


@pytest.mark.parametrize("model", ["federated_query", "cached_query"])
def test_what_is_picked_agrees_with_the_measures(shop, model) -> None:
    measures = shop.run(model, engine="simpy").breakdowns["need"]["aid"]
    seen = {}
    for pick in PICKS:
        found = explained(shop, Asked("aid", pick), model, seed=SEED, engine="simpy")
        tallied, life = found.tallied, found.life
        requests = tallied.requests
        assert requests == measures["requests"]
        valued = tallied.answered
        share = {
            "slowest": measures["answered"],
            "refused": measures["refused"],
            "failed": measures["failed"] + measures["timed_out"],
            "stale": (1 - measures["fresh"]) * valued / requests if valued else 0.0,
            "wrong": measures["error_rate"] * valued / requests if valued else 0.0,
        }[pick]
        count = {
            "slowest": tallied.answered,
            "refused": tallied.refused,
            "failed": tallied.failed + tallied.timed_out,
            "stale": tallied.stale,
            "wrong": tallied.wrong,
        }[pick]
        assert count == pytest.approx(share * requests)
        assert (life is not None) == (count > 0)
        seen[pick] = count
        if pick == "slowest":
            assert life.took / 1e9 == pytest.approx(measures["response_time.max"], rel=1e-12)
        elif pick == "stale" and life is not None:
            assert any(value.version < value.true_version for value in life.values)
    assert seen["slowest"] > 0


def test_the_same_request_is_found_under_every_model(shop) -> None:
    found = lives(shop.document, Asked("aid", "refused"), ["federated_query", *MODELS[2:]], jobs=1)
    first = found[0].life
    assert first.outcome == "refused"
    assert first.article == "8"  # the agreement comes into force later
    for other in found[1:]:
        life = other.life
        assert (life.stream, life.index, life.made) == (first.stream, first.index, first.made)
        assert life.records == first.records
    again = explained(
        shop, Asked("aid", index=first.place), "federated_query", seed=SEED, engine="simpy"
    )
    assert again.life == first


def test_identities_are_those_that_the_engines_draw_by(shop) -> None:
    program = shop.assembly("federated_query").program
    times = horizon(shop.document.scenario.study)
    last = times.end + times.drain
    subjects = Subjects(program, base(SEED, 0), times.end, last)
    arrivals, drawer = Arrivals(program, base(SEED, 0), times.end, last), Drawer(compile(program))
    surged = 0
    while (window := arrivals.window()) is not None:
        crowd = drawer.crowd(window)
        for place, index in enumerate(crowd.index):
            stream = program.streams[crowd.stream[place]].name
            assert subjects.identity(stream, index) == crowd.identity[place]
            assert subjects.subject(stream, index) == crowd.subject[place]
            surged += index >= 1 << 40
    assert surged > 10


def test_whatever_is_visited_can_come_there(shop) -> None:
    _, found = every_life(shop, "cached_query")
    passes = passing(shop.assembly("cached_query").program)
    for (stream, _), steps in found.items():
        for step in all_steps(steps):
            if step.kind == "visit":
                assert stream in passes.stations[step.what]
            for link in step.links:
                assert stream in passes.links[link]


def test_events_of_another_program_are_refused(shop) -> None:
    life = explained(shop, Asked("check", index=0), "letters", seed=SEED, engine="simpy").life
    compiled = compile(shop.assembly("federated_query").program)
    stream = next(one for one in compiled.program.streams if one.name == life.stream)
    events = [Event(0, "made", "", {"row": life.row}), Event(0, "snapshot", "", {})]
    with pytest.raises(Unplaced):
        Placing(compiled).thread(events, stream.flow, life.row, 0)


def test_a_life_travels_between_processes(shop) -> None:
    life = explained(shop, Asked("check", index=3), "letters", seed=SEED, engine="simpy").life
    assert pickle.loads(pickle.dumps(life)) == life
