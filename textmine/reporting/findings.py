"""The report: codings, episodes and themes counted, protected together, and put in order of reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from textmine.reporting.calendar import Calendar, between
from textmine.reporting.disclosure import RULES, Rule, may_quote
from textmine.reporting.drafts import Facts, drafts
from textmine.reporting.editions import Edition
from textmine.reporting.frontpage import ON_THE_FIRST_PAGE, SPOKEN_OF, headline
from textmine.reporting.inclusion import Counted, counted
from textmine.reporting.indicators import span
from textmine.reporting.kinds import FULL
from textmine.reporting.material import CodeInfo, CodeQuality, Corrected
from textmine.reporting.methods import rule_in_words
from textmine.reporting.office import in_order
from textmine.reporting.quoting import quotations
from textmine.reporting.rules import covers, places_of
from textmine.reporting.ruleset import Rule as CheckRule
from textmine.reporting.ruletables import listed
from textmine.reporting.sections import sections
from textmine.reporting.tables import Earlier, tables_of
from textmine.reporting.tallies import Seen, tally
from textmine.reporting.themed import Moves, Themed, themed
from textmine.reporting.thememoves import settled
from textmine.reporting.themewords import theme_words
from textmine.reporting.told import Told
from textmine.reporting.unlooked import told_apart, unlooked_for
from textmine.types import Cell, Coding, Episode, Narrative, Quotation, Report, Table, Theme

__all__ = ["Asked", "Built", "CodeInfo", "CodeQuality", "Corrected", "build"]

AUDIENCE_TITLES = {"shareable": "For sharing within the partnership", "restricted": "Restricted"}
DRAFT = ("Draft, not to be passed on",)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a report besides its data.

    Args:
        kind: what its title adds, "" for the full one.
        parts: ids of its sections, in order.
        rules: when a person should look.
        when: how years are named, and breaks in definitions.
        nation: of episodes that do not record theirs.
        welsh: headings in Welsh too.
        cost: tell the published costs.
        earlier: reports that were issued.
        moves: how themes move, in words.
        draft: it is not given out, and says so at its top.
        sought: themes were looked for.
    """

    kind: str = ""
    parts: tuple[str, ...] = FULL
    rules: tuple[CheckRule, ...] = ()
    when: Calendar = field(default_factory=Calendar)
    nation: str = ""
    welsh: bool = False
    cost: bool = False
    earlier: tuple[Edition, ...] = ()
    moves: Moves = field(default_factory=Moves)
    draft: bool = False
    sought: bool = True


EVERYTHING = Asked()


@dataclass(frozen=True, slots=True)
class Built:
    """A report, and the figures that it shows: count by key, for later reports to be compared with."""

    report: Report
    quarters: tuple[str, ...]
    figures: Mapping[str, int] = field(repr=False)


def build(
    codings: Sequence[Coding],
    narratives: Sequence[Narrative],
    *,
    episodes: Sequence[Episode],
    themes: Sequence[Theme] = (),
    codes: Sequence[CodeInfo],
    quality: Sequence[CodeQuality] = (),
    corrected: Sequence[Corrected] = (),
    rule: Rule = RULES["sup5"],
    audience: Literal["shareable", "restricted"] = "shareable",
    title: str = "Why children go missing: what return interviews say",
    provenance: Sequence[tuple[str, str]] = (),
    asked: Asked = EVERYTHING,
) -> Built:
    """Build the report that is then rendered as a page, a Word file and a workbook.

    Args:
        codings: of people and models; where a narrative has a person's coding it counts, otherwise the suggestion.
        narratives: those of the period, coded or not.
        episodes: of the period, merged.
        codes: the codebook.
        quality: how good the coding of each code is.
        corrected: shares of each code, corrected for the model's errors.
        rule: how small is too small.
        audience: children's own words are quoted only in a `restricted` report.
        provenance: (name, value), e.g. versions and hashes; the rule and the period are added.
        asked: kind of report, rules, headings.

    Returns:
        The report; without codings or episodes its figures are "not available", never an error.
    """
    kept = counted(episodes, narratives)
    seen = tally(codings, kept.narratives, episodes=kept.episodes, codes=codes)
    facts = _facts(seen, kept, codes, quality, corrected, asked)
    about = themed(
        themes,
        kept,
        codings=codings,
        codes=codes,
        seen=facts.seen,
        rule=rule,
        moves=asked.moves,
        period=facts.period,
    )
    tables, keyed = _tables(facts, about, rule, asked)
    told = _told(facts, tables, keyed, about, rule=rule, audience=audience, asked=asked)
    if audience == "restricted":
        told = replace(
            told,
            quoted=_quoted(codings, kept.narratives, codes, rule, told.figures),
            theme_words=theme_words(about.shown, codings, kept.narratives, codes, rule, told.figures),
        )
    report = _report(told, title, asked, provenance)
    return Built(report, between(_periods(kept)), _shown(report, keyed, told.figures))


def _told(
    facts: Facts,
    tables: Mapping[str, Table],
    keyed: Mapping[str, Mapping[str, Cell]],
    about: Themed,
    *,
    rule: Rule,
    audience: str,
    asked: Asked,
) -> Told:
    return Told(
        tables=tables,
        figures={key: cell for own in keyed.values() for key, cell in own.items()},
        codes=facts.codes,
        quality=facts.quality,
        quoted={},
        rule=rule,
        audience=audience,
        period=facts.period,
        counted=facts.counted,
        themes_left_out=about.left_out,
        themes=about.shown,
        theme_words={},
        unsure=sum(one.unsure for one in facts.seen),
        by_model=sum(not one.by_people for one in facts.seen),
        cost=asked.cost,
        sought=asked.sought,
        unlooked=tuple(code.name for code in unlooked_for(facts.seen, facts.codes)),
    )


def _report(told: Told, title: str, asked: Asked, provenance: Sequence[tuple[str, str]]) -> Report:
    restricted = told.audience == "restricted"
    return Report(
        title=f"{title} · {asked.kind}" if asked.kind else title,
        subtitle=" · ".join(
            (told.period or "Period not recorded", AUDIENCE_TITLES[told.audience], *DRAFT[: asked.draft])
        ),
        audience="restricted" if restricted else "shareable",
        headline=headline(told, asked.parts),
        sections=sections(told, asked.parts, welsh=asked.welsh),
        provenance=(("Period", told.period or "not recorded"), *rule_in_words(told.rule), *provenance),
        draft=asked.draft,
    )


def _facts(
    seen: tuple[Seen, ...],
    kept: Counted,
    codes: Sequence[CodeInfo],
    quality: Sequence[CodeQuality],
    corrected: Sequence[Corrected],
    asked: Asked,
) -> Facts:
    period = span(_periods(kept))
    return Facts(
        seen, kept, tuple(codes), tuple(quality), tuple(corrected), asked.rules, asked.when, period, asked.nation
    )


def _periods(kept: Counted) -> list[str]:
    return [*(e.period for e in kept.episodes), *(n.meta.period for n in kept.narratives)]


def _tables(
    facts: Facts, about: Themed, rule: Rule, asked: Asked
) -> tuple[dict[str, Table], dict[str, dict[str, Cell]]]:
    """Every table, protected together, and figures by table and key."""
    kept = facts.counted
    every, relations = drafts(facts)
    earlier = Earlier(asked.earlier, between(_periods(kept)))
    tables, keyed = tables_of([*every, *about.drafts], rule, relations=[*relations, *about.ties], earlier=earlier)
    places = {places_of(episode, asked.nation): episode for episode in kept.episodes}.values()
    here = [one for one in asked.rules if any(covers(one, episode, asked.nation) for episode in places)]
    if about.shown:
        steady = {theme.label for theme in about.shown if theme.id in asked.moves.steady}
        tables["themes"] = settled(tables, steady, rule.symbol)
    tables["rules"] = listed("rules", "The rules of the areas of this report", here or asked.rules)
    people = any(one.by_people for one in facts.seen)
    return told_apart(tables, unlooked_for(facts.seen, facts.codes), people=people), keyed


def _shown(report: Report, keyed: Mapping[str, Mapping[str, Cell]], figures: Mapping[str, Cell]) -> dict[str, int]:
    """Counts by key that a reader of this report sees; the first page speaks of tables that other pages need not have."""
    ids = {table.id for _, section in in_order(report.sections) for table in section.tables} | set(SPOKEN_OF)
    ids |= {"themes"} if "themes_uncovered" in ids else set()
    seen = {key: cell for id in ids & set(keyed) for key, cell in keyed[id].items()}
    seen |= {key: figures[key] for key in ON_THE_FIRST_PAGE if key in figures}
    return {key: int(cell.value) for key, cell in sorted(seen.items()) if cell.value is not None}


def _quoted(
    codings: Sequence[Coding],
    narratives: Sequence[Narrative],
    codes: Sequence[CodeInfo],
    rule: Rule,
    figures: Mapping[str, Cell],
) -> dict[str, tuple[Quotation, ...]]:
    """Words under a code only where its count of children is shown: quotations obey the mask of the figures."""
    own = [code for code in codes if code.group in ("voice", "help")]
    shown = [code for code in own if may_quote(int(figures.get(f"children:{code.id}", Cell("")).value or 0), rule)]
    return {code.id: quotations(codings, narratives, code=code, codes=codes, rule=rule) for code in shown}
