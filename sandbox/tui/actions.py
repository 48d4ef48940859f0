"""The registry of actions: everything a key, a click or the palette can do, said once.

In: nothing. Out: `ACTIONS` and views of it: key bindings of a page, entries of its key bar, its
commands in the palette, its lines in the help.
"""

from __future__ import annotations

from textual.binding import Binding, BindingType

from sandbox.language import Message
from sandbox.tui.action import (
    AGENCY,
    BELOW_HOME,
    COMPARE,
    HELP,
    HOME,
    PROBLEMS,
    REPORT,
    SETUP,
    STUDIES,
    TIMELINE,
    WATCH,
    WORLD,
    Action,
)
from sandbox.tui.study_actions import OF_STUDIES
from sandbox.tui.timeline_actions import OF_TIMELINE

__all__ = [
    "ACTIONS",
    "AGENCY",
    "COMPARE",
    "HELP",
    "HOME",
    "PROBLEMS",
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

ACTIONS: tuple[Action, ...] = (
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
        (WORLD, AGENCY, WATCH, COMPARE, TIMELINE),
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
        (HOME, WORLD, AGENCY, SETUP, WATCH, TIMELINE, HELP, PROBLEMS),
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
        (HOME, WORLD, AGENCY, SETUP, COMPARE, TIMELINE, HELP, PROBLEMS, STUDIES, REPORT),
    ),
    Action("back", "escape", Message("Back"), Message("Back to the screen before"), BELOW_HOME),
    Action("language", "l,f2", Message("中文"), Message("Switch between Chinese and English")),
    Action(
        "help",
        "f1,question_mark",
        Message("Help"),
        Message("What this screen is for"),
    ),
    Action(
        "command_palette",
        "ctrl+p",
        Message("Search"),
        Message("Search everything that can be done here"),
        shown=False,
    ),
    Action("quit", "q", Message("Quit"), Message("Leave the app; asks first while a study runs")),
)


def actions_of(page: str) -> list[Action]:
    """The actions of a page, its own before those of everywhere."""
    return [action for action in ACTIONS if page in action.pages] + everywhere()


def everywhere() -> list[Action]:
    """The actions of the app itself."""
    return [action for action in ACTIONS if not action.pages]


def bindings(actions: list[Action]) -> list[BindingType]:
    """Key bindings for the actions; their descriptions are shown by the key bar instead."""
    return [Binding(action.keys, action.name, action.name, show=False) for action in actions]


def bindings_of(page: str) -> list[BindingType]:
    """Key bindings of a page's own actions."""
    return bindings([action for action in ACTIONS if page in action.pages])
