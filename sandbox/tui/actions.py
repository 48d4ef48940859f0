"""The registry of actions: everything a key, a click or the palette can do, said once.

In: nothing. Out: `ACTIONS` and views of it: key bindings of a page, entries of its key bar, its
commands in the palette, its lines in the help.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from textual.binding import Binding, BindingType

from sandbox.language import Message
from sandbox.tui.action import (
    AGENCY,
    BELOW_HOME,
    COMPARE,
    EDIT,
    EXPLAINED,
    HELP,
    HOME,
    PROBLEMS,
    PROVINCE,
    REPORT,
    SETTINGS,
    SETUP,
    STUDIES,
    TIMELINE,
    VIEWS,
    WATCH,
    WORLD,
    Action,
)
from sandbox.tui.app_actions import OF_APP, OF_SETTINGS
from sandbox.tui.edit_actions import OF_EDIT
from sandbox.tui.explain_actions import OF_EXPLAIN
from sandbox.tui.live_actions import OF_LIVE
from sandbox.tui.study_actions import OF_STUDIES
from sandbox.tui.timeline_actions import OF_TIMELINE
from sandbox.tui.view_actions import OF_VIEWS

__all__ = [
    "ACTIONS",
    "AGENCY",
    "COMPARE",
    "EDIT",
    "HELP",
    "HOME",
    "PROBLEMS",
    "PROVINCE",
    "SETTINGS",
    "SETUP",
    "TIMELINE",
    "WATCH",
    "WORLD",
    "Action",
    "actions_of",
    "bindings",
    "bindings_of",
    "everywhere",
]

_LISTED: tuple[Action, ...] = (
    Action(
        "open_scenario",
        "enter",
        Message("Open"),
        Message("Open the scenario under the cursor and show its world"),
        (HOME,),
    ),
    Action(
        "open_path",
        "o",
        Message("File…"),
        Message("Open a scenario file by its path"),
        (HOME,),
    ),
    Action(
        "set_up",
        "m",
        Message("Models"),
        Message("Choose the sharing models, replications and seed"),
        (WORLD, AGENCY, WATCH, COMPARE, TIMELINE, *VIEWS, *EXPLAINED),
    ),
    Action(
        "open_agency",
        "enter",
        Message("Agency"),
        Message("Open the agency under the cursor"),
        (WORLD,),
    ),
    Action(
        "colours",
        "c",
        Message("Colour"),
        Message("Colour the map by department or by level"),
        (WORLD,),
    ),
    Action(
        "highlight",
        "d",
        Message("Department"),
        Message("Highlight one department after another on the map"),
        (WORLD,),
    ),
    Action("tab('map')", "1", Message("Map"), Message("Show the map"), (WORLD,), False),
    Action("tab('regions')", "2", Message("Regions"), Message("List regions"), (WORLD,), False),
    Action("tab('agencies')", "3", Message("Agencies"), Message("List agencies"), (WORLD,), False),
    Action(
        "tab('catalogue')",
        "4",
        Message("Catalogue"),
        Message("List the sharing catalogue"),
        (WORLD,),
        False,
    ),
    Action("tab('needs')", "5", Message("Needs"), Message("List needs"), (WORLD,), False),
    Action(
        "tab('agreements')",
        "6",
        Message("Agreements"),
        Message("List agreements"),
        (WORLD,),
        False,
    ),
    Action(
        "warnings",
        "v",
        Message("Warnings"),
        Message("List what the scenario is warned of, where there is anything"),
        (WORLD,),
    ),
    Action(
        "start",
        "r,f5",
        Message("Run"),
        Message("Run the comparison of the chosen models"),
        (SETUP,),
    ),
    Action("tick", "space", Message("Tick"), Message("Tick or untick the model"), (SETUP,)),
    Action(
        "choose_all",
        "a",
        Message("All"),
        Message("Choose every model"),
        (SETUP,),
    ),
    Action(
        "choose_none",
        "n",
        Message("None"),
        Message("Choose no model but the baseline"),
        (SETUP,),
    ),
    Action(
        "cancel",
        "x",
        Message("Cancel"),
        Message("Cancel the running study"),
        tuple(page for page in (HOME, *BELOW_HOME) if page != STUDIES),
    ),
    Action(
        "table",
        "t",
        Message("Table"),
        Message("Show the comparison as a table"),
        (HOME, WORLD, AGENCY, SETUP, WATCH, TIMELINE, HELP, PROBLEMS, *VIEWS, *EXPLAINED),
    ),
    Action(
        "next_measure",
        "n",
        Message("Measure"),
        Message("The next measure"),
        (WATCH, COMPARE),
    ),
    Action(
        "previous_measure",
        "p",
        Message("Previous measure"),
        Message("The previous measure"),
        (WATCH, COMPARE),
        False,
    ),
    Action(
        "pick_measure",
        "slash",
        Message("Pick a measure"),
        Message("Choose the measure from the list of all"),
        (WATCH,),
        False,
    ),
    Action(
        "scale",
        "g",
        Message("Log scale"),
        Message("Switch between a linear and a logarithmic axis"),
        (WATCH,),
    ),
    Action(
        "so_far",
        "s",
        Message("So far/over time"),
        Message("Show the measure so far, or interval by interval (after the study)"),
        (WATCH,),
    ),
    Action(
        "breakdown",
        "d",
        Message("Break down"),
        Message("Break the measure down by need, department, region, level or resource"),
        (COMPARE,),
    ),
    Action(
        "baseline",
        "b",
        Message("Baseline"),
        Message("Compare with the next model as the baseline"),
        (COMPARE,),
    ),
    Action(
        "cells",
        "i",
        Message("Intervals"),
        Message("Show values with arrows, or differences with their intervals"),
        (COMPARE,),
    ),
    Action(
        "timeline",
        "g",
        Message("Timeline"),
        Message("Show what governance did, as lives over the calendar"),
        (COMPARE,),
    ),
    *OF_TIMELINE,
    *OF_EDIT,
    *OF_SETTINGS,
    *OF_LIVE,
    *OF_VIEWS,
    *OF_EXPLAIN,
    *OF_STUDIES,
    Action(
        "read_again",
        "r",
        Message("Read again"),
        Message("Read the corrected file again"),
        (PROBLEMS,),
    ),
    Action(
        "another_record",
        "n",
        Message("Another record"),
        Message("Show another sample record"),
        (AGENCY,),
    ),
    Action(
        "watch",
        "w",
        Message("Chart"),
        Message("Watch the study as a chart"),
        (
            *(HOME, WORLD, AGENCY, SETUP, COMPARE, TIMELINE, HELP, PROBLEMS, STUDIES, REPORT),
            *(*VIEWS, *EXPLAINED),
        ),
    ),
    *OF_APP,
)


def _told_apart(actions: Iterable[Action]) -> Iterator[Action]:
    """The actions, each with an identity: of those that share a name, all but the first are
    called after their first page too."""
    seen: set[str] = set()
    for action in actions:
        if action.identity in seen:
            action = replace(action, called=f"{action.identity}_{action.pages[0]}")
        seen.add(action.identity)
        yield action


ACTIONS: tuple[Action, ...] = tuple(_told_apart(_LISTED))
"""Everything that can be done, by page."""


def actions_of(page: str) -> list[Action]:
    """The actions of a page, its own before those of everywhere."""
    return [action for action in ACTIONS if page in action.pages] + everywhere()


def everywhere() -> list[Action]:
    """The actions of the app itself."""
    return [action for action in ACTIONS if not action.pages]


def bindings(actions: list[Action]) -> list[BindingType]:
    """Key bindings for the actions; their descriptions are shown by the key bar instead."""
    return [
        Binding(action.keys, action.name, action.name, show=False, id=action.identity)
        for action in actions
    ]


def bindings_of(page: str) -> list[BindingType]:
    """Key bindings of a page's own actions."""
    return bindings([action for action in ACTIONS if page in action.pages])
