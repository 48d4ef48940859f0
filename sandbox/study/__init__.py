"""Study: where a question is asked: runs assembled, replicated, compared, and held to account.

In: a checked scenario. Out: single runs, comparisons of sharing models with intervals and
verdicts, and whether a scenario's expectations are met.
"""

from sandbox.engine.interface import Cancelled
from sandbox.study.comparing import compare
from sandbox.study.comparison import Comparison, summarise
from sandbox.study.executor import RunLost
from sandbox.study.intervals import Difference, Interval
from sandbox.study.progress import RunProgress, StudyProgress
from sandbox.study.runs import RunResult, Workshop, run_one

__all__ = [
    "Cancelled",
    "Comparison",
    "Difference",
    "Interval",
    "RunLost",
    "RunProgress",
    "RunResult",
    "StudyProgress",
    "Workshop",
    "compare",
    "run_one",
    "summarise",
]
