"""The commands that run many points answer as tables, JSON and CSV, and refuse what is wrong."""

import csv
import io
import json
import re

import pytest

from sandbox.cli import sensitivity as sensitivity_command
from sandbox.cli import sweep as sweep_command
from sandbox.study.designs import experiment as laboratory
from sandbox.study.designs.drivers import METHODS
from sandbox.study.designs.sweep import DESIGNS
from sandbox.study.statistics.indices import FEWEST_SAMPLES

QUICK = ("--jobs", "1", "--engine", "simpy")


@pytest.fixture
def need(small) -> str:
    """A path of the starter that can be varied."""
    return "needs.tax-check.rate"


def test_a_sweep_is_a_table_for_each_measure(call, small, need) -> None:
    answer = call("sweep", small, "--factor", f"{need}=1/h..4/h", "--points", "2", *QUICK)
    assert answer.code == 0, answer.err
    for name in sweep_command.SHOWN:
        assert name in answer.out
    assert re.search(r"^1/h +\S", answer.out, re.M)
    assert re.search(r"^4/h +\S", answer.out, re.M)
    assert "hub_exchange" in answer.out
    assert need in answer.out


def test_json_and_csv_of_a_sweep_hold_the_same_numbers(call, small, need, tmp_path) -> None:
    arguments = ("sweep", small, "--factor", f"{need}=1/h,3/h", "--models", "letters,hub_exchange")
    arguments += ("--measures", "satisfied,requests", *QUICK, "-o", "points.csv")
    told = json.loads(call(*arguments, "--format", "json").out)
    rows = list(csv.DictReader(io.StringIO(call(*arguments, "--format", "csv").out)))
    assert len(rows) == 2 * 2 * 2
    for row in rows:
        point = told["points"][int(row["point"])]
        assert point["settings"][need] == row[need]
        found = point["models"][row["model"]][row["measure"]]
        assert float(row["mean"]) == found["mean"]
        assert int(row["n"]) == found["n"] == 2
        best = point["best"].get(row["measure"])
        assert row["best"] == ("" if best is None else "yes" if row["model"] in best else "no")
    written = list(csv.DictReader((tmp_path / "points.csv").read_text("utf-8").splitlines()))
    assert written == rows


def test_a_file_that_holds_something_else_is_left_alone(call, small, need, tmp_path) -> None:
    for name in ("letter.txt", small):
        if name != small:
            (tmp_path / name).write_text("Dear reader", encoding="utf-8")
        before = (tmp_path / name).read_text("utf-8")
        answer = call("sweep", small, "--factor", f"{need}=1/h", "-o", name, *QUICK)
        assert answer.code == 2
        assert name in answer.err
        assert (tmp_path / name).read_text("utf-8") == before
    answer = call("sweep", small, "--factor", f"{need}=1/h", "-o", "no/such/folder.csv", *QUICK)
    assert answer.code == 2
    assert "cannot be written" in answer.err


def test_an_interrupted_sweep_leaves_no_file(call, small, need, tmp_path, monkeypatch) -> None:
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(laboratory, "compare", interrupted)
    before = sorted(path.name for path in tmp_path.iterdir())
    answer = call("sweep", small, "--factor", f"{need}=1/h", "-o", "points.csv", *QUICK)
    assert answer.code == 130
    assert answer.out == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_factors_can_stand_in_a_file(call, small, need, tmp_path) -> None:
    (tmp_path / "factors.yaml").write_text(f"{need}: [1/h, 3/h]\n", encoding="utf-8")
    arguments = ("sweep", small, "--measures", "requests", "--format", "csv", *QUICK)
    filed = call(*arguments, "--factors", "factors.yaml")
    assert filed.code == 0, filed.err
    assert filed.out == call(*arguments, "--factor", f"{need}=1/h,3/h").out


@pytest.mark.slow
def test_what_drives_the_choice_is_told_with_bars(call, small, need) -> None:
    arguments = ("sensitivity", small, "--factor", f"{need}=1/h..4/h")
    arguments += ("--factor", "stations.clerk.servers=1..3", "--measure", "satisfied")
    arguments += ("--model", "hub_exchange", "--against", "letters", "--points", "2", *QUICK)
    arguments += ("--replications", "1")
    answer = call(*arguments)
    assert answer.code == 0, answer.err
    assert "hub_exchange minus letters" in answer.out
    assert "│" in answer.out
    assert "μ*" in answer.out
    told = json.loads(call(*arguments, "--format", "json").out)
    assert {bar["factor"] for bar in told["tornado"]} == {need, "stations.clerk.servers"}
    assert re.search(r"\d pp", answer.out)
    assert told["unit"] == told["base"]["unit"] == "share"
    assert (told["model"], told["against"], told["sobol"]) == ("hub_exchange", "letters", [])


def test_models_are_weighed_and_selected(call, small) -> None:
    arguments = ("choose", small, "--weight", "satisfied=2", "--weight", "cost.total=1", *QUICK)
    arguments += ("--models", "letters,hub_exchange", "--replications", "3")
    arguments += ("--select", "cost.total", "--indifference", "100万元", "--maximum", "10")
    answer = call(*arguments)
    assert answer.code == 0, answer.err
    for heading in ("Who is best overall", "Pareto", "weight can move", "OCBA", "(KN)"):
        assert heading in answer.out
    told = json.loads(call(*arguments, "--format", "json").out)
    assert told["weights"] == {
        "satisfied": pytest.approx(2 / 3),
        "cost.total": pytest.approx(1 / 3),
    }
    assert sum(one["best"] for one in told["ranking"]) == pytest.approx(1)
    assert told["selection"]["best"] in ("letters", "hub_exchange")
    assert told["selection"]["runs"] == {"letters": 10, "hub_exchange": 10}


def test_weights_can_stand_in_the_scenario(call, small, tmp_path) -> None:
    text = f"extends: {small}\nscenario: weighed\nstudy: {{weights: {{satisfied: 1}}}}\n"
    (tmp_path / "weighed.yaml").write_text(text, encoding="utf-8")
    arguments = ("--models", "letters,hub_exchange", "--format", "json", *QUICK)
    assert json.loads(call("choose", "weighed.yaml", *arguments).out)["weights"] == {"satisfied": 1}
    answer = call("choose", "weighed.yaml", *arguments, "--weight", "satisfied=0")
    assert answer.code == 2
    assert "all weights are zero" in answer.err


def test_a_capacity_is_told_with_what_was_tried(call) -> None:
    arguments = ("capacity", "textbook/mmc", "--vary", "stations.system.servers=1..4")
    arguments += ("--until", "satisfied > 99%", "--maximum", "2", *QUICK)
    answer = call(*arguments)
    assert answer.code == 0, answer.err
    assert "1 is enough, and the least that was allowed" in answer.out
    told = json.loads(call(*arguments, "--format", "json").out)
    goal = told["models"]["bilateral"]
    assert (goal["fewest"], goal["failing"]) == (1, None)
    assert [one["number"] for one in goal["tried"]] == [4, 1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("sweep", "textbook/mm1"), "--factor"),
        (("sweep", "textbook/mm1", "--factor", "needs.asking.rat=1/s"), "did you mean `rate`?"),
        (("sweep", "textbook/mm1", "--factor", "needs.asking.rate=1/x"), "--factor:1:19"),
        (("sweep", "textbook/mm1", "--factor", "title=a", "--models", "leters"), "bilateral"),
        (("sweep", "textbook/mm1", "--factor", "title=a", "--measures", "frehs"), "fresh"),
        (("sweep", "textbook/mm1", "--factor", "title=a", "--design", "ful"), "is not one of"),
        (("sweep", "textbook/mm1", "--factor", "title=a", "--points", "1"), "from 2 to"),
        (("sweep", "textbook/mm1", "--factors", "no-such.yaml"), "no-such.yaml:1:1"),
        (("sweep", "textbook/mm1", "--factors", "no\x00such"), "cannot be read"),
        (("sweep", "textbook/mm1", "--factor", "models.bilateral=null"), "with models.bilateral"),
        (
            ("sweep", "textbook/mm1", "--factor", "needs.asking.rate=1/s..2/s", "--points", "99999",
             "--factor", "needs.asking.deadline=1 s..2 s"),
            "9,999,800,001",
        ),
        (("sensitivity", "textbook/mm1", "--factor", "title=a"), "--measure"),
        (("sensitivity", "textbook/mm1", "--factor", "title=a", "--measure", "fresh"), "range"),
        (
            ("sensitivity", "textbook/mm1", "--factor", "title=a", "--measure", "age.*"),
            "several",
        ),
        (
            ("sensitivity", "textbook/mm1", "--factor", "title=a", "--measure", "fresh",
             "--against", "bilateral"),
            "another model",
        ),
        (
            ("sensitivity", "textbook/mm1", "--factor", "title=a", "--measure", "fresh",
             "--method", "sobol", "--points", "6"),
            "power of two",
        ),
        (("choose", "business-startup"), "--weight"),
        (("choose", "business-startup", "--weight", "satisfid=1"), "did you mean `satisfied`?"),
        (("choose", "business-startup", "--weight", "satisfied"), "not of the form"),
        (("choose", "business-startup", "--indifference", "5%"), "--select"),
        (("choose", "business-startup", "--weight", "fresh=1", "--maximum", "9"), "--select"),
        (("choose", "business-startup", "--select", "fresh", "--indifference", "5"), "`5%`"),
        (("choose", "business-startup", "--weight", "fresh=1", "--replications", "1"), "2 or more"),
        (("choose", "business-startup", "--select", "requests", "--indifference", "1"), "neither"),
        (("choose", "business-startup", "--select", "fresh", "--indifference", "1 s"), "share"),
        (("choose", "business-startup", "--confidence", "120%"), "--confidence"),
        (("choose", "textbook/mm1", "--weight", "fresh=1"), "one model only"),
        (("capacity", "textbook/mmc", "--vary", "stations.system.servers=1..4"), "--until"),
        (
            ("capacity", "textbook/mmc", "--vary", "stations.system.servers=1..4", "--until",
             "satisfied > 200%"),
            "from 0% to 100%",
        ),
        (
            ("sensitivity", "textbook/mm1", "--factor", "title=a", "--measure", "fresh",
             "--method", "sobol", "--points", "8"),
            "fewer than 16",
        ),
        (
            ("capacity", "textbook/mmc", "--vary", "stations.sytem.servers=1..4", "--until",
             "fresh > 1%"),
            "--vary:1:1: stations.sytem",
        ),
        (
            ("capacity", "textbook/mmc", "--vary", "stations.system.servers=1..4", "--until",
             "fresh > 1 s"),
            "--until:1:9",
        ),
        (
            ("capacity", "textbook/mmc", "--vary", "stations.system.servers=0..4", "--until",
             "fresh > 1%"),
            "too small",
        ),
    ],
    ids=lambda value: " ".join(value)[:70],
)  # fmt: skip
def test_wrong_input_is_refused_before_anything_runs(call, arguments, words, monkeypatch) -> None:
    def never(*_, **__):
        raise AssertionError("a point was run")

    monkeypatch.setattr(laboratory, "compare", never)
    answer = call(*arguments)
    assert answer.code == 2
    assert answer.out == ""
    assert words in answer.err
    assert "Traceback" not in answer.err


def test_the_answers_are_said_in_chinese_too(call, small, need) -> None:
    for arguments, words in (
        (("sweep", small, "--factor", f"{need}=1/h", "--measures", "satisfied"), "满足率"),
        (("choose", small, "--weight", "satisfied=1"), "综合排名"),
        (("capacity", "textbook/mmc", "--vary", "stations.system.servers=1..2", "--until",
          "satisfied > 1%", "--maximum", "2"), "已足够"),
    ):  # fmt: skip
        answer = call("--lang", "zh", *arguments, *QUICK)
        assert answer.code == 0, answer.err
        assert words in answer.out


def test_options_name_what_the_study_knows() -> None:
    assert sweep_command.DESIGNS == DESIGNS
    assert sensitivity_command.METHODS == METHODS
    assert sensitivity_command.FEWEST_SAMPLES == FEWEST_SAMPLES
