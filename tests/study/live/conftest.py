"""A tiny world with an agreement, stations that break down, and two models to look at."""

from pathlib import Path

import pytest

from sandbox.scenario import load

TOWN = Path(__file__).parents[2] / "tui" / "tiny.yaml"
BREAKING = """
stations:
  database:
    servers: 1
    service: {exponential: 20 s}
    when_down: wait
    outage: {mtbf: 5 h, mttr: 1 h}
  clerk: {servers: 8}
disturbances:
  planned:
    outage: {stations: ["database@police@330102"], from: 9 h, for: 2 h}
"""


@pytest.fixture(scope="session")
def town(tmp_path_factory):
    """The document: databases so slow that queues form, and that break down."""
    file = tmp_path_factory.mktemp("town") / "town.yaml"
    text = TOWN.read_text(encoding="utf-8").replace("40/day", "100/day")
    regions = 'prefectures: ["330100", "330200"]\n    counties: ["330102", "330203"]'
    text = text.replace("prefectures: 2\n    counties: 1", regions)
    text = text.replace("horizon: 2 days", "horizon: 1 day").replace("drain: 5 days", "drain: 6 h")
    file.write_text(text + BREAKING, encoding="utf-8")
    return load(file)
