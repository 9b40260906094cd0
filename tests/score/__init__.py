"""Tests of lexcalc.score."""
