"""What vouches for a calibrated number: the log, how much of it, how sure.

In: parts of a calibration. Out: the `source:` of a number, in the language in force.
"""

from __future__ import annotations

from sandbox.language import say
from sandbox.study.calibration.calibrate import Calibration
from sandbox.study.calibration.families import Estimate, Fit
from sandbox.study.calibration.findings import Lasting, Need, Provider
from sandbox.study.calibration.quantities import number, rate, seconds, spread


def of_rate(found: Calibration, need: Need, per_second: float) -> str:
    """Of a need's rate as it is written: of one agency, over the days of the study."""
    log = need.arrivals.rate
    scale = per_second / log.value
    written = Estimate(per_second, log.low * scale, log.high * scale)
    return say(
        "{file}: {calls} calls in {time} s; interval {interval} ({confidence})",
        file=found.file.name,
        calls=f"{need.arrivals.count:,}",
        time=f"{found.window.seconds:,.0f}",
        interval=spread(written, lambda value: rate(value, per_second)),
        confidence=_confidence(found),
    )


def of_profile(found: Calibration, need: Need) -> str:
    """Of a profile's weights."""
    return say(
        "{file}: {calls} calls by local hour and weekday; BIC chose how many weights",
        file=found.file.name,
        calls=f"{need.arrivals.count:,}",
    )


def of_law(found: Calibration, lasting: Lasting, fit: Fit) -> str:
    """Of a distribution."""
    words = say(
        "{file}: {calls} calls; maximum likelihood, mean {mean} ({confidence})",
        file=found.file.name,
        calls=f"{fit.count:,}",
        mean=spread(fit.mean, seconds),
        confidence=_confidence(found),
    )
    if fit.family in ("gamma", "lognormal"):
        words += say(", cv {cv}", cv=spread(fit.cv, number))
    if lasting.fitness is not None and fit.family != "constant":
        words += say("; KS distance {distance}", distance=f"{lasting.fitness.distance:.3f}")
    return words


def of_outage(found: Calibration, provider: Provider) -> str:
    """Of mean times between failures and to repair."""
    assert provider.outage is not None
    words = say(
        "{file}: {failed} of {calls} calls failed",
        file=found.file.name,
        failed=f"{provider.failed:,}",
        calls=f"{provider.calls:,}",
    )
    if provider.outage.scattered:
        return words + say(", each by itself: only the share is known, not how long")
    return words + say(
        "; mtbf {mtbf}, mttr {mttr} ({confidence})",
        mtbf=spread(provider.outage.mtbf, seconds),
        mttr=spread(provider.outage.mttr, seconds),
        confidence=_confidence(found),
    )


def of_timeout(found: Calibration) -> str:
    """Of a time-out."""
    return say("{file}: the shortest call that timed out", file=found.file.name)


def of_denied(found: Calibration, need: Need) -> str:
    """Of the share of calls without a right."""
    return say(
        "{file}: {denied} of {calls} calls were denied access",
        file=found.file.name,
        denied=f"{need.endings[2]:,}",
        calls=f"{need.arrivals.count:,}",
    )


def _confidence(found: Calibration) -> str:
    return f"{found.options.confidence * 100:g}%"
