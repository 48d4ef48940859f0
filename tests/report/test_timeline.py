"""The sheet and the app's page tell the same of a chronicle, in words that people use."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from sandbox.language import speak
from sandbox.measures.chronicle import Chronicle, Demanded, Life, Moment
from sandbox.report.timeline import milestones, nothing, timeline
from sandbox.report.timeline_findings import MOST_RUNS, Findings, kinds_of_use
from sandbox.report.timeline_names import Names, conditions, subject
from sandbox.report.timeline_words import moment_words
from sandbox.scenario import load
from sandbox.scenario.governance import GovernanceSpec
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
        "until 2025-03-12: project front-end node of Tax, Hangzhou (1 kind of use)",
        "never started: 1 kind of use",
    ]


def test_what_is_not_there_at_the_end_took_until_then(findings) -> None:
    told = words(findings.longest())
    assert told[1] == "project exchange hub of Zhejiang: 28 d, and not there yet"
    assert told[2] == "2025-03-05 begins → 2025-03-09 approved (preliminary design)"
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
        "article 8, renewal before the end of the term: missed 2 times",
        "worst 2025-03-07: Civil affairs, Shangcheng District – Tax, Hangzhou, 2 d late",
    ]


def test_the_sheet_says_all_that_the_findings_say(findings, world) -> None:
    sheet = timeline("federated_query", CHRONICLE, Names(world), world, 200)
    study = world.scenario.study
    findings = Findings(CHRONICLE, findings.names, study.start, float(study.horizon))
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


def test_where_nothing_was_gated_nothing_had_to_be_waited_for(world) -> None:
    watched = Chronicle((life("supervision", "tax", (9, "accepted", {})),))
    closed = Chronicle((life("sharing", USE, (0, "waits", {})),))
    for chronicle, said in (
        (watched, "Nothing had to be waited for."),
        (closed, "Nothing could be shared before the end of the study."),
    ):
        findings = Findings(chronicle, Names(world), date(2025, 3, 3), 30 * DAY)
        assert words(findings.reasons()) == [said]


@pytest.mark.parametrize(
    ("days", "everything", "half", "last"),
    [
        ([1, 2, 3, 4], 4, "2025-03-05", "2025-03-07"),
        ([1, 2, 3], 3, "2025-03-05", "2025-03-06"),
        ([1, 2], 4, "2025-03-05", "not reached"),
        ([1, 2], 5, "not reached", "not reached"),
        ([1], 1, "2025-03-04", "2025-03-04"),
    ],
)
def test_half_is_half_of_all_and_last_is_the_last_of_all(days, everything, half, last) -> None:
    told = milestones([day * DAY for day in days], everything, date(2025, 3, 3))
    assert told == f"first 2025-03-04, half {half}, last {last}"


def test_a_life_is_told_in_the_order_of_time(world) -> None:
    """The same event at another stage, or after another one, is told again."""
    story = life(
        "project",
        "hub@330000",
        (1, "begins", {}),
        (2, "not accepted", {"stage": "proposal"}),
        (3, "not accepted", {"stage": "proposal"}),
        (4, "approved", {"stage": "proposal"}),
        (5, "not accepted", {"stage": "budget"}),
        (6, "approved", {"stage": "budget"}),
    )
    findings = Findings(Chronicle((story,)), Names(world), date(2025, 3, 3), 30 * DAY)
    assert words(findings.longest())[2] == (
        "2025-03-04 begins → 2025-03-05 not accepted (project proposal) ×2 → "
        "2025-03-07 approved (project proposal) → 2025-03-08 not accepted (budget estimate) → "
        "2025-03-09 approved (budget estimate)"
    )


def test_of_a_long_life_beginning_and_end_are_told(world) -> None:
    events = [(day, "amended" if day % 2 else "renewed", {}) for day in range(1, 21)]
    for count in (MOST_RUNS, MOST_RUNS + 1, 20):
        story = Chronicle((life("agreement", PAPER, *events[:count]),))
        findings = Findings(story, Names(world), date(2025, 3, 3), 30 * DAY)
        told = words(findings.longest())[2].split(" → ")
        each = [f"{findings.day(day * DAY)} {event}" for day, event, _ in events[:count]]
        assert told == (each if count <= MOST_RUNS else [*each[:4], "…", *each[-4:]])


def test_what_took_no_time_is_not_what_took_longest(world) -> None:
    at_once = Chronicle((life("agreement", PAPER, (1, "stated", {}), (1, "delivered", {})),))
    beyond = Chronicle((life("agreement", PAPER, (1, "stated", {})),))
    for chronicle, until in ((at_once, 30 * DAY), (beyond, 3600.0)):
        assert not list(Findings(chronicle, Names(world), date(2025, 3, 3), until).longest())


def test_large_counts_have_separators(world) -> None:
    demands = (
        Demanded("2", "scope of use", 4640, 0, None, None),
        Demanded("4", "scope of use", 1, 0, None, None),
        Demanded("8", "reply", 12000, 1032, None, None),
    )
    findings = Findings(Chronicle((), demands), Names(world), date(2025, 3, 3), 30 * DAY)
    assert words(findings.demands())[1:] == [
        "article 2, use inside the granted scope: missed 4,640 times",
        "article 4, use inside the granted scope: missed once",
        "article 8, reply in time: met 1,032 of 12,000",
    ]
    assert kinds_of_use(1) == "1 kind of use"
    assert kinds_of_use(1200) == "1,200 kinds of use"
    speak("zh")
    assert words(findings.demands())[1] == "第二条，在授权范围内使用：有 4,640 次没有做到"


def test_the_platform_of_a_region_is_named_after_it(world) -> None:
    assert Names(world).parties(["platform@330000"]) == "platform of Zhejiang"
    assert Names(world).parties(["platform", "tax@330100"]) == "platform – Tax, Hangzhou"
    assert Names(world).parties(["platform@999999"]) == "platform@999999"


def test_waves_read_as_sentences_and_signs_are_explained(world) -> None:
    waves = Chronicle(
        (
            life("wave", "1", (0, "demonstration", {"zh": "先行", "en": "First"})),
            life("wave", "2", (1, "begins", {})),
            life("standards", "tax@330100", (1, "differs", {})),
        )
    )
    lines = timeline("federated_query", waves, Names(world), world, 300).splitlines()
    start = world.scenario.study.start
    assert lines[0] == "federated_query · Federated query"
    assert "each sign stands for 1 week: " in lines[2]
    assert f"  {start} wave 1 First: demonstration begins" in lines
    assert f"  {start + timedelta(days=1)} wave 2 begins" in lines
    speak("zh")
    lines = timeline("federated_query", waves, Names(world), world, 300).splitlines()
    assert lines[0] == "federated_query · 联邦查询"
    assert f"  {start} 第一批先行：示范开始" in lines


def test_an_empty_timeline_says_why(world) -> None:
    assert world.scenario.governance is None
    assert nothing(world, "federated_query") == (
        "Nothing is governed: the scenario has no section `governance`."
    )
    scenario = world.scenario.model_copy(update={"governance": GovernanceSpec()})
    governed = replace(world, scenario=scenario)
    assert nothing(governed, "letters") == (
        "Nothing is governed: this model shares by letter alone."
    )
    assert nothing(governed, "federated_query").startswith("Nothing to tell: ")
