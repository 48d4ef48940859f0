"""What can be done on the page of what governance did.

In: nothing. Out: `OF_TIMELINE`, its own part of the registry.
"""

from __future__ import annotations

from sandbox.language import Message
from sandbox.tui.action import TIMELINE, Action

OF_TIMELINE: tuple[Action, ...] = (
    Action(
        "next_model",
        "n",
        Message("Model"),
        Message("The next sharing model"),
        (TIMELINE,),
    ),
    Action(
        "previous_model",
        "p",
        Message("Previous model"),
        Message("The previous sharing model"),
        (TIMELINE,),
        False,
    ),
    Action(
        "pick_kind",
        "k",
        Message("Kinds"),
        Message("Show lives of one kind only: agreements, projects, sharing and so on"),
        (TIMELINE,),
    ),
    Action(
        "find",
        "slash",
        Message("Names"),
        Message("Show only lives whose names contain what is typed; Esc shows all again"),
        (TIMELINE,),
    ),
    Action(
        "order",
        "o",
        Message("Order"),
        Message("Order lives by kind, by beginning, or the longest first"),
        (TIMELINE,),
    ),
    Action(
        "zoom_in",
        "plus,equals_sign",
        Message("Closer"),
        Message("Show less of the time, larger (also Ctrl and the wheel, or a click on the axis)"),
        (TIMELINE,),
    ),
    Action(
        "zoom_out",
        "minus",
        Message("Wider"),
        Message("Show more of the time; ← and → move in it (Shift: by a whole screen)"),
        (TIMELINE,),
    ),
    Action(
        "whole",
        "0",
        Message("Whole"),
        Message("Show all of the time"),
        (TIMELINE,),
    ),
    Action(
        "fit_life",
        "enter",
        Message("Fit"),
        Message("Zoom to the time that the life under the cursor took to come about"),
        (TIMELINE,),
    ),
    Action(
        "tab('lives')",
        "1",
        Message("Lives"),
        Message("Show the lives of agreements, projects and so on"),
        (TIMELINE,),
        False,
    ),
    Action(
        "tab('demands')",
        "2",
        Message("Demands"),
        Message("List what the policy demanded, article by article"),
        (TIMELINE,),
        False,
    ),
    Action(
        "tab('waits')",
        "3",
        Message("Waits"),
        Message("Sum up what sharing waited for, what took longest, what was refused"),
        (TIMELINE,),
        False,
    ),
)
