"""The model's side: prompt, and its text read into steps, equations, citations and an answer."""

from __future__ import annotations

from lexcalc.reasoning.parse import parse

__all__ = ["parse"]
