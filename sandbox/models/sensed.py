"""The model `sensed`: sensors and mobile reports bring part of the changes to the cloud."""

from __future__ import annotations

from sandbox.language import Text
from sandbox.models.axes import Axes
from sandbox.models.bench import Bench, Use
from sandbox.models.legs import Leg
from sandbox.models.library import platform_papers, query
from sandbox.models.model import Model, Preset, Settings
from sandbox.models.numbers import ppb
from sandbox.models.subscriptions import Subscriptions
from sandbox.models.truth import Capture
from sandbox.policy.governance import Paper, System
from sandbox.policy.laws import law


class Sensed(Model):
    """A streamed library a province; needs in mode publish are pushed to the consumer."""

    def __init__(self, bench: Bench, settings: Settings) -> None:
        super().__init__(bench, settings)
        sensing = settings.axes.collection == "sensed"
        self._capture = Capture(
            ppb(float(settings["captured"])) if sensing else 0,
            law(settings["capture_delay"]),
            ppb(float(settings["capture_loss"])),
            ppb(float(settings["late"])),
            law(settings["late_delay"]),
        )
        self._subscriptions = Subscriptions(bench, settings, self._capture if sensing else None)

    def leg(self, use: Use) -> Leg:
        """A query at the streamed library; in mode publish, a read of the pushed copy."""
        bench = self.bench
        if not use.permit.granted:
            return self.asking.live(use, self.asking.source(use))  # refused at the trust service
        home = bench.tree.home(use.source.region)
        pushed = use.demand.spec.mode == "publish"
        copy = self._subscriptions.at_cloud(use, home)
        if copy is None:
            return self.asking.letter(use, self.asking.source(use), "4")
        self.sign(use)
        own = self._subscriptions.at_consumer(use) if pushed else None
        if own is not None:
            return self.asking.held(use, own)
        return query(self.asking, use, home, copy)

    def papers(self, use: Use) -> tuple[Paper, ...]:
        """As the central library."""
        return platform_papers(use)

    def systems(self, use: Use) -> tuple[System, ...]:
        """The broker and the cloud of the source's province."""
        home = self.bench.tree.home(use.source.region)
        return (System("broker", home), System("cloud", home))

    def finish(self) -> None:
        """Fillings and heartbeats."""
        self._subscriptions.finish()


PRESET = Preset(
    name="sensed",
    axes=Axes("sensed", "stream", "query_library"),
    also=(Axes("event", "stream", "query_library"),),
    title=Text("感知采集", "Sensed collection"),
    about=Text(
        "物联网和移动上报在几分钟内捕获一部分变化，直达云端，有丢失也有迟到；其余变化照常上报后流入云端。"
        "查询集中库，发布类需求由云端推送。对传感器看得见的最新鲜，丢失和迟到反映在正确率上。",
        "Sensors and mobile reports capture part of the changes within minutes, straight to the "
        "cloud, some lost and some late; the rest is reported as usual and streamed to the cloud. "
        "Queries go to the library, needs in mode publish are pushed. Freshest for what sensors "
        "see; loss and late arrival show in correctness.",
    ),
    steps=(
        Text(
            "一部分变化由传感器或移动终端捕获，几分钟内到达云端并回流来源部门（第十二条动态采集汇聚）；丢失的无人知晓，直到该记录再次变化。",
            "Sensors or mobile terminals capture part of the changes, which reach the cloud within "
            "minutes and flow back to the source (dynamic collection, article 12); what is lost "
            "stays unknown until the record changes again.",
        ),
        Text(
            "其余变化报给来源部门，登记后随即流入省级云（第二条动态更新）。",
            "The rest is reported to the source and streamed to the provincial cloud once it is "
            "registered (dynamic updating, article 2).",
        ),
        Text(
            "请求同省级集中库：信任服务（第四条）→ 云上服务 → 返回。",
            "Requests as in the central library: trust service (article 4) → cloud service → back.",
        ),
        Text(
            "方式为发布的需求由云端推送到需求部门，读本地副本（第三条）；协议同集中库（第八条）。",
            "Needs in mode publish are pushed to the consumer and read there (article 3); "
            "agreements as in the central library (article 8).",
        ),
    ),
    parameters={
        "captured": {"value": "60%", "source": "assumption"},
        "capture_delay": {"exponential": {"value": "5 min", "source": "assumption"}},
        "capture_loss": {"value": "2%", "source": "assumption"},
        "late": {"value": "5%", "source": "assumption"},
        "late_delay": {"exponential": {"value": "6 h", "source": "assumption"}},
        "heartbeat": {"value": "15 min", "source": "assumption"},
    },
    model=Sensed,
)
