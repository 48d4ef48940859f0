"""An interval is written with a half-width only where that tells its ends."""

import json

import pytest

from sandbox.language import speaking
from sandbox.report.between import around, between
from sandbox.report.json_form import finite
from sandbox.study.calibration.arrivals import poisson_rate


@pytest.fixture(autouse=True)
def _in_english():
    with speaking("en"):
        yield


def test_an_even_interval_has_a_half_width() -> None:
    assert around(10.0, 9.0, 11.0, "s") == "10.0 ±1.0 s"
    assert around(10.0, float("nan"), float("nan"), "s") == "10 s"


def test_few_calls_are_never_said_to_be_below_none() -> None:
    """Garwood's interval of 2 calls an hour: 0.242 to 7.22."""
    rate = poisson_rate(2, 3600, 0.95)
    words = around(rate.value * 3600, rate.low * 3600, rate.high * 3600, "")
    assert words == "2 (0.242 … 7.22)"
    assert between(0.0, 0.0, 0.5, "share") == "0% (0% … 50%)"


def test_json_never_says_minus_nought() -> None:
    told = finite({"a": [-0.0, (0.0, -1.0)], "b": float("inf"), "c": 0, "d": True})
    assert json.dumps(told) == '{"a": [0.0, [0.0, -1.0]], "b": null, "c": 0, "d": true}'
