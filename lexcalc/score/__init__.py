"""Scores of answers with known golds: shares with n and interval, error classes, comparison of runs."""
