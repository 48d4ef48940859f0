"""A cell of the table says no more than the comparison does, from whichever baseline it is seen."""

import pytest

from sandbox.report.grouped import REST
from sandbox.scenario import load
from sandbox.study.comparison import summarise
from sandbox.tui.outcome import Outcome, Where, change
from tests.tui.conftest import HERE, FakeStudy, groups

MODELS = ("letters", "federated_query", "cached_query")


@pytest.fixture
def outcome():
    document = load(HERE / "tiny.yaml")
    tables = groups(document)
    runs = [
        FakeStudy.result(tables, model, place, 7, replication)
        for place, model in enumerate(MODELS)
        for replication in range(2)
    ]
    for run in runs:
        run.measures["unfinished"] = 0.2 if run.model == "letters" else 0.0
    comparison = summarise(document, MODELS, runs, seed=7, replications=2)
    return lambda baseline: Outcome(comparison, baseline)


@pytest.mark.parametrize("baseline", MODELS)
def test_a_verdict_is_withheld_from_every_baseline_where_it_is_from_the_first(
    outcome, baseline
) -> None:
    seen = outcome(baseline)
    for label in set(MODELS) - {baseline}:
        withheld = "letters" in (label, baseline)
        assert ("?" in seen.cell(label, "age.mean").plain) == withheld


def test_groups_and_what_belongs_to_none_add_up(outcome) -> None:
    seen = outcome("letters")
    run = seen.comparison.of("letters")[0]
    parts = run.breakdowns["department"].groups
    total = sum(seen.sample("letters", "requests", Where("department", part))[0] for part in parts)
    rest = seen.sample("letters", "requests", Where("department", REST))[0]
    assert total + rest == pytest.approx(run.measures["requests"])
    assert seen.has_rest("requests", "department")
    assert not seen.has_rest("satisfied", "department")


def test_a_difference_says_its_unit_or_the_measure_does(outcome) -> None:
    seen = outcome("letters")
    gap = seen.cell("cached_query", "response_time.mean", differences=True).plain
    assert gap.endswith(("d", "d ✓", "d ?"))
    assert "pp" in seen.cell("cached_query", "satisfied", differences=True).plain


@pytest.mark.parametrize(
    ("mean", "base", "unit", "words"),
    [
        (1 + 4e-7, 1.0, "s", "▲<0.001%"),
        (0.00248, 0.00384, "share", "▼0.136 pp"),
        (0.912, 0.5, "share", "▲41.2 pp"),
        (2.0, 1.0, "s", "▲100%"),
    ],
)
def test_a_change_shows_what_its_values_show_and_no_powers_of_ten(mean, base, unit, words) -> None:
    assert change(mean, base, mean - base, unit) == words
