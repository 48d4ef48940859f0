"""`compare --why` in its two forms and two languages, and what it cannot take apart."""

import json
import math

from tests.tui.conftest import HERE

TINY = str(HERE / "tiny.yaml")
OPTIONS = ("compare", "textbook/tandem", "--replications", "2", "--jobs", "1")


def test_why_is_told_in_every_form_and_language(call):
    table = call(*OPTIONS, "--measures", "satisfied", "--why", "cost.total")
    assert table.code == 2
    assert "there is no other model" in table.err
    two = ("compare", TINY, "--replications", "2", "--jobs", "1",
           "--models", "letters,federated_query", "--measures", "satisfied")  # fmt: skip
    said = call(*two, "--why", "cost.total").out
    assert "Why total cost differs, by what it is the sum of" in said
    assert "cost of staff: −" in said
    assert "为什么总成本不同" in call("--lang", "zh", *two, "--why", "cost.total").out
    answer = json.loads(call(*two, "--why", "satisfied", "--format", "json").out)["why"]
    assert (answer["by"], answer["kind"], answer["baseline"]) == ("need", "mean", "letters")
    (model,) = answer["models"].values()
    parts = [one["contribution"]["mean"] for one in model["contributions"]]
    assert math.isclose(math.fsum(parts), model["difference"]["mean"], abs_tol=1e-12)
    for one in model["contributions"]:
        assert math.isclose(one["rate"] + one["mix"], one["contribution"]["mean"], abs_tol=1e-12)


def test_what_cannot_be_taken_apart_is_refused_before_anything_runs(call):
    for more, words in (
        (("--why", "response_time.p95"), "no sum over groups"),
        (("--why", "agreements"), "no sum over groups"),
        (("--why", "satisfied", "--by", "link", "--measures", "bytes"), "by need, department"),
        (("--why", "cost.*"), "stands for several"),
        (("--why", "satisfid"), "satisfied"),
        (("--why", "satisfied", "--format", "csv"), "CSV has no place"),
    ):
        answer = call(*OPTIONS, *more)
        assert answer.code == 2, more
        assert words in answer.err, answer.err
