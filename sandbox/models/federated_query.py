"""The model `federated_query`: live queries, routed by the catalogue to the source."""

from __future__ import annotations

from sandbox.language import Text
from sandbox.models.axes import Axes
from sandbox.models.bench import Bench, Use
from sandbox.models.legs import Leg
from sandbox.models.library import granted_by_platform
from sandbox.models.model import Model, Preset
from sandbox.policy.governance import Paper, System


class FederatedQuery(Model):
    """Every request is put to the source's own database."""

    def leg(self, use: Use) -> Leg:
        """Trust service, platform router, the source's front-end node and database, and back."""
        self.sign(use)
        return self.asking.live(use, self.asking.source(use))

    def papers(self, use: Use) -> tuple[Paper, ...]:
        """One for each resource that is not shared with everybody."""
        return granted(use)

    def systems(self, use: Use) -> tuple[System, ...]:
        """The routers between the two provinces, the source's front-end node."""
        return routed(self.bench, use)


def granted(use: Use) -> tuple[Paper, ...]:
    """A resource's use granted through the platform (conditional reply): one document each.

    Basic information that is shared unconditionally needs none (article 3).
    """
    if use.resource.class_ == "business" or use.permit.agreements:
        return (granted_by_platform(use),)
    return ()


def routed(bench: Bench, use: Use) -> tuple[System, ...]:
    """The systems of a query that is routed to its source."""
    tree = bench.tree
    between = tree.between(tree.home(use.consumer.region), tree.home(use.source.region))
    return (
        *(System("router", region) for region in between),
        System("front_end", use.source.id),
    )


PRESET = Preset(
    name="federated_query",
    axes=Axes("single", "catalogue", "query_source"),
    title=Text("联邦查询", "Federated query"),
    about=Text(
        "平台只有目录，没有数据：每次请求经身份认证、授权和审计，由平台路由到来源部门的数据库实时查询。"
        "数据永远最新，不留副本；可用性是沿途一切环节的乘积，最忙的来源会排队。",
        "The platform has a catalogue and no data: each request passes authentication, "
        "authorisation and audit and is routed to the source's database, live. Always the "
        "source's current state and no copies; as available as the chain of everything it "
        "crosses, and the busiest source queues.",
    ),
    steps=(
        Text(
            "来源部门在目录登记信息及其接口（第九条）；需求部门经平台申请，有条件共享的由来源部门答复授权（第三、八条）。",
            "The source enters resource and interface in the catalogue (article 9); the consumer "
            "applies through the platform, and conditional sharing is granted by the source's "
            "reply (articles 3 and 8).",
        ),
        Text(
            "需求部门 → 本级信任服务：身份认证、授权、责任认定（第四条）；越权或无协议的在此拒绝。",
            "Consumer → trust service of its level: authentication, authorisation, accountability "
            "(article 4); what is out of scope or without an agreement is refused here.",
        ),
        Text(
            "→ 平台路由按目录找到来源（跨省经国家平台）→ 来源部门前置机 → 来源数据库 → 返回。",
            "→ platform router, which finds the source in the catalogue (between provinces through "
            "the national platform) → the source's front-end node → its database → back.",
        ),
        Text(
            "一事涉及多个来源的并行查询，等最后一个；超时重试，仍不成的发公函（如允许）。",
            "Needs for several sources fan out and wait for the last; time-outs are retried, and "
            "what still fails goes by letter, if allowed.",
        ),
    ),
    parameters={},
    model=FederatedQuery,
)
