"""A fit as a picture in text: how often durations came, and how often the law says they would.

In: durations and the laws fitted to them. Out: lines, one for each class of durations: a bar for
the log, a mark where the law would end it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sandbox.language import say
from sandbox.language.figures import figure
from sandbox.report.calibration_words import law_name
from sandbox.report.paragraphs import pad, width, wrap

if TYPE_CHECKING:
    from sandbox.study.calibration.findings import Lasting

CLASSES = 12
_EDGES = (0.005, 0.995)  # quantiles between which classes are even on the scale of logarithms
_BAR = 36


def picture(title: str, lasting: Lasting, columns: int) -> list[str]:
    """The picture, under its title and what the other families came to; empty without a fit."""
    fit = lasting.fit
    if fit is None or fit.family == "constant":
        return []
    durations = lasting.durations
    low, high = (durations.quantile(share) for share in _EDGES)
    if not 0 < low < high:
        low = durations.resolution * 0.5e-6
    if high <= low:
        return []
    edges = np.geomspace(low, high, CLASSES + 1)
    edges[0], edges[-1] = 0.0, np.inf
    places, shares = durations.steps()
    below = np.r_[0.0, shares]
    seen = np.diff(below[np.searchsorted(places, edges, side="right")])
    law = np.diff(np.r_[fit.cdf(edges[:-1]), 1.0])
    scale = max(float(seen.max()), float(law.max()))
    heads = [_class(a, b) for a, b in zip(edges[:-1].tolist(), edges[1:].tolist())]
    head = max(map(width, heads))
    lines = [title, *wrap(_rivals(lasting), columns)]
    room = max(min(_BAR, columns - head - 18), 10)
    for words, observed, expected in zip(heads, seen.tolist(), law.tolist()):
        bar = list("█" * round(observed / scale * room) + " " * (room + 1))[: room + 1]
        bar[round(expected / scale * room)] = "│"
        shown = f"{observed * 100:5.1f}% {expected * 100:5.1f}%"
        lines.append(f"{pad(words, head)} {''.join(bar)} {shown}")
    return lines


def _class(low: float, high: float) -> str:
    if low == 0:
        return say("below {high}", high=figure(high, "s"))
    if high == float("inf"):
        return say("from {low}", low=figure(low, "s"))
    return f"{figure(low, 's')} – {figure(high, 's')}"


def _rivals(lasting: Lasting) -> str:
    """How much worse the other families are, by AIC and BIC."""
    best, *others = lasting.fits
    words = say("█ log, │ {law}; worse by AIC/BIC: ", law=law_name(best))
    between = say("{one}; {other}", one="", other="")
    return words + between.join(
        f"{law_name(other)} {other.aic - best.aic:,.0f}/{other.bic - best.bic:,.0f}"
        for other in others
    )
