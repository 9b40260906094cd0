"""Constellations that the engine (one motor-vehicle side, one victim) cannot compute: each becomes a doubt."""

from __future__ import annotations

from datetime import date

from lexcalc.case import rex as re
from lexcalc.case.model import Case
from lexcalc.case.traffic_text import View
from lexcalc.case.traffic_victims import Shares


def read_unusual(view: View, case: Case, told: bool, shares: Shares) -> None:
    """Append a doubt for several vehicles, victims sharing a limit, passengers, and shared liability of others."""
    if (
        case.facts.value("本车人员") is True
    ):  # neither insurance covers those in the vehicle, whatever it says
        case.doubts = [doubt for doubt in case.doubts if "以免责条款拒赔" not in doubt]
    accident = case.facts.value("事故日")
    both = (
        "人均纯收入" in case.facts
        and "人均可支配收入" in case.facts
        and not {
            "受害人户籍",
            "经常居住城镇",
            "城乡统一试点",
        }
        & {fact.name for fact in case.facts}
    )
    if both and isinstance(accident, date) and accident < date(2022, 5, 1):
        case.doubts.append("2022年5月1日以前的事故，题面没有写明受害人适用城镇还是农村标准")
    text = view.text
    if "医疗费" in case.asked.heads or not case.asked.heads or case.asked.payer is not None:
        _insured_bills(case, text)
    if case.asked.heads and case.asked.payer is None:
        return  # a head's own amount does not depend on who shares it
    if view.hearsay and case.asked.payer != "交强险" and case.facts.value("商业三者险") is True:
        case.doubts.append("商业险的免赔率只是一方的说法，题面没有写明法院是否采纳")
    insured = set(re.findall(r"([A-D甲乙丙丁])车[^。;，]{0,12}(?:交强险|三者险|投保|有保险)", text))
    several = r"(?:两|三|二|各)(?:辆|车|台)[^。;]{0,16}(?:都|均|各)(?:自|只|仅)*(?:投保|有|买|向|承保)|挂车[^。]{0,20}三者险|(?:第二|另)一?(?:辆|台)[^。;]{0,10}车[^。;]{0,30}责任"
    if not told and (len(insured) > 1 or re.search(several, text)):
        case.doubts.append("涉及两辆以上机动车，未能逐车读出责任与保险")
    share = case.facts.value("责任比例")
    first = case.facts.value("精神损害优先") is True and case.facts.value("交强险") is True
    if share != 1 and not first and "精神损害抚慰金" in case.facts and _APPORTIONED.search(text):
        case.doubts.append("精神损害抚慰金已考虑责任比例、不再按比例承担，本版不计算")
    if case.facts.value("交强险") is False and _NO_DUTY.search(text):
        case.doubts.append("依法无须投保或者原告不主张交强险限额内的赔偿，本版不计算")
    if shares.found and "多名受害人" not in case.facts:
        case.doubts.append("同一事故还有其他受害人，未能读出各人的损失")
    if not told and re.search(
        r"Ⓡ▪*、Ⓡ▪*(?:的)?(?:比例)?(?:各自|分别)?(?:的)?(?:承担|赔)|按份(?:责任|赔|承担)", text
    ):
        case.doubts.append("数个侵权人按份承担，本版不计算各自的份额")
    if case.facts.value("受害方") == "乘客" and "本车人员" not in case.facts:
        case.doubts.append("受害人是乘客，未能确定被请求的是否为本车一方")
    if re.search(
        r"(?:所有人|车主(?!要|责)|出借人|出租人|管理人|挂靠|雇主|用人单位|停车场|管理处|公路局|施工)[^。;]{0,20}(?:承担|分担|负)[^。;Ⓡ]{0,14}Ⓡ",
        text,
    ):
        case.doubts.append("另有他人按比例分担责任，本版不计算")
    if re.search(r"(?:非医保|自费药|医保外)[^。;]{0,16}(?:扣除|不赔|剔除|Ⓡ|Ⓜ)", text):
        case.doubts.append("非医保用药的扣除，本版不计算")


# the court's round sum for pain and suffering holds the victim's own fault already
_APPORTIONED = re.compile(
    r"精神[^。;]{0,40}?不再?(?:按|乘|依|以|划分|分担|适用|参与)[^。;，]{0,6}(?:比例|责任|分担|Ⓡ)"
)
_NO_DUTY = re.compile(
    r"(?:无须|无需|不(?:需|须|必|用|要求|属于?应当?)|没有?(?:义务|必要))[^。;，]{0,8}(?:投保|购买|买|上)[^。;，]{0,4}(?:交强|强制)|(?:不(?:再)?(?:主张|请求|要求)|放弃)[^。;，]{0,8}(?:交强|强制)险"
)


def _insured_bills(case: Case, text: str) -> None:
    """Medical bills that health or work-injury insurance has paid in part."""
    if re.search(
        r"(?:医保|社保|统筹|新农合)[^。;，]{0,10}(?:报销|支付|已付|报了)|工伤(?:保险|待遇)[^。]{0,10}(?:已|支付)",
        text,
    ):
        case.doubts.append("医保或工伤保险已支付部分是否扣除，须人工判断")
