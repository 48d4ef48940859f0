"""Every example in the documentation runs, page by page, in a folder of its own."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```(sh|python|yaml|csv|ini)(?: (\S+))?\n(.*?)^```$", re.M | re.S)

COMMANDS = {"pilot-sandbox": "sandbox", "pytest": "pytest"}
"""Commands by the module that is each: ours, and pytest, which has our plugin."""


def _blocks(page: Path) -> list[tuple[str, str | None, str]]:
    found = [(m[1], m[2], m[3]) for m in BLOCK.finditer(page.read_text(encoding="utf-8"))]
    return [block for block in found if "python3 -m venv" not in block[2]]


WITH_EXAMPLES = [page for page in PAGES if _blocks(page)]


def test_there_are_examples_to_run() -> None:
    assert WITH_EXAMPLES


def _run_shell(line: str, folder: Path) -> None:
    command, _, output = line.partition(" > ")
    words = shlex.split(command, comments=True)
    assert words[0] in COMMANDS, f"only the product's own commands are documented: {line}"
    done = subprocess.run(
        [sys.executable, "-m", COMMANDS[words[0]], *words[1:]],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"PYTHONPATH": str(ROOT), "PATH": "", "LANG": "C.UTF-8", "HOME": str(folder)},
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{line}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    if output:
        (folder / output.strip()).write_text(done.stdout, encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("page", WITH_EXAMPLES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_examples_of_a_page_run(page: Path, tmp_path: Path) -> None:
    """Blocks of yaml, csv, ini or python may name a file: they are written there first."""
    for language, name, text in _blocks(page):
        if name:
            (tmp_path / name).write_text(text, encoding="utf-8")
        if language == "python":
            subprocess.run(
                [sys.executable, "-c", text],
                cwd=tmp_path,
                env={"PYTHONPATH": str(ROOT), "PATH": "", "LANG": "C.UTF-8"},
                check=True,
                timeout=300,
            )
        elif language == "sh":
            for line in text.replace("\\\n", " ").splitlines():
                if line.strip():
                    _run_shell(line.strip(), tmp_path)
