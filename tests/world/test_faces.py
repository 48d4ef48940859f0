"""Records have faces: the same every time, valid, unassigned, alive, and wrong where they are."""

from __future__ import annotations

from itertools import pairwise

import pytest

from sandbox.scenario.information import ERROR_KINDS
from sandbox.world import World
from sandbox.world.faces import Face, checks, face, mistaken
from sandbox.world.regions import gbt2260
from tests.world.small_world import resource, small, world_of

PARTITIONS = ("population@330102", "firms@330102", "plots@330102")


def peopled(**sections: object) -> World:
    data = small()
    data["catalogue"] |= {
        "firms": resource(subject="entity"),
        "plots": resource(subject="place"),
    }
    return world_of(**data | sections)


@pytest.fixture(scope="module")
def world() -> World:
    return peopled()


def failed(shown: Face) -> list[str]:
    return [check.name.template for check in checks(shown) if not check.passed]


@pytest.mark.parametrize("partition", PARTITIONS)
def test_a_face_is_a_pure_function_of_the_seed(world: World, partition: str) -> None:
    again = peopled()
    for record in (0, 7, 249):
        assert face(world, partition, record, 2, 1) == face(again, partition, record, 2, 1)
    other = peopled(study=small()["study"] | {"seed": 2})
    assert face(world, partition, 7, 0) != face(other, partition, 7, 0)


def test_another_resource_changes_nobodys_face(world: World) -> None:
    assert face(world_of(), PARTITIONS[0], 7, 1) == face(world, PARTITIONS[0], 7, 1)


@pytest.mark.parametrize("partition", PARTITIONS)
def test_right_records_pass_every_check(world: World, partition: str) -> None:
    for record in range(100):
        assert failed(face(world, partition, record, record % 4)) == []


def test_numbers_are_different_and_assigned_to_nobody(world: World) -> None:
    numbers = [str(face(world, PARTITIONS[0], n, 0).attributes["number"]) for n in range(250)]
    assert len(set(numbers)) == 250
    assert all(number.startswith("99") for number in numbers)
    assert not any(code.startswith("99") for code in gbt2260())


def test_a_scenario_can_opt_for_real_area_codes() -> None:
    real = face(peopled(numbers="real"), PARTITIONS[0], 7, 0)
    assert str(real.attributes["number"]).startswith("330102")


def test_company_names_are_diverse(world: World) -> None:
    names = {face(world, PARTITIONS[1], record, 0).attributes["name"] for record in range(250)}
    assert len(names) >= 248


@pytest.mark.parametrize("partition", PARTITIONS)
def test_every_version_changes_something_that_life_changes(world: World, partition: str) -> None:
    for record in range(50):
        lives = [face(world, partition, record, version).attributes for version in range(5)]
        for before, after in pairwise(lives):
            changed = {name for name in before if before[name] != after[name]}
            assert changed
            assert not changed & {"number", "code", "unit", "sex", "birth"}


@pytest.mark.parametrize("partition", PARTITIONS)
@pytest.mark.parametrize("kind", ERROR_KINDS)
def test_errors_are_really_applied(world: World, partition: str, kind: str) -> None:
    for record in range(30):
        right = face(world, partition, record, 1)
        wrong = mistaken(world, right, kind)
        differing = {n for n in right.attributes if right.attributes[n] != wrong.attributes[n]}
        assert len(differing) == 1
        if wrong.error == kind:
            assert (
                differing
                <= {
                    "transposed_digits": {"number", "code", "unit"},
                    "homophone": {"name"},
                    "old_address": {"address"},
                    "wrong_region": {"region"},
                }[kind]
            )
        else:
            assert wrong.error == "old_address"


def test_check_digits_find_transpositions_and_not_homophones(world: World) -> None:
    right = face(world, PARTITIONS[0], 7, 0)
    assert "check digit of the citizen number" in failed(
        mistaken(world, right, "transposed_digits")
    )
    assert failed(mistaken(world, right, "homophone")) == []
    assert failed(mistaken(world, right, "wrong_region")) == ["address lies in the region"]


def test_kinds_of_error_follow_the_weights_of_the_resource() -> None:
    collection = {"delay": 0, "error": "1%", "kinds": {"wrong_region": 1}}
    own = world_of(catalogue=small()["catalogue"] | {"population": resource(collection=collection)})
    assert {face(own, PARTITIONS[0], n, 0, 1).error for n in range(20)} == {"wrong_region"}


def test_wrong_entries_of_a_version_differ(world: World) -> None:
    kinds = {face(world, PARTITIONS[0], 7, 1, error).error for error in range(1, 20)}
    assert len(kinds) > 1


@pytest.mark.parametrize(("record", "version"), [(-1, 0), (250, 0), (0, -1)])
def test_records_that_cannot_be_have_no_face(world: World, record: int, version: int) -> None:
    with pytest.raises(IndexError):
        face(world, PARTITIONS[0], record, version)


def test_words_are_said_in_both_languages(world: World) -> None:
    shown = face(world, PARTITIONS[0], 7, 0)
    assert shown.words("en")[1][0] == "sex"
    assert shown.words("zh")[1][0] == "性别"


def test_a_person_has_a_full_name_and_a_company_a_name(world: World) -> None:
    person, company = (face(world, part, 1, 0).words("zh")[0][0] for part in PARTITIONS[:2])
    assert (person, company) == ("姓名", "名称")
    assert face(world, PARTITIONS[0], 1, 0).words("en")[0][0] == "full name"
