"""A form shows every key, what holds there, and says of what is typed what `check` says."""

from pathlib import Path

import pytest

from sandbox.scenario import Refused, load
from sandbox.scenario.editing import mistake, outline, sections, set_value, understood
from sandbox.scenario.editing.references import _REFERENCES
from sandbox.scenario.scenario import Scenario
from sandbox.scenario.shape import follow
from sandbox.scenario.text import compose

GOOD = Path(__file__).with_name("nine_models.yaml")
TEXT = GOOD.read_text(encoding="utf-8")
WRITTEN = compose(TEXT, "")
MERGED = load(GOOD).root


def _all_rows(section):
    opened: set = set()
    while True:
        rows = outline(section, WRITTEN, MERGED, opened)
        closed = {row.path for row in rows if row.opened is False}
        if not closed:
            return rows
        opened |= closed


def test_every_key_of_the_schema_is_in_a_section() -> None:
    inside = {"scenario", "title", "extends", "numbers"}
    assert set(sections()) | inside == set(Scenario.model_fields)


@pytest.mark.parametrize("section", sections())
def test_a_form_shows_what_is_written_and_what_holds_else(section) -> None:
    rows = _all_rows(section)
    paths = [row.path for row in rows if row.kind != "add"]
    assert len(paths) == len(set(paths))
    for row in rows:
        if row.kind in ("text", "choice", "several"):
            here = WRITTEN.at(*row.path)
            assert (row.origin == "written") == (here is not None), row
            assert row.value or row.origin != "inherited", row


def test_what_a_form_shows_is_what_it_takes() -> None:
    checked = 0
    for section in sections():
        for row in _all_rows(section):
            if row.kind in ("text", "choice", "several") and row.value:
                assert mistake(row.annotation, row.path, row.value) is None, row
                if row.origin != "written":
                    continue
                value = understood(row.annotation, row.value)
                again = compose(set_value(TEXT, row.path, value), "").at(*row.path).plain()
                assert str(again) == str(WRITTEN.at(*row.path).plain()) or row.kind != "choice", row
                checked += 1
    assert checked > 100


@pytest.mark.parametrize("pattern", _REFERENCES)
def test_a_reference_stands_at_a_key_of_the_schema(pattern) -> None:
    path = tuple(0 if step == "*" and number > 1 else step for number, step in enumerate(pattern))
    assert follow(Scenario, path) is not None


def test_names_of_the_document_are_offered() -> None:
    need = next(iter(WRITTEN.mapping["needs"].mapping))
    rows = outline("needs", WRITTEN, MERGED, {("needs", need)}, {"regions": ["330000"]})
    choices = {row.label: row.choices for row in rows}
    assert choices["consumer"] == tuple(MERGED.mapping["departments"].mapping)
    assert choices["resources"] == tuple(MERGED.mapping["catalogue"].mapping)
    assert choices["mode"] == ("query", "exchange", "publish")
    assert choices["cross_check"] == ("true", "false")


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        (("needs", "tax-check", "rate"), "50"),
        (("needs", "tax-check", "rate"), "5/m"),
        (("needs", "tax-check", "mode"), "qury"),
        (("needs", "tax-check", "deadline"), "{value: 3}"),
        (("study", "horizon"), "20 years"),
        (("study", "start"), "tomorrow"),
        (("study", "replications"), "0"),
        (("costs", "letter_hours"), "x"),
    ],
)
def test_a_form_says_what_check_says(path, typed, tmp_path) -> None:
    annotation = follow(Scenario, path)
    said = mistake(annotation, path, typed)
    assert said is not None
    file = tmp_path / "mine.yaml"
    need = next(iter(WRITTEN.mapping["needs"].mapping))
    path = tuple(need if step == "tax-check" else step for step in path)
    value = understood(annotation, typed)
    file.write_text(set_value(TEXT, path, value), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        load(file)
    assert said.render("zh") in [each.message.render("zh") for each in refused.value.problems]
