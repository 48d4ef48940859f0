"""How long to warm up, in words.

In: what the time series of each model say. Out: a sheet of text.
"""

from __future__ import annotations

from sandbox.language import say
from sandbox.language.figures import figure
from sandbox.measures import CATALOGUE
from sandbox.report.sheet import Sheet
from sandbox.study.warming import Warming, WarmUps


def warm_up_words(found: WarmUps, columns: int) -> str:
    """Every model and measure, and what follows for the scenario."""
    sheet = Sheet(columns)
    longest, refused, judged = 0.0, False, False
    for model, ones in found.models.items():
        sheet.heading(model)
        for one in ones:
            title = CATALOGUE[one.measure].title.render()
            if one.seconds is None:
                refused = True
                assert one.warm_up.advice is not None
                words = one.warm_up.advice.render()
            else:
                longest, judged = max(longest, one.seconds), True
                words = say("leave out {time}", time=figure(one.seconds, "s"))
            sheet.line(say("{title}: {words}", title=title, words=words), 2)
            sheet.line(_one_run(one), 4)
    sheet.gap()
    said = {"time": figure(longest, "s"), "now": figure(found.now, "s")}
    if not judged:
        words = say("No series could be judged, so nothing is said of the warm-up (now {now}).",
                    **said)  # fmt: skip
    elif refused:
        words = say("Not every series has settled; those that have ask for {time} (now {now}).",
                    **said)  # fmt: skip
    elif longest <= found.now:
        words = say("The scenario's warm-up of {now} is enough; {time} would do.", **said)
    else:
        words = say("Write `warm_up: {time}` or more under `study` (now {now}).", **said)
    sheet.line(words)
    return sheet.text()


def _one_run(one: Warming) -> str:
    if one.one_run is None:
        assert one.why_not is not None
        return say("one run alone: {why}", why=one.why_not)
    spread = one.one_run.interval
    words = say(
        "one run alone, after the warm-up: {value} (batches: {batches}, correlation {lag:.2f})",
        value=figure(spread.mean, spread.unit, spread.half_width),
        batches=one.one_run.batches,
        lag=one.one_run.lag_one,
    )
    if one.one_run.advice is None:
        return words
    return words + say("; {advice}", advice=one.one_run.advice)
