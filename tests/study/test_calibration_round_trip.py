"""A scenario's log, calibrated, gives the scenario's numbers back, and so does the log of that."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sandbox.report.xroad_records import XRoadRecords
from sandbox.scenario import Document, load
from sandbox.scenario.distributions import Distribution
from sandbox.study import Workshop
from sandbox.study.calibration import Options, calibrate
from sandbox.study.calibration.calibrate import Calibration
from sandbox.study.calibration.mapping import read_mapping
from sandbox.study.calibration.overlay import overlay
from sandbox.study.calibration.reproduction import reproduce
from sandbox.study.calibration.standalone import MODEL, standalone
from sandbox.study.calibration.writing import text_of, write
from sandbox.study.opening import opened

QUEUE = """\
extends: textbook/base
scenario: queue
title: queue
about: one server
stations: {database: {servers: 1, service: {exponential: 1 s}}}
needs: {asking: {rate: 0.5/s}}
study: {horizon: 12000 s}
"""
REAL = """\
extends: textbook/base
scenario: real
title: real
about: outages, hours, a way that takes time
stations:
  database:
    servers: 8
    service: {lognormal: {mean: 400 ms, cv: 0.8}}
    when_down: fail
    outage: {mtbf: 20 h, mttr: 1 h}
  front_end: {service: {exponential: 30 ms}}
  authentication: {servers: 50, service: {gamma: {mean: 80 ms, cv: 0.5}}}
needs: {asking: {rate: 90/h, profile: online, retries: 0, out_of_scope: 3%}}
study: {start: 2025-03-10, horizon: 28 days}
"""


SURE = Options(confidence=0.999)
"""many intervals are to hold at once"""


def logged(document: Document, place: Path, seed: int) -> Path:
    """The log of a run."""
    shop = Workshop(document)
    with place.open("w", encoding="utf-8") as file:
        origin = {"model": MODEL, "seed": seed, "replication": 0}
        records = XRoadRecords(file, shop.assembly(MODEL).program, shop.world, origin)
        shop.run(MODEL, seed=seed, engine="simpy", trace=records)
    return place


@pytest.fixture
def scenario(tmp_path: Path) -> Callable[[str], Document]:
    def loaded(text: str) -> Document:
        place = tmp_path / "first.yaml"
        place.write_text(text, encoding="utf-8")
        return load(place)

    return loaded


def written(found: Calibration, place: Path) -> Document:
    data, _, _ = standalone(found, place.stem)
    return write(text_of(data, []), place)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_log_of_a_textbook_queue_gives_both_rates_back(
    scenario: Callable[[str], Document], tmp_path: Path, seed: int
) -> None:
    """M/M/1: λ = 0.5/s, μ = 1/s; what the log holds is the time in system, of mean 2 s."""
    log = logged(scenario(QUEUE), tmp_path / "log.jsonl", seed)
    found = calibrate(log, Options(servers=1))
    assert found.needs[0].arrivals.rate.covers(0.5)
    assert found.needs[0].arrivals.hours is None
    fit = found.providers[0].service.fit
    assert fit is not None
    assert fit.family == "exponential"
    assert fit.mean.covers(1.0)
    assert fit.mean.high / fit.mean.low < 1.06
    assert found.providers[0].service.fitness is not None
    assert found.providers[0].service.fitness.p_value > 0.01
    assert found.providers[0].impossible == 0
    plain = calibrate(log, Options())
    assert plain.providers[0].service.durations.mean == pytest.approx(2.0, rel=0.12)


@pytest.mark.slow
def test_a_calibrated_queue_waits_as_long_as_the_log_did(
    scenario: Callable[[str], Document], tmp_path: Path
) -> None:
    found = calibrate(logged(scenario(QUEUE), tmp_path / "log.jsonl", 1), Options(servers=1))
    document = written(found, tmp_path / "second.yaml")
    assert round(document.scenario.stations["database@provider"].servers or 0) == 1
    again = calibrate(logged(document, tmp_path / "again.jsonl", 9), Options(servers=1))
    one, other = found.providers[0].service.fit, again.providers[0].service.fit
    assert one is not None
    assert other is not None
    assert other.mean.covers(float(f"{one.mean.value:.6g}"))
    assert again.needs[0].arrivals.rate.covers(found.needs[0].arrivals.rate.value)
    waited, waits = found.needs[0].total.mean, again.needs[0].total.mean
    assert waits == pytest.approx(waited, rel=0.12)  # both about 2 s: half of it waiting


def test_a_time_out_is_found_and_written(
    scenario: Callable[[str], Document], tmp_path: Path
) -> None:
    text = QUEUE.replace("rate: 0.5/s", "rate: 0.5/s, timeout: 4 s, retries: 0")
    found = calibrate(logged(scenario(text), tmp_path / "log.jsonl", 1), Options(servers=1))
    need = found.needs[0]
    assert need.endings[3] > 100
    assert need.endings[1] == need.endings[2] == 0
    assert found.providers[0].outage is None  # nothing of it was the source's fault
    document = written(found, tmp_path / "second.yaml")
    assert float(document.scenario.needs["consumer-facts"].timeout or 0) == 4.0


@pytest.mark.slow
def test_a_log_gives_every_number_of_its_scenario_back(
    scenario: Callable[[str], Document], tmp_path: Path
) -> None:
    first = scenario(REAL)
    found = calibrate(logged(first, tmp_path / "log.jsonl", 4), SURE)
    _gives_back(found, first)
    second = written(found, tmp_path / "second.yaml")
    again = calibrate(logged(second, tmp_path / "again.jsonl", 8), SURE)
    (need,) = again.needs
    (key,) = second.scenario.needs
    spec = second.scenario.needs[key]
    assert need.arrivals.rate.covers(float(spec.rate))
    assert need.arrivals.hours is not None
    profile = second.scenario.profiles[spec.profile]
    mean = sum(profile.hours) / 24
    assert need.arrivals.hours == pytest.approx([h / mean for h in profile.hours], abs=0.12)
    assert need.arrivals.weekdays == pytest.approx(profile.weekdays, abs=0.08)
    fit, law = again.providers[0].service.fit, second.scenario.stations["database@provider"]
    assert fit is not None
    assert isinstance(law.service, Distribution)
    assert (fit.family, law.service.kind) == ("lognormal", "lognormal")
    assert fit.mean.covers(float(law.service.mean or 0))
    assert fit.cv.covers(float(law.service.cv or 0))
    outage, spec_of_outage = again.providers[0].outage, law.outage
    assert outage is not None
    assert spec_of_outage is not None
    assert outage.mtbf.covers(float(spec_of_outage.mtbf))
    assert outage.mttr.covers(float(spec_of_outage.mttr))


def _gives_back(found: Calibration, document: Document) -> None:
    """The first scenario's own numbers lie within the intervals."""
    (need,), (provider,) = found.needs, found.providers
    assert need.arrivals.rate.covers(90 / 3600)
    assert need.arrivals.hours is not None
    hours = document.scenario.profiles["online"].hours
    mean = sum(hours) / 24
    assert need.arrivals.hours == pytest.approx([h / mean for h in hours], abs=0.12)
    fit = provider.service.fit
    assert fit is not None
    assert fit.family == "lognormal"
    assert fit.mean.covers(0.4)
    assert fit.cv.covers(0.8)
    assert fit.mean.high / fit.mean.low < 1.05
    server, way = provider.server.fit, found.consumers["consumer"].fit
    assert server is not None
    assert server.family == "exponential"
    assert server.mean.covers(0.03)
    assert way is not None
    assert way.family == "gamma"
    assert way.mean.covers(0.08)
    assert way.cv.covers(0.5)
    assert provider.outage is not None
    assert provider.outage.mtbf.covers(20 * 3600)
    assert provider.outage.mttr.covers(3600)
    assert need.endings[2] / need.arrivals.count == pytest.approx(0.03, abs=0.003)


@pytest.mark.slow
def test_the_calibrated_scenario_reproduces_the_log(
    scenario: Callable[[str], Document], tmp_path: Path
) -> None:
    text = REAL.replace("28 days", "7 days").replace("    outage: {mtbf: 20 h, mttr: 1 h}\n", "")
    found = calibrate(logged(scenario(text), tmp_path / "log.jsonl", 4), Options())
    data, needs, notes = standalone(found, "second")
    assert notes == []
    document = write(text_of(data, []), tmp_path / "second.yaml")
    pairings = reproduce(found, document, needs, MODEL, jobs=1)
    assert {pairing.figure for pairing in pairings} == {
        "rate", "response_time.mean", "response_time.p50", "response_time.p95", "failed",
    }  # fmt: skip
    for pairing in pairings:
        assert pairing.meets, pairing
        assert abs(pairing.off) < (0.2 if pairing.figure == "failed" else 0.05)


@pytest.mark.slow
def test_a_scenario_that_does_something_else_does_not_reproduce_the_log(
    scenario: Callable[[str], Document], tmp_path: Path
) -> None:
    text = REAL.replace("28 days", "7 days").replace("    outage: {mtbf: 20 h, mttr: 1 h}\n", "")
    found = calibrate(logged(scenario(text), tmp_path / "log.jsonl", 4), Options())
    data, needs, _ = standalone(found, "second")
    (need,) = needs
    data["needs"][need]["rate"] = "120/h"
    data["stations"]["database@provider"]["service"] = "300 ms"
    document = write(text_of(data, []), tmp_path / "second.yaml")
    missed = [p.figure for p in reproduce(found, document, needs, MODEL, jobs=1) if not p.meets]
    assert missed == ["rate", "response_time.mean", "response_time.p50", "response_time.p95"]


def test_every_calibrated_number_names_the_log(
    scenario: Callable[[str], Document], tmp_path: Path
) -> None:
    found = calibrate(logged(scenario(QUEUE), tmp_path / "log.jsonl", 1), Options(servers=1))
    document = written(found, tmp_path / "second.yaml")
    spec = document.scenario.needs["consumer-facts"]
    service = document.scenario.stations["database@provider"].service
    assert service is not None
    for number in (spec.rate, service.mean):
        assert number is not None
        assert "log.jsonl" in str(getattr(number, "source", ""))


def test_a_given_scenario_keeps_everything_but_what_the_log_tells(
    scenario: Callable[[str], Document], tmp_path: Path
) -> None:
    base = scenario(REAL.replace("28 days", "2 days"))
    found = calibrate(logged(base, tmp_path / "log.jsonl", 4), Options())
    made = opened(base)
    data, needs, notes = overlay(found, made.document, made.world, "more", "first.yaml")
    assert notes == []
    assert list(needs) == ["asking"]
    document = write(text_of(data, []), tmp_path / "more.yaml")
    new, old = document.scenario, base.scenario
    assert found.needs[0].arrivals.rate.covers(float(new.needs["asking"].rate))
    assert new.needs["asking"].profile == "log-asking"
    assert new.stations["front_end"] == old.stations["front_end"]
    assert (new.departments, new.catalogue, new.regions) == (
        old.departments, old.catalogue, old.regions,
    )  # fmt: skip


def test_calls_that_fit_no_need_are_named_until_they_are_mapped(
    scenario: Callable[[str], Document], tmp_path: Path
) -> None:
    base = scenario(QUEUE)
    calls = "".join(f"2025-03-10T09:00:{k:02},70,80,500,f1\n" for k in range(60))
    log = tmp_path / "calls.csv"
    log.write_text(f"time,consumer,provider,duration,service\n{calls}", encoding="utf-8")
    made = opened(base)
    found = calibrate(log, Options())
    _, needs, notes = overlay(found, made.document, made.world, "more", "first.yaml")
    assert needs == {}
    assert "60 calls fit no need" in notes[0].render("en")
    assert "60 次调用" in notes[0].render("zh")
    table = tmp_path / "map.csv"
    table.write_text(
        "kind,from,to\ndepartment,70,consumer\ndepartment,80,provider\nresource,f1,facts\n",
        encoding="utf-8",
    )
    mapped = calibrate(log, Options(mapping=read_mapping(table)))
    _, needs, notes = overlay(mapped, made.document, made.world, "more", "first.yaml")
    assert list(needs) == ["asking"]
    assert notes == []
