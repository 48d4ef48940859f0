"""Keys, bits and laws, one draw at a time: the bits of `sandbox.randomness`.

In: identities, purposes, laws. Out: numbers and ticks, the same as from the other engine.
"""

from __future__ import annotations

import math

import numpy as np

from sandbox.engine.kernel.columns import (
    AT_LAW_FAMILY,
    AT_LAW_NUMBERS,
    AT_LAW_SHARES,
    AT_LAW_START,
    AT_LAW_VALUES,
    F,
    I,
)
from sandbox.engine.kernel.jit import hot, jit
from sandbox.engine.kernel.words import (
    CONSTANT,
    ERLANG,
    EXPONENTIAL,
    GAMMA,
    LOGNORMAL,
    PARTS,
    TICKS_A_SECOND,
    UNIFORM,
)
from sandbox.randomness import keys, portable

_GOLDEN = np.uint64(keys.GOLDEN)
_FIRST, _SECOND = (np.uint64(keys.FIRST), np.uint64(keys.SECOND))
_S30, _S27, _S31, _S12, _ONE = (np.uint64(n) for n in (30, 27, 31, 12, 1))
_FINEST = keys.FINEST
_LN2_HIGH, _LN2_LOW = portable.LN2_HIGH, portable.LN2_LOW
_PER_LN2, _LARGEST = portable.PER_LN2, portable.LARGEST
_CENTRE = np.array(portable.CENTRE)
_MIDDLE = np.array(portable.MIDDLE)
_TAIL = np.array(portable.TAIL)
_LONGEST = 4000000000.0
_UNIT = float(1 << 32)
_FRACTION = (1 << 52) - 1
_HALF_ROOT = int(np.float64(portable.HALF_ROOT).view(np.int64)) & _FRACTION


@hot
def mix(number: np.uint64) -> np.uint64:
    """`keys.mix`."""
    number = (number ^ number >> _S30) * _FIRST
    number = (number ^ number >> _S27) * _SECOND
    return number ^ number >> _S31


@hot
def identity(origin: np.uint64, name: np.uint64, index: int) -> np.uint64:
    """`keys.identity` and `keys.child`."""
    return mix(mix(origin ^ name) + (np.uint64(index) + _ONE) * _GOLDEN)


@hot
def bits(owner: np.uint64, purpose: np.uint64, step: int) -> np.uint64:
    """`keys.bits`."""
    return mix(owner ^ purpose + np.uint64(step) * _GOLDEN)


@hot
def unit(number: np.uint64) -> float:
    """`keys.unit`."""
    return (float(np.int64(number >> _S12)) + 0.5) * _FINEST


@hot
def to_bits(number: float) -> np.int64:
    """The bits of a float64."""
    return np.float64(number).view(np.int64)


@hot
def from_bits(number: int | np.int64) -> float:
    """The float64 of these bits."""
    return np.int64(number).view(np.float64)


@hot
def log(x: float) -> float:
    """`portable.log`."""
    number = to_bits(x)  # a normal number, so its exponent is where it should be
    fraction = number & _FRACTION
    low = int(fraction < _HALF_ROOT)  # no branch: nobody can guess it
    k = (number >> 52) - 1022 - low
    m = from_bits(fraction | (1022 + low) << 52)
    f = m - 1.0
    n = float(k)
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373))
    odd = z * (
        0.6666666666666735
        + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586))
    )
    half = 0.5 * f * f
    return n * _LN2_HIGH - (half - (s * (half + (odd + even)) + n * _LN2_LOW) - f)


@jit
def exp(x: float) -> float:
    """`portable.exp`."""
    x = max(-_LARGEST, min(_LARGEST, x))
    whole = math.floor(x * _PER_LN2 + 0.5)
    k = float(whole)
    high = x - k * _LN2_HIGH
    low = k * _LN2_LOW
    r = high - low
    t = r * r
    c = r - t * (
        0.16666666666666602
        + t
        * (
            -0.0027777777777015593
            + t
            * (6.613756321437934e-05 + t * (-1.6533902205465252e-06 + t * 4.1381367970572385e-08))
        )
    )
    y = 1.0 - (low - r * c / (2.0 - c) - high)
    # no further from one than `LARGEST` allows, so the result is a normal number
    return y * from_bits((int(whole) + 1023) << 52)


@jit
def _ratio(polynomials: np.ndarray, r: float) -> float:
    above = polynomials[0, 0] * r + polynomials[0, 1]
    below = polynomials[1, 0] * r + polynomials[1, 1]
    for place in range(2, polynomials.shape[1]):
        above = above * r + polynomials[0, place]
        below = below * r + polynomials[1, place]
    return float(above / below)


@jit
def normal(p: float) -> float:
    """`portable.normal`."""
    q = p - 0.5
    if abs(q) <= 0.425:
        return _ratio(_CENTRE, 0.180625 - q * q) * q
    r = math.sqrt(-log(p if q < 0.0 else 1.0 - p))
    x = _ratio(_MIDDLE, r - 1.6) if r <= 5.0 else _ratio(_TAIL, r - 5.0)
    return -x if q < 0.0 else x


@hot
def _ticks(seconds: float) -> int:
    return int(max(0.0, min(_LONGEST, seconds)) * TICKS_A_SECOND + 0.5)


@hot
def chance(owner: np.uint64, purpose: np.uint64) -> int:
    """`sampling.chance`."""
    return int(unit(bits(owner, purpose, 0)) * PARTS)


@hot
def gap(owner: np.uint64, purpose: np.uint64) -> int:
    """An exponential gap of mean one, in fixed-point numbers of `sources.UNIT`."""
    return int(-log(unit(bits(owner, purpose, 0))) * _UNIT)


@hot
def _exponential(owner: np.uint64, purpose: np.uint64, mean: float, step: int) -> float:
    return -log(unit(bits(owner, purpose, step))) * mean


@jit
def _gamma(owner: np.uint64, purpose: np.uint64, shape: float, scale: float) -> float:
    boost = 1.0
    if shape < 1.0:
        boost = exp(log(unit(bits(owner, purpose, 0))) / shape)
        shape = shape + 1.0
    d = shape - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    step = 1
    while True:
        x = normal(unit(bits(owner, purpose, step)))
        v = 1.0 + c * x
        if v > 0.0:
            v = v * v * v
            accepted = log(unit(bits(owner, purpose, step + 1)))
            if accepted < 0.5 * x * x + d - d * v + d * log(v):
                return d * v * boost * scale
        step += 2


@jit
def _empirical(x: I, fix: I, num: F, mem: I, law: int, drawn: float) -> float:
    first, last = fix[x[AT_LAW_START] + law], fix[x[AT_LAW_START] + law + 1]
    low, high = first, last
    while low < high:
        middle = low + high >> 1
        if drawn < num[x[AT_LAW_SHARES] + middle]:
            high = middle
        else:
            low = middle + 1
    return float(num[x[AT_LAW_VALUES] + min(low, last - 1)])


@hot
def sample(x: I, fix: I, num: F, mem: I, law: int, owner: np.uint64, purpose: np.uint64) -> int:
    """A duration of a law."""
    family = fix[x[AT_LAW_FAMILY] + law]
    a, b = num[x[AT_LAW_NUMBERS] + law * 2], num[x[AT_LAW_NUMBERS] + law * 2 + 1]
    if family == CONSTANT:
        return _ticks(a)
    if family == EXPONENTIAL:
        return _ticks(_exponential(owner, purpose, a, 0))
    if family == ERLANG:
        total = _exponential(owner, purpose, a, 0)
        for stage in range(1, int(b)):
            total += _exponential(owner, purpose, a, stage)
        return _ticks(total)
    if family == GAMMA:
        return _ticks(_gamma(owner, purpose, a, b))
    if family == LOGNORMAL:
        return _ticks(exp(normal(unit(bits(owner, purpose, 0))) * b + a))
    if family == UNIFORM:
        return _ticks(a + unit(bits(owner, purpose, 0)) * (b - a))
    return _ticks(_empirical(x, fix, num, mem, law, unit(bits(owner, purpose, 0))))
