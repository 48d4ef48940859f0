"""KN keeps its promise on common random numbers, and drops whom its formula drops."""

import math

import numpy as np
import pytest

from sandbox.study.statistics.selection import FullySequential, eta


def _fed(procedure, value):
    """Run to the end; how many runs it took."""
    runs = 0
    while needed := procedure.needed():
        for system, replication in needed:
            procedure.feed(system, replication, float(value(system, replication)))
            runs += 1
    return runs


def test_the_constants_are_those_of_the_paper():
    assert eta(5, 0.05, 10) == pytest.approx(0.634967, abs=5e-7)
    assert 2 * eta(5, 0.05, 10) * 9 == pytest.approx(11.429411, abs=5e-7)


def test_at_first_all_systems_need_their_first_replications():
    procedure = FullySequential("ab", 1.0, first=3)
    assert procedure.needed() == (("a", 0), ("b", 0), ("a", 1), ("b", 1), ("a", 2), ("b", 2))
    procedure.feed("b", 1, 4.0)
    assert ("b", 1) not in procedure.needed()
    assert procedure.selection().best is None
    assert procedure.selection().means == {}


def _naive(table, delta, error, first):
    """KN from the paper, on replications × systems, more is better: (best, drops)."""
    k = table.shape[1]
    h2 = 2 * eta(k, error, first) * (first - 1)
    s2 = [[np.var(table[:first, i] - table[:first, j], ddof=1) for j in range(k)] for i in range(k)]
    left, r, drops = list(range(k)), first, {}
    while True:
        mean = [sum(table[:r, i]) / r for i in range(k)]
        stay = [
            i
            for i in left
            if all(
                mean[i] >= mean[j] - max(0, delta / (2 * r) * (h2 * s2[i][j] / delta**2 - r))
                for j in left
                if j != i
            )
        ]
        drops |= {i: r for i in left if i not in stay}
        left = stay
        bound = max((math.floor(h2 * s2[i][j] / delta**2) for i in left for j in left), default=0)
        if len(left) == 1 or r > bound:
            return max(left, key=lambda i: mean[i]), drops
        r += 1


@pytest.mark.parametrize("seed", range(8))
def test_it_drops_and_chooses_as_the_paper_does(seed):
    table = np.random.default_rng(seed).normal(size=(2000, 4)) * 2 + [0, 0.2, 0.3, 0.8]
    best, drops = _naive(table, 0.4, 0.1, 6)
    procedure = FullySequential("abcd", 0.4, confidence=0.9, first=6, higher_is_better=True)
    _fed(procedure, lambda system, r: table[r, "abcd".index(system)])
    found = procedure.selection()
    assert (found.best, found.guaranteed) == ("abcd"[best], True)
    assert {one.system: one.replications for one in found.dropped} == {
        "abcd"[i]: r for i, r in drops.items()
    }
    for name, mean in found.means.items():
        column = table[: found.replications, "abcd".index(name)]
        assert mean == pytest.approx(column.mean())


def test_less_is_better_is_the_mirror_image():
    table = np.random.default_rng(3).normal(size=(2000, 3)) + np.array([0, 0.5, 1])
    ends = []
    for sign in (1, -1):
        procedure = FullySequential("abc", 0.4, higher_is_better=sign > 0)
        _fed(procedure, lambda system, r, sign=sign: sign * table[r, "abc".index(system)])
        ends.append(procedure.selection())
    assert (ends[0].best, ends[0].dropped) == (ends[1].best, ends[1].dropped)
    assert ends[0].means == {name: -mean for name, mean in ends[1].means.items()}


def test_the_order_of_arrival_and_runs_ahead_change_nothing():
    table = np.random.default_rng(5).normal(size=(3000, 3)) + np.array([0, 0.3, 0.6])
    plain = FullySequential("abc", 0.5)
    _fed(plain, lambda system, r: table[r, "abc".index(system)])
    ahead = FullySequential("abc", 0.5)
    while needed := ahead.needed(ahead=7):
        for system, r in reversed(needed):
            ahead.feed(system, r, table[r, "abc".index(system)])
    assert ahead.selection() == plain.selection()


def test_common_random_numbers_make_it_quick():
    rng = np.random.default_rng(8)
    shared, own = rng.normal(size=4000) * 3, rng.normal(size=(4000, 3)) * 3
    offset = {"a": 0.0, "b": 1.0, "c": 2.0}
    common = FullySequential("abc", 1.0)
    apart = FullySequential("abc", 1.0)
    few = _fed(common, lambda system, r: shared[r] + offset[system])
    many = _fed(apart, lambda system, r: own[r, "abc".index(system)] + offset[system])
    assert few == 30
    assert many > 100
    assert common.selection().best == apart.selection().best == "a"


def test_equal_systems_without_spread_end_with_the_first():
    procedure = FullySequential("xyz", 0.1)
    _fed(procedure, lambda system, r: 4.0 if system != "z" else 5.0)
    found = procedure.selection()
    assert (found.best, found.guaranteed, found.standing) == ("x", True, ("x", "y"))
    assert [(one.system, one.replications, one.by) for one in found.dropped] == [("z", 10, "x")]


def test_at_the_maximum_it_names_the_best_without_a_guarantee():
    table = np.random.default_rng(1).normal(size=(50, 2))
    procedure = FullySequential("ab", 0.01, maximum=30)
    assert _fed(procedure, lambda system, r: table[r, "ab".index(system)]) == 60
    found = procedure.selection()
    assert found.best == "ab"[int(np.argmin(table[:30].mean(axis=0)))]
    assert not found.guaranteed
    assert found.replications == 30


@pytest.mark.parametrize(
    ("systems", "delta", "more", "words"),
    [
        ("a", 1, {}, "two or more"),
        ("aa", 1, {}, "two or more"),
        ("ab", 0, {}, "above 0"),
        ("ab", 1, {"confidence": 0.5}, "between"),
        ("ab", 1, {"first": 1}, "first"),
        ("ab", 1, {"maximum": 9}, "maximum"),
    ],
)
def test_what_makes_no_sense_is_refused(systems, delta, more, words):
    with pytest.raises(ValueError, match=words):
        FullySequential(systems, delta, **more)


def test_results_that_cannot_be_are_refused():
    procedure = FullySequential("ab", 1.0)
    procedure.feed("a", 0, 1.0)
    procedure.feed("a", 0, 1.0)
    with pytest.raises(ValueError, match=r"2\.0, before 1\.0"):
        procedure.feed("a", 0, 2.0)
    with pytest.raises(ValueError, match="nan"):
        procedure.feed("a", 1, math.nan)
    with pytest.raises(KeyError):
        procedure.feed("c", 0, 1.0)


@pytest.mark.slow
def test_the_best_is_found_as_often_as_promised_where_it_is_hardest():
    """Slippage: all others exactly δ behind, correlated by common draws."""
    rng, runs, right = np.random.default_rng(9), 600, 0
    for _ in range(runs):
        table = rng.normal(size=(400, 5)) + rng.normal(size=(400, 1))
        table[:, 2] += 0.8
        procedure = FullySequential("abcde", 0.8, first=10, higher_is_better=True)
        _fed(procedure, lambda system, r, table=table: table[r, "abcde".index(system)])
        right += procedure.selection().best == "c"
    assert right / runs >= 0.95 - 2.33 * math.sqrt(0.95 * 0.05 / runs)
