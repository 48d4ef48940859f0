"""Which model to choose, as text or JSON: ranks, the Pareto front, flip points, further runs.

In: a `Choosing`, a `Chosen`, or both. Out: a sheet, or plain dictionaries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.language import say
from sandbox.language.figures import figure, interval
from sandbox.measures import CATALOGUE
from sandbox.report.bars import bar
from sandbox.report.origins import facts_of_origin
from sandbox.report.paragraphs import plain
from sandbox.report.sheet import Sheet, listed
from sandbox.report.terms import measure_term
from sandbox.report.verdict import verdict

if TYPE_CHECKING:
    from sandbox.study.designs.choosing import Choosing
    from sandbox.study.designs.selecting import Chosen
    from sandbox.study.statistics.flips import Flip

_BAR = 20
"""columns of the bar of a score of 1"""


def choice_sheet(
    found: Choosing | None, chosen: Chosen | None, title: str, columns: int = 80
) -> str:
    """The whole answer."""
    sheet = Sheet(columns)
    origin = found.origin if found is not None else chosen.origin if chosen is not None else None
    if origin is not None:
        facts = facts_of_origin(title, origin)
        sheet.line(facts.title or facts.scenario)
        sheet.line(facts.sentence(), hang=0)
    if found is not None:
        _ranks(sheet, found)
        _front(sheet, found)
        _flips(sheet, found)
        _further(sheet, found)
    if chosen is not None:
        _selection(sheet, chosen)
    return sheet.text()


def _share(value: float) -> str:
    return figure(value, "share")


def _ranks(sheet: Sheet, found: Choosing) -> None:
    sheet.heading(say("Who is best overall"))
    weights = [
        say("{measure} {weight}", measure=measure_term(name), weight=_share(weight))
        for name, weight in zip(found.weights, found.ranking.weights)
    ]
    sheet.line(say("weights: {weights}", weights=listed(weights)))
    for scale in found.ranking.scales:
        unit = CATALOGUE[scale.measure].unit
        sheet.line(
            say(
                "{measure}: 0 is {worst}, 1 is {best}",
                measure=measure_term(scale.measure),
                worst=figure(scale.worst, unit),
                best=figure(scale.best, unit),
            ),
            2,
        )
    for one in found.ranking.order:
        score = one.score
        sheet.line(
            say(
                "{rank}. {model}: {score}, best with a probability of {best} (normal "
                "approximation: {normal})",
                rank=one.rank,
                model=plain(one.model),
                score=interval(score.mean, score.low, score.high, ""),
                best=_share(one.best),
                normal=_share(one.best_normal),
            )
        )
        drawn = bar(score.mean, 1.0, _BAR)
        sheet.lines += ["   " + drawn] if drawn else []


def _front(sheet: Sheet, found: Choosing) -> None:
    sheet.heading(say("Who is beaten by nobody (Pareto front)"))
    for one in found.front:
        said = {"model": plain(one.model), "share": _share(one.probability)}
        if one.on_front:
            words = say("{model}: beaten by nobody; probability {share}", **said)
        else:
            said["others"] = listed(map(plain, one.dominated_by))
            words = say(
                "{model}: {others} as good or better in everything; probability of being beaten "
                "by nobody {share}",
                **said,
            )
        sheet.line(words)
        for name in found.weights:
            known = found.outcome.interval(one.model, name, found.origin.confidence)
            words = interval(known.mean, known.low, known.high, known.unit)
            sheet.entry(measure_term(name), words, 4, 34)


def _flips(sheet: Sheet, found: Choosing) -> None:
    sheet.heading(say("How far a weight can move before another model wins"))
    for flip in found.flips:
        sheet.line(flip_words(flip))


def flip_words(flip: Flip) -> str:
    """Where another model takes over as this weight moves."""
    said = {
        "measure": measure_term(flip.criterion),
        "weight": _share(flip.weight),
        "winner": plain(flip.winner),
    }
    if flip.down is None and flip.up is None:
        return say("{measure}, now {weight}: {winner} wins at any weight", **said)
    words = say("{measure}, now {weight}", **said)
    if flip.down is not None:
        words += say(
            "; below {at} {model} wins", at=_share(flip.down.weight), model=plain(flip.down.model)
        )
    if flip.up is not None:
        words += say(
            "; above {at} {model} wins", at=_share(flip.up.weight), model=plain(flip.up.model)
        )
    return words


def _further(sheet: Sheet, found: Choosing) -> None:
    sheet.heading(say("Where further runs would tell most (OCBA)"))
    if found.settled:
        first = found.ranking.order[0]
        words = say(
            "Nothing more is needed: {model} is the best with a probability of {share} already.",
            model=plain(first.model),
            share=_share(min(first.best, first.best_normal)),
        )
        sheet.line(words, hang=0)
        return
    runs = [
        say("{model} {runs}", model=plain(model), runs=runs)
        for model, runs in found.further.runs.items()
    ]
    sheet.line(
        say(
            "Of {budget} further runs: {runs}. Judged by the scores, as if models were run on "
            "draws of their own; draws in common make the order surer than that.",
            budget=found.further.budget,
            runs=listed(runs),
        ),
        hang=0,
    )


def _selection(sheet: Sheet, chosen: Chosen) -> None:
    measure, unit = measure_term(chosen.measure), CATALOGUE[chosen.measure].unit
    selection = chosen.selection
    sheet.heading(say("The best in {measure} (KN)", measure=measure))
    sheet.line(verdict(chosen), hang=0)
    if chosen.doubtful:
        sheet.line(say("Unfinished requests could be the reason; see the note."), hang=0)
    for name, mean in selection.means.items():
        sheet.line(
            say(
                "{model}: {mean} in {runs} replications",
                model=plain(name),
                mean=figure(mean, unit),
                runs=selection.replications,
            ),
            2,
        )
    for one in selection.dropped:
        said = {"model": plain(one.system), "runs": one.replications, "other": plain(one.by)}
        if one.clearly:
            words = say(
                "{model}: clearly worse than {other}, out after {runs} replications", **said
            )
        else:
            words = say("{model}: out after {runs} replications, by {other}", **said)
        sheet.line(words, 2)
    sheet.line(say("runs in all: {count}", count=sum(chosen.runs.values())))
