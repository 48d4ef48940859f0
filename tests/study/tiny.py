"""A small world for tests of studies: one consumer, one provider, two models, short runs."""

from pathlib import Path

from sandbox.scenario import load
from sandbox.scenario.document import Document

TINY = """
scenario: tiny
title: tiny
about: two models of a world with one consumer and one provider
regions:
  - {code: "330000", prefectures: ["330100"], counties: ["330102"], population: 1000}
departments:
  tax: {name: tax, levels: [county]}
  police: {name: police, levels: [county]}
stations:
  database: {servers: 1, service: {exponential: 1 s}}
  clerk: {service: {exponential: 30 s}, hours: always}
catalogue:
  population:
    name: population
    provider: police
    level: county
    class: basic
    kind: identity
    modes: [query]
    subject: person
    records: 1000
    record_size: 1 kB
    changes: 0.2/h
    collection: {delay: 60 s, error: 1%}
needs:
  asking:
    consumer: tax
    levels: [county]
    resources: [population]
    mode: query
    rate: 0.5/s
    profile: always
    deadline: 1 h
    reach: {local: 1, prefecture: 0, province: 0, nation: 0}
models:
  letters: {}
  federated_query: {by_letter: false}
study:
  start: 2025-01-06
  warm_up: 100 s
  horizon: 1100 s
  drain: 1 day
  replications: 3
  seed: 1
  series: 500 s
  baseline: letters
expect:
  - {model: letters, measure: satisfied, min: 0%, where: {department: tax}}
"""


def tiny(folder: Path, **changes: str) -> Document:
    """The scenario in a file; `horizon="2 days"` puts that in place of what it says."""
    text = TINY
    for key, value in changes.items():
        before, after = text.split(f"{key}: ", 1)
        text = f"{before}{key}: {value}\n{after.split(chr(10), 1)[1]}"
    path = folder / "tiny.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def traced(folder: Path) -> Document:
    """The scenario with requests that come when a file beside it says."""
    folder.mkdir(exist_ok=True)
    rows = "".join(f"{second},tax@330102\n" for second in range(0, 1000, 7))
    (folder / "calls.csv").write_text("time,agency\n" + rows, encoding="utf-8")
    return tiny(folder, rate="null\n    arrivals: {kind: trace, file: calls.csv}")
