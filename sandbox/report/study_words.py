"""What a stored study is, in words: what it asks, its design, how far it is.

In: rows of a store. Out: words in the language in force; entries of name and value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sandbox.language import say
from sandbox.language.figures import figure, gap_unit
from sandbox.measures import CATALOGUE
from sandbox.report.sheet import listed
from sandbox.report.terms import measure_term

if TYPE_CHECKING:
    from sandbox.study.store import StudyRow


def state_words(state: str) -> str:
    """How a study's state is said."""
    words = {
        "under way": say("under way"),
        "finished": say("finished"),
        "interrupted": say("interrupted"),
        "failed": say("failed"),
        "broken off": say("broken off"),
        "queued": say("queued"),
        "cancelled": say("cancelled"),
    }
    return words.get(state, state)


def runs_words(study: StudyRow) -> str:
    """How many runs are done, of how many: where a rule may stop a study early, of how many at
    most; of a study that was put together by hand, nobody knows before it has ended."""
    if study.planned is None:
        if study.state != "finished":
            return say("{done} so far", done=study.done)
        return say("{done} of {total}", done=study.done, total=study.total)
    if study.exact:
        return say("{done} of {total}", done=study.done, total=study.planned)
    return say("{done} (at most {most})", done=study.done, most=study.planned)


def question(study: StudyRow) -> str:
    """What the study asks; nothing of kinds that say so themselves."""
    asked = study.settings
    factors = listed(str(factor["path"]) for factor in asked.get("factors", ()))
    measure = measure_term(asked["measure"]) if asked.get("measure") else ""
    match study.kind:
        case "compare":
            return say("What differs between these models?")
        case "test":
            return say("Are the scenario's expectations met?")
        case "timeline":
            return say("What does governance do, and when?")
        case "warm-up":
            return say("How long do measures remember how a run began?")
        case "pairs":
            return say("How does the same request fare under each model?")
        case "sweep":
            return say("Does the answer hold when this varies: {factors}?", factors=factors)
        case "sensitivity" if asked.get("against"):
            return say("What drives the choice between two models in {measure}?", measure=measure)
        case "sensitivity":
            return say("What drives {measure}?", measure=measure)
        case "capacity":
            return say(
                "How many are enough: {factors}, until {limit}?",
                factors=factors,
                limit=setting_words("limit", asked["limit"]),
            )
        case "choose":
            return say("Which model to choose?")
    return ""


def respect_words(name: str) -> str:
    """How a setting or a respect in which studies differ is called; others by their own name."""
    words = {
        "kind": say("kind"),
        "scenario": say("scenario"),
        "digest": say("scenario's digest"),
        "version": say("version"),
        "code": say("code's digest"),
        "libraries": say("libraries"),
        "runs": say("runs"),
        "models": say("models"),
        "replications": say("replications"),
        "seed": say("seed"),
        "series_by": say("time series by"),
        "precision": say("precision"),
        "first": say("first replications"),
        "factors": say("factors"),
        "design": say("design"),
        "points": say("points"),
        "measure": say("measure"),
        "measures": say("measures"),
        "model": say("model"),
        "against": say("against"),
        "method": say("method"),
        "limit": say("limit"),
        "confidence": say("confidence"),
        "most": say("replications at most"),
        "weights": say("weights"),
        "select": say("best in"),
        "indifference": say("difference that matters"),
        "baseline": say("baseline"),
    }
    return words.get(name, name)


def design_entries(study: StudyRow) -> Iterator[tuple[str, str]]:
    """The study's design: names and values, in an order that reads well."""
    order = ("factors", "design", "method", "points", "limit", "measure", "model", "against")
    names = [name for name in order if name in study.settings]
    names += [name for name in study.settings if name not in order]
    for name in names:
        value = study.settings[name]
        if name == "models" and "model" in study.settings:  # it is said already
            continue
        if value is not None and value != {} and value != []:
            yield respect_words(name), setting_words(name, value, study.settings)


def setting_words(name: str, value: Any, settings: Mapping[str, Any] | None = None) -> str:
    """A setting's value in words."""
    if value is None:
        return say("none")
    match name:
        case "factors":
            return listed(_factor(one) for one in value)
        case "precision":
            return _rule(value)
        case "measures":
            return listed(map(measure_term, value))
        case "weights":
            return listed(
                f"{measure_term(measure)} {weight:g}" for measure, weight in value.items()
            )
        case "limit":
            measure = measure_term(value["measure"])
            bound = figure(value["bound"], CATALOGUE[value["measure"]].unit)
            if value["at_least"]:
                return say("{measure} is at least {bound}", measure=measure, bound=bound)
            return say("{measure} is at most {bound}", measure=measure, bound=bound)
        case "confidence":
            return figure(value, "share")
        case "indifference":
            selected = CATALOGUE.get(str((settings or {}).get("select")))
            return figure(value, gap_unit(selected.unit)) if selected else f"{value:g}"
        case "measure" | "select":
            words = measure_term(value)
            if words == value:
                return words
            return say("{measure} · {name}", measure=words, name=value)
        case "design":
            return _design(value)
        case "method":
            return str(value).capitalize()  # who found it
    return said(value)


def said(value: Any) -> str:
    """A value of a kind that nothing else is known of."""
    if isinstance(value, Mapping):
        return listed(f"{key} {said(inside)}" for key, inside in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return listed(map(said, value))
    return str(value)


def _design(name: str) -> str:
    words = {
        "full": say("every combination"),
        "oat": say("one factor at a time"),
        "lhs": say("Latin hypercube"),
        "sobol": say("Sobol's even sequence"),
    }
    return words.get(name, name)


def _factor(factor: Mapping[str, Any]) -> str:
    if "values" in factor:
        return f"{factor['path']} = {' / '.join(map(str, factor['values']))}"
    span = f"{factor['path']} = {factor['low']} … {factor['high']}"
    return say("{range}, in the logarithm", range=span) if factor["log"] else span


def _rule(rule: Mapping[str, Any]) -> str:
    targets = rule["targets"]
    return say(
        "half-width at most {share} of the mean in {measures}; {least} to {most} replications",
        share=figure(next(iter(targets.values()))["half_width"], "share"),
        measures=listed(map(measure_term, targets)),
        least=rule["minimum"],
        most=rule["maximum"],
    )
