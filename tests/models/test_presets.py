"""The models as people meet them: described in two languages, refused with reasons, cheap."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.flows.compiled import compile
from sandbox.models import COMBINATIONS, PRESETS, assemble, describe
from sandbox.models.checking import problems
from sandbox.scenario.workings import ModelSpec
from sandbox.world import World
from tests.calls import calls
from tests.models.running import run, world
from tests.world.small_world import need, resource

AXES = {"collection": "single", "aggregation": "catalogue", "sharing": "query_source"}


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_described_in_both_languages(name: str) -> None:
    preset = PRESETS[name]
    for text in (preset.title, preset.about, *preset.steps):
        assert text.zh
        assert text.en
    for language, word in (("zh", "采集："), ("en", "collection: ")):
        words = describe(preset, language)
        assert word in words
        assert preset.about.render(language) in words
        assert "article" in words or "条" in words


@pytest.mark.parametrize("name", PRESETS)
def test_every_number_of_a_preset_has_a_source(name: str) -> None:
    spec = PRESETS[name].defaults
    numbers: list[Any] = []

    def look(value: Any) -> None:
        if hasattr(value, "source"):
            numbers.append(value)
        elif hasattr(value, "model_fields_set"):
            for key in value.model_fields_set:
                look(getattr(value, key))
        elif isinstance(value, dict):
            for inside in value.values():
                look(inside)

    look(spec)
    assert all(number.source for number in numbers)
    assert numbers or not PRESETS[name].parameters or name == "hybrid"


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_gives_a_valid_program(name: str) -> None:
    compile(assemble(world(models={name: {}}), name).program)


def said(label: str, **entry: Any) -> list[tuple[str, str]]:
    found = problems(label, ModelSpec.model_validate(entry))
    return [(".".join(path), message.render("en")) for path, message in found]


def test_an_unknown_preset_is_refused_with_the_nearest_name() -> None:
    wanted = "there is no sharing model `federated_qery`; did you mean `federated_query`?"
    assert said("federated_qery") == [("", wanted)]
    assert said("mine", preset="federated_qery") == [("preset", wanted)]


def test_parameters_that_a_model_does_not_use_are_refused() -> None:
    assert said("cached_query", ttl="1 h") == []
    assert said("letters", ttl="1 h", reuse="1 day") == [
        (
            "ttl",
            "the model letters does not use ttl; "
            "it uses: reuse, verified, entry_error, overlooked, transport",
        )
    ]
    assert said("federated_query", ttl="1 h", parameters={"x": 1}) == [
        ("ttl", "the model federated_query does not use ttl; it has no parameters"),
        ("parameters.x", "the model federated_query does not use x; it has no parameters"),
    ]


def test_a_hybrid_takes_the_parameters_of_its_parts() -> None:
    assert said("hybrid", business="cached_query", ttl="1 h") == []
    assert [path for path, _ in said("hybrid", ttl="1 h")] == ["ttl"]
    assert [path for path, _ in said("hybrid", basic="hybrid")] == ["basic"]
    assert [path for path, _ in said("hybrid", basic="libary")] == ["basic"]


def test_axes_must_go_together() -> None:
    assert said("mine", **AXES) == []
    assert said("mine", collection="single") == [
        ("", "a model spells all three axes or none; missing: aggregation, sharing")
    ]
    (path, message), *rest = said("mine", **AXES | {"sharing": "letters"})
    assert path == "collection"
    assert not rest
    assert all(str(axes) in message for axes in COMBINATIONS)
    assert [path for path, _ in said("letters", preset="letters", sharing="batch")] == ["sharing"]


def test_spelling_the_axes_is_the_same_as_naming_the_preset() -> None:
    some = world(models={"named": {"preset": "federated_query"}, "spelled": AXES})
    named, spelled = (assemble(some, label).program for label in ("named", "spelled"))
    assert named.flows == spelled.flows
    assert named.rows == spelled.rows


def test_a_streamed_library_without_sensors_can_be_spelled() -> None:
    axes = {"collection": "event", "aggregation": "stream", "sharing": "query_library"}
    some = world(models={"streamed": axes | {"heartbeat": "1 h"}})
    result = run(some, "streamed", days=2)
    assert 0 < result.share("age") < 3600


def province(prefectures: int) -> World:
    """Three departments on all levels of a province, two of which ask the first."""
    departments = {
        name: {"name": name, "levels": ["province", "prefecture", "county"]}
        for name in ("police", "tax", "civil")
    }
    reach = {"local": 0.9, "prefecture": 0.1, "province": 0, "nation": 0}
    return world(
        regions=[{"code": "330000", "prefectures": prefectures, "population": 64e6}],
        departments=departments,
        catalogue={"population": resource(records=100_000)},
        needs={"a": need(reach=reach), "b": need(consumer="civil", reach=reach)},
        models={name: {} for name in PRESETS},
    )


@pytest.mark.parametrize("name", PRESETS)
def test_a_model_of_a_larger_province_costs_no_more_an_agency(name: str) -> None:
    few, many = province(2), province(11)
    assert len(many.agencies) > 3 * len(few.agencies)
    assemble(few, name)  # tables are read once a process
    each = calls(lambda: assemble(few, name)) / len(few.agencies)
    each_of_many = calls(lambda: assemble(many, name)) / len(many.agencies)
    assert each_of_many < 1.2 * each
