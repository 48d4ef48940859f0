"""What the help finds for words typed: actions, words of the glossary, measures.

In: words. Out: what holds all of them, in the language in force; names are known in both.
"""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.language import say
from sandbox.language.glossary import terms
from sandbox.measures import CATALOGUE
from sandbox.report.terms import measure_term
from sandbox.tui.actions import ACTIONS
from sandbox.tui.page_names import page_names


@dataclass(frozen=True)
class Hit:
    """One thing found."""

    sign: str  # its key, or what kind of thing it is
    title: str
    about: str


def search(typed: str) -> list[Hit]:
    """Actions of all screens, then terms, then measures that hold every word typed."""
    wanted = typed.casefold().split()
    if not wanted:
        return []

    def fits(*texts: str) -> bool:
        where = " ".join(texts).casefold()
        return all(word in where for word in wanted)

    found = []
    for action in ACTIONS:
        pages = page_names(action.pages)
        about = action.about.render()
        names = [
            text.render(language) for text in (action.title, action.about) for language in _TWO
        ]
        if fits(*names, pages, action.key_label):
            where = say("{about} ({pages})", about=about, pages=pages)
            found.append(Hit(action.key_label, action.title.render(), where))
    for term in terms():
        names = [term.name.zh, term.name.en, term.about.zh, term.about.en]
        if fits(*names):
            title = f"{term.name.render()} · {term.name.render(_other())}"
            found.append(Hit(say("word"), title, term.about.render()))
    for name, info in CATALOGUE.items():
        names = [text.render(each) for text in (info.title, info.definition) for each in _TWO]
        if fits(name, *names):
            title = f"{measure_term(name)} · {name}"
            found.append(Hit(say("measure"), title, info.definition.render()))
    return found


_TWO = ("zh", "en")


def _other() -> str:
    from sandbox.language import current

    return "en" if current() == "zh" else "zh"
