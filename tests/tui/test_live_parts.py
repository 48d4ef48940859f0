"""What live pages are made of, without the app: spots, loads, dots, accidents, words, charts."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from sandbox.engine.interface import Progress
from sandbox.engine.stepping import Standing
from sandbox.flows import TICKS
from sandbox.language import speak
from sandbox.scenario import load
from sandbox.study.live import Cut, Entry, Expiry, Failure, Look, Surge
from sandbox.study.live.acts import with_acts
from sandbox.study.live.log import Log, matching
from sandbox.study.runs import Workshop
from sandbox.tui.live_accidents import choices, described, network_name
from sandbox.tui.live_dots import FRAMES, MOST, Dots, between
from sandbox.tui.live_here import difference, here, so_far
from sandbox.tui.live_history import History
from sandbox.tui.live_places import MOST as MOST_SPOTS
from sandbox.tui.live_places import Load, Loads, below, ends_of, partners, spots
from sandbox.tui.live_words import clock, sentence


@pytest.fixture(scope="module")
def made():
    return Workshop(load(Path(__file__).parent / "tiny.yaml"))


@pytest.fixture(scope="module")
def program(made):
    return made.assembly("federated_query").program


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A province with all its counties: far more agencies than the map shows."""
    file = tmp_path_factory.mktemp("large") / "large.yaml"
    text = (Path(__file__).parent / "tiny.yaml").read_text(encoding="utf-8")
    file.write_text(text.replace("    prefectures: 2\n    counties: 1\n", ""), encoding="utf-8")
    return Workshop(load(file))


@pytest.fixture(scope="module")
def province(large):
    return large.world


def still(program, **parts):
    """Nothing is going on."""
    none = (0,) * len(program.stations)
    up = (True,) * len(program.stations)
    ones = (1,) * len(program.stations)
    standing = Standing(0, none, none, ones, up, (True,) * len(program.links), ())
    return replace(standing, **parts)


def entry(number, event, name="identity-check@tax@330102", index=0, kind="request", **detail):
    return Entry(number, number, kind, name, index, event, detail)


# spots


def test_a_small_world_is_shown_agency_by_agency(made) -> None:
    found = spots(made.world)
    assert not found.whole
    assert set(found.ids) == {*made.world.agencies, *made.world.regions}


def test_every_station_has_a_spot(made, program) -> None:
    found = Loads(made.world, program, spots(made.world))
    assert None not in found.stations
    assert all(len(ends) == 2 for ends in found.links)


def test_no_map_shows_more_than_it_should_and_every_place_is_somewhere(province) -> None:
    assert len(province.agencies) > MOST_SPOTS
    seen = 0
    for root in (None, *province.regions):
        found = spots(province, root)
        inside = set(province.regions) if root is None else set(below(province, root))
        assert 1 <= len(found.ids) <= MOST_SPOTS
        assert set(found.homes.values()) <= set(found.ids)
        agencies = {one.id for one in province.agencies.values() if one.region in inside}
        assert agencies | inside <= set(found.homes)
        assert set(found.homes) <= agencies | inside
        seen += found.whole
    assert seen >= 1


def test_zooming_into_a_region_shows_its_own(province) -> None:
    whole = spots(province)
    assert set(spots(province, "330100").homes) < set(whole.homes)
    assert set(whole.homes.values()) == set(whole.ids)


# loads


def test_loads_add_up_and_say_what_is_down(made, program) -> None:
    loads = Loads(made.world, program, spots(made.world))
    place = [one.name for one in program.stations].index("database@police@330102")
    waiting = [0] * len(program.stations)
    waiting[place] = 5
    up = [True] * len(program.stations)
    up[place] = False
    links = [False] + [True] * (len(program.links) - 1)
    found = loads.at(still(program, waiting=tuple(waiting), up=tuple(up), links=tuple(links)))
    assert sum(load.waiting for load in found.values()) == 5
    assert found["police@330102"].waiting == 5
    assert found["police@330102"].down == 1
    assert sum(load.links_down for load in found.values()) == 2
    assert sum(load.servers for load in found.values()) == len(program.stations)


def test_grades_rise_with_the_load() -> None:
    assert [Load(most=most).grade for most in (0, 0.1, 0.5, 0.51, 1, 1.5, 2, 9)] == [
        0, 1, 1, 2, 2, 3, 3, 4,
    ]  # fmt: skip


def test_partners_ask_or_are_asked(made) -> None:
    found = spots(made.world)
    asked = partners(made.world, found, "tax@330102")
    assert "police@330102" in asked
    assert all("tax@330102" in partners(made.world, found, one) for one in asked)


# dots


def test_a_request_flies_from_where_it_is_made_to_where_it_is_served_and_back() -> None:
    dots = Dots(lambda name: name, lambda agency: agency)
    dots.take([entry(0, "made"), entry(1, "send"), entry(2, "visit", station="police")])
    dots.take([entry(3, "end", child="x"), entry(4, "end")])
    assert [one.path for one in dots.flights] == [
        ("tax@330102", "police"),
        ("police", "tax@330102"),
    ]
    shown = [dots.move() for _ in range(FRAMES)]
    assert [round(frame[0][2] * FRAMES) for frame in shown] == list(range(FRAMES))
    assert dots.move() == []


def test_only_some_requests_fly_and_others_are_forgotten() -> None:
    dots = Dots(lambda name: name, lambda agency: agency)
    for number in range(1000):
        dots.take([entry(0, "made", index=number), entry(1, "visit", index=number, station="x")])
        dots.take([entry(0, "made", kind="change"), entry(1, "visit", kind="change", station="x")])
    assert len(dots.flights) == MOST
    assert len(dots._last) <= 400


def test_dots_lie_between_their_spots() -> None:
    cells = {"a": (0, 0), "b": (10, 4)}
    found = between(cells, [("a", "b", part / 10) for part in range(11)] + [("a", "c", 0.5)])
    assert (found[0], found[-1]) == ((0, 1), (20, 17))
    assert found == sorted(found)


# accidents


def test_every_choice_is_an_entry_that_the_scenario_takes(made, program) -> None:
    found = spots(made.world)
    kinds = Counter()
    for spot in found.ids:
        offered = choices(made.world, program, found, spot, {})
        assert len({one.key for one in offered}) == len(offered)
        assert len({one.title for one in offered}) == len(offered)
        acts = [one.begin(3600.0) for one in offered]
        kinds.update(type(act) for act in acts)
        changed = with_acts(made.document, {f"hand-{n}": act for n, act in enumerate(acts)})
        assert {act.start for act in acts} == {3600.0}
        made_of = Workshop(changed).assembly("federated_query").program
        fails = {name for act in acts if isinstance(act, Failure) for name in act.stations}
        assert {one.name for one in made_of.stations if one.outages} == fails
    assert set(kinds) == {Failure, Cut, Surge, Expiry}


def test_a_whole_region_fails_role_by_role(large) -> None:
    world, program = large.world, large.assembly("federated_query").program
    found = spots(world)
    spot = "330100"
    assert found.whole
    offered = choices(world, program, found, spot, {})
    acts = {f"hand-{n}": one.begin(60.0) for n, one in enumerate(offered)}
    assert sum(isinstance(act, Failure) for act in acts.values()) > 2
    changed = Workshop(with_acts(large.document, acts)).assembly("federated_query").program
    struck = {one.labels["region"] for one in changed.stations if one.outages}
    assert struck == {
        one.labels["region"]
        for one in program.stations
        if found.homes[one.labels.get("agency", one.labels["region"])] == spot
    }


def test_what_lasts_can_be_ended_first(made, program) -> None:
    act = Cut(0.0, "extranet", ("330100",))
    found = spots(made.world)
    first = choices(made.world, program, found, found.ids[0], {"hand-1": act})[0]
    assert (first.begin, first.ends) == (None, "hand-1")
    assert described(made.world, act) in first.title


# words


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_event_of_a_run_is_said_in_words(made, language) -> None:
    speak(language)
    lines, log = [], Log()

    def trace(time, stream, index, event, detail):
        log.add(time, "request", stream, index, event, detail)
        lines.append((stream, event))

    made.run("federated_query", engine="simpy", trace=trace)
    ends = ends_of(made.world)
    said = {sentence(made.world, one, ends) for one in log.since(0)}
    assert len({event for _, event in lines}) > 8
    assert all("@" not in words for words in said)
    for kind, name, event in (
        ("station", "database@police@330102", "down"),
        ("link", next(iter(ends)), "up"),
        ("gate", "agreement:tax-civil", "closed"),
        ("agreement", "x", "signed"),
        ("demand", "reply", "missed"),
        ("wave", "1", "begins"),
    ):
        assert sentence(made.world, Entry(0, 0, kind, name, -1, event, {"a": 1}), ends)


def test_times_are_those_of_the_calendar(made) -> None:
    assert clock(made.world, 36 * 3600 * TICKS) == "03-04 12:00:00"
    assert clock(made.world, 1_234_567_890, fine=True) == "03-03 00:00:01.234"


def test_what_is_under_the_cursor_is_told_role_by_role(made, program) -> None:
    speak("en")
    loads = Loads(made.world, program, spots(made.world))
    place = [one.name for one in program.stations].index("database@police@330102")
    waiting = tuple(3 * (number == place) for number in range(len(program.stations)))
    up = tuple(number != place for number in range(len(program.stations)))
    told = here(made.world, program, loads, "police@330102", still(program, waiting=waiting, up=up))
    assert "source database: 0/1, queue 3  down" in told.plain
    assert told.plain.count("down") == 1


def test_measures_are_told_with_their_difference_from_the_twin(made, program) -> None:
    speak("en")
    after = still(program, time=30 * 3600 * TICKS)
    ours, twin = (
        Look("m", after, Progress(0, 9, 9, {"satisfied": share})) for share in (0.9, 0.95)
    )
    assert "satisfied: 90%" in so_far(made.world, (ours,), ["satisfied", "fresh"]).plain
    told = so_far(made.world, (ours, twin), ["satisfied", "fresh"]).plain
    assert "−5" in told
    assert "pp" in told
    early = Look("m", still(program), Progress(0, 0, 0, {}))
    assert "warm-up until 03-03 02:00:00" in so_far(made.world, (early,), ["satisfied"]).plain
    assert [difference(value, "s") for value in (2.0, -2.0, 0.0, float("nan"))] == [
        "+2 s", "−2 s", "±0", "–",
    ]  # fmt: skip


# the log and the charts


def test_a_log_keeps_the_latest_and_counts_all() -> None:
    log = Log(kept=10)
    for number in range(25):
        log.add(number, "request", "x", 0, "made", {})
    assert log.count == 25
    assert [one.number for one in log.since(0)] == list(range(15, 25))
    assert [one.number for one in log.since(23)] == [23, 24]
    assert log.since(25) == ()


def test_filters_keep_what_is_wanted_and_leave_out_the_rest() -> None:
    words = ["Alpha one", "alpha two", "beta one"]
    entries = [entry(number, "made") for number in range(3)]

    def kept(wanted, unwanted):
        return [said for _, said in matching(entries, words, wanted, unwanted)]

    assert kept("", "") == words
    assert kept("ALPHA", "") == words[:2]
    assert kept("", "one") == ["alpha two"]
    assert kept("alpha", "one") == ["alpha two"]
    assert kept("gamma", "") == []


def test_history_forgets_what_a_jump_back_undid_and_never_grows_without_end(program) -> None:
    history = History()

    def look(time, waiting):
        counts = (waiting,) + (0,) * (len(program.stations) - 1)
        progress = Progress(time, 1, 1, {"satisfied": waiting / 10})
        return Look("m", still(program, time=time * TICKS, waiting=counts), progress)

    for time in (1, 2, 3, 4):
        history.note((look(time, time), look(time, 0)))
    history.note((look(2, 7),))
    assert history.queue(0, [0]) == ([1.0, 2.0], [1.0, 7.0])
    assert history.queue(1, [0]) == ([1.0], [0.0])
    assert history.measure(0, "satisfied")[1] == [0.1, 0.7]
    for time in range(10, 5000):
        history.note((look(time, 1),))
    times = history.queue(0, [0])[0]
    assert len(times) <= 1201
    assert times == sorted(times)
    assert (times[0], times[-1]) == (1.0, 4999.0)


def test_a_gateway_is_named_by_the_networks_that_it_joins() -> None:
    speak("zh")
    assert network_name("extranet-internet") == "政务外网–互联网"
    assert network_name("line-of-ours") == "line-of-ours"
