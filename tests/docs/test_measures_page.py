"""The page of measures says what the catalogue says."""

import runpy
from pathlib import Path

WRITER = runpy.run_path(str(Path(__file__).with_name("measures_page.py")))


def test_the_page_of_measures_is_in_step_with_the_catalogue() -> None:
    assert WRITER["PAGE"].read_text(encoding="utf-8") == WRITER["page"]()
