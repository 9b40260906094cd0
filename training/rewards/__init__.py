"""The rewards of GRPO, one a file; each takes completions and the questions they answer, and returns a list.

A recipe names them with their weights.  A bug in one ends the run: nothing is caught here, and a reward of 0
always means that the completion did not earn it.
"""

from __future__ import annotations

from collections.abc import Callable

from training.rewards.accuracy import accuracy
from training.rewards.checked import checked
from training.rewards.format import format_
from training.rewards.law import law

REWARDS: dict[str, Callable[..., list[float]]] = {
    "accuracy": accuracy,
    "format": format_,
    "law": law,
    "checked": checked,
}
