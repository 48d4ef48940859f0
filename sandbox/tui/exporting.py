"""Asks how something is to be taken along, and takes it: to the clipboard or to a file.

In: a page with a table or a chart. Out: text on the clipboard (OSC 52), or a file that was asked
for, never written over another without asking.
"""

from __future__ import annotations

import io
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sandbox.language import Message, reason, say
from sandbox.tui import export
from sandbox.tui.pages.ask import Ask
from sandbox.tui.pages.confirm import Confirm
from sandbox.tui.pages.pick import Pick
from sandbox.tui.width_probe import SERVED

if TYPE_CHECKING:
    from sandbox.tui.page import Page

_TITLES = {
    "copy csv": Message("Copy the table as CSV"),
    "copy text": Message("Copy as text"),
    "copy svg": Message("Copy the picture as SVG"),
    "file csv": Message("Keep the table in a CSV file…"),
    "file text": Message("Keep it in a text file…"),
    "file svg": Message("Keep the picture in an SVG file…"),
}


def offer(page: Page) -> None:
    """Ask what is to be done with what the page shows now."""
    found = {
        "csv": page.as_csv(),
        "text": page.as_text(),
        "svg": export.as_picture(page.app, say("Sharing sandbox")),
    }
    names = [name for name in _TITLES if found[name.split()[1]]]

    def answered(name: str | None) -> None:
        if not name:
            return
        where, form = name.split()
        if where == "copy":
            _copy(page, found[form])
        else:
            _ask_name(page, found[form], form)

    page.app.push_screen(Pick(names, lambda name: _TITLES[name].render(), names[0]), answered)


def _copy(page: Page, text: str) -> None:
    page.app.copy_to_clipboard(text)
    words = say(
        "Given to the terminal for the clipboard: {lines} lines, {size} kB",
        lines=f"{text.count(chr(10)):,}",
        size=f"{len(text.encode()) / 1000:,.1f}",
    )
    page.app.notify(words)


def _ask_name(page: Page, text: str, form: str) -> None:
    def answered(name: str | None) -> None:
        if not name:
            return
        if os.environ.get(SERVED):
            page.app.deliver_text(io.StringIO(text), save_filename=Path(name).name)
            return
        file = Path(name)
        with suppress(RuntimeError):  # nobody's home folder
            file = file.expanduser()
        if not (file.exists() or file.is_symlink()):
            _write(page, file, text)
            return
        question = Message("{file} exists already. Write over it?", {"file": name})
        page.app.push_screen(
            Confirm(question, Message("Write over it")),
            lambda yes: _write(page, file, text) if yes else None,
        )

    question = Message("Name of the file (Enter writes, Esc leaves)")
    page.app.push_screen(Ask(question, export.file_name(page.NAME, form)), answered)


def _write(page: Page, file: Path, text: str) -> None:
    """Whole or not at all."""
    new = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        try:
            new.write_text(text, encoding="utf-8")
            new.replace(file)
        finally:
            new.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        words = say("{file} could not be written: {reason}", file=str(file), reason=reason(error))
        page.app.notify(words, severity="error", markup=False)
        return
    page.app.notify(say("Written: {file}", file=str(file.absolute())), markup=False)
