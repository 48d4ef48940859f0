"""`compare --theory` in its three forms and two languages."""

import csv
import io
import json

OPTIONS = ("compare", "textbook/tandem", "--replications", "2", "--jobs", "1", "--theory")


def test_theory_is_told_in_every_form_and_language(call):
    table = call(*OPTIONS, "--measures", "satisfied")
    assert table.code == 0
    said = " ".join(table.out.split())
    assert "Theory beside simulation" in said
    assert "asking: expected 2.16667 s, simulated" in said
    assert "M/M/1: λ/(μ(μ−λ)) of waiting (Kleinrock 1975), and Little's law" in said
    chinese = call("--lang", "zh", *OPTIONS, "--measures", "satisfied")
    assert "asking：预期 2.16667秒，仿真" in chinese.out

    answer = json.loads(call(*OPTIONS, "--format", "json", "--measures", "satisfied").out)
    rows = answer["theory"]["federated_query"]["expected"]
    (need,) = [row for row in rows if row["kind"] == "need"]
    assert abs(need["expected"] - 2.1666666666) < 1e-6
    assert need["simulated"]["n"] == 2

    lines = call(*OPTIONS, "--format", "csv", "--measures", "satisfied").out
    table_rows = list(csv.DictReader(io.StringIO(lines)))
    assert {len(row) for row in table_rows} == {17}
    found = [row for row in table_rows if row["by"] == "need"]
    assert [float(row["expected"]) for row in found] == [need["expected"]]
    assert [float(row["mean"]) for row in found] == [need["simulated"]["mean"]]


def test_what_no_formula_covers_says_why(call):
    answer = call(
        "compare", "textbook/majority", "--replications", "2", "--jobs", "1", "--theory",
        "--measures", "satisfied",
    )  # fmt: skip
    said = " ".join(answer.out.split())
    assert "No formula:" in said
    assert "(asking): it goes on when the last of several answers is there" in said


def test_age_can_be_asked_of_each_copy(call):
    answer = call(
        "compare", "textbook/batch-age", "--replications", "2", "--jobs", "1", "--by", "copy",
        "--measures", "age.copy", "--format", "json",
    )  # fmt: skip
    groups = json.loads(answer.out)["breakdowns"]["copy"]["bilateral"]
    assert groups["consumer@330102:facts@330102"]["age.copy"]["mean"] == 14 * 3600
