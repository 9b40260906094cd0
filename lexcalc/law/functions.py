"""The named functions of the formula language: what an article says that plain arithmetic does not."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

from lexcalc.errors import RuleError


class Needed(Exception):
    """A function needs more than it was given: the fact's name, and what about it."""

    def __init__(self, name: str, why: str = "") -> None:
        super().__init__(name)
        self.name = name
        self.why = why


class Function(NamedTuple):
    """A callable of the language; ``optional`` passes None for a name whose fact is not known."""

    call: Callable[..., Any]
    optional: bool = False


def known(value: Any) -> bool:
    """已知(名称): whether the case gives the fact."""
    return value is not None


def otherwise(value: Any, default: Any) -> Any:
    """缺省(名称, 值): the fact, or the value where the law says what silence means."""
    return default if value is None else value


def clamp(value: Fraction, low: Fraction, high: Fraction) -> Fraction:
    """Hold a value between two limits, both included."""
    return max(low, min(value, high))


def rounded(value: Fraction) -> Fraction:
    """取整: half-up to 分, where one rounded item is part of another."""
    from lexcalc.money import cents

    return cents(value)


_FUNCTIONS: dict[str, Function] = {
    "min": Function(min),
    "max": Function(max),
    "clamp": Function(clamp),
    "取整": Function(rounded),
    "已知": Function(known, optional=True),
    "缺省": Function(otherwise, optional=True),
}
# Loaded on first use: a module is imported only when a rule calls one of its functions.
_MODULES = {
    "工作月数": "service",
    "旧段月数": "service",
    "末日影响": "service",
    "工龄": "service",
    "加年": "service",
    "次日": "service",
    "年": "service",
    "整年": "service",
    "年限跨2008": "service",
    "年限旧段月数": "service",
    "法定试用期": "service",
    "周岁": "ages",
    "赔偿年限": "ages",
    "被扶养系数": "dependants",
    "被扶养触顶": "dependants",
    "抚恤比例": "dependants",
    "抚恤分别领取": "dependants",
    "抚恤月数合计": "dependants",
    "二倍工资段月数": "double_wage",
    "二倍工资逐段": "double_wage",
    "二倍工资整月": "double_wage",
    "年休假天数": "leave",
    "累进税": "tables",
    "接近退休比例": "tables",
    "逐次合计": "tables",
    "进整": "service",
    "逐段合计": "lists",
    "项数": "lists",
    "首项": "lists",
    "辅助器具合计": "lists",
    "天数差": "lists",
    "他人损失": "vehicles",
    "他车限额": "vehicles",
    "有他车投保": "vehicles",
    "他车比例": "vehicles",
    "多车分摊": "vehicles",
}


def names() -> list[str]:
    """Every function a formula may call."""
    return sorted([*_FUNCTIONS, *_MODULES])


def find(name: str) -> Function:
    """The function of that name; RuleError for any other."""
    if name not in _FUNCTIONS and name in _MODULES:
        from importlib import import_module

        _FUNCTIONS.update(import_module(f"lexcalc.law.{_MODULES[name]}").FUNCTIONS)
    if name not in _FUNCTIONS:
        raise RuleError(
            f"公式函数“{name}”不存在，可用：{'、'.join(names())}",
            f"no formula function {name!r}; there are {', '.join(names())}",
        )
    return _FUNCTIONS[name]
