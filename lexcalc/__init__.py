"""lexcalc: compensation amounts from Chinese case texts; a model explains, statutory rules check every step.

>>> import lexcalc
>>> report = lexcalc.assess("……案情……")        # rules only, no model
>>> report = lexcalc.ask("……案情……")           # rules and model, verified against each other
>>> report = lexcalc.check("……模型的回答……", "……案情……")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lexcalc.contract import Report
    from lexcalc.errors import LexcalcError, RuleError, ServerError, UsageError
    from lexcalc.pipeline import ask, assess, check

__version__ = "0.1.0"  # stated here as well as in pyproject.toml: asking the installed metadata costs 30 ms

# Resolved on first use (PEP 562): the command line imports this package and must stay instant.
_PUBLIC = {
    "ask": "lexcalc.pipeline",
    "assess": "lexcalc.pipeline",
    "check": "lexcalc.pipeline",
    "Report": "lexcalc.contract",
    "LexcalcError": "lexcalc.errors",
    "RuleError": "lexcalc.errors",
    "ServerError": "lexcalc.errors",
    "UsageError": "lexcalc.errors",
}

__all__ = ["LexcalcError", "Report", "RuleError", "ServerError", "UsageError", "ask", "assess", "check"]


def __getattr__(name: str) -> Any:
    if name in _PUBLIC:
        return getattr(import_module(_PUBLIC[name]), name)
    raise AttributeError(f"module 'lexcalc' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
