"""Whom the rules ask to look: a list for the team that knows the child, from the episodes table alone."""

from __future__ import annotations

import csv
import io
from dataclasses import astuple, fields
from pathlib import Path

from textmine.cells import safe
from textmine.pipeline.study import Study
from textmine.pipeline.writing import writing
from textmine.reporting.inclusion import counted
from textmine.reporting.rules import Prompt
from textmine.reporting.rules import prompts as prompts_of
from textmine.reporting.ruleset import read_rules
from textmine.store import read_all, write_whole


def prompts(study: Study, *, out: Path | None = None) -> tuple[Prompt, ...]:
    """Every prompt of every rule; with `out` also as a CSV.

    The list is for the allocated team: it names children and episodes by their pseudonyms, which the holder of the vault can
    read back. It is in no order of need, and nothing that was read out of a write-up goes into it.

    Raises:
        SettingsError: a rule is wrong.
    """
    episodes = counted(read_all(study.episodes), ()).episodes
    found = prompts_of(episodes, read_rules(study.root), nation=study.settings.report.nation)
    if out is not None:
        words = _csv(found)
        write_whole(out, writing(words.encode("utf-8-sig"), private=True))
    return found


def _csv(found: tuple[Prompt, ...]) -> str:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([field.name for field in fields(Prompt)])
    writer.writerows([_cell(value) for value in astuple(prompt)] for prompt in found)
    return written.getvalue()


def _cell(value: object) -> object:
    return safe({None: "", True: "yes", False: "no"}[value] if value is None or isinstance(value, bool) else str(value))
