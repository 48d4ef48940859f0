"""Each agreement says the ten fields of article 8, from what is known of it."""

from __future__ import annotations

import pytest

from sandbox.language import speak
from sandbox.measures.chronicle import Life, Moment
from sandbox.report.agreement_fields import agreements, fields_of
from sandbox.report.sheet import Sheet
from tests.world.small_world import need, small, world_of


@pytest.fixture(autouse=True)
def _english():
    speak("en")
    yield
    speak("en")


def life(**detail: str) -> Life:
    about = {"form": "bilateral", "parties": "tax – police", "resources": "population"}
    about |= {"consumers": "tax", "needs": "check", "modes": "query, exchange", "agreements": ""}
    stated = Moment(0.0, "stated", about | detail)
    return Life("agreement", "bilateral tax – police", (stated, Moment(864000.0, "signed", {})))


def world(**sections: object) -> object:
    governance = {"agreements": {"term": "400 days"}}
    return world_of(**small(needs={"check": need()}, governance=governance, **sections))


def test_an_agreement_says_all_ten_fields_from_catalogue_needs_and_life() -> None:
    said = dict(fields_of(world(), life()))
    assert list(said) == [
        "1 name",
        "2 content",
        "3 quality",
        "4 quantity",
        "5 update frequency",
        "6 scope of use",
        "7 mode of use",
        "8 term",
        "9 basis",
        "10 progress",
    ]
    assert said["1 name"] == "tax – police"
    assert said["3 quality"] == "population: entered within 1 d on average, 1% with an error"
    assert said["4 quantity"] == "population: 1,000 records"
    assert said["6 scope of use"].endswith("for: check")
    assert said["7 mode of use"] == "query, exchange"
    assert said["8 term"] == "400 d from signature, renewed"
    assert said["10 progress"].startswith("in force 20")


def test_what_the_scenario_agreed_goes_before_what_follows() -> None:
    written = {
        "people": {
            "provider": "police",
            "consumers": ["tax"],
            "resources": ["population"],
            "quality": "nine in ten right",
            "basis": "the tax law",
        }
    }
    said = dict(fields_of(world(agreements=written), life(agreements="people")))
    assert said["3 quality"] == "nine in ten right"
    assert said["9 basis"] == "the tax law"
    assert said["4 quantity"] == "population: 1,000 records"


def test_all_agreements_are_listed_in_both_languages() -> None:
    for language, last in (("en", "10 progress"), ("zh", "10 实现进度")):
        speak(language)
        sheet = Sheet(100)
        agreements(sheet, world(), [life(), life()])
        assert sheet.text().count(last) == 2


def test_the_scenarios_own_agreements_say_the_term_that_is_negotiated() -> None:
    from sandbox.report.catalogue_words import agreements as written

    people = {"provider": "police", "consumers": ["tax"], "resources": ["population"]}
    for extra, said in (
        ({}, "400 d from signature, renewed"),
        ({"until": "9 days"}, "from the start until"),
    ):
        sheet = Sheet(100)
        written(sheet, world(agreements={"people": people | extra}))
        (term,) = (line for line in sheet.lines if "8 term" in line)
        assert said in term
