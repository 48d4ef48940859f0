"""`calibrate LOG -o FILE`: a scenario whose rates, service times and failures are those of a log.

In: X-Road's operational monitoring records (JSON lines, CSV) or a plain CSV of calls. Out: a
scenario file, and tables of what was fitted; with `--report`, pictures of the fits and a run of the
scenario beside the log.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sandbox.cli.documents import opened
from sandbox.cli.exits import FINE
from sandbox.cli.frame import Command
from sandbox.cli.options import Whole, jobs_option
from sandbox.cli.output import columns, put, show, tell
from sandbox.cli.progress import Bar
from sandbox.cli.refusals import refuse
from sandbox.language import reason, say

if TYPE_CHECKING:
    from sandbox.scenario import Document
    from sandbox.study.calibration import Calibration, Options
    from sandbox.study.calibration.findings import Need
    from sandbox.world import World

FORMATS = ("auto", "xroad-json", "xroad-csv", "csv")
MOST_SERVERS = 10_000
_OFFSET = re.compile(r"([+\-\u2212]?)(\d{1,2}):?(\d{2})?", re.ASCII)


def calibrate(
    log: str,
    form: str,
    mapping: str | None,
    scenario: str | None,
    out: str,
    report: bool,
    servers: int | None,
    utc_offset: str,
    force: bool,
    jobs: int | None,
) -> int:
    """Calibrate a scenario and write it."""
    offset = _seconds(utc_offset)
    place = _place(out, log, force)
    base = None if scenario is None else opened(scenario)
    options = _options(form, mapping, servers, offset)
    from sandbox.study.calibration import LogRefused
    from sandbox.study.calibration import calibrate as read

    with Bar(say("reading")) as bar:
        try:
            found = read(Path(log), options, lambda count: bar.part(0, _count(count)))
        except LogRefused as refused:
            raise refuse(refused.message.render()) from None
        except OSError as error:  # the disk that takes the sorted records
            raise refuse(say("no room to sort the log: {reason}", reason=reason(error))) from None
    for message in found.troubles.messages():
        tell(message.render())
    _misspelt(found)
    for message in found.naming.notes():
        tell(message.render())
    document, needs, model = _written(found, place, base, scenario)
    from sandbox.report.calibration_words import calibration_tables

    show(calibration_tables(found, columns(), own=base is not None))
    if report:
        _reported(found, document, needs, model, jobs)
    tell(say("Written to {file}. Next: pilot-sandbox check {file}", file=place))
    return FINE


def _count(records: int) -> str:
    return say("records: {count}", count=f"{records:,}")


def _seconds(written: str) -> int:
    """An offset from UTC such as `+08:00` in seconds."""
    match = _OFFSET.fullmatch(written.strip())
    hours, minutes = (int(match[2]), int(match[3] or 0)) if match else (99, 0)
    if match is None or hours > 14 or minutes > 59:
        raise refuse(
            say("--utc-offset {value!r} is no offset such as +08:00, -05:30 or 8", value=written)
        )
    size = hours * 3600 + minutes * 60
    return -size if match[1] in ("-", "\u2212") else size


def _place(out: str, log: str, force: bool) -> Path:
    """Where the scenario is written.

    Raises:
        Exit: when that is no place for it, or holds something else.
    """
    from sandbox.scenario.library import SUFFIXES
    from sandbox.study.calibration.writing import SIGN

    place = Path(out)
    if not place.name or place.suffix.lower() not in SUFFIXES[:2]:
        raise refuse(say("{file}: a scenario's name ends in .yaml or .yml", file=out))
    try:
        if place.exists() and Path(log).exists() and place.samefile(log):
            raise refuse(say("{file} is the log; the scenario needs a file of its own", file=out))
        if place.is_dir() or not place.resolve().parent.is_dir():
            raise refuse(say("{file} is no place for a file", file=out))
        if place.exists() and not force:
            with place.open("rb") as file:
                ours = file.read(len(SIGN)) == SIGN.encode()
            if not ours:
                raise refuse(
                    say("{file} exists and is left alone; --force writes over it.", file=out)
                )
    except (OSError, ValueError) as error:
        raise refuse(
            say("{file}: cannot be written: {reason}", file=out, reason=reason(error))
        ) from None
    return place


def _options(form: str, mapping: str | None, servers: int | None, offset: int) -> Options:
    from sandbox.study.calibration import LogRefused, Options
    from sandbox.study.calibration.mapping import Mapping, read_mapping

    try:
        names = Mapping() if mapping is None else read_mapping(Path(mapping))
    except LogRefused as refused:
        raise refuse(refused.message.render()) from None
    return Options(form=form, offset=offset, servers=servers, mapping=names)


def _misspelt(found: Calibration) -> None:
    """Names of the mapping that the log does not have."""
    from sandbox.report.sheet import listed
    from sandbox.study.calibration.mapping import unused

    names = unused(found.options.mapping, found.pairs)
    if names:
        tell(say("--map: not in the log: {names}", names=listed(names[:20])))


def _written(
    found: Calibration, place: Path, base: tuple[Document, World] | None, scenario: str | None
) -> tuple[Document, dict[str, Need], str]:
    """The scenario at its place, its needs by name, the model that it is run under."""
    from sandbox.report.calibration_words import about
    from sandbox.study.calibration import overlay, standalone, writing

    name = re.sub(r"[^\w-]+", "-", place.stem).strip("-_") or "calibrated"
    if base is None:
        data, needs, notes = standalone.standalone(found, name)
        model = standalone.MODEL
    else:
        document, world = base
        assert scenario is not None
        data, needs, notes = overlay.overlay(
            found, document, world, name, _extends(scenario, place)
        )
        model = _model(document)
    for note in notes:
        tell(note.render())
    if not needs:
        raise refuse(say("{file}: nothing of it fits a scenario", file=str(found.file)))
    text = writing.text_of(data, [about(found)])
    try:
        return writing.write(text, place), needs, model
    except OSError as error:
        raise refuse(
            say("{file}: cannot be written: {reason}", file=str(place), reason=reason(error))
        ) from None


def _extends(scenario: str, place: Path) -> str:
    """How the written file names the scenario that it extends."""
    from sandbox.scenario import shipped

    if scenario in shipped() and not Path(scenario).exists():
        return scenario
    return os.path.relpath(Path(scenario).resolve(), place.resolve().parent)


def _model(document: Document) -> str:
    """The model of a scenario that is most like X-Road: a query at the source, else its first."""
    models = document.scenario.models
    for label, spec in models.items():
        if (spec.preset or label) == "federated_query":
            return label
    return next(iter(models))


def _reported(
    found: Calibration,
    document: Document,
    needs: dict[str, Need],
    model: str,
    jobs: int | None,
) -> None:
    """Pictures of the fits, and the scenario's runs beside the log."""
    from sandbox.report.fit_picture import picture
    from sandbox.report.reproduction_table import reproduction_table
    from sandbox.study.calibration.reproduction import reproduce

    for provider in found.providers:
        lines = picture(
            say("{who}: source's system", who=provider.department), provider.service, columns()
        )
        if lines:
            put("\n" + "\n".join(lines) + "\n")
    with Bar(say("running")) as bar:
        pairings = reproduce(found, document, needs, model, observer=bar.study, jobs=jobs)
    put("\n" + say("The calibrated scenario, run under {model}:", model=model) + "\n\n")
    show(reproduction_table(pairings, columns()))


def command() -> Command:
    """The command."""
    examples = "\n".join(
        f"  pilot-sandbox calibrate {line}"
        for line in (
            "calls.csv.gz --servers 4 --utc-offset 8 -o calibrated.yaml",
            "log.jsonl --scenario business-startup --map names.csv -o calibrated.yaml",
            "log.jsonl -o calibrated.yaml --report",
        )
    )
    return Command(
        "calibrate",
        calibrate,
        _parameters(),
        help=say(
            "Reads a log of a real exchange and writes a scenario with its rates, profiles, "
            "service times and failures."
        ),
        epilog=say(
            "LOG holds X-Road operational monitoring records (JSON lines, or CSV as in open data), "
            "or is a CSV of calls with the columns time, consumer, provider, duration and if "
            "wanted service, succeeded, id; it may be compressed with gzip."
        )
        + f"\n\n\b\n{say('Examples:')}\n{examples}",
    )


def _parameters() -> list[Any]:
    return [
        click.Argument(["log"], metavar="LOG"),
        click.Option(
            ["--format", "form"],
            type=click.Choice(FORMATS),
            default="auto",
            show_default=True,
            help=say("Format of the log; auto: told by its first line."),
        ),
        click.Option(
            ["--map", "mapping"],
            metavar="FILE",
            help=say(
                "A CSV with the columns kind, from, to: which department a member is, which "
                "resource a service."
            ),
        ),
        click.Option(
            ["--scenario"],
            metavar="BASE",
            help=say("Extend this scenario (default: write one of its own)."),
        ),
        click.Option(
            ["-o", "--output", "out"],
            metavar="OUT.yaml",
            required=True,
            help=say("Where the scenario is written."),
        ),
        click.Option(
            ["--report"],
            is_flag=True,
            help=say("Show the fits as pictures, run the scenario, and hold it beside the log."),
        ),
        click.Option(
            ["--servers"],
            type=Whole(lambda: (1, MOST_SERVERS)),
            metavar="N",
            help=say(
                "Each source serves N calls at once, first come first served: waiting is taken "
                "out of its times (default: its times are taken as they are)."
            ),
        ),
        click.Option(
            ["--utc-offset"],
            metavar="+HH:MM",
            default="+08:00",
            show_default=True,
            help=say(
                "Local time of the log, which hours and weekdays are counted in: +08:00, -05:30; "
                "whole hours shorter, 8."
            ),
        ),
        click.Option(["--force"], is_flag=True, help=say("Write over a file that exists.")),
        jobs_option(),
    ]
