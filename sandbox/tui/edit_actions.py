"""What can be done on the page that changes a scenario.

In: nothing. Out: `OF_EDIT`, its own part of the registry.
"""

from __future__ import annotations

from sandbox.language import Message
from sandbox.tui.action import EDIT, HOME, PROBLEMS, PROVINCE, WORLD, Action

OF_EDIT: tuple[Action, ...] = (
    Action(
        "edit",
        "e",
        Message("Edit"),
        Message("Change the scenario, in forms or as YAML"),
        (HOME, WORLD, PROBLEMS),
    ),
    Action(
        "new_province",
        "n",
        Message("New"),
        Message("Make the scenario of a new pilot province"),
        (HOME,),
    ),
    Action(
        "change",
        "enter",
        Message("Change"),
        Message("Change the value under the cursor, or open and close an entry"),
        (EDIT,),
    ),
    Action("add", "a", Message("Add"), Message("Add an entry"), (EDIT,)),
    Action("copy", "d", Message("Copy"), Message("Copy the entry under the cursor"), (EDIT,)),
    Action(
        "take_away",
        "delete",
        Message("Remove"),
        Message("Remove the entry or the value under the cursor; the default holds then"),
        (EDIT,),
        False,
    ),
    Action(
        "next_pane",
        "tab",
        Message("Next part"),
        Message("Go on to the form, the YAML, the problems, and the sections again"),
        (EDIT,),
    ),
    Action(
        "previous_pane",
        "shift+tab",
        Message("Previous part"),
        Message("Go back to the part before"),
        (EDIT,),
        False,
    ),
    Action("undo", "ctrl+z", Message("Undo"), Message("Take the last change back"), (EDIT,)),
    Action(
        "redo",
        "ctrl+y",
        Message("Redo"),
        Message("Make the change again that was taken back"),
        (EDIT,),
        False,
    ),
    Action("save", "ctrl+s", Message("Save"), Message("Write the file"), (EDIT,)),
    Action(
        "save_as",
        "ctrl+o",
        Message("Save as"),
        Message("Write another file, which is changed from then on"),
        (EDIT,),
        False,
    ),
    Action(
        "external",
        "f4",
        Message("Editor"),
        Message("Open the text in the editor that $VISUAL or $EDITOR names"),
        (EDIT,),
        False,
    ),
    Action(
        "run_with",
        "r,f5",
        Message("Run"),
        Message("Go on to the models with the scenario as it is now, saved or not"),
        (EDIT,),
    ),
    Action(
        "make",
        "f5",
        Message("Make it"),
        Message("Make the scenario and open it to be changed"),
        (PROVINCE,),
    ),
)
