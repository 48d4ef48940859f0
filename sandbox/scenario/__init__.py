"""Turns a YAML file into a checked `Scenario`, or into errors with file, line, column and advice.

In: a shipped scenario's name or a file. Out: a `Document`, or `Refused` with every problem.
"""

from sandbox.scenario.assumptions import assumptions, is_assumption, numbers
from sandbox.scenario.document import Document, load, reload
from sandbox.scenario.library import find, shipped
from sandbox.scenario.problems import Mark, Problem, Refused
from sandbox.scenario.scenario import Scenario
from sandbox.scenario.schema import schema
from sandbox.scenario.station_values import resolve_station

__all__ = [
    "Document",
    "Mark",
    "Problem",
    "Refused",
    "Scenario",
    "assumptions",
    "find",
    "is_assumption",
    "load",
    "numbers",
    "reload",
    "resolve_station",
    "schema",
    "shipped",
]
