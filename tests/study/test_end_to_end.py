"""From a scenario file to a comparison, through every room."""

import json
import math

import pytest

from sandbox.scenario import Refused, load
from sandbox.study import compare, expectations, run_one, trial
from tests.study.tiny import TINY

SCENARIO = (
    TINY[: TINY.index("expect:")]
    .replace("horizon: 1100 s", "horizon: 2100 s")
    .replace("replications: 3", "replications: 2")
    + "expect: []\n"
)
"""The tiny world for twice as long, without expectations."""


def write(folder, text=SCENARIO):
    path = folder / "tiny.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path)


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    return write(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def comparison(document):
    return compare(document, jobs=1)


def told(comparison):
    """Everything that a study says, as text, so that undefined numbers compare as equal."""
    runs = [
        (
            run.model,
            run.replication,
            run.measures,
            run.series,
            {by: dict(table) for by, table in run.breakdowns.items()},
            run.events,
        )
        for run in comparison.runs
    ]
    return json.dumps([comparison.to_json(), runs])


def test_every_request_ends_in_exactly_one_outcome(comparison):
    ends = ("answered", "refused", "failed", "timed_out", "unfinished")
    for run in comparison.runs:
        assert run.measures["requests"] > 0
        assert sum(run.measures[end] for end in ends) == pytest.approx(1, abs=1e-12)


def test_both_models_meet_the_same_requests(comparison):
    letters, federated = (comparison.values(m, "requests") for m in ("letters", "federated_query"))
    assert letters == federated


def test_serial_and_parallel_studies_are_equal_bit_for_bit(document, comparison, monkeypatch):
    monkeypatch.setattr(trial, "WORTH", 0.0)  # as if runs took long
    assert told(compare(document, jobs=2)) == told(comparison)


def test_a_run_does_not_depend_on_the_study_it_is_part_of(document, comparison):
    alone = run_one(document, "federated_query", replication=1)
    (same,) = (r for r in comparison.of("federated_query") if r.replication == 1)
    assert json.dumps(alone.measures) == json.dumps(same.measures)
    more = compare(document, models=["federated_query"], replications=3, jobs=1)
    assert more.values("federated_query", "response_time.mean")[:2] == comparison.values(
        "federated_query", "response_time.mean"
    )


def test_another_seed_is_another_study(document, comparison):
    other = compare(document, models=["federated_query"], seed=2, jobs=1)
    assert other.seed == 2
    assert other.values("federated_query", "response_time.mean") != comparison.values(
        "federated_query", "response_time.mean"
    )


def test_one_replication_has_no_interval_and_valid_json(document):
    one = compare(document, replications=1, jobs=1)
    found = one.to_json()["models"]["federated_query"]["response_time.mean"]
    assert found["n"] == 1
    assert found["mean"] is not None
    assert found["low"] is None
    json.dumps(one.to_json(), allow_nan=False)
    verdicts = {d["verdict"] for d in one.to_json()["differences"]["federated_query"].values()}
    assert verdicts == {"undetermined"}


def test_needs_of_a_breakdown_sum_to_the_whole(comparison):
    for run in comparison.runs:
        for by in ("need", "region", "agency", "resource"):
            column = run.breakdowns[by].column("requests")
            whole = math.fsum(value for value in column if not math.isnan(value))
            assert whole == run.measures["requests"]


def test_expectations_are_checked_with_their_places(tmp_path):
    text = SCENARIO.replace(
        "expect: []",
        "expect:\n"
        "  - {model: federated_query, measure: satisfied, value: 1, abs: 0}\n"
        "  - {model: federated_query, measure: response_time.mean, above: letters}\n"
        "  - {model: federated_query, measure: requests, min: 1,"
        " where: {need: asking, level: county}}\n",
    )
    document = write(tmp_path, text)
    verdicts = expectations.check(document, compare(document, replications=1, jobs=1))
    assert [verdict.ok for verdict in verdicts] == [True, False, True]
    line = 1 + text[: text.index("above: letters")].count("\n")
    assert verdicts[1].problem.render("en").split(":")[1] == str(line)


def test_wrong_expectations_are_refused_where_they_are_written(tmp_path):
    text = SCENARIO.replace(
        "expect: []", "expect:\n  - {model: letters, measure: response_tine.mean, max: 1}\n"
    )
    document = write(tmp_path, text)
    for jobs in (1, 2):
        with pytest.raises(Refused, match=r"tiny\.yaml:\d+:\d+: expect\[0\]\.measure"):
            compare(document, jobs=jobs)
