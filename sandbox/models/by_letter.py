"""The official letter (公函): clerk, transport, the source's clerk in office hours, and back.

In: whom to ask and how the answer comes about there. Out: the operations and bindings that the
letters model uses, and that every other model falls back on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.flows import Law, Outcome, Tally
from sandbox.flows.operations import (
    ByLetter,
    Check,
    Count,
    Delay,
    Done,
    Gate,
    Jump,
    Label,
    Operation,
    Scope,
    Visit,
)


@dataclass(frozen=True)
class Post:
    """What letters are like in a scenario: the same for the letters model and for all fallbacks."""

    transport: Law  # one way
    overlooked: int  # parts per billion of misuses that the source's clerk does not notice


def correspondence(post: Post, answer: tuple[Operation, ...]) -> tuple[Operation, ...]:
    """The letter's way, from the consumer's clerk and back; ends at `lost` when a desk fails.

    Slots: `clerk`, `their_clerk`, `overlooked`, and those of `answer`. Each letter is judged by
    itself: the source's clerk refuses what is outside the scope unless it is overlooked.
    """
    return (
        ByLetter(),
        Count(Tally.LETTER),
        Visit("clerk", "clerk: write", failed="lost"),
        Delay(post.transport, "transport: out"),
        Visit("their_clerk", "clerk: answer", failed="lost"),
        Check("overlooked", "clerk: judgement", yes="overlooked"),
        Scope(enforced=True, refused="refused"),
        Jump("answer"),
        Label("overlooked"),
        Scope(enforced=False, refused="refused"),
        Label("answer"),
        *answer,
        Delay(post.transport, "transport: back"),
        Visit("clerk", "clerk: enter", failed="lost"),
    )


def endings(post: Post, answer: tuple[Operation, ...], *, letters: bool) -> tuple[Operation, ...]:
    """Where a path ends that did not answer: labels `denied`, `failed`, `given up`, `misused`.

    With `letters`, what was denied for want of an agreement, failed or was given up goes by
    letter. They lie behind the Settle of a path, so going there closes its Attempt.
    """
    misused: tuple[Operation, ...] = (Label("misused"), Done(Outcome.REFUSED))
    if not letters:
        return (
            Label("denied"),
            Done(Outcome.REFUSED),
            Label("failed"),
            Done(Outcome.FAILED),
            Label("given up"),
            Done(Outcome.TIMED_OUT),
            *misused,
        )
    return (
        *misused,
        Label("denied"),
        Label("failed"),
        Label("given up"),
        *by_letter(post, answer),
    )


def by_letter(post: Post, answer: tuple[Operation, ...]) -> tuple[Operation, ...]:
    """A letter and its ends, for what may go by letter (slot `letterable`)."""
    return (
        Gate("letterable", refused="refused"),
        *correspondence(post, answer),
        Done(Outcome.ANSWERED),
        Label("lost"),
        Done(Outcome.FAILED),
        Label("refused"),
        Done(Outcome.REFUSED),
    )


def desks(post: Post, clerk: int, their_clerk: int, letterable: int) -> Mapping[str, int]:
    """The bindings of a letter."""
    return {
        "clerk": clerk,
        "their_clerk": their_clerk,
        "letterable": letterable,
        "overlooked": post.overlooked,
    }
