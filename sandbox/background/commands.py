"""The commands that studies in the background are: words that anybody could type.

In: what is to be compared, or the words of a stored study. Out: words for the queue.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

_OF_STORE = "--store"


def compare_command(
    scenario: str,
    store: Path,
    *,
    models: Sequence[str] = (),
    options: Sequence[tuple[str, object]] = (),
) -> tuple[str, ...]:
    """`compare` of a scenario, by its file or the name that it is shipped under.

    Args:
        scenario: name or path.
        store: where runs are kept.
        models: labels (none: all).
        options: names without dashes, with their values; those that are `None` are left out.
    """
    file = Path(scenario)
    words = ["compare", str(file.absolute()) if file.is_file() else scenario]
    if models:
        words += ["--models", ",".join(models)]
    for name, value in options:
        if value is not None:
            words += [f"--{name}", str(value)]
    return (*words, _OF_STORE, str(store.absolute()))


def with_store(command: Sequence[str], store: Path) -> tuple[str, ...]:
    """The same command, writing into this store wherever it is given."""
    words, skip = [], False
    for word in command:
        if skip or word == _OF_STORE:
            skip = word == _OF_STORE and not skip
        elif not word.startswith(_OF_STORE + "="):
            words.append(word)
    return (*words, _OF_STORE, str(store.absolute()))
