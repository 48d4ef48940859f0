"""Whoever opens a scenario hears everything that is wrong with it at once, and nothing else."""

from pathlib import Path

import pytest

from sandbox.scenario import Refused
from sandbox.study.opening import opened

WORLD = """\
scenario: town
title: Town
about: A town.
regions: [{code: "330000", prefectures: 1, counties: 1}]
departments:
  police: {name: Police, levels: [county]}
  tax: {name: Tax, levels: [county]}
catalogue:
  population: {name: P, provider: police, level: county, class: basic, kind: identity,
    modes: [query], subject: person, records: 10}
needs:
  check: {consumer: tax, levels: [county], resources: [population], rate: 3/h}
"""


def said(tmp_path: Path, rest: str) -> list[str]:
    """The problems of the town with these sections."""
    file = tmp_path / "town.yaml"
    file.write_text(WORLD + rest, encoding="utf-8")
    with pytest.raises(Refused) as refusal:
        opened(file)
    places = [(problem.line, problem.column) for problem in refusal.value.problems]
    assert places == sorted(places)
    return [problem.render("en").split(": ", 1)[1] for problem in refusal.value.problems]


def test_problems_of_all_rooms_are_told_at_once_in_file_order(tmp_path: Path) -> None:
    rest = """\
study: {horizon: 3 days, warm_up: 1 day, baseline: leters}
models:
  letters: {ttl: 6 h}
  federatd_query: {}
  hub_exchange: {schedule: {period: 1 furlong}}
disturbances:
  one: {outage: {stations: ["database@polise"], from: 1 day, for: 1 h}}
  two: {outage: {links: [["tax@330102", "police@330102"]], from: 1 day, for: 1 h}}
expect:
  - {model: letters, measure: nope, max: 3}
  - {model: letters, measure: satisfied, max: 3 s}
"""
    places = [problem.split(": ")[0] for problem in said(tmp_path, rest)]
    assert places == [
        "study.baseline",
        "models.letters.ttl",
        "models.federatd_query",
        "models.hub_exchange.schedule.period",
        "disturbances.one.outage.stations[0]",
        "disturbances.two.outage.links[0]",
        "expect[0].measure",
        "expect[1].max",
    ]


def test_what_only_follows_from_a_misspelt_model_is_not_told(tmp_path: Path) -> None:
    rest = """\
models: {leters: {}}
study: {horizon: 3 days, warm_up: 1 day, baseline: letters}
disturbances: {a: {outage: {stations: [clerk], from: 1 day, for: 1 h}}}
expect: [{model: letters, measure: satisfied, max: 1}]
"""
    assert said(tmp_path, rest) == [
        "models.leters: there is no sharing model `leters`; did you mean `letters`?"
    ]


def test_models_and_expectations_are_looked_at_when_the_world_cannot_be_built(
    tmp_path: Path,
) -> None:
    rest = """\
models: {letters: {ttl: 6 h}}
study: {horizon: 3 days, warm_up: 1 day}
disturbances: {a: {outage: {links: [["tax@330102", "police@330102"]], from: 1 day, for: 1 h}}}
expect: [{model: letters, measure: nope, max: 1}]
"""
    places = [problem.split(": ")[0] for problem in said(tmp_path, rest)]
    assert places == ["models.letters.ttl", "disturbances.a.outage.links[0]", "expect[0].measure"]


def test_a_scenario_read_again_has_a_new_world_since_files_beside_it_may_have_changed(
    tmp_path: Path,
) -> None:
    file, times = tmp_path / "traced.yaml", tmp_path / "times.csv"
    file.write_text(
        "extends: textbook/mm1\nexpect: null\n"
        "needs: {asking: {rate: null, arrivals: {kind: trace, file: times.csv}}}\n"
    )
    given = []
    for written in ("time\n10\n", "time\n10\n20\n"):
        times.write_text(written)
        (demand,) = opened(file).world.demands.values()
        given.append(demand.times)
    assert given == [(10.0,), (10.0, 20.0)]
