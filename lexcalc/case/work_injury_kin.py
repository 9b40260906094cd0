"""The dependants that count for 供养亲属抚恤金: those recognised, each with relation and 孤寡老人/孤儿.

Every mention of a relative is read with the words that are its own: its item of the list (up to 、，和 …), what stands
before the noun in it, brackets behind it, and what follows until the next relative.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lexcalc.case.model import Case, Entry, Fact
from lexcalc.case.work_injury_kinship import KIN, OTHER_KIN, WORD, means, relation_of, teller, told_of
from lexcalc.case.work_injury_labels import _ASIDE, Reader

_OUT = re.compile(
    r"不(?:符合|属于?供养|具备|予核定|享受|领取|算(?!孤)|在[^，。；]{0,6}(?:范围|之列)|作为供养)|未(?:被|予|经)?(?:核定|认定|列入|纳入|批)|未将[^，。；]{0,6}(?:纳入|列入)|没(?:有)?(?:被)?(?:把[^，。；]{0,4})?(?:核定|核上|批|算)"
    r"|(?<!没)(?<!无)(?<!没有)有(?:固定|稳定|正式|[^，。；]{0,2}退休)?的?(?:工作|工资|收入|职业|退休金|养老金)|收入(?:稳定|固定)|(?<!没)(?<!无)(?:各)?(?:领|拿)(?:取|着)?[^，。；]{0,6}(?:养老金|退休金|退休工资)|(?<!没)(?<!无)(?<!没有)(?<!未到)退休(?!年龄)"
    r"|都?没了|不在了|病逝|病故|过世|身故|亡故|早逝|已故|去世|死(?!者|后|亡时|亡前)|早不在|(?<!未)已?就业|上班|打工|务工|任[^，。；]{1,8}(?:师|员|工|士)|在[^，。；]{1,8}工作|(?:已(?:经)?|早已|均已|都已)(?:成年|工作|成家|参加)|成年且|另行|离异|离婚|再婚|务农|年收入|自食其力|自己有"
)
_NEED = re.compile(
    r"无劳动能力|(?:丧失|失去)(?:了)?(?:全部|部分|大部分)?劳动能力|没(?:有)?(?:什么)?劳动能力|不能劳动|干不(?:动|了)(?:活)?|没法(?:干活|工作|劳动)|不能(?:工作|干活)|瘫痪|靠[^，。；]{0,8}(?:养|供|扶)|供养|赡养|未成年|在读|上[^，。；]{0,3}(?:学|幼|初|高)|念[^，。；]{0,3}[书学]|读[^，。；]{0,3}(?:书|学|中|班|园)|年幼|Ⓐ|没有?(?:收入|生活来源)|无(?:收入|生活来源|其他收入)"
)
_SURE = re.compile(
    r"核定|核准|核(?:下来|了|的是)|符合[^，。；]{0,8}条件|供养的?亲属(?:经|有|为|是|仅|只|包括|共|:|就)|认定[^，。；]{0,12}供养|(?:列|算|定|纳)[^，。；]{0,4}供养的?亲属|(?:为|系|是)[^，。；]{0,2}(?:唯一|仅有)?的?供养的?亲属|抚恤[^。；]{0,10}(?:对象|条件|资格)|批(?:了|准)"
)
_NAMED = (
    r"(?:为|系|是|作为)[^，。；]{0,2}(?:唯一|仅有)?的?供养的?亲属|(?:均|都)由[^，。；]{1,6}(?:供养|抚养|扶养)"
)
_ALONE = re.compile(r"孤寡(?:老人)?|孤老")
_ORPHAN = re.compile(
    r"孤儿|爹妈(?:都|全)?(?:没|不在)|父母(?:双亡|均[^，。；]{0,4}(?:亡|世|故)|都(?:没|不在|去世))|双亡"
)
_PARENT_DEAD = re.compile(
    _ORPHAN.pattern.removeprefix("孤儿|")
    + r"|(?:[父母]亲?|爸爸?|妈妈?|配偶|老伴|丈夫|妻子)(?:已|早已?|先后|均|都)?(?:病?故|早逝|去世|过世|亡故|身故)|丧偶|除[^，。；]{1,8}[之以]?外"
)
_NOT_ALONE = re.compile(
    r"(?:不是|不算|不作为|不属(?:于)?|[均都]?非|均不|并非|都不|无|没有|不存在|不涉及)[^，。；]{0,8}(?:孤寡|孤儿|孤老)"
)
_COUNT = re.compile(
    r"(?<![第每])(?P<n>Ⓜ▪*|俩|仨)(?:(?<=[俩仨])人?|人|个人|口人|位亲属|名亲属|[名位个](?:供养亲属|亲属|近亲属)|[名位个](?=[，。:：;；（(]|$|都|均|全))(?!月)"
)
_OTHER_PARENT = re.compile(
    r"单亲|(?:妻子?|丈夫|配偶|嫂子|弟媳|前妻|孩子(?:他|她)?(?:的)?[妈爸父母]亲?)[^。；]{0,8}(?:病故|病逝|去世|早逝|过世|已故|亡故)|丧偶(?![^。；]{0,20}(?:母|父|独子))"
)
_PART = re.compile(r"[、，,；;：:]|以及|还有|并有|[和与及跟](?!父母|谐|睦)")
_COUNTED_BEFORE = re.compile(r"(Ⓜ▪*)(?:个|名|位)?(?:[^Ⓜ，。；、]{0,12})$")
_COUNTED_AFTER = re.compile(r"(?:[^，。；、Ⓜ某]某[^，。；、Ⓜ]{0,2})?[各共]?(Ⓜ▪*)(?:个?人|名|个)")
_BESIDE = re.compile(r"供养[^。；]{0,8}除[^。；，]{1,8}[之以]?外[，,]?(?:还|另|尚)")  # 除原告外，还有儿子
_ELDERS = ("父亲", "母亲", "祖父", "祖母")
_YOUNG = ("子女", "孙子女", "兄弟姐妹")
_RULE = re.compile(r"增加|加发|Ⓡ|每人每月|基础上|标准为")
# 供养亲属除原告外，还有…: the one who sues counts as well
_ASKER_TOO = re.compile(
    r"除(?:了)?(?P<who>原告|申请人|[我俺](?!们)|本人|[\u4e00-\u9fff]{2,4}?)(?:本人|自己)?(?:之)?以?外[，,]?(?:还|另|尚)(?:有|包括)"
)
_ONLY_ONE = ("配偶", "父亲", "母亲", "祖父", "祖母")


# 2022年6月再婚，从次月起停: a relative until then
_STOPS_LATER = re.compile(
    r"(?:登记)?(?:再婚|改嫁|结了?婚|就业|参加工作)(?=[^。；]{0,30}(?:次月|当月|停|不再))"
)


@dataclass
class _Mention:
    """One mention of relatives: relation, how many, its own words, and where."""

    relation: str
    number: int
    own: str
    word: str
    start: int
    end: int
    sentence: int
    marked: bool  # counted or aged: certainly not a mere repetition

    @property
    def out(self) -> bool:
        return _OUT.search(_STOPS_LATER.sub("", _PARENT_DEAD.sub("", self.own))) is not None

    @property
    def need(self) -> bool:
        return _NEED.search(self.own) is not None


def read_dependants(reader: Reader, case: Case) -> bool:
    """Add 供养亲属; returns True where the text speaks of them but who counts is unclear."""
    if not re.search(r"供养|抚恤", reader.text):
        return False
    told = told_of(reader)
    sure: list[_Mention] = []
    likely: list[_Mention] = []
    outside: set[str] = _excepted(reader)
    closed, said = False, set[int]()
    for start, end in _units(reader):
        text = reader.text[start:end]
        asking = re.search(r"请问|多少|请求|主张|诉称|辩称", text) is not None
        recognised = _SURE.search(text) is not None and not re.search(
            r"未(?:予)?核定|无(?:符合条件的)?供养亲属", text
        )
        if recognised or re.search(r"供养亲属|抚恤", text):
            said |= _counts(reader, start, end)
        if asking and not re.search(rf"核定|核下来|{_NAMED}", text):
            continue
        mentions = list(_mentions(reader, start, end, told or ""))
        if recognised:
            kept, explicit = _recognised(reader, mentions, start, end)
            closed = closed or explicit
            sure += kept
            likely += [m for m in mentions if m not in kept]
        elif _NEED.search(text) or any(m.out for m in mentions):
            likely += mentions
    outside |= {m.relation for m in likely if m.out and not m.need and m.relation in _ONLY_ONE}
    if (asker := _ASKER_TOO.search(reader.text)) is not None:
        relation = relation_of(reader, asker["who"])
        if relation is None:
            return True
        sure.append(_Mention(relation, 1, "", asker["who"], asker.start(), asker.end(), asker.start(), True))
    chosen = _merged([m for m in sure if not m.out])
    wide = _merged(
        [m for m in sure + likely if not m.out and (m in sure or m.need) and m.relation not in outside]
    )
    if not chosen or (said and len(chosen) not in said and len(wide) in said):
        chosen = wide  # 四人均核定为供养亲属: who they are is told before
    if not chosen or (said and len(chosen) not in said):
        return True
    if (
        any(e["关系"] == "?" for e in chosen)
        or (asker is None and _BESIDE.search(reader.text))
        or _mark_alone(reader, chosen, sure + likely)
    ):
        return True
    named = {e["关系"] for e in chosen}
    if named & outside and not re.search(r"核定|核准|核下来", reader.text):
        return True  # 妻子……，妻子在上班有工资: named among them and told to have means of her own
    if (
        not said
        and not closed
        and any(m.need and not m.out and m.relation not in named | outside for m in likely)
    ):
        return True  # somebody else is said to depend on the dead
    orphan = re.search(r"孤儿|双亡|爹妈|父母都", reader.text)
    if _OTHER_PARENT.search(reader.text) and not orphan and any(e["关系"] == "子女" for e in chosen):
        return True  # the other parent is dead as well: an orphan, unless the text says otherwise
    counted = sure or likely
    case.facts.add(
        Fact("供养亲属", chosen, span=(min(m.start for m in counted), max(m.end for m in counted)))
    )
    return False


def _mark_alone(reader: Reader, chosen: list[Entry], told: list[_Mention]) -> bool:
    """Give 孤寡老人、孤儿 to those of whom any sentence says it; True where nobody of them takes it."""
    for entry in chosen:
        if entry["关系"] in _ONLY_ONE and any(m.relation == entry["关系"] and _is_alone(m) for m in told):
            entry["孤老孤儿"] = True
    for pattern, relations in ((_ALONE, _ELDERS), (re.compile("孤儿"), _YOUNG)):
        taken = any(entry["孤老孤儿"] for entry in chosen if entry["关系"] in relations)
        if not taken and any(_said_so(reader, match) for match in pattern.finditer(reader.text)):
            return True
    return False


def _said_so(reader: Reader, match: re.Match[str]) -> bool:
    """Whether a word for 孤寡老人 or 孤儿 is said of somebody: neither denied, claimed nor part of the law's own rule."""
    start, end = reader.marked.sentence(match.start())
    clause = reader.marked.clause(match.start())
    before = reader.text[max(start, match.start() - 16) : match.start()]
    after = reader.text[match.end() : min(end, match.end() + 12)]
    return not (
        reader.claimed(match.start())
        or re.search(r"[不非无未没]|是否|若|如果?(?!下)|或者?(?:是|为)?$|以及$|的话$", before)
        or re.match(
            r"[、或和及与]?(?:者)?(?:孤儿|孤寡)?[^。；，]{0,6}(?:的)?(?:每人|另?加|增加|多|上浮|不|问题|情形|资格)",
            after,
        )
        or _RULE.search(reader.text[slice(*clause)])
    )


def _units(reader: Reader) -> Iterator[tuple[int, int]]:
    """Sentences up to a full stop: a list of persons goes on over semicolons."""
    first: int | None = None
    for start, end in reader.marked.sentences():
        first = start if first is None else first
        if reader.text[end : end + 1] not in "；;" or end >= len(reader.text):
            yield first, end
            first = None
    if first is not None:
        yield first, len(reader.text)


def _recognised(
    reader: Reader, mentions: list[_Mention], start: int, end: int
) -> tuple[list[_Mention], bool]:
    """The mentions of a sentence of recognition that it recognises, and whether it lists them all (供养亲属为…)."""
    text = reader.text[start:end]
    list_ = None
    for match in re.finditer(
        r"供养的?亲属(?:（[^）]{0,12}）|\([^)]{0,12}\))?(?:经[^，。；]{0,8})?(?:共|分别|仅|只|就|确|核定|核准|一共|总共|Ⓜ▪*[人名个位])*(?:[，,])?(?:为|是|有|:|：|包括)|(?:核定|核下来|核准|核(?:了|的是))(?:的)?(?:[^，。；]{0,10}(?:为|是|有|:|：))?",
        text,
    ):
        said = re.search(r"[未不没][^，。；]{0,3}$", text[: match.start()]) is None
        if said and re.match(r"供养|孤寡|孤儿|无劳动", text[match.end() :]):
            continue  # 父亲…核定为供养亲属: whom it recognises stands before
        list_ = match
        break
    listed = [m for m in mentions if list_ and m.start >= start + list_.end() and not m.out]
    kept = listed or [m for m in mentions if not m.out]
    return kept, bool(listed) or re.search(r"仅|只|唯", text) is not None


def _mentions(reader: Reader, start: int, end: int, told: str) -> Iterator[_Mention]:
    """The relatives of a sentence, each with its own words."""
    text = reader.text
    asides = [m.span() for m in _ASIDE.finditer(text, start, end)]
    inside = lambda at: any(a < at < b for a, b in asides)  # noqa: E731
    words = [m for m in WORD.finditer(text, start, end) if not inside(m.start())]
    others = [m for m in OTHER_KIN.finditer(text, start, end) if not inside(m.start())]
    words = [
        m
        for m in words
        if not any(o.start() <= m.start() < o.end() for o in others) and not _aside(text, start, m)
    ]
    speaker = _speaker(reader, told, start, end)
    cuts = [start, *sorted(m.end() for m in _PART.finditer(text, start, end) if not inside(m.start()))]
    spots = sorted(
        [(m.start(), m.end(), m) for m in words]
        + [(m.start(), m.end(), None) for m in others]
        + ([(speaker, speaker + 1, None)] if speaker is not None else []),
        key=lambda spot: spot[0],
    )
    for index, (at, stop, match) in enumerate(spots):
        item = max(c for c in cuts if c <= at)
        if index and item < spots[index - 1][1]:
            item = spots[index - 1][1]
        following = end
        if index + 1 < len(spots):
            later = spots[index + 1][0]
            following = max([c for c in cuts if c <= later and c > at] or [later])
        if index + 1 == len(spots) and (
            cut := re.search(r"[；;](?![^，。；]{0,3}(?:均|都|皆|其(?!他|余|它)))", text[stop:following])
        ):
            following = stop + cut.start()
        own, before = _own(text[item:following], stop - item), text[item:at]
        if index + 1 < len(spots) and re.fullmatch(r"[、和与及跟]?", text[stop:later]):
            shared = text[spots[index + 1][1] : spots[index + 2][0] if index + 2 < len(spots) else end]
            if re.match(r"(?:Ⓜ▪*人|俩人?)?(?:早已?|已)?(?:都|均|各|皆)", shared):
                own += shared  # 公公婆婆都有退休金
        if match is None:
            if speaker == at:
                yield _Mention(teller(told), 1, own, "我", at, stop, start, True)
            continue
        if re.search(r"另有|还有", before) and re.search(r"在外地|赡养|成家|分担", own):
            continue
        relation, _, number = KIN[next(i for i in range(len(KIN)) if match[f"k{i}"])]
        if (
            told
            and re.search(rf"^(?:{told})", match[0])
            and re.search(r"(?:我|俺|咱)(?:们)?(?:的|家)?$", text[start:at])
        ):
            continue  # 招的我老婆: the dead person
        if not _literal(text, start, end, at, match[0]):
            relation = means(told, match[0], relation)
        counted = False
        if number == 1 and relation in ("子女", "兄弟姐妹", "孙子女"):
            number, counted = _how_many(reader, item, match, len(words), index)
        if relation == "子女" and _grown(reader, item, match, own):
            continue
        if relation == "兄弟姐妹" and re.search(r"赡养|扶养|抚养|外地|务工|工作", own):
            continue
        aged = "Ⓐ" in before
        for one in {"父母": ("父亲", "母亲"), "祖父母": ("祖父", "祖母")}.get(relation, (relation,)):
            yield _Mention(
                one,
                number if one == relation else 1,
                own,
                match[0],
                at,
                stop,
                start,
                counted or aged or re.match(r"[长次三幼大小二]", match[0]) is not None,
            )


def _own(said: str, word_end: int) -> str:
    """What is said of one relative: without later asides that tell of another."""
    kept = [said[:word_end]]
    last = word_end
    for match in _ASIDE.finditer(said, word_end):
        if match.start() > word_end + 6 and WORD.search(match[0]):
            kept.append(said[last : match.start()])
            last = match.end()
    return "".join((*kept, said[last:]))


_PARENT_DIED = re.compile(
    r"(?:[其之])?(?:父|母|爸|妈|爹)[亲爸妈]?(?:也)?(?:已经?|早已?|都|均|几年前|前几年|多年前|Ⓓ▪*)*(?:就)?(?:病?故|早逝|去世|过世|亡故|身故|病逝|不在|没了)"
)
_LEANS = re.compile(
    r"(?:除了?|不含|不包括|单亲|跟着?|随|由|靠|陪|与|照顾|因)[^，。；]{0,4}(?<!的)$|(?:其他|其它|别的|无|没有)[^，。；]{0,2}$"
)


def _aside(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a word of kinship only helps to tell of somebody else (由母亲抚养, 无其他子女, 因母亲早逝)."""
    if _LEANS.search(text, max(start, match.start() - 8), match.start()):
        return True
    return _PARENT_DIED.match(text, match.start()) is not None


def _literal(text: str, start: int, end: int, at: int, word: str) -> bool:
    """Whether a formal word in an official list means a relative of the dead, not of the teller (核定的供养亲属有……父亲)."""
    return (
        word in ("父亲", "母亲", "父母", "儿子", "女儿", "子女", "配偶", "妻子", "丈夫")
        and re.search(r"供养的?亲属|核定|核下来", text[start:end]) is not None
        and not re.search(r"(?:我|俺|咱)(?:们)?(?:的|家)?$", text[start:at])
    )


def _speaker(reader: Reader, told: str, start: int, end: int) -> int | None:
    """Where the one who tells the case counts himself among the relatives."""
    match = re.search(
        r"我(?:本人|自己)?(?=(?:和|与|跟|、|及|（|\()(?!他|她|老公|丈夫))|(?<=[和与、及跟就是有为])我(?:本人|自己)?(?=[，。；、（(]|一个人|$|没有劳动)",
        reader.text[start:end],
    )
    return start + match.start() if match else None


def _merged(found: list[_Mention]) -> list[Entry]:
    """Each relative once: the same word told again is the same person, unless it is counted anew in one sentence."""
    groups: dict[str, list[_Mention]] = {}
    for mention in found:
        groups.setdefault(mention.relation, []).append(mention)
    result: list[tuple[int, Entry]] = []
    for relation, mentions in groups.items():
        persons: list[tuple[_Mention, int, bool]] = []
        for mention in mentions:
            alone = _is_alone(mention)
            same = next(
                (
                    i
                    for i, (known, _, _) in enumerate(persons)
                    if relation in _ONLY_ONE
                    or known.sentence != mention.sentence
                    or (known.word == mention.word and not (known.marked and mention.marked))
                    or _general(mention.word)
                    or (not mention.marked and mention.number == 1 and _sex(known.word) == _sex(mention.word))
                    or re.search(rf"[该此]{re.escape(mention.word)}", mention.own)
                ),
                None,
            )
            if same is None:
                persons.append((mention, mention.number, alone))
            else:
                known, number, was = persons[same]
                persons[same] = (
                    known,
                    max(number, mention.number) if len(persons) == 1 else number,
                    was or alone,
                )
        for mention, number, alone in persons:
            result += [(mention.start, {"关系": relation, "孤老孤儿": alone}) for _ in range(number)]
    return [entry for _, entry in sorted(result, key=lambda pair: pair[0])]


def _sex(word: str) -> str:
    return "女" if re.search(r"女|闺|[姐妹]", word) else "男" if re.search(r"[子儿弟哥]", word) else ""


def _general(word: str) -> bool:
    return word in ("子女", "未成年子女", "孩子", "儿女", "小孩")


def _is_alone(mention: _Mention) -> bool:
    mark = _ORPHAN if mention.relation in ("子女", "孙子女") else _ALONE
    return mark.search(mention.own) is not None and _NOT_ALONE.search(mention.own) is None


def _how_many(reader: Reader, item: int, match: re.Match[str], listed: int, index: int) -> tuple[int, bool]:
    """``两名未成年子女``, ``未成年子女二人``: how many persons a relation stands for, and whether it is said."""
    counted = _COUNTED_AFTER.match(reader.text, match.end())
    if counted and index:  # 其父、其子二人: the number may be that of the whole list
        q = reader.marked.between(counted.start(1), counted.end(1), "money")
        if q and q[0].value == index + 1 and not re.match(r"个", counted[0][-1]):
            return 1, True
    before = _COUNTED_BEFORE.search(reader.text, item, match.start() + (1 if match[0][0] in "个名" else 0))
    for hit in (counted, before):
        if hit is None:
            continue
        q = reader.marked.between(hit.start(1), hit.end(1), "money")
        if q and 1 <= q[0].value <= 9:  # type: ignore[operator]
            return int(q[0].value), True  # type: ignore[arg-type]
    if re.search(r"双胞胎|龙凤胎|一对", reader.text[item : match.start()]):
        return 2, True
    return 1, False


def _grown(reader: Reader, item: int, match: re.Match[str], own: str) -> bool:
    """A child of age counts only without ability to work."""
    ages = reader.marked.between(item, item + len(own), "age")
    return bool(ages) and ages[0].value >= 18 and not re.search(r"劳动能力|残疾", own)  # type: ignore[operator]


def _excepted(reader: Reader) -> set[str]:
    """Relations that the text takes out: ``除妻子外，其余三人均经核定``."""
    found = set()
    for match in WORD.finditer(reader.text):
        before, after = (
            reader.text[max(0, match.start() - 4) : match.start()],
            reader.text[match.end() : match.end() + 6],
        )
        if re.search(r"除(?:其|了)?$", before) and re.match(r"[^。；，]{0,3}外", after):
            found.add(KIN[next(i for i in range(len(KIN)) if match[f"k{i}"])][0])
    return found


def _counts(reader: Reader, start: int, end: int) -> set[int]:
    """Every number of persons told in a sentence on dependants that may be the number of them all."""
    found: set[int] = set()
    for match in _COUNT.finditer(reader.text, start, end):
        if match["n"] in "俩仨":
            found.add(2 if match["n"] == "俩" else 3)
            continue
        q = reader.marked.between(match.start("n"), match.end("n"), "money")
        clause, _ = reader.marked.clause(match.start())
        lead = reader.text[clause : match.start()]
        follow = reader.text[match.end() : match.end() + 8]
        if not q or not 1 <= q[0].value <= 9:  # type: ignore[operator]
            continue
        listed = re.split(r"[、和与及]", lead)[-1]
        if WORD.search(listed) and not re.search(r"核定|供养亲属|共", listed) and "、" not in lead:
            continue  # 未成年子女二人: the number of these
        if WORD.search(listed) and q[0].value == 1:
            continue
        if WORD.match(reader.text, match.end()) or re.match(r"[^，。；]{0,6}不(?!属|是|算孤|存)", follow):
            continue
        found.add(int(q[0].value))  # type: ignore[arg-type]
    return found
