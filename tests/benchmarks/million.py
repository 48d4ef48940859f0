"""A hundred thousand agencies with a million needs: from the file to a program, and its memory.

Run as `python tests/benchmarks/million.py`; 36 departments in all prefectures and counties of the
mainland's 31 provinces, whose county agencies have ten needs each for three
resources, aggregated by province. Prints
seconds of reading, building, assembling (federated queries) and compiling, and the peak memory.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sandbox.flows.compiled import compile
from sandbox.models import assemble
from sandbox.scenario import load
from sandbox.world import build
from sandbox.world.regions import NATION, gbt2260

DEPARTMENTS, NEEDS, RESOURCES = 36, 10, 3
AWAY = {"710000", "810000", "820000"}  # provinces without counties in the table


def scenario() -> dict[str, Any]:
    """The scenario."""
    levels = ["prefecture", "county"]
    return {
        "scenario": "million",
        "title": "A million needs",
        "about": "To be measured.",
        "regions": [{"code": code} for code in gbt2260()[NATION].children if code not in AWAY],
        "departments": {
            f"department{n}": {"name": f"Department {n}", "levels": levels}
            for n in range(DEPARTMENTS)
        },
        "catalogue": {
            f"resource{n}": {
                "name": f"Resource {n}",
                "provider": f"department{n}",
                "level": "county",
                "class": "basic",
                "kind": "identity",
                "modes": ["query"],
                "subject": "person",
                "records": 100_000_000,
            }
            for n in range(RESOURCES)
        },
        "needs": {
            f"need{n}-{department}": {
                "consumer": f"department{department}",
                "levels": ["county"],
                "resources": [f"resource{n % RESOURCES}"],
                "mode": "query",
                "rate": "10/day",
                "aggregate": "province",
                "reach": {"local": 1, "prefecture": 0, "province": 0, "nation": 0},
            }
            for department in range(DEPARTMENTS)
            for n in range(NEEDS)
        },
        "models": {"federated_query": {}},
        "study": {"horizon": "1 day", "warm_up": "0 s", "replications": 1},
    }


def main() -> None:
    """Print the times."""
    last = begin = time.process_time()

    def lap(what: str) -> None:
        nonlocal last
        now = time.process_time()
        print(f"{what:10}{now - last:8.1f} s", flush=True)
        last = now

    with TemporaryDirectory() as folder:
        file = Path(folder) / "million.yaml"
        file.write_text(json.dumps(scenario()), encoding="utf-8")
        document = load(file)
        lap("read")
        world = build(document)
        lap("build")
        program = assemble(world, "federated_query").program
        lap("assemble")
        compile(program)
        lap("compile")
    print(f"{'all':10}{time.process_time() - begin:8.1f} s")
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    unit = 1 << (30 if sys.platform == "darwin" else 20)
    print(f"{len(world.agencies):,} agencies, {len(world.demands):,} needs of agencies")
    print(f"{len(program.streams):,} streams, {len(program.rows):,} rows, {used / unit:.2f} GiB")


if __name__ == "__main__":
    main()
