"""Writes the page of words from the glossary: `python tests/docs/glossary_page.py`."""

from pathlib import Path

from sandbox.language.glossary import terms

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "glossary.md"
HEAD = """# Words

One word for one thing, in code, files, screens and documents. The Chinese words are those of the
2013 guidance and of the national standards where these have one; the others were chosen once and
are kept by a test. `F1` in the terminal app searches them.

| English | 中文 | what it is | not | 释义 |
|---|---|---|---|---|
"""


def page() -> str:
    """The whole page."""
    rows = (
        f"| {term.name.en} | {term.name.zh} | {term.about.en} | {term.instead} | {term.about.zh} |"
        for term in terms()
    )
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
