"""What the EC readers share: facts from quantities, and the one amount that several patterns agree on."""

from __future__ import annotations

import re
from collections import Counter

from lexcalc.case.context import claimed
from lexcalc.case.marked import Marked
from lexcalc.case.model import Case, Fact, Value
from lexcalc.case.quantities import Quantity


def single(case: Case, name: str, candidates: list[Quantity]) -> Quantity | None:
    """The one value on which all candidates agree; a doubt that names them if they do not."""
    values = {q.value for q in candidates}
    if len(values) == 1:
        return candidates[0]
    if values:
        written = "、".join(dict.fromkeys(q.raw for q in candidates))
        case.doubts.append(f"{name}有几个数（{written}），请用 --set {name}=… 指明")
    return None


def agreed(marked: Marked, case: Case, name: str, *patterns: str, kind: str = "money") -> Quantity | None:
    """The amount that the hits of the first fitting pattern agree on; patterns go from the surest to the loosest."""
    for pattern in patterns:
        found = [
            h.q[-1]
            for h in marked.hits(pattern)
            if h.q[-1].kind == kind
            and not h.q[-1].approx
            and not claimed(marked, h.match.start())
            and not elsewhere(marked, h.q[-1].start)
        ]
        if found:
            return single(case, name, found)
    return None


def put(case: Case, name: str, q: Quantity | None, value: Value | None = None) -> None:
    """Add a fact with the quantity's span; nothing for None."""
    if q is not None:
        case.facts.add(Fact(name, q.value if value is None else value, span=q.span))


_NAME = re.compile(
    r"(?![与在到从由被该入给对及是系为即受经])[\u4e00-\u9fff]某(?:某|[甲乙丙丁])?"
    r"(?![\u4e00-\u9fff]{0,6}(?:公司|厂|店|医院|学校|集团|中心|药房|超市|餐厅|宾馆|商行|机构|学院|银行|平台|幼儿园))"
)


def elsewhere(marked: Marked, position: int) -> bool:
    """Whether the sentence up to a position speaks of another person than the one the case is about."""
    counts = Counter(m[0][:2] for m in _NAME.finditer(marked.folded))
    if len(counts) < 2:
        return False
    (main, most), (_, second) = counts.most_common(2)
    if most <= second:
        return False
    clause, sentence = marked.clause(position)[0], marked.sentence(position)[0]
    near = [
        m[0][:2]
        for m in _NAME.finditer(marked.folded, clause, position)
        if not re.search(r"[经由与向和同跟被对给、]$", marked.folded[clause : m.start()])
    ]
    if near:
        return near[-1] != main
    names = {m[0][:2] for m in _NAME.finditer(marked.folded, sentence, position)}
    return bool(names) and main not in names
