"""A world in words holds what a planner needs before trusting a comparison."""

from pathlib import Path

import pytest

from sandbox.cli.new import starter
from sandbox.language import speak
from sandbox.report.assumptions import lines
from sandbox.report.paragraphs import width
from sandbox.report.record_words import RecordRefused, record_in_words
from sandbox.report.world_words import PARTS, world_in_words
from sandbox.scenario import load
from sandbox.world import build

ODD = Path(__file__).parents[1] / "world" / "odd"


@pytest.fixture(scope="module")
def pilot(tmp_path_factory: pytest.TempPathFactory):
    file = tmp_path_factory.mktemp("words") / "pilot.yaml"
    text = starter("en", "pilot").replace(
        "records: 30000", 'records: {value: 30000, source: "census of 2020"}'
    )
    file.write_text(text, encoding="utf-8")
    document = load(file)
    return document, build(document)


@pytest.fixture(autouse=True)
def _english_afterwards():
    speak("en")
    yield
    speak("en")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_world_reads_like_this(pilot, snapshot, language: str) -> None:
    speak(language)
    parts = [part for part in PARTS if part not in ("assumptions", "sources")]
    assert world_in_words(*pilot, parts) == snapshot


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("columns", [50, 80])
def test_lines_fit(pilot, language: str, columns: int) -> None:
    speak(language)
    longest = max(map(width, world_in_words(*pilot, PARTS, columns).splitlines()))
    assert longest <= columns + 2  # closing marks may hang over


def test_a_number_without_a_source_is_an_assumption(pilot) -> None:
    found = {line.path: line for line in lines(pilot[0])}
    assert found["needs.identity.rate"].assumed
    assert not found["catalogue.population.records"].assumed
    assert found["catalogue.population.records"].source == "census of 2020"
    text = world_in_words(*pilot, ["assumptions"])
    assert "needs.identity.rate: 8/day" in text
    assert "catalogue.population.records" not in text
    assert "census of 2020" in world_in_words(*pilot, ["sources"])


def test_a_default_that_all_entries_share_is_one_line(pilot) -> None:
    paths = [line.path for line in lines(pilot[0])]
    assert "needs.*.request_size" in paths
    assert len(paths) == len(set(paths)) or "needs.*.request_size" in paths


def test_what_is_expected_is_no_assumption(pilot) -> None:
    assert not any(line.path.startswith("expect") for line in lines(pilot[0]))


def test_a_record_is_the_same_whenever_it_is_shown(pilot) -> None:
    _, world = pilot
    once = record_in_words(world, "population@330102:7:2")
    assert once == record_in_words(world, "population@330102:7:2")
    assert once != record_in_words(world, "population@330102:8:2")
    assert "✓ check digit of the citizen number" in once


@pytest.mark.parametrize(
    "address", ["", "population@330102", "population@330102:-1", "population@330102:1:2:3:4",
                "population@330102:1:9999999999999999999", "population@330102:²", "x@y:1"],
)  # fmt: skip
def test_an_address_that_leads_nowhere_is_refused(pilot, address: str) -> None:
    with pytest.raises(RecordRefused):
        record_in_words(pilot[1], address)


def test_an_imported_graph_is_told_with_its_files_and_the_links_of_its_networks() -> None:
    document = load(ODD / "graph_without_exchange_points.yaml")
    said = " ".join(world_in_words(document, build(document), ("networks",)).split())
    assert "an agency graph from alone.csv, pairs.csv: nodes: 15, links: 14" in said
    assert "nodes: 15, links: 14, latency 0 s … 9 ms, bandwidth 100 Mbps" in said
    assert "access in" not in said
