"""A run's remote requests as X-Road writes them: operational monitoring records, JSON lines.

In: events of an engine, and the world they happen in. Out: for every question that went to another
agency over a network, a record of the consumer's security server, and one of the provider's where
the question came that far. The consumer's trust service (authentication, authorisation, audit) is
its security server, the provider's front-end node is that of the provider. Reads at home, letters
and batches leave no record, as in X-Road. Fields: PR-OPMON, annex B; what a simulation does not
have is null.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Protocol

import sandbox
from sandbox.flows.program import Program, StreamKind

if TYPE_CHECKING:
    from sandbox.world.world import World

MILLISECOND = 1_000_000
"""ticks"""
EAST = timedelta(hours=8)
"""time of the scenario's midnight from UTC: China has one time zone"""
ANSWERING = ("database", "cloud")
"""roles of the stations that answer questions over a network"""
DENIED = "Server.ServerProxy.AccessDenied"
FAILED = "Server.ServerProxy.ServiceFailed"
LOST = "Server.ClientProxy.NetworkError"
GIVEN_UP = "Server.ClientProxy.IOError"  # reading the answer took too long
_NETWORK = int.from_bytes(bytes((198, 18, 0, 0)), "big")  # 198.18.0.0/15: for tests, RFC 2544


class _Sink(Protocol):
    def write(self, text: str) -> object: ...


@dataclass
class _Question:
    """A question under way: times in ticks, None before they come."""

    row: str
    made: int
    tried: int = 0
    sends: int = 0
    audited: bool = False
    out: int | None = None  # leaves the consumer's security server
    provider: str = ""
    came: int | None = None  # the provider's security server has it
    passed: int | None = None  # … and hands it to the source's system
    answered: int | None = None
    back: int | None = None  # the answer leaves the provider's security server
    by_letter: bool = False


@dataclass
class _Request:
    """A request and its questions: one, or one for each source it was split among."""

    row: str
    questions: dict[str, _Question] = field(default_factory=dict)


class XRoadRecords:
    """A `Trace` that writes records to `sink`; `origin` names the run in the ids of messages."""

    def __init__(
        self, sink: _Sink, program: Program, world: World, origin: Mapping[str, Any]
    ) -> None:
        self._sink, self._world = sink, world
        self._needs = {stream.name for stream in program.streams if stream.kind == StreamKind.NEED}
        self._run = "|".join(str(origin[name]) for name in ("model", "seed", "replication"))
        start = datetime.combine(world.scenario.study.start, datetime.min.time(), UTC) - EAST
        self._start = round(start.timestamp() * 1000)
        self._requests: dict[tuple[str, int], _Request] = {}

    def __call__(
        self, time: int, stream: str, index: int, event: str, detail: dict[str, Any]
    ) -> None:
        if stream not in self._needs:
            return
        key = (stream, int(index))
        if event == "made":
            self._requests[key] = _Request(detail["row"])
        request = self._requests[key]
        child = detail.get("child", "")
        question = request.questions.get(child)
        if question is None:
            question = request.questions[child] = _Question(child or request.row, time)
        self._told(time, key, question, event, detail)
        if event == "end" and "child" not in detail:
            del self._requests[key]

    def _told(
        self,
        time: int,
        key: tuple[str, int],
        question: _Question,
        event: str,
        detail: Mapping[str, Any],
    ) -> None:
        if question.by_letter:
            return
        if event == "visit":
            self._visited(time, question, detail["station"])
        elif event == "send":
            question.sends += 1
            if question.sends == 2:
                question.out = time
            if question.answered is not None and question.back is None:
                question.back = time
        elif event in ("read", "collect"):
            if question.passed is not None and question.answered is None:
                question.answered = time
        elif event == "timeout":
            self._finish(time, key, question, GIVEN_UP)
            fresh = _Question(question.row, time, question.tried + 1)
            self._requests[key].questions[detail.get("child", "")] = fresh
        elif event == "letter":
            denied = question.sends == 1 and not question.audited
            self._finish(time, key, question, DENIED if denied else FAILED)
            question.by_letter = True
        elif event == "end":
            fault = {"answered": "", "refused": DENIED}.get(detail["outcome"], FAILED)
            self._finish(time, key, question, fault)

    def _visited(self, time: int, question: _Question, station: str) -> None:
        role, _, place = station.partition("@")
        if role == "audit":
            question.audited = True
        elif role == "front_end":
            question.provider, question.came = place, time
        elif role in ANSWERING and question.sends and question.answered is None:
            question.passed = time
            if role == "cloud":
                question.provider, question.came = station, time

    def _finish(self, time: int, key: tuple[str, int], question: _Question, fault: str) -> None:
        """Write what the two security servers recorded of a question that ends."""
        if not question.sends:
            return
        if fault == FAILED and question.came is None:
            fault = LOST
        common = self._common(key, question, fault)
        client = (question.made, question.out, time if question.answered else None, time)
        if question.came is not None and (fault != GIVEN_UP or question.back is not None):
            left = question.back if question.back is not None else time
            server = (question.came, question.passed, question.answered, left)
            self._write("Producer", server, common)
        self._write("Client", client, common)

    def _common(self, key: tuple[str, int], question: _Question, fault: str) -> dict[str, Any]:
        """The fields that both records share."""
        need, consumer, partition = _parts(question.row)
        resource = partition.rpartition("@")[0]
        provider = question.provider or self._world.partitions[partition].source
        scenario = self._world.scenario
        ident = f"{self._run}|{key[0]}|{key[1]}|{question.row}|{question.tried}"
        answer = None if fault else round(scenario.catalogue[resource].record_size)
        return {
            "client": consumer,
            "provider": provider,
            "clientXRoadInstance": "SIM",
            "clientMemberClass": "GOV",
            "clientMemberCode": consumer,
            "clientSubsystemCode": need,
            "serviceXRoadInstance": "SIM",
            "serviceMemberClass": "GOV",
            "serviceMemberCode": provider,
            "serviceSubsystemCode": resource,
            "serviceCode": resource,
            "serviceVersion": None,
            "restMethod": "GET",
            "restPath": f"/{resource}",
            "xRoadVersion": f"pilot-sandbox {sandbox.__version__}",
            "representedPartyClass": None,
            "representedPartyCode": None,
            "messageId": blake2b(ident.encode(), digest_size=16).hexdigest(),
            "messageUserId": None,
            "messageIssue": None,
            "messageProtocolVersion": "1",
            "clientSecurityServerAddress": _host(consumer),
            "serviceSecurityServerAddress": _host(provider),
            "requestSize": round(scenario.needs[need].request_size),
            "responseSize": answer,
            "requestMimeSize": None,
            "responseMimeSize": None,
            "requestAttachmentCount": 0,
            "responseAttachmentCount": None if fault else 0,
            "succeeded": not fault,
            "faultCode": fault or None,
            "faultString": None,
            "statusCode": 500 if fault else 200,
            "serviceType": "REST",
        }

    def _write(
        self,
        side: str,
        times: tuple[int | None, int | None, int | None, int | None],
        common: Mapping[str, Any],
    ) -> None:
        made = [None if time is None else self._start + time // MILLISECOND for time in times]
        assert made[3] is not None
        rest = dict(common)
        agency = {"Client": rest.pop("client"), "Producer": rest.pop("provider")}[side]
        rest.pop("client", None)
        rest.pop("provider", None)
        line = {
            "monitoringDataTs": made[3] // 1000,
            "securityServerInternalIp": _address(agency),
            "securityServerType": side,
            "requestInTs": made[0],
            "requestOutTs": made[1],
            "responseInTs": made[2],
            "responseOutTs": made[3],
        }
        self._sink.write(json.dumps(line | rest, ensure_ascii=False) + "\n")


def _parts(row: str) -> tuple[str, str, str]:
    """Need, consumer and partition of a row: `need@consumer|partition`, as models name them."""
    first, *middle, last = row.split("|")
    need, _, consumer = first.partition("@")
    if middle:  # a row of a group of agencies names the one that asks by itself
        consumer = middle[0]
    return need, consumer, last.partition("<")[0]


def _hash(agency: str) -> bytes:
    return blake2b(agency.encode(), digest_size=4).digest()


def _address(agency: str) -> str:
    number = _NETWORK + int.from_bytes(_hash(agency), "big") % (1 << 17)
    return ".".join(map(str, number.to_bytes(4, "big")))


def _host(agency: str) -> str:
    return f"ss-{_hash(agency).hex()}.example"
