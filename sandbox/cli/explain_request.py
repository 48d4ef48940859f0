"""`explain request FILE --need N`: one request's life, step by step, under each model.

In: a scenario, a need, which of its requests. Out: a sheet, or the same as JSON. Without `--model`
the request is picked under the baseline and followed under all models.
"""

from __future__ import annotations

import json

import click

from sandbox.cli.compare import checked_engine, known_model
from sandbox.cli.documents import opened
from sandbox.cli.exits import FINE
from sandbox.cli.frame import Command
from sandbox.cli.options import (
    Whole,
    about_file,
    engine_option,
    format_option,
    jobs_option,
    replication_option,
    scenario_argument,
    seed_option,
)
from sandbox.cli.output import columns, put, tell
from sandbox.cli.progress import Bar
from sandbox.cli.refusals import guess_or_list, refuse
from sandbox.language import say

PICKS = ("slowest", "refused", "failed", "stale", "wrong")
_MOST = 10**9


def request(
    file: str,
    need: str,
    index: int | None,
    pick: str | None,
    model: str | None,
    replication: int,
    seed: int | None,
    jobs: int | None,
    engine: str,
    form: str,
) -> int:
    """Follow a request and tell its life."""
    if index is not None and pick is not None:
        raise refuse(say("--index and --pick name the request in two ways; give one of them."))
    with Bar(say("following")) as bar:
        document, world = opened(file)
        known = {*world.scenario.needs, *world.demands}
        if need not in known:
            words = say("There is no need {need!r}.", need=need)
            raise refuse(words + guess_or_list(need, [*world.scenario.needs, *world.demands]))
        labels = list(document.scenario.models)
        first = known_model(document, model) if model else document.scenario.study.baseline
        first = first or labels[0]
        models = [first] if model else [first, *(label for label in labels if label != first)]
        engine = checked_engine(engine)
        from sandbox.study.explaining.events import Asked
        from sandbox.study.explaining.request import lives

        asked = Asked(need, pick or ("" if index is not None else "slowest"), index or 0)
        found = lives(
            document,
            asked,
            models,
            seed=seed,
            replication=replication,
            engine=engine,
            jobs=jobs,
            observer=bar.study,
        )
    from sandbox.report.request_sheet import request_form, request_sheet, tallied_words

    if form == "json":
        put(json.dumps(request_form(found), ensure_ascii=False, indent=2) + "\n")
    elif found[0].life is not None:
        put(request_sheet(world, found, columns()))
    if found[0].life is None:
        if found[0].tallied is not None:
            tell(tallied_words(first, found[0].tallied))
        if not asked.pick:
            raise refuse(say("--index: the run made fewer requests of {need}.", need=need))
        tell(say("No measured request of {need} is of this kind: {pick}.", need=need, pick=pick))
    return FINE


def command() -> Command:
    """The command."""
    return Command(
        "request",
        request,
        [
            scenario_argument(),
            click.Option(
                ["--need"],
                metavar="N",
                required=True,
                help=say("A need, or a need of one agency as traces name it."),
            ),
            click.Option(
                ["--index"],
                type=Whole(lambda: (0, _MOST)),
                metavar="K",
                help=say("The K-th request made of it, counted from 0."),
            ),
            click.Option(
                ["--pick"],
                type=click.Choice(PICKS),
                metavar="KIND",
                help=say(
                    "The measured request that took longest, or the first that was refused, "
                    "failed, or told something stale or wrong: {kinds} (default: slowest).",
                    kinds="|".join(PICKS),
                ),
            ),
            click.Option(
                ["--model"],
                metavar="M",
                help=say(
                    "Only under this model (default: picked under the baseline, followed under "
                    "all)."
                ),
            ),
            replication_option(),
            seed_option(),
            jobs_option(),
            engine_option(),
            format_option(("table", "json")),
        ],
        help=say(
            "Follows one request step by step: every station, message and gate, what it read from "
            "which copy, and where its time went."
        ),
        epilog=about_file(
            "explain request business-startup --need tax-check",
            "explain request mine.yaml --need identity-check --pick stale --model change_feed",
        ),
    )
