"""Writes the page of keys from the registry of actions: `python tests/docs/keys_page.py`."""

from pathlib import Path

from sandbox.tui import keymap
from sandbox.tui.actions import ACTIONS, Action
from sandbox.tui.page_names import PAGES

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "keys.md"
HEAD = """# Keys of the terminal app

Every action of the app, screen by screen, with its keys as they are before anybody changes them.
`F9` opens the settings, where any of them can be given another key; the name in the last column is
what the settings file calls it under `keys:`. Everywhere `↑ ↓ ← →`, `Home`, `End`, `PgUp` and
`PgDn` move, `Tab` goes to the next part of the screen, and a click does what the key would.
"""


def _keys(action: Action) -> str:
    return " ".join(f"`{keymap.label(key)}`" for key in action.keys.split(","))


def _row(action: Action) -> str:
    said = [
        f"{words.render('en')} · {words.render('zh')}" for words in (action.title, action.about)
    ]
    return f"| {_keys(action)} | {said[0]} | {said[1]} | `{action.identity}` |"


def page() -> str:
    """The whole page."""
    keymap.remap({})
    text = HEAD
    for name, title in {"": None, **PAGES}.items():
        actions = [a for a in ACTIONS if (name in a.pages if name else not a.pages)]
        if not actions:
            continue
        heading = f"{title.render('en')} · {title.render('zh')}" if title else "Everywhere · 各处"
        text += f"\n## {heading}\n\n| key · 键 | action · 操作 | what it does · 作用 | name |\n"
        text += "|---|---|---|---|\n" + "\n".join(map(_row, actions)) + "\n"
    return text


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
