"""What a table of results must say about its origin, so that somebody can repeat it.

In: a document's scenario and a comparison. Out: `Facts` and a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sandbox
from sandbox.language import say
from sandbox.language.figures import figure
from sandbox.report.paragraphs import plain

if TYPE_CHECKING:
    from sandbox.scenario import Document
    from sandbox.study import Comparison, RunResult


@dataclass(frozen=True)
class Facts:
    """Origin of a comparison."""

    scenario: str
    title: str
    seed: int
    engine: str
    replications: int
    confidence: float
    baseline: str
    version: str

    def sentence(self) -> str:
        """Scenario, seed, engine, replications, confidence, baseline and version in one line."""
        return say(
            "scenario {scenario} · seed {seed} · engine {engine} · replications {replications} · "
            "confidence {confidence} · baseline {baseline} · version {version}",
            scenario=plain(self.scenario),
            seed=self.seed,
            engine=self.engine,
            replications=self.replications,
            confidence=figure(self.confidence, "share"),
            baseline=plain(self.baseline),
            version=self.version,
        )


def run_sentence(document: Document, result: RunResult) -> str:
    """What a single run was, so that it can be repeated."""
    return say(
        "scenario {scenario} · model {model} · seed {seed} · replication {replication} · "
        "engine {engine} · version {version}",
        scenario=plain(document.scenario.scenario),
        model=plain(result.model),
        seed=result.seed,
        replication=result.replication,
        engine=result.engine,
        version=sandbox.__version__,
    )


def facts_of(document: Document, comparison: Comparison) -> Facts:
    """The origin of `comparison`, which was made from `document`."""
    return Facts(
        scenario=comparison.scenario,
        title=document.scenario.title.render(),
        seed=comparison.seed,
        engine=comparison.engine,
        replications=comparison.replications,
        confidence=comparison.confidence,
        baseline=comparison.baseline,
        version=comparison.version,
    )
