"""Headings that a person confirmed, written into `textmine.toml`; its other lines and comments stay."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from textmine.headings import Heading
from textmine.settings import FILE, read_settings
from textmine.store import write_whole


def settle(study: Path, mapped: Mapping[str, Mapping[str, Heading]]) -> None:
    """Add headings to `textmine.toml`.

    Args:
        mapped: section, e.g. `columns.roster` → our name → heading or headings.

    Raises:
        SettingsError: the file cannot be read afterwards; then it stays as it was.
    """
    path = study / FILE
    before = path.read_text(encoding="utf-8-sig")
    text = before
    for section, lines in mapped.items():
        text = _with(text, section, settings_lines(lines)) if lines else text
    write_whole(path, lambda temporary: temporary.write_text(text, encoding="utf-8"))
    try:
        read_settings(study)
    except Exception:
        write_whole(path, lambda temporary: temporary.write_text(before, encoding="utf-8"))
        raise


def settings_lines(columns: Mapping[str, Heading]) -> Sequence[str]:
    """As they stand in `textmine.toml`.

    >>> settings_lines({"name": ("Forename", "Surname"), "social worker": "SW"})
    ['name = ["Forename", "Surname"]', '"social worker" = "SW"']
    """
    return [f"{_key(name)} = {json.dumps(heading, ensure_ascii=False)}" for name, heading in columns.items()]


def _key(name: str) -> str:
    return name if re.fullmatch(r"[\w-]+", name, re.ASCII) else json.dumps(name, ensure_ascii=False)


def _with(text: str, section: str, lines: Sequence[str]) -> str:
    """The lines right under the section's heading, or at the end if there is none."""
    added = "\n".join(lines)
    heading = re.search(rf"^\[{re.escape(section)}\][^\n]*$", text, re.M)
    if not heading:
        return f"{text.rstrip()}\n\n[{section}]\n{added}\n"
    return f"{text[: heading.end()]}\n{added}{text[heading.end() :]}"
