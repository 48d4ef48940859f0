"""Check digits of citizen numbers, organisation codes and unified social credit codes.

In: digits, one number at a time or whole numpy arrays of them. Out: check digits, complete
numbers, and whether a number is well formed. Sources: GB 11643-1999 (ISO 7064 MOD 11-2),
GB 11714-1997, GB 32100-2015.
"""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

Digits = NDArray[np.int64]

CITIZEN_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CITIZEN_MAP = "10X98765432"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))


def citizen_checks(bodies: Digits) -> Digits:
    """Check values 0–10 (index into `CITIZEN_MAP`) of bodies, digits as [n, 17]."""
    result: Digits = bodies @ np.array(CITIZEN_WEIGHTS, dtype=np.int64) % 11
    return result


def organisation_checks(bodies: Digits) -> Digits:
    """Check values 0–10 (10 is written X) of bodies, values 0–35 as [n, 8] (GB 11714)."""
    result: Digits = -(bodies @ np.array(ORGANISATION_WEIGHTS, dtype=np.int64)) % 11
    return result


def credit_checks(bodies: Digits) -> Digits:
    """Check values 0–30 (index into `CREDIT_ALPHABET`) of bodies, values 0–30 as [n, 17]."""
    result: Digits = -(bodies @ np.array(CREDIT_WEIGHTS, dtype=np.int64)) % 31
    return result


def citizen_check(body: str) -> str:
    """The last character of a citizen number from its first 17 digits."""
    return CITIZEN_MAP[sum(w * int(d) for w, d in zip(CITIZEN_WEIGHTS, body)) % 11]


def organisation_check(body: str) -> str:
    """The last character of an organisation code from its first eight."""
    total = sum(w * ORGANISATION_ALPHABET.index(c) for w, c in zip(ORGANISATION_WEIGHTS, body))
    return "0123456789X"[-total % 11]


def credit_check(body: str) -> str:
    """The last character of a credit code from its first 17."""
    total = sum(w * CREDIT_ALPHABET.index(c) for w, c in zip(CREDIT_WEIGHTS, body))
    return CREDIT_ALPHABET[-total % 31]


def citizen_number(area: str, birth: date, sequence: int) -> str:
    """A citizen number; an odd sequence is a man's."""
    body = f"{area}{birth:%Y%m%d}{sequence:03d}"
    return body + citizen_check(body)


def credit_code(area: str, organisation: str) -> str:
    """A company's credit code: 91, area, organisation code of eight characters with its check."""
    body = f"91{area}{organisation}{organisation_check(organisation)}"
    return body + credit_check(body)


def is_citizen_number(number: str) -> bool:
    """Whether length, characters and check digit are right."""
    body = number[:17]
    return (
        len(number) == 18
        and body.isascii()
        and body.isdigit()
        and citizen_check(body) == number[17]
    )


def is_credit_code(code: str) -> bool:
    """Whether length, characters and the last character are right."""
    return (
        len(code) == 18
        and all(c in CREDIT_ALPHABET for c in code)
        and credit_check(code[:17]) == code[17]
    )


def is_organisation_code(code: str) -> bool:
    """Whether length, characters and the last character are right."""
    return (
        len(code) == 9
        and all(c in ORGANISATION_ALPHABET for c in code)
        and organisation_check(code[:8]) == code[8]
    )


def birth_of(number: str) -> date | None:
    """The date of birth in a citizen number; None: there is no such day."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
