"""What can be done with studies that are kept: a part of the registry of actions.

In: nothing. Out: the actions of the list of studies, of a study's report, and those by which other
pages lead there.
"""

from __future__ import annotations

from sandbox.language import Message
from sandbox.tui.action import HOME, SETUP, STUDIES, Action

OF_STUDIES: tuple[Action, ...] = (
    Action(
        "open_study",
        "enter",
        Message("Open"),
        Message("Open the study: a comparison as its table, others as their report"),
        (STUDIES,),
    ),
    Action(
        "new_study",
        "n",
        Message("New"),
        Message("Start a study of the scenario that is open, in the background"),
        (STUDIES,),
    ),
    Action(
        "cancel_study",
        "x",
        Message("Cancel"),
        Message("Cancel the study under the cursor, or take it out of the queue"),
        (STUDIES,),
    ),
    Action(
        "resume_study",
        "r",
        Message("Resume"),
        Message("Go on with the study under the cursor, by the same command"),
        (STUDIES,),
    ),
    Action(
        "export_study",
        "e",
        Message("Export"),
        Message("Write the study under the cursor into a folder, as tables"),
        (STUDIES,),
    ),
    Action(
        "delete_study",
        "d,delete",
        Message("Delete"),
        Message("Delete the study under the cursor from the store"),
        (STUDIES,),
    ),
    Action(
        "show_report",
        "i",
        Message("Report"),
        Message("Show what the study asks, its design and its conclusion, as text"),
        (STUDIES,),
    ),
    Action(
        "start_in_background",
        "b",
        Message("Background"),
        Message("Run the comparison apart from the app, which can be left meanwhile"),
        (SETUP,),
    ),
    Action(
        "studies",
        "s",
        Message("Studies"),
        Message("List the studies that are kept, also those under way elsewhere"),
        (HOME,),
    ),
    Action(
        "continue",
        "c",
        Message("Continue"),
        Message("Go on where the app was left: scenario, page and study"),
        (HOME,),
    ),
    Action(
        "all_studies",
        "f3",
        Message("Studies"),
        Message("List the studies that are kept"),
        shown=False,
    ),
)
