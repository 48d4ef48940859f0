"""Settings in words.

In: the name of a setting and a value of it as text. Out: what it is called, what it does, what the
value means, in the language in force.
"""

from __future__ import annotations

from sandbox.language import Message, say
from sandbox.tui.themes import THEMES

NAMES = {
    "language": Message("Language"),
    "theme": Message("Colours"),
    "symbols": Message("Symbols"),
    "frames": Message("Pictures a second"),
    "line": Message("Line to the terminal"),
    "ask_before_quitting": Message("Ask before quitting"),
}
ABOUT = {
    "language": Message("The language that the app begins in; `--lang` goes before it."),
    "theme": Message(
        "In every theme words stand out from their ground by 4.5 to 1 at least, and nothing is "
        "told by colour alone."
    ),
    "symbols": Message(
        "What maps, charts and bars are drawn with. Automatic: the finest that this terminal draws "
        "as wide as it should; `--symbols` goes before it."
    ),
    "frames": Message("How often a chart is drawn while a study runs."),
    "line": Message(
        "Over a slow line charts are drawn twice a second. Automatic: slow while the terminal "
        "takes long for what is written to it."
    ),
    "ask_before_quitting": Message(
        "Whether quitting asks first while a study runs; quitting cancels it."
    ),
}
_VALUES = {
    "locale": Message("as the locale says"),
    "auto": Message("automatic"),
    "braille": Message("braille dots"),
    "blocks": Message("blocks"),
    "ascii": Message("ASCII characters"),
    "fast": Message("fast"),
    "slow": Message("slow"),
    "yes": Message("yes"),
    "no": Message("no"),
}
_LANGUAGES = {"zh": "中文", "en": "English"}


def value_words(name: str, value: str) -> str:
    """What a value of a setting means."""
    if name == "theme":
        return THEMES[value].title.render()
    if name == "frames":
        return value
    if value in _LANGUAGES:
        return _LANGUAGES[value]
    return _VALUES[value or "locale"].render() if value or name == "language" else say("none")
