"""The local figures of a labour case: the average wage of the city, that of the employer's staff, the minimum wage."""

from __future__ import annotations

import re
from fractions import Fraction

from lexcalc.case.context import claimed
from lexcalc.case.employment_amounts import add, amounts, behind, start_of
from lexcalc.case.employment_text import single
from lexcalc.case.employment_wage_words import (
    IS,
    LOCAL_BEHIND,
    LOCAL_WAGE,
    MINIMUM_BEHIND,
    TRIPLE,
    UNDER_TRIPLE,
)
from lexcalc.case.marked import Marked
from lexcalc.case.model import Case, Fact
from lexcalc.case.quantities import Quantity


def read_local(marked: Marked, case: Case) -> None:
    """社平月工资: the city's, not the province's or the district's; yearly figures divided by twelve."""
    if marked.has(UNDER_TRIPLE):
        hit = marked.first(UNDER_TRIPLE)
        assert hit is not None
        case.facts.add(Fact("未超三倍社平", True, span=hit.span))
    _firm(marked, case)
    firm = start_of(case, "企业月平均工资")
    found: list[tuple[Quantity, Fraction]] = []
    for _, hit, q in amounts(
        marked,
        LOCAL_WAGE,
        avoid=r"全省|省级|所在省|全国|[县区]级|所在区|该区|行业|企业平均|厂内|公司内|本单位|(?:三|3)倍",
    ):
        words = marked.folded[hit.match.start() : q.start]
        if q.start == firm:
            continue
        if re.search(r"全国|国家统计局", marked.folded[marked.clause(q.start)[0] : q.start]):
            continue
        if re.search(r"(?:解除|终止|离职)[^。；]{0,8}前" + r"|本人|其", words) and not re.search(
            r"职工|社平|社会", words
        ):
            continue
        if not re.search(
            r"职工|社平|社会|就业人员|市(?:公布的)?上|市里|本地|我们|咱|[本全该我]市|当地", words
        ) and not re.search(
            r"职工|社平|社会|就业人员", marked.folded[max(0, hit.match.start() - 8) : q.start]
        ):
            continue
        if re.search(
            r"(?:全省|厂内|公司内部?|本单位|企业内部?|所在省|同岗位?|行业|全体)[^。；,，]{0,6}$",
            marked.folded[max(0, hit.match.start() - 10) : hit.match.start()],
        ):
            continue
        yearly = q.per == "year" or (
            bool(re.search(r"年平均|年均|平均年|年工资|每年|\(年", words)) and "月" not in words[-8:]
        )
        value = q.value / 12 if yearly or q.value > 40000 else q.value  # type: ignore[operator]
        found.append((q, value))
    for hit in marked.hits(LOCAL_BEHIND):
        q = hit.q[0]
        if q.kind == "money" and not q.approx and not claimed(marked, q.start):
            yearly = "年平均工资" in hit.match[0] or "平均年工资" in hit.match[0]
            found.append((q, q.value / 12 if yearly or q.value > 40000 else q.value))  # type: ignore[operator]
    values = {value for _, value in found}
    if len(values) > 1:
        values = _by_year(marked, found, case) or values
    if len(values) == 1:
        value = next(iter(values))
        q = next(q for q, v in found if v == value)
        case.facts.add(Fact("社平月工资", value, span=q.span))
        return
    if values:
        case.doubts.append(
            "当地职工月平均工资有几个数（"
            + "、".join(q.raw for q, _ in found)
            + "），请用 --set 社平月工资=… 指明"
        )
        return
    for pattern in TRIPLE:
        for hit in marked.hits(pattern):
            q = hit.q[-1]
            if q.kind == "money" and not q.approx:
                case.facts.add(Fact("社平月工资", q.value / 3, span=q.span, note="由三倍数额除以三"))  # type: ignore[operator]
                return


def _firm(marked: Marked, case: Case) -> None:
    """企业月平均工资: that of the employer's own staff (劳部发〔1994〕481号, for service before 2008)."""
    q = single(
        case,
        "企业月平均工资",
        [
            q
            for _, _, q in amounts(
                marked,
                (
                    r"(?:全体(?:职工|员工)|(?:前|内|间|的|本)企业(?:全体)?(?:职工|员工)?|企业(?:全体)?(?:职工|员工))(?:同期)?(?:的)?(?:月平均|月均|平均月)(?:应发)?工资"
                    + IS
                    + r"{M}",
                ),
            )
        ],
    )
    if q is not None:
        add(case, "企业月平均工资", q)


def _by_year(marked: Marked, found: list[tuple[Quantity, Fraction]], case: Case) -> set[Fraction]:
    """Of several local wages, the one that the text ties to 上年度 or whose written year precedes 解除日."""
    end = case.facts.value("解除日")
    target = end.year - 1 if hasattr(end, "year") else None  # type: ignore[union-attr]
    chosen = set()
    for q, value in found:
        start, _ = marked.clause(q.start)
        near = [d for d in marked.between(max(0, start - 14), q.start, "date")]
        if near and target is not None and near[-1].value.year == target:  # type: ignore[union-attr]
            chosen.add(value)
    return chosen


def read_minimum(marked: Marked, case: Case) -> None:
    """最低工资 of the place where the contract is performed (实施条例第27条、解释一第36条)."""
    found = []
    for _, _, q in amounts(
        marked,
        (
            rf"(?:最低工资|最低月工资)(?:的)?(?:标准)?(?:\([^)]{{0,8}}\)|按[^。；,，Ⓜ]{{0,10}}的|在[^。；,，Ⓜ]{{0,8}})?(?:始终|一直)?{IS}{{M}}",
        ),
    ):
        words = marked.folded[marked.clause(q.start)[0] : q.start]
        if not re.search(r"注册地|总部|户籍|住所地", words) or re.search(r"履行地|工作地", words):
            found.append(q)
    found += behind(marked, MINIMUM_BEHIND)
    if re.search(
        r"最低工资[^。；]{0,40}(?<![未没])(?<!未作)(?<!未予)(?<!没有)(?<!没再)(?<!未再)(?<!未曾)(?<!没作)(?<!没做)(?<!无)(?<!不再)(?:调至|调整|上调|提高)",
        marked.folded,
    ):
        case.doubts.append("最低工资在所涉期间有调整，请用 --set 最低工资=… 给出适用的数")
        return
    if len({q.value for q in found}) > 1:
        place = re.search(
            r"(?:履行地|工作地点?)(?:在|位于|为|是)([\u4e00-\u9fffA-Z甲乙]{1,3}?)(?=市|省|区|县|[,，。；、(])",
            marked.folded,
        )
        found = [
            q
            for q in found
            if re.search(
                rf"履行地|工作地{'|' + place[1] if place else ''}",
                marked.folded[max(0, marked.clause(q.start)[0], q.start - 30) : q.start],
            )
        ] or found
    q = single(case, "最低工资", found)
    if q is not None:
        add(case, "最低工资", q)
