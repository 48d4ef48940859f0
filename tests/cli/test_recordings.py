"""`run --record` writes a recording; `replay` takes nothing else."""

import gzip
from pathlib import Path

import pytest

from sandbox.study.live.recording import Recording


def test_a_run_is_recorded_beside_its_measures(call, small: str, tmp_path: Path) -> None:
    place = tmp_path / "run.rec"
    plain = call("run", small, "--model", "letters", "--engine", "simpy")
    done = call("run", small, "--model", "letters", "--engine", "simpy", "--record", str(place))
    assert (done.code, done.out) == (0, plain.out)
    assert str(place) in done.err
    shown = Recording(place)
    shown.go(shown.end)
    assert shown.model == "letters"
    assert shown.lanes[0].log.count > 10
    again = call("run", small, "--model", "letters", "--engine", "simpy", "--record", str(place))
    assert again.code == 0  # an earlier recording is written over
    assert sorted(path.name for path in tmp_path.iterdir() if ".part" in path.name) == []


@pytest.mark.parametrize("place", ["", ".", "nowhere/run.rec", "other.txt", "scenario"])
def test_a_recording_goes_nowhere_else(call, small: str, tmp_path: Path, place: str) -> None:
    other = tmp_path / "other.txt"
    other.write_text("mine", encoding="utf-8")
    where = {"": "", "scenario": small}.get(place, str(tmp_path / place))
    before = Path(small).read_text(encoding="utf-8")
    done = call("run", small, "--model", "letters", "--record", where)
    assert done.code == 2
    assert done.out == ""
    assert Path(small).read_text(encoding="utf-8") == before
    assert other.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_no_recording_is_not_played(call, small: str, tmp_path: Path, language) -> None:
    broken = tmp_path / "broken.rec"
    broken.write_bytes(gzip.compress(b'{"recording": 1}\n'))
    for place in (small, str(broken), str(tmp_path / "none.rec"), str(tmp_path)):
        done = call("--lang", language, "replay", place)
        assert done.code == 2, place
        assert place in done.err


def test_a_recording_is_played_in_a_terminal_only(call, small: str, tmp_path: Path) -> None:
    place = tmp_path / "run.rec"
    call("run", small, "--model", "letters", "--engine", "simpy", "--record", str(place))
    done = call("replay", str(place))
    assert done.code == 2
    assert "in a terminal" in done.err
