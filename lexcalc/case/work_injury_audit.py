"""Sums of a work-injury case that nobody took in: each is of a kind that no benefit counts, or a doubt."""

from __future__ import annotations

import re
from fractions import Fraction

from lexcalc.case.aside import aside
from lexcalc.case.model import Case
from lexcalc.case.quantities import Quantity
from lexcalc.case.unused import numbers
from lexcalc.case.work_injury_labels import Reader
from lexcalc.case.work_injury_paid import payments_in
from lexcalc.case.work_injury_set_off import said_apart

_FEES = 50
_LEAST = 300  # yuan: a bare number below it counts or names something
# Sums beside the benefits, by the words of their sentence up to them …
_APART = re.compile(
    r"可支配收入|人均[^，。；Ⓜ]{0,4}收入|消费支出|慰问|抚慰|捐|工会|互助|过节|福利|红包|礼|护工|保姆|护理(?:服务|人员|机构)|聘|雇|请了?人|请(?:律师|护)|丧|后事|墓|殡|火化|骨灰|"
    r"残疾赔偿金|死亡赔偿金|伤残赔偿金|误工费|营养费|精神|退休金|养老金|养老保险|实[发得领到]|到手|到账|卡上|税后|自费|目录外|不符合|同岗|岗位平均|借给|同事|同工种|工友|听|网上|亲戚|邻居|"
    r"意外险|商业保险|团体险|雇主责任险|律师|诉讼费|仲裁费|鉴定费|罚款|车损|修车|修理|财产|自行车|手机|衣物|民事(?:损失|赔偿)|人身损害|最[高低](?:的)?(?:一个|那个)?月|底薪|基本工资|上限|下限|封顶|保底|试用期?|(?:入职|进厂|招聘)[^，。；Ⓜ]{0,10}$|刚(?:去|来|进)|年休?假|加班(?:费|工资)|"
    r"(?:每月|月)[^，。；Ⓜ]{0,4}支出|房租|贷款|欠债|借款|报[^，。；Ⓜ]{0,8}(?:基数|工资|社保)|(?:基数|缴费|申报|社保|保险费|参保)|不(?:抵|扣|计|算|跟|要求|主张)|扣回|履行|意向|开价|愿意?|只肯|出价|日工资|日结|老规定|旧标准|以前|系统|觉得|说|以为|误|打$|年终|季度奖|报价|价值|(?:原|老)?工作单位|另一家|新(?:单位|工作|公司)|涨到|调到|调整?为"
)
# … or right after them
_APART_AFTER = re.compile(
    r"^(?:元|块)?(?:钱)?(?:的)?(?:(?:费用)?(?:是|为|属于?|系|在)?(?:[^，。；]{0,6})?(?:目录(?:范围)?之?以?外|不在目录|自费)|慰问|护工|残疾|误工|营养|精神|伤残赔偿|基数|报|给我(?:报|交|缴)|缴|交|申报|参保|房租|罚款|律师|过节|红包|意外险|[^。；]{0,14}(?:不(?:抵|扣|计|算|跟|要求)|扣回|另行|报销|未(?:实际)?(?:支付|履行|给付))|[^，。；]{0,6}(?:慰问|自愿|捐))"
)
_YEARS_FIGURE = re.compile(r"Ⓓ▪*(?:的)?(?:全国)?(?:的)?(?:数字?|数据|这个数)?(?:是|为|则是)?$")
_NO_WAGE = {
    *("丧葬补助金", "一次性工亡补助金", "生活护理费", "一次性工伤医疗补助金", "一次性伤残就业补助金"),
    *("非法用工一次性赔偿金", "其他赔偿金", "治疗期间生活费"),
}
_AT_DEATH = {"丧葬补助金", "一次性工亡补助金", "非法用工一次性赔偿金", "其他赔偿金", "供养亲属抚恤金"}
_NEED_AVERAGE = {"一次性伤残补助金", "伤残津贴"}  # whose base the average at the time of injury limits
_OTHER_PLACE = re.compile(r"省|市|区|县|全国|州")
_END = re.compile(r"解除|终止|离职|期满")
_WHOLE = re.compile(r"^(?:元|块)?[，,(]?(?:其中|含|里面)")


def audit(reader: Reader, case: Case) -> None:
    """Append a doubt for the first sum told as a fact that no reader used and that no irrelevant kind explains."""
    if case.doubts or not case.asked.heads:
        return
    values = {number for fact in case.facts for number in numbers(fact.value)}
    spans = [fact.span for fact in case.facts if fact.span]
    paid = {p.quantity.start for p in payments_in(reader, case)}
    left = said_apart(reader)
    labels = {a.quantity.start: a.name for a in reader.amounts}
    for q in reader.marked.quantities:
        if (
            q.kind != "money"
            or not reader.is_money(q)
            or q.start in paid
            or q.approx
            or q.value in left
            or q in reader.differences
            or q.value < _FEES  # type: ignore[operator]
            or not (q.unit or q.per or q.value >= _LEAST)  # type: ignore[operator]
            or any(start <= q.start < end for start, end in spans)
            or any(q.value == a - b for a in values for b in values)  # what is left of a sum
            or any(q.value in (v, v * 12, v / 12, v * 3, v * Fraction(3, 5)) for v in values if v)
            or reader.claimed(q.start)
        ):
            continue
        if not _explained(reader, case, q, labels.get(q.start), values):
            case.doubts.append(f"题面还有{q.raw}，看不出与所问待遇的关系，不敢作答")
            return


def _explained(reader: Reader, case: Case, q: Quantity, label: str | None, values: set[Fraction]) -> bool:
    heads = set(case.asked.heads)
    start, end = reader.marked.sentence(q.start)
    words = reader.text[max(start, q.start - 60) : q.start]
    after = reader.text[q.end : min(end, q.end + 20)]
    told = reader.marked.folded[max(start, q.start - 30) : q.start]
    if label == "L" or (
        label is None and re.search(r"(?:数据|数额|度数|[省市]数|平均数?)(?:为|是)?$|年$", told)
    ):
        return _other_average(case, heads, q, told)
    if aside(reader.marked, q, heads, "WC") or reader.other_person(q.start):
        return True
    if _APART.search(words) or _APART_AFTER.match(after):
        return True
    if label in ("实发", "最低工资"):
        return True
    if label in ("缴费", "本人", "前均", "原", "应发", "月"):
        # Another wage than the one chosen: its label decided between them.
        return heads <= _NO_WAGE or label != "月" or bool({"月缴费工资", "本人工资"} & _names(case))
    if heads <= _NO_WAGE and re.search(r"(?:工资|挣|收入|拿)[^，。；Ⓜ]{0,3}$", words):
        return True
    if "津贴" in words[-12:] and not ("伤残津贴" in heads and "待遇月数" in case.facts):
        return True
    if heads & _AT_DEATH and _YEARS_FIGURE.search(words) and "可支配收入" in reader.text[:start] + words:
        return True  # …可支配收入…2023年是51,821元，2024年是54,188元
    if heads <= _AT_DEATH and re.search(r"收入|[省市](?:里|的|是|Ⓓ|▪)|Ⓓ▪*$", words[-16:]):
        return True  # a country's or province's income; that head takes the published figure of its year
    following = reader.marked.between(q.end, min(end, q.end + 24), "money")
    return bool(_WHOLE.match(after) and following and following[0].value in values)


def _other_average(case: Case, heads: set[str], q: Quantity, words: str) -> bool:
    """Whether an average wage that was not used is one of another place or time than the asked heads need."""
    if re.search(r"同岗|同事|同工种|行业|工友|前年[^。；，Ⓜ]{0,4}$", words):
        return True
    if _END.search(words):
        return not heads & {"一次性工伤医疗补助金", "一次性伤残就业补助金"}
    if re.search(r"受伤|事故|出事", words):
        wage = case.facts.value("月缴费工资")
        within = isinstance(wage, Fraction) and q.value * 3 / 5 <= wage <= q.value * 3  # type: ignore[operator]
        return within or not heads & _NEED_AVERAGE
    return bool(re.search(rf"{_OTHER_PLACE.pattern}|年[^。；，]{{0,6}}$", words))


def _names(case: Case) -> set[str]:
    return {fact.name for fact in case.facts}
