"""Quantities of measures as people write them: limits, differences that matter, weights.

In: `response_time.p95 < 2 s`, `0.1 s`, `fresh=2`. Out: measures and numbers in base units, or
`Refused` with the place in what was written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sandbox.language import Message
from sandbox.language.figures import Figure
from sandbox.measures import CATALOGUE
from sandbox.scenario.problems import Mark, Problem, Refused
from sandbox.scenario.shape import quantity as words_of
from sandbox.scenario.suggest import shortened, unknown
from sandbox.scenario.units import intended, nearest_unit, parse, unit_of
from sandbox.study.designs.factor_files import split_words
from sandbox.study.designs.paths import refused
from sandbox.study.expectations import DIMENSIONS
from sandbox.study.statistics.bisection import Limit
from sandbox.study.weights import unweighable, unweighty

_COMPARED = re.compile(r"\s*([^<>=≤≥\s]+)\s*(<=|>=|<|>|≤|≥)\s*(.+?)\s*")
_LEAST = (">", ">=", "≥")


@dataclass(frozen=True)
class Asked:
    """A limit of a measure."""

    measure: str
    limit: Limit


def measure_named(name: str, mark: Mark) -> str:
    """`name`, when it is a measure.

    Raises:
        Refused: when it is none.
    """
    if name not in CATALOGUE:
        raise refused(mark, (), unknown(Message("measure"), name, CATALOGUE))
    return name


def amount_of(measure: str, text: str, mark: Mark) -> float:
    """An amount of a measure in base units, written with its unit where measures of its kind have
    one: a bare `5` may be seconds or days, and per cent or a hundredfold.

    Raises:
        Refused: when the text is none; with what was probably meant.
    """
    unit = CATALOGUE[measure].unit
    dimension = DIMENSIONS.get(unit, "number")
    for fitting in (dimension, *(("count",) if dimension == "number" else ())):
        try:
            found = parse(_without_own_unit(text, unit), fitting)
        except ValueError:
            continue
        if dimension == "number" or found == 0 or _has_unit(text):
            return found
    meant = _meant(text, dimension)
    said: dict[str, object] = {
        "written": shortened(text),
        "measure": measure,
        "expected": _PER_CENT if dimension == "share" else words_of(dimension),
        "meant": " / ".join(f"`{one}`" for one in meant),
    }
    if meant:
        message = Message("`{written}` does not fit `{measure}`; did you mean {meant}?", said)
        raise refused(mark, (), message)
    message = Message("`{written}` does not fit `{measure}`; expected {expected}", said)
    raise refused(mark, (), message)


def _has_unit(text: str) -> bool:
    return bool(unit_of(text)) or text.lstrip().startswith(("¥", "￥"))


_PER_CENT = Message("a share in per cent such as {example}", {"example": "5%"})

_OWN = {
    "share": ("pp", "个百分点", "百分点"),
    "person-days": ("person-days", "人日", "人天"),
    "record-days": ("record-days", "条·天"),
    "jobs": ("jobs", "件"),
}
"""units that answers have and files do not"""


def _without_own_unit(text: str, unit: str) -> str:
    """`text`, its unit replaced by one that files know; percentage points are per cent."""
    bare = text.strip()
    for own in _OWN.get(unit, ()):
        if bare.endswith(own):
            return bare.removesuffix(own).rstrip() + ("%" if unit == "share" else "")
    return text


def _meant(text: str, dimension: str) -> tuple[str, ...]:
    """What may have been meant by a number without its unit, or with a misspelt one."""
    several = intended(text, dimension)
    if several:
        return several
    if unit_of(text) or dimension not in _BARE:
        near = nearest_unit(text, dimension)
        return () if near is None else (near,)
    try:
        value = parse(text, "number")
    except ValueError:
        return ()
    if dimension == "share" and 0 < value < 1:
        return (f"{value * 100:.6g}%",)
    written = text.strip()
    return tuple(f"{written}{'' if unit == '%' else ' '}{unit}" for unit in _BARE[dimension])


_BARE = {"duration": ("s", "min", "h", "days"), "share": ("%",), "money": ("CNY",), "size": ("MB",)}
"""units offered for a bare number"""


def limit_of(text: str, option: str) -> Asked:
    """The limit that is written as `response_time.p95 < 2 s`.

    Strict and weak signs mean the same: measures are not exact enough to tell them apart.

    Raises:
        Refused: with the place of what is wrong.
    """
    mark = Mark(option, 1, 1)
    match = _COMPARED.fullmatch(text)
    if match is None:
        said = {"written": text, "example": "response_time.p95 < 2 s"}
        raise refused(mark, (), Message("`{written}` is not of the form {example}", said))
    measure = measure_named(match[1], Mark(option, 1, 1 + match.start(1)))
    place = Mark(option, 1, 1 + match.start(3))
    bound = amount_of(measure, match[3], place)
    _possible(measure, bound, place)
    return Asked(measure, Limit(bound, match[2] in _LEAST))


def _possible(measure: str, bound: float, mark: Mark) -> None:
    """Refuse a bound that no value of the measure can be near."""
    said = {"measure": measure, "bound": Figure(bound, CATALOGUE[measure].unit)}
    if bound < 0:
        raise refused(mark, (), Message("`{measure}` is never below 0, but {bound} is", said))
    if CATALOGUE[measure].unit == "share" and bound > 1:
        message = Message("`{measure}` is a share, from 0% to 100%; {bound} is more", said)
        raise refused(mark, (), message)


def difference_of(measure: str, text: str, option: str) -> float:
    """The smallest difference of a measure that matters, in base units.

    Raises:
        Refused: when it is no amount above zero.
    """
    mark = Mark(option, 1, 1)
    found = amount_of(measure, text, mark)
    if not found > 0:
        raise refused(mark, (), Message("the difference that matters must be more than 0"))
    if CATALOGUE[measure].unit == "share" and found >= 1:
        message = Message(
            "two shares differ by less than 100 percentage points; a difference that matters is "
            "smaller, such as 5%"
        )
        raise refused(mark, (), message)
    return found


def weights_of(texts: Sequence[str], option: str, below: Mapping[str, float]) -> dict[str, float]:
    """Weights by measure: those that are written, over those of the scenario.

    Raises:
        Refused: with every problem.
    """
    found: list[Problem] = []
    weights: dict[str, float] = {}
    for number, text in enumerate(texts, 1):
        mark = Mark(option, number, 1)
        try:
            name, value, start = split_words(text, mark, "MEASURE=2")
            measure = measure_named(name, mark)
            why = unweighable(measure)
            if why is not None:
                raise refused(mark, (), why)
            weight = _weight(value, Mark(option, number, 1 + start))
            if measure in weights:
                raise refused(mark, (), Message("`{measure}` has two weights", {"measure": name}))
            weights[measure] = weight
        except Refused as refusal:
            found += refusal.problems
    if found:
        raise Refused(found)
    return dict(below) | weights


def _weight(text: str, mark: Mark) -> float:
    for dimension in ("number", "share"):
        try:
            weight = parse(text, dimension)
        except ValueError:
            continue
        why = unweighty(weight) if weight >= 0 else None
        if why is not None:
            raise refused(mark, (), why)
        if weight >= 0:
            return weight
    said = {"written": text, "example": "2, 0.5"}
    raise refused(mark, (), Message("`{written}` is no weight; expected {example}", said))
