"""One synthetic record in words, with what can be checked within it.

In: a world and an address `register:number[:version[:wrong entry]]`. Out: text, or `RecordRefused`
with the words for what is wrong about the address.
"""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.language import say
from sandbox.report.sheet import Sheet
from sandbox.report.terms import term
from sandbox.world import World

MOST_VERSIONS = 100_000


class RecordRefused(Exception):  # noqa: N818 - the word that users know from the exit code
    """An address that leads to no record; `known` is what the part `written` could have been."""

    def __init__(self, words: str, written: str = "", known: Iterable[str] = ()) -> None:
        super().__init__(words)
        self.words, self.written, self.known = words, written, tuple(known)


def _address(world: World, written: str) -> tuple[str, list[int]]:
    """The register, and record, version and number of the wrong entry."""
    register, *rest = written.split(":")
    if register not in world.partitions:
        raise RecordRefused(
            say("There is no register {register!r}.", register=register), register, world.partitions
        )
    if not 1 <= len(rest) <= 3 or not all(part.isascii() and part.isdigit() for part in rest):
        raise RecordRefused(
            say("{written!r} is not written as register:number[:version].", written=written)
        )
    numbers = [int(part[:12]) for part in rest] + [0, 0]
    records = world.partitions[register].records
    if numbers[0] >= records:
        raise RecordRefused(
            say(
                "{register} has the records 0 to {last}, not {number}.",
                register=register,
                last=records - 1,
                number=numbers[0],
            )
        )
    if max(numbers[1:]) > MOST_VERSIONS:
        raise RecordRefused(say("A version is at most {most}.", most=MOST_VERSIONS))
    return register, numbers[:3]


def record_in_words(world: World, written: str, columns: int = 80) -> str:
    """The record at an address.

    Raises:
        RecordRefused: when there is none.
    """
    from sandbox.world.faces import ERROR_NAMES, checks, face

    register, (number, version, error) = _address(world, written)
    shown = face(world, register, number, version, error)
    spec = world.resources[world.partitions[register].resource]
    sheet = Sheet(columns)
    sheet.heading(
        say(
            "{resource} ({subject}), record {number}, version {version}",
            resource=spec.name,
            subject=term(spec.subject),
            number=number,
            version=version,
        )
    )
    if shown.error:
        sheet.line(say("a wrong entry: {kind}", kind=ERROR_NAMES[shown.error]), 2)
    for name, value in shown.words():
        sheet.entry(name, value, indent=2, column=26)
    sheet.gap()
    for check in checks(shown):
        sheet.line(f"{'✓' if check.passed else '✗'} {check.name.render()}", 2)
    sheet.gap()
    sheet.line(say("Synthetic: nobody has these numbers."), 2)
    return sheet.text()
