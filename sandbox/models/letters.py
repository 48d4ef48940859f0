"""The model `letters`: each agency collects for itself again and again; the rest is letters."""

from __future__ import annotations

from sandbox.flows import Outcome, Tally, ticks
from sandbox.flows.operations import (
    Check,
    Collect,
    Count,
    Done,
    Gate,
    Label,
    Operation,
    Read,
    Scope,
    Visit,
    Write,
)
from sandbox.language import Text
from sandbox.models.axes import Axes
from sandbox.models.bench import Use
from sandbox.models.by_letter import by_letter
from sandbox.models.legs import Leg
from sandbox.models.model import Model, Preset
from sandbox.models.numbers import ppb
from sandbox.world.world import Agency


class Letters(Model):
    """Own entries, reused while valid; what must be verified goes by letter."""

    shares = False

    def leg(self, use: Use) -> Leg:
        """The consumer's own entry, the citizen, or a letter to the source."""
        asking, settings = self.asking, self.settings
        voice = asking.source(use)
        path = asking.path("own entry or letter", lambda: self._operations(voice.answer))
        return Leg(
            path,
            {
                "system": self.bench.sites.agency("system", use.consumer),
                "own": self.bench.entries(use.consumer.id, use),
                "register": self.bench.truth.register(use.partition),
                "verified": ppb(float(settings["verified"])),
                "valid": ticks(float(settings["reuse"])),
                "error": ppb(float(settings["entry_error"])),
                **asking.letter_bindings(use, voice),
            },
        )

    def taken(self, use: Use) -> Leg:
        """The consumer's own entries: a thief asks no citizen."""
        path = self.asking.path(
            "own entry",
            lambda: (
                Visit("system", "system", failed="lost"),
                Read("own", missing="lost"),
                Done(Outcome.ANSWERED),
                Label("lost"),
                Done(Outcome.FAILED),
            ),
        )
        return Leg(
            path,
            {
                "system": self.bench.sites.agency("system", use.consumer),
                "own": self.bench.entries(use.consumer.id, use),
            },
        )

    def check(self, use: Use, agency: Agency, error: float) -> Leg | None:  # noqa: ARG002 - its kind's
        """Nobody else is asked: what must be verified goes by letter to the source."""
        return None

    def _operations(self, answer: tuple[Operation, ...]) -> tuple[Operation, ...]:
        return (
            Gate("letterable", refused="refused"),
            Check("verified", "verified", yes="verify"),
            Visit("system", "system", failed="lost"),
            Scope(enforced=False, refused="refused"),
            Read("own", missing="collect", max_age="valid"),
            Done(Outcome.ANSWERED),
            Label("collect"),
            Visit("clerk", "clerk: enter", failed="lost"),
            Collect("register", "error", "own entry"),
            Count(Tally.COLLECTION),
            Count(Tally.DUPLICATE),
            Write("own"),
            Done(Outcome.ANSWERED),
            Label("verify"),
            *by_letter(self.bench.post, answer),
        )


PRESET = Preset(
    name="letters",
    axes=Axes("repeated", "none", "letters"),
    title=Text("函询与重复采集", "Letters and repeated collection"),
    about=Text(
        "没有共享时的现状：各部门自行采集，一次次请群众填表；必须核实的才发公函，由双方经办人在工作时间办理。"
        "最慢、重复采集最多，每份副本的差错彼此独立；不经网络，外泄面最小，也无需协议。",
        "How things are without sharing: each agency collects for itself and asks citizens again "
        "and again; only what must be verified goes by official letter, from clerk to clerk in "
        "working hours. The slowest, with the most duplicate collections and errors that are "
        "independent in every copy; least exposed by networks, and without agreements.",
    ),
    steps=(
        Text(
            "需求部门的经办人查本单位台账：仍在有效期内的直接使用。",
            "The consumer's clerk looks into the agency's own entries and reuses one that is still "
            "valid.",
        ),
        Text(
            "没有有效台账的，请群众再次提供并录入（一次重复采集，可能录错）；第二条的一数一源未得到遵守。",
            "Without one, the citizen is asked again and the clerk enters the answer (a duplicate "
            "collection, possibly with an error), against the one-source rule of article 2.",
        ),
        Text(
            "必须核实的发公函：经办人拟函、寄送、来源部门经办人在工作时间答复、寄回、录入；逐函判断是否可以提供（第二、三条）。",
            "What must be verified goes by letter: written, carried, answered by the source's "
            "clerk in working hours, carried back, entered; each letter is judged by itself "
            "(articles 2 and 3).",
        ),
        Text(
            "来源部门登记的变化留在来源部门，不传给任何人。",
            "A change that the source registers stays there; nobody is told.",
        ),
    ),
    parameters={
        "reuse": {"value": "180 days", "source": "assumption"},
        "verified": {"value": "10%", "source": "assumption"},
        "entry_error": {"value": "3%", "source": "assumption"},
        "overlooked": {"value": "20%", "source": "assumption"},
        "transport": {
            "lognormal": {
                "mean": {"value": "1 day", "source": "assumption"},
                "cv": {"value": 0.5, "source": "assumption"},
            }
        },
    },
    model=Letters,
)
