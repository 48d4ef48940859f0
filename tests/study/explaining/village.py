"""A small world in which everything happens that is to be explained: queues, closed desks, retries
and time-outs, refusals, stale and wrong answers, requests for two things at once, a surge."""

from pathlib import Path

from sandbox.scenario import load
from sandbox.scenario.document import Document

VILLAGE = """
scenario: village
title: village
about: everything that is to be explained
regions:
  - {code: "330000", prefectures: ["330100"], counties: ["330102", "330105"], population: 1000}
departments:
  tax: {name: tax, levels: [county]}
  police: {name: police, levels: [county]}
  civil: {name: civil, levels: [county]}
stations:
  database: {servers: 1, service: {exponential: 1 s}}
  clerk: {servers: 4, service: {exponential: 4 min}}
catalogue:
  population:
    name: population
    provider: police
    level: county
    class: basic
    kind: identity
    modes: [query, exchange, publish]
    subject: person
    records: 12
    changes: 4/day
    collection: {delay: 10 min, error: 20%}
  taxes:
    name: taxes
    provider: tax
    level: county
    class: business
    kind: status
    sharing: conditional
    condition: under agreement
    modes: [query, exchange, publish]
    subject: person
    records: 12
    changes: 2/day
    collection: {delay: 0 s, error: 5%}
needs:
  aid:
    consumer: civil
    levels: [county]
    resources: [population, taxes]
    mode: query
    rate: 20/h
    profile: always
    deadline: 1 h
    timeout: 2 s
    retries: 1
    reach: {local: 60%, prefecture: 40%, province: 0, nation: 0}
  check:
    consumer: tax
    levels: [county]
    resources: [population]
    mode: query
    rate: 8/h
    profile: always
    deadline: 1 h
agreements:
  aid-taxes:
    provider: tax
    consumers: [civil]
    resources: [taxes]
    from: 5 h
models:
  letters: {}
  federated_query: {by_letter: false}
  cached_query: {}
  change_feed: {}
  central_library: {}
disturbances:
  rush: {surge: {needs: [aid], factor: 2, from: 3 h, for: 1 h}}
study:
  start: 2025-01-06
  warm_up: 1 h
  horizon: 12 h
  drain: 2 days
  replications: 1
  seed: 5
  series: 6 h
  baseline: federated_query
"""


def village(folder: Path) -> Document:
    """The scenario, from a file."""
    path = folder / "village.yaml"
    path.write_text(VILLAGE, encoding="utf-8")
    return load(path)
