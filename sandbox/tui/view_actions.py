"""What can be done on the pages that show a comparison in other ways than as a table.

In: nothing. Out: `OF_VIEWS`, their own part of the registry.
"""

from __future__ import annotations

from sandbox.language import Message
from sandbox.tui.action import (
    ARTICLES,
    CHOICE,
    COMPARE,
    FRONT,
    GROUPS,
    SPREAD,
    THEORY,
    VIEWS,
    WHY,
    Action,
)

TITLES: dict[str, Message] = {
    COMPARE: Message("Table"),
    CHOICE: Message("Choice"),
    FRONT: Message("Front"),
    GROUPS: Message("Groups"),
    SPREAD: Message("Spread"),
    ARTICLES: Message("Articles"),
    WHY: Message("Why"),
    THEORY: Message("Theory"),
}
"""The pages in the order of their keys, 1 to 8."""

_ABOUT: dict[str, Message] = {
    COMPARE: Message("Show the comparison as a table"),
    CHOICE: Message("Weigh measures, and see which model is best overall and how surely"),
    FRONT: Message("Show two measures as a picture, and which models nobody beats in both"),
    GROUPS: Message("List which regions, departments, levels or needs win and lose"),
    SPREAD: Message("Show a measure in every replication, or over time with its interval"),
    ARTICLES: Message("List violations and refusals, article by article"),
    WHY: Message("Take a difference from the baseline apart: what contributes most to it"),
    THEORY: Message("Show what formulas expect beside what the runs gave"),
}

OF_VIEWS: tuple[Action, ...] = (
    *(
        Action(f"view('{name}')", str(place), title, _ABOUT[name], (COMPARE, *VIEWS), False)
        for place, (name, title) in enumerate(TITLES.items(), 1)
    ),
    # own keys of the pages
    Action(
        "add_measure",
        "a",
        Message("Add"),
        Message("Give another measure a weight"),
        (CHOICE,),
    ),
    Action(
        "weightless",
        "0",
        Message("Zero"),
        Message("Take all weight from the measure under the cursor"),
        (CHOICE,),
    ),
    Action(
        "reset",
        "r",
        Message("Reset"),
        Message("The weights that the scenario gives"),
        (CHOICE,),
    ),
    Action(
        "write_weights",
        "e",
        Message("Write"),
        Message("Write these weights into the scenario; it is saved on the page that opens"),
        (CHOICE,),
    ),
    Action(
        "across",
        "a",
        Message("Across"),
        Message("Choose the measure of the horizontal axis"),
        (FRONT,),
    ),
    Action(
        "up",
        "u",
        Message("Up"),
        Message("Choose the measure of the vertical axis"),
        (FRONT,),
    ),
    Action(
        "swap",
        "s",
        Message("Swap"),
        Message("Exchange the axes"),
        (FRONT,),
    ),
    Action(
        "next_measure",
        "n",
        Message("Measure"),
        Message("The next measure"),
        (GROUPS, SPREAD, WHY),
    ),
    Action(
        "previous_measure",
        "p",
        Message("Previous measure"),
        Message("The previous measure"),
        (GROUPS, SPREAD, WHY),
        False,
    ),
    Action(
        "pick_measure",
        "slash",
        Message("Pick a measure"),
        Message("Choose the measure from the list of all"),
        (GROUPS, SPREAD, WHY),
        False,
    ),
    Action(
        "next_model",
        "o",
        Message("Model"),
        Message("The next sharing model"),
        (GROUPS, SPREAD, WHY, THEORY),
    ),
    Action(
        "breakdown",
        "d",
        Message("Break down"),
        Message("Group by another label: need, department, region, level and so on"),
        (GROUPS, WHY),
    ),
    Action(
        "filter",
        "f",
        Message("Filter"),
        Message("Show all, only what is worse, only what is better, only where nothing is shown"),
        (GROUPS,),
    ),
    Action(
        "find",
        "k",
        Message("Names"),
        Message("Show only groups whose names contain what is typed; Esc shows all again"),
        (GROUPS,),
    ),
    Action(
        "over_time",
        "s",
        Message("Values/over time"),
        Message("Show the value of every replication, or the measure over time with its interval"),
        (SPREAD,),
    ),
    Action(
        "scale",
        "g",
        Message("Log scale"),
        Message("Switch between a linear and a logarithmic axis"),
        (SPREAD,),
    ),
    Action(
        "open_article",
        "enter",
        Message("Read"),
        Message("Read what the article says and what is counted of it"),
        (ARTICLES,),
    ),
)
