"""Elastic capacity: an autoscaler that follows load.

In: a station's limits, target utilisation, and how often it is looked at. Out: a control process
that changes the number of servers.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import Any

import simpy

from sandbox.engine.interface import ControlProcess, Plane
from sandbox.flows import TICKS
from sandbox.flows.program import Elastic


def elastic(station: int, servers: int, rule: Elastic) -> ControlProcess:
    """Every `rule.every` ticks, as many servers as bring the last interval's load to the target.

    New servers are there after `rule.delay`; servers no longer needed go at once. While new
    servers are on their way the load is not looked at.
    """

    def lives(env: simpy.Environment, plane: Plane) -> Generator[Any, Any, None]:
        now = min(max(servers, rule.minimum), rule.maximum)
        if now != servers:
            plane.set_servers(station, now)
        before = plane.busy_seconds(station)
        while True:
            yield env.timeout(rule.every)
            busy = plane.busy_seconds(station)
            load = (busy - before) * TICKS / rule.every
            before = busy
            wanted = min(max(math.ceil(load / rule.target), rule.minimum), rule.maximum)
            if wanted > now:
                yield env.timeout(rule.delay)
                before = plane.busy_seconds(station)
            if wanted != now:
                plane.set_servers(station, wanted)
            now = wanted

    return lives
