"""What was done by hand is saved into a scenario that repeats the very run."""

import shutil
from pathlib import Path

import pytest

from sandbox.flows import TICKS
from sandbox.scenario import load
from sandbox.study.live import Expiry, Failure, LiveRun, Surge
from sandbox.study.live.saving import save
from tests.engine.small_programs import same
from tests.study.live.test_live_runs import plain, to, to_end


@pytest.fixture
def own(town, tmp_path):
    """The scenario in a file of the user's own."""
    shutil.copy(town.file, tmp_path / "own.yaml")
    return load(tmp_path / "own.yaml")


@pytest.fixture
def done(own):
    """A run with three accidents, one of them mended, up to its end."""
    run = LiveRun(own, "federated_query")
    to(run, 10)
    name = run.act(Failure(run.moment(), stations=("database@tax",)))
    to(run, 12)
    run.end_act(name)
    run.act(Surge(run.moment(), ("assistance-check",), 3, until=14 * 3600.0))
    to(run, 20)
    run.act(Expiry(run.moment(), "tax-civil"))
    to_end(run)
    return run


@pytest.mark.parametrize("name", ["own.yaml", "new.yaml", "below/new.yaml"])
def test_a_saved_scenario_repeats_the_run(own, done, tmp_path, name) -> None:
    (tmp_path / "below").mkdir()
    before = (tmp_path / "own.yaml").read_text(encoding="utf-8")
    saved = save(own, done.acts, tmp_path / name)
    found = plain(load(tmp_path / name), "federated_query", "simpy")
    same(found, done.lanes[0].counters())
    assert saved.scenario == done.document.scenario
    assert list(saved.scenario.disturbances) == ["planned", "hand-1", "hand-2"]
    text = (tmp_path / name).read_text(encoding="utf-8")
    if name == "own.yaml":
        assert [line for line in before.splitlines() if line not in text.splitlines()] == []
    else:
        assert (tmp_path / "own.yaml").read_text(encoding="utf-8") == before
        assert "extends" in text
    assert not list(tmp_path.glob("**/.*.yaml"))


def test_a_shipped_scenario_is_extended(tmp_path) -> None:
    document = load("update-ripple")
    acts = {"hand-1": Failure(3600.0, stations=("database",), until=7200.0)}
    saved = save(document, acts, tmp_path / "mine.yaml")
    assert "extends: update-ripple" in (tmp_path / "mine.yaml").read_text(encoding="utf-8")
    assert saved.scenario.disturbances["hand-1"].outage.stations == ("database",)


def test_another_file_is_never_written_over(own, done, tmp_path) -> None:
    other = Path(tmp_path / "other.yaml")
    other.write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError):
        save(own, done.acts, other)
    assert other.read_text(encoding="utf-8") == "mine"


def test_times_are_written_as_they_took_place(done) -> None:
    outage = done.document.scenario.disturbances["hand-1"].outage
    assert round(float(outage.from_) * TICKS) == 10 * 3600 * TICKS
    assert float(outage.for_) == 2 * 3600.0
