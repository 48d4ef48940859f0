"""Loading, extending, defaults, places and the self-contained text."""

from pathlib import Path

import pytest

from sandbox.language import Message
from sandbox.scenario import (
    Document,
    Refused,
    assumptions,
    is_assumption,
    load,
    reload,
    resolve_station,
)
from sandbox.scenario.document import DEFAULTS
from sandbox.scenario.workings import ROLES

GOOD = Path(__file__).with_name("good.yaml")
NINE = Path(__file__).with_name("nine_models.yaml")


def written(folder: Path, words: str, name: str = "mine.yaml") -> Path:
    file = folder / name
    file.write_text(words, encoding="utf-8")
    return file


def extended(folder: Path, words: str) -> Document:
    return load(written(folder, f"extends: {GOOD}\n{words}"))


def test_a_scenario_with_all_nine_models_is_clean(tmp_path: Path) -> None:
    document = load(NINE)
    assert len(document.scenario.models) == 9


def test_the_text_of_a_document_says_everything_again(tmp_path: Path) -> None:
    document = load(NINE)
    again = reload(document.text, document.folder, document.file)
    assert again.scenario == document.scenario
    assert (again.text, again.digest) == (document.text, document.digest)


def test_comments_and_order_of_words_do_not_change_the_digest(tmp_path: Path) -> None:
    plain = load(GOOD)
    spaced = written(tmp_path, GOOD.read_text(encoding="utf-8").replace("\n", "  # words\n"))
    assert load(spaced).digest == plain.digest


def test_texts_that_look_like_numbers_survive(tmp_path: Path) -> None:
    words = "catalogue:\n  population: {code: '0012', format: '1e5', abstract: \"a\\tb\\u2028c\"}\n"
    document = extended(tmp_path, words)
    again = reload(document.text, document.folder, document.file).scenario
    assert again.catalogue["population"].code == "0012"
    assert again.catalogue["population"].format == "1e5"
    assert str(again.catalogue["population"].abstract) == "a\tb\u2028c"


def test_mappings_merge_and_lists_replace(tmp_path: Path) -> None:
    document = extended(tmp_path, "needs:\n  tax-check: {resources: [population], priority: 3}\n")
    need = document.scenario.needs["tax-check"]
    assert need.resources == ("population",)
    assert need.priority == 3
    assert need.rate.written == "120/h"
    assert set(document.scenario.models) == {"letters", "federated_query"}


def test_null_deletes_what_was_extended_and_what_is_the_default(tmp_path: Path) -> None:
    words = (
        "models: {letters: null}\nstudy: {baseline: null}\n"
        "needs:\n  tax-check: {timeout: null}\nnetworks: {internet: null}\ngateways:\n"
    )
    scenario = extended(tmp_path, words).scenario
    assert list(scenario.models) == ["federated_query"]
    assert scenario.study.baseline is None
    assert scenario.needs["tax-check"].timeout is None
    assert set(scenario.networks) == {"extranet", "intranet"}
    again = reload(extended(tmp_path, words).text, None, "x").scenario
    assert again == scenario


def test_distributions_and_sourced_numbers_are_replaced_whole(tmp_path: Path) -> None:
    words = (
        "stations:\n  database: {service: {exponential: 1 s}, servers: 2}\n"
        "catalogue:\n  population: {name: {en: People}, changes: {value: 1/year, source: me}}\n"
    )
    scenario = extended(tmp_path, words).scenario
    service = scenario.stations["database"].service
    assert service is not None
    assert (service.kind, service.mean, service.cv) == ("exponential", 1.0, None)
    assert scenario.catalogue["population"].name.render("zh") == "People"
    assert scenario.catalogue["population"].changes.source == "me"


def test_own_defaults_of_entries_hold_for_every_entry(tmp_path: Path) -> None:
    words = "defaults:\n  need: {timeout: 7 s}\n  resource: {record_size: 9 kB}\n"
    scenario = extended(tmp_path, words).scenario
    assert scenario.needs["tax-check"].timeout == 7
    assert {resource.record_size for resource in scenario.catalogue.values()} == {9000}


def test_problems_in_an_extended_file_are_shown_there(tmp_path: Path) -> None:
    base = GOOD.read_text(encoding="utf-8").replace("consumer: tax\n", "consumer: taxi\n")
    written(tmp_path, base, "base.yaml")
    with pytest.raises(Refused) as refusal:
        load(written(tmp_path, "extends: base.yaml\nstudy: {warm_up: 9 days}\n"))
    first, second = refusal.value.problems
    assert (first.file, first.line, first.column) == (str(tmp_path / "mine.yaml"), 2, 18)
    line = base.splitlines().index("    consumer: taxi") + 1
    assert (second.file, second.line, second.column) == (str(tmp_path / "base.yaml"), line, 15)


def test_files_are_found_beside_the_scenario_that_names_them(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "times.csv").write_text("time\n1\n")
    base = GOOD.read_text(encoding="utf-8").replace(
        "    rate: 120/h\n", "    arrivals: {kind: trace, file: times.csv}\n"
    )
    written(inner, base, "base.yaml")
    document = load(written(tmp_path, "extends: inner/base.yaml\n"))
    arrivals = document.scenario.needs["tax-check"].arrivals
    assert arrivals is not None
    assert arrivals.file == "inner/times.csv"


def test_other_rooms_place_their_problems(tmp_path: Path) -> None:
    document = load(GOOD)
    message = Message("no route from {a} to {b}", {"a": 1, "b": 2})
    lines = GOOD.read_text(encoding="utf-8").splitlines()
    there = document.problem(("needs", "tax-check", "consumer"), message)
    assert lines[there.line - 1][there.column - 1 :] == "tax"
    assert there.path == "needs.tax-check.consumer"
    near = document.problem(("needs", "tax-check", "popularity"), message)
    assert lines[near.line - 1].strip() == "tax-check:"
    inherited = document.problem(("needs", "tax-check", "timeout"), message)
    assert inherited.file == str(DEFAULTS)


def test_schema_errors_do_not_hide_wrong_references(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        extended(tmp_path, "needs:\n  tax-check: {rat: 1}\n  other: {consumer: taxi, rate: 1/h}\n")
    assert len(refusal.value.problems) == 3  # unknown key, and two keys missing in `other`
    with pytest.raises(Refused) as refusal:
        extended(tmp_path, "needs:\n  tax-check: {rat: 1}\nstudy: {baseline: leters}\n")
    assert len(refusal.value.problems) == 2


def test_every_default_number_says_what_vouches_for_it() -> None:
    document = load(GOOD)
    own = GOOD.read_text(encoding="utf-8")
    for path, wording, source in assumptions(document):
        assert source is not None or wording in own, path
    sources = {source for _, _, source in assumptions(document) if not is_assumption(source)}
    assert any("X-Road" in source for source in sources if source)


def test_assumptions_name_what_the_author_wrote(tmp_path: Path) -> None:
    rows = assumptions(extended(tmp_path, "stations:\n  hub: {service: {exponential: 3 s}}\n"))
    assert ("needs.tax-check.rate", "120/h", None) in rows
    assert ("stations.hub.service.exponential", "3 s", None) in rows
    assert any(path == "profiles.always.hours" for path, _, _ in rows)
    assert not is_assumption("GB/T 2260")
    assert is_assumption("assumption, near what X-tee publishes")


def test_every_role_has_a_whole_default_station() -> None:
    scenario = load(GOOD).scenario
    for role in ROLES:
        station = resolve_station(scenario, [role])
        assert None not in (station.servers, station.service, station.hours, station.when_down)


def test_the_most_special_station_key_wins_for_each_value(tmp_path: Path) -> None:
    words = (
        "stations:\n"
        "  database@police: {servers: 2, service: 1 s}\n"
        "  database@city: {servers: 3}\n"
        "  database@police@east: {servers: 5, when_down: wait}\n"
    )
    scenario = extended(tmp_path, words).scenario
    police = ["database", "database@police", "database@city", "database@police@east"]
    special = resolve_station(scenario, police)
    other = resolve_station(scenario, ["database", "database@tax", "database@city"])
    assert (special.servers, special.when_down) == (5, "wait")
    assert special.service is not None
    assert special.service.mean == 1
    assert (other.servers, other.when_down) == (3, "fail")
