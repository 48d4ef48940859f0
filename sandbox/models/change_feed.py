"""The model `change_feed`: sources publish changes, consumers subscribe and keep local copies."""

from __future__ import annotations

from sandbox.language import Text
from sandbox.models.axes import Axes
from sandbox.models.bench import Bench, Use
from sandbox.models.legs import Leg
from sandbox.models.model import Model, Preset, Settings
from sandbox.models.subscriptions import Subscriptions
from sandbox.policy.governance import Paper, System


class ChangeFeed(Model):
    """A copy at each subscriber, each record as fresh as its last message."""

    def __init__(self, bench: Bench, settings: Settings) -> None:
        super().__init__(bench, settings)
        self._subscriptions = Subscriptions(bench, settings)

    def leg(self, use: Use) -> Leg:
        """A read of the subscriber's copy."""
        if not use.permit.granted:
            return self.asking.letter(use, self.asking.source(use))
        copy = self._subscriptions.at_consumer(use)
        if copy is None:
            return self.asking.letter(use, self.asking.source(use), "4")
        self.sign(use)
        return self.asking.held(use, copy)

    def papers(self, use: Use) -> tuple[Paper, ...]:
        """One subscription for each consumer and resource."""
        resource = use.partition.resource
        parties = (use.consumer.id, use.source.id)
        key = ("subscription", use.consumer.id, resource)
        return (Paper(key, "subscription", parties, resource),)

    def systems(self, use: Use) -> tuple[System, ...]:
        """The broker of the source's province."""
        return (System("broker", self.bench.tree.home(use.source.region)),)

    def finish(self) -> None:
        """Fillings and heartbeats."""
        self._subscriptions.finish()


PRESET = Preset(
    name="change_feed",
    axes=Axes("event", "stream", "subscribe"),
    title=Text("变更订阅", "Change feed"),
    about=Text(
        "来源部门一登记变化就发布消息，经消息代理推送到每个订阅者的本地副本；请求读本地副本。"
        "数据只旧几秒，副本很多；流量随变化数乘以订户数增长，与请求多少无关。",
        "As soon as a source registers a change it publishes a message, which a broker pushes to "
        "every subscriber's local copy; requests read that copy. Seconds old, many copies; traffic "
        "grows with changes × subscribers and does not depend on requests.",
    ),
    steps=(
        Text(
            "需求部门按信息项订阅，每项一份（第三条的发布方式；业务信息须协议，第八条）。",
            "A consumer subscribes to resources, one subscription each (publication, article 3; "
            "business information under agreement, article 8).",
        ),
        Text(
            "变化按事件报给来源部门（第二条动态更新），来源部门随即发布。",
            "Changes are reported to the source by event (dynamic updating, article 2), and the "
            "source publishes at once.",
        ),
        Text(
            "来源 → 消息代理 → 每个订户的副本；空闲的来源定时发心跳，副本据此知道自己仍是最新。",
            "Source → broker → every subscriber's copy; idle sources send heartbeats, from which "
            "a copy knows that it is still current.",
        ),
        Text(
            "请求读本地副本，使用范围无人核对（第二条）。",
            "Requests read the local copy; nobody checks the scope of use (article 2).",
        ),
    ),
    parameters={"heartbeat": {"value": "15 min", "source": "assumption"}},
    model=ChangeFeed,
)
