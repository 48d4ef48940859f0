"""What watching a run live costs, by the number of agencies: a share of one core at ten frames.

Run as `python tests/benchmarks/live.py [SECONDS]`; the worlds of `worlds.py`, watched at 160 × 50
at the pace at which a day takes two minutes. Prints, for each world, how long it takes until the
run is ready, the share of a core of the screen's thread and of the whole process, how late the
screen's thread answers while the run plays and while an accident is under way (median and most),
and how long an accident takes until the run has come back to its time.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from worlds import PLACES, scenario

from sandbox.scenario import load
from sandbox.study.live import LiveRun
from sandbox.study.runs import workshop_of
from sandbox.tui.app import SandboxApp
from sandbox.tui.pages.live import LivePage


async def watched(file: Path, seconds: float) -> None:
    """Watch one world."""
    begun = time.perf_counter()
    document = load(file)
    world = workshop_of(document).world
    live = LiveRun(document, "federated_query")
    ready = time.perf_counter() - begun
    app = SandboxApp()
    async with app.run_test(size=(160, 50)):
        page = LivePage(world, live)
        await app.push_screen(page)
        page.player.play(True)
        await asyncio.sleep(2)
        screen, whole, wall = time.thread_time(), time.process_time(), time.perf_counter()
        await asyncio.sleep(seconds)
        wall = time.perf_counter() - wall
        shares = (time.thread_time() - screen) / wall, (time.process_time() - whole) / wall
        lags = await lagging(lambda: time.perf_counter() - begun > 0, 2.0)
        station = page.program.stations[0].name
        pressed = time.perf_counter()
        page.player.order(lambda _: live.act(failure(live.moment(), station)))
        under_way = await lagging(lambda: not live.acts or live.aiming, 30.0)
        accident = 1000 * (time.perf_counter() - pressed)
    print(
        f"{len(world.agencies):6} agencies  ready {ready:5.2f} s  screen {shares[0]:4.0%}  "
        f"process {shares[1]:4.0%}  lag {lags}  under way {under_way}  "
        f"accident {accident:7.1f} ms ({live.lanes[0].engine})"
    )


async def lagging(going: Callable[[], bool], seconds: float) -> str:
    """How late the screen's thread answers while something goes on: median and most, in ms."""
    late = []
    end = time.perf_counter() + seconds
    while going() and time.perf_counter() < end:
        asked = time.perf_counter()
        await asyncio.sleep(0.005)
        late.append(1000 * (time.perf_counter() - asked - 0.005))
    return f"{statistics.median(late):4.1f} / {max(late):5.1f} ms"


def failure(moment: float, station: str) -> object:
    """A station fails."""
    from sandbox.study.live import Failure

    return Failure(moment, stations=(station,))


def main() -> None:
    """Watch all worlds."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 5.0
    for regions in PLACES:
        with TemporaryDirectory() as folder:
            file = Path(folder) / "worlds.yaml"
            file.write_text(yaml.safe_dump(scenario(regions)), encoding="utf-8")
            asyncio.run(watched(file, seconds))


if __name__ == "__main__":
    main()
