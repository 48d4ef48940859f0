"""The answer of the command `timeline` as JSON.

In: runs with chronicles. Out: plain dictionaries; times in seconds, what has no meaning null.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.report.agreement_fields import fields_of
from sandbox.report.benefits import BENEFITS
from sandbox.report.json_form import told
from sandbox.study.plain import finite

if TYPE_CHECKING:
    from sandbox.scenario import Document
    from sandbox.study import Comparison
    from sandbox.world import World


def timeline_form(
    document: Document, comparison: Comparison, world: World, *, agreements: bool
) -> dict[str, Any]:
    """The answer of `timeline --format json`: the origin, and the first run of each model.

    Benefits hold one value for each interval of the study's `series`; with `agreements`, each
    agreement is given field by field.
    """
    study = document.scenario.study
    models: dict[str, Any] = {}
    for model in comparison.models:
        run = comparison.of(model)[0]
        models[model] = told(run.chronicle)
        models[model]["benefits"] = {
            name: run.series[name] for name in ("time", "requests", *BENEFITS)
        }
        if agreements:
            models[model]["agreements"] = [
                {"name": life.name, "fields": [list(pair) for pair in fields_of(world, life)]}
                for life in run.chronicle.of("agreement")
            ]
    answer: dict[str, Any] = finite(
        {
            "scenario": comparison.scenario,
            "digest": comparison.digest,
            "seed": comparison.seed,
            "engine": comparison.engine,
            "version": comparison.version,
            "start": study.start.isoformat(),
            "horizon": float(study.horizon),
            "series": float(study.series),
            "models": models,
        }
    )
    return answer
