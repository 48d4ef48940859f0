"""Numbers as Chinese documents write them."""

import pytest

from sandbox.language import numeral


@pytest.mark.parametrize(
    ("number", "zh"),
    [(1, "一"), (9, "九"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五"), (99, "九十九")],
)
def test_a_small_number_is_a_chinese_numeral(number, zh) -> None:
    assert (numeral(number).zh, numeral(number).en) == (zh, str(number))
    assert numeral(str(number)) == numeral(number)


@pytest.mark.parametrize("other", ["0", "100", "", "one"])
def test_what_is_no_small_number_stays_as_it_is(other) -> None:
    assert (numeral(other).zh, numeral(other).en) == (other, other)
