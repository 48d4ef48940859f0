"""Messages, bilingual texts and the language in force.

In: English templates (the message ids of the catalogues beside this file) and parameters.
Out: sentences. A template that no catalogue holds is said in English.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any

LANGUAGES = ("zh", "en")

_chosen: list[str] = []


def from_locale() -> str:
    """The language of the environment: Chinese unless the locale says English."""
    for name in ("PILOT_SANDBOX_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "").strip().lower()
        if value.startswith("zh"):
            return "zh"
        if value and value.split(".")[0] not in ("c", "posix"):
            return "en"
        if value.startswith(("c.", "posix")) or value in ("c", "posix"):
            return "en"
    return "zh"


def unknown_language() -> str:
    """What PILOT_SANDBOX_LANG says, when that is no language shipped; nothing when all is well."""
    value = os.environ.get("PILOT_SANDBOX_LANG", "").strip()
    return "" if value.lower().startswith(LANGUAGES) else value


def current() -> str:
    """The language in force: the one chosen, else that of the locale."""
    return _chosen[0] if _chosen else from_locale()


def speak(language: str) -> None:
    """Put `language` in force for the process: threads and tasks hear of it at once.

    Raises:
        ValueError: for a language that is not shipped.
    """
    if language not in LANGUAGES:
        raise ValueError(f"unknown language {language!r}; known: {', '.join(LANGUAGES)}")
    _chosen[:] = [language]


@contextmanager
def speaking(language: str | None) -> Iterator[None]:
    """`language` in force (None: the one that is) for what is done here, and not afterwards.

    Raises:
        ValueError: for a language that is not shipped.
    """
    before = list(_chosen)
    if language is not None:
        speak(language)
    try:
        yield
    finally:
        _chosen[:] = before


@lru_cache(maxsize=4)
def _catalogue(language: str) -> gettext.NullTranslations:
    """All catalogues of one language chained into one."""
    chain: gettext.NullTranslations | None = None
    folder = resources.files("sandbox.language") / language
    if folder.is_dir():
        for entry in sorted(folder.iterdir(), key=lambda item: item.name):
            if entry.name.endswith(".mo"):
                with entry.open("rb") as file:
                    part = gettext.GNUTranslations(file)
                if chain is None:
                    chain = part
                else:
                    chain.add_fallback(part)
    return chain or gettext.NullTranslations()


class Spoken:
    """Something that is said in the language asked for."""

    def render(self, language: str | None = None) -> str:
        """The words in `language` (default: the one in force)."""
        raise NotImplementedError

    def __str__(self) -> str:
        return self.render()


def say(template: str, language: str | None = None, /, **parameters: Any) -> str:
    """The sentence of `template` in `language` (default: that in force), parameters filled in."""
    language = language or current()
    words = template if language == "en" else _catalogue(language).gettext(template)
    if not parameters:
        return words
    spoken = {
        name: value.render(language) if isinstance(value, Spoken) else value
        for name, value in parameters.items()
    }
    if language == "zh":
        words = _spaced(words, parameters, spoken)
    return words.format(**spoken)


def _spaced(words: str, parameters: Mapping[str, Any], spoken: Mapping[str, Any]) -> str:
    """A Chinese template with spaces where our own words in it need them, and nowhere else.

    Chinese stands without spaces beside Chinese, and apart from Latin letters and digits. What is
    filled in from elsewhere, such as names, is left as the template has it.
    """
    for name, value in parameters.items():
        place, said = f"{{{name}}}", spoken[name]
        if not isinstance(value, Message) or place not in words or not said:
            continue
        before, after = words.split(place, 1)
        if before.endswith(" ") and _is_chinese(before[-2:-1]) and _is_chinese(said[0]):
            before = before[:-1]
        elif _is_chinese(before[-1:]) and said[0].isascii() and said[0].isalnum():
            before += " "
        if after.startswith(" ") and _is_chinese(after[1:2]) and _is_chinese(said[-1]):
            after = after[1:]
        elif _is_chinese(after[:1]) and said[-1].isascii() and said[-1].isalnum():
            after = f" {after}"
        words = before + place + after
    return words


def _is_chinese(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


@dataclass(frozen=True)
class Message(Spoken):
    """A sentence not yet said: a template and its parameters, which may be messages themselves."""

    template: str
    parameters: dict[str, Any] = field(default_factory=dict)

    def render(self, language: str | None = None) -> str:
        """The sentence in `language` (default: the one in force)."""
        return say(self.template, language, **self.parameters)


@dataclass(frozen=True)
class Text(Spoken):
    """A name or paragraph that a scenario's author wrote in one or both languages."""

    zh: str = ""
    en: str = ""

    def render(self, language: str | None = None) -> str:
        """The text in `language`, else in the other one."""
        if (language or current()) == "zh":
            return self.zh or self.en
        return self.en or self.zh
