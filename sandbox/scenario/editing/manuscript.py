"""A scenario file while it is being changed: its text, what can be undone, where it is kept.

In: a shipped name, a path, or a text of its own. Out: a `Manuscript`: every change one step that
can be taken back to the same bytes; a file that is written whole or not at all, and never over
what somebody else has written meanwhile.
"""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from sandbox.language import Message, reason
from sandbox.scenario.editing.changes import CannotChange, set_value
from sandbox.scenario.editing.spans import parse
from sandbox.scenario.library import find, library
from sandbox.scenario.problems import Problem, Refused
from sandbox.scenario.text import LARGEST_FILE, compose, decode

MOST_STEPS = 1000
"""changes that can be taken back"""
_BOM = b"\xef\xbb\xbf"


class ChangedMeanwhile(Exception):  # noqa: N818 - says what is so, as `Refused` does
    """The file on disk is no longer what was read from it."""


class Manuscript:
    """The text of a scenario and its history."""

    def __init__(
        self, text: str, name: str, *, place: Path | None = None, read: bytes | None = None
    ) -> None:
        """`place` is the file it is kept in, which held the bytes `read`; None: in none yet."""
        self.name = name
        """as a reader knows it: a shipped name, a path, or what a new one is to be called"""
        self.place = place
        self.folder = place.parent if place is not None else Path()
        """the folder that file names in the text are relative to"""
        self._read = read
        self._saved = text if read is not None else None
        self._texts = [text]
        self._at = 0
        self._typing = False

    @classmethod
    def open(cls, source: str | Path) -> Manuscript:
        """The scenario shipped under a name or written in a file.

        Raises:
            Refused: when there is none, or when it is no text; other mistakes can be corrected.
        """
        place = find(source)
        try:
            with place.open("rb") as stream:
                data = stream.read(LARGEST_FILE + 1)
        except OSError as error:
            message = Message("the file cannot be read: {reason}", {"reason": reason(error)})
            raise Refused([Problem(str(source), 1, 1, "", message)]) from None
        text = decode(data, str(source)).replace("\r\n", "\n")
        return cls(text, str(source), place=place, read=data)

    @property
    def text(self) -> str:
        """The text as it is now; lines end in `\\n` whatever the file has."""
        return self._texts[self._at]

    @property
    def shipped(self) -> bool:
        """Whether it belongs to the library, which is never written to."""
        return self.place is not None and self.place.resolve().is_relative_to(library().resolve())

    @property
    def kept(self) -> bool:
        """Whether there is a file of one's own that it is kept in."""
        return self.place is not None and not self.shipped

    @property
    def changed(self) -> bool:
        """Whether the text is not what its file holds."""
        return self.text != self._saved

    @property
    def file(self) -> str:
        """How places in it are called in problems: as `check` calls them."""
        return self.name

    @property
    def can_undo(self) -> bool:
        return self._at > 0

    @property
    def can_redo(self) -> bool:
        return self._at + 1 < len(self._texts)

    def change(self, text: str, *, typing: bool = False) -> None:
        """Take another text; what is typed in one go is one step, until `pause`."""
        if text == self.text:
            return
        if typing and self._typing and self._at and not self.can_redo:
            self._texts[self._at] = text
        else:
            self._texts = [*self._texts[: self._at + 1][-MOST_STEPS:], text]
            self._at = len(self._texts) - 1
        self._typing = typing

    def pause(self) -> None:
        """What is typed from now on is a step of its own."""
        self._typing = False

    def undo(self) -> str:
        """Take the last step back."""
        self._typing = False
        self._at = max(self._at - 1, 0)
        return self.text

    def redo(self) -> str:
        """Take the step again that was taken back last."""
        self._typing = False
        self._at = min(self._at + 1, len(self._texts) - 1)
        return self.text

    # keeping

    def data(self) -> bytes:
        """The text as bytes, with the line ends and the byte order mark of the file it is from."""
        text, read = self.text, self._read or b""
        if text == self._saved and self._read is not None:
            return self._read
        lines = text.replace("\n", "\r\n") if b"\r\n" in read else text
        return (_BOM if read.startswith(_BOM) else b"") + lines.encode("utf-8")

    def save(self, *, over: bool = False) -> None:
        """Write the file it is kept in; `over` what has changed there meanwhile, too.

        Raises:
            PermissionError: when it belongs to the library, or has no file yet.
            ChangedMeanwhile: when the file is not what was read, unless `over` it.
            OSError: when it cannot be written; the file is then as it was.
        """
        if not self.kept or self.place is None:
            raise PermissionError(self.name)
        if not over and self._differs(self.place):
            raise ChangedMeanwhile(self.name)
        self._write(self.place, new=False)

    def save_as(self, place: Path, *, over: bool = False) -> None:
        """Write another file, which it is kept in from now on.

        Raises:
            PermissionError: for a place in the library.
            FileExistsError: when the file is there already, unless `over` it.
            OSError: when it cannot be written.
        """
        if place.resolve().is_relative_to(library().resolve()):
            raise PermissionError(str(place))
        if self.shipped:
            self.change(_by_name(self.text, self.folder))
        self._write(place, new=not over)
        self.place, self.folder = place, place.parent
        self.name = str(place)

    def read_again(self) -> bool:
        """Take over what the file holds now, as one step; False when it holds the same.

        Raises:
            Refused: when it is gone, or no text any more.
        """
        assert self.place is not None
        other = Manuscript.open(self.place)
        self._read, self._saved = other._read, other.text
        before = self.text
        self.change(other.text)
        return before != self.text

    def _differs(self, place: Path) -> bool:
        try:
            return place.read_bytes() != self._read
        except FileNotFoundError:
            return False
        except OSError:
            return True

    def _write(self, place: Path, *, new: bool) -> None:
        data = self.data()
        place = place.resolve()
        mode = 0o666 & ~_umask()
        with suppress(OSError):
            mode = stat.S_IMODE(place.stat().st_mode)
        handle, beside = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(beside, mode)
            if new:
                _put_new(beside, place, data)
            else:
                os.replace(beside, place)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(beside)
        self._read, self._saved = data, self.text


def _by_name(text: str, folder: Path) -> str:
    """A shipped text that names what it extends as one does outside the library."""
    root = parse(text)
    base = root.at(("extends",)) if root is not None else None
    if base is None:
        return text
    try:
        written = str(compose(text, "").mapping["extends"].value)
        path = find(written, folder).resolve()
        if not path.is_relative_to(library().resolve()):
            return text
        name = path.relative_to(library().resolve()).with_suffix("").as_posix()
        return set_value(text, ("extends",), name)
    except (Refused, CannotChange):
        return text


def _put_new(beside: str, place: Path, data: bytes) -> None:
    """Give a finished file its name, which nobody may have taken meanwhile."""
    try:
        os.link(beside, place)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        with place.open("xb") as file:
            file.write(data)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
