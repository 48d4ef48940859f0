"""Words of what is explained: moments as people write them, bars in order, both languages whole."""

from datetime import date

import pytest

from sandbox.language import speaking
from sandbox.report.moments import NoMoment, moment_of
from sandbox.report.paragraphs import width
from sandbox.report.request_sheet import bar_of, request_form, request_sheet
from sandbox.report.request_words import StepLine, step_lines
from sandbox.report.thing_sheet import KINDS, thing_sheet
from sandbox.study.explaining.events import Asked
from sandbox.study.explaining.passing import passing
from sandbox.study.explaining.request import lives
from sandbox.study.runs import workshop_of
from tests.study.explaining.village import village

START = date(2025, 1, 6)
HALF = 12 * 3600.0


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    return workshop_of(village(tmp_path_factory.mktemp("village")))


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("day 1 10:00", 36000.0),
        ("Day 1", 0.0),
        ("第1天 10\uff1a00", 36000.0),
        ("第 1 天 10:00:30", 36030.0),
        ("2025-01-06 02:30", 9000.0),
        ("2025-01-06T02:30", 9000.0),
        ("90 min", 5400.0),
    ],
)
def test_a_moment_is_read_as_people_write_it(written, seconds) -> None:
    assert moment_of(written, START, HALF) == seconds


@pytest.mark.parametrize(
    "written", ["", "day", "day 0", "day 1 24:00", "day 1 13:00", "2025-13-01", "-1 h", "2 GB", "x"]
)
def test_what_is_no_moment_of_the_study_is_refused(written) -> None:
    with pytest.raises(NoMoment):
        moment_of(written, START, HALF)


def test_a_bar_stands_where_its_step_was() -> None:
    assert bar_of(StepLine(0, 50, ""), 100, 10) == "━━━━━"
    assert bar_of(StepLine(50, 50, "", critical=False), 100, 10) == "     ─────"
    assert bar_of(StepLine(99, 1, ""), 100, 10) == "         ━"
    assert bar_of(StepLine(10, 0, ""), 100, 10) == ""


def test_a_refusal_names_its_article_in_both_languages(shop) -> None:
    found = lives(shop.document, Asked("aid", "refused"), ["federated_query", "letters"], jobs=1)
    world = shop.world
    for language, words in (("en", "refused under article 8"), ("zh", "依第八条")):
        with speaking(language):
            said = request_sheet(world, found, 60)
            assert words in said
            assert max(map(width, said.splitlines()[2:])) <= 60
            lines = step_lines(world, found[0].life)
            assert any(not line.passed for line in lines)
            assert all(line.words for line in lines)
    form = request_form(found)["runs"][0]["life"]
    assert form["response_time"] == pytest.approx(sum(step["took"] for step in form["steps"]))
    assert form["response_time"] == pytest.approx(sum(form["spent"].values()))


def test_everything_has_a_sheet_in_both_languages(shop) -> None:
    program = shop.assembly("federated_query").program
    passes = passing(program)
    names = {
        "agency": "civil@330102",
        "agreement": "aid-taxes",
        "resource": "taxes",
        "station": program.stations[0].name,
        "link": program.links[0].name,
    }
    assert set(names) == set(KINDS)
    for kind, name in names.items():
        for language in ("en", "zh"):
            with speaking(language):
                said = thing_sheet(
                    shop.world, kind, name, 70, program=program, passes=passes,
                    measures={"federated_query": {"requests": 3.0, "refused": float("nan")}},
                )  # fmt: skip
            assert max(map(width, said.splitlines()[2:])) <= 70
            assert "federated_query" in said
    with speaking("en"):
        uses = thing_sheet(shop.world, "agreement", "aid-taxes", 120)
        assert "permitted under article 8: aid-taxes (pairs of agency and register: 4)" in uses
