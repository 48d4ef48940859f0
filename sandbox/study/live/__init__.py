"""Live: runs that are stepped while somebody looks, with accidents by hand, races and recordings.

In: a scenario and a model, what is done by hand. Out: how things stand at any simulated time, the
same as in a plain run of the scenario with those entries; nothing here knows a screen.
"""

from sandbox.study.live.acts import Act, Cut, Expiry, Failure, Surge
from sandbox.study.live.hand import LiveRun
from sandbox.study.live.lane import Lane, Look
from sandbox.study.live.log import Entry, Log
from sandbox.study.live.player import Frame, Player
from sandbox.study.live.race import Race

__all__ = [
    "Act",
    "Cut",
    "Entry",
    "Expiry",
    "Failure",
    "Frame",
    "Lane",
    "LiveRun",
    "Log",
    "Look",
    "Player",
    "Race",
    "Surge",
]
