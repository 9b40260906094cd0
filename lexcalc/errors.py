"""Errors that a user sees as one sentence, each with its documented exit code."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of every command (DESIGN: exit codes)."""

    OK = 0
    ERROR = 1
    USAGE = 2
    FACTS_MISSING = 3
    DISAGREES = 4
    UNREACHABLE = 5


class LexcalcError(Exception):
    """A failure with one clear sentence for the user, in Chinese and in English."""

    exit_code: Exit = Exit.ERROR

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh = zh
        self.en = en


class UsageError(LexcalcError):
    """The request itself is wrong: an unreadable file, an unknown fact name, a bad date."""

    exit_code = Exit.USAGE


class RuleError(LexcalcError):
    """The rule files do not give one answer: a missing value, a conflict, a malformed file."""


class ServerError(LexcalcError):
    """The model server cannot be reached, answered with a failure, or died in mid-answer."""

    exit_code = Exit.UNREACHABLE
