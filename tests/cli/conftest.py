"""What the tests of the command line share: calls in this process and in one of their own."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from sandbox.cli import run
from sandbox.cli.new import starter
from sandbox.language import speak

ROOT = Path(__file__).parents[2]


@dataclass
class Answer:
    code: int
    out: str
    err: str


Call = Callable[..., Answer]


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PILOT_SANDBOX_LANG", "en")
    monkeypatch.delenv("PILOT_SANDBOX_DEBUG", raising=False)
    yield
    speak("en")


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """The command in this process."""

    def called(*arguments: str) -> Answer:
        capsys.readouterr()
        code = run(list(arguments))
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return called


@pytest.fixture
def spawn(tmp_path: Path) -> Call:
    """The command in a process of its own, as a user has it."""

    def spawned(*arguments: str, **environment: str) -> Answer:
        done = subprocess.run(
            [sys.executable, "-m", "sandbox", *arguments],
            cwd=tmp_path,
            env={
                "PATH": os.environ.get("PATH", ""),
                "PYTHONPATH": str(ROOT),
                "LANG": "en_GB.UTF-8",
                **environment,
            },
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=60,
            check=False,
        )
        return Answer(
            done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8", "replace")
        )

    return spawned


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The starter, made short; its file's name in the working directory."""
    text = starter("en", "small")
    for old, new in (
        ("21 days", "3 days"),
        ("7 days", "1 day"),
        ("replications: 3", "replications: 2"),
    ):
        assert old in text
        text = text.replace(old, new)
    text = text.replace("central_library: {}", "hub_exchange: {}")
    (tmp_path / "small.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return "small.yaml"
