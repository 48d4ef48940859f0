"""Imported graphs make the same kind of world, and their errors are told by file and line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sandbox.scenario.problems import Refused
from sandbox.world import World
from tests.world.small_world import need, small, world_of

NODES = """id,department,region
a,tax,330102
b,police,330102
hub,,330000
c,tax,330100
"""
EDGES = """source,target,network,latency,bandwidth
a,hub,,5 ms,10 Mbps
b,hub,,2 ms,
c,hub,extranet,,
a,b,,1 s,
"""


def imported(folder: Path, nodes: str = NODES, edges: str = EDGES, **sections: Any) -> World:
    (folder / "nodes.csv").write_text(nodes, encoding="utf-8")
    (folder / "edges.csv").write_text(edges, encoding="utf-8")
    data = small(
        regions=[{"code": "330000", "prefectures": 1, "counties": 1}],
        graph={"nodes": "nodes.csv", "edges": "edges.csv"},
        needs={"check": need()},
    )
    return world_of(folder, **data | sections)


def test_nodes_become_agencies_and_exchange_points(tmp_path: Path) -> None:
    world = imported(tmp_path)
    assert set(world.agencies) == {"tax@330102", "police@330102", "tax@330100"}
    assert world.agencies["tax@330102"].networks == ("extranet",)
    assert world.graph["tax@330102"]["extranet@330000"]["latency"] == 0.005
    assert world.graph["tax@330102"]["extranet@330000"]["bandwidth"] == 1_250_000
    assert world.graph["tax@330100"]["extranet@330000"]["latency"] == 0.001


def test_routes_are_the_fastest_not_the_shortest(tmp_path: Path) -> None:
    routes = imported(tmp_path).routes
    assert routes.path("tax@330102", "police@330102", "internal") == (
        "tax@330102",
        "extranet@330000",
        "police@330102",
    )


def test_every_region_has_an_exchange_point(tmp_path: Path) -> None:
    world = imported(tmp_path)
    for code in world.regions:
        assert world.routes.path("tax@330102", f"extranet@{code}", "internal") is not None


def test_graphml_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "net.graphml").write_text(
        """<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
        <key id="d" for="node" attr.name="department" attr.type="string"/>
        <key id="r" for="node" attr.name="region" attr.type="string"/>
        <key id="l" for="edge" attr.name="latency (ms)" attr.type="double"/>
        <graph edgedefault="undirected">
        <node id="a"><data key="d">tax</data><data key="r">330102</data></node>
        <node id="b"><data key="d">police</data><data key="r">330102</data></node>
        <node id="c"><data key="d">tax</data><data key="r">330100</data></node>
        <edge source="a" target="b"><data key="l">250</data></edge>
        <edge source="a" target="c"/>
        </graph></graphml>""",
        encoding="utf-8",
    )
    world = imported(tmp_path, graph={"graphml": "net.graphml"})
    assert world.graph["tax@330102"]["police@330102"]["latency"] == 0.25


def test_everything_wrong_in_the_files_is_told_by_line(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        imported(
            tmp_path,
            NODES + "d,bank,330102\ne,tax,999999\na,,\nf,tax,\n",
            EDGES + "a,zz,,,\na,c,telegraph,,\nb,c,,soon,\na,hub,,,\na,c,,5,\nc,c,,,\n",
        )
    told = [(p.path, p.message.render("en")) for p in caught.value.problems]
    for expected in [
        ("graph.nodes", "nodes.csv, line 6: there is no department `bank`; known: police, tax"),
        (
            "graph.nodes",
            "nodes.csv, line 7: there is no region `999999`; known: 330000, 330100, 330102",
        ),
        ("graph.nodes", "nodes.csv, line 8: node a is given twice"),
        ("graph.nodes", "nodes.csv, line 9: an agency needs a region"),
        ("graph.edges", "edges.csv, line 6: there is no node `zz`; known: a, b, hub, c, d, e, f"),
        (
            "graph.edges",
            "edges.csv, line 7: there is no network or gateway `telegraph`; known: extranet, "
            "intranet",
        ),
        (
            "graph.edges",
            "edges.csv, line 8: `soon` is not a number; expected a duration such as 20 ms, "
            "2 days, 3天",
        ),
        (
            "graph.edges",
            "edges.csv, line 10: `5` has no unit; expected a duration such as 20 ms, 2 days, 3天",
        ),
        ("graph.edges", "edges.csv, line 11: c is linked to itself"),
        (
            "graph.edges",
            "edges.csv, line 9: tax@330102 and extranet@330000 are linked already",
        ),
    ]:
        assert expected in told


@pytest.mark.parametrize(
    ("graph", "message"),
    [
        ({"nodes": "none.csv", "edges": "edges.csv"}, "no file none.csv"),
        (
            {"nodes": "edges.csv", "edges": "edges.csv"},
            "edges.csv has no column `id`; its first line names the columns: id, department, "
            "region, network",
        ),
        ({"graphml": "nodes.csv"}, "nodes.csv is not GraphML"),
        ({"graphml": "bomb.graphml"}, "bomb.graphml declares entities, which are refused"),
    ],
)
def test_files_that_cannot_be_used_are_refused(
    tmp_path: Path, graph: dict[str, str], message: str
) -> None:
    (tmp_path / "bomb.graphml").write_text("<!DOCTYPE x [<!ENTITY a 'b'>]><x/>")
    with pytest.raises(Refused) as caught:
        imported(tmp_path, graph=graph)
    assert message in [p.message.render("en") for p in caught.value.problems]


@pytest.mark.parametrize(
    ("nodes", "edges", "message"),
    [
        (
            NODES.replace("department", "departement"),
            EDGES,
            "nodes.csv: unknown column `departement`; did you mean `department`?",
        ),
        (
            NODES,
            EDGES.replace("latency", "lattency"),
            "edges.csv: unknown column `lattency`; did you mean `latency`?",
        ),
        (
            NODES,
            EDGES.replace("latency", "cost"),
            "edges.csv: unknown column `cost`; known columns: source, target, network, latency, "
            "bandwidth",
        ),
        (
            NODES,
            EDGES.replace("bandwidth", "latency"),
            "edges.csv has the column `latency` twice",
        ),
        (
            NODES,
            EDGES + "a,c,extranet,1 ms,,x\n",
            "edges.csv, line 6: more cells than the first line has columns",
        ),
        (
            NODES + "d,tax,330102\n",
            EDGES,
            "nodes.csv, line 6: nodes a and d are both tax@330102",
        ),
    ],
)
def test_only_what_is_wrong_is_told_and_what_was_meant(
    tmp_path: Path, nodes: str, edges: str, message: str
) -> None:
    with pytest.raises(Refused) as caught:
        imported(tmp_path, nodes, edges)
    assert [p.message.render("en") for p in caught.value.problems] == [message]


def test_a_heading_may_say_the_unit(tmp_path: Path) -> None:
    edges = "source,target,latency (ms),bandwidth [Mbps]\na,hub,5,10\nb,hub,2 s,\nc,hub,,\n"
    graph = imported(tmp_path, edges=edges).graph
    assert graph["tax@330102"]["extranet@330000"]["latency"] == 0.005
    assert graph["tax@330102"]["extranet@330000"]["bandwidth"] == 1_250_000
    assert graph["police@330102"]["extranet@330000"]["latency"] == 2.0


def test_platforms_stand_at_exchange_points_and_beside_agencies_only_when_told(
    tmp_path: Path,
) -> None:
    near = {"check": need(reach={"local": 1, "prefecture": 0, "province": 0, "nation": 0})}
    world = imported(tmp_path, needs=near)
    assert world.warnings == ()
    assert list(world.graph["extranet@330102"]) == ["extranet@330000"]
    alone = imported(tmp_path, NODES.replace("hub,,330000", "hub,,"), EDGES, needs=near)
    assert [warning.message.render("en") for warning in alone.warnings] == [
        "no node is an exchange point of extranet (a node with a region and no department), so "
        "its platforms stand beside hub, the best connected node"
    ]


def test_a_graphml_attribute_that_looks_like_a_known_one_is_asked_back(tmp_path: Path) -> None:
    (tmp_path / "net.graphml").write_text(
        """<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
        <key id="d" for="node" attr.name="departmnt" attr.type="string"/>
        <key id="x" for="node" attr.name="x" attr.type="double"/>
        <graph edgedefault="undirected">
        <node id="a"><data key="x">1</data><data key="d">tax</data></node>
        </graph></graphml>""",
        encoding="utf-8",
    )
    with pytest.raises(Refused) as caught:
        imported(tmp_path, graph={"graphml": "net.graphml"})
    assert [p.message.render("en") for p in caught.value.problems] == [
        "net.graphml: unknown attribute `departmnt`; did you mean `department`?"
    ]


def test_many_wrong_lines_are_counted(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        imported(tmp_path, edges=EDGES + "a,zz,,,\n" * 30)
    told = [p.message.render("en") for p in caught.value.problems]
    assert len(told) == 21
    assert "edges.csv: 10 more lines are wrong" in told
