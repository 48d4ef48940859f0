"""The model `cached_query`: live queries with a cache at the consumer."""

from __future__ import annotations

from sandbox.flows import Outcome, Tally, ticks
from sandbox.flows.operations import (
    Count,
    Done,
    Gate,
    Label,
    Operation,
    Read,
    Scope,
    Settle,
    Visit,
    Write,
)
from sandbox.language import Text
from sandbox.models.axes import Axes
from sandbox.models.bench import Use
from sandbox.models.federated_query import granted, routed
from sandbox.models.legs import Leg
from sandbox.models.model import Model, Preset
from sandbox.policy.governance import Paper, System


class CachedQuery(Model):
    """A cache answers while its entry is younger than its time to live; else the source does."""

    def leg(self, use: Use) -> Leg:
        """The consumer's cache, else a federated query that fills it."""
        live = self.asking.live(use, self.asking.source(use))
        self.sign(use)
        if "database" not in live.bindings or not use.permit.granted:
            return live
        keep = ticks(float(self.settings["ttl"]))
        path = self.asking.path(
            f"cached, else {live.path.name}", lambda: _cached(live.path.operations)
        )
        return Leg(
            path,
            {
                **live.bindings,
                "system": self.bench.sites.agency("system", use.consumer),
                "cache": self.bench.cache(use.consumer.id, use, keep=keep),
                "time to live": keep,
            },
        )

    def papers(self, use: Use) -> tuple[Paper, ...]:
        """As federated."""
        return granted(use)

    def systems(self, use: Use) -> tuple[System, ...]:
        """As federated."""
        return routed(self.bench, use)


def _cached(live: tuple[Operation, ...]) -> tuple[Operation, ...]:
    """A federated query behind a cache: what comes back over the network is written into it."""
    answered = next(
        number for number, operation in enumerate(live) if operation == Done(Outcome.ANSWERED)
    )
    if isinstance(live[answered - 1], Settle):
        answered -= 1
    return (
        Gate("permit", refused="not here"),
        Visit("system", "system", failed="not here"),
        Read("cache", missing="not here", max_age="time to live"),
        Count(Tally.CACHE_HIT),
        Scope(enforced=False, refused="misused"),
        Done(Outcome.ANSWERED),
        Label("not here"),
        *live[:answered],
        Write("cache"),
        *live[answered:],
    )


PRESET = Preset(
    name="cached_query",
    axes=Axes("single", "catalogue", "cached"),
    title=Text("带缓存的查询", "Cached query"),
    about=Text(
        "在联邦查询之上，需求部门把答案缓存一段时间，有效期内再问同一记录就用缓存。"
        "介于联邦查询与本地副本之间，由有效期调节快慢与新旧。",
        "Federated query, with the consumer keeping answers for a while: the same record asked "
        "again within the time to live is answered from the cache. Between federated query and "
        "replica, set by the time to live.",
    ),
    steps=(
        Text(
            "需求部门先查本单位缓存：条目未过有效期即用，不经信任服务，使用范围无人核对（第二条）。",
            "The consumer looks into its own cache: an entry younger than its time to live is "
            "used, past the trust service, so nobody checks the scope of use (article 2).",
        ),
        Text(
            "否则按联邦查询：信任服务（第四条）→ 平台路由 → 来源前置机和数据库 → 返回。",
            "Else as a federated query: trust service (article 4) → platform router → the source's "
            "front-end node and database → back.",
        ),
        Text("返回的答案写入缓存。", "The answer that comes back fills the cache."),
        Text(
            "协议与联邦查询相同：经平台按信息项授权（第三、八条）。",
            "Agreements as in federated query: granted per resource through the platform "
            "(articles 3 and 8).",
        ),
    ),
    parameters={"ttl": {"value": "1 day", "source": "assumption"}},
    model=CachedQuery,
)
