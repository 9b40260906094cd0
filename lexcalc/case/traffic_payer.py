"""Whose share a traffic question asks for: an insurance, the liable person, or everybody together."""

from __future__ import annotations

from lexcalc.case import rex as re
from lexcalc.case.model import Case
from lexcalc.case.traffic_parties import Parties
from lexcalc.case.traffic_text import View

_REST = re.compile(
    r"自己|个人|本人|自行|自掏|另行|直接赔|除[^。;]{0,24}(?:保险|交强|三者)[^。;]{0,16}外|(?:保险|限额)[^。;，]{0,14}(?:赔(?:付|偿)?(?:完|后|之后|之外|以外)|之外|以外|不足|赔不(?:够|足|了))"
)
_ALL = re.compile(
    r"含保险|包括保险|连同?保险|(?:一共|总共|共计?|合计|总计|拢共|加起来|全部)[^。;]{0,12}(?:赔|拿|获|得|要|能|可|应|是|为|多少|支付)|各被告|被告方|被告一?方|机动车(?:一)?方|对方(?:一)?方|侵权方|赔偿义务人|(?:赔|给|拿|获|得|要|回)[^。;]{0,6}(?:一共|总共|合计|共计)"
)


_SHORT = r"(?:不足以?|不够|赔不(?:完|足|够|了|到)|不(?:予)?赔|不肯赔|不给赔|没赔|未赔|拒赔|覆盖不了|管不到|盖不住|不保|以外|之外|外)"
_BEYOND = re.compile(
    r"[^，]*(?:保险|交强险|限额)[^，]{0,6}(?:外|不|超过|超出|未)[^，]*(?:部分|损失|差额|那些|那块|钱)，|"
    rf"(?:保险(?:公司)?|交强险?|商业险|三者险|两险|限额|强制险)[^，]{{0,6}}?{_SHORT}[^，]{{0,8}}?(?:部分|的?那(?:些|块|部分)|的钱|的损失|差额|的|，)|"
    r"除(?:去|了|开)?[^，]{0,24}?(?:以|之)?外|除(?:去|了|开|掉)[^，]{0,40}(?=，)|在?(?:两份|承保的?)?(?:交强险|保险|商业险|三者险|两险)[^，]{0,10}?(?:限额|范围)?(?:之外|以外|外)|"
    r"[^，]{0,20}?(?:赔(?:付|偿)?|理赔|支付|垫付|分担)[^，]{0,6}?(?:之?后|完(?!全))|扣(?:除|掉|减)[^，]{0,20}?(?:之?后|(?=，))|"
    r"先(?:由|走|从|在|让)[^，]*?(?=，)|剩下的?[^，多少]*(?=，)|(?:交强险|强制险)(?:的|那|这|该|部分|一块|里|应|能|要|会|赔|多少|怎么|的钱)*(?:我|我们|大家|双方)?(?:都|也|已经?|自己)*(?:会算|算(?:过|好|清|出来|得出)|知道|清楚|没有?争议|无争议|不(?:用|必|需|再)?(?:问|算|管|说)|不在此|另算|另行|拿到(?!了?多少|了?几)|赔完|赔足|结清)[^，多少]*|(?:不计|不论)[^，多少]*(?=，)|超出[^，]{0,12}?(?:部分|的)|(?:保险|限额)?不足(?:的)?部分|先?不管[^，]*|不考虑[^，]*"
)
_COMPULSORY, _VOLUNTARY = (
    re.compile(r"交强险|强制险|强制保险"),
    re.compile(r"商业(?:第?三者|三责|保?险)|三者险|三责险"),
)


_WHOEVER = re.compile(
    r"(?:不(?:分|管|论|问|区分)|无论|别管)[^，。]{0,6}(?:谁|哪[家方个]|保险)[^，。]{0,6}(?:赔|掏|出|付|承担)|谁(?:赔|掏|出|付)[^，。]{0,4}(?:不管|无所谓|都行|不论)"
)
# the share of the compulsory insurance together with what lies above it (交强险和这10%加在一块)
_LIMIT_AND_MORE = re.compile(
    r"交强险(?:赔的|的|部分|那块|限额)*(?:和|与|及|加上?|跟|连同?|再加)[^，。]{0,10}(?:Ⓡ|按责任|按比例|超出|超过|剩下|之外|以外|限额外)"
)
# 自己还应当掏多少: what the wrongdoer pays out of his own pocket, whatever insurance stands before it
_OWN_POCKET = re.compile(
    r"(?:自己|个人|本人)(?:还|另外?|得|要|应当?|需要?|该|再)*(?:掏|出|赔|拿|承担|负担|给我|给)(?:[^。;，]{0,4}|[^。;，]{0,4}[吗么不]，(?:要|该|得)?[赔掏出付])(?:多少|几)"
)


# 甲车一方连同其交强险共应赔多少: the insurance is counted with its side
_WITH_COVER = re.compile(
    r"[(，]?(?:含|包括|连同?|算上|加上)(?:了|着)?(?:[他她其它]|该车|自己|车上)?(?:家|车)?(?:的|所)?(?:投保?|买|上)?(?:的)?(?:机动车)?(?:交强险|强制险|保险)(?:在内|部分|那部分|的?赔款|一起|一块)?[)，]?"
)


def read_payer(view: View, case: Case, text: str, parties: Parties, heads: list[str]) -> str | None:
    """Whose share: the one named once everything that only says “beyond” or “after” is put aside."""
    text = re.sub(r"\s", "", text)
    if (
        not heads
        and "赔" not in text
        and re.search(
            r"(?:合计|共计|一共|总共|总的?|共)(?:的)?(?:损失|各项费用)[^，。;]{0,4}(?:多少|几|是|为|有)|(?:损失|各项费用)(?:的)?(?:之和|总和|总数额|总额|总计|合计|共计|一共|总共|总数)[^。;]{0,8}(?:是|为|多少|有)",
            text,
        )
    ):
        return None
    text = re.sub(r"\((?:不|无|除|没|含|包括|连同?)[^)]*\)|\([^)]*(?:相加|加起来|合计|在内)\)", "", text)
    bare = _WITH_COVER.sub("", text)
    if bare != text and not re.search(r"保险|交强|三者|三责|商业险", bare):
        return "全部"
    if _OWN_POCKET.search(text):
        return "侵权人"
    told = text
    for name in parties.motor:
        told = told.replace(name, "Ⓒ")
    people = "司机|车主|驾驶人|被告(?!.{0,6}保险)|侵权人|肇事者|对方|撞人的|Ⓒ|[乙丙丁]|[\u4e00-\u9fff]某|他(?!人)|她"
    joined = rf"(?:交强险|三者险|商业险|保险公司|保险)(?:公司)?(?:应?赔的?|出的?|付的?|那部分|部分|那块)*(?:、|和|与|及|跟|同|以及|加上?|连同?|再加上?)(?:(?:那个|该|肇事|撞人的)?(?:{people}))|保险(?:公司)?(?:和|与|及|跟|同)(?![交商三])[^，。险、]{{1,5}}(?=应|共|一共|各|赔|该|要|总共)|(?:{people})(?:应?赔的?|出的?|本人|个人)*(?:和|与|及|、|跟|同)[^，。]{{0,6}}保险"
    if re.search(joined, told) and re.search(
        r"合计|一共|总共|总计|共|加起来|两者|分别|总和|之和|总额|总数|加(?:在)?一(?:起|块)|相加|拢共|统共",
        text,
    ):
        return "全部"
    if _WHOEVER.search(text) and not re.search(r"保险公司[^，]{0,8}(?:赔|付|给)[^，]{0,4}多少", text):
        return "全部"
    if _LIMIT_AND_MORE.search(text) and re.search("加|一共|总共|合计|共计|拢共", text):
        return "全部"
    text = _UNINSURED.sub("", text)
    if out_of := _OUT_OF.search(text):  # 能从交强险里拿到多少
        return next(kind for kind, words in _KINDS if re.search(words, out_of[0]))
    main = _BEYOND.sub("", text)
    beyond = "".join(_BEYOND.findall(text))
    compulsory, voluntary = _COMPULSORY.search(main), _VOLUNTARY.search(main)
    if compulsory and voluntary:
        return "保险公司"
    if voluntary:
        return "商业三者险"
    if compulsory and case.facts.value("交强险") is False and _told_person(main):
        return "侵权人"
    if compulsory:
        return "交强险"
    if re.search(r"保险|两险|双险|财险|人保|平安|承保(?:公司|人|机构)", main) and not re.search(
        r"含保险|连同?保险|包括保险", main
    ):
        if "交强" in beyond and not re.search("商业|三者", beyond) and case.facts.value("商业三者险") is True:
            return "商业三者险"  # 保险公司在交强险之外
        if (
            "交强险" in case.facts
            and "商业三者险" not in case.facts
            and not re.search("商业|三者|三责", view.text)
        ):
            return "交强险"  # the only insurance the text knows of
        return _company(view, main) or _insurer(view, case, main, parties)
    if one := _company(view, main):
        return one
    person = re.search(r"车主|司机|驾驶[人员]|肇事者|侵权人|本人|个人", main)
    if re.search(r"保险|交强|三者|限额", beyond) and (person or not _ALL.search(main)):
        return "侵权人"
    return _side(view, case, main, parties, heads)


# 他没有买任何保险，一共要赔多少: who has no insurance pays himself
_UNINSURED = re.compile(
    r"[^，。;]*(?:没有?|未|无)(?:有|买|上|投|投保|购买|办|参加)*(?:过|了)?(?:任何|什么|其他)?(?:的)?保险，"
)
_OUT_OF = re.compile(
    r"(?:从|在)[^，。;]{0,6}(?:交强险|强制险|三者险|三责险|商业险|保险(?:公司)?)[^，。;外后完]{0,8}?(?:拿|得|获|领|分|要)[^，。;]{0,4}(?:多少|几)"
)
_KINDS = (("交强险", "交强险|强制险"), ("商业三者险", "三者险|三责险|商业险"), ("保险公司", "保险"))


def _insurer(view: View, case: Case, text: str, parties: Parties) -> str | None:
    """“The insurer” where there is one: not where nothing is insured, nor where two companies share the risk."""
    if case.facts.value("交强险") is False and case.facts.value("商业三者险") is not True:
        if _told_person(text) or any(name in text for name in parties.motor):
            return "侵权人"
        case.doubts.append("所问是保险公司的份额，而案情写明没有保险")
        return None
    wrote = {m["name"] for m in re.finditer(_WROTE, view.text[: view.question[0]])}
    if len(wrote) > 1 and any(name in text for name in wrote):
        case.doubts.append("两项保险由不同的公司承保，未能确定所问的是哪一项")
        return None
    return "保险公司"


# 交强险在人保，商业险在平安
_WROTE = r"(?:交强险|强制险|三者险|三责险|商业险|商业保险)[^，。;]{0,4}(?:在|由|是|投在|买在|归)(?P<name>(?!内|期|保|本|事|该|限|上|同)[\u4e00-\u9fff]{2,6}?)(?=财险|保险|公司|承保|投保|买|上|那|，|。|;|、|$)"


def _told_person(text: str) -> bool:
    return bool(re.search(r"(?:他|她|对方|被告|司机|车主)(?:还|另|再|得|要|应|需)*(?:赔|给|付|掏)", text))


def _told_by_driver(text: str) -> bool:
    return bool(re.search(r"(?:我|客户|委托人)[^。，;]{0,8}(?:赔|承担|付|出|掏)", text))


_BY_SHARE = re.compile(
    r"(?:对方|被告|他|她|司机|车主)[^，。;]{0,3}按(?:照)?(?:事故|过错)?(?:责任?|比例)(?!限额)"
)


def _side(view: View, case: Case, text: str, parties: Parties, heads: list[str]) -> str | None:
    """A question that names no insurance: a head's own amount, the liable person's part, or everything."""
    insured = case.facts.value("交强险") is True or case.facts.value("商业三者险") is True
    if parties.narrator_drove and _told_by_driver(text) and (insured or case.facts.value("交强险") is False):
        return "侵权人"
    bare = case.facts.value("交强险") is False
    if heads and _own_amount(view, case, text):
        return None
    share = case.facts.value("责任比例")
    says = _ALL.search(text) or _BY_SHARE.search(text)
    if heads and share is not None and share != 1 and not says and len(heads) < 3:
        case.doubts.append("所问是该项的总额还是按责任应赔的部分，题面没有写明")
        return None
    if _REST.search(text):
        return "侵权人"
    if _ALL.search(text):
        return "全部"
    names = parties.victim | {"原告", "我"}
    named = re.search(
        r"([\u4e00-\u9fff]某[某甲乙丙]?|[甲乙丙丁])(?:方|本人)?(?:还|尚|仍|现|最终|一共|总共)*(?:应当?|需要?|要|须|得)(?:当|再|另|自行|向[^，。;]{1,6})*(?:赔|支付|承担|付)",
        text,
    )
    if named and named[1] not in names:
        return "侵权人" if insured or bare else "全部"
    body = re.search(
        r"(?P<who>[\u4e00-\u9fff]{1,10}?(?:公司|单位|集团|车队|中心|厂|学校|合作社|老板|平台|客运站))(?:还|应当?|要|得|该|须|需|另|再)*(?:自己|单独)?(?:赔|支付|付|承担|给|出|掏)",
        re.sub(r"[^，。;]{0,8}保险[^，。;]*公司", "", text),
    )
    if body and insured:
        rest = r"(?:超出|不足|剩余|余下|其余|以外|之外|赔不足)[^。;]{0,24}由[^。;]{0,24}(?:公司|单位|集团|车队|中心|厂|学校|合作社|老板|平台|站)"
        if case.facts.value("本车人员") is True or re.search(rest, view.text):
            return "侵权人"
        case.doubts.append("所问被告应赔数额是否含保险公司应赔部分，题面没有写明")
        return None
    side = parties.role(re.split(r"赔|支付|付|给", text)[0])
    if side != "motor" and not re.search(r"被告|司机|车主|肇事|侵权人|对方", text):
        return "全部"
    if bare and not insured:
        return "侵权人"
    if insured and (
        re.search(r"司机|车主|驾驶|肇事者|侵权人", text) or any(n in text for n in parties.motor)
    ):
        return "侵权人"
    if (
        insured
        and case.asked.deduct_paid
        and re.search(r"(?:不足|超出|仍有不足)[^。;]{0,16}(?:侵权人|被告)", view.text)
    ):
        return "侵权人"
    if not insured or "对方" in text:
        return "全部"
    if case.facts.value("本车人员") is True:
        return "侵权人"  # neither insurance covers those in the vehicle itself
    case.doubts.append("所问被告应赔数额是否含保险公司应赔部分，题面没有写明")
    return None


def _company(view: View, text: str) -> str | None:
    """``乙保险公司``: which insurance the named company has written, where the two lie with different companies."""
    match = re.search(
        r"(?:^|[，,问:])(?:请问|试问|那么?|则|现)?([^，,。;:()问]{1,8}?)(?:财产|财)?(?:保险)?(?:股份有限)?(?:分|支)?公司",
        text,
    )
    if match is None:  # 太平洋该赔我多少
        match = re.search(
            r"(?:^|[，,。;])(?:我|就|只|想|要|知道|问|一下|请|看看)*([\u4e00-\u9fff]{2,5}?)(?:那边|那家|这边)?(?:应该|应当|应|该|要|得|能)[^，。]{0,3}(?:赔|出|给|付|掏|承担|负责)",
            text,
        )
        short = match is not None
    else:
        short = False
    if match is None or match[1] in ("", "保险", "承保", "该", "被告", "对方", "两家", "各", "两"):
        return None
    name, kinds = re.escape(match[1]), set()
    for clause in view.clauses:
        if view.question[0] <= clause.start < view.question[1] or not re.search(
            rf"(?:在|向|归|由|是){name}(?!承担|负担|负|赔|支|个人|本人)|{name}承保"
            if short
            else rf"(?:在|向|由|于|与){name}[^，。]{{0,8}}公司|{name}[^，。]{{0,8}}公司(?:处)?(?:承保|投保)|承保[^，。]{{0,8}}{name}",
            clause.text,
        ):
            continue
        for kind, pattern in (("交强险", r"交强险|强制"), ("商业三者险", r"三者|三责|商业")):
            if re.search(pattern, clause.text):
                kinds.add(kind)
    return kinds.pop() if len(kinds) == 1 else None


def _own_amount(view: View, case: Case, text: str) -> bool:
    """Whether the heads' own amount is asked: full liability, or a question of what the head amounts to."""
    text = re.sub(r"\([^)]*\)", "", text)
    if re.search(r"(?<!不)按(?:照)?(?:事故|各自)?(?:责任|比例)|责任比例(?:计算|折算)?后", text):
        return False
    share = case.facts.value("责任比例")
    if share is None or share == 1:
        if (
            share is None
            and case.facts.value("机动车责任") not in (None, "全部")
            and re.search(r"赔(?!偿金)", text)
        ):
            return bool(
                re.search(r"(?:赔偿金|费|损失)[^。，]{0,8}(?:应|为|是|多少|总额|数额|合计|支持)", text)
            )
        return True
    if not re.search(r"赔|获|拿|承担|支付|付|要", re.sub(r"赔偿金|赔偿(?:总|全)额", "", text)) or re.search(
        r"全额|总额", text
    ):
        return True
    return bool(
        re.search(
            r"(?:赔偿金|费|费用|损失|抚慰金|项)(?:\([^)]*\))?(?:的)?(?:总额|数额|金额|合计|一共|共|依法|法院|各项|总计)*(?:应当?|应该|该)?(?:为|是|按|怎么|如何|计算|核定|认定|算|多少|确定|支持)",
            text,
        )
        and not re.search(r"(?:被告|对方|司机|保险)[^。]{0,10}(?:赔|承担|付)", text)
    )
