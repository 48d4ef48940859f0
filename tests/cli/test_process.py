"""The command as a process: what it loads, what it does when readers leave, where words go."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = ("textual", "numba", "faker", "scipy", "matplotlib")


@pytest.mark.parametrize(
    "arguments", [["--help"], ["check", "textbook/mm1"], ["compare", "--help"]]
)
def test_small_answers_load_nothing_heavy(arguments: list[str]) -> None:
    program = (
        "import sys\nfrom sandbox.cli import run\n"
        f"code = run({arguments!r})\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
        "sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stderr.strip() == "[]"


def _said(process: "subprocess.Popen[bytes]") -> tuple[bytes, bytes]:
    """What a process that is to end says; one that does not end is ended."""
    try:
        return process.communicate(timeout=30)
    finally:
        process.kill()


def test_data_and_narration_go_separate_ways(spawn) -> None:
    fine = spawn("models")
    assert (fine.code, fine.err) == (0, "")
    wrong = spawn("models", "x")
    assert (wrong.code, wrong.out) == (2, "")


def test_the_language_comes_from_the_locale(spawn) -> None:
    assert "用法" in spawn("--help", LANG="zh_CN.UTF-8").out
    assert "Usage" in spawn("--help", LANG="en_US.UTF-8").out
    assert "用法" in spawn("--help", LANG="en_US.UTF-8", PILOT_SANDBOX_LANG="zh").out


def test_an_encoding_without_chinese_is_no_fault(spawn) -> None:
    answer = spawn("models", LANG="zh_CN.UTF-8", PYTHONIOENCODING="ascii")
    assert answer.code == 0
    assert "letters" in answer.out


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
@pytest.mark.parametrize("arguments", [["show", "business-startup"], ["--help"], ["schema"]])
def test_a_reader_that_leaves_is_no_error(arguments: list[str], tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "sandbox", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        stdout=write,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c_ends_a_comparison_with_130(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "sandbox", "compare", "business-startup", "--replications", "9999"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(3)
    process.send_signal(signal.SIGINT)
    out, err = _said(process)
    assert process.returncode == 130
    assert out == b""
    assert b"Traceback" not in err


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("broken", [ImportError, RuntimeError])
def test_a_numba_that_does_not_work_is_as_good_as_none(
    broken: type[Exception], tmp_path: Path
) -> None:
    (tmp_path / "numba.py").write_text(f"raise {broken.__name__}('no')\n")
    asked = [sys.executable, "-m", "sandbox", "run", "textbook/mm1", "--model", "bilateral"]
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(tmp_path), str(ROOT))),
        "PILOT_SANDBOX_LANG": "en",
    }
    refused = subprocess.run(
        [*asked, "--engine", "compiled"], env=env, cwd=tmp_path, capture_output=True, check=False
    )
    assert refused.returncode == 2
    assert b"needs numba" in refused.stderr


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_keeps_a_run_that_is_to_be_kept(
    number: signal.Signals, code: int, tmp_path: Path
) -> None:
    pytest.importorskip("numba")
    words = ["run", "flood-emergency", "--model", "letters", "--checkpoint", "kept"]
    code_of = (
        "from sandbox.engine import compiled_engine; compiled_engine._SLICE = 50;"
        "from sandbox.cli.entrance import main; main()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code_of, *words],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PILOT_SANDBOX_LANG": "en",
            "NUMBA_DISABLE_JIT": "1",  # which makes a long run of it
            "PYTHONWARNINGS": "ignore",
        },
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(6)
    process.send_signal(number)
    out, err = _said(process)
    assert (process.returncode, out) == (code, b"")
    assert b"Kept in kept; the same command goes on with it." in err
    assert [file.name for file in tmp_path.iterdir()] == ["kept"]


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["ctrl-c", "sigterm"]
)
def test_a_signal_at_any_moment_ends_the_command_and_its_workers_quietly(
    number: signal.Signals, code: int, tmp_path: Path
) -> None:
    """While it loads, while workers start, and while they run."""
    for moment in (0.15, 0.25, 0.8, 1.3, 1.8):
        process = subprocess.Popen(
            [sys.executable, "-m", "sandbox", "compare", "textbook/mm1", "--replications", "9999"],
            env={**os.environ, "PYTHONPATH": str(ROOT), "PILOT_SANDBOX_LANG": "en"},
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        time.sleep(moment)
        os.killpg(process.pid, number)  # workers hear Ctrl-C too
        out, err = _said(process)  # ends when no worker holds the streams
        assert (process.returncode, out) == (code, b"")
        assert err in ((b"", b"Interrupted.\n") if number == signal.SIGINT else (b"",))
