"""Every shipped scenario is sound before anything runs: it loads, speaks two languages, expects."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from pydantic import BaseModel

from sandbox.language import Text
from sandbox.scenario import load, shipped
from sandbox.scenario.scenario import Scenario
from sandbox.world import build

PLANNERS = (
    "assistance-check",
    "business-startup",
    "credit-sanctions",
    "flood-emergency",
    "medical-settlement",
    "pension-transfer",
    "pilot-onboarding",
    "update-ripple",
)
TEXTBOOK = (
    "age-mm1-feed",
    "availability-chain",
    "availability-one",
    "batch-age",
    "freshness-batch",
    "freshness-batch-fast",
    "freshness-batch-late",
    "majority",
    "mg1-constant",
    "mg1-exponential",
    "mg1-lognormal",
    "mm1",
    "mm1-busy",
    "mm1-p95",
    "mmc",
    "tandem",
)
LARGE = ("national-day", "province-month")
ALL = (*PLANNERS, *LARGE, *(f"textbook/{name}" for name in TEXTBOOK))


@cache
def scenario(name: str) -> Scenario:
    return load(name).scenario


def texts(part: object) -> Iterator[Text]:
    if isinstance(part, Text):
        yield part
    elif isinstance(part, BaseModel):
        for field in type(part).model_fields:
            yield from texts(getattr(part, field))
    elif isinstance(part, dict):
        for value in part.values():
            yield from texts(value)
    elif isinstance(part, tuple):
        for value in part:
            yield from texts(value)


def test_the_library_is_what_this_test_knows() -> None:
    assert set(shipped()) == {*ALL, "textbook/base"}


@pytest.mark.parametrize("name", ALL)
def test_is_called_like_its_file(name: str) -> None:
    assert scenario(name).scenario == name


@pytest.mark.parametrize("name", ALL)
def test_says_everything_in_both_languages(name: str) -> None:
    for text in texts(scenario(name)):
        assert text.zh, text
        assert text.en, text
        assert any("\u4e00" <= sign <= "\u9fff" for sign in text.zh) or text.zh == text.en, text
        assert not any("\u4e00" <= sign <= "\u9fff" for sign in text.en), text


@pytest.mark.parametrize("name", ALL)
def test_expects_something(name: str) -> None:
    assert scenario(name).expect


@pytest.mark.parametrize("name", TEXTBOOK)
def test_textbook_systems_are_held_at_the_stated_confidence(name: str) -> None:
    """Exact, or covered at 99.9 % with a half-width that says something."""
    for expectation in scenario(f"textbook/{name}").expect:
        assert expectation.value is not None
        if expectation.covered:
            assert expectation.confidence == pytest.approx(0.999)
            limit = 0.03 if name == "mm1-busy" else 0.01
            assert expectation.half_width is not None
            assert expectation.half_width <= limit
        else:
            assert expectation.abs is not None


@pytest.mark.parametrize("name", PLANNERS)
def test_planner_scenarios_have_a_pilot_s_size(name: str) -> None:
    world = build(load(name))
    assert 50 <= len(world.agencies) <= 400
    assert world.demands


@pytest.mark.parametrize("name", [*PLANNERS, *LARGE])
def test_catalogue_entries_fill_the_guide_s_fields(name: str) -> None:
    for resource in scenario(name).catalogue.values():
        assert resource.code
        assert resource.abstract
        assert resource.update_cycle
        assert resource.released
        assert resource.fields
        assert resource.interface or "publish" in resource.modes


@pytest.mark.parametrize("name", [*PLANNERS, *LARGE])
def test_agreements_fill_the_ten_fields_of_article_8(name: str) -> None:
    governance = scenario(name).governance
    negotiated = governance.agreements if governance is not None else None
    for agreement in scenario(name).agreements.values():
        for field in (
            agreement.name,
            agreement.content,
            agreement.quality,
            agreement.quantity,
            agreement.update_frequency,
            agreement.scope,
            agreement.modes,
            agreement.until or (negotiated is not None and negotiated.term),
            agreement.basis,
            agreement.progress,
        ):
            assert field
