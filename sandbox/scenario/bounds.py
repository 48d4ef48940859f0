"""How large a study may be asked for, in files and on the command line alike.

In: nothing. Out: the least and greatest number of replications and seed.
"""

from __future__ import annotations

REPLICATIONS = (1, 100_000)
SEEDS = (0, 999_999_999_999_999)
"""fifteen digits: what YAML, JSON and floating-point numbers all keep exactly"""
