"""Check digits are those of the standards, one at a time and by the array."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sandbox.world.faces import transposed
from sandbox.world.identifiers import (
    CITIZEN_MAP,
    CREDIT_ALPHABET,
    ORGANISATION_ALPHABET,
    birth_of,
    citizen_check,
    citizen_checks,
    citizen_number,
    credit_check,
    credit_checks,
    credit_code,
    is_citizen_number,
    is_credit_code,
    is_organisation_code,
    organisation_check,
    organisation_checks,
)

bodies = st.text("0123456789", min_size=17, max_size=17)
organisations = st.text(CREDIT_ALPHABET, min_size=8, max_size=8)


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_citizen_numbers_of_the_standard_are_valid(number: str) -> None:
    assert is_citizen_number(number)


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91110000600037341L"])
def test_credit_codes_of_the_standard_are_valid(code: str) -> None:
    assert is_credit_code(code)
    assert is_organisation_code(code[8:17])


@pytest.mark.parametrize(
    "number", ["", "110105194912310021", "1101051949123100X2", "11010519491231002x", "١" * 18]
)
def test_other_numbers_are_not(number: str) -> None:
    assert not is_citizen_number(number)
    assert not is_credit_code(number)


def test_numbers_carry_area_birth_and_sequence() -> None:
    number = citizen_number("110105", date(1949, 12, 31), 2)
    assert number == "11010519491231002X"
    assert birth_of(number) == date(1949, 12, 31)
    assert birth_of("110105194913310021") is None


@given(st.lists(bodies, min_size=1, max_size=20))
def test_arrays_of_citizen_numbers_agree_with_single_ones(written: list[str]) -> None:
    digits = np.array([[int(d) for d in body] for body in written])
    assert [CITIZEN_MAP[c] for c in citizen_checks(digits)] == [citizen_check(b) for b in written]


@given(st.lists(organisations, min_size=1, max_size=20))
def test_arrays_of_codes_agree_with_single_ones(written: list[str]) -> None:
    values = np.array([[ORGANISATION_ALPHABET.index(c) for c in code] for code in written])
    assert ["0123456789X"[c] for c in organisation_checks(values)] == [
        organisation_check(code) for code in written
    ]
    whole = [credit_code("990001", code) for code in written]
    values = np.array([[CREDIT_ALPHABET.index(c) for c in code[:17]] for code in whole])
    assert [CREDIT_ALPHABET[c] for c in credit_checks(values)] == [
        credit_check(code[:17]) for code in whole
    ]


@given(bodies, st.integers(0, 16), st.integers(1, 9))
def test_every_wrong_digit_is_detected(body: str, place: int, by: int) -> None:
    number = body + citizen_check(body)
    wrong = str((int(number[place]) + by) % 10)
    assert not is_citizen_number(number[:place] + wrong + number[place + 1 :])


@given(bodies, st.floats(0, 1))
def test_every_transposition_of_neighbours_is_detected(body: str, where: float) -> None:
    number = body + citizen_check(body)
    spoilt = transposed(number, where)
    assume(spoilt != number)
    assert sorted(spoilt) == sorted(number)
    assert not is_citizen_number(spoilt)


@given(organisations, st.floats(0, 1))
def test_credit_codes_detect_transpositions_too(organisation: str, where: float) -> None:
    code = credit_code("990001", organisation)
    assert is_credit_code(code)
    assert is_organisation_code(code[8:17])
    spoilt = transposed(code, where)
    assume(spoilt != code)
    assert not is_credit_code(spoilt)
