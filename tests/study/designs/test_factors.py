"""Any number of a scenario can be varied, written as people write it; what cannot is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.scenario import Refused, load
from sandbox.scenario.document import rewritten
from sandbox.scenario.nodes import Node
from sandbox.study.designs.factor_files import factors
from sandbox.study.designs.paths import joined_path, split_path
from sandbox.study.designs.points import document_at
from sandbox.study.statistics.factors import Choice, Span
from tests.study.designs.small import HERE


@pytest.fixture(scope="module")
def mm1():
    return load("textbook/mm1")


def one(document, text):
    (setting,) = factors(document, [text])
    return setting


@pytest.mark.parametrize(
    "path",
    [
        ("needs", "tax-check", "rate"),
        ("regions", 0, "counties", 1),
        ("stations", "hub@330000", "servers"),
        ("stations", "a.b[0]", "servers"),
        ("profiles", 'with "quotes" and spaces', "week"),
    ],
)
def test_a_path_is_read_as_it_is_written(path) -> None:
    assert split_path(joined_path(path), HERE) == path


@given(
    st.lists(
        st.text(st.characters(exclude_characters="'", exclude_categories=["C", "Z"]), min_size=1)
        | st.integers(0, 999),
        min_size=1,
    ).filter(lambda steps: isinstance(steps[0], str))
)
def test_any_path_is_read_as_it_is_written(steps) -> None:
    assert split_path(joined_path(tuple(steps)), HERE) == tuple(steps)


@pytest.mark.parametrize("text", ["", ".", "a..b", "a.", "[0]", "a[x]", "a[0", 'a."b', "a[0]b"])
def test_what_is_no_path_is_refused_at_a_column(text: str) -> None:
    with pytest.raises(Refused) as refusal:
        split_path(text, HERE)
    (problem,) = refusal.value.problems
    assert 1 <= problem.column <= len(text) + 1


@pytest.mark.parametrize(
    ("text", "factor", "unit"),
    [
        ("needs.asking.rate=50/h..200/h", Span("needs.asking.rate", 50, 200), "/h"),
        ("needs.asking.rate=1/s..1000/s log", Span("needs.asking.rate", 1, 1000, log=True), "/s"),
        ("needs.asking.rate=30/min..1/s", Span("needs.asking.rate", 0.5, 1), "/s"),
        ("needs.asking.rate=0..0.7/s", Span("needs.asking.rate", 0, 0.7), "/s"),
        ("needs.asking.rate = 0.1/s … 0.7/s", Span("needs.asking.rate", 0.1, 0.7), "/s"),
        ("needs.asking.out_of_scope=5%..10%", Span("needs.asking.out_of_scope", 5, 10), "%"),
        (
            "stations.system.servers=1..40",
            Span("stations.system.servers", 1, 40, whole=True),
            "",
        ),
        (
            "catalogue.facts.records=1万..100万 log",
            Span("catalogue.facts.records", 10_000, 1_000_000, log=True, whole=True),
            "",
        ),
        (
            "stations.system.service.exponential=500 ms..2 s",
            Span("stations.system.service.exponential", 0.5, 2),
            "s",
        ),
    ],
)
def test_a_range_has_numbers_in_the_unit_in_which_it_is_written(mm1, text, factor, unit) -> None:
    setting = one(mm1, text)
    assert (setting.factor, setting.unit) == (factor, unit)


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("needs.asking.rate=50/h,100/h", ["50/h", "100/h"]),
        ("needs.asking.rate=50/h\uff0c 100/h,", ["50/h", "100/h"]),
        ("needs.asking.rate=50/h,50/h", ["50/h"]),
        ("stations.system.service={exponential: 1 s}, 2 s", ["{exponential: 1 s}", "2 s"]),
        ("needs.asking.resources=[facts]", ["[facts]"]),
        ("stations.system.queue=null,10", ["null", "10"]),
        ('title="a, b",c', ["a, b", "c"]),
        ("graph.nodes=../a.csv", ["../a.csv"]),
    ],
)
def test_a_list_holds_values_of_any_kind(mm1, text, levels) -> None:
    setting = one(mm1, text)
    assert isinstance(setting.factor, Choice)
    assert [level.words for level in setting.factor.values] == levels


def test_factors_of_a_file_are_those_of_the_command_line(mm1, tmp_path) -> None:
    file = tmp_path / "factors.yaml"
    file.write_text(
        "needs.asking.rate: [0.25/s, 0.5/s]\n"
        "stations.system.servers: 1..4\n"
        "stations.system.service.exponential: 0.5 s..1 s log\n"
        "needs.asking.retries: 3\n",
        encoding="utf-8",
    )
    spoken = factors(
        mm1,
        [
            "needs.asking.rate=0.25/s,0.5/s",
            "stations.system.servers=1..4",
            "stations.system.service.exponential=0.5 s..1 s log",
            "needs.asking.retries=3",
        ],
    )
    filed = factors(mm1, file=str(file))
    assert [setting.factor for setting in filed] == [setting.factor for setting in spoken]


def test_a_problem_in_a_file_of_factors_is_told_at_its_line(mm1, tmp_path) -> None:
    file = tmp_path / "factors.yaml"
    file.write_text("needs.asking.rate: [1/s]\nneeds.asking.rat: 1/s\n", encoding="utf-8")
    with pytest.raises(Refused) as refusal:
        factors(mm1, file=str(file))
    assert refusal.value.render("en") == (
        f"{file}:2:1: needs.asking.rat: unknown key `rat`; did you mean `rate`?"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("needs.asking.rat=1/s", "did you mean `rate`?"),
        ("needs.askin.rate=1/s", "did you mean `asking`?"),
        ("nedes.asking.rate=1/s", "did you mean `needs`?"),
        ("regions[7].code=3", "`regions` is a list of 1"),
        ("needs.asking.rate.x=1", "holds one value"),
        ("needs.asking.rate=1..2/s", "`1` is no end of a range"),
        ("needs.asking.rate=2/s..1/s", "from less to more"),
        ("needs.asking.rate=0/s..1/s log", "starts above 0"),
        ("stations.system.servers=1..2.5", "whole ends"),
        ("stations.system.service=1 s..2 s", "`stations.system.service.exponential`"),
        ("needs.asking.rate=,", "no values"),
        ("needs.asking.rate", "not of the form"),
        ("study.seed=1,2", "--seed"),
        ("study.replications=1,2", "--replications"),
        ("stations.system.service={lognormal", "is not closed"),
        ("needs.asking.rate=\x1b[31m", "cannot be shown"),
    ],
)
def test_what_cannot_be_varied_is_refused_before_anything_runs(mm1, text, words) -> None:
    with pytest.raises(Refused) as refusal:
        factors(mm1, [text])
    (problem,) = refusal.value.problems
    assert words in problem.render("en")
    assert problem.file == "--factor"
    assert problem.column <= len(text) + 1


def test_all_factors_are_refused_at_once_each_by_its_number(mm1) -> None:
    with pytest.raises(Refused) as refusal:
        factors(mm1, ["needs.asking.rat=1/s", "needs.asking.rate=1/s", "needs.askin.rate=1/s"])
    assert [problem.line for problem in refusal.value.problems] == [1, 3]


def test_factors_that_write_over_each_other_are_refused(mm1) -> None:
    with pytest.raises(Refused, match="write over each other"):
        factors(mm1, ["stations.system.service=1 s", "stations.system.service.exponential=1 s,2 s"])


def mean_service(scenario):
    return scenario.stations["system"].service.mean


@pytest.mark.parametrize("share", [0.0, 0.123456789, 1 / 3, 0.999999, 1.0])
@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("needs.asking.rate=50/h..200/h", lambda s: s.needs["asking"].rate * 3600),
        ("needs.asking.out_of_scope=5%..10%", lambda s: s.needs["asking"].out_of_scope * 100),
        ("stations.system.servers=1..40", lambda s: s.stations["system"].servers),
        ("stations.system.service.exponential=1 ms..1 s log", mean_service),
    ],
)  # fmt: skip
def test_a_value_of_a_range_is_what_the_scenario_then_has(mm1, text, read, share) -> None:
    setting = one(mm1, text)
    value = setting.factor.at(share)
    there = document_at(mm1, [setting], (value,))
    assert read(there.scenario) == pytest.approx(value, rel=1e-12)


def test_values_reach_what_an_extended_scenario_wrote(mm1) -> None:
    setting = one(mm1, "regions[0].population=5000")
    assert mm1.root.at("regions").mark.file.endswith("base.yaml")
    assert (
        document_at(mm1, [setting], (setting.factor.values[0],)).scenario.regions[0].population
        == 5000
    )


def test_a_key_that_is_not_written_can_be_varied_where_the_schema_has_it(mm1) -> None:
    setting = one(mm1, "models.bilateral.heartbeat=1 h")
    there = document_at(mm1, [setting], (setting.factor.values[0],))
    assert there.scenario.models["bilateral"].heartbeat == 3600
    assert document_at(mm1, [setting], (setting.base,)) is mm1


def test_a_value_is_taken_away_by_null(mm1) -> None:
    setting = one(mm1, "models.bilateral.by_letter=null")
    there = document_at(mm1, [setting], (setting.factor.values[0],))
    assert "by_letter" not in there.root.at("models", "bilateral").mapping


def test_a_wrong_value_is_told_at_the_value(mm1) -> None:
    setting = one(mm1, "needs.asking.rate=1/s,3 furlongs")
    with pytest.raises(Refused) as refusal:
        document_at(mm1, [setting], (setting.factor.values[1],))
    (problem,) = refusal.value.problems
    assert (problem.file, problem.line, problem.column) == ("--factor", 1, 23)
    assert problem.path == "needs.asking.rate"


def test_a_document_written_over_with_what_it_has_is_the_same(mm1) -> None:
    path = ("needs", "asking", "rate")
    same = rewritten(mm1, {path: mm1.root.at(*path)})
    assert (same.text, same.digest) == (mm1.text, mm1.digest)


@pytest.mark.parametrize("text", ["1/h..7000/h", "7/day..9/min", "0.1/s..0.7/s"])
def test_the_base_is_the_scenario_to_the_last_bit_in_any_unit(text) -> None:
    document = rewritten(load("textbook/mm1"), {("needs", "asking", "rate"): Node("29/min", HERE)})
    setting = one(document, f"needs.asking.rate={text}")
    assert setting.base == pytest.approx(29 * 60 if setting.unit == "/h" else 29 / 60)
    assert document_at(document, [setting], (setting.base,)) is document
