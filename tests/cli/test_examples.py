"""The help of every study command ends with an example, and that runs."""

import re
import shlex
from pathlib import Path

import pytest

STUDIES = (
    ("compare",), ("pairs",), ("warm-up",), ("sweep",), ("sensitivity",), ("choose",),
    ("capacity",), ("calibrate",), ("test",), ("baseline",), ("baseline", "save"),
    ("baseline", "diff"),
)  # fmt: skip
QUEUE = """\
extends: textbook/base
scenario: queue
stations: {database: {servers: 1, service: {exponential: 1 min}}}
needs: {asking: {rate: 30/h}}
study: {horizon: 20 h}
"""


@pytest.mark.parametrize("command", STUDIES, ids=" ".join)
def test_the_last_example_of_the_help_runs(call, small, tmp_path: Path, command) -> None:
    Path(small).rename("mine.yaml")
    page = call(*command, "--help").out.splitlines()
    line = page[-1].strip()
    assert line.startswith("pilot-sandbox " + " ".join(command))
    if command == ("calibrate",):
        (tmp_path / "queue.yaml").write_text(QUEUE, encoding="utf-8")
        call("run", "queue.yaml", "--model", "federated_query", "--xroad-log", "log.jsonl")
    if "diff" in line:
        assert call("baseline", "save", "mine.yaml", "--jobs", "1", "--engine", "simpy").code == 0
    quick = ("--jobs", "1", *(() if command == ("calibrate",) else ("--engine", "simpy")))
    answer = call(*shlex.split(line)[1:], *quick)
    assert answer.code == 0, answer.err
    assert answer.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("choose",),
        ("choose", "x.yaml", "--nope"),
        ("choose", "x.yaml", "--se", "fresh"),
        ("choose", "x.yaml", "--engine", "foo"),
        ("capacity", "x.yaml", "--until"),
        ("sensitivity", "x.yaml"),
        ("pairs", "x.yaml", "y"),
        ("baseline", "x"),
        ("calibrate", "x.csv", "-o", "y.yaml", "--servers", "1.5"),
    ],
)
def test_a_refusal_of_options_is_punctuated_as_its_language_is(call, arguments) -> None:
    """No full stop, comma or space of English stands in a Chinese sentence."""
    answer = call(*arguments, "--lang", "zh")
    assert answer.code == 2
    error = answer.err.split("错误：")[1].strip()
    assert not re.search(r"'[.,]|[。？！，；：）] ", error)
    assert call(*arguments, "--lang", "en").err.count("。") == 0
