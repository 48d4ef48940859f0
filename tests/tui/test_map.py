"""The map is stable, shows every agency, and its cursor reaches every agency."""

import pytest

from sandbox.scenario import load
from sandbox.tui.placement import place
from sandbox.world import build

SIZES = [(1, 1), (20, 5), (76, 15), (120, 40), (200, 60)]


@pytest.fixture(scope="module")
def startup():
    return build(load("business-startup"))


@pytest.mark.parametrize("size", SIZES)
def test_every_agency_has_a_place_inside_the_map(startup, size) -> None:
    placement = place(startup, *size)
    assert list(placement.agencies) == list(startup.agencies)
    assert set(placement.exchanges) == set(startup.regions)
    for x, y in [*placement.agencies.values(), *placement.exchanges.values()]:
        assert 0 <= x < size[0]
        assert 0 <= y < size[1]


def test_the_same_world_always_looks_the_same(startup) -> None:
    assert place(startup, 76, 15) == place(build(load("business-startup")), 76, 15)


def test_agencies_do_not_share_a_place_where_there_is_room(startup) -> None:
    placement = place(startup, 120, 40)
    assert len(placement.occupants) == len(startup.agencies)
    assert not set(placement.occupants) & set(placement.exchanges.values())


def test_an_agency_stands_in_the_patch_of_its_region(startup) -> None:
    placement = place(startup, 200, 60)
    for agency, (x, y) in placement.agencies.items():
        area = placement.areas[startup.agencies[agency].region]
        assert area.left - 1 <= x <= area.right
        assert area.top - 1 <= y <= area.bottom


def test_children_divide_the_patch_of_their_region(startup) -> None:
    placement = place(startup, 200, 60)
    for region in startup.regions.values():
        if not region.children:
            continue
        size = sum(
            placement.areas[child].width * placement.areas[child].height
            for child in region.children
        )
        block = placement.blocks[region.code]
        area = placement.areas[region.code]
        assert size + block.width * block.height == pytest.approx(area.width * area.height)
