"""What is installed is what is here: every folder of code is a package of the wheel."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_wheel_holds_every_folder_of_code_and_the_scenarios() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = set(project["tool"]["setuptools"]["packages"])
    found = {
        ".".join(file.parent.relative_to(ROOT).parts)
        for file in (ROOT / "sandbox").rglob("__init__.py")
    }
    assert named == found | {"sandbox.library"}
