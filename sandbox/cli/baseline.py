"""`baseline save FILE` and `baseline diff FILE`: whole outcomes, kept and held against the file.

In: a scenario. Out: `save`: a file with every outcome; `diff`: what has changed since, exit code 1
when anything has.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sandbox.cli.compare import checked_engine
from sandbox.cli.documents import opened
from sandbox.cli.exits import EXPECTATION, FINE
from sandbox.cli.frame import Command, Group
from sandbox.cli.options import (
    BREAKDOWNS,
    Extent,
    about_file,
    engine_option,
    format_option,
    jobs_option,
    replications_option,
    scenario_argument,
    seed_option,
    split,
)
from sandbox.cli.output import columns, put, show, tell
from sandbox.cli.progress import Bar
from sandbox.cli.refusals import guess_or_list, refuse
from sandbox.language import reason, say
from sandbox.report.sheet import listed

if TYPE_CHECKING:
    from sandbox.scenario import Document
    from sandbox.study.outcomes import Outcomes

ENDING = ".baseline.json"


def place_for(file: str) -> Path:
    """Where the outcomes of a scenario are kept: beside its file; here for a shipped one."""
    path = Path(file)
    if path.suffix.lower() in (".yaml", ".yml", ".json"):
        return path.with_name(path.stem + ENDING)
    if path.is_file():
        return path.with_name(path.name + ENDING)
    return Path(path.name + ENDING)


def save(
    file: str,
    output: str | None,
    by: str | None,
    replications: int | None,
    seed: int | None,
    jobs: int | None,
    engine: str,
) -> int:
    """Run the scenario and keep what comes out."""
    labels = _labels(by)
    place = place_for(file) if output is None else Path(output)
    if output != "-":
        _fit(place)
    given = {
        name: value
        for name, value in (("replications", replications), ("seed", seed))
        if value is not None
    }
    with Bar(say("comparing")) as bar:
        document, _ = opened(file)
        kept = _outcomes(document, labels, given, jobs, checked_engine(engine), bar)
    from sandbox.study.outcomes_file import as_text, write

    if output == "-":
        put(as_text(kept))
        return FINE
    try:
        write(kept, place)
    except (OSError, ValueError) as error:
        raise _refused(place, error) from None
    put(f"{place}\n")
    tell(say("Outcomes kept: {count}.", count=kept.count))
    return FINE


def diff(
    file: str,
    against: str | None,
    rel: float,
    abs: float,
    replications: int | None,
    seed: int | None,
    jobs: int | None,
    engine: str,
    form: str,
) -> int:
    """Run the scenario again as it was run when it was kept, and hold what comes out against it."""
    place = place_for(file) if against is None else Path(against)
    with Bar(say("comparing")) as bar:
        document, old = _both(file, place)
        given = dict(old.given)
        given |= {} if replications is None else {"replications": replications}
        given |= {} if seed is None else {"seed": seed}
        new = _outcomes(document, old.labels, given, jobs, checked_engine(engine), bar)
    from sandbox.report.changes_list import as_json, changes_list
    from sandbox.study.changes import Tolerance, changes

    found = changes(old, new, Tolerance(rel, abs))
    if form == "json":
        text = json.dumps(as_json(found), ensure_ascii=False, indent=2, allow_nan=False)
        put(text + "\n")
    else:
        show(changes_list(found, columns()))
    return FINE if found.none else EXPECTATION


def _both(file: str, place: Path) -> tuple[Document, Outcomes]:
    """The scenario and the outcomes kept of it.

    Raises:
        Refused: with every problem of both.
    """
    from sandbox.scenario import Refused
    from sandbox.study.outcomes_file import read

    problems = []
    try:
        document, _ = opened(file)
    except Refused as refused:
        problems += refused.problems
    try:
        old = read(place)
    except Refused as refused:
        problems += refused.problems
    if problems:
        raise Refused(problems)
    return document, old


def _outcomes(
    document: Document,
    labels: tuple[str, ...],
    given: Mapping[str, int],
    jobs: int | None,
    engine: str,
    bar: Bar,
) -> Outcomes:
    from sandbox.study import compare
    from sandbox.study.outcomes import outcomes_of

    comparison = compare(
        document,
        replications=given.get("replications"),
        seed=given.get("seed"),
        jobs=jobs,
        engine=engine,
        observer=bar.study,
    )
    return outcomes_of(comparison, labels, given)


def _labels(by: str | None) -> tuple[str, ...]:
    """The labels asked for.

    Raises:
        Exit: for one that there is not.
    """
    found = split("--by", by)
    for label in found:
        if label not in BREAKDOWNS:
            words = say("There is no breakdown {label!r}.", label=label)
            raise refuse(words + guess_or_list(label, BREAKDOWNS))
    return tuple(found)


def _fit(place: Path) -> None:
    """Refuse a place that could not be written, or holds something else, before the work."""
    from sandbox.study.outcomes_file import FIRST

    try:
        if place.is_file():
            with place.open("r+b") as file:
                first = file.read(len(FIRST))
            if first not in (b"", FIRST.encode()):
                raise refuse(
                    say(
                        "{file} exists, holds no kept outcomes and is left alone; name another "
                        "file",
                        file=place,
                    )
                )
        elif place.exists() or not place.resolve().parent.is_dir():
            raise refuse(say("{file} is no place for a file", file=place))
    except (OSError, ValueError) as error:
        raise _refused(place, error) from None


def _refused(place: Path, error: OSError | ValueError) -> Exception:
    return refuse(say("{file}: cannot be written: {reason}", file=place, reason=reason(error)))


def _help() -> None:
    """The help page, when neither command is named."""
    context = click.get_current_context()
    if context.invoked_subcommand is None:
        put(context.get_help() + "\n")


def command() -> Group:
    """The two commands."""
    again = [replications_option(), seed_option(), jobs_option(), engine_option()]
    return Group(
        "baseline",
        _help,
        [],
        [
            Command(
                "save",
                save,
                [
                    scenario_argument(),
                    click.Option(
                        ["-o", "--output"],
                        metavar="FILE",
                        help=say(
                            "File to keep them in (default: NAME.baseline.json beside the "
                            "scenario; `-`: standard output)."
                        ),
                    ),
                    click.Option(
                        ["--by"],
                        metavar="LABELS",
                        help=say(
                            "Keep the measures of every group too, by one or several of: {labels}.",
                            labels=listed(BREAKDOWNS),
                        ),
                    ),
                    *again,
                ],
                help=say("Keeps every measure of every model in a file made for version control."),
                epilog=about_file("baseline save mine.yaml --by need,region"),
            ),
            Command(
                "diff",
                diff,
                [
                    scenario_argument(),
                    click.Option(
                        ["--against"],
                        metavar="FILE",
                        help=say(
                            "The kept outcomes (default: NAME.baseline.json beside the scenario)."
                        ),
                    ),
                    click.Option(
                        ["--rel"],
                        type=Extent("share"),
                        default=0.0,
                        metavar="R",
                        help=say(
                            "Changes up to this share of the kept mean are none, such as 0.1% "
                            "(default: every change counts)."
                        ),
                    ),
                    click.Option(
                        ["--abs"],
                        type=Extent("number"),
                        default=0.0,
                        metavar="A",
                        help=say(
                            "Changes up to this number are none, in each measure's base unit "
                            "(s, B, CNY, share)."
                        ),
                    ),
                    *again,
                    format_option(("table", "json")),
                ],
                help=say(
                    "Runs a scenario as it was run when it was kept, and prints what has changed."
                ),
                epilog=about_file(
                    "baseline diff mine.yaml", "baseline diff mine.yaml --rel 0.1% --format json"
                ),
            ),
        ],
        help=say("Keeps whole outcomes of a scenario, and says what has changed since."),
        epilog=about_file("baseline save mine.yaml", "baseline diff mine.yaml"),
    )
