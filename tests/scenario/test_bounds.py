"""Every number that a run depends on has bounds, and the schema says them."""

from typing import Any

import click
import pytest

from sandbox.cli import options
from sandbox.scenario.bounds import REPLICATIONS, SEEDS
from sandbox.scenario.schema import schema


def described(part: str, key: str) -> str:
    options: list[dict[str, Any]] = schema()["$defs"][part]["properties"][key]["anyOf"]
    return " ".join(option.get("description", "") for option in options)


def test_the_schema_says_the_bounds() -> None:
    assert "(1 to 100,000,000,000)" in described("ResourceSpec", "records")
    assert "(1 s to 100 years)" in described("Elastic", "every")
    assert "(0, or 1 s to 100 years)" in described("ModelSpec", "heartbeat")
    assert "(more than 0 to 10 years)" in described("StudySpec", "horizon")
    assert "(1 to 100,000)" in described("StudySpec", "replications")
    assert "(0 to 100)" in described("NeedSpec", "retries")
    assert "(0 to 1)" in described("ModelSpec", "verified")


def test_files_and_command_line_have_the_same_bounds() -> None:
    for option, bounds in (
        (options.replications_option(), REPLICATIONS),
        (options.seed_option(), SEEDS),
    ):
        for number in bounds:
            assert option.type.convert(str(number), None, None) == number
        for number in (bounds[0] - 1, bounds[1] + 1):
            with pytest.raises(click.BadParameter):
                option.type.convert(str(number), None, None)
