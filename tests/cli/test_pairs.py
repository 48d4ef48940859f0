"""`pairs` says what two traces say, request by request."""

import json
import math
import re
from pathlib import Path

import pytest

WARM_UP = 86_400.0


def _took(trace: Path) -> dict[tuple[str, int], float | None]:
    """Response times of a trace's requests after the warm-up; none where there was no answer."""
    found = {}
    for line in map(json.loads, trace.read_text(encoding="utf-8").splitlines()):
        whole = line["event"] == "end" and "@" in line["stream"] and "child" not in line
        if whole and line.get("made", -1.0) >= WARM_UP:
            answered = line["outcome"] == "answered"
            key = (line["stream"], line["index"])
            found[key] = line["end"] - line["made"] if answered else None
    return found


def test_one_replication_agrees_with_two_traces(call, small: str) -> None:
    """The mean is over every request that both have answered, however they fill batches."""
    models = ("letters", "federated_query")
    for model in models:
        assert call("run", small, "--model", model, "--trace", f"{model}.jsonl").code == 0
    here, there = (_took(Path(f"{model}.jsonl")) for model in reversed(models))
    both = [key for key in here if here[key] is not None and there.get(key) is not None]
    gaps = [here[key] - there[key] for key in both]
    said = call(
        "pairs", small, "--models", ",".join(models), "--baseline", models[0],
        "--replications", "1", "--jobs", "1", "--engine", "simpy", "--format", "json",
    )  # fmt: skip
    answer = json.loads(said.out)
    (row,) = answer["rows"]
    assert len(gaps) % 20  # else nothing could have been left out
    assert row["both"] == len(gaps)
    assert row["difference"]["mean"] == pytest.approx(math.fsum(gaps) / len(gaps), rel=1e-9)
    assert row["sooner"] == sum(gap < 0 for gap in gaps)
    assert row["verdict"] in ("better", "undetermined")
    assert answer["method"]["verdict"].startswith("Holm over the models")


def test_a_table_of_pairs_has_verdicts_and_their_method(call, small: str) -> None:
    models = (
        "--models",
        "letters,federated_query",
        "--baseline",
        "letters",
        "--jobs",
        "1",
        "--engine",
        "simpy",
    )
    english = call("pairs", small, *models, "--lang", "en").out
    assert re.search(r"^verdict +(✓ better|✗ worse|≈ no difference shown) *$", english, re.M)
    assert "hold for all models together (Holm)" in " ".join(english.split())
    chinese = call("pairs", small, *models, "--lang", "zh").out
    assert re.search(r"^判定 +(✓ 更好|✗ 更差|≈ 未显示差异) *$", chinese, re.M)
