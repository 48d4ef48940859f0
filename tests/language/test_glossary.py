"""One thing has one name: the words that the glossary turns down are used nowhere."""

import re
from pathlib import Path

import pytest

from sandbox.language.catalogue import HERE

ROOT = Path(__file__).parents[2]
GLOSSARY = ROOT / "docs" / "reference" / "glossary.md"
ALLOWED = ("税务机关", "定点医疗机构", "观测站点")
"""names of things in the world that hold such a word"""
RAIN = ROOT / "scenarios" / "flood-emergency.yaml"
"""its 站点 are rain gauges"""


def _rejected() -> list[str]:
    rows = [line for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if "|" in line]
    columns = [row.strip().strip("|").split("|") for row in rows[2:]]
    return [word for row in columns for word in re.split("[、,]", row[3].strip()) if word]


def _texts() -> list[Path]:
    files = [*HERE.glob("zh/*.po"), *(ROOT / "sandbox").rglob("*.py")]
    files += [*(ROOT / "sandbox").rglob("*.yaml"), *(ROOT / "scenarios").rglob("*.yaml")]
    files += [*(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]
    return [file for file in files if file not in (GLOSSARY, RAIN)]


def test_the_glossary_turns_words_down() -> None:
    assert {"场景", "机关", "模型", "未见差别"} <= set(_rejected())


@pytest.mark.parametrize("word", _rejected())
def test_a_word_that_the_glossary_turns_down_is_used_nowhere(word: str) -> None:
    places = []
    for file in _texts():
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            for fine in ALLOWED:
                line = line.replace(fine, "")
            if word in line:
                places.append(f"{file.relative_to(ROOT)}:{number}: {line.strip()}")
    assert not places


def test_a_sentence_has_one_translation_in_all_rooms() -> None:
    from babel.messages.pofile import read_po

    said: dict[str, dict[str, list[str]]] = {}
    for po in sorted(HERE.glob("zh/*.po")):
        with po.open("rb") as file:
            for message in read_po(file, locale="zh"):
                if message.id:
                    words = said.setdefault(str(message.id), {})
                    words.setdefault(str(message.string), []).append(po.stem)
    assert not {text: words for text, words in said.items() if len(words) > 1}
