"""The legal elements of each scenario: one place for headings, step kinds and the words models use for them.

The headings are at once the parser's anchors and the elements that the procedural reward looks for
(arXiv 2504.02590 §4.3; DESIGN: Reasoning).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SCENARIO_NAMES = {"EC": "经济补偿", "WC": "工伤待遇", "TC": "交通事故赔偿"}
ELEMENTS = "要素"
SAID = "→"  # between an element in the words of the case and what that is in digits: 工资=8千5→8500元
CONCLUSION = "conclusion"
OTHER = "other"


@dataclass(frozen=True)
class Element:
    """A legal element: its step kind in the JSON, its Chinese heading, and synonyms in model text."""

    kind: str
    heading: str
    synonyms: tuple[str, ...] = ()


def _element(kind: str, heading: str, *synonyms: str) -> Element:
    return Element(kind, heading, tuple(" ".join(synonyms).split()))


SCENARIOS: dict[str, tuple[Element, ...]] = {
    "EC": (
        _element(
            "type",
            "补偿类型",
            "补偿性质 赔偿类型 解除类型 解除性质 补偿依据 法律定性 定性 ",
            "是否应付 解除情形 法律依据 适用法律 确定补偿类型 判断补偿类型 ",
        ),
        _element(
            "months",
            "月数与基数",
            "补偿月数 补偿年限 工作年限 年限 月数 基数 补偿基数 计算基数 ",
            "月工资 月平均工资 工资基数 封顶检查 月数计算 年限与基数 ",
            "计算工作年限 确定月工资 确定补偿月数 ",
        ),
        _element(
            "compensation",
            "赔偿计算",
            "补偿计算 计算补偿 计算赔偿 计算经济补偿 经济补偿计算 金额计算 ",
            "赔偿金计算 计算金额 补偿金计算 计算过程 合计 总计 ",
        ),
    ),
    "WC": (
        _element("injury", "工伤认定", "认定工伤 工伤情况 伤残等级 伤残认定 工伤及等级 劳动能力鉴定 定性 "),
        _element(
            "liability", "责任主体", "支付主体 责任承担 责任认定 责任划分 赔偿主体 支付责任 用人单位责任 "
        ),
        _element(
            "benefits",
            "待遇计算",
            "待遇项目 各项待遇 工伤待遇 本人工资 工资基数 计算待遇 待遇标准 ",
            "基数 待遇基数 ",
        ),
        _element(
            "insurance", "保险", "工伤保险 保险支付 基金支付 工伤保险基金 保险待遇 参保情况 ", "工伤保险支付 "
        ),
        _element("compensation", "赔偿计算", "计算赔偿 赔偿金额 金额计算 计算过程 合计 总计 赔偿合计 "),
    ),
    "TC": (
        _element(
            "liability",
            "责任认定",
            "责任划分 事故责任 责任比例 责任承担 过错认定 划分责任 事故责任认定 ",
            "责任分析 确定责任 ",
        ),
        _element(
            "insurance",
            "保险赔付",
            "保险赔偿 保险责任 交强险 交强险赔付 交强险赔偿 商业三者险 ",
            "商业险赔付 保险理赔 保险 保险公司赔付 交强险限额 ",
        ),
        _element(
            "compensation",
            "赔偿计算",
            "计算赔偿 损失计算 赔偿项目 赔偿金额 金额计算 计算损失 各项损失 ",
            "计算过程 合计 总计 ",
        ),
    ),
}

HEADINGS = frozenset(element.heading for elements in SCENARIOS.values() for element in elements)
_CONCLUSIONS = ("结论", "最终结论", "答案", "最终答案", "答", "综上", "总结", "最终结果")
_MARKS = re.compile(
    r"^[\s>#*_\-+•·]*(?:(?:第?[一二三四五六七八九十\d]{1,3}(?:步|部分)?[、.．)）:：]|[（(][一二三四五六七八九十\d]{1,2}[)）]|[①-⑩]|步骤\s*[\d一二三四五六七八九十]{1,2}[:：.、]?"
    r"|Step\s*\d{1,2}[:：.]?|首先[，,]?|其次[，,]?|然后[，,]?|最后[，,]?)\s*)?[*_\s]*"
)
_HEADING = re.compile(r"(?P<heading>[\u4e00-\u9fff与和、及的（）()]{1,16}?)[*_\s]*(?P<colon>[：:])[*_\s]*")


@dataclass(frozen=True)
class Heading:
    """A line's heading: the element it opens (kind ``other`` when unknown) and where its text begins."""

    kind: str
    title: str
    start: int
    known: bool


def _table(scenario: str | None) -> dict[str, str]:
    table: dict[str, str] = {}
    names = [scenario] if scenario in SCENARIOS else list(SCENARIOS)
    for name in names:
        for element in SCENARIOS[name]:
            table.setdefault(element.heading, element.kind)
    for name in names:
        for element in SCENARIOS[name]:
            for word in element.synonyms:
                table.setdefault(word, element.kind)
    return {**dict.fromkeys(_CONCLUSIONS, CONCLUSION), **table}


_TABLES = {name: _table(name) for name in (None, *SCENARIOS)}


def heading(line: str, scenario: str | None = None) -> Heading | None:
    """The heading that opens a line (``责任认定：…``, ``**2. 保险赔付**``, ``第三步：计算赔偿``), or None."""
    head = line[:80]
    marks = _MARKS.match(head)
    start = marks.end() if marks else 0
    table = _TABLES.get(scenario, _TABLES[None])
    match = _HEADING.match(head, start)
    if match:
        title, end = match["heading"].strip("（）() "), match.end()
        if title == ELEMENTS:
            return Heading(ELEMENTS, title, end, True)
        kind = (
            table.get(title) or table.get(title.removesuffix("如下")) or table.get(title.removesuffix("部分"))
        )
        if kind:
            return Heading(kind, title, end, True)
        marked = bool(head[:start].strip(" \t>"))
        return Heading(OTHER, title, end, False) if marked else None
    title = head[start:].strip().strip("*_#：: ")
    if title in table and len(line.strip()) <= 40:
        return Heading(table[title], title, len(line), True)
    return None


def kinds(scenario: str) -> list[str]:
    """The step kinds of a scenario in their legal order."""
    return [element.kind for element in SCENARIOS[scenario]]


def keywords(scenario: str) -> list[str]:
    """The headings that the paper's procedural reward counts, each worth 1/K."""
    return [element.heading for element in SCENARIOS[scenario]]


def guess_scenario(text: str) -> str | None:
    """The scenario whose exact headings a reasoning uses most; None when none or undecided."""
    counts = {
        name: sum(e.heading + "：" in text or e.heading + ":" in text for e in elements)
        for name, elements in SCENARIOS.items()
    }
    best = max(counts.values())
    winners = [name for name, count in counts.items() if count == best]
    return winners[0] if best and len(winners) == 1 else None
