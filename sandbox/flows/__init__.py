"""The flow language: what traffic consists of, and nothing of who causes it.

In: operations, stations, links, copies, streams, added by name. Out: a `Program` that any traffic
engine executes. Knows neither agencies nor articles.
"""

from sandbox.flows.compiled import Compiled, compile
from sandbox.flows.laws import TICKS, Family, Law, ticks
from sandbox.flows.operations import Flow, Join, Outcome, Tally
from sandbox.flows.program import PPB, Program, ProgramBuilder

__all__ = [
    "PPB",
    "TICKS",
    "Compiled",
    "Family",
    "Flow",
    "Join",
    "Law",
    "Outcome",
    "Program",
    "ProgramBuilder",
    "Tally",
    "compile",
    "ticks",
]
