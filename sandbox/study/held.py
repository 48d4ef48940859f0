"""The expectations of one scenario, held against one study that is run when the first is asked for.

In: a document, and what of its study to override. Out: verdicts by the number of the expectation.
When the study cannot be run, whoever asks first is told why, and the others that they were.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sandbox.scenario import Document
from sandbox.study.comparing import compare
from sandbox.study.comparison import Comparison
from sandbox.study.expectations import Verdict, check, models_needed
from sandbox.study.opening import opened


class NotRun(Exception):  # noqa: N818 - says what is the case
    """The study could not be run, and somebody has been told why."""


@dataclass
class Held:
    """The expectations of `document`, with everything that `compare` takes."""

    document: Document
    replications: int | None = None
    seed: int | None = None
    jobs: int | None = 1
    engine: str = "auto"
    ran: Comparison | None = field(default=None, init=False)
    """the comparison once it was made, without its runs"""
    _verdicts: Mapping[int, Verdict] = field(default_factory=dict, init=False)
    _asked: bool = field(default=False, init=False)

    def verdict(self, index: int) -> Verdict:
        """The verdict on expectation number `index`.

        Raises:
            Refused, RunLost, EngineUnavailable: the first time that the study cannot be run.
            NotRun: from then on.
        """
        if self.ran is None:
            if self._asked:
                raise NotRun
            self._asked = True
            made = opened(self.document)
            comparison = self._compared(made.document)
            self._verdicts = {found.index: found for found in check(made.document, comparison)}
            self.ran = replace(comparison, runs=())
        return self._verdicts[index]

    def _compared(self, document: Document) -> Comparison:
        return compare(
            document,
            models=models_needed(document),
            replications=self.replications,
            seed=self.seed,
            jobs=self.jobs,
            engine=self.engine,
        )
