"""A recording shows what the run showed, forward and back, and strange files are refused."""

import gzip
import io
import json

import pytest

from sandbox.study.live import Lane
from sandbox.study.live.recording import MOMENTS, NotARecording, Recording, record
from sandbox.study.runs import Workshop


@pytest.fixture(scope="module")
def kept(town, tmp_path_factory):
    """A recording of a run."""
    place = tmp_path_factory.mktemp("kept") / "run.rec"
    with place.open("wb") as file:
        record(Workshop(town), "federated_query", 7, 0, "simpy", file)
    return place


def test_at_every_moment_it_shows_what_the_run_showed(town, kept) -> None:
    shown = Recording(kept)
    lane = Lane(Workshop(town), "federated_query", 7, 0, "simpy")
    events = []
    seen = 0
    for moment in range(1, MOMENTS + 1, 7):
        time = lane.end * moment // MOMENTS
        while lane.go(time):
            pass
        events += [e for e in lane.log.since(seen) if not e.minor and e.time <= lane.now]
        seen = lane.log.count
        shown.go(time)
        if lane.over:
            break
        assert shown.looks()[0] == lane.look()
    assert len(events) > 100
    ours = [(e.time, e.name, e.event) for e in shown.lanes[0].log.since(0)]
    wanted = [(e.time, e.name, e.event) for e in events if e.time <= shown.now]
    assert ours[-50:] == wanted[-50:]


def test_it_can_be_scrubbed(kept) -> None:
    one, other = Recording(kept), Recording(kept)
    half = one.end // 2
    one.go(half)
    then = one.looks()
    one.go(one.end)
    assert one.over
    one.jump(half)
    other.jump(half)
    assert one.looks() == other.looks() == then
    log = [(e.time, e.name, e.event) for e in one.lanes[0].log.since(0)]
    assert log == [(e.time, e.name, e.event) for e in other.lanes[0].log.since(0)]
    one.step()
    assert one.lanes[0].log.since(0)[-1].time == one.now > half


def test_the_same_run_is_recorded_the_same(town, kept) -> None:
    again = io.BytesIO()
    record(Workshop(town), "federated_query", 7, 0, "simpy", again)
    assert again.getvalue() == kept.read_bytes()


def spoilt(kept, change):
    """The lines of the recording, changed."""
    lines = [json.loads(line) for line in gzip.decompress(kept.read_bytes()).splitlines()]
    change(lines)
    return gzip.compress("\n".join(map(json.dumps, lines)).encode())


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines.clear(),
        lambda lines: lines.pop(0),
        lambda lines: lines.__delitem__(slice(1, None)),
        lambda lines: lines[0].update(recording=2),
        lambda lines: lines[0].update(model="no-such-model"),
        lambda lines: lines[0].update(text="scenario: 1"),
        lambda lines: lines[0].update(end="soon"),
        lambda lines: lines[0].pop("stations"),
        lambda lines: lines[0].update(stations=["x"]),
        lambda lines: lines[3].pop("t"),
        lambda lines: lines[3].update(p={"x": 1}),
        lambda lines: lines[3].update(d={"waiting": [[100000, 1]]}),
        lambda lines: lines[3].update(d={"colour": [[0, 1]]}),
        lambda lines: lines[3].update(e=[[1]]),
        lambda lines: lines.insert(1, [1]),
    ],
)
def test_what_is_no_recording_is_refused(kept, tmp_path, change) -> None:
    place = tmp_path / "strange.rec"
    place.write_bytes(spoilt(kept, change))
    with pytest.raises(NotARecording, match=r"strange\.rec"):
        Recording(place)


@pytest.mark.parametrize("data", [b"", b"scenario: x\n", b"\x1f\x8b broken", b"\x00" * 50])
def test_other_files_are_refused(tmp_path, data) -> None:
    place = tmp_path / "strange.rec"
    place.write_bytes(data)
    with pytest.raises(NotARecording, match="is no recording"):
        Recording(place)


def test_a_recording_cut_short_is_refused(kept, tmp_path) -> None:
    place = tmp_path / "short.rec"
    place.write_bytes(kept.read_bytes()[:-500])
    with pytest.raises(NotARecording, match="is no recording"):
        Recording(place)
