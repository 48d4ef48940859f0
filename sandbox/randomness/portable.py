"""Logarithm, exponential and normal quantile in plain IEEE arithmetic.

In: a float or an array. Out: the same bits from Python and from numpy on every platform, which
the libraries' own functions do not give. Each function is a shared polynomial between a splitting
and a joining of exponents; the scalar form is `log`, the array form `log_array`, and so on.

Sources: logarithm and exponential after FDLIBM (Sun Microsystems 1993; errors below one unit in
the last place); normal quantile by Wichura, Algorithm AS 241, Applied Statistics 37 (1988), PPND16.
"""

from __future__ import annotations

import math
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Number = TypeVar("Number", float, NDArray[np.float64])

LN2_HIGH = 6.93147180369123816490e-01
LN2_LOW = 1.90821492927058770002e-10
PER_LN2 = 1.44269504088896338700
HALF_ROOT = 0.70710678118654752440
LARGEST = 700.0  # exponentials beyond are cut off here: e⁷⁰⁰ s is longer than any run

CENTRE = (
    (2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987,
     13731.69376550946, 1971.5909503065513, 133.14166789178438, 3.3871328727963665),
    (5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597,
     5394.196021424751, 687.1870074920579, 42.31333070160091, 1.0),
)  # fmt: skip
MIDDLE = (
    (0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684,
     3.6478483247632045, 5.769497221460691, 4.630337846156546, 1.4234371107496835),
    (1.0507500716444169e-09, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008,
     0.6897673349851, 1.6763848301838038, 2.053191626637759, 1.0),
)  # fmt: skip
TAIL = (
    (2.0103343992922881e-07, 2.7115555687434876e-05, 0.0012426609473880784,
     0.026532189526576124, 0.29656057182850487, 1.7848265399172913, 5.463784911164114,
     6.657904643501103),
    (2.0442631033899397e-15, 1.421511758316446e-07, 1.8463183175100548e-05,
     0.0007868691311456133, 0.014875361290850615, 0.1369298809227358, 0.599832206555888, 1.0),
)  # fmt: skip


def _log_core(f: Number, k: Number) -> Number:
    """Logarithm of (1 + f) 2ᵏ for √½ ≤ 1 + f < √2."""
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01
                + w * 1.531383769920937332e-01))  # fmt: skip
    odd = z * (6.666666666666735130e-01 + w * (2.857142874366239149e-01
               + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)))  # fmt: skip
    half = 0.5 * f * f
    return k * LN2_HIGH - ((half - (s * (half + (odd + even)) + k * LN2_LOW)) - f)


def log(x: float) -> float:
    """Natural logarithm of a positive number."""
    m, k = math.frexp(x)
    if m < HALF_ROOT:
        m, k = m * 2.0, k - 1
    return _log_core(m - 1.0, float(k))


def log_array(x: Floats) -> Floats:
    """Natural logarithm of positive numbers."""
    m, k = np.frexp(x)
    low = m < HALF_ROOT
    m = np.where(low, m * 2.0, m)
    return _log_core(m - 1.0, (k - low).astype(np.float64))


def _exp_core(x: Number, k: Number) -> Number:
    """Exponential of x over 2ᵏ, where k is the whole number next to x / ln 2."""
    high = x - k * LN2_HIGH
    low = k * LN2_LOW
    r = high - low
    t = r * r
    c = r - t * (1.66666666666666019037e-01 + t * (-2.77777777770155933842e-03
                 + t * (6.61375632143793436117e-05 + t * (-1.65339022054652515390e-06
                 + t * 4.13813679705723846039e-08))))  # fmt: skip
    return 1.0 - ((low - (r * c) / (2.0 - c)) - high)


def exp(x: float) -> float:
    """Exponential, cut off at ±700."""
    x = max(-LARGEST, min(LARGEST, x))
    k = math.floor(x * PER_LN2 + 0.5)
    return math.ldexp(_exp_core(x, float(k)), k)


def exp_array(x: Floats) -> Floats:
    """Exponentials, cut off at ±700."""
    x = np.maximum(-LARGEST, np.minimum(LARGEST, x))
    k = np.floor(x * PER_LN2 + 0.5)
    return np.ldexp(_exp_core(x, k), k.astype(np.int32))


def _ratio(polynomials: tuple[tuple[float, ...], tuple[float, ...]], r: Number) -> Number:
    """Quotient of two polynomials in r, by Horner's rule."""
    (n, *ns), (d, *ds) = polynomials
    above: Number = n * r + ns[0]
    below: Number = d * r + ds[0]
    for coefficient in ns[1:]:
        above = above * r + coefficient
    for coefficient in ds[1:]:
        below = below * r + coefficient
    return above / below


def normal(p: float) -> float:
    """The standard normal quantile of p in (0, 1)."""
    q = p - 0.5
    if abs(q) <= 0.425:
        return _ratio(CENTRE, 0.180625 - q * q) * q
    r = math.sqrt(-log(p if q < 0.0 else 1.0 - p))
    x = _ratio(MIDDLE, r - 1.6) if r <= 5.0 else _ratio(TAIL, r - 5.0)
    return -x if q < 0.0 else x


def normal_array(p: Floats) -> Floats:
    """The standard normal quantiles of numbers in (0, 1)."""
    q = p - 0.5
    x = _ratio(CENTRE, 0.180625 - q * q) * q
    out = np.flatnonzero(np.abs(q) > 0.425)
    r = np.sqrt(-log_array(np.where(q[out] < 0.0, p[out], 1.0 - p[out])))
    far = np.where(r <= 5.0, _ratio(MIDDLE, r - 1.6), _ratio(TAIL, r - 5.0))
    x[out] = np.where(q[out] < 0.0, -far, far)
    return x
