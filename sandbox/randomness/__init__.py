"""Randomness that belongs to things: every draw is a pure function of what it is for.

In: seed, replication, a stable name, an index, a purpose. Out: the same bits whether drawn one by
one in Python or by the million in numpy, in any order, on any platform.
"""

from sandbox.randomness.keys import base, bits, child, identity, key, mix, uniform, unit

__all__ = ["base", "bits", "child", "identity", "key", "mix", "uniform", "unit"]
