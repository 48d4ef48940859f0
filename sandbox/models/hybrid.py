"""The model `hybrid`: by class, basic central, business federated, status and trace published."""

from __future__ import annotations

from sandbox.language import Text
from sandbox.models.axes import Axes
from sandbox.models.bench import Bench, Use
from sandbox.models.legs import Leg
from sandbox.models.model import Model, Preset, Settings
from sandbox.policy.governance import Paper, System
from sandbox.world.world import Agency

PARTS = ("basic", "business", "published")
"""Parameters that name the model of a part."""


class Hybrid(Model):
    """Each use goes the way of its part."""

    def __init__(self, bench: Bench, settings: Settings) -> None:
        super().__init__(bench, settings)
        from sandbox.models.presets import PRESETS

        self._parts: dict[str, Model] = {}
        for part in PARTS:
            name = settings[part]
            if name not in self._parts:
                preset = PRESETS[name]
                self._parts[name] = preset.model(bench, Settings(settings.spec, preset))

    def papers(self, use: Use) -> tuple[Paper, ...]:
        """As the use's part needs."""
        return self._part(use).papers(use)

    def systems(self, use: Use) -> tuple[System, ...]:
        """As the use's part needs."""
        return self._part(use).systems(use)

    def leg(self, use: Use) -> Leg:
        """As the use's part answers it."""
        return self._part(use).leg(use)

    def taken(self, use: Use) -> Leg:
        """As the part for this use."""
        return self._part(use).taken(use)

    def without_letters(self) -> Model:
        """With parts that are."""
        other = super().without_letters()
        assert isinstance(other, Hybrid)
        other._parts = {name: part.without_letters() for name, part in self._parts.items()}
        return other

    def check(self, use: Use, agency: Agency, error: float) -> Leg | None:
        """As the use's part verifies."""
        return self._part(use).check(use, agency, error)

    def _part(self, use: Use) -> Model:
        return self._parts[self.settings[part_of(use)]]

    def finish(self) -> None:
        """What the parts need."""
        for part in self._parts.values():
            part.finish()


def part_of(use: Use) -> str:
    """Which part a use belongs to."""
    published = use.demand.spec.mode == "publish" and use.resource.kind in ("status", "trace")
    return "published" if published else use.resource.class_


PRESET = Preset(
    name="hybrid",
    axes=Axes("single", "by_class", "by_class"),
    title=Text("分类混合", "Hybrid by class"),
    about=Text(
        "按信息类别各取所长：基础信息集中到省级库，业务信息联邦查询，发布方式的状态和痕迹信息变更订阅。"
        "基础信息问得多、业务信息问得少时应当几项指标同时占优；也可能并不占优，沙盘会如实显示。",
        "By class of information: basic information in the central library, business information "
        "by federated query, status and trace information in mode publish by change feed. Should "
        "win on several measures at once when basic information is asked often and business "
        "information rarely; the sandbox shows when it does not.",
    ),
    steps=(
        Text(
            "基础信息（第三条普遍共享）：同省级集中库，每日汇聚（第七条），云上查询。",
            "Basic information (shared by all, article 3): as in the central library, aggregated "
            "daily (article 7) and queried at the cloud.",
        ),
        Text(
            "业务信息（第八条协议共享）：同联邦查询，实时问来源部门。",
            "Business information (by agreement, article 8): as in federated query, live at the "
            "source.",
        ),
        Text(
            "以发布方式需要的状态、痕迹信息（第三条）：同变更订阅，推送到本地副本。",
            "Status and trace information needed in mode publish (article 3): as in the change "
            "feed, pushed to local copies.",
        ),
        Text(
            "经网络的请求都先过本级信任服务（第四条）。",
            "Every request over a network first passes the trust service of its level (article 4).",
        ),
    ),
    parameters={
        "basic": "central_library",
        "business": "federated_query",
        "published": "change_feed",
    },
    model=Hybrid,
)
