"""What `--precision`, `--on` and `--most` ask for.

In: the options, a scenario's study. Out: a stopping rule, or a refusal in words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.cli.measures import chosen
from sandbox.cli.options import split
from sandbox.cli.refusals import refuse
from sandbox.language import say

if TYPE_CHECKING:
    from sandbox.scenario.workings import StudySpec
    from sandbox.study.statistics.precision import StoppingRule


def asked_precision(
    study: StudySpec,
    half_width: float | None,
    on: str | None,
    most: int | None,
    replications: int | None,
) -> StoppingRule | None:
    """The rule by which replications go on; none where their number is given.

    Raises:
        Exit: when the options do not go together.
    """
    from sandbox.study.precise import rule_of

    wanted = half_width is not None or on is not None or most is not None
    if replications is not None:
        if wanted:
            raise refuse(
                say("--replications gives a number, --precision asks for one: say one of the two.")
            )
        return None
    if half_width is not None and half_width >= 1:
        asked = f"{half_width:g}"
        raise refuse(
            say(
                "--precision: {asked} is {share} of the mean; write a share below 100%, such as "
                "5%.",
                asked=asked,
                share=f"{half_width:.0%}",
            )
        )
    if half_width == 0:
        raise refuse(say("--precision: no number of runs has a half-width of 0."))
    if wanted and half_width is None and study.precision is None:
        raise refuse(say("--on and --most go with --precision, or a scenario that asks for one."))
    names = _exactly(split("--on", on)) if on is not None else []
    try:
        return rule_of(study, half_width, names, most)
    except ValueError:
        least = 3 if study.precision is None else round(study.precision.minimum)
        raise refuse(say("--most: expected at least {least}.", least=least)) from None


def _exactly(written: list[str]) -> list[str]:
    """Measures as they are named: `refused` is that one alone, `refused.*` all of its articles.

    A name that stands for several where measures are shown would make a study go on for measures
    that nobody asked of.

    Raises:
        Exit: for what names no measure.
    """
    from sandbox.measures import CATALOGUE

    found = [name for one in written for name in ([one] if one in CATALOGUE else chosen([one]))]
    return [name for name in CATALOGUE if name in found]
