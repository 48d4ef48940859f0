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
b,hub,,0.002,
c,hub,extranet,,
a,b,,1,
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
        <key id="l" for="edge" attr.name="latency" attr.type="double"/>
        <graph edgedefault="undirected">
        <node id="a"><data key="d">tax</data><data key="r">330102</data></node>
        <node id="b"><data key="d">police</data><data key="r">330102</data></node>
        <node id="c"><data key="d">tax</data><data key="r">330100</data></node>
        <edge source="a" target="b"><data key="l">0.25</data></edge>
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
            EDGES + "a,zz,,,\na,c,telegraph,,\nb,c,,soon,\na,hub,,,\n",
        )
    told = [(p.path, p.message.render("en")) for p in caught.value.problems]
    for expected in [
        ("graph.nodes", "nodes.csv, line 6: no department bank in this scenario"),
        ("graph.nodes", "nodes.csv, line 7: no region 999999 in this scenario"),
        ("graph.nodes", "nodes.csv, line 8: node a is given twice"),
        ("graph.nodes", "nodes.csv, line 9: an agency needs a region"),
        ("graph.edges", "edges.csv, line 6: no node zz"),
        ("graph.edges", "edges.csv, line 7: no network or gateway telegraph in this scenario"),
        ("graph.edges", "edges.csv, line 8: 'soon' is not readable"),
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
        ({"nodes": "edges.csv", "edges": "edges.csv"}, "edges.csv has no column id"),
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
