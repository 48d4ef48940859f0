"""`run --xroad-log` writes what X-Road's security servers would have recorded of the same run."""

import io
import json
from functools import cache
from typing import Any

import pytest

from sandbox.report.xroad_records import XRoadRecords
from sandbox.scenario import load
from sandbox.study import RunResult, Workshop

FIELDS = [
    "monitoringDataTs", "securityServerInternalIp", "securityServerType", "requestInTs",
    "requestOutTs", "responseInTs", "responseOutTs", "clientXRoadInstance", "clientMemberClass",
    "clientMemberCode", "clientSubsystemCode", "serviceXRoadInstance", "serviceMemberClass",
    "serviceMemberCode", "serviceSubsystemCode", "serviceCode", "serviceVersion", "restMethod",
    "restPath", "xRoadVersion", "representedPartyClass", "representedPartyCode", "messageId",
    "messageUserId", "messageIssue", "messageProtocolVersion", "clientSecurityServerAddress",
    "serviceSecurityServerAddress", "requestSize", "responseSize", "requestMimeSize",
    "responseMimeSize", "requestAttachmentCount", "responseAttachmentCount", "succeeded",
    "faultCode", "faultString", "statusCode", "serviceType",
]  # fmt: skip
"""of X-Road's operational monitoring record, in its order"""
TIMES = ("requestInTs", "requestOutTs", "responseInTs", "responseOutTs")
Records = list[dict[str, Any]]


@cache
def ran(model: str, engine: str = "simpy", seed: int = 5) -> tuple[str, RunResult]:
    """The log of a run of the nine models' scenario, and what its measures came to."""
    shop = Workshop(load("business-startup"))
    text = io.StringIO()
    origin = {"model": model, "seed": seed, "replication": 0}
    records = XRoadRecords(text, shop.assembly(model).program, shop.world, origin)
    result = shop.run(model, seed=seed, engine=engine, trace=records)
    return text.getvalue(), result


def log(model: str, engine: str = "simpy") -> Records:
    return [json.loads(line) for line in ran(model, engine)[0].splitlines()]


def side(records: Records, which: str) -> Records:
    return [one for one in records if one["securityServerType"] == which]


def test_a_record_has_the_fields_of_x_road_in_their_order() -> None:
    records = log("federated_query")
    assert len(records) > 10_000
    assert all(list(one) == FIELDS for one in records)


def test_moments_follow_each_other_and_the_daemon_hears_of_them_last() -> None:
    for one in log("federated_query"):
        known = [one[time] for time in TIMES if one[time] is not None]
        assert known == sorted(known)
        assert one["monitoringDataTs"] == one["responseOutTs"] // 1000
        assert (one["requestInTs"], one["responseOutTs"]) == (known[0], known[-1])


def test_the_providers_record_lies_inside_the_consumers() -> None:
    records = log("federated_query")
    client = {one["messageId"]: one for one in side(records, "Client")}
    server = {one["messageId"]: one for one in side(records, "Producer")}
    assert len(client) + len(server) == len(records)  # one of each side at most
    assert set(server) <= set(client)
    for name, one in server.items():
        other = client[name]
        assert one["serviceMemberCode"] == other["serviceMemberCode"]
        assert other["requestInTs"] <= one["requestInTs"]
        assert one["responseOutTs"] <= other["responseOutTs"]


def test_the_log_tells_the_response_time_that_the_measures_tell() -> None:
    """Of a need for one resource whose requests all go over the network."""
    _, result = ran("federated_query")
    start = 1_740_931_200_000  # 2025-03-03, 0:00 at +08:00
    week = 7 * 86_400_000
    for need in ("seal-check", "scope-rules"):
        lasted = [
            one["responseOutTs"] - one["requestInTs"]
            for one in side(log("federated_query"), "Client")
            if one["clientSubsystemCode"] == need
            and one["succeeded"]
            and start + week <= one["requestInTs"] < start + 2 * week
        ]
        measured = result.breakdowns["need"][need]
        made = measured["requests"]
        by_letter = round(measured["by_letter"] * made)
        assert len(lasted) + by_letter == made
        assert sum(lasted) / len(lasted) / 1000 <= measured["response_time.mean"] + 0.001
        if not by_letter:
            assert sum(lasted) / len(lasted) / 1000 == pytest.approx(
                measured["response_time.mean"], abs=0.001
            )


def test_a_request_outside_its_scope_is_denied_by_the_consumers_server() -> None:
    records = log("federated_query")
    denied = [one for one in records if str(one["faultCode"]).endswith("AccessDenied")]
    assert denied
    for one in denied:
        assert one["securityServerType"] == "Client"
        assert (one["succeeded"], one["statusCode"], one["responseInTs"]) == (False, 500, None)


@pytest.mark.parametrize("model", ["letters", "bilateral", "hub_exchange", "change_feed"])
def test_what_crosses_no_network_as_a_question_leaves_no_record(model: str) -> None:
    assert log(model) == []


def test_a_library_answers_in_the_place_of_the_sources() -> None:
    found = {one["serviceMemberCode"] for one in side(log("central_library"), "Producer")}
    assert found == {"cloud@330000"}


def test_a_cache_is_asked_only_for_what_it_does_not_hold() -> None:
    assert 0 < len(log("cached_query")) < len(log("federated_query"))


def test_the_same_run_gives_the_same_log() -> None:
    ran.cache_clear()
    first = ran("cached_query")[0]
    ran.cache_clear()
    assert ran("cached_query")[0] == first


@pytest.mark.slow
def test_both_engines_write_the_same_log() -> None:
    assert ran("federated_query", "compiled")[0] == ran("federated_query")[0]
