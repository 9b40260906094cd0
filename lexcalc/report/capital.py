"""Amounts in formal Chinese numerals (大写金额): 119000.5 → 壹拾壹万玖仟元伍角整.

The forms are those of 《正确填写票据和结算凭证的基本规定》: 零 once for any run of zeros inside, 零 before 分
without 角 and before 角 after a yuan digit of zero, 整 unless it ends in 分.  Where it allows two forms, its
first is written.
"""

from __future__ import annotations

from fractions import Fraction

from lexcalc.money import cents

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
LIMIT = 10**16  # yuan; from here on 亿 would have to be repeated


def capital(amount: Fraction) -> str:
    """The amount, rounded to 分, in capitals; ValueError when negative or from 10^16 yuan on."""
    fen_total = int(cents(amount) * 100)
    if not 0 <= fen_total < LIMIT * 100:
        raise ValueError("amount out of range")
    yuan, rest = divmod(fen_total, 100)
    jiao, fen = divmod(rest, 10)
    written = _whole(yuan) + "元" if yuan else ""
    if not rest:
        return f"{written or '零元'}整"
    if yuan and (not jiao or not yuan % 10):
        written += "零"
    written += f"{_DIGITS[jiao]}角" if jiao else ""
    return written + (f"{_DIGITS[fen]}分" if fen else "整")


def _whole(number: int) -> str:
    for scale, unit in ((10**8, "亿"), (10**4, "万")):
        if number >= scale:
            high, low = divmod(number, scale)
            gap = "零" if 0 < low < scale // 10 else ""
            return _whole(high) + unit + gap + (_whole(low) if low else "")
    written, zero = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            written += ("零" if zero and written else "") + _DIGITS[digit] + _PLACES[place]
        zero = not digit
    return written
