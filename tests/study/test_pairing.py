"""The same request under two models: found again, counted once, and compared to the tick."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sandbox.scenario import Document, load
from sandbox.study import compare
from sandbox.study.fates import Fates
from sandbox.study.fates_form import packed, unpacked
from sandbox.study.pairing import BATCHES, REPLICATIONS, Paired, paired, pairs, with_verdicts
from sandbox.study.runs import Workshop
from sandbox.study.store import Store

SOURCE = """
extends: business-startup
scenario: paired
study: {horizon: 3 days, warm_up: 1 day, replications: 2, baseline: federated_query}
models: {twin: {preset: federated_query}}
"""


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    file = tmp_path_factory.mktemp("pairs") / "paired.yaml"
    file.write_text(SOURCE, encoding="utf-8")
    return load(file)


def fates(took: list[int], streams: tuple[str, ...] = ("need",), model: str = "a") -> Fates:
    count = len(took)
    places = np.zeros(count, np.int64)
    order = np.arange(count)
    return Fates(model, 0, streams, places, order, order * 10, np.array(took, np.int64))


def test_every_request_is_answered_here_there_under_both_or_neither() -> None:
    second = 1_000_000_000
    found = paired(
        [fates([3 * second, 5 * second, second, -1, 9 * second, -1])],
        [fates([4 * second, 5 * second, -1, 2 * second, 8 * second, -1])],
        0.95,
    )
    assert (found.requests, found.both, found.here, found.there, found.neither) == (6, 3, 1, 1, 1)
    assert (found.sooner, found.later, found.same) == (1, 1, 1)
    assert found.difference.mean == 0.0
    assert found.quantiles[1] == 0.0
    assert found.method == BATCHES
    assert found.advice is not None  # three pairs are too few for batches


def test_the_interval_over_replications_is_that_of_their_mean_differences() -> None:
    one, two = [10**9, 3 * 10**9], [2 * 10**9, 6 * 10**9]
    found = paired([fates(one), fates(two)], [fates([0, 0]), fates([0, 0])], 0.95)
    assert found.difference.mean == 3.0  # of 2 and 4
    assert found.difference.half_width == pytest.approx(12.706, rel=1e-4)  # t of one degree
    assert found.method == REPLICATIONS


def test_the_mean_of_one_replication_is_over_all_that_both_have_answered() -> None:
    took = [1000 * 10**9] * 18 + [k % 7 * 10**9 for k in range(300)]
    found = paired([fates(took)], [fates([0] * 318)], 0.95)
    assert found.both == 318
    assert found.difference.mean == pytest.approx(sum(took) / 318 / 1e9)


def test_verdicts_hold_for_all_models_together() -> None:
    """One model alone would be shown to be sooner at 95 %; among four it is not."""
    gaps = [-8, -1, -6, -2, -9]  # p = 0.032
    none = [[-5, 5, -4, 4, 0], [3, -3, 2, -2, 1], [1, -1, 4, -4, 1]]

    def row(model: str, means: list[int]) -> Paired:
        base = 100 * 10**9
        return paired(
            [fates([base + gap * 10**9], model=model) for gap in means],
            [fates([base]) for _ in means],
            0.95,
        )

    (alone,) = with_verdicts([row("sooner", gaps)], 0.95)
    assert alone.verdict == "better"  # less time is better
    (later,) = with_verdicts([row("later", [-gap for gap in gaps])], 0.95)
    assert later.verdict == "worse"
    rows = [row("sooner", gaps)] + [row(f"m{k}", means) for k, means in enumerate(none)]
    assert {one.verdict for one in with_verdicts(rows, 0.95)} == {"no difference shown"}
    (single,) = with_verdicts([row("once", [-8])], 0.95)
    assert single.verdict == "undetermined"


def test_runs_of_other_requests_are_no_pairs() -> None:
    with pytest.raises(ValueError, match="not the same requests"):
        paired([fates([1])], [fates([1], ("other",))], 0.95)


def test_a_model_is_its_own_twin_request_by_request(document: Document) -> None:
    (found,) = pairs(document, models=["federated_query", "twin"], jobs=1).rows
    assert found.same == found.both > 500
    assert found.here == found.there == 0
    assert (found.difference.low, found.difference.high) == (0.0, 0.0)


def test_pairs_add_up_to_the_measures(document: Document) -> None:
    """Requests and answers are those that the comparison counts."""
    models = ["federated_query", "change_feed"]
    (found,) = pairs(document, models=models, jobs=1, engine="simpy").rows
    compared = compare(document, models=models, jobs=1, engine="simpy")

    def whole(model: str, share: str | None = None) -> float:
        runs = [run.measures for run in compared.of(model)]
        return sum(run["requests"] * (run[share] if share else 1.0) for run in runs)

    assert found.requests == whole("change_feed")
    assert found.both + found.here == pytest.approx(whole("change_feed", "answered"))
    assert found.both + found.there == pytest.approx(whole("federated_query", "answered"))


def test_both_engines_find_the_same_pairs(document: Document) -> None:
    pytest.importorskip("numba")
    found = [
        pairs(document, models=["federated_query", "bilateral"], replications=1, jobs=1, engine=one)
        for one in ("simpy", "compiled")
    ]
    assert found[0].rows == found[1].rows


def test_fates_come_back_from_their_bytes() -> None:
    whole = fates([3, -1, 2**62], ("one", "\u4e8c"))
    back = unpacked(packed(whole))
    assert (back.model, back.streams, back.wall) == (whole.model, whole.streams, whole.wall)
    for name in ("stream", "index", "made", "took"):
        assert np.array_equal(getattr(back, name), getattr(whole, name))


def test_pairs_in_a_store_are_followed_once(
    document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = ["federated_query", "twin"]
    plain = pairs(document, models=models, replications=1, jobs=1)
    with Store(tmp_path / "s.sqlite") as store:
        first = pairs(document, models=models, replications=1, jobs=1, store=store)
        monkeypatch.setattr(Workshop, "run", None)  # nothing is run any more
        again = pairs(document, models=models, replications=1, jobs=1, store=store)
        (study,) = store.studies()
        assert (study.kind, study.done, study.planned) == ("pairs", 2, 2)
        assert list(store.runs(study)) == []  # fates are no measures
        assert store.conclusion(study) == (first,)
    assert plain == first == again
