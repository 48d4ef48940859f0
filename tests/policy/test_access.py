"""Who may use what: every case of a small table, each with its article."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from sandbox.language import Message
from sandbox.policy import ARTICLES, decide, permissions
from sandbox.policy.access import judge
from sandbox.scenario.information import ResourceSpec
from sandbox.world import World
from tests.world.small_world import need, resource, small, world_of

MODES = ("query", "exchange", "publish")


def one_resource(
    agreement: dict[str, Any] | None = None, asked: str = "query", **entry: Any
) -> World:
    """Tax asks for one resource of the police; `agreement` covers tax unless it says otherwise."""
    data = small(needs={"check": need(mode=asked)})
    data["departments"]["tax"]["networks"] = ["extranet", "intranet"]
    data["catalogue"]["population"] = resource(**entry)
    if agreement is not None:
        data["agreements"] = {
            "paper": {"provider": "police", "consumers": ["tax"], "resources": ["population"]}
            | agreement
        }
    return world_of(**data)


def expected(entry: dict[str, Any], asked: str, agreed: bool) -> tuple[bool, str]:
    """The rules once more, as a reader of the articles would state them."""
    if entry["secrecy"] == "secret" and "tax" not in entry["need_to_know"]:
        return False, "2"
    if entry["sharing"] == "none":
        return False, "9"
    if asked not in entry["modes"]:
        return False, "3"
    if entry["class"] == "basic":
        return True, "3"
    return agreed, "8"


CASES = list(
    product(
        ("basic", "business"),
        ("identity", "trace", "status", "rules"),
        ("internal", "secret"),
        ("unconditional", "conditional", "none"),
        ((), ("tax",)),
        (["query"], ["exchange", "publish"]),
        (True, False),
    )
)


@pytest.mark.parametrize("asked", MODES)
def test_every_case_is_decided_as_the_articles_say(asked: str) -> None:
    worlds = {agreed: one_resource({} if agreed else None, asked) for agreed in (True, False)}
    for class_, kind, secrecy, sharing, know, modes, agreed in CASES:
        entry = {
            "class": class_,
            "kind": kind,
            "secrecy": secrecy,
            "sharing": sharing,
            "need_to_know": know,
            "modes": modes,
        }
        spec = ResourceSpec.model_validate(resource(**entry))
        world = replace(worlds[agreed], resources={"population": spec})
        demand = world.demands["check@tax@330102"]
        decision = decide(world, demand, "population@330102")
        assert (decision.permitted, decision.article) == expected(entry, asked, agreed), entry
        assert bool(decision.agreements) == (decision.permitted and class_ == "business")
        assert decision.article in ARTICLES
        assert isinstance(decision.reason, Message)


BUSINESS = {"class": "business", "kind": "status"}


@pytest.mark.parametrize(
    ("agreement", "permitted"),
    [
        ({}, True),
        ({"modes": ["exchange"]}, False),
        ({"consumers": ["police"]}, False),
        ({"consumers": ["police", "tax"]}, True),
        ({"resources": ["income"]}, False),
        ({"provider": "tax"}, False),
    ],
)
def test_an_agreement_covers_its_consumers_resources_and_modes(
    agreement: dict[str, Any], permitted: bool
) -> None:
    world = one_resource(agreement, **BUSINESS)
    decision = judge(world, "tax", "population", "query")
    assert (decision.permitted, decision.article) == (permitted, "8")
    assert decision.agreements == (("paper",) if permitted else ())


def test_a_department_uses_its_own_information_without_agreement() -> None:
    world = one_resource(**BUSINESS, secrecy="secret", sharing="none")
    decision = judge(world, "police", "population", "query")
    assert (decision.permitted, decision.article, decision.agreements) == (True, "7", ())


def test_without_a_permitted_network_the_request_is_refused() -> None:
    world = one_resource()
    demand = world.demands["check@tax@330102"]
    data = small(gateways={})
    data["departments"]["police"]["networks"] = ["intranet"]
    data["needs"] = {"other": need(consumer="tax", resources=["income"])}
    apart = world_of(**data)
    decision = decide(apart, demand, "population@330102")
    assert (decision.permitted, decision.article) == (False, "4")


def test_the_table_says_who_may_use_what() -> None:
    data = small()
    data["catalogue"]["income"]["kind"] = "identity"
    data["agreements"] = {
        "paper": {"provider": "tax", "consumers": ["police"], "resources": ["income"]}
    }
    rows = {(p.department, p.resource): p for p in permissions(world_of(**data))}
    assert {key: (row.standing, row.article) for key, row in rows.items()} == {
        ("police", "population"): ("own", "7"),
        ("police", "income"): ("agreement", "8"),
        ("tax", "population"): ("permitted", "3"),
        ("tax", "income"): ("own", "7"),
    }
    assert rows["tax", "population"].needs == ("check",)


def test_status_information_without_a_need_is_refused_in_the_table() -> None:
    rows = {(p.department, p.resource): p for p in permissions(world_of())}
    row = rows["police", "income"]
    assert (row.standing, row.article) == ("refused", "3")
    assert "按需共享" in row.reason.render("zh")


def test_there_are_twelve_articles_with_titles_in_both_languages() -> None:
    assert list(ARTICLES) == [str(number) for number in range(1, 13)]
    assert all(a.title.zh and a.title.en and a.rule.zh and a.rule.en for a in ARTICLES.values())
