"""One bad file for each message, the exact messages beside it in both languages."""

import ast
import re
from pathlib import Path

import pytest

from sandbox.scenario import Refused, load

ROOM = Path(load.__code__.co_filename).parent
BAD = Path(__file__).with_name("bad")
FILES = sorted(path.name for path in BAD.glob("*.yaml"))

SAID_ELSEWHERE = {
    # said of files that cannot be kept here: see test_reading.py
    "the file cannot be read: {reason}",
    "more than {limit} scenarios extend each other",
    "there is no file and no shipped scenario `{name}`; shipped: {known}",
    "this is not a file that can be read as a scenario",
    "the file is larger than {limit} MB, the most that is read",
    # said in the schema: see test_schema.py
    "0, or {least}",
    "at most {high}",
    # said of files that are sound, when entries are to be added to them: see test_splice.py
    "an entry cannot be added here without changing others; write it out",
}


@pytest.mark.parametrize("name", FILES)
def test_a_bad_file_is_refused_with_exactly_these_words(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(BAD)
    with pytest.raises(Refused) as refusal:
        load(name)
    for language in ("en", "zh"):
        said = refusal.value.render(language).replace(str(ROOM), "sandbox/scenario") + "\n"
        expected = Path(name).with_suffix(f".{language}.txt").read_text(encoding="utf-8")
        assert said == expected


def test_every_message_of_this_room_has_a_bad_file() -> None:
    odd = BAD.parent.with_name("world") / "odd"  # warnings show in the world
    texts = [*BAD.glob("*.en.txt"), *odd.glob("*.en.txt")]
    said = "\n".join(path.read_text(encoding="utf-8") for path in texts)
    unsaid = set()
    for file in ROOM.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or getattr(node.func, "id", "") != "Message":
                continue
            template = node.args[0]
            assert isinstance(template, ast.Constant), f"{file.name}:{node.lineno}"
            words = re.sub(r"\\\{\w+\\\}", ".+", re.escape(template.value))
            if not re.search(words, said):
                unsaid.add(template.value)
    assert unsaid == SAID_ELSEWHERE


def test_the_good_file_is_good() -> None:
    load(BAD.parent / "good.yaml")
