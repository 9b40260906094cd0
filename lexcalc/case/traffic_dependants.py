"""被扶养人: who depends on the victim, how old, with how many supporters, and who is not entitled."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from lexcalc.case import rex as re
from lexcalc.case.model import Case, Entry, Fact, Spanned
from lexcalc.case.quantities import PartialDate
from lexcalc.case.traffic_people import (
    CHILD,
    OTHER_PARENT,
    PARENT,
    SIBLING,
    SPOUSE,
    ages_at,
    event_day,
    kin_births,
    victim_kin,
)
from lexcalc.case.traffic_text import COUNT, View, count

_KIN_AGE = re.compile(
    rf"(?P<kin>{CHILD}|{PARENT}|{SPOUSE}|{SIBLING})(?:[\u4e00-\u9fff]某[某甲乙丙丁]?|[甲乙丙丁])?(?P<gap>[^。;，、Ⓐ]{{0,14}}?|[^。;、Ⓐ]{{0,8}}?，?(?:今年|时年|现年|定残时|事故时|事发时|当时|刚满|才|已经?|年满|年近|现|刚|已满))(?P<age>Ⓐ▪*)"
)
_AGE_KIN = re.compile(
    rf"(?P<age>Ⓐ▪*)(?:[、，][^。;()Ⓐ]{{2,24}}?)?的(?P<gap>[^。;，、Ⓐ]{{0,3}}?)(?P<kin>(?!子女){CHILD}|{PARENT}|{SPOUSE}|{SIBLING})"
)
_INCAPABLE = re.compile(
    r"(?:丧失|没有?|无|失去|完全丧失)(?:了)?(?:全部)?劳动能力|(?:没有?|无)(?:其他|别的|任何|固定)*(?:生活|经济|收入)来源|不能劳动|干不了|没法干活|瘫|卧床|重病|靠[^。;，]{0,6}(?:养活|赡养|扶养)|(?:残疾|重病|生活不能自理)"
)
_CAPABLE = re.compile(
    r"(?<!没)(?<!没有)(?<!无)(?:养老金|退休金|退休工资|离休)|身体(?:健康|硬朗|还好|很好)|务工|在职|上班|(?<!没)(?<!无)(?<!未)有(?:固定)?(?:收入|工作|劳动能力)|打工|保安|做工|务农|种地|当(?:司机|保姆)|月收入|经营|未丧失|没有?丧失|自食其力|能(?:自己)?(?:劳动|干活)|病故|去世|过世|已故|退休前|月领"
)
_KEEPERS = (
    (rf"(?<![及和与])(?:由|有|共|包括[^。;]{{0,12}}?在内的?|共同)?(?:生育?|育|养)?(?:有|了)?(?:共)?({COUNT})(?:名|个|位)(?:成年)?(?:子女|孩子|儿女|兄弟姐妹|兄弟|姐妹|扶养人|扶养义务人|抚养人|赡养人|法定扶养人|人)", 0),
    (rf"由[\u4e00-\u9fff]{{1,3}}[及和与](?:其)?({COUNT})(?:名|个|位)(?:成年)?(?:子女|儿女|兄弟姐妹|兄弟|姐妹|哥哥|弟弟|姐姐|妹妹|兄长|胞[兄弟姐妹])", 1),
    (rf"(?:有|生有|育有)({COUNT})(?:个|名)(?:儿子|女儿)[(，]?(?:包括|含)", 0),
    (r"(?:与|和|跟)(?:其|我|他|她|一个|唯一的?)*(?:哥哥?|弟弟?|姐姐?|妹妹?|兄长?|胞[兄弟姐妹])(?:两人|二人|俩)?(?:共同|一起)(?:[扶抚赡]养|养)", -2),
    (rf"(?:子女|兄弟姐妹|兄妹|姐弟|扶养(?:义务)?人|赡养人|抚养人)(?:共|一共|共有|有|为|总共|含[^，。]{{0,6}}在内)*({COUNT})(?:名|个|位)?人?", 0),
    (rf"(?:另|还)(?:外)?(?:生|育)?有(?:其他|别的|的|成年|健在)*(?:兄弟姐妹|兄妹|姐弟|兄弟|姐妹|姊妹|子女|儿女|孩子|儿子|女儿)({COUNT})(?:个|人|名|位)", 1),
    (rf"(?:由)?(?<!有)(?:兄弟姐妹|兄妹|姐弟|兄弟|姐妹|子女|姊妹)({COUNT})(?:个|人|名)?(?:共同)?(?:赡养|扶养|抚养|养)", 0),
    (rf"(?:还有|另有|另外有|除[^，。]{{1,8}}外[，还另]*有)({COUNT})(?:名|个|位)?(?:其他|成年)*(?:子女|兄弟|姐妹|兄弟姐妹|哥哥|弟弟|姐姐|妹妹|儿子|女儿)", 1),
    (r"(夫妻|父母|夫妇|双亲|双方|两口子|两人|二人)(?:[二两]人|双方|二人|俩|两个)?(?:共同|一起)?(?:来)?(?:扶养|抚养|赡养|养育|负担|养|承担)", -2),
    (r"(?:和|与|跟)(?:其|我|他|她|孩子|娃)?(?:他|她)?(?:妈妈?|爸爸?|娘|爹|妻子|丈夫|配偶|老婆|老公|爱人|前妻|前夫|妻|夫)[^，。;]{0,4}(?:共同|一起|两人|二人)?(?:扶养|抚养|赡养|养)", -2),
    (r"(?:和|与|跟)(?:其|我|他|她)?(?:一?个)?(?:哥哥|弟弟|姐姐|妹妹|兄长|胞弟|胞妹|胞兄|胞姐|哥|弟|姐|妹)(?:两人|二人|俩)?(?:共同|一起)?(?:扶养|抚养|赡养|养|负担|承担)", -2),
    (r"(独自|独力|一人|单独|只有[^。;，]{1,4}(?:[抚扶]养|养)|独生子女?|独子|独女|唯一(?:的)?(?:子女|儿子|女儿|扶养人|赡养人)|只有[^，。;]{0,5}一个(?:孩子|儿子|女儿|子女))", -1),
)  # fmt: skip


@dataclass
class Person(Spanned):
    """A relative with an age: where the mention stands and what the following words say."""

    kin: str
    age: Fraction
    start: int
    end: int
    window: str
    sentence: int


def read_dependants(view: View, case: Case) -> None:
    """Put 被扶养人; an adult whose need is not stated is a doubt only where the maintenance may be asked."""
    asking = view.text[view.question[0] : view.question[1]]
    if re.search(r"不(?:算|含|计|包括|考虑)[^。;，)]{0,8}(?:[扶抚]养|生活费)", asking):
        return
    people = _people(view, case)
    entries: list[Entry] = []
    spans: list[tuple[int, int]] = []
    relevant = bool(re.search(r"被?[扶抚赡]养", view.text))
    victim = victim_kin(view)
    for index, person in enumerate(people):
        if _in_law(person.kin, victim):
            continue
        keepers = (
            _keepers(person.window)
            or _shared(people, index)
            or _siblings(view, person)
            or _with_sibling(view, person)
            or _both_parents(view, person)
        )
        child = bool(re.fullmatch(CHILD, person.kin))
        window = person.window + _common(people, index)
        incapable = bool(_INCAPABLE.search(_negated_out(window)))
        if person.age >= 18:
            near = re.split(r"[)。;]", person.window)[0][:30]
            if _CAPABLE.search(near) and not _INCAPABLE.search(_negated_out(near)):
                continue  # 妻(68周岁，有退休金): what follows is about another
            if not incapable and (
                _CAPABLE.search(person.window + _common(people, index))
                or re.fullmatch(f"{SPOUSE}|{SIBLING}", person.kin)
                or child
            ):
                continue
            if not incapable and not _listed(view, person):
                if relevant:
                    case.doubts.append(f"{person.kin}是否丧失劳动能力又无其他生活来源，题面没有写明")
                continue
            incapable = True
        entry: Entry = {"关系": person.kin, "年龄": person.age}
        if keepers:
            entry["扶养人数"] = Fraction(keepers)
        elif not relevant:
            continue
        if incapable:
            entry["无劳动能力"] = True
        entries.append(entry)
        spans.append(person.span)
    if relevant and _ageless(view, people):
        case.doubts.append("有被扶养人没有读出年龄")
    if entries:
        case.facts.add(Fact("被扶养人", entries, span=(spans[0][0], spans[-1][1])))
    _counted(view, case, entries)
    if entries and (twins := re.search(r"双胞胎|龙凤胎|孪生|双生", view.text)):
        born = [i for i, e in enumerate(entries) if e["年龄"] < 18 and spans[i][0] >= twins.start() - 12]
        if len(born) == 1 and spans[born[0]][0] - twins.end() < 12:
            entries.insert(born[0], dict(entries[born[0]]))
        elif len(born) != 2 or entries[born[0]]["年龄"] != entries[born[1]]["年龄"]:
            case.doubts.append("双胞胎等数名被扶养人合写，未能逐人读出")


_NOT_YET = re.compile(  # 再过俩月才满10岁, 不满十周岁: not the age that counts
    r"(?:再过[^，。;]{1,4}才?|快要?|将要?|未|不|还没|即将|差[^，。;]{1,6})[满到足]?$"
)
_BORN = re.compile(
    rf"(?:育有|生育有?|生有|婚后[育生]有?)(?P<all>(?:{COUNT}(?:个|名)?(?:未成年)?(?:子女|孩子|女儿|儿子|女|子|儿|娃)[和、及]?)+)"
)


def _counted(view: View, case: Case, entries: list[Entry]) -> None:
    """育有一女: as many children as the text counts must have been read, not more."""
    for match in _BORN.finditer(view.text):
        clause = view.clause_at(match.start())
        if clause is None or re.search(PARENT, clause.text[: match.start() - clause.start]):
            continue
        told = sum(
            count(m[1]) or 0
            for m in re.finditer(rf"({COUNT})(?:个|名)?(?:未成年)?[子女孩儿娃]", match["all"])
        )
        read = sum(bool(re.fullmatch(CHILD, str(e["关系"]))) for e in entries)
        if told and read > told and len(list(_BORN.finditer(view.text))) == 1:
            case.doubts.append(f"题面写明有{told}名子女，读出的被扶养子女有{read}人")
            return


def _in_law(kin: str, victim: str) -> bool:
    """Whether a relation is no legal one: nobody owes maintenance to the parents of husband or wife (民法典1074条以下)."""
    if kin in ("岳父", "岳母"):
        return victim not in ("妻子", "老婆", "媳妇", "爱人", "妻", "女儿", "闺女")
    return kin in ("公公", "婆婆") and victim not in ("丈夫", "老公", "爱人", "夫", "儿子")


def _ageless(view: View, people: list[Person]) -> bool:
    """Whether the text calls someone dependent in a sentence that gives no age for that relation."""
    kinds = {bool(re.fullmatch(CHILD, p.kin)) for p in people}
    for clause in view.clauses:
        if clause.level in ("claim", "rejected") or not re.search(rf"{PARENT}|{CHILD}", clause.text):
            continue
        begin, end = view.sentences[clause.sentence]
        sentence = view.text[begin:end]
        if "Ⓐ" in sentence or "Ⓜ" in sentence or (view.question[0] <= begin < view.question[1]):
            continue
        if re.search(r"病故|去世|过世|已故|成年|不(?:再)?(?:列|算|计)|养老金|退休金|没有|无", sentence):
            continue
        need = re.search(
            rf"(?P<kin>{PARENT}|{CHILD})[^。;，]{{0,12}}(?:需要?|靠|由)[^。;，]{{0,8}}(?:[扶抚赡]养|养活)|(?P<ill>{PARENT})[^。;]{{0,16}}(?:丧失劳动能力|瘫|没有劳动能力)",
            sentence,
        )
        if need and bool(re.fullmatch(CHILD, need["kin"] or "")) not in kinds:
            return True
    return False


def _people(view: View, case: Case) -> list[Person]:
    victim = victim_kin(view)
    mentions: list[tuple[int, int, str, int]] = []  # start, end, relation, position of the age
    for match in _KIN_AGE.finditer(view.text):
        inner = list(
            re.finditer(
                rf"{CHILD}|{PARENT}|{SPOUSE}|{SIBLING}", view.text[match.start() : match.start("age")]
            )
        )
        last = inner[-1] if inner else None
        kin, start = (last[0], match.start() + last.start()) if last else (match["kin"], match.start())
        if victim in ("丈夫", "妻子") and re.search(rf"{OTHER_PARENT}$", view.text[: start + len(kin)][-8:]):
            continue
        if kin in ("儿", "女", "子") and not re.search(
            r"[之其一二两三有个]$", view.text[max(0, start - 1) : start]
        ):
            continue
        age = match.start("age")
        if _NOT_YET.search(match["gap"]):
            later = re.match(r"▪*[^。;Ⓐ]{0,8}[按以](?=Ⓐ)", view.text[age + 1 :])
            if later is None or re.search(r"Ⓐ▪*的[^。;，]{0,3}$", view.text[:start][-12:]):
                continue
            age += 1 + later.end()  # 女儿再过三个月才满7岁，按6岁算
        mentions.append((start, max(age + 1, match.end()), kin, age))
    taken = {age for *_, age in mentions}
    for match in _AGE_KIN.finditer(view.text):
        if match.start("age") not in taken or re.match("的|、|，", view.text[match.end("age") :]):
            mentions = [m for m in mentions if m[3] != match.start("age")]
            mentions.append((match.start(), match.end(), match["kin"], match.start("age")))
    mentions += _unnamed(view, {m[3] for m in mentions}, victim)
    reckoned: dict[int, Fraction] = {}
    for start, end, kin, born in kin_births(view, victim):
        event = event_day(view, case)
        if event is None or not isinstance(born.value, PartialDate) or any(m[0] == start for m in mentions):
            continue
        low, high = ages_at(born.value, event)
        if low != high and not low >= 75 and not (low >= 18 and high <= 60):
            if re.search("被?[扶抚赡]养", view.text):
                case.doubts.append(f"按出生年月未能确定{kin}的年龄")
            continue
        reckoned[born.start] = Fraction(low)
        mentions.append((start, end, kin, born.start))
    mentions.sort()
    found: list[Person] = []
    for index, (start, stop, kin, age) in enumerate(mentions):
        q, clause = view.at.get(age), view.clause_at(start)
        mine = kin == victim and not re.search(r"[他她其]$", view.text[max(0, start - 2) : start])
        years = reckoned.get(age) if q is None or q.kind == "date" else q.value
        if mine or q is None or not isinstance(years, Fraction) or not view.is_fact(start):
            continue
        end = mentions[index + 1][0] if index + 1 < len(mentions) else len(view.text)
        stops = [e for e in (view.text.find(c, stop) for c in "。\n;") if e >= 0]
        window = view.text[age : min([end, *stops])]
        if re.fullmatch(CHILD, kin) and _by_both(view, start):
            window += "夫妻扶养"
        found.append(Person(kin, years, start, stop, window, clause.sentence if clause else 0))
        view.use(q, "dependant")
    return found


def _by_both(view: View, start: int) -> bool:
    """Whether the words before a child say that both parents keep it (夫妇共同抚养一子)."""
    left = view.text[max(0, view.sentence_at(start)[0], start - 30) : start]
    return bool(
        re.search(rf"(?:与|和|跟)(?:其)?{SPOUSE}[^。;，]{{0,6}}(?:育|生)", left[-16:])
        or re.search(r"(?:夫妻|夫妇|两口子|夫妻二人)(?:共同|一起|俩)?(?:抚养|扶养|育有|养育|养|养着)", left)
    )


def _unnamed(view: View, taken: set[int], victim: str) -> list[tuple[int, int, str, int]]:
    """Ages in a list after one relation: 两个孩子分别8岁和5岁, 父母一个70岁一个68岁."""
    found = []
    for q in view.quantities:
        if q.kind != "age" or q.start in taken or not isinstance(q.value, Fraction):
            continue
        if _NOT_YET.search(view.text[: q.start][-9:]) or (
            re.search("[按以]$", view.text[: q.start][-1:]) and re.match("计|算|认", view.text[q.end :])
        ):  # (按9周岁计算): said of the age before it
            earlier = [a.start for a in view.quantities if a.kind == "age" and a.start < q.start][-2:]
            if taken & set(earlier) and view.sentence_at(earlier[-1]) == view.sentence_at(q.start):
                view.use(q, "dependant")
            continue
        begin = max(view.sentence_at(q.start)[0], q.start - 40)
        kins = list(re.finditer(rf"{CHILD}|{PARENT}|双亲|二老", view.text[begin : q.start]))
        end = begin + kins[-1].end() if kins else begin
        if (
            not kins
            or (
                victim in ("丈夫", "妻子")
                and re.search(rf"{OTHER_PARENT}$", view.text[max(0, end - 8) : end])
            )
            or re.search(r"死者|原告|我(?!爸|妈|父|母|儿|女|家|两|有|的)", view.text[end : q.start])
        ):
            continue
        grown = q.value >= 18 and _INCAPABLE.search(_negated_out(view.text[q.end : q.end + 30]))
        if bool(re.fullmatch(CHILD, kins[-1][0])) == (q.value < 18) or (grown and q.value < 50):
            found.append((q.start, q.end, kins[-1][0], q.start))
    return found


def _keepers(window: str) -> int | None:
    """The number of supporters that a window states; two different readings give none."""
    told: list[tuple[int, int, int]] = []
    for pattern, extra in _KEEPERS:
        for match in re.finditer(pattern, window):
            if extra < 0:
                told.append((*match.span(), -extra))
            elif (number := count(match[1])) is not None:
                besides = re.search(r"(?:另|还|外)(?:外|还|另)?$", window[: match.start()]) and not extra
                told.append((*match.span(), number + extra + bool(besides)))
    # 另有成年子女二人 holds 子女二人, which alone would mean something else
    numbers = {n for a, b, n in told if not any(x <= a and b <= y and (x, y) != (a, b) for x, y, _ in told)}
    return numbers.pop() if len(numbers) == 1 else None


def _shared(people: list[Person], index: int) -> int | None:
    """``女儿6岁、儿子14岁，均由夫妻二人扶养``: a later window with 均 or 都 speaks for those before it in its sentence."""
    for later in people[index + 1 :]:
        if later.sentence != people[index].sentence:
            return None
        if later.window and re.search(r"均|都|共同|两个孩子|二人|两人", later.window):
            same = bool(re.fullmatch(CHILD, later.kin)) == bool(re.fullmatch(CHILD, people[index].kin))
            return _keepers(later.window) if same else None
        if _keepers(later.window):
            return None
    return None


def _common(people: list[Person], index: int) -> str:
    """Words after 均 or 都 in a later window of the sentence, which hold for every person before."""
    for later in people[index + 1 :]:
        if later.sentence != people[index].sentence:
            break
        if match := re.search(r"(?:均|都|二人|两人|二老).*", later.window):
            same = bool(re.fullmatch(CHILD, later.kin)) == bool(re.fullmatch(CHILD, people[index].kin))
            return match[0] if same else ""
    return ""


def _both_parents(view: View, person: Person) -> int | None:
    """A minor child is kept by both parents where the text shows that the other one is alive."""
    if not re.fullmatch(CHILD, person.kin) or person.age >= 18:
        return None
    for gone in re.finditer(
        r"离婚|离异|丧偶|前妻|前夫|改嫁|(?:妻子?|丈夫|老婆|老公|配偶|嫂子?|姐夫|妹夫|弟媳|儿媳|女婿|孩子[他她]?[爸妈爹娘]|另一方)[^。;，]{0,6}(?:去世|病[故逝]|过世|早逝|已故|亡故|不在了|跑了|失踪)|单亲",
        view.text,
    ):
        begin = max(view.text.rfind(stop, 0, gone.start()) for stop in "。;\n")
        if not re.search(
            PARENT, view.text[begin + 1 : gone.start()]
        ):  # 母亲72岁，配偶已故 is the grandfather
            return None
    return (
        2
        if re.search(rf"{SPOUSE}|{OTHER_PARENT}|弟妹|嫂子|姐夫|妹夫|儿媳|女婿|两口子|夫妻", view.text)
        else None
    )


def _with_sibling(view: View, person: Person) -> int | None:
    """``与其姐共同赡养的母亲``: the words before a parent name the one who shares the care."""
    left = view.text[max(view.sentence_at(person.start)[0], person.start - 20) : person.start]
    pattern = rf"(?:与|和|跟)(?:其|我|他|她)?一?(?:名|个)?(?:哥哥?|弟弟?|姐姐?|妹妹?|兄长?|胞[兄弟姐妹])(?:两人|二人)?(?:共同|一起)(?:赡养|扶养)的?(?:{PARENT})?，?$"
    return 2 if re.search(pattern, left) else None


def _siblings(view: View, person: Person) -> int | None:
    """Parents are kept by the victim and the victim's brothers and sisters, where the text counts them."""
    if not re.fullmatch(PARENT, person.kin):
        return None
    if re.search(r"独生子|独生女|独子|独女|没有(?:其他)?(?:兄弟|姐妹)", view.text):
        return 1
    found = {
        (count(m[1]) or 0) + 1
        for m in re.finditer(
            rf"(?:我|死者|原告|某|[甲乙丙丁]|他|她|另|还|只)(?:另|还|只)?有({COUNT})(?:名|个|位)?(?:亲)?(?:哥哥|姐姐|弟弟|妹妹|兄弟姐妹|兄弟|姐妹|哥|姐|弟|妹)",
            view.text,
        )
    }
    for m in re.finditer(rf"兄弟姐妹(?:一共|总共|共|合计)?(?:有)?({COUNT})(?:个)?人", view.text):
        found.add(count(m[1]) or 0)
    return found.pop() if len(found) == 1 else None


def _negated_out(window: str) -> str:
    return re.sub(r"(?:未|没有?|并未)(?:完全)?丧失劳动能力|(?<!没)(?<!无)有劳动能力", "", window)


def _listed(view: View, person: Person) -> bool:
    """Whether the text itself calls the person a dependant (被扶养人有：…)."""
    left = view.text[max(0, person.start - 60) : person.start]
    return bool(re.search(r"被[扶抚]养人(?:有|为|包括|是|:|：|共)[^。;]*$", left)) and not _CAPABLE.search(
        person.window
    )
