"""Breakdowns say what they hold and what they leave out; series are told for all models."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from sandbox.cli.options import BREAKDOWNS
from sandbox.report.selection import WITH_SERIES


@pytest.mark.parametrize("names", ["agreements", "agreements,negotiation", "agreements,fresh"])
def test_a_measure_that_a_label_does_not_break_down_is_refused(call, small, names: str) -> None:
    answer = call("compare", small, "--by", "need", "--measures", names)
    assert (answer.code, answer.out) == (2, "")
    assert "Not broken down by need:" in answer.err
    assert "agreements: of the whole only" in answer.err
    cost = call("run", small, "--model", "letters", "--by", "need", "--measures", "cost.total")
    assert "cost.total: by agency, department, level, region" in cost.err


def test_patterns_leave_out_what_is_not_broken_down_and_say_so(call, small: str) -> None:
    answer = call(
        "compare", small, "--jobs", "1", "--models", "letters", "--by", "need",
        "--measures", "key", "--format", "csv",
    )  # fmt: skip
    assert answer.code == 0
    assert "Not broken down by need: copies_held, exposure, agreements" in answer.err
    table = call("run", small, "--model", "letters", "--by", "need", "--measures", "cost.*")
    assert "Not broken down by need: cost.total" in " ".join(table.out.split())


def test_undefined_values_of_a_breakdown_are_null(call, small: str) -> None:
    text = Path(small).read_text(encoding="utf-8")
    Path(small).write_text(text + "\nstations: {database: {service: 30 days}}\n", encoding="utf-8")
    answer = call(
        "compare", small, "--jobs", "1", "--models", "federated_query", "--by", "need",
        "--measures", "time_to_share,requests", "--format", "json",
    )  # fmt: skip
    found = json.loads(answer.out)["breakdowns"]["need"]["federated_query"]
    assert set(found) == {"identity", "tax-check"}
    for values in found.values():
        assert list(values) == ["requests", "time_to_share"]
        assert values["requests"]["mean"] > 0
        assert values["time_to_share"]["mean"] is None


def test_groups_and_what_belongs_to_none_add_up_to_the_whole(call, small: str) -> None:
    for by in ("agency", "department", "need"):
        answer = call(
            "compare", small, "--jobs", "1", "--models", "letters,federated_query", "--by", by,
            "--measures", "collections,cost.staff", "--format", "json",
        )  # fmt: skip
        found = json.loads(answer.out)
        for model, groups in found["breakdowns"][by].items():
            assert "(not attributed)" in groups or by != "need"
            for name, whole in found["models"][model].items():
                parts = [group[name]["mean"] for group in groups.values() if name in group]
                assert sum(filter(None, parts)) == pytest.approx(whole["mean"])


def test_several_resources_asked_for_at_once_are_named_and_explained(call, small: str) -> None:
    answer = call("run", small, "--model", "letters", "--by", "resource", "--measures", "requests")
    said = " ".join(answer.out.split())
    assert "licence+population" in said
    assert re.search(r"Business licences \+ .* Population basics", said)
    assert "a + b: requests for several resources at once" in said


def test_the_labels_are_those_of_the_measures() -> None:
    from sandbox.measures import BREAKDOWNS as MEASURED

    assert set(BREAKDOWNS) == set(MEASURED)


def test_series_are_told_for_all_models_and_groups(call, small: str) -> None:
    arguments = ("--jobs", "1", "--measures", "satisfied,fresh,cost.total", "--series")
    found = json.loads(call("compare", small, *arguments, "--format", "json").out)
    assert set(found["series"]) == {"letters", "hub_exchange", "federated_query"}
    curves = found["series"]["letters"]
    assert set(curves) == {"time", "satisfied", "fresh"}
    assert set(curves["satisfied"]) == {"mean", "low", "high"}
    assert {len(part) for part in curves["satisfied"].values()} == {len(curves["time"])}
    answer = call(
        "compare", small, "--jobs", "1", "--measures", "requests", "--series", "--by", "need",
        "--format", "csv",
    )  # fmt: skip
    rows = [row for row in csv.DictReader(io.StringIO(answer.out)) if row["time"]]
    assert {row["group"] for row in rows} == {"", "identity", "tax-check"}
    whole = sum(float(row["mean"]) for row in rows if row["group"] == "")
    parts = sum(float(row["mean"]) for row in rows if row["group"] != "")
    assert whole == pytest.approx(parts)
    assert whole > 0


def test_the_series_of_one_run_are_broken_down_too(call, small: str) -> None:
    answer = call(
        "run", small, "--model", "letters", "--by", "department", "--measures", "requests",
        "--format", "json",
    )  # fmt: skip
    found = json.loads(answer.out)
    assert set(found["series_by"]["department"]) == {"market", "tax"}
    assert found["breakdowns"]["department"]["tax"]["requests"] > 0


def test_measures_said_to_have_series_are_those_that_have(call, small: str) -> None:
    answer = call("run", small, "--model", "letters", "--measures", "all", "--format", "json")
    assert set(json.loads(answer.out)["series"]) == {"time", *WITH_SERIES}


@pytest.mark.parametrize("form", ["json", "csv", "table"])
def test_unfinished_requests_are_noted_wherever_the_answer_goes(call, small, form: str) -> None:
    text = Path(small).read_text(encoding="utf-8")
    Path(small).write_text(
        text + "\nstations: {clerk: {service: {exponential: 2 days}}}\n", encoding="utf-8"
    )
    answer = call(
        "compare", small, "--jobs", "1", "--models", "letters,federated_query", "--format", form,
        "--measures", "age.mean,satisfied",
    )  # fmt: skip
    told = " ".join((answer.out if form == "table" else answer.err).split())
    assert "Note: under letters," in told
    assert "Note: under federated_query" not in told
    if form == "table":
        assert "? no verdict: biased by unfinished requests" in told
    else:
        assert "biased by unfinished requests" in answer.out


def test_a_run_says_what_was_run_whether_it_is_broken_down_or_not(call, small) -> None:
    run = ("run", small, "--model", "letters", "--replication", "1")
    whole, parts = call(*run).out, call(*run, "--by", "need").out
    heading = whole.split("\n\n")[0]
    assert "replication 1 ·" in heading
    assert parts.startswith(heading + "\n\n")
    assert "baseline" not in parts
