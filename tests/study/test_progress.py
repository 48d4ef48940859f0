import math

import pytest

from sandbox.study.progress import Pace, Task

SLOW, QUICK = Task(0, "slow", 0), Task(1, "quick", 0)


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def test_nothing_is_estimated_before_anything_is_measured():
    pace = Pace([SLOW, QUICK], 1, Clock())
    assert math.isnan(pace.now().eta)
    pace.begun(SLOW)
    assert math.isnan(pace.now().eta)


def test_a_run_under_way_is_extrapolated_and_others_are_taken_to_be_like_it():
    clock = Clock()
    pace = Pace([SLOW, QUICK], 1, clock)
    pace.begun(SLOW)
    clock.now = 10
    pace.looked(SLOW, 0.25, {})
    assert pace.now().eta == pytest.approx(30 + 40)
    assert pace.now().fraction == pytest.approx(0.125)


def test_each_model_is_judged_by_its_own_runs():
    clock = Clock()
    tasks = [SLOW, QUICK, Task(2, "slow", 1), Task(3, "quick", 1)]
    pace = Pace(tasks, 1, clock)
    for task, effort in ((SLOW, 20), (QUICK, 2)):
        pace.begun(task)
        clock.now += effort
        pace.ended(task)
    assert pace.now().eta == pytest.approx(22)


def test_two_workers_cannot_share_the_last_run():
    clock = Clock()
    pace = Pace([SLOW], 2, clock)
    pace.begun(SLOW)
    clock.now = 10
    pace.looked(SLOW, 0.5, {})
    assert pace.now().eta == pytest.approx(10)
