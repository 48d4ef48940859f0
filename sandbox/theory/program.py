"""A program's theory: everything that formulas say of it, and for the rest why they say nothing.

In: a program, the window of its measures, what moves during the run. Out: findings.
"""

from __future__ import annotations

from sandbox.flows import Program
from sandbox.theory.ages import copies
from sandbox.theory.expected import Finding
from sandbox.theory.freshness import freshness
from sandbox.theory.journeys import needs
from sandbox.theory.rates import Window
from sandbox.theory.traffic import Traffic
from sandbox.theory.waiting import links, stations


def findings(
    program: Program, window: Window, moving: frozenset[int] = frozenset()
) -> list[Finding]:
    """What mathematics expects of needs, stations, links and copies.

    `moving` are the gates that control processes open or close during the run. Stations and links
    must be steered by none: what the program says of their outages and servers is all there is.
    """
    traffic = Traffic(program, window, moving)
    return [
        *needs(traffic),
        *freshness(traffic),
        *stations(traffic),
        *links(traffic),
        *copies(traffic),
    ]
