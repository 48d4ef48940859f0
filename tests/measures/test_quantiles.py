import numpy as np
import pytest

from sandbox.engine.histogram import buckets
from sandbox.measures.quantiles import quantiles


def histogram(seconds):
    found, counts = np.unique(
        buckets(np.round(np.asarray(seconds) * 1e9).astype(np.int64)), return_counts=True
    )
    return dict(zip(found.tolist(), counts.tolist()))


def test_quantiles_of_many_values_are_close_to_the_exact_ones():
    values = np.random.default_rng(1).exponential(5.0, 100_000)
    found = quantiles([histogram(values)], np.zeros(1, np.int64), 1, np.array([values.max()]))
    for share, value in found.items():
        assert value[0] == pytest.approx(np.quantile(values, share), rel=0.002)


def test_histograms_of_a_group_are_merged():
    one, two = histogram([1.0] * 10), histogram([100.0] * 10)
    found = quantiles([one, two, {}], np.array([1, 1, 0]), 2, np.array([np.nan, 100.0]))
    assert np.isnan(found[0.5][0])
    assert found[0.5][1] == pytest.approx(1, rel=0.02)
    assert found[0.95][1] == pytest.approx(100, rel=0.02)


def test_quantiles_do_not_depend_on_how_a_groups_counts_are_spread_over_streams() -> None:
    whole = quantiles([{5_000_000: 200}], np.array([0]), 1, np.array([np.inf]))
    parts = quantiles([{5_000_000: 100}] * 2, np.array([0, 0]), 1, np.array([np.inf]))
    assert [parts[share][0] for share in parts] == [whole[share][0] for share in whole]
    assert parts[0.5][0] < parts[0.95][0] < parts[0.99][0]


def test_quantiles_of_a_group_do_not_depend_on_the_groups_beside_it() -> None:
    """Also where a rank lies on the edge of a bucket, as .95 of 20 does."""
    draw = np.random.default_rng(7)
    counts = [20, 100, 3, 1, 7, 400, 20, 99_999_999, 20, 60]
    histograms = []
    for count in counts:
        parts = [count // 20] * 20 if count % 20 == 0 else [count]
        places = draw.choice(2_000, len(parts), replace=False) * 7
        histograms.append(dict(zip(sorted(places.tolist()), parts)))
    size = len(counts)
    most = np.full(size, np.inf)
    together = quantiles(histograms, np.arange(size), size, most)
    for place, histogram in enumerate(histograms):
        alone = quantiles([histogram], np.zeros(1, np.int64), 1, most[:1])
        assert {s: one[0] for s, one in alone.items()} == {
            share: one[place] for share, one in together.items()
        }
