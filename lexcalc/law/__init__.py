"""The law: rule files, a small exact formula language, and the assessment of one case."""

from lexcalc.law.assess import Assessment, assess
from lexcalc.law.contract import to_contract
from lexcalc.law.rulebook import Rulebook, load_rulebook

__all__ = ["Assessment", "Rulebook", "assess", "load_rulebook", "to_contract"]
