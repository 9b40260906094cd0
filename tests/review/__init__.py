"""Tests of the review of a run."""
