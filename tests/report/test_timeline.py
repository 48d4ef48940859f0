"""The sheet and the app's page tell the same of a chronicle, in words that people use."""

from datetime import date
from pathlib import Path

import pytest

from sandbox.language import speak
from sandbox.measures.chronicle import Chronicle, Demanded, Life, Moment
from sandbox.report.timeline import timeline
from sandbox.report.timeline_findings import Findings
from sandbox.report.timeline_names import Names, conditions, subject
from sandbox.report.timeline_words import moment_words
from sandbox.scenario import load
from sandbox.world import build

DAY = 86400.0
TINY = Path(__file__).parents[1] / "tui" / "tiny.yaml"
PAPER = "bilateral civil@330102 – tax@330100: tax-status"
USE = (
    "wave:civil@330102 + wave:tax@330100 + catalogue:tax-status"
    f" + agreement:{PAPER} + project:front_end@tax@330100"
)


def life(kind, name, *events):
    return Life(
        kind, name, tuple(Moment(day * DAY, event, detail) for day, event, detail in events)
    )


CHRONICLE = Chronicle(
    (
        life("agreement", PAPER, (1, "stated", {}), (4, "signed", {}), (5, "delivered", {})),
        life(
            "project",
            "front_end@tax@330100",
            (1, "begins", {}),
            (2, "not approved", {"stage": "proposal", "short": "agreement, catalogue"}),
            (3, "not approved", {"stage": "proposal", "short": "agreement"}),
            (4, "not accepted", {"stage": "proposal"}),
            (9, "built", {}),
        ),
        life("project", "hub@330000", (2, "begins", {}), (6, "approved", {"stage": "design"})),
        life(
            "sharing",
            USE,
            (0, "waits", {}),
            (9, "starts", {"last": "project:front_end@tax@330100"}),
        ),
        life("sharing", USE.replace("330102", "330203"), (0, "waits", {})),
    ),
    (
        Demanded("8", "reply", 4, 3, (3 * DAY, "civil@330102, tax@330100"), None),
        Demanded("8", "term", 2, 0, None, (4 * DAY, "civil@330102, tax@330100", 2 * DAY)),
    ),
)


@pytest.fixture(scope="module")
def world():
    return build(load(TINY))


@pytest.fixture(autouse=True)
def english():
    speak("en")
    yield
    speak("en")


@pytest.fixture
def findings(world):
    return Findings(CHRONICLE, Names(world), date(2025, 3, 3), 30 * DAY)


def words(lines):
    return [line.words for line in lines]


def test_sharing_waits_for_what_came_last_and_some_never_starts(findings) -> None:
    assert words(findings.reasons()) == [
        "What sharing waited for last:",
        "until 2025-03-12: project front-end node of Tax, Hangzhou (kinds of use: 1)",
        "never started: kinds of use: 1",
    ]


def test_what_is_not_there_at_the_end_took_until_then(findings) -> None:
    told = words(findings.longest())
    assert told[1] == "project exchange hub of Zhejiang: 28 d, and not there yet"
    assert told[2] == "2025-03-05 begins → 2025-03-09 approved"
    assert told[3] == "project front-end node of Tax, Hangzhou: 8 d"


def test_refusals_are_counted_with_what_was_wanting(findings) -> None:
    assert words(findings.refused()) == [
        "Submissions refused: not accepted 1, not approved 2",
        "for want of: agreements signed 2, resources catalogued 1",
    ]


def test_what_is_only_known_to_be_missed_is_not_said_to_be_met(findings) -> None:
    assert words(findings.demands()) == [
        "What the policy demanded:",
        "article 8, reply in time: met 3 of 4",
        "first 2025-03-06: Civil affairs, Shangcheng District – Tax, Hangzhou",
        "article 8, renewal before the end of the term: missed, times: 2",
        "worst 2025-03-07: Civil affairs, Shangcheng District – Tax, Hangzhou, 2 d late",
    ]


def test_the_sheet_says_all_that_the_findings_say(findings, world) -> None:
    sheet = timeline("federated_query", CHRONICLE, Names(world), findings.start, 30 * DAY, 200)
    for part in (findings.reasons, findings.longest, findings.refused, findings.demands):
        for line in part():
            assert " " * line.indent + line.words in sheet.splitlines()


def test_names_are_those_of_the_world_in_the_language_in_force(world) -> None:
    assert Names(world).thing("agreement", PAPER).words == (
        "Civil affairs, Shangcheng District – Tax, Hangzhou: Tax status"
    )
    speak("zh")
    names = Names(world)
    assert names.thing("agreement", PAPER).words == "上城区民政局 – 杭州市税务局：纳税状态"
    assert names.thing("sharing", USE).words == "上城区民政局 ← 杭州市税务局：纳税状态"
    assert names.thing("project", "hub@330000").words == "交换枢纽·浙江省"
    assert names.thing("supervision", "tax").words == "税务局"
    assert names.thing("agreement", "party tax@330100 – platform").words == "杭州市税务局 – 平台"


@pytest.mark.parametrize("kind", ["agreement", "project", "sharing", "catalogue", "supervision"])
def test_what_the_world_does_not_know_keeps_its_name(world, kind) -> None:
    words = Names(world).thing(kind, "nobody@999999").words
    assert words == ("nobody of 999999" if kind == "project" else "nobody@999999")


def test_a_kind_of_use_is_the_same_under_models_that_wait_for_other_things() -> None:
    other = USE.replace(f"agreement:{PAPER}", "project:router@330000")
    assert len(conditions(other)) == len(conditions(USE)) == 5
    use, same = life("sharing", USE, (0, "waits", {})), life("sharing", other, (0, "waits", {}))
    assert use.name != same.name
    assert subject(use) == subject(same)
    assert subject(life("sharing", "project:hub@330000", (0, "waits", {}))) == (
        "sharing",
        "project:hub@330000",
    )


def test_an_event_is_told_with_its_details() -> None:
    moment = Moment(0.0, "not approved", {"stage": "design", "short": "agreement, technical"})
    short = "for want of: agreements signed, technical conditions met"
    assert moment_words(moment) == f"not approved (preliminary design, {short})"
    assert moment_words(Moment(0.0, "funding cut", {"funding": 0.8})) == "O&M funding cut (80%)"
    assert moment_words(Moment(0.0, "round", {"number": 2})) == "round of negotiation (2)"
    assert moment_words(Moment(0.0, "built")) == "built"
