"""The report: codings, episodes and themes counted, protected together, and put in order of reading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from textmine.reporting import counting, journeys, sections
from textmine.reporting.disclosure import RULES, Rule
from textmine.reporting.emerging import emerging
from textmine.reporting.indicators import span
from textmine.reporting.material import CodeInfo, CodeQuality
from textmine.reporting.methods import rule_in_words
from textmine.reporting.quoting import quotations
from textmine.reporting.tables import Draft, tables_of
from textmine.reporting.tallies import Seen, tally
from textmine.types import Coding, Episode, Narrative, Quotation, Report, Theme

__all__ = ["CodeInfo", "CodeQuality", "build_report"]

AUDIENCE_TITLES = {"shareable": "For sharing within the partnership", "restricted": "Restricted"}


def build_report(
    codings: Sequence[Coding],
    narratives: Sequence[Narrative],
    *,
    episodes: Sequence[Episode],
    themes: Sequence[Theme] = (),
    codes: Sequence[CodeInfo],
    quality: Sequence[CodeQuality] = (),
    rule: Rule = RULES["sup5"],
    audience: Literal["shareable", "restricted"] = "shareable",
    title: str = "Why children go missing: what return interviews say",
    provenance: Sequence[tuple[str, str]] = (),
) -> Report:
    """Build the report that is then rendered as a page, a Word file and a workbook.

    Args:
        codings: of people and models; where a narrative has a person's coding it counts, otherwise the suggestion.
        narratives: those of the period, coded or not.
        episodes: of the period, merged.
        codes: the codebook.
        quality: how good the coding of each code is.
        rule: how small is too small.
        audience: children's own words are quoted only in a `restricted` report.
        provenance: (name, value), e.g. versions and hashes; the rule and the period are added.

    Returns:
        The report; without codings or episodes its figures are "not available", never an error.
    """
    seen = tally(codings, narratives, episodes=episodes, codes=codes)
    period = span([*(episode.period for episode in episodes), *(narrative.meta.period for narrative in narratives)])
    themed, left_out = emerging("themes", _titled("Emerging themes", period), themes, narratives=narratives, rule=rule)
    drafts = [
        *_drafts(seen, narratives, episodes=episodes, codes=codes, quality=quality, period=period),
        themed,
    ]
    tables, figures = tables_of(drafts, rule, relations=journeys.relations(episodes))
    quoted = _quoted(codings, narratives, codes=codes, rule=rule) if audience == "restricted" else {}
    told = sections.Told(
        tables=tables,
        figures=figures,
        codes=tuple(codes),
        quoted=quoted,
        rule=rule,
        audience=audience,
        period=period,
        themes_left_out=left_out,
        unsure=sum(one.unsure for one in seen),
        coded=len(seen),
        tested=bool(quality),
    )
    return Report(
        title=title,
        subtitle=f"{period or 'Period not recorded'} · {AUDIENCE_TITLES[audience]}",
        audience=audience,
        headline=sections.headline(told),
        sections=sections.sections(told),
        provenance=(("Period", period or "not recorded"), *rule_in_words(rule), *provenance),
    )


def _drafts(
    seen: Sequence[Seen],
    narratives: Sequence[Narrative],
    *,
    episodes: Sequence[Episode],
    codes: Sequence[CodeInfo],
    quality: Sequence[CodeQuality],
    period: str,
) -> list[Draft]:
    by = _coded_by(seen)
    push, pull = ([code for code in codes if code.group == group] for group in ("push", "pull"))
    why = [*push, *pull]
    every = [
        counting.by_coder("coded_by", _titled("Who coded the interviews", period), seen, narratives=len(narratives)),
        journeys.completeness("completeness", _titled("How complete the episodes are", period), episodes),
        counting.by_care("why_by_care", _titled("Why, by care status", period), seen, codes=why, coded_by=by),
        counting.by_quarter("why_by_quarter", _titled("Why, by quarter", period), seen, codes=why, coded_by=by),
        counting.concerns("concerns", _titled("Exploitation", period), seen, episodes=episodes, coded_by=by),
        journeys.by_area("areas", _titled("By area", period), episodes, seen=seen, coded_by=by),
        journeys.return_interviews("return_interviews", _titled("Return interviews", period), episodes),
        journeys.repeats("repeats", _titled("Repeat episodes", period), episodes),
        journeys.by_episodes("bands", _titled("Children by number of episodes", period), episodes),
        counting.code_quality("quality", "How good the coding is", quality, codes=codes),
    ]
    for group, name in sections.GROUPS.items():
        own = [code for code in codes if code.group == group]
        every.append(counting.prevalence(group, _titled(name, period), seen, codes=own, coded_by=by))
    return every


def _titled(name: str, period: str) -> str:
    return f"{name}, {period}" if period else name


def _coded_by(seen: Sequence[Seen]) -> str:
    people = sum(one.by_people for one in seen)
    if people == len(seen):
        return "All interviews coded by people."
    if not people:
        return "All codings are the model's suggestions, not checked by people."
    return f"{people} interviews coded by people, {len(seen) - people} suggested by the model only."


def _quoted(
    codings: Sequence[Coding], narratives: Sequence[Narrative], *, codes: Sequence[CodeInfo], rule: Rule
) -> dict[str, tuple[Quotation, ...]]:
    own = {code.id: code for code in codes if code.group in ("voice", "help")}
    return {id: quotations(codings, narratives, code=code, codes=codes, rule=rule) for id, code in own.items()}
