"""HTML pages that need nothing else: one template of a room, its style and script inside, all other text escaped."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from importlib.resources import files


def page(
    room: str,
    template: str,
    *,
    style: str,
    script: str = "",
    filters: Mapping[str, Callable[..., object]] | None = None,
    **values: object,
) -> str:
    """The page as one HTML file.

    The template has `style` and `script`, and `style_hash` and `script_hash` for a content security policy that allows
    them and nothing else.

    Args:
        room: the package in whose folder `templates` the files are, e.g. `textmine.reporting`.
        template, style, script: names of files there.
        values: what the template is filled with.
    """
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    own = {"style": _file(room, style), "script": _file(room, script) if script else ""}
    pages = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    pages.filters.update(filters or {})
    ours = {name: Markup(text) for name, text in own.items()}  # from the package: the only text that is not escaped
    hashes = {f"{name}_hash": _hash(text) for name, text in own.items()}
    return pages.from_string(_file(room, template)).render(**values, **ours, **hashes)


def _file(room: str, name: str) -> str:
    return files(room).joinpath("templates", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
