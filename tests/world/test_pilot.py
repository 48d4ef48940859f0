"""A new pilot province is fit to run, has the agencies asked for, and says what is wrong where."""

from pathlib import Path

import pytest

from sandbox.scenario import Refused
from sandbox.study.opening import made_of, opened, read_as
from sandbox.world import build
from sandbox.world.pilot import Plan, laid_out, planned, tree_of, typical
from sandbox.world.pilot.places import matching

AGENCIES = """\
部门,地区,名称,英文名称
police,330100,公安局,Police
police,330102,,
police,330105,,
tax,330102,"税务局",Tax
tax,330105,,
"""
CATALOGUE = """\
resource,name,name_en,provider,level,class,kind,subject,records,changes,delay,error
population,人口信息,Population,police,county,basic,identity,person,50万,0.2/year,2 days,1%
taxes,纳税信息,Taxes,tax,county,business,status,entity,30000,4/year,,
"""
CALLS = """\
consumer,resource,level,rate,deadline
tax,population,county,40/day,1 h
police,taxes;population,county,5/day,1 day
"""


def _folder(tmp_path: Path, agencies=AGENCIES, catalogue=CATALOGUE, calls=CALLS) -> Path:
    (tmp_path / "agencies.csv").write_text(agencies, encoding="utf-8-sig")
    (tmp_path / "catalogue.csv").write_text(catalogue, encoding="utf-8")
    (tmp_path / "calls.csv").write_text(calls, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("plan", "agencies"),
    [
        (Plan("p", "330000", prefectures=2, counties=3), 10 * (1 + 2 + 6)),
        (Plan("p", "330100", counties=2), 10 * (1 + 2)),
        (Plan("p", "330102"), 10),
        (Plan("p", "110000", counties=4), 10 * (1 + 4)),
        (Plan("p", "330000", ("police", "market"), None, 1), 2 * (1 + 11 + 11)),
    ],
)
def test_a_plan_gives_a_world_with_its_agencies_people_and_calls(plan, agencies) -> None:
    plan = Plan(plan.name, plan.code, plan.departments, plan.prefectures, plan.counties, 2e6, 480.0)
    text = laid_out(planned(plan), "made\nhere")
    made = opened(read_as(text, Path("pilot.yaml"), "pilot.yaml"))
    world = made.world
    inside = [a for a in world.agencies.values() if a.region[:2] == plan.code[:2]]
    levels = ("province", "prefecture", "county")
    wanted = levels[levels.index(plan.place.level) :]
    assert len([each for each in inside if each.level in wanted]) == agencies
    counties = [region for region in world.regions.values() if not region.children]
    assert len(counties) == len(plan.counties_chosen())
    assert sum(region.population for region in counties) == pytest.approx(2e6)
    calls = sum(world.scenario.needs[demand.need].rate for demand in world.demands.values())
    assert calls * 86400 == pytest.approx(480.0, rel=1e-3)  # rates are written with four digits
    assert not world.warnings


def test_every_typical_department_asks_for_information_that_another_has() -> None:
    entries = {name: each.key for each in typical().values() for name in each.information}
    for department in typical().values():
        assert set(department.asks) <= set(entries)
        assert all(entries[name] != department.key for name in department.asks)


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (Plan("p", "999999"), "999999 is no province"),
        (Plan("p", "100000"), "100000 is no province"),
        (Plan("p", "330000", ("market",)), "at least two departments"),
        (Plan("p", "330000", calls=0.0), "more than 0"),
    ],
)
def test_a_plan_that_cannot_be_made_says_why(plan, words) -> None:
    assert words in " ".join(message.render("en") for message in plan.mistakes())


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("", "110000"),
        ("33", "330000"),
        ("3301", "330100"),
        ("杭州", "330100"),
        ("Ningbo", "330200"),
    ],
)
def test_a_region_is_found_by_its_code_or_name(typed, first) -> None:
    assert matching(typed)[0].code == first


def test_tables_give_exactly_their_agencies_and_calls(tmp_path: Path) -> None:
    tree = tree_of(_folder(tmp_path), "mine")
    world = build(made_of(tree, tmp_path, "mine"))
    assert set(world.agencies) == {
        "police@330100",
        "police@330102",
        "police@330105",
        "tax@330102",
        "tax@330105",
    }
    assert world.scenario.agreements["taxes"].consumers == ("police",)
    assert world.scenario.catalogue["population"].records == 500_000
    again = read_as(laid_out(tree.plain(), "made"), tmp_path / "mine.yaml", "mine.yaml")
    assert again.scenario == made_of(tree, tmp_path, "mine").scenario


@pytest.mark.parametrize(
    ("table", "before", "after", "said"),
    [
        ("calls", "40/day", "40", "calls.csv:2:23: needs.tax-population.rate: `40` has no unit"),
        ("calls", "police,", "polise,", "calls.csv:3:1: needs.polise-taxes-population.consumer:"),
        ("calls", "taxes;", "taxis;", "calls.csv:3:8: needs.police-taxis-population.resources"),
        ("catalogue", "basic", "basik", "catalogue.csv:2:42: catalogue.population.class: found"),
        ("catalogue", "1%", "300%", "catalogue.csv:2:84: catalogue.population.collection.error:"),
        ("catalogue", ",subject", ",subjekt", "catalogue.csv:1:49: unknown column `subjekt`; did"),
        ("catalogue", "30000", "", "catalogue.csv:3:1: the cell `records` is empty"),
        ("catalogue", "taxes,", "population,", "catalogue.csv:3:1: `population` stands in line 2"),
        ("agencies", "tax,330105", "tax,330199", "agencies.csv:6:5: 330199 is not in GB/T 2260"),
        ("agencies", "police,330105,,\n", "", "none is listed in 330105"),
        ("agencies", '"税务局"', '"税务局', "agencies.csv:5:12: a quote that is not closed"),
        ("agencies", "tax,330105", "tax,330102", "agencies.csv:6:5: `tax` has this agency in line"),
        ("agencies", "tax,330105,,", "tax,330105,,,x", "agencies.csv:6:14: more cells than"),
    ],
)
def test_what_is_wrong_in_a_table_is_said_with_its_place(
    table, before, after, said, tmp_path: Path
) -> None:
    texts = {"agencies": AGENCIES, "catalogue": CATALOGUE, "calls": CALLS}
    assert before in texts[table]
    texts[table] = texts[table].replace(before, after, 1)
    folder = _folder(tmp_path, **texts)
    with pytest.raises(Refused) as refused:
        build(made_of(tree_of(folder, "mine"), folder, "mine"))
    assert said in refused.value.render("en")


def test_tables_that_are_not_there_are_all_named(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        tree_of(tmp_path, "mine")
    assert len(refused.value.problems) == 3
