"""A player obeys its orders in turn, never goes beyond its goal, and ends when it is closed."""

import threading
import time

import pytest

from sandbox.flows import TICKS
from sandbox.study.live import Cut, LiveRun, Player

HOUR = 3600 * TICKS


@pytest.fixture
def player(town):
    """A player of a run, in its thread."""
    player = Player(LiveRun(town, "federated_query", engine="simpy"), 3600.0)
    thread = threading.Thread(target=player.run, daemon=True)
    thread.start()
    yield player
    player.close()
    thread.join(10)
    assert not thread.is_alive()
    assert player.trouble is None


def until(player, true):
    """Wait for a frame of which something is true."""
    end = time.monotonic() + 60
    while not (player.frame is not None and true(player.frame)):
        assert time.monotonic() < end, player.frame
        time.sleep(0.005)
    return player.frame


def test_orders_are_obeyed_in_turn(player) -> None:
    first = until(player, lambda frame: True)
    assert (first.now, first.playing) == (0, False)
    player.jump(5 * HOUR)
    frame = until(player, lambda frame: frame.now == 5 * HOUR and not frame.aiming)
    assert frame.looks[0].standing.time == 5 * HOUR
    player.step()
    frame = until(player, lambda frame: frame.now > 5 * HOUR)
    assert not frame.playing
    assert frame.logs[0][-1].time == frame.now
    player.play(True)
    later = until(player, lambda frame: frame.now > 6 * HOUR)
    assert later.playing
    player.play(False)
    frame = until(player, lambda frame: not frame.playing)
    time.sleep(0.25)
    assert player.frame.now == frame.now
    player.jump(10**30)
    end = until(player, lambda frame: frame.over)
    assert not end.playing
    player.jump(-5)
    assert until(player, lambda frame: frame.now == 0).looks[0].standing.time == 0


def test_a_refused_order_is_told_and_the_run_goes_on(player) -> None:
    player.order(lambda live: live.act(Cut(live.moment(), "no-such-network")))
    player.jump(HOUR)
    until(player, lambda frame: frame.now == HOUR)
    assert "no-such-network" in player.refused.problems[0].message.render("en")
    assert player.show.acts == {}


def test_what_breaks_in_the_thread_is_kept(town) -> None:
    player = Player(LiveRun(town, "letters", engine="simpy"))

    def breaks(_):
        raise RuntimeError("on purpose")

    player.order(breaks)
    player.run()
    assert isinstance(player.trouble, RuntimeError)
