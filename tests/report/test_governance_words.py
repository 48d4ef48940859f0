"""What `show` says of governance: every section that is written, every number under its key."""

from pathlib import Path

import pytest
import yaml

from sandbox.language import speak
from sandbox.report.assumptions import lines
from sandbox.report.world_words import world_in_words
from sandbox.scenario import load
from sandbox.world import build

TINY = Path(__file__).parents[1] / "tui" / "tiny.yaml"
GOVERNANCE = {
    "staff": {"business": {"people": 3}, "support@tax": {"people": 2}}
    | {role: {"people": 1} for role in ("leader", "responsible", "support", "secrecy")},
    "willingness": {"everyone": "40%", "tax@330100": "90%"},
    "agreements": {"round": {"exponential": "3 h"}, "term": "1 year", "unnamed": ["tax"]},
    "catalogue": {},
    "projects": {
        "lead": "tax",
        "systems": {"hub": {"budget": "9 h"}, "cloud": {"after": ["hub"]}},
    },
    "audit": {},
    "waves": [{"from": "1 day", "regions": ["330100"], "demonstration": True}, {"from": "2 days"}],
}


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    file = tmp_path_factory.mktemp("governed") / "governed.yaml"
    written = {"extends": str(TINY), "governance": GOVERNANCE}
    file.write_text(yaml.safe_dump(written, allow_unicode=True), encoding="utf-8")
    return load(file)


@pytest.fixture(autouse=True)
def english():
    speak("en")
    yield
    speak("en")


def said(document):
    sheet = world_in_words(document, build(document), ["governance"], 400)
    return [line.strip() for line in sheet.splitlines()]


def test_every_section_that_is_written_is_said(document) -> None:
    told = said(document)
    for line in (
        "Governance",
        "business bureau: 3",
        "IT support (Tax): 2",
        "everyone: 40%",
        "Tax, Hangzhou: 90%",
        "agreements are negotiated (article 8)",
        "effort of each party's responsible unit in a round, in turn: 3 h on average, exponential",
        "how long an agreement is in force (default: without limit): 1 year",
        "departments that name no responsible unit (art. 6): Tax",
        "resources must be catalogued (article 9)",
        "systems must be built (articles 1 and 10)",
        "the department that builds platforms (default: nobody's staff): Tax",
        "uses are audited (articles 2 and 4)",
        "wave 1: from 1 day, Hangzhou, all departments, a demonstration",
        "wave 2: from 2 days, everywhere, all departments",
    ):
        assert line in told
    hub = next(line for line in told if line.startswith("exchange hub: "))
    assert "; budget estimate: 9 h; construction: 320 h on average, variation 0.5" in hub
    assert any(line.endswith("; after: exchange hub") for line in told)
    assert not any("supervised" in line or "standards" in line for line in told)


def test_it_is_said_in_chinese_too(document) -> None:
    speak("zh")
    told = said(document)
    for line in (
        "治理",
        "业务司局：3",
        "信息化支撑单位（税务局）：2",
        "全体：40%",
        "协商签订协议（第八条）",
    ):
        assert line in told
    assert "第一批：从 1 day 起、杭州市、所有部门、示范" in told


def test_without_the_section_that_is_said() -> None:
    assert said(load(TINY))[-1] == "none: everything is in force and built from the first second"


def test_a_number_that_is_not_written_is_listed_under_its_own_key(document) -> None:
    found = {line.path: line.written for line in lines(document)}
    own = {
        "governance.agreements.drafting.mean": "8 h",
        "governance.agreements.answering.mean": "4 h",
        "governance.agreements.signing.mean": "1 h",
        "governance.agreements.round.exponential": "3 h",
        "governance.agreements.term": "1 year",
        "governance.catalogue.compiling.mean": "16 h",
        "governance.projects.systems.hub.budget": "9 h",
        "governance.projects.systems.cloud.budget.mean": "24 h",
        "governance.projects.systems.*.construction.mean": "320 h",
        "governance.projects.review.reviewing.mean": "40 h",
        "governance.waves[0].from": "1 day",
    }
    assert found | own == found
    assert "governance.agreements.mean" not in found
    rows = [line.path for line in lines(document) if line.path.startswith("governance.")]
    assert len(rows) == len(set(rows))
