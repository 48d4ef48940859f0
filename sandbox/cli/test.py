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
from sandbox.cli.stored import cluster_option, kept, store_option, stored
from sandbox.language import say
from sandbox.report.paragraphs import plain


def test(
    files: tuple[str, ...],
    replications: int | None,
    seed: int | None,
    jobs: int | None,
    engine: str,
    store: str | None,
    cluster: str | None,
) -> int:
    """Run each scenario and hold its expectations against the comparison."""
    code = FINE
    with Bar(say("testing")) as bar, stored(store) as keeping:
        opened = all_opened(files)
        engine = checked_engine(engine)
        from sandbox.study import compare
        from sandbox.study.expectations import check, models_needed

        for document, _ in opened:
            if not document.scenario.expect:
                tell(say("{file}: expects nothing", file=document.file))
                continue
            models = models_needed(document)
            with kept(
                keeping, "test", document, models=models, replications=replications, seed=seed
            ) as place:
                comparison = compare(
                    document,
                    models=models,
                    replications=replications,
                    seed=seed,
                    jobs=jobs,
                    engine=engine,
                    observer=bar.study,
                    cancel=None,
                    store=place,
                    cluster=cluster,
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
            store_option(),
            cluster_option(),
        ],
        help=say("Runs scenarios and says whether their expectations are met."),
        epilog=about_file(
            "test textbook/mm1 mine.yaml",
            "test mine.yaml",
        ),
    )
