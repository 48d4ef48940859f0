"""What has changed is said by model, with as many digits as tell old and new apart."""

import io
import json
import math

import pytest
from rich.console import Console

from sandbox.language import speaking
from sandbox.report.changes_list import as_json, changes_list
from sandbox.study.changes import Tolerance, changes
from sandbox.study.intervals import Interval
from sandbox.study.outcomes import Outcomes


def one(mean: float, half: float = 0.0, n: int = 2, unit: str = "s") -> Interval:
    return Interval(mean, mean - half, mean + half, unit, n)


def outcomes(models, seed: int = 1, digest: str = "d" * 64) -> Outcomes:
    return Outcomes("pilot", digest, "1", seed, 2, 0.95, (), {}, models)


OLD = outcomes(
    {
        "letters": {
            "age.mean": one(10.0),
            "fresh": one(0.5, unit="share"),
            "gone": one(1),
            "same": one(2),
            "spread": one(3, 0.1),
            "undefined": one(math.nan, n=0),
        },
        "old-model": {"fresh": one(1.0)},
    }
)
NEW = outcomes(
    {
        "letters": {
            "age.mean": one(math.nextafter(10, 11)),
            "fresh": one(0.4, unit="share"),
            "come": one(1),
            "same": one(2),
            "spread": one(3, 0.2, n=3),
            "undefined": one(4),
        },
        "new-model": {"fresh": one(1.0), "age.mean": one(3.0)},
    },
    seed=2,
    digest="e" * 64,
)


def said(language: str, tolerance: Tolerance = Tolerance(), new: Outcomes = NEW) -> str:  # noqa: B008 - a value
    drawn = io.StringIO()
    with speaking(language):
        console = Console(file=drawn, width=100, color_system=None)
        console.print(changes_list(changes(OLD, new, tolerance), 100))
    return "\n".join(" ".join(line.split()) for line in drawn.getvalue().splitlines())


def test_each_change_has_its_line_under_its_model() -> None:
    lines = said("en").splitlines()
    assert "seed: kept 1, now 2" in lines
    assert "contents of the scenario (digest): kept dddddddddddd, now eeeeeeeeeeee" in lines
    assert "fresh 50% 40% ↓ −20%" in lines
    assert "age.mean 10.0 s 10.000000000000002 s ↑ +1.78e−14%" in lines
    assert "spread 3 s (2.9 s … 3.1 s, n = 2) 3 s (2.8 s … 3.2 s, n = 3) ± =" in lines
    assert "undefined – 4 s –" in lines
    assert "gone 1 s removed –" in lines
    assert "come 1 s added –" in lines
    assert "new-model: model added, outcomes 2" in lines
    assert "old-model: model removed, outcomes 1" in lines
    assert "pilot: changed 4, added 3, removed 2, unchanged 1" in lines
    assert not any(line.startswith("same") for line in lines)
    assert lines.index("letters") < lines.index("fresh 50% 40% ↓ −20%")


def test_chinese_words_are_used_throughout() -> None:
    text = said("zh")
    assert "种子：存档时为 1，现在为 2" in text
    assert "pilot：变动 4 项，新增 3 项，消失 2 项，不变 1 项" in text
    assert "removed" not in text
    assert "model" not in text.replace("new-model", "").replace("old-model", "")


@pytest.mark.parametrize("tolerance", [Tolerance(), Tolerance(rel=0.1)])
def test_outcomes_that_are_the_same_are_one_line(tolerance: Tolerance) -> None:
    same = outcomes(OLD.models)
    words = "pilot: all 7 outcomes are as they were kept"
    assert said("en", tolerance, same) == words + (", within the tolerance." * bool(tolerance.rel)
                                                   or ".")  # fmt: skip


def test_the_json_holds_the_same_for_scripts() -> None:
    found = json.loads(json.dumps(as_json(changes(OLD, NEW)), allow_nan=False))
    assert found["same"] is False
    assert found["differs"]["seed"] == {"kept": 1, "now": 2}
    assert (found["added"], found["removed"]) == (["new-model"], ["old-model"])
    fresh = found["models"]["letters"]["fresh"]
    assert fresh["kept"]["mean"] == 0.5
    assert fresh["now"]["mean"] == 0.4
    assert fresh["direction"] == "down"
    assert fresh["relative"] == pytest.approx(-0.2)
    gone = found["models"]["letters"]["gone"]
    assert (gone["kind"], gone["now"], gone["direction"]) == ("removed", None, None)
    assert as_json(changes(OLD, outcomes(OLD.models)))["same"] is True
