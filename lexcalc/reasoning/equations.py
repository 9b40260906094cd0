"""Equations in running Chinese text, each recomputed exactly and compared with what the text claims.

Reading is cautious: what is not certainly one calculation gets ``computed`` None (shown as 未核) instead of
a wrong reproach.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import chain, islice, pairwise

from lexcalc.reasoning import plain
from lexcalc.reasoning.arithmetic import Node, Unreadable, compute, operands, parse, read
from lexcalc.reasoning.tokens import (
    BAD,
    CLOSE,
    FRAC,
    MAX_TOKENS,
    NUM,
    OP,
    OPEN,
    PERCENT,
    REL,
    SOFT,
    STOP,
    UNIT,
    WORD,
    Token,
    fold,
    scan,
)

MAX_EQUATIONS = 200  # of one text; reasoning of 768 tokens holds some twenty
MAX_TEXT = 65_536
MAX_LABEL = 14  # characters of a word between number and sign, as in ``8.5（补偿月数）×月工资12,600``
_CALCULATES = re.compile(r"[=＝﹦≈≒]|等于|\\approx|[-+*/×÷·✕＋－−＊／xX乘除加减]|\\(?:times|div|cdot|d?frac)")
_PIECES = re.compile(r"[^;；。\n]+")
_YUAN = re.compile(r"元|块|人民币")


@dataclass(slots=True)
class Equation:
    """One claim: what stands left of the sign, what is claimed right of it, what it computes to.

    ``ok`` is None where the calculation cannot be read with certainty.
    """

    text: str
    claimed: Fraction | None
    computed: Fraction | None
    ok: bool | None
    span: tuple[int, int] = (0, 0)
    read_tree: Node | None = None

    @property
    def tree(self) -> Node | None:
        """The calculation as a tree, None where it was not read; a plain one is read only when asked for."""
        if self.read_tree is None and self.computed is not None:
            self.read_tree = parse(self.text.rpartition("=" if "=" in self.text else "＝")[0])
        return self.read_tree

    @property
    def operands(self) -> tuple[Fraction, ...]:
        """The numbers of the calculation in the order written."""
        return () if self.tree is None else tuple(operands(self.tree))


def rounded(value: Fraction, places: int) -> Fraction:
    """Half-up (away from zero) to a number of decimals, which may be negative."""
    scale = Fraction(10) ** places
    scaled = abs(value) * scale
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole) / scale


def agrees(computed: Fraction, claimed: Fraction, places: int, approximate: bool) -> bool:
    """Whether a claim states a value: to the digits claimed with ``≈``, to 分 or finer with ``=``."""
    if computed == claimed:
        return True
    digits = places if approximate else max(places, 2)
    return rounded(computed, digits) == rounded(claimed, digits)


@dataclass
class _Side:
    """What stands between two signs: read as the calculation before one, or as the claim after the other."""

    tokens: list[Token]

    @cached_property
    def pieces(self) -> list[list[Token]]:
        """As the left of a sign: its last piece counts."""
        return _pieces(_without_comments(self.tokens))

    @cached_property
    def claims(self) -> list[list[Token]]:
        """As the right of a sign: its first piece counts."""
        return _pieces(_without_comments(self.tokens, after_sign=True))

    @property
    def has_digits(self) -> bool:
        return any(t.kind in (NUM, BAD) for t in self.tokens)

    @property
    def has_operator(self) -> bool:
        # A refused word (no text) is no calculation, a power is: ``三倍社平=22500`` claims nothing.
        signs = [t for piece in (self.tokens, *self.pieces) for t in piece if t.kind in (OP, FRAC, BAD)]
        return any(t.kind != BAD or t.value for t in signs)


def split_equations(text: str) -> list[Equation]:
    """The equations of a text in order; never raises, at most ``MAX_EQUATIONS``."""
    text = text[:MAX_TEXT]
    found: list[Equation] = []
    budget = MAX_TOKENS
    for piece in _PIECES.finditer(text):
        written = piece[0]
        if not _CALCULATES.search(written):
            continue
        quick = plain.read(fold(written))
        if quick is not None:
            found.append(_plainly(written, piece.start(), quick))
            budget -= 1
        else:
            tokens = scan(written)
            budget -= len(tokens)
            for clause in _clauses(tokens):
                found += islice(_in_clause(written, clause, piece.start()), MAX_EQUATIONS)
        if budget <= 0 or len(found) > MAX_EQUATIONS:
            # What lies beyond the limits is not checked, and must not count as checked.
            found[MAX_EQUATIONS - 1 :] = []
            found.append(Equation("（以下算式过多，未核）", None, None, None))
            break
    return found


def _plainly(text: str, offset: int, quick: plain.Plain) -> Equation:
    ok = agrees(quick.computed, quick.claimed, quick.places, approximate=False)
    span = (offset + quick.start, offset + quick.end)
    return Equation(text[quick.start : quick.end], quick.claimed, quick.computed, ok, span)


def _clauses(tokens: list[Token]) -> Iterator[list[Token]]:
    """Token runs between stops; a stop inside brackets splits too, unless the run then has no sign."""
    run: list[Token] = []
    for token in tokens:
        if token.kind == STOP:
            if run:
                yield run
            run = []
        else:
            run.append(token)
    if run:
        yield run


def _in_clause(text: str, clause: list[Token], offset: int = 0) -> Iterator[Equation]:
    for equation in chain(_in_brackets(text, clause), _between_signs(text, clause)):
        equation.span = (equation.span[0] + offset, equation.span[1] + offset)
        yield equation


def _between_signs(text: str, clause: list[Token]) -> Iterator[Equation]:
    signs = [i for i, t in enumerate(clause) if t.kind == REL or (t.kind == SOFT and _soft_sign(clause, i))]
    if not signs:
        return
    bounds = [-1, *signs, len(clause)]
    sides = [_Side(clause[a + 1 : b]) for a, b in pairwise(bounds)]
    chained = False
    for sign, left, right in zip(signs, sides, sides[1:], strict=False):
        approximate = clause[sign].value == "≈"
        equation = _compare(text, left, right, approximate, chained)
        chained = equation is not None
        if equation is not None:
            yield equation


def _soft_sign(clause: list[Token], at: int) -> bool:
    """``为`` and ``合计`` are signs only between a finished calculation and a single number."""
    before = [t for t in clause[:at]]
    for i in range(len(before) - 1, -1, -1):
        if before[i].kind in (REL, SOFT):
            before = before[i + 1 :]
            break
    if (
        not any(t.kind == OP for t in before)
        or not before
        or before[-1].kind not in (NUM, UNIT, CLOSE, PERCENT)
    ):
        return False
    after = clause[at + 1 :]
    return not any(t.kind == OP for t in after[:4])


def _in_brackets(text: str, clause: list[Token]) -> Iterator[Equation]:
    """``600元（10元/天×60天）``: the bracket says how the amount before it was reached."""
    for i, token in enumerate(clause):
        if token.kind != OPEN or i == 0:
            continue
        before = i - 1 if clause[i - 1].kind == NUM else i - 2 if clause[i - 1].kind == UNIT else -1
        if (
            before < 0
            or clause[before].kind != NUM
            or (before and clause[before - 1].kind in (OP, OPEN, FRAC))
        ):
            continue
        end = _closing(clause, i)
        if end is None or (end + 1 < len(clause) and clause[end + 1].kind in (OP, REL, OPEN, PERCENT)):
            continue
        inside = clause[i + 1 : end]
        if not any(t.kind == OP for t in inside) or any(t.kind == REL for t in inside):
            continue
        pieces = _pieces(_without_comments(inside))
        tree = _tree(pieces[0]) if len(pieces) == 1 else None
        if tree is not None:
            equation = _judge(text, tree, clause[before], False, (token.end, clause[end].start))
            if equation is not None:
                yield equation


def _closing(tokens: list[Token], start: int) -> int | None:
    depth = 0
    for i in range(start, min(len(tokens), start + 400)):
        depth += (tokens[i].kind == OPEN) - (tokens[i].kind == CLOSE)
        if depth == 0:
            return i
    return None


def _without_comments(tokens: list[Token], after_sign: bool = False) -> list[Token]:
    """Drop brackets that only explain (``（月平均工资）``, ``（2023年度）``).

    Of a bracket that is open at the end, the inside is the calculation before a sign and no part of the
    claim after one; likewise for a bracket that closes here and opened earlier.
    """
    if not any(token.kind in (OPEN, CLOSE) for token in tokens):
        return tokens
    kept: list[Token] = []
    opened: list[int] = []
    for token in tokens:
        if token.kind == OPEN:
            opened.append(len(kept))
            kept.append(token)
        elif token.kind == CLOSE:
            if not opened:
                if after_sign:
                    break
                kept.clear()
                continue
            start = opened.pop()
            inside = kept[start + 1 :]
            explains = any(t.kind == WORD for t in inside) or not any(t.kind == NUM for t in inside)
            if explains and not any(t.kind in (OP, FRAC) for t in inside):
                del kept[start:]
            else:
                kept.append(token)
        else:
            kept.append(token)
    if opened:
        kept = kept[: opened[0]] if after_sign else kept[opened[-1] + 1 :]
    return kept


def _pieces(tokens: list[Token]) -> list[list[Token]]:
    """Cut where two operands stand side by side, drop labels beside signs; a piece may be an expression."""
    pieces: list[list[Token]] = []
    current: list[Token] = []
    words: list[Token] = []
    for token in tokens:
        if token.kind in (WORD, SOFT):
            words.append(token)
            continue
        last = current[-1].kind if current else -1
        if words and last == UNIT and current[-1].value == "倍":
            current.append(_refused(words))  # ``2×三倍社平``: three times something in words
        if token.kind in (NUM, OPEN, FRAC) and current and last in (NUM, UNIT, CLOSE, PERCENT):
            if token.kind == NUM and _of(words, token):
                current.append(Token(OP, "*", token.start, token.start))
            elif token.kind == OPEN and not words and last == CLOSE:
                pass  # ``)(`` and \frac{}{}: the reader decides
            else:
                pieces.append(current)
                current = []
        elif (
            token.kind in (OP, PERCENT)
            and words
            and current
            and (token.kind == PERCENT or sum(len(str(w.value)) for w in words) > MAX_LABEL)
        ):
            current.append(Token(BAD, "", token.start, token.start))
        elif token.kind == OP and not current and (words or token.value in "*/"):
            current.append(Token(BAD, "", token.start, token.start))  # ``月工资×8.5``: an operand in words
        elif token.kind == OP and last == OP and words:
            current.append(Token(BAD, "", token.start, token.start))  # ``2×月工资×8.5``
        elif token.kind == CLOSE and words and last in (OP, OPEN):
            current.append(Token(BAD, "", token.start, token.start))
        current.append(token)
        words = []
    if words and current and (current[-1].kind in (OP, OPEN) or current[-1].value == "倍"):
        current.append(_refused(words))
    if current:
        pieces.append(current)
    return pieces


def _refused(words: list[Token]) -> Token:
    return Token(BAD, "", words[0].start, words[-1].end)


def _of(words: list[Token], token: Token) -> bool:
    """``损失的70%`` and ``工资的2倍`` multiply; only for a share that is written as one."""
    return len(words) == 1 and words[0].value == "的" and token.places >= 2 and abs(token.value) <= 10


def _tree(tokens: list[Token]) -> Node | None:
    try:
        return read(tokens)
    except Unreadable:
        return None


def _bare(tokens: list[Token]) -> Token | None:
    """The one number of a piece without signs, else None."""
    if len(tokens) > 2 and tokens[0].kind == OPEN and tokens[-1].kind == CLOSE:  # \\boxed{107100}
        return _bare(tokens[1:-1])
    numbers = [t for t in tokens if t.kind == NUM]
    if len(numbers) == 1 and all(t.kind in (NUM, UNIT) or t is tokens[0] for t in tokens):
        if tokens[0].kind == OP:
            minus = tokens[0].value == "-" and len(tokens) > 1 and tokens[1] is numbers[0]
            return numbers[0]._replace(value=-numbers[0].value) if minus else None
        return numbers[0] if tokens[0].kind == NUM else None
    return None


def _compare(text: str, left: _Side, right: _Side, approximate: bool, chained: bool) -> Equation | None:
    if not right.claims or not left.has_digits:
        return None
    source, target = (left.pieces[-1] if left.pieces else []), right.claims[0]
    if right.tokens[0].kind in (WORD, SOFT) and target is not None and right.has_operator:
        return None  # ``8.5×12600=月数乘以工资``: a definition, the figure comes after the next sign
    claim, stated = _bare(target), _bare(source) if source else None
    start, end = left.tokens[0].start, target[-1].end
    if claim is None and stated is not None and _calculates(target):
        if not _amount(left, source):
            return None  # ``十二个月平均工资=18000+1200``
        tree = _tree(target)  # the amount first: ``3862.07=7000÷21.75×6×200%``
        return _judge(text, tree, stated, approximate, (source[0].start, end)) if tree else None
    if claim is None and not (_calculates(source) and _calculates(target)):
        return None
    if claim is not None and not left.has_operator and not (chained and stated is not None):
        return None  # ``入职=2017年``, ``第1年=5000元``
    tree = _tree(source) if source and not _torn(left) else None
    span = (source[0].start if tree is not None else start, end)
    if claim is None:
        other = _tree(target)
        if tree is None or other is None:
            return Equation(text[span[0] : end], None, None, None, span=span)
        try:
            claim = Token(NUM, compute(other), target[0].start, end, 2)
            if target[0].kind == NUM and agrees(
                compute(tree), target[0].value, target[0].places, approximate
            ):
                # ``A+B=142652.98元×80%=114122.38``: the claim is the first number, from which it goes on
                span = (span[0], target[0].end)
                claim = target[0]
        except Unreadable:
            return Equation(text[span[0] : end], None, None, None, span=span)
    if tree is None:
        return Equation(text[span[0] : end], claim.value, None, None, span=span)
    return _judge(text, tree, claim, approximate, span)


def _calculates(tokens: list[Token]) -> bool:
    return any(t.kind in (OP, FRAC) for t in tokens[1:]) or bool(tokens and tokens[0].kind == FRAC)


def _amount(side: _Side, piece: list[Token]) -> bool:
    """Whether a side ends with a bare amount, not with a duration or with words that a number only begins."""
    return side.tokens[-1] is piece[-1] and not (
        piece[-1].kind == UNIT and not _YUAN.match(str(piece[-1].value))
    )


def _torn(side: _Side) -> bool:
    """Whether the last piece is only the tail of a calculation (``2777元×5个月零8天``)."""
    return (
        len(side.pieces) > 1 and not _calculates(side.pieces[-1]) and any(map(_calculates, side.pieces[:-1]))
    )


def _judge(text: str, tree: Node, claim: Token, approximate: bool, span: tuple[int, int]) -> Equation | None:
    try:
        computed = compute(tree)
    except Unreadable:
        return Equation(text[span[0] : span[1]], claim.value, None, None, span=span)
    ok = agrees(computed, claim.value, claim.places, approximate)
    return Equation(text[span[0] : span[1]], claim.value, computed, ok, span, tree)
