"""Where things lie: data that ships with the package, and the user's cache."""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def rules_dir() -> Path:
    """The statutory rule files: rules/ of a checkout, or lexcalc/_rules in an installed wheel."""
    return _data("rules")


def checkpoints_dir() -> Path:
    """Pins of base models and the adapters that ship with the package."""
    return _data("checkpoints")


def home() -> Path:
    """The user's store of models, server state and logs: LEXCALC_HOME or the platform's cache folder."""
    override = os.environ.get("LEXCALC_HOME")
    if override:
        return Path(override).expanduser().resolve()
    from platformdirs import user_cache_path

    return user_cache_path("lexcalc")


def data_home() -> Path:
    """What the user asked to be kept: LEXCALC_HOME or the platform's data folder, never a cache."""
    if os.environ.get("LEXCALC_HOME"):
        return home()
    from platformdirs import user_data_path

    return user_data_path("lexcalc")


def history_file() -> Path:
    """Where the history lies; told here so that a command can see that there is none without importing it."""
    return data_home() / "history.sqlite"


def _data(name: str) -> Path:
    # A wheel carries the folder inside the package; a checkout or editable install has it beside the package.
    inside = _PACKAGE / f"_{name}"
    return inside if inside.is_dir() else _PACKAGE.parent / name
