"""Kinds of report: each a list of sections, in order; a study may make its own in `textmine.toml`."""

from __future__ import annotations

from collections.abc import Mapping

from textmine.errors import SettingsError

FULL = (
    *("summary", "data", "why", "changes", "risks", "interviews", "rules", "repeats", "placements", "series"),
    *("voice", "themes", "uncovered", "coding", "compare", "methods"),
)
KINDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "full": ("", FULL),
    "data": (
        "Annual or quarterly data report",
        ("summary", "data", "why", "changes", "interviews", "repeats", "series", "voice", "coding", "methods"),
    ),
    "foi": ("Return interviews and concerns by area", ("foi", "data", "methods")),
    "themes": (
        "Themes",
        ("summary", "data", "why", "changes", "risks", "voice", "themes", "uncovered", "coding", "methods"),
    ),
    "corporate-parenting": (
        "Corporate parenting: children looked after",
        ("summary", "data", "care", "placements", "repeats", "interviews", "voice", "coding", "methods"),
    ),
    "compliance": ("Return interviews: offered, held, in time", ("summary", "data", "interviews", "rules", "methods")),
    "quality": ("Data quality", ("data", "coding", "methods")),
}
"""Kind to what its title adds, and its sections."""
ALWAYS = ("methods",)
FULL_AND_OTHERS = (*FULL, "care", "foi")


def sections_of(kind: str, own: Mapping[str, tuple[str, ...]]) -> tuple[str, tuple[str, ...]]:
    """What the title adds, and the sections of a kind; methods are always among them.

    Raises:
        SettingsError: there is no such kind.
    """
    if unknown := [id for ids in own.values() for id in ids if id not in FULL_AND_OTHERS]:
        raise SettingsError(
            f"There is no section called {unknown[0]}",
            where="[report.kinds] in textmine.toml",
            next_step="use some of " + ", ".join(FULL_AND_OTHERS),
        )
    if kind in own:
        wanted = own[kind]
        return ("" if kind == "full" else kind.replace("-", " ").capitalize()), (
            *wanted,
            *(x for x in ALWAYS if x not in wanted),
        )
    if kind not in KINDS:
        raise SettingsError(
            f"There is no kind of report called {kind}",
            where="[report.kinds] in textmine.toml",
            next_step="use one of " + ", ".join(dict.fromkeys([*KINDS, *own])),
        )
    return KINDS[kind]
