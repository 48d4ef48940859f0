"""The catalogue of measures: name, unit, exact definition, and which direction is better.

In: nothing. Out: `CATALOGUE`, in the order in which tables show it, and `info` to look a name up.
The definitions are part of the product: what they say is what the code beside them computes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.language import Text, numeral

_LABELS: Mapping[str, frozenset[str]] = {
    "requests": frozenset(("need", "department", "region", "level", "resource", "agency")),
    "copies": frozenset(("region", "resource", "agency", "copy")),
    "gates": frozenset(),
    "stations": frozenset(("department", "region", "level", "agency", "role", "station")),
    "links": frozenset(("region", "network", "link")),
    "lines": frozenset(
        ("department", "region", "level", "agency", "role", "station", "network", "link")
    ),
    "staff": frozenset(("need", "department", "region", "level", "resource", "agency")),
    "costs": frozenset(("department", "region", "level", "agency")),
    "governance": frozenset(),
}
"""What measures of a family can be broken down by."""

ARTICLES = ("2", "3", "4", "8", "9")
"""Articles of the policy that refusals are told apart by."""


@dataclass(frozen=True)
class MeasureInfo:
    """One measure.

    `better` is +1 when more is better, -1 when less is better, 0 when neither is.
    `family` says what it is counted over, and so by what it can be broken down.
    """

    name: str
    unit: str
    title: Text
    definition: Text
    better: int
    family: str

    @property
    def breakdowns(self) -> frozenset[str]:
        """The labels by which it can be broken down."""
        return _LABELS[self.family]


_REQUESTS = (
    (
        "requests",
        "count",
        0,
        Text("请求数", "requests"),
        Text(
            "从预热结束到研究期末提出的请求总数；下面的占比都以它为分母（另有说明的除外）。",
            "Requests made from the end of the warm-up to the horizon; the denominator of the "
            "shares below unless they say otherwise.",
        ),
    ),
    (
        "response_time.mean",
        "s",
        -1,
        Text("平均响应时间", "mean response time"),
        Text(
            "从提出请求到得到答复的时间，对得到答复的请求取平均；包括公函。",
            "Time from request made to answer back, mean over answered requests; letters included.",
        ),
    ),
    (
        "response_time.p50",
        "s",
        -1,
        Text("响应时间中位数", "median response time"),
        Text(
            "半数得到答复的请求不超过的响应时间（取自对数分组直方图，相对误差见说明）。",
            "Response time that half of the answered requests do not exceed (from a log-bucketed "
            "histogram of stated relative error).",
        ),
    ),
    (
        "response_time.p95",
        "s",
        -1,
        Text("响应时间 95% 分位", "95th percentile of response time"),
        Text(
            "95% 的得到答复的请求不超过的响应时间。",
            "Response time that 95 % of the answered requests do not exceed.",
        ),
    ),
    (
        "response_time.p99",
        "s",
        -1,
        Text("响应时间 99% 分位", "99th percentile of response time"),
        Text(
            "99% 的得到答复的请求不超过的响应时间。",
            "Response time that 99 % of the answered requests do not exceed.",
        ),
    ),
    (
        "response_time.max",
        "s",
        -1,
        Text("最长响应时间", "longest response time"),
        Text("得到答复的请求中最长的响应时间。", "Longest response time of an answered request."),
    ),
    (
        "satisfied",
        "share",
        1,
        Text("满足率", "satisfied"),
        Text(
            "在需求时限内得到答复的请求占全部请求的比例。",
            "Requests answered within their need's deadline, of all requests made.",
        ),
    ),
    (
        "answered",
        "share",
        1,
        Text("答复率", "answered"),
        Text("得到答复的请求占全部请求的比例。", "Requests answered, of all requests made."),
    ),
    (
        "refused",
        "share",
        -1,
        Text("拒绝率", "refused"),
        Text(
            "被访问判定拒绝的请求占全部请求的比例。",
            "Requests refused by an access decision, of all requests made.",
        ),
    ),
    *(
        (
            f"refused.{article}",
            "share",
            -1,
            Text(f"依第{numeral(article).zh}条拒绝", f"refused by article {article}"),
            Text(
                f"依第{numeral(article).zh}条被拒绝的请求占全部请求的比例。",
                f"Requests refused under article {article}, of all requests made.",
            ),
        )
        for article in ARTICLES
    ),
    (
        "failed",
        "share",
        -1,
        Text("失败率", "failed"),
        Text(
            "无人能够办理（故障、队列已满、没有通路）的请求占全部请求的比例。",
            "Requests that nothing could serve (down, overflowing, no path), of all requests made.",
        ),
    ),
    (
        "timed_out",
        "share",
        -1,
        Text("超时率", "timed out"),
        Text(
            "超时并用尽重试后放弃的请求占全部请求的比例。",
            "Requests given up after their time-outs and retries, of all requests made.",
        ),
    ),
    (
        "unfinished",
        "share",
        -1,
        Text("未办结", "unfinished"),
        Text(
            "运行结束时仍未办结的请求占全部请求的比例。",
            "Requests still open when the run ended, of all requests made.",
        ),
    ),
    (
        "by_letter",
        "share",
        -1,
        Text("公函办理", "by letter"),
        Text(
            "改走公函的请求占全部请求的比例，无论结果。",
            "Requests that went by letter, whatever came of them, of all requests made.",
        ),
    ),
    (
        "availability.requests",
        "share",
        1,
        Text("可用性（按请求）", "availability to requests"),
        Text(
            "得到答复（含公函答复）或依规定拒绝的请求占全部请求的比例；失败、超时和未办结的不算。",
            "Requests answered (by letter too) or refused by the policy, of all requests made; "
            "those that failed, timed out or never ended are not.",
        ),
    ),
    (
        "age.mean",
        "s",
        -1,
        Text("平均信息年龄", "mean age"),
        Text(
            "使用时刻减去所用值得到其权威来源确认的时刻（信息年龄），对得到答复的请求取平均；"
            "一次答复含多个值时取最旧的。",
            "At use: now minus the time as of which its authority vouches for the value delivered "
            "(age of information), mean over answered requests; of several values the oldest.",
        ),
    ),
    (
        "age.p50",
        "s",
        -1,
        Text("信息年龄中位数", "median age"),
        Text(
            "半数得到答复的请求不超过的信息年龄。",
            "Age at use that half of the answered requests do not exceed.",
        ),
    ),
    (
        "age.p95",
        "s",
        -1,
        Text("信息年龄 95% 分位", "95th percentile of age"),
        Text(
            "95% 的得到答复的请求不超过的信息年龄。",
            "Age at use that 95 % of the answered requests do not exceed.",
        ),
    ),
    (
        "age.p99",
        "s",
        -1,
        Text("信息年龄 99% 分位", "99th percentile of age"),
        Text(
            "99% 的得到答复的请求不超过的信息年龄。",
            "Age at use that 99 % of the answered requests do not exceed.",
        ),
    ),
    (
        "age.max",
        "s",
        -1,
        Text("最大信息年龄", "greatest age"),
        Text("得到答复的请求中最大的信息年龄。", "Greatest age at use of an answered request."),
    ),
    (
        "fresh",
        "share",
        1,
        Text("新鲜率", "fresh"),
        Text(
            "所用版本在使用时刻仍是登记库现行版本的答复占全部答复的比例。",
            "Answers whose versions are the register's current ones at the time of use, of all "
            "answers.",
        ),
    ),
    (
        "correct",
        "share",
        1,
        Text("正确率", "correct"),
        Text(
            "与真实情况一致（新鲜且无差错）的答复占全部答复的比例。",
            "Answers equal to the truth (fresh and free of error), of all answers.",
        ),
    ),
    (
        "error_rate",
        "share",
        -1,
        Text("差错率", "error rate"),
        Text(
            "带有未纠正差错的答复占全部答复的比例。",
            "Answers that carry an uncorrected error, of all answers.",
        ),
    ),
    (
        "time_to_share",
        "s",
        -1,
        Text("首次共享用时", "time to share"),
        Text(
            "从研究开始（需求提出）到某机构的某项需求首次得到满足的时间，对得到过满足的需求取平均。",
            "From the start of the study (need stated) to the first satisfied request of a need of "
            "an agency, mean over those that had one.",
        ),
    ),
    (
        "collections",
        "count",
        -1,
        Text("采集次数", "collections"),
        Text(
            "公民或企业被要求提供信息的次数。",
            "Times a citizen or company was asked for information.",
        ),
    ),
    (
        "duplicate_collections",
        "count",
        -1,
        Text("重复采集", "duplicate collections"),
        Text(
            "其中所要的信息已有政务部门掌握的次数。",
            "Of these, times for something that some agency already held.",
        ),
    ),
    (
        "letters",
        "count",
        -1,
        Text("公函数", "letters"),
        Text("发出的公函数。", "Official letters sent."),
    ),
    (
        "out_of_scope.attempted",
        "count",
        -1,
        Text("超范围使用（企图）", "out of scope, attempted"),
        Text("超出授权使用范围的使用企图。", "Uses outside the granted scope that were attempted."),
    ),
    (
        "out_of_scope.happened",
        "count",
        -1,
        Text("超范围使用（发生）", "out of scope, happened"),
        Text(
            "其中未被制止而实际发生的次数。",
            "Of these, those that nothing stopped and that happened.",
        ),
    ),
    (
        "crossings",
        "count",
        -1,
        Text("跨网次数", "crossings"),
        Text("请求经网关在网络之间通过的次数。", "Passages of requests between networks."),
    ),
)

_COPIES = (
    (
        "age.copy",
        "s",
        -1,
        Text("副本平均年龄", "age of copies"),
        Text(
            "源头以外副本的信息年龄：先对每个副本装载之后的时间取平均，再对副本取平均"
            "（只计随批次或推送更新的副本；协议终止后副本仍在，仍计入）。",
            "Age of information of the copies outside their source: average over the time since "
            "each was filled, then over copies (those that batches or feeds keep up; a copy stays, "
            "and counts, when its agreement ends).",
        ),
    ),
    (
        "age.copy_peak",
        "s",
        -1,
        Text("副本峰值年龄", "peak age of copies"),
        Text(
            "源头以外副本更新前一刻的信息年龄：先对每个副本的各次更新取平均，再对副本取平均。",
            "Age of the copies outside their source just before a renewal: mean over the renewals "
            "of a copy, then over copies.",
        ),
    ),
    (
        "copies_held",
        "count",
        -1,
        Text("副本数", "copies held"),
        Text(
            "运行结束时源头以外至少存有一条记录的副本数。",
            "Copies outside their source that hold at least one record at the end of the run.",
        ),
    ),
    (
        "exposure",
        "record-days",
        -1,
        Text("暴露量", "exposure"),
        Text(
            "源头以外存有的敏感记录数对时间的积分。",
            "Sensitive records held outside their source, integrated over time.",
        ),
    ),
)

_GATES = (
    (
        "agreements",
        "count",
        -1,
        Text("有效协议数", "agreements in force"),
        Text("有效协议数对时间的平均。", "Agreements in force, average over time."),
    ),
    (
        "negotiation",
        "person-days",
        -1,
        Text("协商投入", "negotiation"),
        Text(
            "商定预热之后生效过的各项协议所用的人日；协议由治理商定时，为实际用于协议的人日。",
            "Person-days spent to agree on the agreements that were in force at some time after "
            "the warm-up; where governance negotiates them, those that were worked on them.",
        ),
    ),
)

_STATIONS = (
    (
        "utilisation.mean",
        "share",
        0,
        Text("平均利用率", "mean utilisation"),
        Text(
            "各服务站忙碌的服务器时间占可用的服务器时间的比例。",
            "Server time in service, of the server time available, over all stations.",
        ),
    ),
    (
        "utilisation.peak",
        "share",
        -1,
        Text("最高利用率", "peak utilisation"),
        Text("最忙的服务站的利用率。", "Utilisation of the busiest station."),
    ),
    (
        "queue.mean",
        "jobs",
        -1,
        Text("平均排队数", "mean queue"),
        Text(
            "所有服务站排队等候的任务数之和对时间的平均。",
            "Jobs waiting at all stations together, average over time.",
        ),
    ),
    (
        "queue.peak",
        "jobs",
        -1,
        Text("最长队列", "longest queue"),
        Text("任一服务站曾有过的最长队列。", "Longest queue that any station had."),
    ),
)

_LINES = (
    (
        "availability.time",
        "share",
        1,
        Text("可用性（按时间）", "availability in time"),
        Text(
            "服务站和链路未发生故障的时间所占比例，对它们取平均。",
            "Share of time in which a station or link was not broken down, mean over them.",
        ),
    ),
)

_LINKS = (
    (
        "bytes",
        "B",
        -1,
        Text("传输量", "bytes"),
        Text(
            "各链路传输的字节数之和（经过几条链路就计几次）。",
            "Bytes carried, summed over links (a message counts on every link that it takes).",
        ),
    ),
    (
        "utilisation.links",
        "share",
        -1,
        Text("最高链路利用率", "peak utilisation of links"),
        Text(
            "最忙的链路在较忙方向上传输的时间所占比例；不限带宽的链路不计。",
            "Share of time in which the busiest link transmits, in its busier direction; links "
            "without a limit of bandwidth do not count.",
        ),
    ),
)

_COSTS = (
    (
        "cost.total",
        "CNY",
        -1,
        Text("总成本", "total cost"),
        Text(
            "建设、运行、人员与公民时间成本之和；也等于各承担方之和。",
            "Build, run, staff and citizens' time together; also the sum over payers.",
        ),
    ),
    (
        "cost.agencies",
        "CNY",
        -1,
        Text("部门承担", "cost to agencies"),
        Text(
            "属于各部门的服务站的建设与运行，加上人员成本。",
            "Building and running the stations that belong to agencies, and staff.",
        ),
    ),
    (
        "cost.platform",
        "CNY",
        -1,
        Text("平台承担", "cost to the platform"),
        Text(
            "其他服务站的建设与运行，加上网络传输。",
            "Building and running the other stations, and moving bytes.",
        ),
    ),
)

_BUILD = (
    (
        "cost.build",
        "CNY",
        -1,
        Text("建设成本", "cost of building"),
        Text(
            "各服务站的建设价，按摊销年限分摊到研究期。",
            "Price of building the stations, written off over its years: the part of the window.",
        ),
    ),
)

_RUN = (
    (
        "cost.run",
        "CNY",
        -1,
        Text("运行成本", "cost of running"),
        Text(
            "可用的服务器小时（不含人工席位）与网络传输的费用。",
            "Server hours available (desks of people excepted) and bytes moved.",
        ),
    ),
)

_STAFF = (
    (
        "cost.staff",
        "CNY",
        -1,
        Text("人员成本", "cost of staff"),
        Text(
            "公函的工时，以及协商协议的人日（每日八小时，按摊销年限分摊到研究期）；有治理时，为治理实际所用的全部工时。",
            "Hours for letters, and person-days of negotiation (eight hours each, written off over "
            "the same years as building: the part of the window); governed, all hours that people "
            "worked on governance instead.",
        ),
    ),
    (
        "cost.citizens",
        "CNY",
        -1,
        Text("公民承担", "cost to citizens"),
        Text("采集占用的公民时间。", "Citizens' time for collections."),
    ),
)

_COMPLIANCE = (
    (
        "compliance.total",
        "count",
        -1,
        Text("违规次数", "violations"),
        Text(
            "已实际发生的违反《意见》的次数，以及治理中没有做到的要求。被拒绝的请求不是违规，正是规定得到执行。",
            "Happenings that the policy forbids, and demands on governance that were missed. A "
            "refusal is none: it is the rule being kept.",
        ),
    ),
    (
        "compliance.2",
        "count",
        -1,
        Text("违反第二条", "violations of article 2"),
        Text(
            "发生的超范围使用（授权使用）、重复采集（一数一源）与收费使用（无偿使用）次数之和。",
            "Uses outside the granted scope that happened (authorised use), duplicate collections "
            "(one source per datum) and uses that were charged for (use free of charge).",
        ),
    ),
)

_ARTICLES_JUDGED = {
    "5": Text("到期仍不符合标准", "standards that were due"),
    "8": Text("答复、交付逾期，协议到期中断", "replies, deliveries and renewals that were due"),
    "9": Text("目录意见逾期", "comments on the catalogue that were due"),
    "10": Text("不予受理、不予审批", "submissions not accepted or not approved"),
    "11": Text(
        "验收、检查不达标，整改逾期",
        "acceptance, sharing sustained, rectification that were due",
    ),
}

_JUDGED = tuple(
    (
        f"compliance.{article}",
        "count",
        -1,
        Text(f"违反第{numeral(article).zh}条", f"violations of article {article}"),
        Text(
            f"治理过程中没有做到的要求：{what.zh}。没有 `governance` 一节时为 0。",
            f"Demands on governance that were missed: {what.en}. 0 without a section `governance`.",
        ),
    )
    for article, what in _ARTICLES_JUDGED.items()
)

_GOVERNANCE = (
    (
        "sharing_starts.mean",
        "s",
        -1,
        Text("共享开通平均用时", "sharing starts, mean"),
        Text(
            "从研究开始到协议、目录、系统和批次都具备、可以共享的时间，对由治理开通的各类使用取平均；到期末仍未开通的按期末计。",
            "From the start of the study until agreements, catalogue, systems and waves are all "
            "there and sharing may start, mean over the kinds of use that governance opens; those "
            "still waiting at the horizon count with the horizon (a restricted mean).",
        ),
    ),
    (
        "sharing_starts.last",
        "s",
        -1,
        Text("共享最后开通用时", "sharing starts, last"),
        Text(
            "最后开通的一类使用的开通时间；有未开通的，为研究期末。",
            "When the last kind of use started; the horizon, when some did not.",
        ),
    ),
    (
        "sharing_started",
        "share",
        1,
        Text("已开通的使用", "uses that started"),
        Text(
            "期末之前开通过的使用类别，占由治理开通的全部类别的比例（同样的条件为一类）。",
            "Kinds of use that started before the horizon, of all that governance opens; those "
            "that wait for the same are one.",
        ),
    ),
    (
        "reviews_refused",
        "count",
        -1,
        Text("项目被退回次数", "submissions refused"),
        Text(
            "项目报审中不予受理和不予审批的次数（第十条）。",
            "Submissions of projects that were not accepted or not approved (article 10).",
        ),
    ),
    (
        "governance_work",
        "person-days",
        -1,
        Text("治理工作量", "work on governance"),
        Text(
            "协议、目录、标准、项目和整改所用的人日，每日八小时。",
            "Person-days of eight hours for agreements, catalogue, standards, projects and "
            "rectification.",
        ),
    ),
)

_CHARGED = (
    (
        "charged",
        "count",
        -1,
        Text("收费的使用", "uses charged for"),
        Text(
            "收取了费用的答复次数；第二条要求无偿使用。",
            "Answers that were charged for; article 2 demands use free of charge.",
        ),
    ),
)

_THEFTS = (
    (
        "stolen",
        "count",
        -1,
        Text("被窃记录数", "records stolen"),
        Text(
            "用被窃凭证从预热结束到研究期末要到的答复数。",
            "Answers got with stolen credentials, from the end of the warm-up to the horizon.",
        ),
    ),
    (
        "theft_lasts",
        "s",
        -1,
        Text("失窃持续时间", "a theft lasts"),
        Text(
            "从凭证被窃到停用（审计查出、有人发觉或窃取者罢手）的时间，对各次失窃取平均；研究期末仍有效的，计到期末。",
            "From the theft of credentials until they serve no longer (found by an audit, noticed, "
            "or given up), mean over thefts; those that still serve at the horizon count to it.",
        ),
    ),
)

CATALOGUE: Mapping[str, MeasureInfo] = {
    name: MeasureInfo(name, unit, title, definition, better, family)
    for family, entries in (
        ("requests", _REQUESTS),
        ("copies", _COPIES),
        ("gates", _GATES),
        ("stations", _STATIONS),
        ("lines", _LINES),
        ("links", _LINKS),
        ("costs", _COSTS),
        ("stations", _BUILD),
        ("lines", _RUN),
        ("staff", _STAFF),
        ("requests", _CHARGED),
        ("requests", _COMPLIANCE),
        ("governance", _JUDGED),
        ("governance", _GOVERNANCE),
        ("governance", _THEFTS),
    )
    for name, unit, better, title, definition in entries
}
"""Every measure by name."""


def info(name: str) -> MeasureInfo:
    """The catalogue's entry.

    Raises:
        KeyError: for a name that is no measure.
    """
    return CATALOGUE[name]
