"""`show` tells how requests come and what disturbs the world, in numbers that people picture."""

from pathlib import Path

import pytest

from sandbox.language import speak
from sandbox.report.catalogue_words import rate_words
from sandbox.report.world_words import world_in_words
from sandbox.scenario import load
from sandbox.scenario.units import DAY, HOUR, YEAR
from sandbox.world import build

HERE = """
extends: textbook/base
scenario: mine
title: mine
about: mine
regions: [{code: "330000", prefectures: 1, counties: 2}]
needs:
  ask:
    rate: null
    arrivals: {kind: trace, file: times.csv}
disturbances:
  none: {surge: {needs: [ask], factor: 0, from: 2 h, for: 3 h}}
  less: {surge: {needs: [ask], factor: 0.5, regions: ["330102"], from: 2 h, for: 3 h}}
  more: {surge: {needs: [ask], factor: 30, from: 2 h, for: 3 h}}
  cut: {cut: {network: extranet, regions: ["330102"], from: 26 h, for: 90 min}}
  down: {outage: {stations: [database], mtbf: 30 days, mttr: 4 h}}
"""


@pytest.fixture(autouse=True)
def _english():
    speak("en")
    yield
    speak("en")


def _shown(folder: Path, *parts: str) -> str:
    need = next(iter(load("textbook/base").scenario.needs))
    (folder / "times.csv").write_text("time\n3600\n7200\n", encoding="utf-8")
    file = folder / "mine.yaml"
    file.write_text(HERE.replace("ask", need), encoding="utf-8")
    document = load(file)
    return " ".join(world_in_words(document, build(document), parts).split())


def test_a_disturbance_is_told_with_kind_strength_place_and_time(tmp_path: Path) -> None:
    said = _shown(tmp_path, "disturbances")
    none, less, more = said.index("none what"), said.index("less what"), said.index("more what")
    assert "demand stops" in said[none:less]
    assert "demand drop demand times 0.5" in said[less:more]
    assert "330102" in said[less:more]
    assert "demand surge demand times 30" in said[more:]
    assert "(2 h after the start), for 3 h" in said[none:less]
    assert "network cut" in said
    assert "for 1.5 h" in said
    assert "stations database when at random: on average after 30 d of work, for 4 h" in said


def test_arrivals_of_a_trace_are_told_by_their_file_and_not_by_a_rate(tmp_path: Path) -> None:
    said = _shown(tmp_path, "needs")
    assert "as the trace times.csv says" in said
    assert "from 1 h to 2 h after the start" in said
    assert "a year" not in said


def test_arrivals_at_fixed_intervals_are_told(tmp_path: Path) -> None:
    need = next(iter(load("textbook/base").scenario.needs))
    (tmp_path / "fixed.yaml").write_text(
        "extends: textbook/base\nscenario: fixed\n"
        f"needs: {{{need}: {{arrivals: {{kind: fixed}}}}}}\n",
        encoding="utf-8",
    )
    document = load(tmp_path / "fixed.yaml")
    assert "at fixed intervals" in world_in_words(document, build(document), ["needs"])


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (2 / DAY, "2 a day"),
        (8 / DAY, "8 a day"),
        (30 / HOUR, "30 an hour"),
        (5.0, "5 a second"),
        (2 / (7 * DAY), "2 a week"),
        (0.5 / YEAR, "0.5 a year"),
        (0.0, "never"),
    ],
)
def test_a_rate_is_told_in_a_unit_that_people_can_picture(rate: float, words: str) -> None:
    assert rate_words(rate) == words
