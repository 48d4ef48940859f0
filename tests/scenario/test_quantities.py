"""Numbers with units in English and Chinese, and their sources."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from sandbox.scenario.distributions import Distribution
from sandbox.scenario.quantities import (
    Count,
    Dimension,
    Duration,
    Factors,
    Quantity,
    Share,
)
from sandbox.scenario.units import intended, nearest_unit, parse

HOUR, DAY, YEAR = 3600.0, 86400.0, 365 * 86400.0


@pytest.mark.parametrize(
    ("written", "dimension", "value"),
    [
        ("20 ms", "duration", 0.02),
        ("20毫秒", "duration", 0.02),
        ("5 \u00b5s", "duration", 5e-6),
        ("5 \u03bcs", "duration", 5e-6),
        ("2 hrs", "duration", 2 * HOUR),
        ("1.2万/天", "rate", 12_000 / DAY),
        ("3 万次/天", "rate", 30_000 / DAY),
        ("2亿/年", "rate", 2e8 / YEAR),
        ("5千秒", "duration", 5000.0),
        ("1 PB", "size", 1e15),
        ("2 TB", "size", 2e12),
        ("1 MBps", "bandwidth", 1e6),
        ("100 Mb/s", "bandwidth", 12.5e6),
        ("2百万", "count", 2e6),
        ("3千万元", "money", 3e7),
        ("¥300", "amount", 300.0),
        ("50万", "amount", 500_000.0),
        ("1.5 h", "duration", 1.5 * HOUR),
        ("2 days", "duration", 2 * DAY),
        ("3天", "duration", 3 * DAY),
        ("3 天", "duration", 3 * DAY),
        ("2 个小时", "duration", 2 * HOUR),
        ("30分钟", "duration", 1800.0),
        ("6 个月", "duration", 180 * DAY),
        ("1年", "duration", YEAR),
        ("1e3 s", "duration", 1000.0),
        (0, "duration", 0.0),
        ("0", "duration", 0.0),
        ("120/h", "rate", 120 / HOUR),
        ("120 / h", "rate", 120 / HOUR),
        ("120 per hour", "rate", 120 / HOUR),
        ("5 每天", "rate", 5 / DAY),
        ("30 次/天", "rate", 30 / DAY),
        ("30件每天", "rate", 30 / DAY),
        ("0.2/year", "rate", 0.2 / YEAR),
        ("0.2/年", "rate", 0.2 / YEAR),
        ("2 kB", "size", 2000.0),
        ("2 MB", "size", 2e6),
        ("1 KiB", "size", 1024.0),
        ("3 兆字节", "size", 3e6),
        ("100 Mbps", "bandwidth", 12.5e6),
        ("100兆", "bandwidth", 12.5e6),
        ("1 Gbit/s", "bandwidth", 125e6),
        ("120 CNY", "money", 120.0),
        ("¥120", "money", 120.0),
        ("￥1,200.50", "money", 1200.5),
        ("3万元", "money", 30_000.0),
        ("1.5 亿元", "money", 1.5e8),
        ("5%", "share", 0.05),
        ("5％", "share", 0.05),
        ("3‰", "share", 0.003),
        (0.05, "share", 0.05),
        ("1,000", "count", 1000.0),
        ("1,234,567", "count", 1234567.0),
        ("1_000", "count", 1000.0),
        ("50万", "count", 500_000.0),
        ("14 亿", "count", 1.4e9),
        ("２０", "count", 20.0),
        ("-3 s", "amount", -3.0),
    ],
)
def test_a_quantity_is_read_in_base_units(written: str, dimension: str, value: float) -> None:
    assert parse(written, dimension) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("written", "dimension", "reason"),
    [
        ("12 foos", "duration", "unit"),
        ("5/h", "duration", "unit"),
        ("5 h", "rate", "unit"),
        ("100 MB", "bandwidth", "unit"),
        ("5%", "count", "unit"),
        ("5 m", "duration", "unit"),
        ("5万", "duration", "bare"),
        ("5万米", "duration", "unit"),
        (12, "duration", "bare"),
        ("12", "money", "bare"),
        ("soon", "duration", "number"),
        ("", "count", "number"),
        ("1,5", "number", "number"),
        ("1,00", "count", "number"),
        ("1.2.3", "number", "number"),
        ("1 000", "count", "number"),
        ("1e999", "number", "number"),
        ("nan", "number", "number"),
        (float("inf"), "number", "number"),
    ],
)
def test_what_is_no_quantity_is_refused_with_its_reason(
    written: str | float, dimension: str, reason: str
) -> None:
    with pytest.raises(ValueError, match=rf"^{reason}$"):
        parse(written, dimension)


@pytest.mark.parametrize(
    ("written", "dimension", "meant"),
    [
        ("12 minuts", "duration", "12 minutes"),
        ("3 Days", "duration", "3 days"),
        ("5 MS", "duration", "5 ms"),
        ("2 mB", "size", "2 MB"),
        ("4/yaer", "rate", "4/year"),
        ("4 per Hour", "rate", "4 per hour"),
        # a wrong unit is worse than none
        ("5 m", "duration", None),
        ("1 X", "size", None),
        ("1 Mb", "size", None),
        ("100 mbps", "bandwidth", None),
        ("1 页/天", "rate", None),
    ],
)
def test_a_unit_is_guessed_only_when_it_can_be_no_other(
    written: str, dimension: str, meant: str | None
) -> None:
    assert nearest_unit(written, dimension) == meant


def test_a_unit_of_several_meanings_is_asked_back() -> None:
    assert intended("5 m", "duration") == ("5 min", "5 ms", "5 months")
    assert intended("5/m", "rate") == ("5/min", "5/month")
    assert intended("100 M", "bandwidth") == ("100 Mbps", "100 MB/s")
    assert intended("5 min", "duration") == ()


@given(st.text(max_size=20), st.sampled_from(["duration", "rate", "money", "count", "amount"]))
def test_any_text_is_read_or_refused(written: str, dimension: str) -> None:
    try:
        parse(written, dimension)
        reason = ""
    except ValueError as error:
        reason = error.args[0]
        nearest_unit(written, dimension)
    assert reason in ("", "unit", "bare", "number")


@pytest.mark.parametrize(
    ("annotation", "written", "kind"),
    [
        (Duration, "-5 ms", "quantity_least"),
        (Share, "120%", "quantity_range"),
        (Share, -0.1, "quantity_range"),
        (Count, 2.5, "quantity_whole"),
        (Count, True, "quantity_number"),
        (Count, None, "quantity_number"),
        (Count, [1], "quantity_number"),
        (Duration, "1000 years", "quantity_large"),
        (Duration, {"value": "5 s", "sorce": "x"}, "quantity_keys"),
        (Duration, {"source": "x"}, "quantity_keys"),
        (Duration, {"value": {"value": "5 s"}}, "quantity_number"),
    ],
)
def test_impossible_values_are_refused(annotation: object, written: object, kind: str) -> None:
    with pytest.raises(ValidationError) as error:
        TypeAdapter(annotation).validate_python(written)
    assert error.value.errors()[0]["type"] == kind


def test_a_quantity_remembers_its_source_and_wording_also_in_another_process() -> None:
    found = Dimension("duration").read({"value": "3天", "source": "a rule"})
    copy = pickle.loads(pickle.dumps(found))
    for quantity in (found, copy):
        assert (quantity, quantity.source, quantity.written) == (3 * DAY, "a rule", "3天")


def test_a_list_says_its_source_once() -> None:
    found = TypeAdapter(Factors).validate_python({"value": [1, 2], "source": "a rule"})
    assert found == (1, 2)
    assert [each.source for each in found] == ["a rule", "a rule"]


@pytest.mark.parametrize(
    ("written", "kind", "values"),
    [
        ("20 ms", "constant", {"mean": 0.02}),
        ({"value": "20 ms", "source": "s"}, "constant", {"mean": 0.02}),
        ({"constant": "20 ms"}, "constant", {"mean": 0.02}),
        ({"exponential": "20 ms"}, "exponential", {"mean": 0.02}),
        ({"exponential": {"value": "20 ms", "source": "s"}}, "exponential", {"mean": 0.02}),
        ({"exponential": {"mean": "20 ms"}}, "exponential", {"mean": 0.02}),
        ({"erlang": {"mean": "1 s", "stages": 3}}, "erlang", {"mean": 1, "stages": 3}),
        ({"lognormal": {"mean": "1 s", "cv": 2}}, "lognormal", {"mean": 1, "cv": 2}),
        ({"uniform": {"low": "1 s", "high": "2 s"}}, "uniform", {"low": 1, "high": 2}),
        ({"empirical": ["1 s", "2 s"]}, "empirical", {"values": (1, 2)}),
    ],
)
def test_distributions_have_short_forms(
    written: object, kind: str, values: dict[str, object]
) -> None:
    found = Distribution.model_validate(written)
    assert found.kind == kind
    assert {name: getattr(found, name) for name in values} == values


def test_the_source_of_a_distribution_is_that_of_its_numbers() -> None:
    found = Distribution.model_validate({"lognormal": {"mean": "1 s", "cv": 2}, "source": "s"})
    assert isinstance(found.mean, Quantity)
    assert (found.mean.source, found.cv.source) == ("s", "s")  # type: ignore[union-attr]


@pytest.mark.parametrize(("text", "value"), [("95%", 0.95), ("29‰", 0.029), ("7%", 0.07)])
def test_a_share_in_percent_is_the_number_that_it_says(text: str, value: float) -> None:
    assert parse(text, "share") == value
