"""What was wrong in a log: every kind counted, the first of all told with their lines.

In: line numbers and messages. Out: counts by kind, and a bounded list of places.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from sandbox.language import Message

TOLD = 20
"""places that are told; the others are counted"""
MOST_KINDS = 200


@dataclass
class Troubles:
    """Troubles of one log."""

    file: str
    told: list[tuple[int, Message]] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)  # English template → lines
    total: int = 0

    def add(self, line: int, message: Message) -> None:
        """One more line that cannot be used."""
        self.total += 1
        if message.template in self.kinds or len(self.kinds) < MOST_KINDS:
            self.kinds[message.template] += 1
        if len(self.told) < TOLD:
            self.told.append((line, message))

    def messages(self) -> list[Message]:
        """`file:line: message` for those told, and how many there are beside them."""
        found = [
            Message("{file}:{line}: {message}", {"file": self.file, "line": line, "message": words})
            for line, words in self.told
        ]
        rest = self.total - len(self.told)
        if rest:
            said = {"file": self.file, "count": f"{rest:,}"}
            found.append(Message("{file}: {count} more lines cannot be used", said))
        return found
