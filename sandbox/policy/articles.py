"""The twelve articles of the 2013 guidance on information sharing between government departments.

In: an article's number as decisions name it. Out: its title and what the sandbox takes from it,
in both languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.language import Text, numeral


@dataclass(frozen=True)
class Article:
    """An article of the guidance."""

    number: str
    title: Text
    rule: Text


def _article(number: int, zh: str, en: str, rule_zh: str, rule_en: str) -> tuple[str, Article]:
    return str(number), Article(str(number), Text(zh, en), Text(rule_zh, rule_en))


ARTICLES: Mapping[str, Article] = dict(
    [
        _article(
            1,
            "总体要求",
            "General requirements",
            "基础信息普遍共享，业务信息协议共享；项目各阶段审查信息共享",
            "Basic information is shared by all, business information under agreement; every stage "
            "of a project is checked for sharing",
        ),
        _article(
            2,
            "基本原则",
            "Principles",
            "按需共享、一数一源、多元校核、动态更新；授权范围内无偿使用；国家秘密严格限定知悉范围",
            "Sharing by need, one source per datum, cross-checking, dynamic updating; free use "
            "inside the granted scope; state secrets stay in the smallest need-to-know circle",
        ),
        _article(
            3,
            "共享范围和方式",
            "Scope and mode of sharing",
            "基础信息向所有部门共享；业务信息按协议共享；痕迹、状态、制度规范信息按需以查询、交换、发布方式共享",
            "Basic information goes to all departments, business information under agreements; "
            "trace, status and rules information by need, by query, exchange or publication",
        ),
        _article(
            4,
            "基础设施",
            "Infrastructure",
            "依托政务内网、政务外网和互联网；提供身份认证、授权管理和责任认定；网络之间不得随意连通",
            "Intranet, extranet and Internet carry it, with authentication, authorisation and "
            "accountability; networks are not bridged freely",
        ),
        _article(
            5,
            "标准规范",
            "Standards",
            "共享信息以及查询、交换、访问遵循统一标准",
            "Shared information and its query, exchange and access follow common standards",
        ),
        _article(
            6,
            "组织机制",
            "Organisation",
            "明确责任单位、业务司局、信息化支撑单位和保密工作单位",
            "A responsible unit, business bureaus, an IT support unit and a secrecy unit are named",
        ),
        _article(
            7,
            "信息汇聚",
            "Aggregation",
            "部门汇聚其中央和地方信息，统一管理、统一查询、分级授权",
            "A department aggregates its central and local information under unified management "
            "and access control",
        ),
        _article(
            8,
            "共享协议",
            "Agreements",
            "建设之前商定协议，列明十项内容；没有生效的协议，业务信息不予提供",
            "Agreed before construction, with ten fields; without one in force business "
            "information is not provided",
        ),
        _article(
            9,
            "共享目录",
            "Sharing catalogue",
            "目录列明共享的信息及其字段、格式、接口、加工处理和可追溯要求",
            "The catalogue lists what is shared, with fields, format, interface, processing and "
            "traceability",
        ),
        _article(
            10,
            "项目评审",
            "Project review",
            "文件不全的不予受理，不满足共享要求的不予审批",
            "Documents missing: not accepted; sharing needs not met: not approved",
        ),
        _article(
            11,
            "监督检查",
            "Supervision",
            "信息共享纳入验收，不达标的限期整改，不能持续的核减运维经费",
            "Sharing is part of acceptance; failing it means rectification within a time limit, "
            "not sustaining it cuts O&M funding",
        ),
        _article(
            12,
            "试点示范",
            "Pilots",
            "开展跨部门、跨区域、跨层级共享试点，探索采集汇聚、计算分析、共享服务新模式",
            "Pilots across departments, regions and levels explore new models of collection, "
            "analysis and sharing services",
        ),
    ]
)
"""By number."""


def article_title(number: str) -> Text:
    """`article 3, Scope and mode of sharing`, for tables."""
    article = ARTICLES[number]
    return Text(
        f"第{numeral(number).zh}条 {article.title.zh}", f"article {number}, {article.title.en}"
    )
