"""What cannot be used is refused with exit code 2 and a sentence; our own faults apologise."""

import subprocess
import sys

import pytest

import sandbox.cli.models
from sandbox.cli.entrance import language_of
from sandbox.engine import choice

WRONG = [
    (("compere",), "Did you mean compare"),
    (("compare",), "Missing argument"),
    (("compare", "business-startup", "--sed", "1"), "--seed"),
    (("compare", "business-startup", "--seed", "x"), "whole number"),
    (("compare", "business-startup", "--seed", "-1"), "whole number"),
    (("compare", "business-startup", "--replications", "0"), "whole number"),
    (("compare", "business-startup", "--replications", "-3"), "whole number"),
    (("compare", "business-startup", "--jobs", "0"), "whole number"),
    (("compare", "business-startup", "--jobs", "two"), "whole number"),
    (("compare", "business-startup", "--format", "xml"), "is not one of"),
    (("compare", "business-startup", "--by", "colour"), "is not one of"),
    (("compare", "business-startup", "--models", "leters"), "Did you mean letters"),
    (("compare", "business-startup", "--measures", "respose_time.mean"), "response_time.mean"),
    (("compare", "busines-startup"), "business-startup"),
    (("compare", "business-startup", "--lang", "fr"), "is not one of"),
    (("compare", "business-startup", "--models", ""), "--models: names nothing"),
    (("compare", "business-startup", "--models", "letters,letters"), "named twice"),
    (("compare", "business-startup", "--models", "zzz"), "letters, bilateral"),
    (("compare", "business-startup", "--measures", " , "), "--measures: names nothing"),
    (("compare", "business-startup", "--measures", "fresh,fresh"), "named twice"),
    (("compare", "business-startup", "--measures", "zzz"), "`pilot-sandbox measures` lists"),
    (("compare", "business-startup", "--seed", "1000000000000000"), "999,999,999,999,999"),
    (("compare", "business-startup", "--replications", "100001"), "from 1 to 100,000"),
    (("compare", "business-startup", "--series"), "add --format json or csv"),
    (("compare", "textbook/mm1", "--series", "--format", "csv", "--measures", "bytes"), "fresh"),
    (("run", "business-startup", "--model", "letters,hybrid"), "no model 'letters,hybrid'"),
    (("run", "business-startup", "--model", "letters", "--replication", "100000"), "99,999"),
    (("show", "business-startup", "--part", ""), "--part: names nothing"),
    (("show", "business-startup", "--part", "zzz"), "about, regions"),
    (("explain", "request", "business-startup", "--need", "zzz"), "There is no need"),
    (
        ("explain", "request", "textbook/mm1", "--need", "x", "--index", "1", "--pick", "stale"),
        "give one of them",
    ),
    (("explain", "request", "textbook/mm1", "--need", "x", "--pick", "fast"), "slowest"),
    (("explain", "request", "textbook/mm1"), "--need"),
    (
        (
            "explain",
            "record",
            "business-startup",
            "--resource",
            "populaton",
            "--record",
            "1",
            "--at",
            "day 1",
        ),
        "Did you mean population",
    ),
    (("explain", "agency", "business-startup", "tax@33010"), "Did you mean tax@33010"),
    (("explain", "agreement", "business-startup", "zzz"), "There is no agreement"),
    (("explain", "sation", "business-startup", "zzz"), "Did you mean station"),
    (("models", "zzz"), "letters, bilateral"),
    (("zzz",), "compare, show"),
    (("run", "business-startup"), "--model"),
    (("run", "business-startup", "--model", "nothing"), "letters"),
    (("run", "business-startup", "--model", "letters", "--trace", "/no/such/folder/t"), "written"),
    (("show", "business-startup", "--part", "need"), "Did you mean needs"),
    (("show", "business-startup", "--record", "populaton@330102:1"), "population@330102"),
    (("show", "business-startup", "--record", "population@330102"), "register:number"),
    (("show", "business-startup", "--record", "population@330102:x"), "register:number"),
    (("show", "business-startup", "--record", "population@330102:99999999999"), "records 0 to"),
    (("models", "federated"), "federated_query"),
    (("measures", "freshness"), "fresh"),
    (("check", "/"), "folder"),
    (("check", "no\x00file"), "no"),
    (("new", "/no/such/folder/x.yaml"), "written"),
    (("new", "..."), "letters or digits"),
    (("new", ".yaml"), "letters or digits"),
]


@pytest.mark.parametrize(("arguments", "words"), WRONG, ids=lambda value: " ".join(value)[:60])
def test_wrong_input_is_refused_with_a_sentence(call, arguments, words: str) -> None:
    answer = call(*arguments)
    assert answer.code == 2
    assert answer.out == ""
    assert words in answer.err
    assert "Traceback" not in answer.err
    assert "\x00" not in answer.err


@pytest.mark.parametrize("arguments", [("compere",), ("compare",), ("compare", "x", "--sed", "1")])
def test_a_refusal_is_said_in_chinese_too(call, arguments) -> None:
    said = call("--lang", "zh", *arguments).err
    assert "错误" in said
    assert "Error" not in said


def test_problems_of_all_files_are_said_at_once(call, tmp_path) -> None:
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text("scenario: x\nneds: {}\n", encoding="utf-8")
    answer = call("check", str(tmp_path / "one.yaml"), str(tmp_path / "two.yaml"), "textbook/mm1")
    assert answer.code == 2
    assert "one.yaml:2:" in answer.err
    assert "two.yaml:2:" in answer.err
    assert "textbook/mm1: fine" in answer.out


def test_neither_a_file_nor_its_name_can_steer_the_terminal(call, tmp_path) -> None:
    file = tmp_path / "evil\x1b[2J.yaml"
    title = "\\x1b]0;owned\\x07\\x1b[2J"
    file.write_text(
        call("new", "-").out.replace("en: My pilot", f'en: "{title}"'), encoding="utf-8"
    )
    for arguments in (("show", str(file)), ("check", str(file)), ("check", "\x1b[31mred")):
        answer = call(*arguments)
        assert answer.code == 2
        assert "\x1b" not in answer.out + answer.err
        assert "\x07" not in answer.out + answer.err


def test_a_fault_of_ours_apologises_without_showing_anything(call, monkeypatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("record of Zhang San")

    monkeypatch.setattr(sandbox.cli.models, "columns", broken)
    answer = call("models")
    assert answer.code == 70
    assert "Sorry" in answer.err
    assert "RuntimeError" in answer.err
    assert "Zhang San" not in answer.err
    assert "Traceback" not in answer.err
    monkeypatch.setenv("PILOT_SANDBOX_DEBUG", "1")
    assert "Traceback" in call("models").err


def test_an_interruption_ends_quietly(call, monkeypatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sandbox.cli.models, "columns", interrupted)
    answer = call("models")
    assert answer.code == 130
    assert "Traceback" not in answer.err


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        (["--lang", "zh", "check"], "zh"),
        (["check", "--lang=zh"], "zh"),
        (["check", "--lang"], "en"),
        (["check", "--lang", "fr"], "en"),
        (["check", "--", "--lang", "zh"], "en"),
    ],
)
def test_the_language_is_found_wherever_it_stands(arguments, language: str) -> None:
    assert language_of(arguments) == language


@pytest.mark.parametrize(("value", "code"), [("fr", 2), ("zh_CN.UTF-8", 0), ("EN", 0), ("", 0)])
def test_a_language_of_the_environment_that_is_not_shipped_is_refused(
    call, monkeypatch: pytest.MonkeyPatch, value: str, code: int
) -> None:
    monkeypatch.setenv("PILOT_SANDBOX_LANG", value)
    answer = call("--version")
    assert answer.code == code
    if code:
        assert "PILOT_SANDBOX_LANG" in answer.err
        assert "'fr'" in answer.err


def test_files_and_options_have_the_same_bounds(call, tmp_path) -> None:
    for key, value in (("seed", 10**15), ("replications", 100_001), ("replications", 0)):
        file = tmp_path / "mine.yaml"
        file.write_text(
            f"extends: textbook/mm1\nscenario: mine\nstudy: {{{key}: {value}}}\n", encoding="utf-8"
        )
        assert call("check", str(file)).code == 2
        assert call("compare", "textbook/mm1", f"--{key}", str(value)).code == 2


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams_are_no_fault(closed: str) -> None:
    line = f"{sys.executable} -m sandbox scenarios {closed}"
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    assert done.stderr == ""


def test_the_compiled_engine_is_refused_where_numba_is_missing(call, monkeypatch) -> None:
    monkeypatch.setattr(choice, "has_compiler", lambda: False)
    answer = call("compare", "business-startup", "--engine", "compiled")
    assert answer.code == 2
    assert "needs numba" in answer.err
    assert "--engine simpy" in answer.err
