"""Which heads of employment law a question asks for, refined by the claims, the ground and the whole text."""

from __future__ import annotations

import re
from dataclasses import replace

from lexcalc.case.asked import heads_in
from lexcalc.case.marked import Marked
from lexcalc.case.model import Case
from lexcalc.money import numeral

_N_AND_ONE = r"[Nn]\s*(?:\+|加上?)\s*[1一]"


def refine_asked(marked: Marked, case: Case) -> None:
    """Heads from the question; else from the claim it rests on; else the one head the whole text names."""
    start, end = case.asked.span or (0, len(marked.folded))
    text = marked.folded
    heads = _last_clause(marked, case, start, end) or list(case.asked.heads)
    if re.search(_N_AND_ONE, text[start:end]):
        heads = ["经济补偿", "代通知金"]
    if (
        "违法解除赔偿金" in heads
        and "加付" in text
        and not re.search(r"违法|解除|辞退|终止|开除|2N|双倍|二倍", text[start:end])
    ):
        heads[heads.index("违法解除赔偿金")] = "加付赔偿金"
        if re.search(r"本金|连[^。；,，]{0,4}带?本|所欠|欠款", text[start:end]) and "拖欠工资" not in heads:
            heads.insert(0, "拖欠工资")
    if not heads and "竞业" in text[start:end]:
        heads = ["竞业限制补偿"]
    if not heads:
        for match in re.finditer(
            r"(?:仅|只)?(?:主张|请求|要求|诉请|申请)|(?:只|就|现在|我|想)要(?!求)", text[:start]
        ):
            claim = match.start(), _list_end(marked, match.start())
            heads += [h for h in heads_in(marked, "EC", *claim) if h not in _rejected(marked, *claim)]
            _count(case, text[claim[0] : claim[1]], heads)
    if (
        not heads
        and case.facts.value("解除情形") in _NOTICE_GROUNDS
        and case.facts.value("已提前通知") is False
        and re.search(r"两(?:样|项|笔)|合计|一共|加起来", text[start:end])
        and re.search(rf"代通知金|{_N_AND_ONE}|加一", text)
    ):
        heads = ["经济补偿", "代通知金"]
    if not heads:
        heads = _implied(case, text[start:end])
    if (
        not heads
        and "月工资" in case.facts
        and "竞业" not in text
        and re.search(r"(?:少|没|未|欠|拖|克扣)(?:发|给|付)?(?:了)?(?:我|其|他|她)?的", text[start:end])
        and not re.search(r"补偿|赔偿|加班|年休?假|竞业", text[start:end])
    ):
        heads = ["拖欠工资"]
    if not heads and "竞业" in text and "解除情形" not in case.facts and re.search(r"补偿|给付", text):
        heads = ["竞业限制补偿"]
    if not heads:
        heads = heads_in(marked, "EC", 0, len(text))
        if "违法解除赔偿金" in heads and len(heads) > 1 and "经济补偿" in heads:
            heads.remove("经济补偿")
        counted = re.search(r"([两二三四])项", text[start:end])
        if counted and len(heads) == numeral(counted[1]) and re.search(r"诉求|请求|主张|诉请", text[:start]):
            pass  # 诉求：①……②……，两项合计
        elif len(heads) > 1 or (
            heads != ["竞业限制补偿"] and re.search(r"各项|全部|合计|一共|总共", text[start:end])
        ):
            case.doubts.append(
                "问题没有写明要算哪一项" + (f"（题面提到{'、'.join(heads)}）" if heads else "")
            )
        elif heads and case.facts.value("解除情形") in _NOTICE_GROUNDS and "代通知金" in heads:
            heads = ["经济补偿", "代通知金"]
    _more_claimed(marked, case, heads, (start, end))
    if re.search(r"若改为|如果?改为|变式|(?:又|各)(?:是|为|应)[^。；]{0,4}多少", text):
        case.doubts.append("题面问了不止一种假设，一次只能回答一个")
    heads = list(dict.fromkeys(heads))
    if (
        "竞业" in text
        and heads == ["经济补偿"]
        and (
            "竞业" in text[start:end]
            or "解除情形" not in case.facts
            or not re.search(r"解除劳动|终止劳动", text[start:end])
        )
    ):
        heads = ["竞业限制补偿"]
    if (
        heads == ["违法解除赔偿金"]
        and not re.search(r"解除|辞退|终止|开除|2N|双倍|二倍", text[start:end])
        and re.search(r"违法约定试用期|试用期[^。；]{0,20}赔偿", text)
    ):
        heads = ["违法约定试用期赔偿金"]
    if "加班费" in heads and len(heads) > 1 and any(h.endswith("加班费") and h != "加班费" for h in heads):
        heads.remove("加班费")
    if (
        "经济补偿" in heads
        and "违法解除赔偿金" in heads
        and re.search(r"经济补偿(?:标准|金)?的?(?:二|两|2)倍", text[start:end])
    ):
        heads.remove("经济补偿")
    _wage_item(marked, heads, (start, end))
    case.asked = replace(case.asked, heads=tuple(heads))
    several = _several(heads)
    _count(case, text[start:end], heads)
    if (
        len(heads) == 1
        and not several
        and len(set(re.findall(r"20\d{2}(?=[、和及与]|年)", text[start:end]))) < 2
        and re.search(
            r"[两三四二]项|[两三四]笔|[加和与及、][^。；]{0,20}(?:一共|合计|共计|总共|加起来|合在一起)|(?:一共|合计|共计|总共)[^。；]{0,6}(?:各项|两项|多项)",
            text[start:end],
        )
    ):
        case.doubts.append(f"所问不止一项，只看出“{heads[0]}”")
    if not heads:
        case.doubts.append("看不出所问的是哪一项（经济补偿、赔偿金、二倍工资……）")


_MONTH_PAY = r"(?:最后(?:那|这)?(?:一?个)?月|当月|(?:20\d\d年)?(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?:份)?)(?:那个月)?(?:的)?(?:工资|薪水|薪资|劳动报酬)(?!为|作|计|基)"
# One item of what is added up: 经济补偿、8月工资和提成 / 3月工资与赔偿金
_WAGE_ITEM = re.compile(
    rf"(?:[、和及与加跟]|以及|加上|连同|还有|连带)(?:被?(?:拖?欠|未付|没发|未发|尚未支付))?(?:的)?{_MONTH_PAY}|{_MONTH_PAY}(?=[、和及与加跟]|以及|连同|还有)"
)


def _wage_item(marked: Marked, heads: list[str], question: tuple[int, int]) -> None:
    """Add 拖欠工资 where the question lists the wages of a named month beside another head."""
    if not heads or "拖欠工资" in heads:
        return
    for match in _WAGE_ITEM.finditer(marked.folded, *question):
        start, end = marked.clause(match.start())
        if heads_in(marked, "EC", start, end) and not re.search(
            r"[按以据]|基数|不含|不包括|除", marked.folded[max(start, match.start() - 8) : match.start()]
        ):
            heads.append("拖欠工资")
            return


def _more_claimed(marked: Marked, case: Case, heads: list[str], question: tuple[int, int]) -> None:
    """A doubt where the question adds things up, one head was read, and the claims name more."""
    start, end = question
    text = marked.folded
    if len(heads) != 1 or not re.search(r"合计|共计|加起来|总共|上述|几项|各项|这些|总数", text[start:end]):
        return
    for match in re.finditer(r"主张|请求|要求|诉请|索要", text[:start]):
        stop = _list_end(marked, match.start())
        if re.search(
            r"撤回|另案|不予|不支持|和解|调解|另行|已(?:经)?(?:付|支付|结)", text[match.start() : stop]
        ):
            continue
        more = [h for h in heads_in(marked, "EC", match.start(), stop) if h not in heads]
        if more and not _several([*heads, *more]):
            case.doubts.append(f"所问似不止{heads[0]}，题面还请求{'、'.join(dict.fromkeys(more))}")
            return


_ITEMS = re.compile(r"[(（]?([1-9一二三四五六七八九])[)）.、．](?!\d)")
_REFUSED = re.compile(
    r"第([1-9一二三四五六七八九、和及,，]+)项[^。；]{0,30}?(?:不予支持|不支持|不予采纳|驳回|不成立|不予保护)"
)


def _rejected(marked: Marked, start: int, end: int) -> set[str]:
    """Heads of the items of a claim that the text itself refuses by their numbers: 第2、3项请求不予支持."""
    text = marked.folded
    refused = _REFUSED.search(text, end)
    if refused is None:
        return set()
    items = list(_ITEMS.finditer(text, start, end))
    found = set()
    for item, following in zip(items, [*items[1:], None], strict=True):
        if item[1] in refused[1]:
            stop = following.start() if following else end
            found |= set(heads_in(marked, "EC", item.end(), stop))
    return found


def _several(heads: list[str]) -> bool:
    """Whether one head is made of several parts, so that their number says nothing."""
    return any("加班费" in head or head == "竞业限制补偿" for head in heads)


def _count(case: Case, words: str, heads: list[str]) -> None:
    """A doubt where the words count the heads (两样, 三项) and another number was read."""
    counted = re.search(r"([两二三四五])(?:项|笔|样|块)(?!目)", words)
    number = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}.get(counted[1], 0) if counted else 0
    found = list(dict.fromkeys(heads))
    if number and found and number != len(found) and not _several(found):
        case.doubts.append(f"所问有{number}项，只看出{len(found)}项：{'、'.join(found)}")


def _list_end(marked: Marked, position: int) -> int:
    """The end of a sentence with the items of its list: 请求：一、……；二、……。"""
    end = marked.sentence(position)[1]
    while end < len(marked.folded) and marked.folded[end] in "；;":
        end = marked.sentence(end + 1)[1]
    return end


def _last_clause(marked: Marked, case: Case, start: int, end: int) -> list[str]:
    """Heads of the clause that asks, where a claim stands before it: 某请求甲和乙，公司应付甲多少元."""
    text = marked.folded[start:end]
    only = re.search(
        r"(?:只|仅|单)(?:想|要)?(?:问|求|算)(?:清楚)?(?:的是)?[:，,]?(?:光是|单是|单说|就)?", text
    )
    if only and (heads := heads_in(marked, "EC", start + only.end(), end)):
        return heads if set(heads) < set(case.asked.heads) else []
    claim = re.match(r".*(?:要求|请求|主张|诉请|提出)[^，,]*(?:[，,]|$)", text)
    if claim is None or claim.end() >= len(text):
        return []
    rest = text[claim.end() :]
    if re.search(r"合计|共|两项|三项|各项|上述|加起来|之和", rest):
        return []
    heads = heads_in(marked, "EC", start + claim.end(), end)
    return heads if set(heads) < set(case.asked.heads) else []


_NOTICE_GROUNDS = {"医疗期满解除", "不能胜任解除", "客观情况变化解除"}


def _implied(case: Case, question: str) -> list[str]:
    """The one head that the ground of ending gives, where the question only says 补 or 赔 (第46、48条)."""
    ground = case.facts.value("解除情形")
    if not isinstance(ground, str) or re.search(r"一共|总共|合计|各项|加起来", question):
        return []
    if ground.startswith("违法"):
        return ["违法解除赔偿金"] if re.search(r"赔|补", question) else []
    if not re.search(r"补|赔", question):
        return []
    if ground in _NOTICE_GROUNDS and case.facts.value("已提前通知") is False:
        return ["经济补偿", "代通知金"]  # 第40条: what is owed without notice is both
    return ["经济补偿"]
