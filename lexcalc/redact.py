"""Personal data in a case text, blanked character by character so that spans stay valid.

Blanked: identity cards, phones, bank cards, e-mail, plates, case numbers, and the names of people as far as a
role, an action or a particular that follows gives them away.  Names that nothing gives away remain: what is
kept is less personal, not anonymous.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

BLANK = "*"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_NUMBERS = (
    # Digits may be grouped by blanks or hyphens; what stands in longer digit runs is no such number.
    re.compile(r"(?<!\d)\d{6}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)"),
    re.compile(r"(?<!\d)\d{6}\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}(?!\d)"),
    re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"),
    re.compile(r"(?<!\d)0\d{2,3}-\d{7,8}(?!\d)"),
    re.compile(r"(?<![\d.])(?:\d{4}[ -]){3,4}\d{3,4}(?!\d)|(?<![\d.])[3-6]\d{15,18}(?![\d.])"),
    re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.ASCII),
    re.compile(rf"[{_PROVINCES}][A-Z][·.\- ]?(?:[A-Z0-9]{{5,6}}(?![A-Z0-9])|[A-Z0-9]{{4}}[挂学警])"),
    re.compile(
        r"[（(\[〔]\d{4}[）)\]〕]\s?[\u4e00-\u9fff]{1,3}\d{0,6}[\u4e00-\u9fff]{1,6}第?"
        r"\d{1,7}(?:-\d{1,4})?号(?:之[一二三四五六七八九十])?"
    ),
)
_SURNAME = (
    "(?:欧阳|上官|司马|诸葛|司徒|东方|独孤|南宫|夏侯|皇甫|尉迟|慕容|公孙|长孙|宇文|令狐|钟离|"
    "[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方"
    "俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧"
    "计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫"
    "经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓"
    "牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠"
    "蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容"
    "向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰"
    "巢关蒯相查后荆红游竺权逯盖益桓公闫肖代付邸])"
)
_GIVEN = "[\u4e00-\u9fff]{1,2}"
_ROLES = (
    "原告|被告|上诉人|被上诉人|申请人|被申请人|再审申请人|第三人|受害人|死者|伤者|驾驶人|驾驶员|司机|车主|"
    "法定代表人|负责人|委托诉讼代理人|代理人|劳动者|职工|员工|工人|证人|姓名|投保人|被保险人|父亲|母亲|妻子|丈夫|"
    "配偶|儿子|女儿|长子|次子|长女|次女|行人|乘客|患者"
)
_AFTER = (
    "驾驶|驾车|骑|乘坐|入职|诉称|辩称|称|受伤|死亡|身亡|负|系|与|在|于|的|是|因|被|向|和|及|到|应|经|为|担任|承担|等|"
    "劳动|工伤|机动车|交通|之间|签订|发生|受|支付|赔偿|一案|纠纷|诉|不服|均"
)
_NAMES = (
    re.compile(rf"(?:{_ROLES})(?:[:：]|为|系)?\s?({_SURNAME}{_GIVEN}?)(?=[,，。；;、（(）)\s]|{_AFTER}|$)"),
    re.compile(rf"(?<![\u4e00-\u9fff])({_SURNAME}{_GIVEN}?)(?=[,，]\s?(?:男|女)[,，。])"),
    re.compile(
        rf"(?<![\u4e00-\u9fff])({_SURNAME}{_GIVEN}?)"
        r"(?=驾驶|驾车|骑行?|乘坐|入职|诉称|辩称|受伤|死亡|负(?:全|主|次|同))"
    ),
)
_ANONYMOUS = re.compile(r"某|[甲乙丙丁]$")


def redact(text: str) -> str:
    """The text with personal data blanked; its length does not change."""
    return blank_names(blank_numbers(text), names(text))


def blank_numbers(text: str) -> str:
    """The text with the numbers of people, vehicles and court cases blanked: none of them is an amount."""
    for pattern in _NUMBERS:
        text = pattern.sub(lambda found: _blank(found[0]), text)
    return text


def names(text: str) -> list[str]:
    """Names of people that the text gives away, longest first; 张某 and the like are none."""
    found = {match[1] for pattern in _NAMES for match in pattern.finditer(text)}
    return sorted(
        (each for each in found if len(each) > 1 and not _ANONYMOUS.search(each)), key=lambda n: (-len(n), n)
    )


def blank_names(text: str, people: list[str]) -> str:
    """Each of the names with all but its first character blanked, wherever it stands."""
    for name in people:
        text = text.replace(name, name[0] + BLANK * (len(name) - 1))
    return text


def every_string(value: Any, change: Callable[[str], str]) -> Any:
    """A JSON value with each of its strings changed, keys of objects included."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {change(key): every_string(each, change) for key, each in value.items()}
    if isinstance(value, list):
        return [every_string(each, change) for each in value]
    return value


def redact_report(report: dict[str, Any]) -> dict[str, Any]:
    """A report as JSON with personal data blanked in its question and in all that quotes it."""
    people = names(str(report.get("question", "")))
    return {
        key: each if key in _OURS else every_string(each, lambda text: redact(blank_names(text, people)))
        for key, each in report.items()
    }


_OURS = frozenset({"schema_version", "scenario", "provenance", "verdict"})  # no case text stands there


def _blank(text: str) -> str:
    return "".join(BLANK if c.isalnum() else c for c in text)
