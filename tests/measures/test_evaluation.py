import math

import pytest

from sandbox.measures import BREAKDOWNS, CATALOGUE, Prices, breakdown, evaluate, series

PRICES = Prices(
    staff_hour=100,
    citizen_hour=50,
    collection_hours=2,
    letter_hours=0.5,
    negotiation_days=10,
    server_hour=1,
    gigabyte_moved=4,
    build={"hub": 36500, "clerk": 3650},
    build_years=10,
)


def test_the_whole_has_every_measure_of_the_catalogue_in_its_order(program, counters):
    assert list(evaluate(program, counters, PRICES)) == list(CATALOGUE)


def test_outcomes_are_shares_of_all_requests_made(program, counters):
    whole = evaluate(program, counters, PRICES)
    assert whole["requests"] == 20
    assert whole["satisfied"] == 14 / 20
    assert whole["refused"] == whole["refused.3"] == 5 / 20
    assert whole["refused.2"] == 0
    assert whole["by_letter"] == 5 / 20
    assert whole["availability.requests"] == 1
    ends = ("answered", "refused", "failed", "timed_out", "unfinished")
    assert sum(whole[name] for name in ends) == 1


def test_truth_and_age_are_of_answers(program, counters):
    whole = evaluate(program, counters, PRICES)
    assert whole["fresh"] == 12 / 15
    assert whole["correct"] == 11 / 15
    assert whole["error_rate"] == 1 / 15
    assert whole["age.mean"] == 500 / 15
    assert whole["age.p50"] == 0
    assert whole["age.p99"] == pytest.approx(100, rel=0.01)


def test_quantiles_are_within_the_width_of_a_bucket_and_never_above_the_maximum(program, counters):
    whole = evaluate(program, counters, PRICES)
    assert whole["response_time.p50"] == pytest.approx(2, rel=0.016)
    assert whole["response_time.p95"] == pytest.approx(8, rel=0.016)
    assert whole["response_time.p99"] <= whole["response_time.max"] == 8


def test_collections_by_changes_count_for_the_whole_but_for_no_need(program, counters):
    assert evaluate(program, counters, PRICES)["collections"] == 13
    needs = breakdown(program, counters, PRICES, "need")
    assert {name: values["collections"] for name, values in needs.items()} == {"aid": 0, "tax": 6}


def test_violations_are_misuse_and_duplicates_and_never_refusals(program, counters):
    whole = evaluate(program, counters, PRICES)
    assert whole["compliance.2"] == whole["compliance.total"] == 2 + 4


def test_copies_and_agreements(program, counters):
    whole = evaluate(program, counters, PRICES)
    assert whole["copies_held"] == 1
    assert whole["exposure"] == 100
    assert whole["age.copy"] == 3600
    assert whole["age.copy_peak"] == 5
    assert whole["agreements"] == 0.5
    assert whole["negotiation"] == 10


def test_stations_and_links(program, counters):
    whole = evaluate(program, counters, PRICES)
    assert whole["utilisation.mean"] == pytest.approx(0.75 / 3.5)
    assert whole["utilisation.peak"] == 0.5
    assert whole["queue.mean"] == 3
    assert whole["queue.peak"] == 7
    assert whole["availability.time"] == 3.5 / 4
    assert whole["bytes"] == 3e9
    assert whole["utilisation.links"] == 0.25


def test_requests_that_failed_timed_out_or_never_ended_were_not_available(program, counters):
    outcomes = counters.needs.outcomes
    outcomes[0] = [4, 1, 2, 1, 2]
    assert evaluate(program, counters, PRICES)["availability.requests"] == (5 + 10) / 20


def test_costs_add_up_by_kind_and_by_payer(program, counters):
    whole = evaluate(program, counters, PRICES)
    assert whole["cost.build"] == pytest.approx((36500 + 3650) / 3650)
    assert whole["cost.run"] == pytest.approx(24 + 48 + 12)  # desks of clerks are not servers
    assert whole["cost.staff"] == pytest.approx(8 * 50 + 10 * 8 * 100 / 3650)
    assert whole["cost.citizens"] == 13 * 2 * 50
    kinds = ("build", "run", "staff", "citizens")
    payers = ("agencies", "platform", "citizens")
    assert whole["cost.total"] == pytest.approx(sum(whole[f"cost.{kind}"] for kind in kinds))
    assert whole["cost.total"] == pytest.approx(sum(whole[f"cost.{payer}"] for payer in payers))
    assert whole["cost.platform"] == pytest.approx(10 + 48 + 12)


def test_a_need_without_requests_has_no_shares(program, counters):
    aid = breakdown(program, counters, PRICES, "need")["aid"]
    assert aid["requests"] == 0
    assert math.isnan(aid["satisfied"])
    assert math.isnan(aid["response_time.p95"])
    assert math.isnan(aid["time_to_share"])


@pytest.mark.parametrize("by", BREAKDOWNS)
def test_a_breakdown_has_the_measures_that_its_label_allows(program, counters, by):
    table = breakdown(program, counters, PRICES, by)
    if by in ("department", "level"):  # labels that nothing here carries
        assert len(table) == 0
        return
    allowed = {name for name, info in CATALOGUE.items() if by in info.breakdowns}
    assert set(table.measures) <= allowed
    assert by not in ("need", "region", "agency") or set(table.measures) == allowed


@pytest.mark.parametrize("measure", ["requests", "queue.mean", "bytes", "exposure", "cost.build"])
def test_regions_sum_to_the_whole(program, counters, measure):
    regions = breakdown(program, counters, PRICES, "region")
    whole = evaluate(program, counters, PRICES)[measure]
    assert sum(regions.column(measure)) == pytest.approx(whole)


def test_a_selection_of_one_label_is_a_row_of_its_breakdown(program, counters):
    chosen = evaluate(program, counters, PRICES, {"region": "south"})
    row = breakdown(program, counters, PRICES, "region")["south"]
    assert list(chosen) == list(row)
    assert all(chosen[name] == row[name] or math.isnan(row[name]) for name in row)


def test_a_selection_of_two_labels_keeps_what_has_both(program, counters):
    chosen = evaluate(program, counters, PRICES, {"region": "south", "need": "tax"})
    assert chosen["requests"] == 10
    assert "queue.mean" not in chosen


def test_an_unknown_label_is_refused(program, counters):
    with pytest.raises(ValueError, match="no breakdown"):
        breakdown(program, counters, PRICES, "colour")


def test_series_have_a_value_an_interval(program, counters):
    curves = series(program, counters)
    assert curves["time"] == [0, 43200]
    assert curves["requests"] == [20, 0]
    assert curves["response_time.mean"][0] == 4
    assert math.isnan(curves["response_time.mean"][1])
    assert series(program, counters, {"region": "north"})["requests"] == [10, 0]


def test_every_measure_is_defined_in_both_languages():
    for info in CATALOGUE.values():
        assert info.definition.zh
        assert info.definition.en
        assert info.title.zh
        assert info.title.en
        assert info.better in (-1, 0, 1)
