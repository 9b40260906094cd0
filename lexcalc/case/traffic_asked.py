"""What a traffic question wants: refines the generic reading with the facts found."""

from __future__ import annotations

import re
from dataclasses import replace

from lexcalc.case.model import Case
from lexcalc.case.traffic_liability import Parties
from lexcalc.case.traffic_losses import HEADS, labels_in
from lexcalc.case.traffic_text import View

_OWN = re.compile(
    r"(?:应当?|应该|该|可以?|能)?(?:为|是|等于|算|计算|核定|认定|计|按)(?:成|作|为|出)?(?:人民币)?(?:多少|几)|多少|数额|怎么算|如何计算|支持"
)
_REST = re.compile(
    r"自己|个人|本人|自行|自掏|另行|直接赔|除[^。;]{0,24}(?:保险|交强|三者)[^。;]{0,16}外|(?:保险|限额)[^。;，]{0,14}(?:赔(?:付|偿)?(?:完|后|之后|之外|以外)|之外|以外|不足|赔不(?:够|足|了))"
)
_ALL = re.compile(
    r"含保险|包括保险|连同?保险|(?:一共|总共|共计?|合计|总计|拢共|加起来|全部)[^。;]{0,12}(?:赔|拿|获|得|要|能|可|应|是|为|多少|支付)|各被告|被告方|被告一?方|机动车(?:一)?方|对方(?:一)?方|侵权方|赔偿义务人|(?:赔|给|拿|获|得|要|回)[^。;]{0,6}(?:一共|总共|合计|共计)"
)


def refine(view: View, case: Case, parties: Parties) -> None:
    """Settle heads and payer; a question with more than one reading becomes a doubt."""
    start, end = view.question
    text = view.text[start:end]
    heads = [] if re.search(r"上述|以上|前述|各项|全部损失|所有", text) else _heads(view, case, start, end)
    payer = _payer(view, case, text, parties, heads)
    deduct = case.asked.deduct_paid or bool(re.search(r"我(?:自己)?手[里上]|到手|实际(?:拿|得)到", text))
    if deduct and "已付款" not in case.facts:
        deduct = False
        if view.has(r"(?:已|先行|事后)(?:经)?(?:垫付|支付|赔付|付)(?!宝)"):
            case.doubts.append("题面提到已付款，但没有读出数额")
    if payer in ("交强险", "商业三者险") and not heads and re.search(r"(?:一共|合计|总共)[^。]{0,6}保险", text):
        payer = "保险公司"
    case.asked = replace(case.asked, heads=tuple(heads), payer=payer, deduct_paid=deduct)


def _heads(view: View, case: Case, start: int, end: int) -> list[str]:
    text = view.text[start:end]
    left_out = [m.span() for m in re.finditer(r"(?:不(?:含|包括|计|考虑|算|管)|无|没有?)[^。;，)]*|除[^。;]{0,40}?(?:以?外|之外)|[扣减]除[^。;，]*|(?:垫付|已付|支付)的?[^。;，]{0,8}", text)]
    heads: list[str] = []
    for label in labels_in(text):
        if label.head == "住院" or any(a <= label.start < b for a, b in left_out):
            continue
        quantities = [q for q in view.quantities if start + label.end <= q.start < min(end, start + label.end + 4)]
        if quantities and view.used.get(quantities[0].start):
            continue  # an amount given in the question is a fact, not what is asked
        heads.append(label.head)
    inside = [m.span() for m in re.finditer(r"[(（]?(?:含|包括|连同?)[^。;，)]*|包含[^。;，)]*在内", text)]
    if inside and all(any(a <= x.start < b for a, b in inside) for x in labels_in(text) if x.head in heads):
        return []
    kept = list(dict.fromkeys(heads))
    if "死亡赔偿金" in kept and "被扶养人生活费" in kept and re.search(r"计入(?:死亡|残疾)|死亡赔偿金中的?被扶", text):
        kept.remove("死亡赔偿金")
    if "残疾赔偿金" in kept and "被扶养人生活费" in kept and re.search(r"计入(?:死亡|残疾)|残疾赔偿金中的?被扶", text):
        kept.remove("残疾赔偿金")
    if "护理费" in kept and "残后护理年数" in case.facts and re.search(r"残(?:以|之)?后|依赖|后期", text):
        kept[kept.index("护理费")] = "定残后护理费"
    return [h for h in kept if h in HEADS or h == "定残后护理费"]


def _payer(view: View, case: Case, text: str, parties: Parties, heads: list[str]) -> str | None:
    text = re.sub(r"\((?:不|无|除|没)[^)]*\)|(?:先)?不管[^，。;]*", "", text)
    insured = case.facts.value("交强险") is True or case.facts.value("商业三者险") is True
    if re.search(r"(?:交强险|三者险|保险)[^。;，]{0,10}(?:赔付?|赔偿|限额)[^。;，]{0,4}(?:后|完|之外|以外|外)|除[^。;]{0,20}(?:保险|交强|三者)", text) and not re.search(r"商业[^。]{0,10}(?:还|应|要|需)[^。]{0,10}(?:赔|付)", text):
        return "侵权人"
    if re.search(r"交强险[^。;]{0,14}(?:后|之外|以外|不足|超出|先赔|赔完|剩)[^。;]{0,16}(?:商业|三者)", text):
        return "商业三者险"
    compulsory, voluntary = re.search(r"交强险|强制险|强制保险", text), re.search(r"商业(?:第?三者|三责|保?险)|三者险|三责险", text)
    if compulsory and voluntary:
        return "保险公司"
    if voluntary:
        return "商业三者险"
    if compulsory:
        return "交强险"
    if re.search(r"保险公司|保险人|财险|人保|平安", text):
        return "侵权人" if _REST.search(text) and not re.search(r"保险公司[^。;，]{0,8}(?:应|该|要|需|得|一共|总共|还|再)[^。]{0,12}(?:赔|付)", text) else "保险公司"
    if heads and _own_amount(view, case, text):
        return None
    if _REST.search(text):
        return "侵权人"
    if _ALL.search(text):
        return "全部"
    side = parties.role(re.split(r"赔|支付|付|给", text)[0])
    if side == "motor" or re.search(r"被告|司机|车主|肇事|侵权人|对方", text):
        if not insured and case.facts.value("交强险") is False:
            return "侵权人"
        if insured and (re.search(r"司机|车主|驾驶|肇事者|侵权人", text) or any(n in text for n in parties.motor)):
            return "侵权人"
        if insured and case.asked.deduct_paid and re.search(r"(?:不足|超出|仍有不足)[^。;]{0,16}(?:侵权人|被告)", view.text):
            return "侵权人"
        if not insured or re.search(r"对方", text):
            return "全部"
        case.doubts.append("所问被告应赔数额是否含保险公司应赔部分，题面没有写明")
        return None
    return "全部"


def _own_amount(view: View, case: Case, text: str) -> bool:
    """Whether the heads' own amount is asked: full liability, or a question of what the head amounts to."""
    share = case.facts.value("责任比例")
    if share is None or share == 1:
        if share is None and case.facts.value("机动车责任") not in (None, "全部") and re.search(r"赔(?!偿金)", text):
            return bool(re.search(r"(?:赔偿金|费|损失)[^。，]{0,8}(?:应|为|是|多少|总额|数额|合计|支持)", text))
        return True
    return bool(
        re.search(r"(?:赔偿金|费|费用|损失|抚慰金|项)(?:\([^)]*\))?(?:的)?(?:总额|数额|金额|合计|一共|共|依法|法院|各项|总计)*(?:应当?|应该|该)?(?:为|是|按|怎么|如何|计算|核定|认定|算|多少|确定|支持)", text)
        and not re.search(r"(?:被告|对方|司机|保险)[^。]{0,10}(?:赔|承担|付)", text)
    )
