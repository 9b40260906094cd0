"""The words of the frame in Chinese and English; legal items keep their Chinese names in both."""

from __future__ import annotations

import os

LANGUAGES = ("zh", "en")
_current = "en" if os.environ.get("LEXCALC_LANG", "").lower().startswith("en") else "zh"

STATUS = {
    "verified": ("已核验", "verified"),
    "corrected": ("已更正", "corrected"),
    "disagrees": ("法条与模型不一致", "statute and model disagree"),
    "facts_missing": ("事实不足", "facts missing"),
    "discretion": ("需法官酌定", "left to the judge"),
    "unfinished": ("模型未答完", "model unfinished"),
    "rules_only": ("仅按法条计算", "rules only"),
}

SCENARIO = {
    "EC": ("经济补偿与赔偿金", "employment"),
    "WC": ("工伤待遇", "work injury"),
    "TC": ("交通事故赔偿", "traffic accident"),
}

KINDS = {
    "conclusion": ("结论", "conclusion"),
    "other": ("其他", "other"),
    "compensation": ("赔偿计算", "compensation"),
}

SOURCE = {
    "text": ("案情", "case text"),
    "user": ("用户给定", "user"),
    "rule": ("规则", "rule"),
    "model": ("模型", "model"),
}

DATES = {
    "accident_date": ("事故发生日", "accident"),
    "injury_date": ("工伤发生日", "injury"),
    "benefit_date": ("工伤待遇适用日", "text of the work-injury regulation"),
    "death_date": ("死亡日", "death"),
    "termination_date": ("解除或终止日", "termination"),
    "trial_date": ("一审辩论终结日", "end of first-instance debate"),
}

WORDS = {
    "yuan": ("元", "yuan"),
    "no_amount": ("暂无金额", "no amount"),
    "statute_amount": ("法条", "statute"),
    "model_amount": ("模型", "model"),
    "steps": ("推理步骤", "Steps"),
    "step": ("步骤", "Step"),
    "said": ("模型所述", "Model said"),
    "recomputed": ("复算", "Recomputed"),
    "statute_gives": ("法条所得", "Statute gives"),
    "article": ("条文", "Article"),
    "items": ("项目", "Items"),
    "head": ("项目", "Head"),
    "formula": ("公式", "Formula"),
    "substituted": ("代入", "Substituted"),
    "amount": ("金额（元）", "Amount (yuan)"),
    "basis": ("依据", "Basis"),
    "source": ("来源", "Source"),
    "confirmed": ("已确认", "confirmed"),
    "unconfirmed": ("未确认", "unconfirmed"),
    "payers": ("谁来付", "Who pays"),
    "payer": ("付款人", "Payer"),
    "facts": ("认定的事实", "Facts found"),
    "fact": ("事实", "Fact"),
    "value": ("取值", "Value"),
    "readings": ("模型读法", "As the model reads it"),
    "unused": ("案情中没有用到的数", "Figures of the case that were not used"),
    "case_value": ("案情读为", "Read as"),
    "model_value": ("模型读为", "Model reads"),
    "agreed": ("✓模型读法一致", "✓ the model agrees"),
    "readings_note": (
        "模型读出的值没有用于计算；核对原文后可用 --set 名称=值 采用。",
        "Nothing the model read was computed with; check the text, then adopt a value with --set NAME=VALUE.",
    ),
    "asked": ("所问", "Asked"),
    "asked_paid": ("扣除已付款", "money already paid is deducted"),
    "missing": ("还缺的事实", "Facts still missing"),
    "discretion": ("由法官酌定", "Left to the judge"),
    "supply": ("用 --set 名称=值 补充", "Supply a fact with --set NAME=VALUE"),
    "example_value": ("值", "VALUE"),
    "reasons": ("说明", "Notes"),
    "dates": ("适用日期", "Governing dates"),
    "unconfirmed_note": (
        "标“未确认”的数值尚未与官方文本核对，使用前请自行核实。",
        "Values marked unconfirmed have not been checked against the official text; check them before use.",
    ),
    "provenance": ("规则版本", "Rules"),
    "model": ("模型", "model"),
    "silent_model": (
        "模型没有回答，以下仅按法条计算。",
        "The model did not answer; this is from the rules alone.",
    ),
    "truncated": ("（推理被截断）", "(cut off)"),
    "wrong_number": ("（无此条）", "(no such article)"),
    "repealed": ("（已失效）", "(repealed)"),
    "not_in_force": ("（尚未施行）", "(not yet in force)"),
    "fabricated": ("（查无此法）", "(no such statute)"),
    "unchecked": ("（未核实）", "(not checked)"),
    "prompt": ("提示词", "Prompt"),
    "plan": ("规则方案", "Rule plan"),
    "no_call": ("未调用模型。", "No model was called."),
    "interrupted": ("已中断。", "Interrupted."),
    "error": ("错误：", "Error: "),
}


def language() -> str:
    """The language of this process's messages: ``zh`` unless LEXCALC_LANG or ``--lang`` says ``en``."""
    return _current


def use_language(lang: str) -> None:
    """Make ``lang`` the language of this process's messages."""
    global _current
    _current = "en" if lang == "en" else "zh"


def tr(zh: str, en: str, lang: str | None = None) -> str:
    """One of two wordings by language."""
    return en if (lang or _current) == "en" else zh


def word(key: str, lang: str | None = None) -> str:
    """A word of the frame."""
    return tr(*WORDS[key], lang)
