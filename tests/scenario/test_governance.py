"""What governance switches on: every section works with nothing written in it."""

from pathlib import Path

import pytest
import yaml

from sandbox.scenario import Refused, load
from sandbox.scenario.governance import STAFF, SYSTEMS, WORKERS, ProjectSpec

GOOD = Path(__file__).with_name("good.yaml")


@pytest.fixture
def governed(tmp_path):
    """Load a good scenario with such governance."""

    def read(**sections):
        file = tmp_path / "governed.yaml"
        file.write_text(yaml.safe_dump({"extends": str(GOOD), "governance": sections}))
        return load(file).scenario.governance

    return read


@pytest.mark.parametrize(
    "section", ["agreements", "catalogue", "standards", "projects", "supervision", "audit"]
)
def test_a_section_with_nothing_in_it_is_switched_on(governed, section) -> None:
    assert getattr(governed(**{section: {}}), section) is not None


def test_projects_build_every_system_unless_it_says_which(governed) -> None:
    assert governed(projects={}).projects.systems == dict.fromkeys(SYSTEMS, ProjectSpec())
    assert list(governed(projects={"systems": {"hub": {}}}).projects.systems) == ["hub"]


@pytest.mark.parametrize("section", WORKERS)
def test_staff_names_just_the_roles_that_have_work(governed, section) -> None:
    written = {"adapting": "5 h"} if section == "standards" else {}
    needed = {*WORKERS[section], "business"}
    people = {role: {"people": 1} for role in STAFF if role in needed}
    assert set(governed(staff=people, **{section: written}).staff) == needed
    for role in needed:
        fewer = {name: one for name, one in people.items() if name != role}
        with pytest.raises(Refused, match=rf"nobody in them: {role} \("):
            governed(staff=fewer, **{section: written})


def test_standards_without_adapting_are_nobodys_work(governed) -> None:
    assert governed(staff={"business": {"people": 1}}, standards={}).standards is not None
