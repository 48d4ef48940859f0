"""Expectations: what a scenario says must come out, and whether it did.

In: a document and its comparison. Out: one `Verdict` for every line of the `expect` block, each
with the place in the file where the line stands. `problems` finds lines that could never be met.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.language import Message
from sandbox.language.figures import Figure, gap_unit
from sandbox.measures import CATALOGUE, MeasureInfo
from sandbox.scenario.check_study import BREAKDOWNS
from sandbox.scenario.document import Document
from sandbox.scenario.part import LEVELS
from sandbox.scenario.problems import Path, Problem, Refused
from sandbox.scenario.quantities import Quantity
from sandbox.scenario.shape import quantity as words_of
from sandbox.scenario.suggest import unknown
from sandbox.scenario.units import parse
from sandbox.scenario.workings import ROLES, Expectation
from sandbox.study.weights import findings as weight_findings

if TYPE_CHECKING:
    from sandbox.study.comparison import Comparison
    from sandbox.study.intervals import Interval
    from sandbox.world import World


DIMENSIONS: Mapping[str, str] = {"s": "duration", "share": "share", "CNY": "money", "B": "size"}
"""By unit of a measure: what may be expected of it; measures of other units are plain numbers."""


@dataclass(frozen=True)
class Verdict:
    """Whether one expectation is met. `message` says what came out and what was expected;
    `problem` is the same with its place in the file; `seen` is what came out, with its interval
    at `confidence`."""

    expectation: Expectation
    index: int
    ok: bool
    message: Message
    problem: Problem
    seen: Interval
    confidence: float

    @property
    def spread(self) -> Message:
        """The interval in words, which `message` holds only where it was looked at."""
        if math.isnan(self.seen.low):
            return Message("no interval (n = {n})", {"n": self.seen.n})
        ends = {"low": self.seen.low, "high": self.seen.high}
        return Message(
            "interval {low} … {high} at {confidence} (n = {n})",
            {name: Figure(end, self.seen.unit) for name, end in ends.items()}
            | {"confidence": Figure(self.confidence, "share"), "n": self.seen.n},
        )


def name_of(expected: Expectation) -> str:
    """An expectation's name for machines: `federated_query:satisfied[need=tax-check]`."""
    where = ",".join(f"{label}={group}" for label, group in sorted(expected.where.items()))
    return f"{expected.model}:{expected.measure}" + (f"[{where}]" if where else "")


def known_models(document: Document, labels: Sequence[str]) -> None:
    """Make sure that the scenario has these models.

    Raises:
        Refused: with every label that it has not.
    """
    known = document.scenario.models
    found = [
        document.problem(("models",), unknown(Message("model"), label, known))
        for label in labels
        if label not in known
    ]
    if not labels:
        found = [document.problem(("models",), Message("at least one model is needed"))]
    if found:
        raise Refused(found)


def models_needed(document: Document) -> list[str]:
    """The models that expectations speak of, in the scenario's order."""
    named = {
        label
        for expected in document.scenario.expect
        for label in (expected.model, expected.above, expected.below)
    }
    return [label for label in document.scenario.models if label in named]


def problems(document: Document, world: World | None) -> list[Problem]:
    """Expectations of measures, breakdowns or groups that do not exist, or of a wrong unit; and
    weights of measures that can have none."""
    expect = dict(enumerate(document.scenario.expect))
    found = [*findings(expect, world), *_measures_of_precision(document)]
    weights = weight_findings(document.scenario.study)
    return [
        *(document.problem(path, message) for path, message in found),
        *(document.problem(path, words, key=True) for path, words in weights),
    ]


def _measures_of_precision(document: Document) -> Iterator[tuple[Path, Message]]:
    """Measures that a precision is asked of, and that do not exist."""
    precision = document.scenario.study.precision
    for number, name in enumerate(() if precision is None else precision.measures):
        if name not in CATALOGUE:
            here: Path = ("study", "precision", "measures", number)
            yield here, unknown(Message("measure"), name, CATALOGUE)


def findings(
    expect: Mapping[int, Expectation], world: World | None
) -> Iterator[tuple[Path, Message]]:
    """The same as places in the scenario and messages; without a world all groups may exist."""
    for index, expected in expect.items():
        here = ("expect", index)
        info = CATALOGUE.get(expected.measure)
        if info is None:
            message = unknown(Message("measure"), expected.measure, CATALOGUE)
            yield (*here, "measure"), message
        else:
            yield from (((*here, key), said) for key, said in _units(expected, info))
        for label, group in expected.where.items():
            if label not in BREAKDOWNS:
                continue  # the scenario room says so
            if info is not None and label not in info.breakdowns:
                message = Message(
                    "`{measure}` is not broken down by {label}; it is by: {labels}",
                    {
                        "measure": expected.measure,
                        "label": label,
                        "labels": ", ".join(sorted(info.breakdowns)) or "–",
                    },
                )
                yield (*here, "where", label), message
                continue
            known = None if world is None else _groups(world, label)
            if known is not None and group not in known:
                yield (*here, "where", label), unknown(Message("entry"), group, known)


def _units(expected: Expectation, info: MeasureInfo) -> Iterator[tuple[str, Message]]:
    """Quantities that are not what the measure is; a bare number is in the measure's own unit."""
    dimension = DIMENSIONS.get(info.unit, "number")
    for key in ("value", "abs", "min", "max"):
        quantity: Quantity | None = getattr(expected, key)
        if quantity is None:
            continue
        for fitting in (dimension, "number", *(("count",) if dimension == "number" else ())):
            try:
                parse(quantity.written, fitting)
                break
            except ValueError:
                continue
        else:
            said = {
                "written": quantity.written,
                "measure": info.name,
                "expected": words_of(dimension),
            }
            yield key, Message("`{written}` does not fit `{measure}`; expected {expected}", said)


def check(document: Document, comparison: Comparison) -> list[Verdict]:
    """The verdict on every expectation whose models were run, in the order of the file."""
    verdicts = []
    for index, expected in enumerate(document.scenario.expect):
        wanted = {expected.model, expected.above, expected.below} - {None}
        if wanted <= set(comparison.models):
            confidence = float(expected.confidence if _looks(expected) else comparison.confidence)
            seen = comparison.interval(expected.model, expected.measure, expected.where, confidence)
            ok, message = _judge(expected, comparison, seen)
            problem = document.problem(("expect", index), message)
            verdicts.append(Verdict(expected, index, ok, message, problem, seen, confidence))
    return verdicts


def _groups(world: World, label: str) -> Iterable[str] | None:
    """The groups that a breakdown can have; None where only a run can tell."""
    known: Mapping[str, Iterable[str]] = {
        "need": world.scenario.needs,
        "department": world.scenario.departments,
        "region": world.regions,
        "level": LEVELS,
        "agency": world.agencies,
        "role": ROLES,
        "network": world.scenario.networks,
    }
    return known.get(label)


def _looks(expected: Expectation) -> bool:
    """Whether an expectation looks at the interval, not only at the mean."""
    return expected.covered or expected.half_width is not None


def _judge(expected: Expectation, comparison: Comparison, seen: Interval) -> tuple[bool, Message]:
    """Whether the expectation is met, and a sentence that says why or why not."""
    subject = _subject(expected)
    if math.isnan(seen.mean):
        return False, Message("{subject} is not defined: nothing to count", {"subject": subject})
    demands = [*_bounds(expected, seen), *_others(expected, comparison, seen)]
    missed = [words for ok, words in demands if not ok]
    told = missed or [words for _, words in demands]
    said = {
        "subject": subject,
        "mean": Figure(seen.mean, seen.unit),
        "low": Figure(seen.low, seen.unit),
        "high": Figure(seen.high, seen.unit),
        "confidence": Figure(float(expected.confidence), "share"),
        "n": seen.n,
        "demands": _joined(told),
    }
    if not _looks(expected):
        return not missed, Message("{subject} is {mean} (n = {n}); expected {demands}", said)
    message = Message(
        "{subject} is {mean} ({low} … {high} at {confidence}, n = {n}); expected {demands}", said
    )
    return not missed, message


def _bounds(expected: Expectation, seen: Interval) -> Iterable[tuple[bool, Message]]:
    """What is expected of the mean and of its interval."""
    mean = seen.mean
    if expected.value is not None:
        value = float(expected.value)
        if expected.abs is not None or expected.rel is not None:
            slack = max(float(expected.abs or 0), float(expected.rel or 0) * abs(value))
            yield (
                abs(mean - value) <= slack,
                Message(
                    "{value} ± {slack}",
                    {
                        "value": Figure(value, seen.unit),
                        "slack": Figure(slack, gap_unit(seen.unit)),
                    },
                ),
            )
        if expected.covered:
            yield (
                seen.low <= value <= seen.high,
                Message("an interval that covers {value}", {"value": Figure(value, seen.unit)}),
            )
    if expected.half_width is not None:
        scale = abs(float(expected.value)) if expected.value else abs(mean)
        allowed = float(expected.half_width) * scale
        yield (
            seen.half_width <= allowed,
            Message(
                "a half-width of at most {most}", {"most": Figure(allowed, gap_unit(seen.unit))}
            ),
        )
    if expected.min is not None:
        least = float(expected.min)
        yield mean >= least, Message("at least {least}", {"least": Figure(least, seen.unit)})
    if expected.max is not None:
        most = float(expected.max)
        yield mean <= most, Message("at most {most}", {"most": Figure(most, seen.unit)})


def _others(
    expected: Expectation, comparison: Comparison, seen: Interval
) -> Iterable[tuple[bool, Message]]:
    """What is expected in comparison with other models."""
    for other, sign in ((expected.above, 1), (expected.below, -1)):
        if other is not None:
            there = comparison.interval(other, expected.measure, expected.where).mean
            words = {
                "model": other,
                "mean": Figure(there, seen.unit),
                "gap": Figure(abs(seen.mean - there), gap_unit(seen.unit)),
            }
            if sign > 0:
                yield (
                    seen.mean > there,
                    Message("more than {model}, which has {mean} (difference: {gap})", words),
                )
            else:
                yield (
                    seen.mean < there,
                    Message("less than {model}, which has {mean} (difference: {gap})", words),
                )


def _subject(expected: Expectation) -> Message:
    words = {"model": expected.model, "measure": expected.measure}
    if not expected.where:
        return Message("{model}: {measure}", words)
    where = ", ".join(f"{label} = {group}" for label, group in expected.where.items())
    return Message("{model}: {measure} ({where})", words | {"where": where})


def _joined(parts: Sequence[Message]) -> Message:
    joined = parts[0]
    for part in parts[1:]:
        joined = Message("{first}, and {second}", {"first": joined, "second": part})
    return joined
