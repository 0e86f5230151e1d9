"""Codings, episodes and themes to one report in three files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from textmine.batches import alone
from textmine.coding.codebook import Codebook
from textmine.manifest import read_manifest
from textmine.pipeline.coding import quality_of
from textmine.pipeline.study import Study, annotated, chosen, need
from textmine.pipeline.themes import read_themes
from textmine.progress import Progress, silent
from textmine.reporting.disclosure import RULES
from textmine.reporting.excel import render_excel
from textmine.reporting.findings import build_report
from textmine.reporting.html import render_html
from textmine.reporting.material import CodeInfo, CodeQuality
from textmine.reporting.word import render_word
from textmine.store import read_all, write_whole
from textmine.types import Report

RENDERERS: dict[str, Callable[[Report], bytes]] = {
    "html": lambda report: render_html(report).encode("utf-8"),
    "docx": render_word,
    "xlsx": render_excel,
}


@dataclass(frozen=True, slots=True)
class Written:
    """The files of a report, by kind."""

    html: Path
    docx: Path
    xlsx: Path


def report_study(study: Study, *, progress: Progress = silent) -> Written:
    """Write `report.html`, `report.docx` and `report.xlsx` into the study's `reports/`.

    Raises:
        StudyError: there are no narratives.
    """
    with alone(study.root):
        report = make_report(study)
        study.reports.mkdir(parents=True, exist_ok=True)
        paths = {}
        for done, (kind, render) in enumerate(RENDERERS.items()):
            progress(done, len(RENDERERS), "report")
            content = render(report)
            paths[kind] = study.reports / f"report.{kind}"
            write_whole(paths[kind], lambda temporary, content=content: temporary.write_bytes(content))
        progress(len(RENDERERS), len(RENDERERS), "report")
    return Written(**paths)


def make_report(study: Study) -> Report:
    """The report of everything that the study holds now."""
    narratives = read_all(study.narratives)
    need(narratives, "narratives", "pseudonymise")
    codebook, settings = study.codebook, study.settings.report
    codings = (*chosen(annotated(study).codings), *read_all(study.codings))
    return build_report(
        codings,
        narratives,
        episodes=read_all(study.episodes),
        themes=read_themes(study).themes,
        codes=_codes(codebook),
        quality=_quality(study),
        rule=RULES[settings.disclosure],
        audience=settings.audience,
        title=settings.title,
        provenance=_provenance(study, codebook),
    )


def _codes(codebook: Codebook) -> tuple[CodeInfo, ...]:
    return tuple(CodeInfo(c.id, c.name, c.group, c.definition, c.sensitivity, c.parent) for c in codebook.codes)


def _quality(study: Study) -> tuple[CodeQuality, ...]:
    coder = next((coding.coder for coding in read_all(study.codings)), "model")
    return tuple(
        CodeQuality(f.code, f.narratives, f.children, f.precision, f.recall, f.f1, f.low, f.high, coder)
        for f in quality_of(study)
        if f.usable
    )


def _provenance(study: Study, codebook: Codebook) -> tuple[tuple[str, str], ...]:
    lines = [("Codebook", f"version {codebook.version}, {codebook.fingerprint}")]
    for shelf in (study.narratives, study.codings, study.themes):
        if manifest := read_manifest(shelf.folder):
            lines.append((f"Made by {manifest.stage}", f"settings {manifest.settings[:12]}, {manifest.rows} rows"))
            lines += [(f"Model: {name}", sha[:16]) for name, sha in manifest.models]
            versions = manifest.versions
    return (*lines, *versions) if lines[1:] else tuple(lines)
