"""Words of kinship, and what each means for the dead, who is the teller's husband, father, uncle …."""

from __future__ import annotations

import re

from lexcalc.case.work_injury_labels import Reader

# relation -> wording; pairs count twice
KIN: tuple[tuple[str, str, int], ...] = (
    (
        "父母",
        r"父母(?:双[亲方])?(?:Ⓜ▪*人)?|公婆|老(?:Ⓜ▪*|两)口(?!子)|岳父母|双亲|爸妈|爹妈|爹娘|(?:年迈的?)?二老|(?:两|Ⓜ▪*)位老人",
        2,
    ),
    ("祖父母", r"外?祖父母|爷爷奶奶|姥姥姥爷|外公外婆", 2),
    ("子女", r"(?:一|Ⓜ)?[个名]?[儿子](?:一|Ⓜ)[个名]?女(?![婿])|儿女双全", 2),
    (
        "配偶",
        r"配偶|妻子|丈夫|爱人|老婆|老公|遗孀|媳妇(?!儿家)|妻(?![子妹弟])|(?<![大功工姐妹])夫(?![妻妇人])|嫂子?|弟媳|弟妹(?!妹)|[婶伯]母|婶[子婶]?|舅[妈母]|姑父|姨父",
        1,
    ),
    (
        "子女",
        r"儿子|女儿|养[子女]|继[子女]|长子|次子|三子|幼子|长女|次女|三女|幼女|独子|独女|[之其二][子女](?![女儿孩婿])|遗腹子|孩子|小孩|(?:未成年)?子女|儿女|闺女|侄[子女儿]|外甥女?|[堂表][弟妹哥姐]|娃(?:娃)?|[大小二三]子(?!女)|(?:(?<=[Ⓜ▪])(?:个|名)?|(?<=未成年)|(?<=幼)|(?<=[个名]))[子女儿](?![女孩子婿媳儿])",
        1,
    ),
    (
        "父亲",
        r"父亲|[养继老]父(?![母亲])|老父亲?|爸爸?|爹(?!妈|娘)|[其之]父(?![母亲])|公公|公爹|岳父(?!母)",
        1,
    ),
    ("母亲", r"母亲|[养继老]母|老母亲?|妈妈?|娘(?!家)|[其之]母(?!亲)|婆婆|岳母", 1),
    ("祖父", r"外?祖父(?!母)|爷爷|外公|姥爷", 1),
    ("祖母", r"外?祖母|奶奶|外婆|姥姥", 1),
    ("孙子女", r"外?孙(?:子女|子(?!女)|女|儿)", 1),
    (
        "兄弟姐妹",
        r"弟弟|妹妹|哥哥|姐姐|胞[弟妹兄姐]|[其之][弟妹兄姐](?![弟妹])|(?<=我)[姐妹哥弟](?!夫|[姐妹哥弟媳])",
        1,
    ),
)
WORD = re.compile("|".join(f"(?P<k{i}>{pattern})" for i, (_, pattern, _) in enumerate(KIN)))
OTHER_KIN = re.compile(r"老伴|前妻|前夫|岳|女婿|儿媳|亲家|夫妇|夫妻|姐夫|妹夫")
# who died (as the teller calls him) -> what a word of kinship means for the dead
TOLD = re.compile(
    r"(?:我|俺|咱)(?:们)?(?:的|家)?(?P<who>老公|丈夫|爱人|先生|男人|老婆|妻子|媳妇|那口子|老伴|爸|父亲|爹|妈|母亲|娘|哥|弟|姐夫|妹夫|姐|妹|叔|伯|舅|姑父|姨父|儿子|女儿|女婿|闺女|儿媳)"
    r"|(?P<asker>妻子?|丈夫|遗孀|母亲|父亲|儿子|女儿)(?:来)?(?:问|咨询)"
)
_MEANING: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (r"老公|丈夫|爱人|先生|男人|老婆|妻子|媳妇|那口子|老伴", ((r"我", "配偶"),)),
    (
        r"爸|父亲|爹",
        (
            (r"妈|母亲|娘", "配偶"),
            (r"爷爷", "父亲"),
            (r"奶奶", "母亲"),
            (r"[弟妹哥姐]", "子女"),
            (r"我", "子女"),
        ),
    ),
    (
        r"妈|母亲|娘",
        (
            (r"爸|父亲|爹", "配偶"),
            (r"外公|姥爷|外祖父", "父亲"),
            (r"外婆|姥姥|外祖母", "母亲"),
            (r"[弟妹哥姐]", "子女"),
            (r"我", "子女"),
        ),
    ),
    (r"姐夫|妹夫", ((r"[姐妹]", "配偶"),)),
    (r"叔|伯|舅|姑父|姨父", ((r"爷爷|外公|姥爷", "父亲"), (r"奶奶|外婆|姥姥", "母亲"), (r"姑|姨", "配偶"))),
    (r"儿子|儿媳", ((r"孙", "子女"),)),
    (r"女儿|女婿|闺女", ((r"外?孙", "子女"), (r"女儿|闺女", "配偶"))),
)


def means(told: str, word: str, relation: str) -> str:
    """What a word of kinship means for the dead, who is the teller's ``told``."""
    for who, meanings in _MEANING:
        if told and re.fullmatch(who, told):
            for words, meant in meanings:
                if re.search(words, word) and words != "我":
                    return meant
    return relation


def teller(told: str) -> str:
    """What the one who tells the case is to the dead."""
    if told.startswith("问:"):
        return (
            KIN[next(i for i, m in enumerate(WORD.fullmatch(told[2:]).groups()) if m)][0]
            if WORD.fullmatch(told[2:])
            else "?"
        )
    for who, meanings in _MEANING:
        if told and re.fullmatch(who, told):
            return next((meant for words, meant in meanings if words == "我"), "?")
    return "?"


def told_of(reader: Reader) -> str:
    """Who died, as the teller calls him (我叔叔: 叔); ``问:`` and the word for one who asks; empty where unsaid."""
    died = TOLD.search(reader.text)
    return (died["who"] or "问:" + died["asker"]) if died else ""


def relation_of(reader: Reader, who: str) -> str | None:
    """What a person who is named or who asks is to the dead: 原告某某系…之妻, 其妻某某, 我老公."""
    told = told_of(reader).partition("问:")[0]
    if who in ("我", "俺", "本人") and told:
        meant = teller(told)
        return None if meant == "?" else meant
    name = re.escape(who)
    role = r"(?:原告|申请人)?"
    for pattern in (
        rf"{role}{name}[^。；，]{{0,24}}(?:之|的|其)(?P<kin>[\u4e00-\u9fff]{{1,3}})(?=[，,。；、（(]|$)",
        rf"(?P<kin>[\u4e00-\u9fff]{{1,2}}){name}",
    ):
        for match in re.finditer(pattern, reader.text):
            word = WORD.search("之" + match["kin"]) or WORD.search("其" + match["kin"])
            if word is not None:
                relation = KIN[next(i for i in range(len(KIN)) if word[f"k{i}"])][0]
                return relation if relation not in ("父母", "祖父母") else None
    return None


def meanings(reader: Reader, text: str) -> list[tuple[int, str]]:
    """Every word of kinship in a passage: where it stands and what it is to the dead."""
    told = told_of(reader).partition("问:")[0]
    return [
        (m.start(), means(told, m[0], KIN[next(i for i in range(len(KIN)) if m[f"k{i}"])][0]))
        for m in WORD.finditer(text)
    ]
