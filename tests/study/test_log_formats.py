"""What the formats of logs tell, and which of it counts as what."""

from pathlib import Path

import pytest

from sandbox.study.calibration import LogRefused, Options, calibrate
from sandbox.study.calibration.calibrate import Calibration
from tests.study.xroad import START, call, record, write

CALLS = [part for number in range(30) for part in call(number, number * 1000, 100 + number)]


def troubles(found: Calibration) -> list[str]:
    return [message.render("en") for message in found.troubles.messages()]


def test_a_plain_log_of_calls_is_read(tmp_path: Path) -> None:
    file = tmp_path / "calls.csv"
    file.write_text(
        "﻿time;consumer;provider;duration;service;succeeded;extra\r\n"
        "2025-03-10T09:00:00;tax;police;120;population;true;x\r\n"
        "2025-03-10 09:00:10+08:00;tax;police;0.25 s;population;是;\r\n"
        "1741568420;tax;police;80;population;0;\r\n"
        "1741568430000;税务;police;90;;;\r\n",
        encoding="utf-8",
    )
    found = calibrate(file, Options())
    assert troubles(found) == []
    assert found.window.begin == 1_741_568_400_000_000
    assert [(n.consumer, n.resource, n.arrivals.count) for n in found.needs] == [
        ("tax", "population", 3),
        ("税务", "police", 1),
    ]
    assert found.needs[0].endings[:2] == (2, 1)
    assert found.needs[0].total.mean == pytest.approx(0.185)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("yesterday,a,b,1", "`time` is no time"),
        ("nan,a,b,1", "`time` is no time"),
        ("-5,a,b,1", "before 1970 or after 2100"),
        ("2025-03-10T09:00:00,a,b,soon", "`duration` is no duration"),
        ("2025-03-10T09:00:00,a,b,inf", "`duration` is no duration"),
        ("2025-03-10T09:00:00,a,b,-4", "a clock went backwards"),
        ("2025-03-10T09:00:00,,b,1", "no consumer"),
        ("2025-03-10T09:00:00,a,b", "cells: 3, but columns: 4"),
        ('2025-03-10T09:00:00,"a,b,1', "cells: 2, but columns: 4"),
    ],
)
def test_a_cell_that_means_nothing_is_told(line: str, words: str, tmp_path: Path) -> None:
    file = tmp_path / "calls.csv"
    good = "2025-03-10T09:00:00,a,b,1\n"
    file.write_text(f"time,consumer,provider,duration\n{good}{line}\n{good}", encoding="utf-8")
    found = calibrate(file, Options())
    assert [words in told for told in troubles(found)] == [True]
    assert troubles(found)[0].startswith(f"{file}:3: ")
    assert found.calls == 2


def test_open_data_tells_hours_and_durations(tmp_path: Path) -> None:
    """X-tee's open data: times rounded to the hour, durations in ms, two lines a call."""
    head = (
        "id,requestInTs,clientMemberCode,clientSubsystemCode,serviceMemberCode,serviceCode,"
        "messageId,securityServerType,succeeded,totalDuration,producerDurationProducerView"
    )
    lines = [head]
    for k in range(48):
        hour = START + k // 2 * 3_600_000
        lines.append(f"{k},{hour},70,x,80,facts,m{k},Client,TRUE,{500 + k},")
        lines.append(f"{k},{hour},70,x,80,facts,m{k},Producer,TRUE,,{400 + k}")
    file = tmp_path / "open.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = calibrate(file, Options())
    assert (found.calls, found.sides) == (48, (48, 48, 0))
    assert found.window.seconds == 24 * 3600
    assert found.needs[0].total.mean == pytest.approx(0.5235)
    assert found.providers[0].service.durations.mean == pytest.approx(0.4235)
    assert found.consumers["70-x"].durations.mean == pytest.approx(0.1)
    with pytest.raises(LogRefused) as refused:
        calibrate(file, Options(servers=1))
    assert "rounded to the hour" in refused.value.message.render("en")


def test_calls_that_were_denied_or_timed_out_are_told_from_failures(tmp_path: Path) -> None:
    faults = ["Server.ServerProxy.AccessDenied", "Server.ClientProxy.IOError", "Server.X", ""]
    records = [*CALLS]
    for number, fault in enumerate(faults, 100):
        times = (number * 1000, None, None, number * 1000 + 31_000)
        records.append(record(number, "Client", times, succeeded=False, faultCode=fault))
    found = calibrate(write(tmp_path / "x.jsonl", records), Options())
    assert found.needs[0].endings == (30, 1, 1, 2)
    assert found.needs[0].given_up == 31
    assert (found.providers[0].calls, found.providers[0].failed) == (31, 1)
