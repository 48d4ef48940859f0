"""The JSON Schema accepts what the loader accepts, and describes every key."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from sandbox.language import speak
from sandbox.scenario import load, schema
from sandbox.scenario.document import DEFAULTS
from sandbox.scenario.text import compose

HERE = Path(__file__).parent
speak("en")
WHOLE = schema()


def parts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inside in value.values():
            yield from parts(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from parts(inside)


def fits(value: Any, rule: dict[str, Any]) -> bool:
    """Whether `value` fits `rule`, for the keywords that this schema uses."""
    known = {
        "$schema",
        "$defs",
        "$ref",
        "anyOf",
        "type",
        "enum",
        "properties",
        "required",
        "format",
    }
    known |= {"additionalProperties", "propertyNames", "items", "prefixItems", "minItems"}
    known |= {"maxItems", "description", "title", "default", "const"}
    assert set(rule) <= known, set(rule) - known
    names = {"string": str, "number": (int, float), "integer": int, "boolean": bool}
    names |= {"object": dict, "array": list, "null": type(None)}
    if "$ref" in rule and not fits(value, WHOLE["$defs"][rule["$ref"].rsplit("/", 1)[1]]):
        return False
    if "anyOf" in rule and not any(fits(value, option) for option in rule["anyOf"]):
        return False
    kinds = rule.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(
        isinstance(value, names[kind]) and (kind == "boolean") == isinstance(value, bool)
        for kind in kinds
    ):
        return False
    if "enum" in rule and value not in rule["enum"]:
        return False
    if isinstance(value, dict):
        inside, others = rule.get("properties", {}), rule.get("additionalProperties", {})
        if any(key not in value for key in rule.get("required", ())):
            return False
        if not all(fits(key, rule.get("propertyNames", {})) for key in value):
            return False
        for key, each in value.items():
            if key in inside:
                if not fits(each, inside[key]):
                    return False
            elif others is False or not fits(each, others or {}):
                return False
    if isinstance(value, list):
        prefix = rule.get("prefixItems", [])
        if not rule.get("minItems", 0) <= len(value) <= rule.get("maxItems", 1e9):
            return False
        rest = value[len(prefix) :] if prefix else value
        return all(map(fits, value, prefix)) and all(fits(e, rule.get("items", {})) for e in rest)
    return True


def test_every_key_everywhere_is_described() -> None:
    for part in parts(WHOLE):
        properties = part.get("properties")
        if isinstance(properties, dict) and "type" in part:
            assert part.get("additionalProperties") is False, part
            for name, inside in properties.items():
                assert inside.get("description"), name


def test_every_description_is_said_in_chinese_too() -> None:
    speak("zh")
    try:
        said = [part["description"] for part in parts(schema()) if _described(part)]
    finally:
        speak("en")
    assert len(said) > 300
    assert not {words for words in said if not re.search("[\u4e00-\u9fff]", words)}
    english = {part["description"] for part in parts(WHOLE) if _described(part)}
    assert not {words for words in english if re.search("[\u4e00-\u9fff]{4}", words.split("(")[0])}


def _described(part: dict[str, Any]) -> bool:
    return isinstance(part.get("description"), str)


def test_numbers_are_described_with_unit_and_bounds() -> None:
    written = WHOLE["$defs"]["StudySpec"]["properties"]["replications"]["anyOf"][0]
    assert written["description"] == "a whole number such as 4, 50万 (1 to 100,000)"
    assert "( to" not in str(WHOLE)


def test_no_key_is_described_by_its_own_name() -> None:
    for part in parts(WHOLE):
        for name, inside in (part.get("properties") or {}).items():
            if isinstance(inside, dict):
                assert re.sub(r"\W", "", str(inside.get("description"))) != name


@pytest.mark.parametrize(
    "words",
    [(HERE / name).read_text(encoding="utf-8") for name in ("nine_models.yaml", "good.yaml")],
)
def test_good_scenarios_fit(words: str) -> None:
    assert fits(compose(words, "x").plain(), WHOLE)


def test_the_defaults_fit() -> None:
    tree = compose(DEFAULTS.read_text(encoding="utf-8"), "x").plain()
    assert fits({"extends": "nothing", **tree}, WHOLE)


def test_the_text_of_a_document_fits() -> None:
    document = load(HERE / "good.yaml")
    assert fits(yaml.load(document.text, yaml.BaseLoader), WHOLE | {"anyOf": [{}]}) or fits(
        compose(document.text, "x").plain(), WHOLE
    )


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("stations", "database", "service"), {"exponentail": "5 ms"}),
        (("stations", "database", "service"), {"lognormal": {"mean": "5 ms"}}),
        (("stations", "database", "colour"), "red"),
        (("catalogue", "population", "class"), "basics"),
        (("study", "seed"), {"value": 1, "sorce": "x"}),
        (("gateways", "g", "between"), ["extranet"]),
        (("models", "letters", "cascade"), {"conty": {"period": "1 day"}}),
    ],
)
def test_what_the_loader_refuses_does_not_fit(path: tuple[str, ...], value: object) -> None:
    tree: Any = value
    for step in reversed(path):
        tree = {step: tree}
    assert not fits({"extends": "good", **tree}, WHOLE)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("stations", "database", "service"), "5 ms"),
        (("stations", "database", "service"), {"exponential": "5 ms", "source": "x"}),
        (("stations", "database", "service"), {"empirical": ["1 s", {"value": "2 s"}]}),
        (("stations", "hub"), None),
        (("profiles", "mine", "hours"), {"value": [1, 2], "source": "x"}),
        (("needs", "n", "regions"), [330102]),
        (("title",), {"zh": "题", "en": "t"}),
        (("defaults", "need"), {"timeout": "5 s"}),
        (("agreements", "a", "from"), "2 days"),
        (("models", "letters", "cascade"), {"county": {"period": "1 day"}}),
    ],
)
def test_short_forms_fit(path: tuple[str, ...], value: object) -> None:
    tree: Any = value
    for step in reversed(path):
        tree = {step: tree}
    assert fits({"extends": "good", **tree}, WHOLE)
