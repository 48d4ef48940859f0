"""What studies of many points found, as plain dictionaries: the answers of `--format json`, and the
conclusion in a study's export.

In: a `Sweep`, a `Sensitivity`, a `Capacity`, a `Choosing` or `Chosen`. Out: dictionaries that JSON
can say, beginning with the same facts as that of a comparison.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sandbox.measures import CATALOGUE
from sandbox.study.designs.capacity import Capacity, Need
from sandbox.study.designs.choosing import Choosing
from sandbox.study.designs.drivers import Sensitivity
from sandbox.study.designs.experiment import Origin
from sandbox.study.designs.selecting import Chosen
from sandbox.study.designs.sweep import Sweep
from sandbox.study.plain import finite, interval_form
from sandbox.study.statistics.indices import enough_samples
from sandbox.study.statistics.unusable import Unusable


def origin_json(origin: Origin) -> dict[str, Any]:
    """The origin as the first keys of an answer in JSON."""
    return {
        "scenario": origin.scenario,
        "seed": origin.seed,
        "engine": origin.engine,
        "replications": origin.replications,
        "baseline": origin.baseline,
        "confidence": origin.confidence,
        "version": origin.version,
        "digest": origin.digest,
    }


def sweep_json(sweep: Sweep, names: Sequence[str]) -> dict[str, Any]:
    """The sweep as plain dictionaries."""
    answer: dict[str, Any] = origin_json(sweep.origin)
    answer |= {
        "design": sweep.design,
        "factors": [setting.name for setting in sweep.settings],
        "points": [
            {
                "settings": {
                    setting.name: setting.exact(value)
                    for setting, value in zip(sweep.settings, point)
                },
                "models": {
                    model: {
                        name: interval_form(sweep.interval(place, model, name)) for name in names
                    }
                    for model in sweep.models
                },
                "best": {name: list(best) for name in names if (best := sweep.best(place, name))},
                "doubtful": [name for name in names if sweep.doubtful(place, name)],
                "left_open": dict(sweep.outcomes[place].left_open),
            }
            for place, point in enumerate(sweep.points)
        ],
        "changes": {name: _changes_json(sweep, name) for name in names},
    }
    found: dict[str, Any] = finite(answer)
    return found


def _changes_json(sweep: Sweep, name: str) -> list[dict[str, Any]] | None:
    """None where it cannot be told."""
    try:
        found = sweep.changes(name)
    except Unusable:
        return None
    return [
        {
            "at": one.at,
            "low": one.low,
            "high": one.high,
            "unit": sweep.settings[0].unit,
            "before": one.before,
            "after": one.after,
        }
        for one in found
    ]


def sensitivity_json(found: Sensitivity) -> dict[str, Any]:
    """The answer as plain dictionaries; `enough`: base samples for which Sobol's indices would be
    known well."""
    subject = found.subject
    answer: dict[str, Any] = origin_json(found.origin)
    answer |= {
        "measure": subject.measure,
        "model": subject.model,
        "against": subject.against,
        "unit": found.unit,
        "method": found.method,
        "points": found.points,
        "base": interval_form(found.tornado.base),
        "tornado": [
            {
                "factor": one.factor,
                "low": found.setting(one.factor).exact(one.low),
                "high": found.setting(one.factor).exact(one.high),
                "low_effect": interval_form(one.low_effect),
                "high_effect": interval_form(one.high_effect),
                "swing": interval_form(one.swing),
            }
            for one in found.tornado.bars
        ],
        "morris": [
            {
                "factor": one.factor,
                "mu": one.mu,
                "mu_star": interval_form(one.mu_star),
                "sigma": interval_form(one.sigma),
            }
            for one in found.screened
        ],
        "sobol": [
            {
                "factor": one.factor,
                "first": interval_form(one.first),
                "total": interval_form(one.total),
            }
            for one in found.indices
        ],
    }
    if found.indices:
        answer["enough"] = enough_samples(found.indices)
    plain_answer: dict[str, Any] = finite(answer)
    return plain_answer


def choice_json(found: Choosing | None, chosen: Chosen | None) -> dict[str, Any]:
    """The answer as plain dictionaries."""
    answer: dict[str, Any] = {}
    if found is not None:
        answer |= origin_json(found.origin) | _choosing_json(found)
    if chosen is not None:
        selection = chosen.selection
        if found is None:
            answer |= origin_json(chosen.origin)
        answer["selection"] = {
            "measure": chosen.measure,
            "unit": CATALOGUE[chosen.measure].unit,
            "difference": selection.difference,
            "difference_asked": chosen.difference,
            "confidence": chosen.confidence,
            "best": selection.best,
            "guaranteed": selection.guaranteed,
            "clear": selection.clear,
            "standing": list(selection.standing),
            "enough": selection.enough,
            "told_apart": selection.told_apart,
            "doubtful": chosen.doubtful,
            "means": selection.means,
            "replications": selection.replications,
            "dropped": [
                {
                    "model": one.system,
                    "replications": one.replications,
                    "by": one.by,
                    "clearly": one.clearly,
                }
                for one in selection.dropped
            ],
            "runs": chosen.runs,
        }
    plain_answer: dict[str, Any] = finite(answer)
    return plain_answer


def _choosing_json(found: Choosing) -> dict[str, Any]:
    return {
        "weights": dict(zip(found.weights, found.ranking.weights)),
        "scales": {
            one.measure: {"worst": one.worst, "best": one.best} for one in found.ranking.scales
        },
        "ranking": [
            {
                "model": one.model,
                "rank": one.rank,
                "score": interval_form(one.score),
                "values": dict(zip(found.weights, one.values)),
                "best": one.best,
                "best_normal": one.best_normal,
            }
            for one in found.ranking.order
        ],
        "front": [
            {
                "model": one.model,
                "means": dict(zip(found.weights, one.means)),
                "dominated_by": list(one.dominated_by),
                "probability": one.probability,
            }
            for one in found.front
        ],
        "flips": [
            {
                "measure": flip.criterion,
                "weight": flip.weight,
                "winner": flip.winner,
                "down": flip.down and {"weight": flip.down.weight, "model": flip.down.model},
                "up": flip.up and {"weight": flip.up.weight, "model": flip.up.model},
            }
            for flip in found.flips
        ],
        "further": {
            "needed": not found.settled,
            "budget": found.further.budget,
            "shares": found.further.shares,
            "runs": found.further.runs,
        },
    }


def capacity_json(found: Capacity) -> dict[str, Any]:
    """The answer as plain dictionaries."""
    answer: dict[str, Any] = origin_json(found.origin)
    answer |= {
        "factor": found.setting.name,
        "low": found.low,
        "high": found.high,
        "measure": found.asked.measure,
        "unit": CATALOGUE[found.asked.measure].unit,
        "bound": found.asked.limit.bound,
        "at_least": found.asked.limit.at_least,
        "confidence": found.confidence,
        "models": {need.model: _need_json(need) for need in found.needs},
    }
    plain_answer: dict[str, Any] = finite(answer)
    return plain_answer


def _need_json(need: Need) -> dict[str, Any]:
    goal = need.goal
    return {
        "fewest": goal.fewest,
        "failing": goal.failing,
        "confident": goal.confident,
        "advice": goal.advice.render("en") if goal.advice else None,
        "tried": [
            {
                "number": one.number,
                "verdict": one.verdict,
                "met": one.met,
                "interval": interval_form(one.interval),
            }
            for one in goal.decisions
        ],
        "violations": [
            {
                "fewer": one.fewer,
                "more": one.more,
                "difference": {
                    "mean": one.difference.mean,
                    "low": one.difference.low,
                    "high": one.difference.high,
                    "n": one.difference.n,
                },
            }
            for one in goal.violations
        ],
    }
