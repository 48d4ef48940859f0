"""Theory: closed forms that runs are held against, each with its source.

In: rates and times in any one unit. Out: exact expectations in that unit. Pure functions; rates
are per unit of time, and a system that is not stable is refused with `ValueError`. `findings` takes
a program of flows, and gives what these forms expect of it where it is simple enough for them.
"""

from sandbox.theory.expected import Expected, Finding, Unfit
from sandbox.theory.information import (
    age_mm1,
    batch_age,
    batch_age_between,
    batch_freshness,
    batch_peak_age,
    cache_age,
    cache_freshness,
    cache_hits,
    cascade_age,
    peak_age_mm1,
)
from sandbox.theory.networks import fork_join_time, jackson_rates, jackson_time, tandem_time
from sandbox.theory.program import findings
from sandbox.theory.queues import (
    erlang_c,
    mg1_priority_waits,
    mg1_wait,
    mm1_quantile,
    mm1_time,
    mm1k_loss,
    mm1k_time,
    mmc_time,
    mmc_wait,
    mmc_wait_exceeds,
    second_moment,
)
from sandbox.theory.rates import Window
from sandbox.theory.reliability import (
    availability,
    majority,
    mm1_breakdowns_any_time,
    mm1_breakdowns_in_service,
    series_availability,
)

__all__ = [
    "Expected",
    "Finding",
    "Unfit",
    "Window",
    "age_mm1",
    "availability",
    "batch_age",
    "batch_age_between",
    "batch_freshness",
    "batch_peak_age",
    "cache_age",
    "cache_freshness",
    "cache_hits",
    "cascade_age",
    "erlang_c",
    "findings",
    "fork_join_time",
    "jackson_rates",
    "jackson_time",
    "majority",
    "mg1_priority_waits",
    "mg1_wait",
    "mm1_breakdowns_any_time",
    "mm1_breakdowns_in_service",
    "mm1_quantile",
    "mm1_time",
    "mm1k_loss",
    "mm1k_time",
    "mmc_time",
    "mmc_wait",
    "mmc_wait_exceeds",
    "peak_age_mm1",
    "second_moment",
    "series_availability",
    "tandem_time",
]
