"""Cost per agency of a world and its models against the number of agencies: 100 to 3,000.

Run as `python tests/benchmarks/worlds.py [ROUNDS]`; provinces of twelve departments, each of which
asks the one before it and the first. Prints microseconds per agency, least of some rounds, of
building the world and of assembling every model over it, and the ratios of last to first.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from sandbox.models import PRESETS, assemble
from sandbox.scenario import load
from sandbox.world import World, build

LEVELS = ["province", "prefecture", "county"]
PLACES: tuple[list[dict[str, Any]], ...] = (
    [{"code": "330000", "prefectures": 1, "counties": 6}],
    [{"code": "330000", "prefectures": 8}],
    [{"code": "330000"}, {"code": "320000"}],
)


def scenario(regions: list[dict[str, Any]]) -> dict[str, Any]:
    """A scenario over these regions."""
    names = [f"department{number}" for number in range(12)]
    entry = {"level": "county", "class": "basic", "kind": "identity", "subject": "person"}
    asked = {"modes": ["query", "exchange", "publish"], "records": 1_000_000}
    return {
        "scenario": "worlds",
        "title": "Worlds",
        "about": "To be measured.",
        "regions": regions,
        "departments": {name: {"name": name, "levels": LEVELS} for name in names},
        "catalogue": {name: {"name": name, "provider": name, **entry, **asked} for name in names},
        "needs": {
            name: {
                "consumer": name,
                "levels": ["county"],
                "resources": [names[0], names[number - 1]] if number > 1 else [names[number - 1]],
                "rate": "3/h",
            }
            for number, name in enumerate(names)
        },
        "models": {name: {} for name in PRESETS},
        "study": {"horizon": "1 day", "warm_up": "0 s"},
    }


def least(do: Callable[[], object], rounds: int) -> float:
    """Seconds of processor time that something takes, the least of some rounds."""
    took = []
    for _ in range(rounds):
        begin = time.process_time()
        do()
        took.append(time.process_time() - begin)
    return min(took)


def costs(regions: list[dict[str, Any]], rounds: int) -> tuple[int, dict[str, float]]:
    """Agencies, and seconds per agency of the world and of each model."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "worlds.yaml"
        file.write_text(yaml.safe_dump(scenario(regions)), encoding="utf-8")
        document = load(file)
        world: World = build(document)
        number = len(world.agencies)
        found = {"world": least(lambda: build(document), rounds) / number}
        for name in PRESETS:
            found[name] = least(lambda name=name: assemble(world, name), rounds) / number
    return number, found


def main(rounds: int) -> None:
    """Print the costs."""
    found = [costs(regions, rounds) for regions in PLACES]
    print(f"{'us per agency':18}" + "".join(f"{number:8,}" for number, _ in found) + "   ratio")
    for name in found[0][1]:
        line = [each[name] for _, each in found]
        shown = "".join(f"{seconds * 1e6:8.0f}" for seconds in line)
        print(f"{name:18}{shown}{line[-1] / line[0]:8.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
