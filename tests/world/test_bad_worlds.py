"""What only shows in the world: bad files and odd ones, one a message, the words beside them."""

from pathlib import Path

import pytest

from sandbox.scenario import Refused, load
from sandbox.study import Workshop

HERE = Path(__file__).parent


def files(folder: str) -> list[str]:
    return sorted(path.name for path in (HERE / folder).glob("*.yaml"))


def expected(folder: str, name: str, language: str) -> str:
    return (HERE / folder / name).with_suffix(f".{language}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", files("bad"))
def test_a_bad_world_is_refused_with_exactly_these_words(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(HERE / "bad")
    with pytest.raises(Refused) as refusal:
        _ = Workshop(load(name)).world
    for language in ("en", "zh"):
        assert refusal.value.render(language) + "\n" == expected("bad", name, language)


@pytest.mark.parametrize("name", files("odd"))
def test_an_odd_world_is_built_and_warned_of_with_exactly_these_words(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(HERE / "odd")
    warnings = Workshop(load(name)).world.warnings
    for language in ("en", "zh"):
        said = "\n".join(warning.render(language) for warning in warnings) + "\n"
        assert said == expected("odd", name, language)
