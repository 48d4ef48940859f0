"""The file that outcomes are kept in: text that is the same whenever they are, made for `git diff`.

In: outcomes, or a file. Out: JSON with one outcome a line, sorted, every float as Python's `repr`,
which reads back as the same float; what is undefined is null. A file is written beside its place
and put there whole. One that cannot be read is refused with all its problems.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sandbox.language import Message, reason
from sandbox.measures import BREAKDOWNS
from sandbox.scenario import problems
from sandbox.scenario.bounds import REPLICATIONS, SEEDS
from sandbox.scenario.explain import unknown_key
from sandbox.scenario.problems import Mark, Problem, Refused
from sandbox.study.intervals import Interval
from sandbox.study.outcomes import Outcomes
from sandbox.study.text_places import place_of, second

FORMAT = 1
FIRST = '{\n  "about": {\n    "baseline":'
"""how every such file begins; one that begins otherwise holds something else"""

Finding = tuple[problems.Path, Message]

_FAR = {"inf": math.inf, "-inf": -math.inf}


def as_text(kept: Outcomes) -> str:
    """The text of the file."""
    about = {
        "baseline": FORMAT,
        "breakdowns": list(kept.labels),
        "confidence": kept.confidence,
        "digest": kept.digest,
        "given": dict(kept.given),
        "replications": kept.replications,
        "scenario": kept.scenario,
        "seed": kept.seed,
        "version": kept.version,
    }
    lines = json.dumps(about, ensure_ascii=False, indent=2, sort_keys=True).split("\n")
    text = '{\n  "about": ' + "\n  ".join(lines) + ',\n  "outcomes": {'
    models = []
    for model, found in sorted(kept.models.items()):
        entries = (
            f"      {_said(key)}: {_said(_plain(one))}" for key, one in sorted(found.items())
        )
        models.append(f"\n    {_said(model)}: {{\n" + ",\n".join(entries) + "\n    }")
    return text + ",".join(models) + "\n  }\n}\n"


def write(kept: Outcomes, path: Path) -> None:
    """Put the whole file in its place, or none.

    Raises:
        OSError: when that cannot be done; what was there is still there then.
    """
    path = Path(os.path.realpath(path))
    beside = path.with_name(f".{os.getpid()}.baseline.part")
    try:
        with beside.open("w", encoding="utf-8", newline="\n") as file:
            file.write(as_text(kept))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def read(path: Path) -> Outcomes:
    """The outcomes kept in a file.

    Raises:
        Refused: with every problem and its place.
    """
    name = str(path)
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        message = Message("no outcomes are kept here; `pilot-sandbox baseline save` keeps them")
        raise _refused(Mark(name, 1, 1), message) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        message = Message("the file is not UTF-8 text here; save it in the encoding UTF-8")
        raise _refused(Mark(name, line, 1), message) from None
    except (OSError, ValueError) as error:
        message = Message("the file cannot be read: {reason}", {"reason": reason(error)})
        raise _refused(Mark(name, 1, 1), message) from None
    found = _parsed(text, name)
    wrong = list(_problems(found))
    if wrong:
        raise Refused(
            Problem.at(Mark(name, *place_of(text, path)), path, message) for path, message in wrong
        )
    about = found["about"]
    return Outcomes(
        scenario=about["scenario"],
        digest=about["digest"],
        version=about["version"],
        seed=about["seed"],
        replications=about["replications"],
        confidence=float(about["confidence"]),
        labels=tuple(about["breakdowns"]),
        given=about["given"],
        models={
            model: {key: _interval(one) for key, one in entries.items()}
            for model, entries in found["outcomes"].items()
        },
    )


def _said(thing: Any) -> str:
    return json.dumps(thing, ensure_ascii=False, allow_nan=False)


def _plain(one: Interval) -> dict[str, Any]:
    numbers = {"mean": one.mean, "low": one.low, "high": one.high}
    return {name: _number(value) for name, value in numbers.items()} | {
        "n": one.n,
        "unit": one.unit,
    }


def _number(value: float) -> float | str | None:
    if math.isnan(value):
        return None
    return float(value) if math.isfinite(value) else str(float(value))


def _interval(one: dict[str, Any]) -> Interval:
    mean, low, high = (_float(one[name]) for name in ("mean", "low", "high"))
    return Interval(mean, low, high, one["unit"], one["n"])


def _float(written: Any) -> float:
    return math.nan if written is None else _FAR.get(written) or float(written)


class _RepeatedError(Exception):
    """A key stands twice in one place."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _RepeatedError(next(name for name in names if names.count(name) > 1))
    return found


def _parsed(text: str, name: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        line = (text.splitlines() or [""])[min(error.lineno, text.count("\n") + 1) - 1 :][:1]
        conflict = "".join(line).startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||"))
        message = (
            Message("a merge has left a conflict here; resolve it, or save the outcomes anew")
            if conflict
            else Message("this is not the JSON that `pilot-sandbox baseline save` writes")
        )
        raise _refused(Mark(name, error.lineno, error.colno), message) from None
    except _RepeatedError as error:
        key = str(error.args[0])
        message = Message("the key `{key}` stands here for the second time", {"key": key})
        raise _refused(Mark(name, *second(text, key)), message) from None
    except (ValueError, RecursionError):  # a number or a depth that no such file has
        message = Message("this is not the JSON that `pilot-sandbox baseline save` writes")
        raise _refused(Mark(name, 1, 1), message) from None


def _refused(mark: Mark, message: Message) -> Refused:
    return Refused([Problem.at(mark, (), message)])


def _whole(low: int, high: int) -> Callable[[Any], bool]:
    return lambda one: type(one) is int and low <= one <= high


def _text(one: Any) -> bool:
    return isinstance(one, str)


def _value(one: Any) -> bool:
    return one is None or type(one) in (int, float) or (isinstance(one, str) and one in _FAR)


_WHOLE = Message("expected a whole number")
_WORDS = Message("expected text")
_ABOUT: dict[str, tuple[Callable[[Any], bool], Message]] = {
    "baseline": (
        lambda one: one == FORMAT,
        Message("kept in another form, by another version; save the outcomes anew"),
    ),
    "breakdowns": (
        lambda one: isinstance(one, list) and all(each in BREAKDOWNS for each in one),
        Message("expected a list of some of: {labels}", {"labels": ", ".join(BREAKDOWNS)}),
    ),
    "confidence": (
        lambda one: isinstance(one, float) and 0 < one < 1,
        Message("expected a share between 0 and 1"),
    ),
    "digest": (_text, _WORDS),
    "given": (
        lambda one: (
            isinstance(one, dict)
            and all(name in ("seed", "replications") and _ABOUT[name][0](one[name]) for name in one)
        ),
        Message("expected `seed`, `replications`, both or neither, as whole numbers"),
    ),
    "replications": (_whole(*REPLICATIONS), _WHOLE),
    "scenario": (_text, _WORDS),
    "seed": (_whole(*SEEDS), _WHOLE),
    "version": (_text, _WORDS),
}
_NUMBER = Message('expected a number, null, "inf" or "-inf"')
_OUTCOME: dict[str, tuple[Callable[[Any], bool], Message]] = {
    **dict.fromkeys(("mean", "low", "high"), (_value, _NUMBER)),
    "n": (_whole(0, REPLICATIONS[1]), _WHOLE),
    "unit": (_text, _WORDS),
}


def _problems(found: Any) -> Iterator[Finding]:
    """Everything that such a file does not hold, or holds otherwise."""
    if not isinstance(found, dict):
        yield (), Message("this is not the JSON that `pilot-sandbox baseline save` writes")
        return
    yield from _entries(found, (), ("about", "outcomes"))
    yield from _fields(found.get("about", {}), ("about",), _ABOUT)
    models = found.get("outcomes", {})
    for model, entries in models.items() if isinstance(models, dict) else ():
        if not isinstance(entries, dict):
            yield ("outcomes", model), Message("expected `key: value` lines")
            continue
        for key, one in entries.items():
            yield from _fields(one, ("outcomes", model, key), _OUTCOME)
    if not isinstance(models, dict):
        yield ("outcomes",), Message("expected `key: value` lines")


def _entries(found: dict[str, Any], here: problems.Path, names: Any) -> Iterator[Finding]:
    for name in found:
        if name not in names:
            yield (*here, name), unknown_key(name, names)
    for name in names:
        if name not in found:
            yield here, Message("`{key}` is missing", {"key": name})


def _fields(
    found: Any, here: problems.Path, fields: dict[str, tuple[Callable[[Any], bool], Message]]
) -> Iterator[Finding]:
    if not isinstance(found, dict):
        yield here, Message("expected `key: value` lines")
        return
    yield from _entries(found, here, fields)
    for name, (fits, expected) in fields.items():
        if name in found and not fits(found[name]):
            yield (*here, name), expected
