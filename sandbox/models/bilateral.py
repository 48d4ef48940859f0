"""The model `bilateral`: batches from each source to each partner, under bilateral agreements."""

from __future__ import annotations

from sandbox.language import Text
from sandbox.models.axes import Axes
from sandbox.models.batches import Batches, export
from sandbox.models.bench import Bench, Use
from sandbox.models.legs import Leg
from sandbox.models.model import Model, Preset, Settings
from sandbox.policy.governance import Paper, System
from sandbox.policy.laws import law
from sandbox.world.world import Agency


class Bilateral(Model):
    """A replica at each partner; a record whose source is no partner goes by letter."""

    def __init__(self, bench: Bench, settings: Settings) -> None:
        super().__init__(bench, settings)
        self._batches = Batches(bench, settings.preset.name, law(settings["transport"]))

    def leg(self, use: Use) -> Leg:
        """A read of the partner's replica, or a letter."""
        if not use.permit.granted or not self.partners(use.consumer, use.source):
            return self.asking.letter(use, self.asking.source(use))
        bench = self.bench
        copy = bench.replica(use.consumer.id, use, complete=bench.gates.now(use.permit))
        carried = self._batches.carry(
            use.partition,
            (export(bench, use.source), export(bench, use.consumer)),
            (bench.truth.source(use.partition), copy),
            self.settings["schedule"],
            use.permit.gate,
        )
        if not carried:
            return self.asking.letter(use, self.asking.source(use), "4")
        self.sign(use)
        return self.asking.held(use, copy)

    def papers(self, use: Use) -> tuple[Paper, ...]:
        """One for each pair of agencies and resource."""
        parties, resource = (use.consumer.id, use.source.id), use.partition.resource
        return (Paper((frozenset(parties), resource), "bilateral", parties, resource),)

    def systems(self, use: Use) -> tuple[System, ...]:
        """A front-end node at each end."""
        return (System("front_end", use.source.id), System("front_end", use.consumer.id))

    def partners(self, consumer: Agency, source: Agency) -> bool:
        """Whether the consumer has bilateral agreements with the source.

        `local`: sources in its own prefecture, and those of its prefecture and province above;
        `province`: sources in its province and above it; `all`: everyone.
        """
        tree, wanted = self.bench.tree, self.settings["partners"]
        if wanted == "all" or (wanted == "province" and source.level == "nation"):
            return True
        if wanted == "local":
            above = source.level in ("prefecture", "province")
            if above and tree.within(consumer.region, source.region):
                return True
            own = self.bench.world.region_at(consumer.region, "prefecture")
            if own is not None:
                return tree.within(source.region, own.code)
        return tree.within(source.region, tree.home(consumer.region))

    def finish(self) -> None:
        """The exports' timetables."""
        self._batches.leave()


PRESET = Preset(
    name="bilateral",
    axes=Axes("single", "none", "batch"),
    title=Text("双边批量交换", "Bilateral batch exchange"),
    about=Text(
        "每两个部门、每项信息一份双边协议，来源部门按周导出变化、送到对方前置机。读本地副本很快，"
        "数据平均陈旧半个周期；协议数随部门数平方增长，副本遍布各处。",
        "One bilateral agreement for each pair of agencies and resource; the source exports its "
        "changes every week to the partner's front-end node. Reads are local and fast, data is "
        "half a period old on average; agreements grow with the square, and copies are "
        "everywhere.",
    ),
    steps=(
        Text(
            "双方签订协议，载明第八条的十项内容；业务信息在协议生效期内才可使用（第三、八条）。",
            "The two agencies sign an agreement with the ten fields of article 8; business "
            "information may be used only while it is in force (articles 3 and 8).",
        ),
        Text(
            "变化报给来源部门；来源部门按周期导出上批以来的变化，经前置机和网络送达对方副本。",
            "Changes are reported to the source; on its timetable the source exports what changed "
            "since the last batch, through front-end nodes and the network into the partner's "
            "replica.",
        ),
        Text(
            "需求部门读本地副本，无人在途中核对使用范围（第二条）。",
            "The consumer reads its own replica; nobody on the way checks the scope of use "
            "(article 2).",
        ),
        Text(
            "记录的来源不是协议伙伴的，发公函。",
            "A record whose source is no partner is asked for by letter.",
        ),
    ),
    parameters={
        "schedule": {
            "period": {"value": "7 days", "source": "assumption"},
            "offset": {"value": "20 h", "source": "assumption"},
        },
        "partners": "local",
        "transport": {"constant": {"value": "30 min", "source": "assumption"}},
    },
    model=Bilateral,
)
