"""The pytest plugin: each expectation of a scenario file is a test.

In: files that pytest comes upon, when `--sandbox-scenarios` or the ini option
`pilot_sandbox_scenarios` asks for it. Out: an item for every line of an `expect` block, or one that
fails with all problems of a scenario that is refused. pytest loads this in every project where the
package is installed: nothing else of it is imported before a scenario has been asked for.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from _pytest._code.code import TerminalRepr

    from sandbox.scenario import Refused
    from sandbox.scenario.problems import Mark, Problem
    from sandbox.study.expectations import Verdict
    from sandbox.study.held import Held

INI = "pilot_sandbox_scenarios"
ENDINGS = (".yaml", ".yml")
ENGINES = ("simpy", "compiled", "auto")
LANGUAGES = ("zh", "en")  # in English below: pytest's help is, and is read before any language


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options of ours; their names belong to nobody else."""
    group = parser.getgroup("pilot-sandbox", "scenarios of pilot-sandbox")
    what = "collect scenario files (YAML): a test for every expectation"
    group.addoption("--sandbox-scenarios", action="store_true", help=what)
    group.addoption(
        "--sandbox-engine",
        choices=ENGINES,
        default="auto",
        help="traffic engine (default: auto)",
    )
    group.addoption(
        "--sandbox-replications",
        type=int,
        metavar="N",
        help="runs of each model (default: the scenario's)",
    )
    group.addoption(
        "--sandbox-seed", type=int, metavar="S", help="seed of all draws (default: the scenario's)"
    )
    group.addoption(
        "--sandbox-jobs",
        type=int,
        metavar="N",
        default=1,
        help="processes for the runs of a scenario (default: 1, which suits pytest-xdist)",
    )
    group.addoption(
        "--sandbox-lang",
        choices=LANGUAGES,
        help="language of messages (default: the locale's, or PILOT_SANDBOX_LANG)",
    )
    parser.addini(INI, what, type="bool", default=False)


def pytest_configure(config: pytest.Config) -> None:
    """Refuse numbers that no study can have."""
    asked = {name: config.getoption(f"sandbox_{name}") for name in ("replications", "seed", "jobs")}
    if asked == {"replications": None, "seed": None, "jobs": 1}:
        return
    from sandbox.language import say
    from sandbox.scenario.bounds import REPLICATIONS, SEEDS

    bounds = {"replications": REPLICATIONS, "seed": SEEDS, "jobs": (1, 256)}
    for name, value in asked.items():
        low, high = bounds[name]
        if value is not None and not low <= value <= high:
            words = say(
                "{value!r} is no whole number from {low} to {high}.",
                config.getoption("sandbox_lang"),
                value=value,
                low=f"{low:,}",
                high=f"{high:,}",
            )
            raise pytest.UsageError(f"--sandbox-{name}: {words}")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a scenario file, where that is wanted; leave all others alone."""
    config = parent.config
    if file_path.suffix.lower() not in ENDINGS:
        return None
    if not (config.getoption("sandbox_scenarios") or config.getini(INI)):
        return None
    from sandbox.scenario.recognition import is_scenario

    if not is_scenario(file_path):
        return None
    return ScenarioFile.from_parent(parent, path=file_path)


class ScenarioFile(pytest.File):
    """A scenario file; its study is run once, by whichever of its items comes first."""

    def collect(self) -> Iterator[pytest.Item]:
        """An item for every expectation, in the order of the file."""
        from sandbox.scenario import Refused
        from sandbox.scenario.nodes import locate
        from sandbox.study.expectations import name_of

        # --dist loadfile and loadscope keep a file on one worker, and with it the study; so that
        # loadgroup does, it needs a mark, which is unknown where xdist is not installed
        if self.config.pluginmanager.hasplugin("xdist"):
            self.add_marker(pytest.mark.xdist_group(self.nodeid))
        try:
            document = self.held.document
        except Refused as refused:
            yield RefusedItem.from_parent(self, name="scenario", refused=refused)
            return
        met: Counter[str] = Counter()
        for index, expected in enumerate(document.scenario.expect):
            name = name_of(expected)
            met[name] += 1
            if met[name] > 1:
                name += f"#{met[name]}"
            mark = locate(document.root, ("expect", index))[1]
            yield ExpectationItem.from_parent(self, name=name, index=index, mark=mark)

    @cached_property
    def held(self) -> Held:
        """The expectations and their study.

        Raises:
            Refused: when the file is no sound scenario.
        """
        from sandbox.study.held import Held
        from sandbox.study.opening import read

        option = self.config.getoption
        return Held(
            read(self.path),
            replications=option("sandbox_replications"),
            seed=option("sandbox_seed"),
            jobs=option("sandbox_jobs"),
            engine=option("sandbox_engine"),
        )

    def told(self, *problems: Problem) -> str:
        """Problems with their places, a line each."""
        from sandbox.report.paragraphs import plain

        shown = (replace(each, file=self.shown(each.file)) for each in problems)
        return "\n".join(plain(each.render()) for each in shown)

    def shown(self, file: str) -> str:
        """A file as seen from where pytest was started."""
        try:
            near = os.path.relpath(file, self.config.invocation_params.dir)
        except ValueError:  # another drive
            return file
        return file if near.startswith("..") else near


class _Item(pytest.Item):
    """Whatever of a scenario file can fail; `parent` is its file."""

    parent: ScenarioFile

    @property
    def heading(self) -> str:
        """The name with its file; pytest would turn the dots of a bare name into colons."""
        return f"{self.path.name}: {self.name}"

    def speaking(self) -> AbstractContextManager[None]:
        """The language that was asked for, while words are made."""
        from sandbox.language import speaking

        return speaking(self.config.getoption("sandbox_lang"))


class RefusedItem(_Item):
    """A scenario that is refused before anything runs: its problems are the failure."""

    def __init__(self, *, refused: Refused, **settings: Any) -> None:
        super().__init__(**settings)
        self.refused = refused

    def runtest(self) -> None:
        """Fail."""
        raise self.refused

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None
    ) -> str | TerminalRepr:
        """Every problem in a line."""
        if excinfo.value is not self.refused:
            return super().repr_failure(excinfo, style)
        with self.speaking():
            return self.parent.told(*self.refused.problems)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the first problem is."""
        return self.path, self.refused.problems[0].line - 1, self.heading


class NotMet(Exception):  # noqa: N818 - what the command line says
    """An expectation is not met."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.problem)
        self.verdict = verdict


class ExpectationItem(_Item):
    """One line of an `expect` block."""

    def __init__(self, *, index: int, mark: Mark, **settings: Any) -> None:
        super().__init__(**settings)
        self.index, self.mark = index, mark

    def runtest(self) -> None:
        """Hold the expectation against the study of its file."""
        from sandbox.language import say
        from sandbox.study.held import NotRun

        try:
            verdict = self.parent.held.verdict(self.index)
        except NotRun:
            with self.speaking():
                pytest.skip(say("the scenario could not be run, as its first test says"))
        if not verdict.ok:
            raise NotMet(verdict)

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None
    ) -> str | TerminalRepr:
        """What came out and what was expected; of faults of our own, as pytest shows them."""
        from sandbox.engine import EngineUnavailable
        from sandbox.scenario import Refused
        from sandbox.study import RunLost

        error = excinfo.value
        with self.speaking():
            if isinstance(error, NotMet):
                return self._missed(error.verdict)
            if isinstance(error, Refused):
                return self.parent.told(*error.problems)
            if isinstance(error, EngineUnavailable):
                return error.message.render()
            if isinstance(error, RunLost):
                return str(error)
        return super().repr_failure(excinfo, style)

    def _missed(self, verdict: Verdict) -> str:
        """Place, value, what was expected, interval, and what was run."""
        from sandbox.language import say
        from sandbox.report.facts import facts_of

        held = self.parent.held
        lines = [
            say("NOT MET: {what}", what=self.parent.told(verdict.problem)),
            f"  {verdict.spread.render()}",
        ]
        if held.ran is not None:
            lines.append(f"  {facts_of(held.document, held.ran).sentence()}")
        return "\n".join(lines)

    def reportinfo(self) -> tuple[Path, int, str]:
        """The line of the expectation, which may stand in a file that this one extends."""
        return Path(self.mark.file), self.mark.line - 1, self.heading
