"""Codings, episodes and themes to one report in three files."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from textmine.batches import alone
from textmine.coding.codebook import Codebook
from textmine.errors import SettingsError
from textmine.manifest import read_manifest
from textmine.pipeline.coder.coding import quality_of, taught_here
from textmine.pipeline.coder.correcting import corrected
from textmine.pipeline.coder.looking import unlooked_of
from textmine.pipeline.freshness import note
from textmine.pipeline.reports.issued import editions, record
from textmine.pipeline.study import Study, annotated, chosen, need
from textmine.pipeline.themes.finding import Themes, read_themes
from textmine.pipeline.writing import writing
from textmine.progress import Progress, silent
from textmine.reporting.calendar import Calendar
from textmine.reporting.disclosure import RULES
from textmine.reporting.editions import Edition
from textmine.reporting.excel import render_excel
from textmine.reporting.findings import Asked, Built, build
from textmine.reporting.html import render_html
from textmine.reporting.kinds import sections_of
from textmine.reporting.material import CodeInfo, CodeQuality
from textmine.reporting.ruleset import read_rules
from textmine.reporting.themed import Moves
from textmine.reporting.word import render_word
from textmine.store import read_all, write_whole
from textmine.theming.emergence import verdicts
from textmine.types import Report

RENDERERS: dict[str, Callable[[Report], bytes]] = {
    "html": lambda report: render_html(report).encode("utf-8"),
    "docx": render_word,
    "xlsx": render_excel,
}
Audience = Literal["shareable", "restricted"]


@dataclass(frozen=True, slots=True)
class Written:
    """The files of a report, by kind."""

    html: Path
    docx: Path
    xlsx: Path


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which report is wanted.

    Args:
        kind: its list of sections.
        audience: None for what the settings say.
        first, last: quarters, e.g. `2024-Q1`; "" for the first and the last there is.
        issue: the name under which it is given out; "" while it is a draft.
    """

    kind: str = "full"
    audience: Audience | None = None
    first: str = ""
    last: str = ""
    issue: str = ""

    @property
    def whole(self) -> bool:
        """Whether it is of everything there is."""
        return not self.first and not self.last

    def holds(self, quarter: str) -> bool:
        """Whether something of a quarter belongs in the report; what has no date does only if the report is of everything."""
        if self.whole:
            return True
        return bool(quarter) and self.first <= quarter <= (self.last or "9999-Q4")


def report_study(study: Study, *, wanted: Wanted = Wanted(), progress: Progress = silent) -> Written:
    """Write a report into the study's `reports/`: `report.html`, `report.docx` and `report.xlsx`.

    Other kinds, periods and audiences have names of their own, e.g. `report-foi-restricted.docx`.

    Raises:
        StudyError: there are no narratives.
        SettingsError: there is no such kind, or a rule is wrong.
    """
    with alone(study.root):
        built = make_report(study, wanted)
        study.reports.mkdir(parents=True, exist_ok=True)
        paths = {}
        for done, (form, render) in enumerate(RENDERERS.items()):
            progress(done, len(RENDERERS), "report")
            content = render(built.report)
            paths[form] = study.reports / f"{_name(wanted, built.report)}.{form}"
            write_whole(paths[form], writing(content, private=built.report.audience == "restricted"))
        if wanted.issue:
            record(study, Edition(wanted.issue, built.quarters, built.figures))
        if wanted == Wanted():
            note(study, "report")
        progress(len(RENDERERS), len(RENDERERS), "report")
    return Written(**paths)


def make_report(study: Study, wanted: Wanted = Wanted()) -> Built:
    """The report of what the study holds now, as far as it is wanted."""
    narratives = tuple(n for n in read_all(study.narratives) if wanted.holds(n.meta.period))
    need(narratives, "narratives" if wanted == Wanted() else "narratives of that period", "pseudonymise")
    codebook, settings, found = study.codebook, study.settings.report, read_themes(study)
    codings = (*chosen(annotated(study).codings), *read_all(study.codings))
    episodes = [episode for episode in read_all(study.episodes) if wanted.holds(episode.period)]
    return build(
        codings,
        narratives,
        episodes=episodes,
        themes=found.themes + found.parts,
        codes=_codes(codebook, unlooked_of(study, read_all(study.codings))),
        quality=_quality(study),
        corrected=corrected(study, codings, narratives) if wanted.whole and taught_here(study) else (),
        rule=RULES[settings.disclosure],
        audience=wanted.audience or settings.audience,
        title=settings.title,
        provenance=_provenance(study, codebook, wanted),
        asked=_asked(study, wanted, found),
    )


def _asked(study: Study, wanted: Wanted, found: Themes) -> Asked:
    settings = study.settings.report
    kind, parts = sections_of(wanted.kind, settings.kinds)
    breaks = tuple((one.quarter, one.what) for one in settings.breaks)
    return Asked(
        kind=kind,
        parts=parts,
        rules=read_rules(study.root),
        when=Calendar(settings.year_begins == "April", breaks),
        nation=settings.nation,
        welsh=settings.headings == "en+cy",
        cost=settings.cost,
        earlier=editions(study),
        moves=_moves(found, RULES[settings.disclosure].threshold) if wanted.whole else Moves(),
        draft=not wanted.issue,
        sought=bool(study.themes.names()),
    )


def _moves(found: Themes, fewest: int) -> Moves:
    """How themes move.

    Args:
        fewest: children of an area who must speak of a theme lately before it is said to rise there, since no table
            shows how many do.
    """
    areas: dict[int, list[str]] = {}
    for trend in found.trends:
        if trend.area and trend.emerging and trend.since[0] >= fewest:
            areas.setdefault(trend.theme, []).append(trend.area)
    steady = frozenset(trend.theme for trend in found.trends if trend.steady and not trend.area)
    return Moves(verdicts(found.trends), {theme: tuple(own) for theme, own in areas.items()}, found.recent, steady)


def _name(wanted: Wanted, report: Report) -> str:
    period = "-to-".join(dict.fromkeys(one for one in (wanted.first, wanted.last) if one))
    kind = "" if wanted.kind == "full" else wanted.kind
    audience = "restricted" if report.audience == "restricted" else ""
    return "-".join(part for part in ("report", kind, period, audience) if part)


def _codes(codebook: Codebook, unlooked: Collection[str]) -> tuple[CodeInfo, ...]:
    return tuple(
        CodeInfo(
            c.id,
            c.name,
            c.group,
            c.definition,
            c.sensitivity,
            c.parent,
            next(iter(c.phrases), ""),
            suggested=c.id not in unlooked,
        )
        for c in codebook.codes
    )


def _quality(study: Study) -> tuple[CodeQuality, ...]:
    """How good this team's coder is; nothing of the starter, which was measured on fictional write-ups."""
    if not taught_here(study):
        return ()
    coder = next((coding.coder for coding in read_all(study.codings)), "model")
    return tuple(
        CodeQuality(f.code, f.narratives, f.children, f.precision, f.recall, f.f1, f.low, f.high, coder)
        for f in quality_of(study)
        if f.usable
    )


def _provenance(study: Study, codebook: Codebook, wanted: Wanted) -> tuple[tuple[str, str], ...]:
    lines = [("Edition", f"issued: {wanted.issue}" if wanted.issue else "draft, not issued")]
    lines.append(("Codebook", f"version {codebook.version}, {codebook.fingerprint}"))
    versions: tuple[tuple[str, str], ...] = ()
    for shelf in (study.narratives, study.codings, study.themes):
        if manifest := read_manifest(shelf.folder):
            lines.append((f"Made by {manifest.stage}", f"settings {manifest.settings[:12]}"))
            lines += [(f"Model: {name}", sha[:16]) for name, sha in manifest.models]
            versions = manifest.versions
    return (*lines, *versions)


def check_quarters(*quarters: str) -> None:
    """Quarters as a person types them.

    Raises:
        SettingsError: one is not written like 2024-Q1.
    """
    for quarter in quarters:
        if quarter and not re.fullmatch(r"\d{4}-Q[1-4]", quarter):
            raise SettingsError("A quarter is written like 2024-Q1", where="--from, --to", next_step="write it so")
