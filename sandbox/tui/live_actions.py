"""What can be done while a run is watched live, a race goes on or a recording is replayed.

In: nothing. Out: `OF_LIVE`, its own part of the registry.
"""

from __future__ import annotations

from sandbox.language import Message
from sandbox.tui.action import LIVE, RACE, REPLAY, SETUP, WORLD, Action

_ALL = (LIVE, RACE, REPLAY)
_MAPPED = (LIVE, REPLAY)

OF_LIVE: tuple[Action, ...] = (
    Action(
        "live",
        "g",
        Message("Live"),
        Message("Watch a run of one model live, with accidents by hand"),
        (WORLD, SETUP),
    ),
    Action(
        "race",
        "c",
        Message("Race"),
        Message("Let the ticked models race on the same draws (two to nine)"),
        (SETUP,),
    ),
    Action("pause", "space", Message("Play"), Message("Go on, or pause"), _ALL),
    Action(
        "next_event",
        "full_stop",
        Message("Step"),
        Message("Go to the next event, and pause"),
        _ALL,
    ),
    Action("faster", "plus,equals_sign", Message("Faster"), Message("Play faster"), _ALL),
    Action("slower", "minus", Message("Slower"), Message("Play slower"), _ALL, False),
    Action("go_to_time", "j", Message("Time…"), Message("Go to a time of the run"), _ALL),
    Action(
        "scrub_back",
        "comma",
        Message("Backward"),
        Message("A hundredth of the recording back"),
        (REPLAY,),
    ),
    Action(
        "scrub_forward",
        "semicolon",
        Message("Forward"),
        Message("A hundredth of the recording on"),
        (REPLAY,),
    ),
    Action(
        "accident",
        "a",
        Message("Accident"),
        Message(
            "Let what is under the cursor fail, cut a network, raise demand or revoke an "
            "agreement; end what was done"
        ),
        (LIVE,),
    ),
    Action(
        "undo",
        "u",
        Message("Undo"),
        Message("Take the last accident back as if it had never happened"),
        (LIVE,),
    ),
    Action(
        "save",
        "s",
        Message("Save"),
        Message("Save what was done by hand into a scenario file"),
        (LIVE,),
    ),
    Action(
        "zoom",
        "enter",
        Message("Zoom in"),
        Message("Zoom into the region under the cursor"),
        _MAPPED,
    ),
    Action(
        "zoom_out",
        "z,backspace",
        Message("Zoom out"),
        Message("Show the region above"),
        _MAPPED,
    ),
    Action(
        "panel",
        "g",
        Message("Panel"),
        Message("Show the event log, the queues under the cursor, or the measure"),
        _MAPPED,
    ),
    Action(
        "find_event",
        "slash",
        Message("Only"),
        Message("Show only events whose words contain what is typed"),
        _MAPPED,
    ),
    Action(
        "hide_event",
        "exclamation_mark",
        Message("Without"),
        Message("Hide events whose words contain what is typed"),
        _MAPPED,
    ),
    Action(
        "follow_request",
        "f",
        Message("Follow"),
        Message("Follow the latest request through all models"),
        (RACE,),
    ),
    Action("older", "pageup", Message("Older"), Message("Look back in the log"), _ALL, False),
    Action("newer", "pagedown", Message("Newer"), Message("Look forward in the log"), _ALL, False),
    Action("next_measure", "n", Message("Measure"), Message("The next measure"), _ALL),
    Action(
        "previous_measure",
        "p",
        Message("Previous measure"),
        Message("The previous measure"),
        _ALL,
        False,
    ),
)
