"""The numbers of the literature, in units of one mean service."""

import math

import pytest

from sandbox import theory


def test_time_in_an_mm1_queue_at_four_fifths_load_is_five_services():
    assert theory.mm1_time(0.8, 1) == pytest.approx(5)
    assert theory.mm1_quantile(0.8, 1, 0.95) == pytest.approx(5 * math.log(20))


def test_two_servers_at_three_quarters_load_wait_as_erlang_says():
    assert theory.erlang_c(1.5, 1, 2) == pytest.approx(0.642857, abs=1e-6)
    assert theory.mmc_wait(1.5, 1, 2) == pytest.approx(1.285714, abs=1e-6)
    assert theory.mmc_wait_exceeds(1.5, 1, 2, 0) == pytest.approx(0.642857, abs=1e-6)
    assert theory.mmc_wait_exceeds(1.5, 1, 2, 2) == pytest.approx(0.642857 * math.exp(-1), abs=1e-6)


def test_one_server_of_many_is_mm1():
    assert theory.mmc_time(0.8, 1, 1) == pytest.approx(theory.mm1_time(0.8, 1))


@pytest.mark.parametrize(("cv", "wait"), [(1, 4), (0, 2), (2, 10)])
def test_waiting_grows_with_the_variance_of_service(cv, wait):
    assert theory.mg1_wait(0.8, 1, theory.second_moment(1, cv)) == pytest.approx(wait)


def test_a_tandem_takes_the_sum_of_its_stations():
    assert theory.tandem_time(1, [2, 2.5, 3]) == pytest.approx(2.166667, abs=1e-6)
    chain = [[0, 1, 0], [0, 0, 1], [0, 0, 0]]
    assert theory.jackson_time([1, 0, 0], chain, [2, 2.5, 3], [1, 1, 1]) == pytest.approx(
        2.166667, abs=1e-6
    )


def test_jobs_that_return_raise_the_rate():
    assert theory.jackson_rates([1], [[0.5]]) == pytest.approx([2])


def test_age_through_a_queue_has_a_mean_and_a_peak():
    assert theory.age_mm1(0.5, 1) == pytest.approx(3.5)
    assert theory.peak_age_mm1(0.5, 1) == pytest.approx(4)


def test_a_daily_batch_of_two_hours_is_fourteen_hours_old():
    assert theory.batch_age(24, 2) == 14
    assert theory.batch_peak_age(24, 2) == 26
    assert theory.cascade_age([24, 24], [2, 1]) == 27


def test_a_batch_copy_is_as_fresh_as_its_period_lets_it():
    assert theory.batch_freshness(0.5, 1) == pytest.approx(0.786939, abs=1e-6)
    assert theory.batch_freshness(2, 1) == pytest.approx(0.432332, abs=1e-6)
    assert theory.batch_freshness(2, 1, 0.5) == pytest.approx(0.432332 * math.exp(-1), abs=1e-6)
    assert theory.batch_freshness(0, 1) == 1


def test_a_chain_is_up_less_often_than_its_parts():
    part = theory.availability(720, 4)
    assert part == pytest.approx(0.994475, abs=1e-6)
    assert theory.series_availability([part] * 4) == pytest.approx(0.978083, abs=1e-6)


def test_three_sources_are_right_more_often_than_one():
    assert theory.majority(3, 0.9) == pytest.approx(0.972)
    assert theory.majority(1, 0.9) == pytest.approx(0.9)


def test_urgent_jobs_wait_less_and_all_together_the_same():
    waits = theory.mg1_priority_waits([0.4, 0.4], [1, 1], [2, 2])
    assert waits == pytest.approx([0.8 / 0.6, 0.8 / 0.6 / 0.2])
    assert sum(waits) / 2 == pytest.approx(theory.mg1_wait(0.8, 1, 2))


def test_a_small_waiting_room_loses_jobs():
    assert theory.mm1k_loss(0.5, 1, 1) == pytest.approx(1 / 3)
    assert theory.mm1k_loss(1, 1, 4) == pytest.approx(0.2)
    assert theory.mm1k_time(0.5, 1, 1) == pytest.approx(1)
    assert theory.mm1k_time(0.8, 1, 400) == pytest.approx(theory.mm1_time(0.8, 1))


def test_a_cache_hit_is_older_than_a_miss():
    assert theory.cache_hits(1, 1) == 0.5
    assert theory.cache_age(1, 2) == pytest.approx(2 / 3)
    assert theory.cache_freshness(1, 1, 2) == pytest.approx(0.5 + 0.5 * 0.432332, abs=1e-6)


def test_joining_two_takes_longer_than_one_and_less_than_two():
    assert theory.fork_join_time(0.5, 1) == pytest.approx(11.5 / 8 * 2)
    assert theory.fork_join_time(1e-9, 1) == pytest.approx(1.5)


def test_breakdowns_slow_a_queue_and_vanish_with_their_repair_time():
    always = theory.mm1_breakdowns_any_time(0.5, 1, 10, 1)
    serving = theory.mm1_breakdowns_in_service(0.5, 1, 10, 1)
    assert always > serving > theory.mm1_time(0.5, 1)
    assert theory.mm1_breakdowns_any_time(0.5, 1, 10, 1e-12) == pytest.approx(2)
    assert theory.mm1_breakdowns_in_service(0.5, 1, 10, 1e-12) == pytest.approx(2)


def test_breakdowns_at_any_time_agree_with_the_markov_chain():
    import numpy as np

    arrivals, service, mtbf, mttr, cap = 0.5, 1.0, 10.0, 2.0, 200
    states = 2 * (cap + 1)
    rates = np.zeros((states, states))
    for n in range(cap + 1):
        up, down = 2 * n, 2 * n + 1
        rates[up, down], rates[down, up] = 1 / mtbf, 1 / mttr
        if n < cap:
            rates[up, up + 2] = rates[down, down + 2] = arrivals
        if n:
            rates[up, up - 2] = service
    rates -= np.diag(rates.sum(axis=1))
    system = np.vstack([rates.T, np.ones(states)])
    balance = np.linalg.lstsq(system, np.r_[np.zeros(states), 1], rcond=None)[0]
    inside = sum((balance[2 * n] + balance[2 * n + 1]) * n for n in range(cap + 1))
    assert inside / arrivals == pytest.approx(
        theory.mm1_breakdowns_any_time(arrivals, service, mtbf, mttr), rel=1e-6
    )


def test_an_overloaded_station_has_no_mean():
    with pytest.raises(ValueError, match="not stable"):
        theory.mm1_time(1, 1)
