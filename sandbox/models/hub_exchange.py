"""The model `hub_exchange`: batches through front-end nodes and a cascade of hubs."""

from __future__ import annotations

from sandbox.language import Text
from sandbox.models.axes import Axes
from sandbox.models.batches import Batches, Cascade, export
from sandbox.models.bench import Bench, Use
from sandbox.models.legs import Leg
from sandbox.models.model import Model, Preset, Settings
from sandbox.policy.governance import PLATFORM, Paper, System
from sandbox.policy.laws import law


class HubExchange(Model):
    """A replica at each consumer, filled through the hubs between it and the source."""

    def __init__(self, bench: Bench, settings: Settings) -> None:
        super().__init__(bench, settings)
        self._batches = Batches(bench, settings.preset.name, law(settings["transport"]))
        self._cascade = Cascade(
            bench, self._batches, settings["schedule"], settings["cascade"], kept=True
        )

    def leg(self, use: Use) -> Leg:
        """A read of the consumer's replica."""
        if not use.permit.granted:
            return self.asking.letter(use, self.asking.source(use))
        bench = self.bench
        copy = bench.replica(use.consumer.id, use, complete=bench.gates.now(use.permit))
        delivered = self._cascade.deliver(
            use.partition,
            use.consumer.region,
            export(bench, use.consumer),
            copy,
            use.permit.gate,
        )
        if not delivered:
            return self.asking.letter(use, self.asking.source(use), "4")
        self.sign(use)
        return self.asking.held(use, copy)

    def papers(self, use: Use) -> tuple[Paper, ...]:
        """One for each party with the hubs."""
        return tuple(
            Paper(("party", party), "party", (party, PLATFORM), "")
            for party in (use.consumer.id, use.source.id)
        )

    def systems(self, use: Use) -> tuple[System, ...]:
        """A front-end node at each end, and the hubs between."""
        hubs = self.bench.tree.between(use.source.region, use.consumer.region)
        return (
            System("front_end", use.source.id),
            *(System("hub", region) for region in hubs),
            System("front_end", use.consumer.id),
        )

    def finish(self) -> None:
        """The timetables of sources and hubs."""
        self._batches.leave()


PRESET = Preset(
    name="hub_exchange",
    axes=Axes("single", "hub", "batch"),
    title=Text("枢纽级联交换", "Exchange through hubs"),
    about=Text(
        "每个部门只与本级交换枢纽签约：数据经前置机送到枢纽，在县、市、省、国家之间逐级存储转发，再到需求部门的副本。"
        "协议数随部门数线性增长；数据年龄是各级时刻表之和；一个枢纽中断，许多部门受影响。",
        "Each agency deals with the hub of its level only: data goes through front-end nodes to "
        "the hub, is stored and forwarded between county, prefecture, province and nation, and "
        "ends in the consumers' replicas. Agreements grow with the number of agencies; age is the "
        "sum over the cascade's hops; one hub's outage stops many.",
    ),
    steps=(
        Text(
            "每个部门与枢纽签一份协议（第八条）；业务信息还须在协议生效期内使用（第三条）。",
            "Each agency signs one agreement with the hub (article 8); business information may "
            "still be used only while an agreement on it is in force (article 3).",
        ),
        Text(
            "来源部门按时刻表把变化经前置机送到本级枢纽（第四条的共用设施）。",
            "On its timetable the source sends its changes through its front-end node to the hub "
            "of its level (the shared infrastructure of article 4).",
        ),
        Text(
            "枢纽各按自己的时刻表上下级联转发，每一跳存储后再转发（第七条的汇聚与回流）。",
            "Hubs forward up and down the cascade, each on its own timetable, storing before they "
            "forward (aggregation and return flow of article 7).",
        ),
        Text(
            "需求部门所在地的枢纽送到其前置机和副本；请求读本地副本。",
            "The hub at the consumer's place delivers to its front-end node and replica; requests "
            "read the replica.",
        ),
    ),
    parameters={
        "schedule": {
            "period": {"value": "1 day", "source": "assumption"},
            "offset": {"value": "18 h", "source": "assumption"},
        },
        "cascade": {
            level: {
                "period": {"value": "1 day", "source": "assumption"},
                "offset": {"value": offset, "source": "assumption"},
            }
            for level, offset in (
                ("county", "20 h"),
                ("prefecture", "22 h"),
                ("province", "24 h"),
                ("nation", "26 h"),
            )
        },
        "transport": {"constant": {"value": "5 min", "source": "assumption"}},
    },
    model=HubExchange,
)
