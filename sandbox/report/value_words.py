"""What an answer said of one record, in words, beside the truth.

In: a world, a request's life, a value of its answer. Out: lines: the version and when its source
vouched for it, whether it was current and if not since when, which kind of error it carried.
"""

from __future__ import annotations

from sandbox.language import say
from sandbox.report.request_words import TICKS, seconds
from sandbox.report.thing_names import moment, register_name
from sandbox.study.explaining.following import Value
from sandbox.study.explaining.request import RequestLife
from sandbox.world.world import World


def value_words(world: World, life: RequestLife, value: Value) -> list[str]:
    """What the answer said of one record, beside the truth when the request ended."""
    name = register_name(world, value.register)
    lines = [
        say(
            "{register}, record {record}: version {version}, vouched for {moment}",
            register=name,
            record=value.record,
            version=value.version,
            moment=moment(world, value.as_of / TICKS, exact=True),
        )
    ]
    if value.current:
        lines.append(say("current: it was the register's version at the end"))
    else:
        assert life.ended is not None
        since = value.changed[value.version]
        lines.append(
            say(
                "stale: the register was at version {true}; version {next} came {moment}, {ago} "
                "before the answer",
                true=value.true_version,
                next=value.version + 1,
                moment=moment(world, since / TICKS),
                ago=seconds(life.ended - since),
            )
        )
    if value.error:
        from sandbox.world.faces import ERROR_NAMES, face

        shown = face(world, value.register, value.record, value.version, value.error)
        lines.append(say("wrong: {kind}", kind=ERROR_NAMES[shown.error]))
    return lines
