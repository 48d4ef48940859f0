"""Logs are read as streams: what is broken is told with its line, and the rest is used."""

import codecs
import gzip
import json
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from sandbox.language import speak
from sandbox.study.calibration import LogRefused, Options, calibrate
from sandbox.study.calibration.calibrate import Calibration
from sandbox.study.calibration.lines import LONGEST
from sandbox.study.calibration.troubles import TOLD
from tests.study.xroad import START, call, write

CALLS = [part for number in range(30) for part in call(number, number * 1000, 100 + number)]


@pytest.fixture(autouse=True)
def _in_english():
    speak("en")
    yield
    speak("en")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return write(tmp_path / "log.jsonl", CALLS)


def troubles(found: Calibration, language: str = "en") -> list[str]:
    return [message.render(language) for message in found.troubles.messages()]


def same(one: Calibration, other: Calibration) -> bool:
    """Whether two logs say the same, whatever files they are."""
    return (one.needs, one.providers, one.consumers, one.window) == (
        other.needs, other.providers, other.consumers, other.window,
    )  # fmt: skip


def test_both_sides_of_a_call_are_put_together(log: Path) -> None:
    found = calibrate(log, Options())
    assert (found.records, found.calls, found.sides) == (60, 30, (30, 30, 0))
    (need,) = found.needs
    assert (need.consumer, need.provider, need.resource) == ("700-asks", "800-answers", "facts")
    assert need.total.mean == pytest.approx(0.1245)
    assert found.providers[0].service.durations.mean == pytest.approx(0.1145)
    assert found.providers[0].server.durations.mean == pytest.approx(0.003)
    assert found.consumers["700-asks"].durations.mean == pytest.approx(0.007)  # 10 − 3 ms


def test_the_order_of_records_changes_nothing(log: Path, tmp_path: Path) -> None:
    shuffled = [CALLS[place] for place in np.random.default_rng(1).permutation(len(CALLS))]
    other = write(tmp_path / "other.jsonl", shuffled)
    assert same(calibrate(log, Options()), calibrate(other, Options()))
    assert same(calibrate(log, Options(servers=1)), calibrate(other, Options(servers=1, run=8)))


def test_a_record_counts_once_however_often_it_is_there(log: Path, tmp_path: Path) -> None:
    twice = write(tmp_path / "twice.jsonl", CALLS + CALLS[::-1] + CALLS[:5])
    for run in (8, 1 << 16):
        found = calibrate(twice, Options(run=run))
        assert same(found, calibrate(log, Options()))
        assert (found.records, found.copies, found.calls) == (125, 65, 30)


def test_where_the_two_sides_disagree_on_names_the_consumers_counts(tmp_path: Path) -> None:
    odd = [one | {"serviceCode": "other"} if one["securityServerType"] == "Producer" else one
           for one in CALLS]  # fmt: skip
    found = calibrate(write(tmp_path / "odd.jsonl", odd), Options())
    assert [(need.resource, need.arrivals.count) for need in found.needs] == [("facts", 30)]
    assert found.providers[0].service.durations.count == 30


@pytest.mark.parametrize("seed", range(40))
def test_a_log_with_anything_in_it_is_read_or_refused(seed: int, tmp_path: Path) -> None:
    draws = np.random.default_rng(seed)
    data = bytearray("\n".join(map(json.dumps, CALLS)).encode())
    if seed % 4 == 3:
        data = bytearray(gzip.compress(bytes(data)))
    for _ in range(1 + seed % 7):
        place = int(draws.integers(len(data)))
        if draws.random() < 0.5:
            data[place] = int(draws.integers(256))
        else:
            del data[place : place + int(draws.integers(1, 60))]
    file = tmp_path / "any.jsonl"
    file.write_bytes(bytes(data))
    options = Options(servers=1 if seed % 2 else None)
    with suppress(LogRefused):
        found = calibrate(file, options)
        assert found.calls <= 2 * 30
        assert len(troubles(found)) <= TOLD + 1


def test_a_compressed_log_is_read_as_it_is(log: Path, tmp_path: Path) -> None:
    packed = tmp_path / "log.jsonl.gz"
    packed.write_bytes(gzip.compress(log.read_bytes()))
    assert same(calibrate(packed, Options()), calibrate(log, Options()))


@pytest.mark.parametrize(
    ("spoil", "english", "chinese"),
    [
        (lambda whole: whole[: len(whole) * 2 // 3], "cut off here", "到此中断"),
        (lambda whole: whole[:-60] + bytes(60), "", ""),
    ],
    ids=["cut off", "damaged"],
)
def test_a_compressed_log_that_ends_too_early_gives_what_it_has(
    spoil, english: str, chinese: str, tmp_path: Path
) -> None:
    draws = np.random.default_rng(3)
    many = [part for k in range(2000) for part in call(k, k * 1000, int(draws.integers(1, 10**6)))]
    packed = tmp_path / "log.gz"
    packed.write_bytes(spoil(gzip.compress(write(tmp_path / "x", many).read_bytes())))
    found = calibrate(packed, Options())
    assert 500 < found.calls <= 2000
    assert found.troubles.total >= 1
    assert english in troubles(found)[-1]
    assert chinese in troubles(found, "zh")[-1]


def spoilt(change, line: int = 7) -> bytes:
    """The log with one line changed, as bytes."""
    lines = [json.dumps(one).encode() for one in CALLS]
    lines[line - 1] = change(lines[line - 1])
    return b"\n".join(lines) + b"\n"


def swapped(old: bytes, new: bytes):
    def change(line: bytes) -> bytes:
        assert old in line
        return line.replace(old, new)

    return change


def without(field: str):
    def change(line: bytes) -> bytes:
        one = json.loads(line)
        del one[field]
        return json.dumps(one).encode()

    return change


def with_value(field: str, value: object):
    def change(line: bytes) -> bytes:
        return json.dumps(json.loads(line) | {field: value}).encode()

    return change


@pytest.mark.parametrize(
    ("change", "english", "chinese"),
    [
        (lambda line: line[:40], "no JSON object", "不是 JSON 对象"),
        (lambda line: b"[1, 2]", "no JSON object", "不是 JSON 对象"),
        (lambda line: b"[" * 100_000, "no JSON object", "不是 JSON 对象"),
        (lambda line: b"x" * (LONGEST + 5), "longer than 1,000,000 bytes", "超过 1,000,000 字节"),
        (swapped(b"facts", b"\xb2\xe2"), "not UTF-8 text", "不是 UTF-8 文本"),
        (without("messageId"), "no messageId", "缺少 messageId"),
        (without("serviceCode"), "no serviceCode", "缺少 serviceCode"),
        (without("requestInTs"), "no requestInTs", "缺少 requestInTs"),
        (without("responseOutTs"), "neither responseOutTs nor totalDuration", "既没有"),
        (without("succeeded"), "succeeded is neither true nor false", "既不是 true"),
        (with_value("succeeded", "maybe"), "neither true nor false", "既不是 true"),
        (with_value("securityServerType", "Hub"), "neither Client nor Producer", "既不是 Client"),
        (with_value("responseOutTs", START), "a clock went backwards", "时钟倒走"),
        (with_value("requestInTs", 12.5), "no whole number", "不是整数"),
        (with_value("requestInTs", True), "no whole number", "不是整数"),
        (with_value("requestInTs", -1), "no time in ms since 1970", "毫秒数"),
        (with_value("responseOutTs", 10**40), "no whole number", "不是整数"),
        (with_value("responseOutTs", START + 10**12), "longer than a year", "超过一年"),
        (with_value("clientMemberCode", {"a": 1}), "clientMemberCode is no name", "不是名称"),
        (with_value("clientMemberCode", "\x1b[2J"), "clientMemberCode is no name", "不是名称"),
        (with_value("clientMemberCode", "x" * 500), "clientMemberCode is no name", "不是名称"),
    ],
)
def test_a_line_that_cannot_be_used_is_told_and_the_others_are_used(
    change, english: str, chinese: str, tmp_path: Path
) -> None:
    file = tmp_path / "spoilt.jsonl"
    file.write_bytes(spoilt(change))
    found = calibrate(file, Options())
    (words,) = troubles(found)
    assert words.startswith(f"{file}:7: ")
    assert english in words
    assert chinese in troubles(found, "zh")[0]
    assert found.records == 59
    assert found.calls == 30  # the other side of the call is still there


@pytest.mark.parametrize(
    "change",
    [
        lambda text: codecs.BOM_UTF8 + text,
        lambda text: text.replace(b"\n", b"\r\n"),
        lambda text: text.replace(b"\n", b"\n\n  \n"),
        lambda text: text.rstrip(b"\n"),
        lambda text: b"\n\n" + text,
    ],
    ids=["mark", "line ends", "blank lines", "no last line end", "blank first lines"],
)
def test_ways_to_write_the_same_text_do_not_matter(change, log: Path, tmp_path: Path) -> None:
    file = tmp_path / "other.jsonl"
    file.write_bytes(change(log.read_bytes()))
    found = calibrate(file, Options())
    assert troubles(found) == []
    assert same(found, calibrate(log, Options()))


def test_names_of_fields_may_be_in_small_letters(log: Path, tmp_path: Path) -> None:
    small = [{name.lower(): value for name, value in one.items()} for one in CALLS]
    found = calibrate(write(tmp_path / "small.jsonl", small), Options())
    assert same(found, calibrate(log, Options()))


def test_a_name_that_is_no_key_of_a_scenario_is_made_one(tmp_path: Path) -> None:
    odd = {"clientMemberCode": "税务 @#/局", "serviceCode": "get" + "Data" * 40}
    records = [part for k in range(5) for part in call(k, k * 100, 50, **odd)]
    (need,) = calibrate(write(tmp_path / "odd.jsonl", records), Options()).needs
    assert need.consumer == "税务-局-asks"
    assert len(need.resource) == 48
    assert need.resource.startswith("getDataData")


def test_a_last_line_that_is_cut_off_is_told_as_such(log: Path, tmp_path: Path) -> None:
    file = tmp_path / "cut.jsonl"
    file.write_bytes(log.read_bytes()[:-50])
    found = calibrate(file, Options())
    assert troubles(found) == [f"{file}:60: the last line is cut off"]
    assert "最后一行不完整" in troubles(found, "zh")[0]


def test_many_troubles_are_counted_and_some_told(tmp_path: Path) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text("{}\n" * 5000 + "\n".join(map(json.dumps, CALLS)) + "\n", encoding="utf-8")
    found = calibrate(file, Options())
    told = troubles(found)
    assert len(told) == TOLD + 1
    assert told[-1] == f"{file}: 4,980 more lines cannot be used"
    assert sum(found.troubles.kinds.values()) == 5000


REFUSED = [
    (b"", "is empty", "是空文件"),
    (b"\n \n", "is empty", "是空文件"),
    (codecs.BOM_UTF8, "is empty", "是空文件"),
    ("{}".encode("utf-16"), "UTF-16", "UTF-16"),
    (b"{}\n", "none of its lines can be used (1 tried); line 1: no", "没有一行可用"),
    (b"a,b\n1,2\n", "has no column `time`", "没有 `time` 列"),
    (b"tine,consumer,provider,duration\n", "did you mean it by `tine`", "是否就是它"),
    (b"time,consumer,provider,duration,TIME\n", "the column `TIME` twice", "TIME"),
    (b"time,consumer,provider,duration\n", "none of its lines", "没有一行可用"),
    (b"securityServerType,requestInTs\n", "has no column `messageId`", "没有 `messageId` 列"),
    (b"\xff\xfe\xfd\xfc,,,\n", "UTF-16", "UTF-16"),
    (b"\xb2\xe2\xca\xd4\n", "not UTF-8", "UTF-8"),
    (json.dumps(CALLS[0]).encode(), "a single call tells no rate", "只有一次调用"),
]


@pytest.mark.parametrize(("data", "english", "chinese"), REFUSED)
def test_a_log_that_is_no_use_is_refused(
    data: bytes, english: str, chinese: str, tmp_path: Path
) -> None:
    file = tmp_path / "log"
    file.write_bytes(data)
    with pytest.raises(LogRefused) as refused:
        calibrate(file, Options())
    assert english in refused.value.message.render("en")
    assert chinese in refused.value.message.render("zh")


def test_a_log_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "nothing", Path("no\x00name")):
        with pytest.raises(LogRefused) as refused:
            calibrate(place, Options())
        assert "cannot be read" in refused.value.message.render("en")
