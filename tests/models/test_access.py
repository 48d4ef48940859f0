"""Who gets what under which model: refusals name their article, agreements open and close."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sandbox.flows import Outcome, Tally
from sandbox.models import PRESETS, assemble
from sandbox.world import World
from tests.models.running import run, world
from tests.world.small_world import SMALL, need, resource

ONLINE = [name for name in PRESETS if name != "letters"]
AGREEMENT = {"provider": "police", "consumers": ["tax"], "resources": ["population"]}
EVERYWHERE = {"local": 0.7, "prefecture": 0.2, "province": 0.1, "nation": 0}


def business(
    by_letter: bool = False, agreement: dict[str, Any] | None = None, **entry: Any
) -> World:
    """Tax asks for business information of the police, under every model."""
    models: dict[str, Any] = {name: {"by_letter": by_letter} for name in PRESETS}
    models["bilateral"] |= {"partners": "all"}
    return world(
        catalogue={"population": resource(**({"class": "business"} | entry))},
        needs={"check": need(rate="1/h", reach=EVERYWHERE)},
        agreements={"paper": AGREEMENT | agreement} if agreement is not None else {},
        models=models,
    )


@pytest.mark.parametrize("name", ONLINE)
def test_a_business_request_without_an_agreement_is_refused_by_article_8(name: str) -> None:
    result = run(business(), name, days=2)
    assert result.sum("made") == result.outcome(Outcome.REFUSED) > 0
    assert set(result.refusals) == {"8"}


@pytest.mark.parametrize("name", ONLINE)
def test_or_it_goes_by_letter(name: str) -> None:
    result = run(business(by_letter=True), name, days=2)
    assert result.sum("by_letter") == result.outcome(Outcome.ANSWERED) == result.sum("made")


@pytest.mark.parametrize("name", ONLINE)
def test_an_agreement_that_begins_during_the_run_opens_the_way(name: str) -> None:
    some = business(agreement={"from": "3 days"})
    before = run(some, name, days=3, warm_up=0)
    assert before.outcome(Outcome.ANSWERED) == 0
    days = {"bilateral": 9, "hub_exchange": 6}.get(name, 4)
    after = run(some, name, days=days, warm_up=days - 0.5)
    share = after.outcome(Outcome.ANSWERED) / after.sum("made")
    assert share == 1 if name != "cached_query" else share > 0.9


@pytest.mark.parametrize("name", ["federated_query", "bilateral"])
def test_an_agreement_that_expires_closes_it(name: str) -> None:
    some = business(agreement={"until": "2 days"})
    assert run(some, name, days=2, warm_up=0).refusals == {}
    later = run(some, name, days=4, warm_up=2)
    assert later.sum("made") == later.refusals["8"] > 0


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("by_letter", [True, False])
def test_a_secret_outside_the_need_to_know_is_refused_by_article_2(
    name: str, by_letter: bool
) -> None:
    departments = SMALL["departments"]
    some = world(
        departments=departments
        | {
            "tax": departments["tax"] | {"networks": ["extranet", "intranet"]},
            "health": {"name": "health", "levels": ["county"]},
        },
        catalogue={"population": resource(secrecy="secret", need_to_know=["health"])},
        needs={"check": need(rate="1/h", reach=EVERYWHERE)},
        models={name: {"by_letter": by_letter}},
    )
    result = run(some, name, days=2)
    assert result.sum("made") == result.refusals["2"] > 0
    assert not result.counters.copies.exposure.any()


class Unbridged:
    """Routes of a world in which no network joins any two places."""

    tree = True

    def path(self, a: str, b: str, secrecy: str) -> tuple[str, ...] | None:
        return (a,) if a == b else None

    def connected(self, a: str, b: str, secrecy: str) -> bool:
        return a == b

    def networks(self, place: str) -> frozenset[str]:
        return frozenset()


@pytest.mark.parametrize("name", ONLINE)
def test_without_a_permitted_network_article_4_refuses_unless_a_letter_may_go(name: str) -> None:
    routes: Any = Unbridged()
    refused = run(replace(business(agreement={}), routes=routes), name, days=2)
    assert refused.sum("made") == refused.refusals["4"] > 0
    written = run(replace(business(True, agreement={}), routes=routes), name, days=2)
    assert written.sum("made") == written.sum("by_letter") == written.outcome(Outcome.ANSWERED)


@pytest.mark.parametrize("name", PRESETS)
def test_secrets_travel_on_the_intranet_only(name: str) -> None:
    departments = SMALL["departments"]
    departments = departments | {
        "tax": departments["tax"] | {"networks": ["extranet", "intranet"]},
    }
    some = world(
        departments=departments,
        catalogue={"population": resource(secrecy="secret", need_to_know=["tax"])},
        needs={"check": need(rate="1/h", reach=EVERYWHERE)},
        models={name: {}},
    )
    program = assemble(some, name).program
    assert all(link.labels["network"] == "intranet" for link in program.links)
    assert run(some, name, days=2).outcome(Outcome.ANSWERED) > 0


@pytest.mark.parametrize("name", PRESETS)
def test_use_outside_the_scope_is_stopped_where_the_trust_service_stands(name: str) -> None:
    some = world(
        catalogue={"population": resource()},
        needs={"check": need(rate="3/h", reach=EVERYWHERE, out_of_scope=0.3)},
        models={name: {"partners": "all"} if name == "bilateral" else {}},
    )
    result = run(some, name, days=2)
    attempted, happened = result.tally(Tally.OUT_OF_SCOPE), result.tally(Tally.MISUSE)
    assert attempted == pytest.approx(0.3 * result.sum("made"), rel=0.3)
    assert attempted - happened == result.refusals.get("2", 0)
    if name in ("federated_query", "central_library", "sensed", "hybrid"):
        assert happened == 0
    elif name in ("bilateral", "hub_exchange", "change_feed"):
        assert happened == attempted
    else:
        assert 0 < happened < attempted


def test_agreements_grow_with_the_square_between_pairs_and_with_parties_through_a_hub() -> None:
    def documents(counties: int, model: str) -> int:
        some = world(
            regions=[{"code": "330000", "prefectures": 1, "counties": counties, "population": 1e6}],
            departments={
                "police": {"name": "police", "levels": ["county"]},
            },
            catalogue={"population": resource()},
            needs={
                "check": need(
                    consumer="police",
                    reach={"local": 0.5, "prefecture": 0.5, "province": 0, "nation": 0},
                )
            },
            models={model: {"partners": "all"} if model == "bilateral" else {}},
        )
        return sum(assemble(some, model).program.agreements.documents.values())

    for n in (2, 4, 6):
        assert documents(n, "bilateral") == n * (n - 1) // 2
        assert documents(n, "hub_exchange") == n
        assert documents(n, "change_feed") == n
        assert documents(n, "federated_query") == 0


def test_basic_information_needs_no_agreement_with_the_platform() -> None:
    for name in ("central_library", "federated_query", "hybrid"):
        assert assemble(business(agreement={}), name).program.agreements.documents
        basic = business(**{"class": "basic"})
        assert not assemble(basic, name).program.agreements.documents


def test_what_no_bilateral_partner_has_goes_by_letter() -> None:
    some = world(
        needs={"check": need(rate="1/h", reach=EVERYWHERE)},
        models={"bilateral": {"partners": "local"}},
    )
    result = run(some, "bilateral")
    share = result.sum("by_letter") / result.sum("made")
    assert share == pytest.approx(0.1, abs=0.06)
