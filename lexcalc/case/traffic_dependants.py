"""被扶养人: who depends on the victim, how old, with how many supporters, and who is not entitled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from lexcalc.case.model import Case, Entry, Fact
from lexcalc.case.traffic_people import _CAPABLE, _INCAPABLE, _AGE_KIN, _KEEPERS, _KIN_AGE, CHILD, PARENT, SIBLING, SPOUSE, victim_kin
from lexcalc.case.traffic_text import View, count


@dataclass
class Person:
    """A relative with an age: where the mention stands and what the following words say."""

    kin: str
    age: Fraction
    start: int
    end: int
    window: str
    sentence: int


def read_dependants(view: View, case: Case) -> None:
    """Put 被扶养人; an adult whose need is not stated is a doubt only where the maintenance may be asked."""
    people = _people(view)
    entries: list[Entry] = []
    spans: list[tuple[int, int]] = []
    relevant = bool(re.search(r"被?[扶抚赡]养", view.text))
    for index, person in enumerate(people):
        keepers = _keepers(person.window) or _shared(people, index)
        child = bool(re.fullmatch(CHILD, person.kin))
        incapable = bool(_INCAPABLE.search(_negated_out(person.window)))
        if person.age >= 18:
            if not incapable and (_CAPABLE.search(person.window) or re.fullmatch(f"{SPOUSE}|{SIBLING}", person.kin) or child):
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
        spans.append((person.start, person.end))
    if entries:
        case.facts.add(Fact("被扶养人", entries, span=(spans[0][0], spans[-1][1])))
    if entries and re.search(r"双胞胎|龙凤胎|孪生|三胞胎", view.text):
        case.doubts.append("双胞胎等数名被扶养人合写，未能逐人读出")


def _people(view: View) -> list[Person]:
    victim = victim_kin(view)
    mentions: list[tuple[int, int, str, int]] = []  # start, end, relation, position of the age
    for match in _KIN_AGE.finditer(view.text):
        inner = list(re.finditer(rf"{CHILD}|{PARENT}|{SPOUSE}|{SIBLING}", view.text[match.start() : match.start("age")]))
        last = inner[-1] if inner else None
        kin, start = (last[0], match.start() + last.start()) if last else (match["kin"], match.start())
        if kin in ("儿", "女", "子") and not re.search(r"[之其一二两三有个]$", view.text[max(0, start - 1) : start]):
            continue
        mentions.append((start, match.end(), kin, match.start("age")))
    taken = {age for *_, age in mentions}
    for match in _AGE_KIN.finditer(view.text):
        if match.start("age") not in taken or re.match("的|、|，", view.text[match.end("age") :]):
            mentions = [m for m in mentions if m[3] != match.start("age")]
            mentions.append((match.start(), match.end(), match["kin"], match.start("age")))
    mentions.sort()
    found: list[Person] = []
    for index, (start, stop, kin, age) in enumerate(mentions):
        q, clause = view.at.get(age), view.clause_at(start)
        mine = kin == victim and not re.search(r"[他她其]$", view.text[max(0, start - 2) : start])
        if mine or q is None or not isinstance(q.value, Fraction) or not view.is_fact(start):
            continue
        end = mentions[index + 1][0] if index + 1 < len(mentions) else len(view.text)
        stops = [e for e in (view.text.find(c, stop) for c in "。\n;") if e >= 0]
        window = view.text[age : min([end, *stops])]
        if re.fullmatch(CHILD, kin) and re.search(rf"(?:与|和|跟)(?:其)?{SPOUSE}[^。;，]{{0,6}}(?:育|生)", view.text[max(0, start - 16) : start]):
            window += "夫妻扶养"
        found.append(Person(kin, q.value, start, stop, window, clause.sentence if clause else 0))
        view.use(q, "dependant")
    return found


def _keepers(window: str) -> int | None:
    """The number of supporters that a window states; two different readings give none."""
    numbers = set()
    for pattern, extra in _KEEPERS:
        for match in re.finditer(pattern, window):
            if extra == -2:
                numbers.add(2)
            elif extra == -1:
                numbers.add(1)
            elif (number := count(match[1])) is not None:
                numbers.add(number + extra)
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


def _negated_out(window: str) -> str:
    return re.sub(r"(?:未|没有?|并未)(?:完全)?丧失劳动能力|有劳动能力", "", window)


def _listed(view: View, person: Person) -> bool:
    """Whether the text itself calls the person a dependant (被扶养人有：…)."""
    left = view.text[max(0, person.start - 60) : person.start]
    return bool(re.search(r"被[扶抚]养人(?:有|为|包括|是|:|：|共)[^。;]*$", left)) and not _CAPABLE.search(person.window)
