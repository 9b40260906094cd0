"""A work-injury case at hand: what its steps are counted by, and the sentences that several heads share."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from lexcalc.case.model import Case
from lexcalc.law import Assessment
from lexcalc.law.assess import Line
from lexcalc.money import plain
from training.distil.sums import capped, floored

NUMERALS = "零一二三四五六七八九十"
_REVISED = date(2011, 1, 1)


@dataclass
class Part:
    """One head: the sentences on what it is counted by, and its equations."""

    line: Line
    text: str
    basis: list[str] = field(default_factory=list)


class Work:
    """A case at hand: its facts as numbers, and wordings chosen by the question."""

    def __init__(self, case: Case, native: Assessment, rng: random.Random, notes: Mapping[str, str]) -> None:
        self.case, self.native, self.rng, self.notes = case, native, rng, notes
        self._named = ""
        self._cites: dict[str, str] = {}
        self._own: tuple[Fraction, str] | None = None

    def pick(self, *wordings: str) -> str:
        return self.rng.choice(wordings)

    def number(self, name: str) -> Fraction | None:
        """A numeric fact."""
        value = self.case.facts.value(name)
        return value if isinstance(value, Fraction) else None

    def need(self, name: str) -> Fraction:
        """A numeric fact that the head cannot do without."""
        value = self.number(name)
        if value is None:
            raise ValueError(f"{name} is not known")
        return value

    def cite(self, line: Line) -> str:
        """The article that decides the head."""
        articles = [c for c in line.citations if not c.endswith(("第64条", "第61条"))] or line.citations
        name, _, article = articles[0].rpartition("第")
        if line.head not in self._cites:  # 第X条 alone is of the statute named last
            self._cites[line.head] = f"第{article}" if name == self._named else f"《{name}》第{article}"
            self._named = name
        return self._cites[line.head]

    @property
    def old(self) -> bool:
        """Whether the text of 2003 governs: injured before 2011 and not recognised since."""
        hurt = self.case.facts.value("受伤日") or self.case.facts.value("死亡日")
        known = self.case.facts.value("工伤认定日")
        recognised = isinstance(known, date) and known >= _REVISED
        return isinstance(hurt, date) and hurt < _REVISED and not recognised

    def injury(self) -> str:
        """What happened, its grade, and the text of the law that governs."""
        facts = self.case.facts
        grade = self.number("伤残等级")
        died, hurt = facts.value("死亡日"), facts.value("受伤日")
        how = facts.value("死亡情形")
        told = []
        if how == "下落不明":
            told.append("因工外出下落不明，尚未宣告死亡")
        elif how == "一至四级期满后死亡":
            told.append(f"{graded(grade)}伤残职工停工留薪期满后死亡")
        elif how:
            told.append(
                "非法用工致死" if facts.value("非法用工") else self.pick("因工死亡", "属工亡", "认定为工亡")
            )
        else:
            told.append(
                self.pick("已认定工伤", "属于工伤", "构成工伤")
                if not facts.value("非法用工")
                else "非法用工单位的伤残人员"
            )
            if grade is not None:
                told.append(f"{graded(grade)}伤残")
        when = died or hurt
        if isinstance(when, date):
            told.append(self._governs(hurt if isinstance(hurt, date) else when))
        return "，".join(told) + "。"

    def _governs(self, hurt: date) -> str:
        if hurt >= _REVISED:
            return "适用现行条例"
        known = self.case.facts.value("工伤认定日")
        if isinstance(known, date) and known >= _REVISED:
            return "2011年以前受伤、其后才认定，适用修订后的条例"
        return self.pick("发生在2011年以前，适用修订前的条例", "2011年以前受伤，适用修订前的条例")

    def liable(self) -> str:
        """Who answers for the benefits at all."""
        facts = self.case.facts
        if facts.value("非法用工") is True:
            return self.pick("无营业执照，属非法用工，由该单位赔偿。", "非法用工，由用人单位赔偿。")
        insured = facts.value("参保")
        if insured is True:
            return self.pick("单位已参保。", "已参加工伤保险。")
        if insured is False:
            name, article = ("工伤保险条例（2003年）", 60) if self.old else ("工伤保险条例", 62)
            self._named, law = name, f"《{name}》第{article}条"
            return self.pick(f"未参保，依{law}由单位支付全部待遇。", f"未参保，全部由单位支付（{law}）。")
        return self.pick("未写是否参保，只算数额。", "是否参保未写明。")

    def average(self) -> tuple[Fraction, str]:
        """The monthly average wage, and how it comes from a yearly one."""
        monthly, yearly = self.number("统筹地区月平均工资"), self.number("统筹地区年平均工资")
        if monthly is not None:
            return monthly, ""
        if yearly is None:
            raise ValueError("no average wage")
        return yearly / 12, f"{plain(yearly)}÷12={plain(yearly / 12)}元"

    def own(self) -> tuple[Fraction, str]:
        """本人工资 within 60 % and 300 % of the average, and the sentence that says how."""
        if self._own is None:
            self._own = self._own_wage("月缴费工资")
        return self._own

    def _own_wage(self, name: str) -> tuple[Fraction, str]:
        stated = self.number("本人工资")
        if stated is not None and name == "月缴费工资":
            return stated, f"本人工资已核定为{plain(stated)}元"
        known = self.number(name)
        if known is None and name == "月缴费工资":  # the rulebook then takes the wages before the injury
            name = "原月工资"
        wage = self.need(name)
        yearly = self.notes.get("年工资") if name == "月缴费工资" else None
        first = f"{yearly}÷12={plain(wage)}元，" if yearly else ""
        try:
            average, how = self.average()
        except ValueError:
            return wage, f"{first}本人工资按题面取{plain(wage)}元"
        how = first + (f"月平均工资{how}，" if how else "")
        low, high = average * Fraction(6, 10), average * 3
        least = max(wage, low)
        own = min(least, high)
        return own, how + (
            f"{plain(average)}×60%={plain(low)}元，{floored(wage, low)}；"
            f"{plain(average)}×300%={plain(high)}元，本人工资取{capped(least, high)}"
        )


def graded(grade: Fraction | None) -> str:
    return "" if grade is None else NUMERALS[int(grade)] + "级"
