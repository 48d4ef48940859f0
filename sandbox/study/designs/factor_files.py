"""Factors as people give them: on the command line, or in a YAML file.

In: texts such as `needs.tax-check.rate=50/h,100/h`, or a file of `path: values` lines. Out: the
settings, in order, or `Refused` with what is wrong with all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path as File
from typing import Any

from sandbox.language import Message, reason
from sandbox.scenario.document import Document
from sandbox.scenario.nodes import Node
from sandbox.scenario.problems import Mark, Path, Problem, Refused
from sandbox.scenario.text import LARGEST_FILE, compose, decode
from sandbox.study.designs.paths import joined_path, refused, split_path
from sandbox.study.designs.settings import Setting, setting_of

MOST_FACTORS = 50


def split_words(text: str, mark: Mark, example: str) -> tuple[str, str, int]:
    """`name=value` at the first `=` outside quotes: both parts, and where the second starts.

    Raises:
        Refused: when one of them is not there.
    """
    quote = ""
    for place, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character == "=":
            value = text[place + 1 :]
            start = place + 1 + len(value) - len(value.lstrip())
            if text[:place].strip() and value.strip():
                return text[:place].strip(), value.strip(), start
            break
    said = {"written": text, "example": example}
    message = Message("`{written}` is not of the form {example}", said)
    raise refused(mark, (), message)


def factors(
    document: Document, texts: Sequence[str] = (), file: str | None = None, option: str = "--factor"
) -> tuple[Setting, ...]:
    """The factors of texts, then of a file.

    Raises:
        Refused: with every problem of all of them.
    """
    found: list[Problem] = []
    settings: list[Setting] = []
    for text, mark, written in [*_spoken(texts, option, found), *_filed(file)]:
        try:
            if written is None:
                name, value, start = split_words(text, mark, "PATH=50/h,100/h")
                text, place = name, Mark(mark.file, mark.line, mark.column + start)
                written = Node(value, place)
            path = split_path(text, mark)
            _another(path, settings, mark)
            settings.append(setting_of(document.root, path, written, mark))
        except Refused as refusal:
            found += refusal.problems
    if found:
        raise Refused(found)
    if len(settings) > MOST_FACTORS:
        message = Message("more than {limit} factors", {"limit": MOST_FACTORS})
        raise refused(settings[MOST_FACTORS].mark, (), message)
    return tuple(settings)


def _spoken(
    texts: Sequence[str], option: str, found: list[Problem]
) -> Iterable[tuple[str, Mark, Node | None]]:
    for number, text in enumerate(texts, 1):
        mark = Mark(option, number, 1)
        if text.isprintable():
            yield text, mark, None
        else:
            found.append(Problem.at(mark, (), Message("it holds characters that cannot be shown")))


def _filed(file: str | None) -> Iterable[tuple[str, Mark, Node | None]]:
    if file is None:
        return
    try:
        with File(file).open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        message = Message("the file cannot be read: {reason}", {"reason": reason(error)})
        raise Refused([Problem(file, 1, 1, "", message)]) from None
    root = compose(decode(data, file), file)
    for text, node in root.mapping.items():
        yield text, root.keys[text], node


def _another(path: Path, before: Sequence[Setting], mark: Mark) -> None:
    """Refuse a factor that another one already writes over."""
    for other in before:
        shorter = min(len(path), len(other.path))
        if path[:shorter] == other.path[:shorter]:
            said: dict[str, Any] = {"other": other.name, "path": joined_path(path)}
            message = Message("`{path}` and `{other}` write over each other; leave one out", said)
            raise refused(mark, path, message)
