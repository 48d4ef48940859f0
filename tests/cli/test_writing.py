"""What cannot be written is refused in a line; traces are whole and never replace what was read."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FULL = Path("/dev/full")
full_disk = pytest.mark.skipif(not FULL.exists(), reason="the full device of Linux")


@full_disk
@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["compare", "--help"],
        ["--version"],
        ["models"],
        ["schema"],
        ["check", "textbook/mm1"],
        ["show", "textbook/mm1"],
        ["new", "-"],
    ],
    ids=" ".join,
)
def test_a_full_disk_is_refused_in_one_line(arguments: list[str], tmp_path: Path) -> None:
    with FULL.open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "sandbox", *arguments],
            env={**os.environ, "PYTHONPATH": str(ROOT), "PILOT_SANDBOX_LANG": "en"},
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr == "Standard output cannot be written: no space is left on the disk.\n"


@full_disk
def test_narration_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    with FULL.open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "sandbox", "models", "x"],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            cwd=tmp_path,
            stderr=full,
            stdout=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stdout) == (2, b"")


@pytest.mark.parametrize(
    ("place", "words"),
    [
        pytest.param("/dev/full", "no space is left on the disk", marks=full_disk),
        ("no/such/folder.jsonl", "there is no such file or folder"),
        ("small.yaml/trace", "a part of the path is not a folder"),
        ("x" * 300, "the name is too long"),
    ],
)
def test_a_trace_that_cannot_be_written_is_refused(
    call, small: str, place: str, words: str
) -> None:
    answer = call("run", small, "--model", "letters", "--trace", place)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == f"{place}: cannot be written: {words}\n"


def test_the_system_speaks_chinese_too(call, small: str) -> None:
    answer = call("run", small, "--model", "letters", "--trace", "no/x", "--lang", "zh")
    assert "没有这个文件或文件夹" in answer.err
    assert "No such" not in answer.err


def _inputs(folder: Path) -> list[str]:
    (folder / "nodes.csv").write_text(
        "id,department,region\na,tax,330102\n", encoding="utf-8"
    )  # never read: the trace is refused by its name alone
    (folder / "times.csv").write_text("time\n3600\n90000\n", encoding="utf-8")
    (folder / "mine.yaml").write_text(
        "extends: small.yaml\nscenario: mine\n"
        "needs: {identity: {rate: null, arrivals: {kind: trace, file: times.csv}}}\n",
        encoding="utf-8",
    )
    (folder / "link.yaml").symlink_to("mine.yaml")
    return ["mine.yaml", "small.yaml", "times.csv", "link.yaml", "./mine.yaml"]


def test_a_trace_never_takes_the_place_of_what_was_read(call, small: str, tmp_path: Path) -> None:
    for name in _inputs(tmp_path):
        before = Path(name).read_bytes()
        answer = call("run", "mine.yaml", "--model", "letters", "--trace", name)
        assert (answer.code, answer.out) == (2, "")
        assert f"{name}: the scenario was read from it" in answer.err
        assert Path(name).read_bytes() == before


def test_a_trace_is_written_over_an_earlier_one_only(call, small: str, tmp_path: Path) -> None:
    other = tmp_path / "results.csv"
    other.write_text("a,b\n", encoding="utf-8")
    assert call("run", small, "--model", "letters", "--trace", str(other)).code == 2
    assert other.read_text(encoding="utf-8") == "a,b\n"
    for _ in range(2):
        assert call("run", small, "--model", "letters", "--trace", "t.jsonl").code == 0


def test_a_trace_that_was_not_finished_is_not_there(
    call, small: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call("run", small, "--model", "letters", "--trace", "t.jsonl")
    whole = Path("t.jsonl").read_bytes()

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sandbox.report.trace_lines.TraceLines.finish", interrupted)
    for name in ("t.jsonl", "new.jsonl"):
        assert call("run", small, "--model", "letters", "--trace", name).code == 130
    assert Path("t.jsonl").read_bytes() == whole
    assert sorted(os.listdir()) == ["small.yaml", "t.jsonl"]


def test_a_trace_names_what_it_speaks_of(call, small: str) -> None:
    answer = call("run", small, "--model", "letters", "--trace", "-")
    first, *lines, last = map(json.loads, answer.out.splitlines())
    assert (first["event"], first["scenario"], first["model"]) == ("trace", "small", "letters")
    assert last == {"event": "whole", "events": len(lines)}
    told = [value for line in lines for value in line.get("values", ())]
    assert {value["register"].split("@")[0] for value in told} == {"population", "licence"}
    assert all(value["as_of"] < 10 * 86400 for value in told)
    ends = [line for line in lines if line["event"] == "end" and "made" in line]
    assert all(line["made"] <= line["end"] == line["time"] for line in ends)


def test_a_request_that_never_ended_says_so(call, small: str) -> None:
    text = Path(small).read_text(encoding="utf-8")
    Path(small).write_text(text + "\nstations: {clerk: {service: 30 days}}\n", encoding="utf-8")
    answer = call("run", small, "--model", "letters", "--trace", "-")
    lines = list(map(json.loads, answer.out.splitlines()))
    made = {
        (line["stream"], line["index"])
        for line in lines
        if line["event"] == "made" and line["kind"] == "request"
    }
    ends = [line for line in lines if line["event"] == "end" and "made" in line]
    assert {(line["stream"], line["index"]) for line in ends} == made
    assert len(ends) == len(made)
    open_ = [line for line in ends if line["outcome"] == "unfinished"]
    assert open_
    assert all(line["end"] is None for line in open_)


def test_every_event_and_field_of_a_trace_is_documented(call, small: str) -> None:
    page = (ROOT / "docs" / "reference" / "trace.md").read_text(encoding="utf-8")
    for model in ("letters", "hub_exchange", "federated_query"):
        for line in call("run", small, "--model", model, "--trace", "-").out.splitlines():
            event = json.loads(line)
            assert f"`{event['event']}`" in page or f'"{event["event"]}"' in page
            for field in [*event, *(key for value in event.get("values", ()) for key in value)]:
                assert f"`{field}`" in page or f'"{field}"' in page, (event["event"], field)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--engine", "simpy"], "needs the compiled engine"),
        (["--trace", "-"], "do not go together"),
    ],
)
def test_a_run_that_cannot_be_kept_is_refused(
    call, small: str, tmp_path: Path, options: list[str], words: str
) -> None:
    pytest.importorskip("numba")
    kept = tmp_path / "kept"
    done = call("run", small, "--model", "letters", "--checkpoint", str(kept), *options)
    assert done.code == 2
    assert words in done.err
    assert not kept.exists()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--from", "330100", "--departments", "police,tax", "--counties", "1"], 0, "Written."),
        (["--from", "330100", "--departments", "polise,tax"], 2, "Did you mean police?"),
        (["--from", "999999"], 2, "999999 is no province, prefecture or county"),
        (["--from", "nowhere"], 2, "neither a code of six digits nor a folder"),
        (["--from", "330100", "--calls", "5"], 2, "--calls: 5 is not a rate above 0"),
        (["--from", "330100", "--counties", "-1"], 2, "--counties: a whole number, 0 for all"),
        (["--from", ".", "--calls", "5/day"], 2, "--calls goes with a code"),
        (["--from", "."], 2, "agencies.csv:1:1: no file agencies.csv"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, list) else None,
)
def test_a_new_pilot_is_whole_or_not_written(
    arguments, code, words, call, tmp_path, monkeypatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = call("new", "mine", *arguments)
    assert (answer.code, words in answer.err) == (code, True), answer
    assert (tmp_path / "mine.yaml").exists() == (code == 0)
