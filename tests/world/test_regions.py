"""Regions are the real ones, and trees grow as scenarios say."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from sandbox.scenario.problems import Refused
from sandbox.world.regions import NATION, gbt2260
from tests.world.small_world import small, world_of


def refusals(**sections: Any) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        world_of(**sections)
    return [(p.path, p.message.render("en")) for p in caught.value.problems]


def regions(*entries: dict[str, Any]) -> set[str]:
    return set(world_of(regions=list(entries)).regions)


def test_the_table_has_the_provinces_prefectures_and_counties_of_china() -> None:
    table = gbt2260()
    assert Counter(place.level for place in table.values()) == {
        "nation": 1,
        "province": 34,
        "prefecture": 333,
        "county": 2847,
    }
    assert len(table[NATION].children) == 34


@pytest.mark.parametrize(
    ("code", "zh", "parent"),
    [
        ("330000", "浙江省", NATION),
        ("330100", "杭州市", "330000"),
        ("330102", "上城区", "330100"),
        ("110101", "东城区", "110000"),
        ("419001", "济源市", "410000"),
        ("810000", "香港特别行政区", NATION),
        ("653228", "和康县", "653200"),
        ("653229", "和安县", "653200"),
    ],
)
def test_codes_are_real(code: str, zh: str, parent: str) -> None:
    place = gbt2260()[code]
    assert (place.name.zh, place.parent) == (zh, parent)


def test_no_placeholder_and_no_development_zone_is_a_region() -> None:
    table = gbt2260()
    assert not {"市辖区", "县"} & {place.name.zh for place in table.values()}
    assert not [code for code in table if "71" <= code[4:] <= "79"]
    assert "441900" in table
    assert table["441900"].level == "prefecture"


def test_every_region_lies_in_one_of_the_level_above_or_higher() -> None:
    table = gbt2260()
    for place in table.values():
        if place.parent is not None:
            assert place.code in table[place.parent].children


def test_counts_take_regions_in_code_order() -> None:
    assert regions({"code": "330000", "prefectures": 2, "counties": 1}) == {
        "330000",
        "330100",
        "330200",
        "330102",
        "330203",
    }


def test_lists_take_the_regions_they_name_and_those_above() -> None:
    assert regions({"code": "330000", "counties": ["330212", "330106"]}) == {
        "330000",
        "330100",
        "330200",
        "330106",
        "330212",
    }


def test_a_county_brings_what_it_lies_in() -> None:
    assert regions({"code": "330106"}) == {"330000", "330100", "330106"}


def test_a_municipality_has_its_districts_directly_below() -> None:
    departments = small()["departments"]
    departments["tax"]["levels"] = ["province", "county"]
    departments["police"]["levels"] = ["province", "county"]
    world = world_of(regions=[{"code": "110000", "counties": 3}], departments=departments)
    assert world.regions["110000"].children == ("110101", "110102", "110105")
    assert world.partitions["income@110000"].counties == ("110101", "110102", "110105")


def test_two_provinces_lie_in_a_nation_and_one_does_not_need_it() -> None:
    assert NATION not in regions({"code": "330000", "prefectures": 1, "counties": 1})
    assert NATION in regions(
        {"code": "330000", "prefectures": 1, "counties": 1},
        {"code": "340000", "prefectures": 1, "counties": 1},
    )


def test_inhabitants_are_shared_equally_and_add_up() -> None:
    world = world_of(
        regions=[
            {"code": "330000", "prefectures": 2, "counties": 2, "population": 10},
            {"code": "330102", "population": 4},
        ]
    )
    people = {code: region.population for code, region in world.regions.items()}
    assert people["330102"] == 4
    assert people["330105"] == people["330203"] == 2
    assert people["330000"] == 10


def test_a_world_of_one_own_region_is_legal() -> None:
    departments = small()["departments"]
    for department in departments.values():
        department["levels"] = ["county"]
    catalogue = small()["catalogue"]
    catalogue["income"]["level"] = "county"
    world = world_of(
        regions=[{"code": "here", "name": "here", "level": "county"}],
        departments=departments,
        catalogue=catalogue,
    )
    assert list(world.regions) == ["here"]
    (demand,) = world.demands.values()
    assert [(s.partitions, s.weight) for s in demand.subjects] == [(("population@here",), 1.0)]


def test_everything_wrong_with_regions_is_told_at_once() -> None:
    told = refusals(
        regions=[
            {"code": "330000", "prefectures": 20, "counties": 1},
            {"code": "330102", "counties": 2},
            {"code": "999999"},
            {"code": "here", "name": "here", "level": "province", "parent": "330100"},
            {"code": "340000", "counties": ["330102"]},
        ]
    )
    assert ("regions.0.prefectures", "330000 has only 11 prefectures in GB/T 2260") in told
    assert ("regions.1.counties", "330102 has no counties below it") in told
    assert (
        "regions.2.code",
        "999999 is not in GB/T 2260, and an own region needs a name and a level",
    ) in told
    assert ("regions.3.parent", "a province cannot lie in a prefecture") in told
    assert (
        "regions.4.counties.0",
        "330102 (Shangcheng District) lies in 330100 (Hangzhou), which is not chosen here",
    ) in told


def test_unknown_regions_are_told_where_they_are_named() -> None:
    data = small()
    data["departments"]["tax"]["regions"] = ["450000"]
    data["needs"]["check"]["regions"] = ["330102", "460000"]
    data["gateways"] = {
        "gate": {"between": ["extranet", "intranet"], "at": ["470000"], "latency": "1 s"}
    }
    told = dict(refusals(**data))
    assert told["departments.tax.regions.0"] == "no region 450000 in this scenario"
    assert told["needs.check.regions.1"] == "no region 460000 in this scenario"
    assert told["gateways.gate.at.0"] == "no region 470000 in this scenario"


def test_an_explicit_region_changes_no_other() -> None:
    coded = [{"code": "330000", "prefectures": 1, "counties": 2}]
    own = [{"code": "zone", "name": "Zone", "level": "county", "parent": "330100"}]
    alone = world_of(regions=coded).regions
    for people in ({}, {"population": 7}):
        both = world_of(regions=[*coded, own[0] | people]).regions
        for code in ("330102", "330105"):
            assert both[code].population == alone[code].population
        added = both["zone"].population
        assert both["330100"].population == alone["330100"].population + added


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("150100", "Hohhot"),
        ("650100", "Urumqi"),
        ("500116", "Jiangjin District"),
        ("230100", "Harbin"),
        ("330102", "Shangcheng District"),
        ("341500", "Lu'an"),
        ("211300", "Chaoyang"),
        ("140428", "Zhangzi County"),
        ("341621", "Guoyang County"),
        ("411100", "Luohe"),
        ("130225", "Laoting County"),
        ("310115", "Pudong New Area"),
        ("632600", "Golog Tibetan Autonomous Prefecture"),
        ("653223", "皮山县"),  # called otherwise in Uyghur
    ],
)
def test_english_names_are_those_in_use(code: str, name: str) -> None:
    assert gbt2260()[code].name.render("en") == name


def test_every_prefecture_has_an_english_name() -> None:
    prefectures = [place for place in gbt2260().values() if place.level == "prefecture"]
    assert all(place.name.render("en").isprintable() for place in prefectures)
    assert not [place.code for place in prefectures if place.name.en == place.name.zh]
