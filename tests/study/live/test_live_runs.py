"""A live run is the plain run of a scenario that has what was done by hand among its entries."""

import pytest

from sandbox.engine.compiled_engine import CompiledEngine
from sandbox.engine.simpy_engine import SimpyEngine
from sandbox.flows import TICKS
from sandbox.scenario import Refused
from sandbox.study.convert import horizon
from sandbox.study.live import Cut, Expiry, Failure, Lane, LiveRun, Race, Surge
from sandbox.study.runs import Workshop
from tests.engine.small_programs import same

HOUR = 3600 * TICKS
ENGINES = {"simpy": SimpyEngine, "compiled": CompiledEngine}
ACTS = {
    "station": lambda start: Failure(start, stations=("database@police@330102",)),
    "link": lambda start: Failure(start, links=(("police@330102", "extranet@330102"),)),
    "cut": lambda start: Cut(start, "extranet", ("330100",)),
    "surge": lambda start: Surge(start, ("identity-check",), 7.0, until=start + 7200),
    "drop": lambda start: Surge(start, ("identity-check",), 0.2, until=start + 7200),
    "expiry": lambda start: Expiry(start, "tax-civil"),
}


def plain(document, model, engine):
    """The counters of the plain run."""
    assembly = Workshop(document).assembly(model)
    study = document.scenario.study
    return ENGINES[engine]().run(
        assembly.program, int(study.seed), 0, horizon(study), assembly.control
    )


def to(run, hours):
    """Bring a run to a time, after what it aims at."""
    while run.aiming or run.go(round(hours * HOUR)):
        run.go(0)


def to_end(run):
    to(run, run.end / HOUR)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("model", ["letters", "federated_query"])
def test_without_acts_a_live_run_is_the_plain_run(town, model, engine) -> None:
    run = LiveRun(town, model, engine=engine)
    for hours in (0.5, 2, 2.25, 7, 25):  # within the warm-up, at its end, …
        to(run, hours)
        assert run.now == round(hours * HOUR)
        run.step()
    to_end(run)
    ours, theirs = run.lanes[0].counters(), plain(town, model, engine)
    same(ours, theirs)
    assert ours.events == theirs.events
    assert list(ours.notes) == list(theirs.notes)


@pytest.mark.parametrize(
    ("kind", "engine"),
    [*((kind, "simpy") for kind in ACTS), ("cut", "compiled"), ("surge", "compiled")],
)
def test_what_is_done_by_hand_is_an_entry_of_the_scenario(town, kind, engine) -> None:
    run = LiveRun(town, "federated_query", engine=engine)
    to(run, 10)
    run.step()
    name = run.act(ACTS[kind](run.moment()))
    to(run, 12)
    if kind in ("station", "link", "cut"):
        assert run.lasting() == [name]
        run.end_act(name)
    assert run.document is not town
    to_end(run)
    ours = run.lanes[0].counters()
    same(ours, plain(run.document, "federated_query", engine))
    undisturbed = plain(town, "federated_query", engine)
    with pytest.raises(AssertionError):
        same(ours, undisturbed)  # the act has done something


@pytest.mark.parametrize("kind", ACTS)
def test_nothing_before_an_act_is_changed_by_it(town, kind) -> None:
    before, after = (LiveRun(town, "federated_query", engine="simpy") for _ in range(2))
    to(before, 10)
    after.jump(20 * HOUR)  # an act in the future of the time looked at
    to(after, 20)
    after.act(ACTS[kind](after.moment()))
    after.jump(10 * HOUR)
    to(after, 10)
    assert after.looks()[0] == after.looks()[1] == before.looks()[0]


def test_both_engines_stand_the_same_at_any_time(town) -> None:
    one, other = (LiveRun(town, "federated_query", engine=engine) for engine in ENGINES)
    seen = 0
    for hours in range(1, 30, 2):
        for run in (one, other):
            to(run, hours)
        assert one.looks() == other.looks()
        seen += sum(one.looks()[0].standing.waiting) + (not all(one.looks()[0].standing.up))
    assert seen > 5
    assert one.lanes[0].log.since(0) == other.lanes[0].log.since(0)


def test_a_run_and_its_twin_stand_at_the_same_time(town) -> None:
    run = LiveRun(town, "federated_query")
    to(run, 10)
    run.act(Failure(run.moment(), stations=("database@police@330102",)))
    assert run.aiming
    to(run, 10)
    to(run, 14)
    ours, twin = run.looks()
    assert ours.standing.time == twin.standing.time == 14 * HOUR
    place = [one.name for one in run.lanes[0].program.stations].index("database@police@330102")
    assert not ours.standing.up[place]
    assert twin.standing.up[place]
    assert ours.progress.made == twin.progress.made
    assert ours.progress.measures["by_letter"] > twin.progress.measures["by_letter"]
    run.undo()
    to(run, 14)
    assert run.looks() == (twin,)


def test_a_repair_falls_on_the_millisecond_it_is_done(town) -> None:
    run = LiveRun(town, "federated_query")
    to(run, 10)
    name = run.act(Failure(run.moment(), stations=("database@police@330102",)))
    to(run, 10)
    to(run, 12)
    run.end_act(name)
    to(run, 13)
    told = [
        (entry.time, entry.event)
        for entry in run.lanes[0].log.since(0)
        if entry.kind == "station" and entry.name == "database@police@330102"
    ]
    assert (12 * HOUR, "up") in told
    assert run.lasting() == []
    with pytest.raises(ValueError, match="cannot be ended"):
        run.end_act(name)


def test_an_act_that_the_scenario_cannot_have_changes_nothing(town) -> None:
    run = LiveRun(town, "federated_query")
    to(run, 10)
    with pytest.raises(Refused):
        run.act(Cut(run.moment(), "no-such-network"))
    assert run.acts == {}
    assert run.document is town
    assert not run.aiming


def test_a_jump_back_shows_what_was_there(town) -> None:
    run = LiveRun(town, "letters")
    to(run, 10)
    then, log = run.looks(), run.lanes[0].log.since(0)[-5:]
    to(run, 24)
    run.jump(10 * HOUR)
    to(run, 10)
    assert run.looks() == then
    again = run.lanes[0].log.since(0)[-5:]
    assert [(e.time, e.name, e.event) for e in again] == [(e.time, e.name, e.event) for e in log]


def test_a_step_ends_at_the_next_event(town) -> None:
    run = LiveRun(town, "federated_query")
    seen = 0
    for _ in range(50):
        run.step()
        told = run.lanes[0].log.since(seen)
        assert told
        assert {entry.time for entry in told} == {run.now}
        seen = run.lanes[0].log.count


def test_racing_models_meet_the_same_requests(town) -> None:
    race = Race(town, ["letters", "federated_query", "cached_query"])
    to(race, 6)
    assert [look.standing.time for look in race.looks()] == [6 * HOUR] * 3
    made = [
        [(e.time, e.name, e.index) for e in lane.log.since(0)
         if e.event == "made" and e.kind == "request"]
        for lane in race.lanes
    ]  # fmt: skip
    assert made[0] == made[1] == made[2] != []
    ended = {
        (e.name, e.index)
        for e in race.lanes[1].log.since(0)
        if e.event == "end" and "child" not in e.detail
    }
    time, name, index = next(one for one in made[1] if one[1:] in ended)
    lives = race.follow(name, index, time, race.end)
    assert list(lives) == ["letters", "federated_query", "cached_query"]
    for life in lives.values():
        assert {(e.name, e.index) for e in life} == {(name, index)}
        assert (life[0].event, life[0].time) == ("made", time)
    assert lives["federated_query"][-1].event == "end"
    steps = [[(e.event, e.time) for e in life] for life in lives.values()]
    assert steps[0] != steps[1] != steps[2]


def test_a_life_that_is_followed_is_the_one_of_the_plain_trace(town) -> None:
    lines = []
    made = Workshop(town)
    made.run("federated_query", engine="simpy", trace=lambda *line: lines.append(line))
    time, name, index = next(line[:3] for line in lines[len(lines) // 2 :] if line[3] == "made")
    race = Race(town, ["letters", "federated_query"])
    life = race.follow(name, index, time, race.end)["federated_query"]
    wanted = [(t, e, d) for t, n, i, e, d in lines if (n, i) == (name, index)]
    assert [(e.time, e.event, e.detail) for e in life] == wanted


def test_two_to_nine_models_race(town) -> None:
    for models in ([], ["letters"], ["letters"] * 10):
        with pytest.raises(ValueError, match="2 to 9 models"):
            Race(town, models)


def test_a_lane_tells_of_outages(town) -> None:
    lane = Lane(Workshop(town), "federated_query", 7)
    while lane.go(12 * HOUR):
        pass
    told = [(e.time, e.name, e.event) for e in lane.log.since(0) if e.kind == "station"]
    assert (9 * HOUR, "database@police@330102", "down") in told
    assert (11 * HOUR, "database@police@330102", "up") in told
