"""One self-contained HTML page from a template: foreign text stays text, and nothing is ever loaded."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lexcalc.textio import visible

if TYPE_CHECKING:
    from jinja2 import Environment


def page(
    folder: Path,
    template: str,
    values: Mapping[str, Any],
    *,
    style: str,
    script: str | None = None,
    frame: Mapping[str, Any] | None = None,
    filters: Mapping[str, Any] | None = None,
) -> bytes:
    """The page in UTF-8 from files of ``folder``, which are read as by :func:`environment`.

    The template gets ``style``, ``script`` and a ``policy`` that allows exactly these two; its macros too see
    ``frame``.
    """
    from markupsafe import Markup

    own = {"style": style, "script": script}
    texts = {name: (folder / file).read_text(encoding="utf-8") for name, file in own.items() if file}
    allowed = [f"{name}-src '{_hash(text)}'" for name, text in texts.items()]
    policy = "; ".join(["default-src 'none'", *allowed, "base-uri 'none'", "form-action 'none'"])
    trusted = {name: Markup(text) for name, text in texts.items()}  # our own files
    made = environment(folder, frame or {}, filters or {}).get_template(template)
    return made.render(values, policy=policy, **trusted).encode("utf-8")


def environment(folder: Path, frame: Mapping[str, Any], filters: Mapping[str, Any]) -> Environment:
    """The templates of a folder for foreign text.

    Jinja2 escapes every value; characters that could reorder or hide text are shown as U+FFFD.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_harmless,
    )
    made.globals |= frame
    made.filters |= filters
    return made


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def _harmless(value: Any) -> Any:
    """Every text that is printed, also one that a filter has escaped already."""
    return type(value)(visible(value)) if isinstance(value, str) else value
