"""The model `central_library`: sources report in batches to a provincial cloud, which answers."""

from __future__ import annotations

from sandbox.language import Text
from sandbox.models.axes import Axes
from sandbox.models.batches import Batches, Cascade, Stop
from sandbox.models.bench import Bench, Use
from sandbox.models.legs import Leg
from sandbox.models.library import platform_papers, query
from sandbox.models.model import Model, Preset, Settings
from sandbox.policy.governance import Paper, System
from sandbox.policy.laws import law


class CentralLibrary(Model):
    """One library a province, filled in batches up the cascade."""

    def __init__(self, bench: Bench, settings: Settings) -> None:
        super().__init__(bench, settings)
        self._batches = Batches(bench, settings.preset.name, law(settings["transport"]))
        self._cascade = Cascade(
            bench, self._batches, settings["schedule"], settings["cascade"], kept=False
        )
        self._filled: dict[str, bool] = {}

    def leg(self, use: Use) -> Leg:
        """A query at the cloud; another province's library is asked through the nation's."""
        bench = self.bench
        if not use.permit.granted:
            return self.asking.live(use, self.asking.source(use))  # refused at the trust service
        home = bench.tree.home(use.source.region)
        copy = bench.replica(f"cloud@{home}", use, complete=not self._built(home))
        if not self._fill(use, home, copy):
            return self.asking.letter(use, self.asking.source(use), "4")
        self.sign(use)
        return query(self.asking, use, home, copy)

    def papers(self, use: Use) -> tuple[Paper, ...]:
        """One with the platform for each business resource."""
        return platform_papers(use)

    def systems(self, use: Use) -> tuple[System, ...]:
        """The source's front-end node, the nodes up to the province, its cloud."""
        home = self.bench.tree.home(use.source.region)
        return (
            System("front_end", use.source.id),
            *(System("hub", one) for one in self.bench.tree.between(use.source.region, home)),
            System("cloud", home),
        )

    def _built(self, home: str) -> int | None:
        """The gate of a library that is yet to be built; None: it is there from the start."""
        gate = self.bench.gates.governed.built([System("cloud", home)], -1)
        return None if gate < 0 else gate

    def _fill(self, use: Use, home: str, copy: int) -> bool:
        """Have a partition reported to the library of its province, once."""
        known = self._filled.get(use.partition.id)
        if known is None:
            sites = self.bench.sites
            network = sites.platforms.serving(use.partition.resource)
            library = Stop(
                f"cloud@{home}",
                sites.platform("cloud", home, network),
                sites.point(home, network),
            )
            gate = self._built(home) or self.bench.open
            known = self._cascade.deliver(use.partition, home, library, copy, gate)
            self._filled[use.partition.id] = known
        return known

    def finish(self) -> None:
        """The timetables of sources and hubs."""
        self._batches.leave()


PRESET = Preset(
    name="central_library",
    axes=Axes("single", "library", "query_library"),
    title=Text("省级集中库", "Central library"),
    about=Text(
        "来源部门每日逐级汇聚到省级云上的集中库，需求部门经信任服务查询集中库；外省的库经国家平台查询。"
        "只有一处要保护，也只有一处会失守；数据约一天旧，查询负荷集中，弹性能力要花钱。",
        "Sources report daily up the cascade into a library in the provincial cloud; consumers "
        "query it past the trust service, other provinces' libraries through the national "
        "platform. One place to protect and to lose; age of a day; query load concentrates and "
        "elastic capacity is paid for.",
    ),
    steps=(
        Text(
            "来源部门每日把变化报给本级节点，县、市、省逐级汇聚到省级云（第七条）。",
            "Every day sources report their changes to the node of their level, and these climb "
            "county, prefecture, province into the provincial cloud (article 7).",
        ),
        Text(
            "需求部门→本级信任服务：身份认证、授权、责任认定（第四条）；越权的在此拒绝（第二条）。",
            "Consumer → trust service of its level: authentication, authorisation, accountability "
            "(article 4); what is out of scope is refused here (article 2).",
        ),
        Text(
            "→ 云上服务（弹性）→ 集中库副本 → 返回；外省的经国家平台到该省的库。",
            "→ cloud service (elastic) → library copy → back; another province's library is asked "
            "through the national platform.",
        ),
        Text(
            "每项业务信息与平台签一份协议（第八条）；基础信息无须协议（第三条）。",
            "One agreement with the platform for each business resource (article 8); basic "
            "information needs none (article 3).",
        ),
    ),
    parameters={
        "schedule": {
            "period": {"value": "1 day", "source": "assumption"},
            "offset": {"value": "0 h", "source": "assumption"},
        },
        "cascade": {
            level: {
                "period": {"value": "1 day", "source": "assumption"},
                "offset": {"value": offset, "source": "assumption"},
            }
            for level, offset in (
                ("county", "1 h"),
                ("prefecture", "2 h"),
                ("province", "3 h"),
                ("nation", "3 h"),
            )
        },
        "transport": {"constant": {"value": "5 min", "source": "assumption"}},
    },
    model=CentralLibrary,
)
