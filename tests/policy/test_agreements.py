"""Agreements live: gates are open exactly while one of them is in force."""

from __future__ import annotations

import math
from typing import Any, cast

import pytest
import simpy

from sandbox.engine.interface import Plane
from sandbox.flows.laws import ticks
from sandbox.policy.agreements import fields, in_force, in_force_intervals, lives
from sandbox.world import World
from tests.world.small_world import small, world_of

DAY = 86400


def world_with(**terms: dict[str, Any]) -> World:
    parties = {"provider": "tax", "consumers": ["police"], "resources": ["income"]}
    return world_of(**small(agreements={name: parties | term for name, term in terms.items()}))


class Gates:
    """A traffic plane that only notes what its gates do."""

    def __init__(self, environment: simpy.Environment) -> None:
        self.environment = environment
        self.notes: list[tuple[int, int, bool, str]] = []

    def set_gate(self, gate: int, open: bool, article: str = "") -> None:
        self.notes.append((int(self.environment.now), gate, open, article))


def run(world: World, gates: dict[int, tuple[str, ...]]) -> list[tuple[int, int, bool, str]]:
    environment = simpy.Environment(initial_time=0)
    plane = Gates(environment)
    environment.process(lives(world, gates)(environment, cast(Plane, plane)))
    environment.run()
    return plane.notes


@pytest.mark.parametrize(
    ("term", "interval"),
    [
        ({}, (0, math.inf)),
        ({"from": "2 days", "until": "5 days"}, (2 * DAY, 5 * DAY)),
        ({"from": "2024-02-06"}, (DAY, math.inf)),
        ({"from": "2020-01-01", "until": "2024-02-07"}, (0, 2 * DAY)),
        ({"until": "2023-01-01"}, (0, 0)),
    ],
)
def test_terms_are_dates_or_times_after_the_start(
    term: dict[str, Any], interval: tuple[float, float]
) -> None:
    assert in_force_intervals(world_with(paper=term), "paper") == interval


def test_an_agreement_ends_at_the_beginning_of_its_last_moment() -> None:
    world = world_with(paper={"from": "1 day", "until": "2 days"})
    moments = (DAY - 1, DAY, 2 * DAY - 1, 2 * DAY)
    assert [in_force(world, "paper", t) for t in moments] == [False, True, True, False]


def test_gates_open_and_close_with_their_agreements() -> None:
    world = world_with(
        early={"until": "2 days"}, late={"from": "3 days", "until": "4 days"}, ever={}
    )
    assert run(world, {0: ("early", "late"), 1: ("ever",), 2: ("late",), 3: ()}) == [
        (0, 0, True, ""),
        (0, 1, True, ""),
        (0, 2, False, "8"),
        (0, 3, False, "8"),
        (ticks(2 * DAY), 0, False, "8"),
        (ticks(3 * DAY), 0, True, ""),
        (ticks(3 * DAY), 2, True, ""),
        (ticks(4 * DAY), 0, False, "8"),
        (ticks(4 * DAY), 2, False, "8"),
    ]


def test_a_gate_stays_open_when_one_agreement_follows_another() -> None:
    world = world_with(
        first={"until": "2 days"},
        second={"from": "1 day", "until": "3 days"},
        third={"from": "3 days"},
    )
    assert run(world, {0: ("first", "second", "third")}) == [(0, 0, True, "")]


def test_an_agreement_lists_the_ten_fields_of_article_8() -> None:
    world = world_with(
        paper={"name": {"zh": "协议", "en": "paper"}, "from": "2024-02-06", "until": "5 days"}
    )
    listed = fields(world.scenario.agreements["paper"])
    assert [label.render("zh") for label, _ in listed] == [
        "名称",
        "内容",
        "质量",
        "数量",
        "更新频度",
        "授权使用范围",
        "使用方式",
        "共享期限",
        "共享依据",
        "实现进度",
    ]


def test_fields_are_said_in_the_language_in_force(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sandbox.language.message.current", lambda: "en")
    world = world_with(paper={"from": "2024-02-06", "until": "5 days", "modes": ["query"]})
    said = {label.template: value for label, value in fields(world.scenario.agreements["paper"])}
    assert said["term"] == "from 2024-02-06 until 5 days after the start"
    assert said["mode of use"] == "query"
    assert said["name"] == "not given"
