"""Heads of damages that a case or its question leaves out of account."""

from __future__ import annotations

from collections.abc import Iterator

from lexcalc.case import rex as re
from lexcalc.case.traffic_losses import labels_in
from lexcalc.case.traffic_text import View

_WITHOUT = re.compile(
    r"(?:(?:不|未|勿)(?:再|另|用|必|需要?|要)*(?:含|包括|包含|计入?|算入?|加上?|考虑|管)(?!免)|(?<![解开扣免])除(?:了|去|开)?(?!以))(?P<one>[^。;，()]*)"
    r"|(?P<two>[^。;，()]{0,24}?)(?:除外|之外|以外|不在(?:其|此)?(?:内|列|中)|不(?:算|计|含|管|考虑|包括)(?:在内|进去|入|上)?|(?:另|单独)(?:计|算|外|行)[^。;，()]{0,4})(?=[，。;)?？]|$)"
)


def unasked(text: str) -> set[str]:
    """Heads that a question takes out of the sum it asks for: (不含鉴定费), 除营养费外, 护理费另算."""
    return {head for *_, head in without(text)}


def without(text: str) -> Iterator[tuple[int, int, str]]:
    """Half-open spans of the heads that a question leaves out, each with its head."""
    for match in _WITHOUT.finditer(text):
        group = "one" if match["one"] is not None else "two"
        if not re.search(r"保险|交强|三者|限额|垫|已付|支付|先付|付过|比例|责任", match[group]):
            for label in labels_in(match[group], match.start(group)):
                if label.head != "住院":
                    yield label.start, label.end, label.head


def left_out(view: View) -> set[str]:
    """Heads the text takes out of the dispute (另案, 已和解, 不主张); refusing one amount leaves the head in."""
    out: set[str] = set()
    for index, clause in enumerate(view.clauses):
        if clause.level == "rejected" and re.search(r"优先|先行|限额|比例", clause.text):
            continue  # only the order of payment is refused or not asked for
        if clause.refuted:
            continue
        if clause.level != "rejected" or any(
            q.kind == "money" for piece in clause.pieces for q in piece.quantities
        ):
            continue
        previous = view.clauses[index - 1] if index else None
        refused = previous and previous.sentence == clause.sentence and previous.level == "rejected"
        if (
            previous
            and refused
            and any(q.kind == "money" for piece in previous.pieces for q in piece.quantities)
        ):
            continue
        if re.search(
            r"包含|包括|计入|(?:不|未)[^，]{0,4}(?:另|重复)",
            view.text[max(0, clause.start - 20) : clause.start],
        ):
            continue
        out |= {label.head for label in labels_in(clause.text, clause.start)}
    asked = view.text[view.question[0] :]  # 交强险赔我多少(医疗费不用再算)?
    for label in labels_in(asked):
        if re.match(
            r"[^，。;()]{0,3}不(?:用|必|需要?|要)?再?(?:算|计|管|考虑|包括|主张)", asked[label.end :]
        ):
            out.add(label.head)
    return out
