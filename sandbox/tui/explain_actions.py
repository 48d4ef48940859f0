"""What can be done on the pages that explain, and how they are reached from other pages.

In: nothing. Out: `OF_EXPLAIN`, their own part of the registry.
"""

from __future__ import annotations

from sandbox.language import Message
from sandbox.tui.action import AGENCY, RECORD, REQUEST, TIMELINE, WORLD, Action

OF_EXPLAIN: tuple[Action, ...] = (
    Action(
        "explain",
        "i",
        Message("Explain"),
        Message("Open what is under the cursor (also Enter in lists): a need's requests, an entry"),
        (WORLD,),
    ),
    Action(
        "explain",
        "e",
        Message("Explain"),
        Message("Open the agreement or catalogue entry that the life is about"),
        (TIMELINE,),
        False,
    ),
    Action(
        "explain_request",
        "e",
        Message("Requests"),
        Message("Follow a request of this agency step by step"),
        (AGENCY,),
    ),
    Action(
        "explain_record",
        "b",
        Message("Beliefs"),
        Message("Show what every copy believed of the sample record"),
        (AGENCY,),
    ),
    Action(
        "open_step",
        "enter",
        Message("Open"),
        Message("Open the station, link, agreement or record of the step"),
        (REQUEST,),
    ),
    Action(
        "pick_request",
        "k",
        Message("Which"),
        Message("Pick the slowest request, or the first refused, failed, stale or wrong one"),
        (REQUEST,),
    ),
    Action(
        "later_request",
        "plus,equals_sign",
        Message("Later one"),
        Message("Follow the request of this need that was made next"),
        (REQUEST,),
    ),
    Action(
        "earlier_request",
        "minus",
        Message("Earlier one"),
        Message("Follow the request of this need that was made before it"),
        (REQUEST,),
        False,
    ),
    Action(
        "next_model",
        "n",
        Message("Model"),
        Message("The same under the next sharing model"),
        (REQUEST, RECORD),
    ),
    Action(
        "previous_model",
        "p",
        Message("Previous model"),
        Message("The same under the previous sharing model"),
        (REQUEST, RECORD),
        False,
    ),
    Action(
        "later",
        "full_stop",
        Message("Later"),
        Message("Move the time on (, back)"),
        (RECORD,),
    ),
    Action(
        "earlier",
        "comma",
        Message("Earlier"),
        Message("Move the time back"),
        (RECORD,),
        False,
    ),
    Action(
        "next_change",
        "right_square_bracket",
        Message("Next change"),
        Message("Move to the next time at which the truth or a copy changed ([ back)"),
        (RECORD,),
    ),
    Action(
        "previous_change",
        "left_square_bracket",
        Message("Change before"),
        Message("Move to the time before at which the truth or a copy changed"),
        (RECORD,),
        False,
    ),
    Action(
        "another_record",
        "a",
        Message("Another record"),
        Message("Show the next record of the register"),
        (RECORD,),
    ),
)
