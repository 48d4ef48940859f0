"""`bench [NAME…]`: how fast the engines are, against programs written by hand for the same work.

In: names of benchmarks. Out: tables of speeds and ratios; with `--json FILE`, every lap.
"""

from __future__ import annotations

import json
import os
from errno import EISDIR
from pathlib import Path

import click

from sandbox.cli.frame import Command
from sandbox.cli.options import Whole
from sandbox.cli.output import columns, put, show, tell
from sandbox.cli.progress import Bar
from sandbox.cli.refusals import guess_or_list, refuse
from sandbox.language import reason, say
from sandbox.report.sheet import listed

NAMES = ("tandem", "multi-class", "large-graph", "batch-heavy", "threads", "shipped")
_FIRST = '{\n  "bench": {'
"""how figures begin; a file that begins otherwise holds something else"""


def bench(names: tuple[str, ...], rounds: int, quick: bool, json_file: str | None) -> None:
    """Hold the benchmarks and write what came of them."""
    for name in names:
        if name not in NAMES:
            words = say("There is no benchmark {name!r}.", name=name)
            raise refuse(words + guess_or_list(name, NAMES))
    if json_file not in (None, "-"):
        _fit(Path(json_file))
    from sandbox.bench import hold

    with Bar(say("timing")) as bar:
        results = hold(tuple(dict.fromkeys(names)) or NAMES, rounds, quick, bar.part)
    text = json.dumps(results.plain(), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    if json_file == "-":
        put(text)
        return
    from sandbox.report.bench_table import bench_table

    show(bench_table(results, columns()))
    if json_file is not None:
        _write(Path(json_file), text)
        tell(say("Figures written to {file}.", file=json_file))


def _fit(path: Path) -> None:
    """Refuse a file that could not be written, or holds something else, before the work."""
    try:
        if path.is_file():
            with path.open("r+", encoding="utf-8", errors="replace") as file:
                first = file.read(len(_FIRST))
            if first not in ("", _FIRST):
                raise refuse(
                    say(
                        "{file} exists, holds no figures of the bench and is left alone;"
                        " name another file",
                        file=path,
                    )
                )
        elif path.is_dir():
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
        elif not path.parent.is_dir():
            path.parent.stat()
    except (OSError, ValueError) as error:
        raise _refused(path, error) from None


def _write(path: Path, text: str) -> None:
    """Put the whole file in its place, or none."""
    beside = path.with_name(f".{os.getpid()}.bench.part")
    try:
        if path.exists() and not path.is_file():
            path.write_text(text, encoding="utf-8", newline="\n")
            return
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(path)
    except (OSError, ValueError) as error:
        beside.unlink(missing_ok=True)
        raise _refused(path, error) from None


def _refused(path: Path, error: OSError | ValueError) -> Exception:
    return refuse(say("{file}: cannot be written: {reason}", file=path, reason=reason(error)))


def command() -> Command:
    """The command."""
    return Command(
        "bench",
        bench,
        [
            click.Argument(["names"], metavar="[NAME…]", nargs=-1),
            click.Option(
                ["--rounds"],
                type=Whole(lambda: (1, 100)),
                default=3,
                show_default=True,
                metavar="N",
                help=say("How often everything is timed; ratios are taken within a round."),
            ),
            click.Option(
                ["--quick"],
                is_flag=True,
                help=say(
                    "Shows that all runs, with too little work to time; most of it is compiling."
                ),
            ),
            click.Option(
                ["--json", "json_file"],
                metavar="FILE",
                help=say("Write every lap, machine and versions as JSON to FILE (`-`: instead)."),
            ),
        ],
        help=say("Measures the engines against SimPy, C++ and Ciw programs for the same work."),
        epilog=say("Benchmarks: {names} (default: all).", names=listed(NAMES)),
    )
