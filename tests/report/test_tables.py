"""Tables fit the terminal, name their origin, and say better only where it is shown."""

import io
import math

import pytest
from rich.console import Console

from sandbox.language import speak
from sandbox.measures import CATALOGUE
from sandbox.report.facts import Facts
from sandbox.report.json_form import as_json, finite
from sandbox.report.long_form import HEADER, rows
from sandbox.report.paragraphs import width
from sandbox.report.selection import KEY, UnknownMeasure, select
from sandbox.report.tables import comparison_table, difference_words
from sandbox.study import Comparison, Difference, Interval

FACTS = Facts("tiny", "A tiny world", 1, "simpy", 3, 0.95, "letters", "0.1.0")
MEASURES = {
    "response_time.mean": (Interval(183600.0, 174960.0, 192240.0, "s", 3), -183599.9, "better"),
    "satisfied": (Interval(0.7, 0.65, 0.75, "share", 3), 0.3, "better"),
    "refused": (Interval(0.0, 0.0, 0.0, "share", 3), 0.0, "no difference shown"),
    "age.mean": (Interval(math.nan, math.nan, math.nan, "s", 0), math.nan, "undetermined"),
    "fresh": (Interval(0.99, 0.98, 1.0, "share", 3), 0.004, "no difference shown"),
    "exposure": (Interval(6766.0, 6334.0, 7198.0, "record-days", 3), 413234.0, "worse"),
    "utilisation.mean": (Interval(0.2, 0.1, 0.3, "share", 3), 0.05, "higher"),
}


def _comparison(*models: str) -> Comparison:
    found = {name: value for name, (value, _, _) in MEASURES.items()}
    gaps = {
        name: Difference(mean, mean - abs(mean) / 50, mean + abs(mean) / 50, verdict, 3)
        if verdict != "no difference shown" or mean == 0
        else Difference(mean, mean - 0.01, mean + 0.01, verdict, 3)
        for name, (_, mean, verdict) in MEASURES.items()
    }
    return Comparison(
        scenario="tiny",
        digest="0" * 64,
        version="0.1.0",
        seed=1,
        engine="simpy",
        replications=3,
        confidence=0.95,
        baseline="letters",
        models={model: dict(found) for model in models},
        differences={model: dict(gaps) for model in models if model != "letters"},
        runs=(),
    )


def _drawn(*models: str, columns: int = 80) -> str:
    console = Console(file=io.StringIO(), width=columns, no_color=True)
    console.print(comparison_table(_comparison(*models), FACTS, list(MEASURES), columns))
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in text.splitlines())


@pytest.fixture(autouse=True)
def _english_afterwards():
    speak("en")
    yield
    speak("en")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_comparison_looks_like_this(snapshot, language: str) -> None:
    speak(language)
    assert _drawn("bilateral", "letters", "federated_query") == snapshot


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("columns", [40, 60, 80, 200])
def test_a_table_fits_its_width(language: str, columns: int) -> None:
    speak(language)
    models = ("letters", *(f"model-number-{n}-with-a-long-name" for n in range(9)))
    text = _drawn(*models, columns=columns)
    body = [line for line in text.splitlines() if "·" not in line and "基准" not in line]
    assert max(map(width, body)) <= max(columns, 60)
    assert text.replace("\n", "").count("letters") >= 2


def test_the_baseline_comes_first() -> None:
    head = next(line for line in _drawn("bilateral", "letters").splitlines() if "bilateral" in line)
    assert head.split() == ["letters", "bilateral"]


@pytest.mark.parametrize(
    ("difference", "words"),
    [
        (Difference(-7200.0, -7320.0, -7080.0, "better", 3), "▼2.000 ±0.033 h ✓"),
        (Difference(7200.0, 7080.0, 7320.0, "worse", 3), "▲2.000 ±0.033 h ✗"),
        (Difference(7200.0, 7080.0, 7320.0, "higher", 3), "▲2.000 ±0.033 h"),
        (Difference(1.0, -1.0, 3.0, "no difference shown", 3), "≈+1.0 ±2.0 s"),
        (Difference(0.0, 0.0, 0.0, "no difference shown", 3), "="),
        (Difference(5.0, math.nan, math.nan, "undetermined", 1), "▲5 s –"),
        (Difference(math.nan, math.nan, math.nan, "undetermined", 0), ""),
    ],
)
def test_a_difference_says_direction_size_and_verdict(difference: Difference, words: str) -> None:
    assert difference_words(difference, "s") == words


def test_the_difference_of_shares_is_in_points() -> None:
    gap = Difference(0.012, 0.008, 0.016, "better", 3)
    assert difference_words(gap, "share") == "▲1.2 ±0.4 pp ✓"


def test_the_long_form_has_a_row_for_every_model_and_measure() -> None:
    head, *body = rows(_comparison("letters", "bilateral"), None, list(MEASURES))
    assert tuple(head) == HEADER
    assert len(body) == 2 * len(MEASURES)
    assert all(len(row) == len(HEADER) for row in body)
    assert body[0][:4] == ["letters", "", "", "response_time.mean"]
    assert "nan" not in {cell for row in body for cell in row}


def test_json_holds_only_the_measures_asked_for_and_no_nan() -> None:
    found = as_json(_comparison("letters", "bilateral"), None, ["age.mean", "fresh"])
    assert set(found["models"]["letters"]) == {"age.mean", "fresh"}
    assert found["models"]["letters"]["age.mean"]["mean"] is None
    assert finite({"a": [math.inf, 1.0]}) == {"a": [None, 1.0]}


def test_the_key_measures_are_measures() -> None:
    assert set(KEY) <= set(CATALOGUE)
    assert select(list(CATALOGUE)) == [name for name in CATALOGUE if name in KEY]


def test_measures_are_picked_by_patterns_in_the_order_of_the_catalogue() -> None:
    assert select(list(CATALOGUE), ["cost.total", "fresh"]) == ["fresh", "cost.total"]
    assert select(list(CATALOGUE), ["all"]) == list(CATALOGUE)
    assert "age.copy" in select(list(CATALOGUE), ["age"])
    with pytest.raises(UnknownMeasure) as caught:
        select(list(CATALOGUE), ["frehs"])
    assert "fresh" in caught.value.guesses


def test_a_share_whose_interval_reaches_beyond_its_bounds_is_noted() -> None:
    from sandbox.report.notes import beyond_shares

    def share(low: float, high: float, unit: str = "share") -> Interval:
        return Interval((low + high) / 2, low, high, unit, 3)

    fine = [
        ("satisfied", share(0.0, 1.0)), ("cost.total", share(-5.0, 9.0, "CNY")), ("fresh", None),
        ("correct", share(math.nan, math.nan)), ("refused", share(0.0, 1 + 1e-12)),
    ]  # fmt: skip
    assert beyond_shares(fine) == []
    beyond = [*fine, ("satisfied", share(0.7, 1.2)), ("failed", share(-0.1, 0.2))]
    (note,) = beyond_shares([*beyond, *beyond])
    assert note.startswith("± reaches beyond 0% or 100% for satisfied, failed: too few")
    speak("zh")
    assert "重复次数太少" in beyond_shares(beyond)[0]


def test_the_note_on_shares_stands_below_the_table_and_numbers_stay() -> None:
    def drawn(high: float) -> str:
        comparison = _comparison("letters")
        comparison.models["letters"]["satisfied"] = Interval(0.7, 1.4 - high, high, "share", 2)
        console = Console(file=io.StringIO(), width=80, no_color=True)
        console.print(comparison_table(comparison, FACTS, ["satisfied"], 80))
        answer = console.file.getvalue()  # type: ignore[attr-defined]
        assert any(repr(high) in row for row in rows(comparison, None, ["satisfied"]))
        return str(answer)

    assert "reaches beyond" not in drawn(1.0)
    assert "reaches beyond 0% or 100%" in drawn(1.2)


def test_no_verdict_stands_beside_a_nought() -> None:
    tiny = Difference(1.2e-7, 1.1e-7, 1.3e-7, "worse", 3)
    assert difference_words(tiny, "share") == "▲1.2e\N{MINUS SIGN}05 pp ✗"
