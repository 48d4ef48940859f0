"""Every command answers on standard output, in both languages, and ends with its exit code."""

import csv
import io
import json
from pathlib import Path

import pytest

from sandbox.report.world_words import PARTS
from sandbox.scenario import load, shipped


def test_help_says_every_command_in_both_languages(call) -> None:
    english, chinese = call("--help"), call("--help", "--lang", "zh")
    for name in (
        "compare", "run", "check", "test", "show", "models", "schema", "new", "scenarios", "bench",
        "baseline",
        "calibrate",
    ):  # fmt: skip
        assert f"  {name} " in english.out
        assert f"  {name} " in chinese.out
    assert "Usage:" in english.out
    assert "用法：pilot-sandbox" in chinese.out
    assert "Usage: pilot-sandbox" in english.out
    assert "Show this message" not in chinese.out


@pytest.mark.parametrize(
    "command", ["compare", "run", "check", "test", "show", "new", "models", "bench", "calibrate"]
)
def test_no_english_is_left_on_a_chinese_help_page(call, command: str) -> None:
    page = call(command, "--help", "--lang", "zh").out.partition("示例")[0]
    words = [word for word in page.split() if word.isascii() and word.isalpha() and word.islower()]
    assert set(words) <= {"pilot", "sandbox", "all", command, *PARTS}, words


def test_the_language_may_stand_before_or_after_the_command(call) -> None:
    assert call("--lang", "zh", "models").out == call("models", "--lang=zh").out
    assert call("models").out != call("models", "--lang", "zh").out


def test_without_a_terminal_the_help_page_is_the_answer(call) -> None:
    answer = call()
    assert answer.code == 0
    assert answer.out == call("--help").out


def test_a_comparison_is_a_table_with_its_origin(call, small: str) -> None:
    answer = call("compare", small, "--jobs", "1")
    assert answer.code == 0
    assert answer.err == ""
    head = answer.out.split("\n\n")[0]
    for fact in ("small", "seed 1", "simpy", "replications 2", "95%", "baseline letters"):
        assert fact in " ".join(head.split())
    assert "mean response time" in answer.out
    assert all(len(line) <= 80 for line in answer.out.splitlines())


def test_a_comparison_in_json_has_the_shape_that_scripts_rely_on(call, small: str) -> None:
    answer = call(
        "compare", small, "--jobs", "1", "--format", "json", "--by", "need", "--seed", "7"
    )
    found = json.loads(answer.out, parse_constant=pytest.fail)
    assert {"scenario", "seed", "engine", "replications", "models", "differences"} <= set(found)
    assert (found["scenario"], found["seed"], found["replications"]) == ("small", 7, 2)
    assert list(found["models"]) == ["letters", "hub_exchange", "federated_query"]
    mean = found["models"]["letters"]["response_time.mean"]
    assert set(mean) == {"mean", "low", "high", "unit", "n"}
    assert mean["low"] <= mean["mean"] <= mean["high"]
    assert set(found["differences"]) == {"hub_exchange", "federated_query"}
    gap = found["differences"]["federated_query"]["response_time.mean"]
    assert set(gap) == {"mean", "low", "high", "verdict"}
    assert set(found["breakdowns"]["need"]["letters"]) == {
        "identity",
        "tax-check",
        "(not attributed)",
    }


def test_a_comparison_in_csv_is_one_row_a_model_and_measure(call, small: str) -> None:
    answer = call(
        "compare", small, "--jobs", "1", "--format", "csv", "--measures", "fresh,satisfied",
        "--models", "letters,federated_query", "--replications", "1", "--by", "level",
    )  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    whole = [(row["model"], row["measure"]) for row in rows if not row["by"]]
    assert whole == [
        ("letters", "satisfied"),
        ("letters", "fresh"),
        ("federated_query", "satisfied"),
        ("federated_query", "fresh"),
    ]
    assert {row["group"] for row in rows if row["by"] == "level"} == {"county"}


def test_measures_are_picked_by_name_pattern_and_all(call, small: str) -> None:
    few = call(
        "run", small, "--model", "federated_query", "--measures", "age.*", "--format", "json"
    )
    names = set(json.loads(few.out)["measures"])
    assert {"age.mean", "age.copy"} <= names
    assert all(name.startswith("age.") for name in names)
    series = json.loads(few.out)["series"]
    assert set(series) == {"time", "age.mean"}
    assert len(series["time"]) == len(series["age.mean"])
    every = call("run", small, "--model", "federated_query", "--measures", "all")
    assert "violations of article 2" in every.out


def test_a_trace_tells_the_life_of_every_request(call, small: str, tmp_path: Path) -> None:
    to_file = call("run", small, "--model", "federated_query", "--trace", "t.jsonl")
    lines = (tmp_path / "t.jsonl").read_text(encoding="utf-8").splitlines()
    events = [json.loads(line) for line in lines]
    assert all({"time", "stream", "index", "event"} <= set(event) for event in events[1:-1])
    assert any(event["stream"].startswith("tax-check@tax@") for event in events[1:-1])
    assert "mean response time" in to_file.out
    assert "model federated_query · seed 1 · replication 0" in " ".join(to_file.out.split())
    to_output = call("run", small, "--model", "federated_query", "--trace", "-")
    assert to_output.out.splitlines() == lines


def test_expectations_are_met_or_not(call, small: str, tmp_path: Path) -> None:
    met = call("test", small, "--jobs", "1")
    assert met.code == 0
    assert met.out.count("met: small.yaml:") == 2
    text = (tmp_path / small).read_text(encoding="utf-8")
    (tmp_path / "hard.yaml").write_text(text.replace("max: 10 s", "max: 1 ms"), encoding="utf-8")
    failed = call("test", "hard.yaml", "--jobs", "1")
    assert failed.code == 1
    assert "NOT MET: hard.yaml:" in failed.out


def test_a_shipped_scenario_is_shown_in_words(call) -> None:
    english = call("show", "business-startup").out
    for words in (
        "Regions and agencies",
        "上城区 330102" if "上城区" in english else "330102",
        "Sharing catalogue",
        "6 scope of use",
        "permitted under article 3",
        "permitted under article 8, while in force: tax-sharing",
        "refused under article 3",
        "Assumptions",
        "costs.staff_hour: 60 CNY",
    ):
        assert words in english
    chinese = call("show", "business-startup", "--lang", "zh").out
    for words in ("信息共享目录", "授权使用范围", "依第三条准许", "假设：没有出处的数"):
        assert words in chinese


def test_only_the_parts_asked_for_are_shown(call) -> None:
    answer = call("show", "business-startup", "--part", "agreements,sources")
    assert "Agreements" in answer.out
    assert "国办发〔2018〕32号" in answer.out
    assert "Sharing catalogue" not in answer.out


def test_a_record_is_shown_in_words(call) -> None:
    answer = call("show", "business-startup", "--record", "population@330102:417:3", "--lang", "zh")
    assert "公民身份号码" in answer.out
    assert "✗" not in answer.out
    again = call("show", "business-startup", "--record", "population@330102:417:3", "--lang", "zh")
    assert again.out == answer.out


def test_shipped_scenarios_and_models_are_listed(call) -> None:
    names = [line.split()[0] for line in call("scenarios").out.splitlines()]
    assert names == shipped()
    listed = call("models").out
    assert "federated_query" in listed
    assert "article" in call("models", "federated_query").out


def test_the_schema_is_json(call) -> None:
    schema = json.loads(call("schema").out)
    assert schema["properties"]["needs"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_new_writes_a_starter_that_passes_its_own_check(
    call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.chdir(tmp_path)
    written = call("new", "mine", "--lang", language)
    assert (written.code, written.out) == (0, "mine.yaml\n")
    assert call("check", "mine.yaml").code == 0
    assert call("new", "mine").code == 2
    assert call("new", "mine", "--force").code == 0


def test_the_starters_of_both_languages_say_the_same(call, tmp_path: Path) -> None:
    texts = []
    for language in ("zh", "en"):
        file = tmp_path / f"{language}.yaml"
        file.write_text(call("new", "-", "--lang", language).out, encoding="utf-8")
        texts.append(load(file).text)
    assert texts[0] == texts[1]
