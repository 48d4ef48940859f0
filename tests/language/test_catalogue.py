"""Every sentence exists in Chinese, and the compiled catalogues are those of the sources."""

import string
from gettext import GNUTranslations
from io import BytesIO

import pytest

from sandbox.language import Message, Text, say
from sandbox.language.catalogue import HERE, compiled, templates

SOURCES = sorted(HERE.glob("*/*.po"))


def _fields(template: str) -> set[str]:
    return {name.split(".")[0] for _, name, _, _ in string.Formatter().parse(template) if name}


def _translations() -> dict[str, str]:
    merged: dict[str, str] = {}
    for po in SOURCES:
        catalogue = GNUTranslations(BytesIO(compiled(po)))._catalog  # type: ignore[attr-defined]
        merged |= {key: words for key, words in catalogue.items() if isinstance(key, str) and key}
    return merged


def test_every_template_has_a_chinese_translation() -> None:
    known = _translations()
    missing = {text: place for text, place in templates().items() if not known.get(text)}
    assert not missing


def test_a_translation_names_the_same_parameters_as_its_template() -> None:
    known = _translations()
    wrong = {
        text: known[text]
        for text in templates()
        if text in known and not _fields(known[text]) <= _fields(text)
    }
    assert not wrong


@pytest.mark.parametrize("po", SOURCES, ids=lambda po: po.stem)
def test_a_compiled_catalogue_is_in_step_with_its_source(po) -> None:
    assert po.with_suffix(".mo").read_bytes() == compiled(po)


def test_a_message_is_said_in_the_language_asked_for() -> None:
    assert Message("{a} and {b}", {"a": Text("甲", "A"), "b": 2}).render("en") == "A and 2"
    assert say("no such template {x}", "zh", x=1) == "no such template 1"


def test_a_text_in_one_language_stands_for_both() -> None:
    assert Text(zh="公安").render("en") == "公安"
    assert Text(en="police").render("zh") == "police"
