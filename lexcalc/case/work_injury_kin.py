"""The dependants that count for 供养亲属抚恤金: those recognised, each with relation and 孤寡老人/孤儿."""

from __future__ import annotations

import re

from lexcalc.case.model import Case, Entry, Fact
from lexcalc.case.work_injury_labels import _ASIDE, Reader

# relation -> wording; pairs count twice
_KIN: tuple[tuple[str, str, int], ...] = (
    ("父母", r"父母(?:双[亲方])?(?:Ⓜ▪*人)?|公婆|老Ⓜ▪*口|岳父母|双亲|爸妈|爹妈|(?:年迈的?)?二老|两位老人", 2),
    ("祖父母", r"外?祖父母|爷爷奶奶|姥姥姥爷|外公外婆", 2),
    ("子女", r"儿女", 2),
    ("配偶", r"配偶|妻子|丈夫|爱人|老婆|老公|遗孀|媳妇|妻(?!子)|(?<![大功工])夫(?![妻人])|嫂子|姐夫", 1),
    (
        "子女",
        r"儿子|女儿|养[子女]|继[子女]|长子|次子|幼子|长女|次女|幼女|独子|独女|之子|之女|其子(?!女)|其女|遗腹子|孩子(?!(?:他|她|的)?[妈爸父母])|小孩|(?:未成年)?子女|闺女|侄[子女]|娃(?:娃)?|(?<=[Ⓜ▪])(?:个|名)?[子女儿](?![女孩子婿媳])",
        1,
    ),
    ("父亲", r"父亲|[养继]父(?!母)|老父亲?|爸爸?|爹|其父(?!母)|公公|岳父", 1),
    ("母亲", r"母亲|[养继]母|老母亲?|妈妈?|娘(?!家)|其母|婆婆|岳母", 1),
    ("祖父", r"外?祖父(?!母)|爷爷|外公|姥爷", 1),
    ("祖母", r"外?祖母|奶奶|外婆|姥姥", 1),
    ("孙子女", r"外?孙(?:子女|子(?!女)|女)", 1),
    ("兄弟姐妹", r"(?:弟弟|妹妹|哥哥|姐姐|胞弟|胞妹)", 1),
)
_WORD = re.compile("|".join(f"(?P<k{i}>{pattern})" for i, (_, pattern, _) in enumerate(_KIN)))
_NO = re.compile(
    r"不(?:符合|属于?供养|具备|予核定|享受|领取|算(?!孤)|在[^，。；]{0,6}(?:范围|之列))|未(?:被|予|经)?(?:核定|认定|列入|纳入|批)|没(?:有)?(?:被)?(?:核定|核上|批|算)|已?就业|(?<!没)(?<!无)有(?:固定)?(?:工作|工资|收入|退休金|养老金)"
    r"|(?<!没)(?:领|拿)(?:取|着)?[^，。；]{0,4}(?:养老金|退休金|退休工资)|都?没了|不在了|病逝|病故|过世|身故|生前|出事|工亡|死|走(?:了|的)|(?<!没)(?<!无)(?<!没有)退休|上班|打工|已(?:经)?(?:成年|工作|年满Ⓐ▪*并)|成年且|另行|早逝|已故|去世|离异|再婚|仍在[^，。；]{0,6}(?:工作|上班|务农)|年收入|能自食其力|自己有"
)
_YES = re.compile(
    r"核定|符合|核准|认定(?:为|的)?供养|供养亲属|确认(?:为|的)?供养|无劳动能力|(?:丧|失去|完全丧)失劳动能力|没(?:有)?劳动能力|不能劳动|靠[^，。；]{0,6}(?:养|供)|供养|未成年|在读|上学|读书|年幼|Ⓐ"
)
_SURE = re.compile(
    r"核定|核准|符合[^，。；]{0,8}条件|供养亲属(?:有|为|是|仅|只|包括|共|:)|认定[^，。；]{0,6}供养|抚恤[^。；]{0,10}(?:对象|条件|资格)|批(?:了|准)"
)
_ALONE = re.compile(r"孤寡(?:老人)?|孤老")
_ORPHAN = re.compile(
    r"孤儿|爹妈(?:都|全)?(?:没|不在)|父母(?:双亡|均[^，。；]{0,4}(?:亡|世|故)|都(?:没|不在|去世))|双亡"
)
_NOT_ALONE = re.compile(
    r"(?:不是|不算|不作为|不属(?:于)?|非|均非|并非|都不是|无|没有)[^，。；]{0,6}(?:孤寡|孤儿|孤老)"
)
_COUNT = re.compile(
    r"(?:核定|核准|符合|批准?|供养亲属|共有?|仅有?|等|的)(?P<gap>[^。；，Ⓜ]{0,14})(?P<n>Ⓜ▪*)(?:人|[名位个](?=供养|亲属|[，。:：;；（(]|$))(?!月)"
)


def read_dependants(reader: Reader, case: Case) -> bool:
    """Add 供养亲属; returns True where the text speaks of them but who counts is unclear."""
    if not re.search(r"供养|抚恤", reader.text):
        return False
    sure: list[tuple[Entry, int, int]] = []
    likely: list[tuple[Entry, int, int]] = []
    said: int | None = None
    for start, end in reader.marked.sentences():
        text = reader.text[start:end]
        if not _YES.search(text) or (
            re.search(r"请问|多少|请求|主张", text) and not re.search(r"核定", text)
        ):
            continue
        found = _in_sentence(reader, start, end)
        if _SURE.search(text):
            if _SPEAKER.search(text):
                speaker = _speaker(reader, start)
                if speaker is None:
                    return True
                found.insert(0, (speaker, start, end))
            sure += found
            said = said or _count(reader, start, end)
        else:
            likely += found
    chosen = _merged(sure or likely)
    if sure and said is not None and said != len(chosen):
        chosen = _merged(sure + likely)  # 何小某及其父母共三人: the others are told of elsewhere
    if not chosen:
        return True
    half = _OTHER_PARENT.search(reader.text) and not re.search(r"孤儿|双亡|爹妈|父母都", reader.text)
    if half and any(e["关系"] == "子女" for e in chosen):
        return True  # the other parent is dead as well: an orphan, unless the text says otherwise
    if said is not None and said != len(chosen):
        return True
    left = _excepted(reader)
    chosen = [e for e in chosen if e["关系"] not in left] or chosen
    counts = _counts(reader)
    if counts and len(chosen) not in counts:
        return True
    spans = [(s, e) for _, s, e in sure or likely]
    case.facts.add(Fact("供养亲属", chosen, span=(min(s for s, _ in spans), max(e for _, e in spans))))
    return False


_ONLY_ONE = ("配偶", "父亲", "母亲")


def _merged(found: list[tuple[Entry, int, int]]) -> list[Entry]:
    """Each relative once: the same relation told again in another sentence is the same person."""
    result: list[Entry] = []
    sentence_of: dict[str, int] = {}
    for entry, _, _ in found:
        relation = str(entry["关系"])
        number = int(entry["句"])  # type: ignore[arg-type]
        if relation in sentence_of and (sentence_of[relation] != number or relation in _ONLY_ONE):
            if entry["孤老孤儿"]:
                next(e for e in result if e["关系"] == relation)["孤老孤儿"] = True
            continue
        sentence_of[relation] = number
        result.append({k: v for k, v in entry.items() if k != "句"})
    return result


def _in_sentence(reader: Reader, start: int, end: int) -> list[tuple[Entry, int, int]]:
    found: list[tuple[Entry, int, int]] = []
    text = reader.text
    asides = [m.span() for m in _ASIDE.finditer(text, start, end)]
    matches = [m for m in _WORD.finditer(text, start, end) if not any(a < m.start() < b for a, b in asides)]
    for index, match in enumerate(matches):
        stop = matches[index + 1].start() if index + 1 < len(matches) else end
        own = text[match.end() : stop]
        clause_start, _ = reader.marked.clause(match.start())
        before = text[max(clause_start, matches[index - 1].end() if index else start) : match.start()]
        if _NO.search(_own_words(own)) or re.search(
            r"(?:除|不含|不包括|单亲|跟着?|随|由)[^，。；]{0,4}$|(?:靠|其他|其它|别的|另一?|另有[^，。；]{0,4}|还有[^，。；]{0,2}其他)$",
            before,
        ):
            continue
        relation, _, number = _KIN[next(i for i in range(len(_KIN)) if match[f"k{i}"])]
        if number == 1 and relation in ("子女", "兄弟姐妹"):
            number = _how_many(
                reader, max(clause_start, matches[index - 1].end() if index else start), match, index + 1
            )
        mark = _ORPHAN if relation == "子女" else _ALONE
        near = before + (text[match.end() : min(end, match.end() + 24)] if relation == "子女" else own)
        alone = bool(mark.search(near)) and not _NOT_ALONE.search(before + own + near)
        names = {"父母": ("父亲", "母亲"), "祖父母": ("祖父", "祖母")}.get(relation, (relation,) * number)
        if relation == "兄弟姐妹" and re.search(r"赡养|扶养|抚养", own):
            continue
        if relation == "子女" and _grown(reader, match, stop, own + before):
            continue
        for name in names:
            found.append(({"关系": name, "孤老孤儿": alone, "句": start}, match.start(), match.end()))  # type: ignore[dict-item]
    return found


_OTHER_PARENT = re.compile(
    r"单亲|(?:妻子?|丈夫|配偶|嫂子|弟媳|前妻|孩子(?:他|她)?[妈爸])[^。；]{0,8}(?:病故|病逝|去世|早逝|过世|已故|亡故)|丧偶"
)
_COUNTED_BEFORE = re.compile(r"(Ⓜ▪*)(?:个|名|位)?(?:[^Ⓜ，。；、]{0,7})$")
_COUNTED_AFTER = re.compile(r"[各共]?(Ⓜ▪*)(?:人|名)")


def _how_many(reader: Reader, start: int, match: re.Match[str], listed: int) -> int:
    """``两名未成年子女``, ``未成年子女二人``: how many persons a relation stands for."""
    counted = _COUNTED_AFTER.match(reader.text, match.end())
    if counted and listed > 1:  # 其父、其子二人: the number may be that of the whole list
        q = reader.marked.between(counted.start(1), counted.end(1), "money")
        if q and q[0].value == listed:
            return 1
    before = _COUNTED_BEFORE.search(
        reader.text, start, match.end() if match[0][0] in "子女儿个名" else match.start()
    )
    counted = counted or before
    if counted is None:
        return 1
    q = reader.marked.between(counted.start(1), counted.end(1), "money")
    return int(q[0].value) if q and 1 <= q[0].value <= 9 else 1  # type: ignore[arg-type,operator]


def _grown(reader: Reader, match: re.Match[str], stop: int, said: str) -> bool:
    """A child of age counts only without ability to work."""
    ages = reader.marked.between(match.end(), min(stop, match.end() + 12), "age")
    return bool(ages) and ages[0].value >= 18 and not re.search(r"劳动能力|残疾", said)  # type: ignore[operator]


def _own_words(said: str) -> str:
    """What is said of one relative: without later asides, and without the parents' death that makes an orphan."""
    first = _ASIDE.match(said)
    rest = _ASIDE.sub("", said[first.end() :] if first else said)
    return _ORPHAN.sub("", (first[0] if first else "") + rest)


def _excepted(reader: Reader) -> set[str]:
    """Relations that the text takes out: ``除妻子外，其余三人均经核定``."""
    found = set()
    for match in _WORD.finditer(reader.text):
        before, after = (
            reader.text[max(0, match.start() - 4) : match.start()],
            reader.text[match.end() : match.end() + 6],
        )
        if re.search(r"除(?:其|了)?$", before) and re.match(r"[^。；，]{0,3}外", after):
            found.add(_KIN[next(i for i in range(len(_KIN)) if match[f"k{i}"])][0])
    return found


_SPEAKER = re.compile(r"我(?:本人)?(?:和|与|跟|、|及)")
_SPOUSE = re.compile(r"我(?:的)?(?:老公|丈夫|老婆|妻子|爱人|先生)|(?:妻子?|遗孀|丈夫)(?:来)?(?:问|咨询)")


def _speaker(reader: Reader, sentence: int) -> Entry | None:
    """The one who tells the case, where he counts himself in: a spouse if the dead is called so."""
    if _SPOUSE.search(reader.text) is None:
        return None
    return {"关系": "配偶", "孤老孤儿": False, "句": sentence}  # type: ignore[dict-item]


def _counts(reader: Reader) -> set[int]:
    """Every number of persons told where dependants are spoken of."""
    found: set[int] = set()
    for start, end in reader.marked.sentences():
        if re.search(r"供养亲属|抚恤", reader.text[start:end]):
            for hit in reader.marked.hits(
                r"{M}(?:个人|人|位|口|个(?=都|均|全))(?![^。；，]{0,6}不)", start, end
            ):
                if hit.q[0].value in range(2, 10):
                    found.add(int(hit.q[0].value))  # type: ignore[arg-type]
    return found


def _count(reader: Reader, start: int, end: int) -> int | None:
    match = _COUNT.search(reader.text, start, end)
    if match is None or _WORD.search(match["gap"]):
        return None
    q = reader.marked.between(match.start("n"), match.end("n"), "money")
    return int(q[0].value) if q and q[0].value <= 9 else None  # type: ignore[arg-type,operator]
