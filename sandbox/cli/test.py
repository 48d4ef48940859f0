"""`test FILE…`: do the expectations of scenarios hold?

In: scenarios with `expect:` blocks. Out: one line for each expectation; exit code 1 when one is not
met.
"""

from __future__ import annotations

from sandbox.cli.compare import checked_engine
from sandbox.cli.documents import all_opened
from sandbox.cli.exits import EXPECTATION, FINE
from sandbox.cli.frame import Command
from sandbox.cli.options import (
    about_file,
    engine_option,
    jobs_option,
    replications_option,
    scenario_arguments,
    seed_option,
)
from sandbox.cli.output import put, tell
from sandbox.cli.progress import Bar
from sandbox.language import say
from sandbox.report.paragraphs import plain


def test(
    files: tuple[str, ...],
    replications: int | None,
    seed: int | None,
    jobs: int | None,
    engine: str,
) -> int:
    """Run each scenario and hold its expectations against the comparison."""
    code = FINE
    with Bar(say("testing")) as bar:
        opened = all_opened(files)
        engine = checked_engine(engine)
        from sandbox.study import compare
        from sandbox.study.expectations import check, models_needed

        for document, _ in opened:
            if not document.scenario.expect:
                tell(say("{file}: expects nothing", file=document.file))
                continue
            comparison = compare(
                document,
                models=models_needed(document),
                replications=replications,
                seed=seed,
                jobs=jobs,
                engine=engine,
                observer=bar.study,
                cancel=None,
            )
            for verdict in check(document, comparison):
                what = verdict.problem.render()
                words = (
                    say("met: {what}", what=what)
                    if verdict.ok
                    else say("NOT MET: {what}", what=what)
                )
                put(plain(words) + "\n")
                if not verdict.ok:
                    code = EXPECTATION
    return code


def command() -> Command:
    """The command."""
    return Command(
        "test",
        test,
        [
            scenario_arguments(),
            replications_option(),
            seed_option(),
            jobs_option(),
            engine_option(),
        ],
        help=say("Runs scenarios and says whether their expectations are met."),
        epilog=about_file(
            "test textbook/mm1 mine.yaml",
        ),
    )
