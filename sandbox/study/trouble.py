"""What keeps a study from its store or its cluster, in words.

In: a message. Out: an exception, which the command line refuses with.
"""

from __future__ import annotations

from sandbox.language import Message


class Trouble(Exception):  # noqa: N818 - names what happened, as people will read it
    """A store or a cluster that cannot be used, or not any longer; `message` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return self.message.render()
