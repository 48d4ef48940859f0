"""`calibrate` and `run --xroad-log` as people use them, with what can go wrong."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox.scenario import load

QUEUE = """\
extends: textbook/base
scenario: queue
title: queue
about: one server
stations: {database: {servers: 1, service: {exponential: 1 s}}}
needs: {asking: {rate: 0.5/s}}
study: {horizon: 2000 s, seed: 3}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "queue.yaml").write_text(QUEUE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def log(call, folder: Path) -> str:
    answer = call("run", "queue.yaml", "--model", "federated_query", "--xroad-log", "log.jsonl")
    assert answer.code == 0
    assert answer.err == "Log of X-Road records written to log.jsonl.\n"
    return "log.jsonl"


def test_a_log_of_a_run_becomes_a_scenario(call, log: str, folder: Path) -> None:
    answer = call("calibrate", log, "--servers", "1", "-o", "mine.yaml")
    assert answer.code == 0
    assert answer.err.splitlines() == [
        "the regions of the log are not kept, all members of a department count together (a row of "
        "--map for each keeps them apart): consumer@330102, provider@330102",
        "Written to mine.yaml. Next: pilot-sandbox check mine.yaml",
    ]
    for words in (
        "log.jsonl: 1,920 records, 960 calls",
        "consumer → provider: facts",
        "all alike",
        "exponential",
    ):
        assert words in answer.out
    assert all(len(line) <= 80 for line in answer.out.splitlines())
    assert call("check", "mine.yaml").code == 0
    assert float(load("mine.yaml").scenario.needs["consumer-facts"].rate) == pytest.approx(
        0.5, rel=0.15
    )
    assert sorted(path.name for path in folder.iterdir()) == [
        "log.jsonl",
        "mine.yaml",
        "queue.yaml",
    ]


def test_the_report_shows_fits_and_holds_the_run_beside_the_log(call, folder: Path) -> None:
    seldom = QUEUE.replace("0.5/s", "30/h").replace("1 s", "1 min").replace("2000 s", "20 h")
    (folder / "queue.yaml").write_text(seldom, encoding="utf-8")
    log = "log.jsonl"
    call("run", "queue.yaml", "--model", "federated_query", "--xroad-log", log)
    for language, said in (
        ("en", ("worse by AIC/BIC", "mean response time", "of 5", "run under federated_query")),
        ("zh", ("其他分布的 AIC/BIC", "平均响应时间", "共 5 项", "federated_query 下的运行")),
    ):
        answer = call(
            "calibrate", log, "--servers", "1", "-o", "mine.yaml", "--report", "--jobs", "1",
            "--lang", language,
        )  # fmt: skip
        assert answer.code == 0
        for words in said:
            assert words in answer.out
        assert "█" in answer.out
        assert answer.out.count("✓") == 6  # five figures, and what it means


def test_a_compressed_log_gives_the_same_scenario(call, log: str, folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / log).write_bytes(gzip.compress((folder / log).read_bytes()))
    assert call("calibrate", log, "-o", "one.yaml").code == 0
    assert call("calibrate", f"sub/{log}", "-o", "sub/one.yaml").code == 0
    assert load("sub/one.yaml").text == load("one.yaml").text


def test_a_given_scenario_is_extended(call, log: str, folder: Path) -> None:
    (folder / "sub").mkdir()
    answer = call("calibrate", log, "--scenario", "queue.yaml", "-o", "sub/more.yaml")
    assert answer.code == 0
    text = Path("sub/more.yaml").read_text(encoding="utf-8")
    assert "extends: ../queue.yaml" in text
    assert set(load("sub/more.yaml").scenario.needs) == {"asking"}
    shipped = call("calibrate", log, "--scenario", "business-startup", "-o", "no.yaml")
    assert shipped.code == 2
    assert "calls fit no need of the scenario" in shipped.err
    assert "nothing of it fits a scenario" in shipped.err
    assert not Path("no.yaml").exists()


def test_lines_that_cannot_be_used_are_told_and_the_scenario_is_written(
    call, log: str, folder: Path
) -> None:
    with (folder / log).open("a", encoding="utf-8") as file:
        file.write('{"a": 1}\n{"b": ')
    lines = len((folder / log).read_text(encoding="utf-8").splitlines())
    answer = call("calibrate", log, "-o", "mine.yaml")
    assert answer.code == 0
    assert answer.err.splitlines()[:2] == [
        f"log.jsonl:{lines - 1}: no securityServerType",
        f"log.jsonl:{lines}: the last line is cut off",
    ]
    chinese = call("calibrate", log, "-o", "mine.yaml", "--lang", "zh")
    assert "缺少 securityServerType" in chinese.err
    assert "2 行无法使用" in chinese.out


def test_names_are_mapped(call, folder: Path) -> None:
    (folder / "calls.csv").write_text(
        "time,consumer,provider,duration,service\n"
        + "".join(f"2025-03-10T09:{k:02}:00,70,80,{100 + k},s\n" for k in range(60)),
        encoding="utf-8",
    )
    (folder / "map.csv").write_text(
        "kind,from,to\ndepartment,70,税务\nresource,80/s,人口\ndepartment,90,police\n",
        encoding="utf-8",
    )
    answer = call("calibrate", "calls.csv", "--map", "map.csv", "-o", "mine.yaml")
    assert answer.code == 0
    assert "--map: not in the log: 90" in answer.err
    assert "税务 → 80: 人口" in answer.out
    assert set(load("mine.yaml").scenario.catalogue) == {"人口"}


def _calls(folder: Path, *rows: tuple[str, str, str, int]) -> str:
    """A log in which each consumer asks a provider for a service so many times within an hour."""
    lines = [
        f"2025-03-10T09:{at:02}:00,{consumer},{provider},{100 + at},{service}\n"
        for consumer, provider, service, count in rows
        for at in range(count)
    ]
    header = "time,consumer,provider,duration,service\n"
    (folder / "calls.csv").write_text(header + "".join(lines), encoding="utf-8")
    return "calls.csv"


def test_members_whose_names_become_the_same_word_stay_apart(call, folder: Path) -> None:
    """Each keeps its own rate: 60, 30 and 20 calls, in the ratio of the log."""
    log = _calls(
        folder, ("tax a", "police", "s 1", 60), ("tax-a", "police", "s 1", 30),
        ("tax/a", "police", "s-1", 20),
    )  # fmt: skip
    answer = call("calibrate", log, "-o", "mine.yaml")
    assert answer.code == 0
    for told in ("`tax a` → tax-a-2", "`tax/a` → tax-a-3", "`s 1` → s-1-2"):
        assert told in answer.err
    assert "`tax-a`" not in answer.err  # called as in the log
    needs = load("mine.yaml").scenario.needs
    assert set(needs) == {"tax-a-s-1-2", "tax-a-2-s-1-2", "tax-a-3-s-1"}
    rate = {name: float(need.rate) for name, need in needs.items()}
    assert rate["tax-a-2-s-1-2"] == pytest.approx(2 * rate["tax-a-s-1-2"], rel=1e-4)
    assert rate["tax-a-3-s-1"] == pytest.approx(2 / 3 * rate["tax-a-s-1-2"], rel=1e-4)
    assert "`tax a` → tax-a-2" in call("calibrate", log, "-o", "mine.yaml", "--lang", "zh").err
    assert call("check", "mine.yaml").code == 0


def test_a_resource_named_like_a_provider_and_its_service_stays_apart(call, folder: Path) -> None:
    log = _calls(folder, ("tax", "a", "x", 9), ("tax", "b", "x", 9), ("tax", "c", "a-x", 9))
    assert call("calibrate", log, "-o", "mine.yaml").code == 0
    catalogue = load("mine.yaml").scenario.catalogue
    assert {name: entry.provider for name, entry in catalogue.items()} == {
        "a-x": "c", "a-x-": "a", "b-x": "b",
    }  # fmt: skip


def test_lost_regions_are_told_and_kept_apart_by_a_mapping(call, folder: Path) -> None:
    log = _calls(folder, ("tax@330102", "police", "s", 30), ("tax@330106", "police", "s", 20))
    told = "count together (a row of --map for each keeps them apart): tax@330102, tax@330106"
    assert told in call("calibrate", log, "-o", "mine.yaml").err
    assert set(load("mine.yaml").scenario.needs) == {"tax-s"}
    (folder / "map.csv").write_text(
        "kind,from,to\ndepartment,tax@330102,tax-330102\ndepartment,tax@330106,tax-330106\n",
        encoding="utf-8",
    )
    answer = call("calibrate", log, "--map", "map.csv", "-o", "mine.yaml")
    assert "regions" not in answer.err
    assert set(load("mine.yaml").scenario.needs) == {"tax-330102-s", "tax-330106-s"}


def test_calls_of_a_member_to_itself_are_in_no_table(call, folder: Path) -> None:
    log = _calls(folder, ("tax", "police", "s", 30), ("court", "court", "s", 20))
    answer = call("calibrate", log, "-o", "mine.yaml")
    assert "20 calls of departments to themselves are left out" in answer.err
    assert "tax → police: s" in answer.out
    assert "court" not in answer.out


WRONG = [
    (("nothing.jsonl", "-o", "x.yaml"), "there is no such file", "没有这个文件"),
    ((".", "-o", "x.yaml"), "cannot be read: it is a folder", "文件夹"),
    (("log.jsonl",), "Missing option", "-o"),
    (("log.jsonl", "-o", "x.txt"), "ends in .yaml or .yml", ".yaml"),
    (("log.jsonl", "-o", "no/where/x.yaml"), "is no place for a file", "x.yaml"),
    (("log.jsonl", "-o", "queue.yaml"), "exists and is left alone", "--force"),
    (("log.jsonl", "-o", "x.yaml", "--servers", "0"), "whole number", "--servers"),
    (("log.jsonl", "-o", "x.yaml", "--utc-offset", "8pm"), "is no offset such as", "不是时差"),
    (("log.jsonl", "-o", "x.yaml", "--utc-offset", "a8"), "is no offset such as", "不是时差"),
    (("log.jsonl", "-o", "x.yaml", "--utc-offset", "+19:00"), "is no offset such as", "不是时差"),
    (("log.jsonl", "-o", "x.yaml", "--format", "xml"), "is not one of", "xml"),
    (("log.jsonl", "-o", "x.yaml", "--format", "csv"), "has no column `time`", "没有 `time` 列"),
    (("log.jsonl", "-o", "x.yaml", "--scenario", "busines-startup"), "business-startup", "startup"),
    (("log.jsonl", "-o", "x.yaml", "--map", "no.csv"), "no file no.csv", "no.csv"),
    (("log.jsonl", "-o", "x.yaml", "--map", "bad.csv"), "no kind 'need'", "没有 'need' 这一种"),
    (("log.jsonl", "-o", "x.yaml", "--map", "sign.csv"), "is no name of a scenario", "不能用作"),
    (("queue.yaml", "-o", "x.yaml"), "has no column `time`", "没有 `time` 列"),
]


@pytest.mark.parametrize(("arguments", "english", "chinese"), WRONG)
def test_wrong_input_is_refused_in_both_languages(
    call, log: str, folder: Path, arguments: tuple[str, ...], english: str, chinese: str
) -> None:
    (folder / "bad.csv").write_text("kind,from,to\nneed,a,b\n", encoding="utf-8")
    (folder / "sign.csv").write_text("kind,from,to\nresource,a,b@c\n", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    for language, words in (("en", english), ("zh", chinese)):
        answer = call("calibrate", *arguments, "--lang", language)
        assert answer.code == 2
        assert words in answer.err
        assert "Traceback" not in answer.err
        assert answer.out == ""
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_an_offset_may_be_written_short_and_on_either_side(call, log: str) -> None:
    hours = {}
    for offset in ("+08:00", "8", "-5", "-05:00", "−5"):
        answer = call("calibrate", log, "-o", "mine.yaml", "--utc-offset", offset)
        assert answer.code == 0, answer.err
        hours[offset] = load("mine.yaml").scenario.study.start
    assert hours["8"] == hours["+08:00"] != hours["-5"] == hours["-05:00"] == hours["−5"]


def test_a_log_is_never_written_over(call, log: str, folder: Path) -> None:
    (folder / "log.yaml").write_bytes((folder / log).read_bytes())
    answer = call("calibrate", "log.yaml", "-o", "log.yaml", "--force")
    assert answer.code == 2
    assert "is the log" in answer.err


def test_an_earlier_calibration_is_written_over_other_files_only_with_force(
    call, log: str, folder: Path
) -> None:
    for _ in range(2):
        assert call("calibrate", log, "-o", "mine.yaml").code == 0
    assert call("calibrate", log, "-o", "queue.yaml", "--force").code == 0
    assert load("queue.yaml").scenario.needs.keys() == {"consumer-facts"}


def test_a_log_and_a_trace_are_written_at_once_each_as_if_alone(call, log: str) -> None:
    run = ("run", "queue.yaml", "--model", "federated_query")
    assert call(*run, "--trace", "t.jsonl").code == 0
    both = call(*run, "--trace", "t2.jsonl", "--xroad-log", "l2.jsonl")
    assert both.code == 0
    assert Path("t2.jsonl").read_bytes() == Path("t.jsonl").read_bytes()
    assert Path("l2.jsonl").read_bytes() == Path(log).read_bytes()
    to_output = call(*run, "--xroad-log", "-")
    assert to_output.out == Path(log).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--trace", "x.jsonl", "--xroad-log", "./x.jsonl"), "need a file each"),
        (("--trace", "-", "--xroad-log", "-"), "need a file each"),
        (("--xroad-log", "queue.yaml"), "the log needs a file of its own"),
        (("--xroad-log", "other.txt"), "is no log of X-Road records"),
        (("--xroad-log", "no/where"), "cannot be written"),
        (("--xroad-log", "x", "--checkpoint", "y", "--engine", "auto"), "do not go together"),
    ],
)
def test_a_log_of_a_run_is_refused_a_wrong_place(
    call, folder: Path, arguments: tuple[str, ...], words: str
) -> None:
    (folder / "other.txt").write_text("mine\n", encoding="utf-8")
    answer = call("run", "queue.yaml", "--model", "federated_query", *arguments)
    assert answer.code == 2
    assert words in answer.err
    assert (folder / "other.txt").read_text(encoding="utf-8") == "mine\n"


def test_what_a_log_says_beyond_what_a_run_can_carry_is_refused(call, folder: Path) -> None:
    """Three million calls in a millisecond are no rate that a scenario may have."""
    line = {
        "securityServerType": "Client", "requestInTs": 1741568400000,
        "responseOutTs": 1741568400000, "clientMemberCode": "a", "serviceMemberCode": "b",
        "serviceCode": "c", "succeeded": True,
    }  # fmt: skip
    with (folder / "dense.jsonl").open("w", encoding="utf-8") as file:
        for number in range(3000):
            file.write(json.dumps(line | {"messageId": str(number)}) + "\n")
    answer = call("calibrate", "dense.jsonl", "-o", "x.yaml")
    assert answer.code == 2
    assert "1,000,000/s" in answer.err
    assert not Path("x.yaml").exists()


def test_help_loads_nothing_heavy(folder: Path) -> None:
    code = (
        "import sys; from sandbox.cli import run; run(['calibrate', '--help']);"
        "print(sorted({'numpy', 'scipy', 'yaml', 'pydantic'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=folder,
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "LANG": "C.UTF-8"},
    )  # fmt: skip
    assert done.stderr.strip() == "[]"


def test_calibrating_does_not_load_the_slow_part_of_scipy(call, log: str, folder: Path) -> None:
    code = (
        "import sys; from sandbox.cli import run; run(['calibrate', 'log.jsonl', '-o', 'm.yaml']);"
        "print('scipy.stats' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=folder,
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "LANG": "en_GB.UTF-8"},
    )  # fmt: skip
    assert done.stderr.splitlines()[-1] == "False"
