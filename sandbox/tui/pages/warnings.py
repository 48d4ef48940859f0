"""What a scenario is warned of: it may be meant so, and refuses nothing.

In: the warnings of a world. Out: one entry a warning, with file, line and column.
"""

from __future__ import annotations

from sandbox.language import say
from sandbox.tui.pages.problems import ProblemsPage


class WarningsPage(ProblemsPage):
    """The warnings of the scenario on the desk."""

    OF_SCENARIO = True

    def title_words(self) -> str:
        return say("Warnings")

    def purpose(self) -> str:
        return say(
            "The scenario can run as it is written, but parts of it change nothing or cost much. "
            "Each entry says where and why."
        )

    def heading(self) -> str:
        return say(
            "Warnings: {n}. The scenario can run all the same; is this meant?",
            n=len(self.problems),
        )
