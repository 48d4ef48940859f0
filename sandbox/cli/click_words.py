"""Click's own sentences (usage, options, errors) in the language in force.

In: nothing. Out: click's modules asking our catalogues instead of the system's, and errors with the
punctuation of the language. Click takes its words from `gettext` under the names `_` and
`ngettext`; a sentence that our catalogue does not know, because click is older or newer, is said in
English.
"""

from __future__ import annotations

import gettext
import re
import sys

from sandbox.language import current, say


def _spoken(sentence: str) -> str:
    return sentence if current() == "en" else say(sentence, current())


def _spoken_by_number(one: str, many: str, number: int) -> str:
    return _spoken(one if number == 1 else many)


def teach_click() -> None:
    """Let every loaded module of click speak through our catalogues."""
    for name, module in list(sys.modules.items()):
        if name == "click" or name.startswith("click."):
            if getattr(module, "_", None) is gettext.gettext:
                vars(module)["_"] = _spoken
            if getattr(module, "ngettext", None) is gettext.ngettext:
                vars(module)["ngettext"] = _spoken_by_number


def punctuated(words: str) -> str:
    """An error of click's, which puts full stops, commas and spaces between its sentences and names
    itself, with Chinese ones in Chinese."""
    if current() != "zh":
        return words
    words = words.replace("', '", "'、'")
    words = re.sub(r"(?<=')\.(?=\s|$)", "\u3002", words)
    return re.sub(r"(?<=[\u3002\uff1f\uff01\uff0c\uff1b\uff1a\uff09]) +", "", words)
