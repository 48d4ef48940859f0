"""The pages of words and of keys say what the glossary and the registry of actions say."""

import runpy
from pathlib import Path

import pytest

from sandbox.tui.actions import ACTIONS
from sandbox.tui.page_names import PAGES


@pytest.mark.parametrize("writer", ["glossary_page", "keys_page"])
def test_a_written_page_is_in_step_with_its_source(writer: str) -> None:
    found = runpy.run_path(str(Path(__file__).with_name(f"{writer}.py")))
    assert found["PAGE"].read_text(encoding="utf-8") == found["page"]()


def test_every_page_of_the_registry_has_a_name_in_both_languages() -> None:
    for page in {page for action in ACTIONS for page in action.pages}:
        assert PAGES[page].render("zh") != PAGES[page].render("en")
