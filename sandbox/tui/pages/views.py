"""The pages that show a comparison in other ways than as a table.

In: nothing. Out: `VIEW_PAGES`, by the names that actions use.
"""

from __future__ import annotations

from sandbox.tui.action import ARTICLES, CHOICE, FRONT, GROUPS, SPREAD, THEORY, WHY
from sandbox.tui.page import Page
from sandbox.tui.pages.articles import ArticlesPage
from sandbox.tui.pages.choice import ChoicePage
from sandbox.tui.pages.front import FrontPage
from sandbox.tui.pages.groups import GroupsPage
from sandbox.tui.pages.spread import SpreadPage
from sandbox.tui.pages.theory import TheoryPage
from sandbox.tui.pages.why import WhyPage

VIEW_PAGES: dict[str, type[Page]] = {
    CHOICE: ChoicePage,
    FRONT: FrontPage,
    GROUPS: GroupsPage,
    SPREAD: SpreadPage,
    ARTICLES: ArticlesPage,
    WHY: WhyPage,
    THEORY: TheoryPage,
}
