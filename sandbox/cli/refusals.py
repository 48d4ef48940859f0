"""What was wrong with the input, in words, when a room refuses it by an exception.

In: an exception. Out: the sentence to say, or `None` when it is of another kind.
"""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Iterable

from sandbox.cli.exits import REFUSED, Exit
from sandbox.language import say
from sandbox.report.sheet import listed


def refusal(error: Exception) -> str | None:
    """All problems of a refused scenario, one a line; or why data carry no answer."""
    unusable = sys.modules.get("sandbox.study.statistics.unusable")
    if unusable is not None and isinstance(error, unusable.Unusable):
        return say("There is no answer: {why}.", why=error.message)
    problems = sys.modules.get("sandbox.scenario.problems")  # absent: it was not raised either
    if problems is None or not isinstance(error, problems.Refused):
        return None
    lines = [problem.render() for problem in error.problems]
    if len(lines) > 1:
        lines.append(say("problems in all: {count}", count=len(lines)))
    return "\n".join(lines)


def lost(error: Exception) -> str | None:
    """Which run came to grief in a worker process, or `None` when none did."""
    executor = sys.modules.get("sandbox.study.executor")
    if executor is None or not isinstance(error, executor.RunLost):
        return None
    words = say("Sorry: {what}.", what=error.message)
    if error.details and os.environ.get("PILOT_SANDBOX_DEBUG"):
        words += "\n" + error.details
    return words


def trouble(error: Exception) -> str | None:
    """Why a store or a cluster cannot be used, or `None` when it is something else."""
    known = sys.modules.get("sandbox.study.trouble")
    if known is None or not isinstance(error, known.Trouble):
        return None
    return say("Refused: {what}.", what=error.message)


def guess(written: str, known: Iterable[str]) -> str:
    """` Did you mean …?` when something known is spelt similarly, else nothing."""
    close = difflib.get_close_matches(written, list(known), n=3, cutoff=0.5)
    return say(" Did you mean {names}?", names=listed(close)) if close else ""


LONGEST_LIST = 20
"""names that a refusal lists"""


def guess_or_list(written: str, known: Iterable[str]) -> str:
    """` Did you mean …?`, else ` There are: …`."""
    names = list(known)
    some = names[:LONGEST_LIST] + ["…"] * (len(names) > LONGEST_LIST)
    return guess(written, names) or say(" There are: {names}.", names=listed(some))


def refuse(words: str) -> Exit:
    """The exception that refuses input with `words`."""
    return Exit(REFUSED, words)
