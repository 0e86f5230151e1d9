"""The parts of a report in words: what each says around its tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from textmine.reporting.drafts import GROUPS
from textmine.reporting.figuresof import band_bars, interview_bars, interview_lines, prevalence_chart, year_lines
from textmine.reporting.frontpage import summary
from textmine.reporting.methods import methods
from textmine.reporting.published import COST, TRAPS, compared, nations
from textmine.reporting.themesections import themes, uncovered
from textmine.reporting.told import Told, called, listed
from textmine.reporting.welsh import HEADINGS
from textmine.reporting.whysections import care, changes, why
from textmine.types import Cell, Section, Table

OF_ALL = "The first page and this summary are of all children; those looked after stand apart in what follows."


def sections(told: Told, wanted: Sequence[str], *, welsh: bool = False) -> tuple[Section, ...]:
    """The wanted parts, in this order; with Welsh headings if they are wanted too."""
    found = [PARTS[id](told) for id in wanted]
    if "care" in wanted and "why" not in wanted:
        found = [replace(one, paragraphs=(*one.paragraphs, OF_ALL)) if one.id == "summary" else one for one in found]
    return tuple(_welsh(section) if welsh else section for section in found)


def _welsh(section: Section) -> Section:
    return replace(
        section, welsh=HEADINGS.get(section.id, ""), sections=tuple(_welsh(inner) for inner in section.sections)
    )


def _data(told: Told) -> Section:
    words = [
        "Read this first: a figure is only as good as what was recorded. Blank fields are counted as not recorded, never as no.",
        f"Signs in all tables: {told.rule.symbol} is a number that is hidden, because it is small or would give a small one "
        f"away, or a percentage of fewer than {told.rule.min_denominator}; z does not apply. A numerator is what was counted, "
        "its denominator what it is a share of. Quarters are of the calendar year: Q1 is January to March.",
    ]
    if told.unsure >= told.rule.threshold:
        words.append(
            f"In {told.unsure} interviews the model was unsure of at least one code; a person should look at them."
        )
    if told.unlooked:
        words.append(
            f"The model does not look for {listed([called(name) for name in told.unlooked])}: it had too few examples, or finds "
            "them too badly. Where it alone has read, nothing is known of them. That is not nought."
        )
    ids = ("coded_by", "left_out", "completeness", "completeness_by_area", "areas_recording", "coverage")
    tables = tuple(table for id in ids for table in told.table(id))
    return Section("data", "How good the data are", tuple(words), tables=tables)


def _risks(told: Told) -> Section:
    words = (
        "A child who was exploited was harmed. These figures count what interviews record; a child for whom nothing is "
    )
    words += "recorded may still be at risk. Silence is not safety."
    by_area = Section(
        "foi", "Interviews and concerns by area", tables=(*told.table("foi_area"), *told.table("foi_force"))
    )
    tables = (*told.table("concerns"), *told.table("risk"))
    return Section(
        "risks",
        "Risks and harms recorded",
        (words,),
        figures=prevalence_chart(told, "risk"),
        tables=tables,
        sections=(by_area,),
    )


def _foi(told: Told) -> Section:
    words = "Who holds return interviews, how many were offered and delivered, and how many record a concern of exploitation."
    tables = (*told.table("foi_area"), *told.table("foi_force"), *told.table("concerns"))
    return Section("foi", "Interviews and concerns by area", (words,), tables=tables)


def _interviews(told: Told) -> Section:
    ids = ("interviews_by_quarter", "held_area", "held_force", "reasons", "about")
    return Section(
        "interviews",
        "Return interviews",
        (
            "Whether an interview was offered, whether it was held, and how soon after the child's return.",
            "A child who refuses is not a child without need: refusals are counted, with their reasons where these are recorded.",
        ),
        figures=(*interview_bars(told), *interview_lines(told)),
        tables=(*told.table("return_interviews"), *(table for id in ids for table in told.table(id))),
    )


def _rules(told: Told) -> Section:
    words = "Rules of areas and years say when somebody should look again. They prompt a person to check and decide nothing."
    none = (
        ""
        if told.table("prompts")
        else " None of the rules of this study asked anybody to look, or none is of its areas."
    )
    tables = (*told.table("prompts"), *told.table("rules"))
    return Section("rules", "When somebody should look", (words + none,), tables=tables)


def _repeats(told: Told) -> Section:
    return Section(
        "repeats",
        "Children who went missing more than once",
        ("Episodes are not children: a few children may account for many episodes.",),
        figures=band_bars(told),
        tables=(
            *told.table("bands"),
            *told.table("repeats"),
            *told.table("often_area"),
            *told.table("often_force"),
        ),
    )


def _placements(told: Told) -> Section:
    words = "Whether children looked after were placed away from their area, were moved, and went missing again after a meeting."
    return Section("placements", "Placements", (words,), tables=told.table("placements"))


def _series(told: Told) -> Section:
    words = "Episodes year by year. More episodes may mean more children missing, or better recording."
    tables = (*told.table("series_area"), *told.table("series_force"))
    return Section("series", "Change over time", (words,), figures=year_lines(told), tables=tables)


def _voice(told: Told) -> Section:
    names = {code.id: code.name for code in told.codes}
    quotes = [
        Section(f"words_{id}", f"In children's words: {names[id]}", quotations=quoted)
        for id, quoted in told.quoted.items()
        if quoted
    ]
    withheld = "Children's own words are quoted only in the restricted version of this report."
    few = "No words are quoted: too few children, or the words belong to matters of high sensitivity."
    said = withheld if told.audience != "restricted" else few if not quotes else ""
    what = "Counted is that an interview says something of the kind, not what it says."
    help = Section(
        "would_help", GROUPS["help"], (what,), figures=prevalence_chart(told, "help"), tables=told.table("help")
    )
    felt = Section("felt", GROUPS["voice"], (f"Before, during and after. {what}",), tables=told.table("voice"))
    return Section(
        "voice",
        "Children's voice",
        ("What children said would help, and how they felt before, during and after.", *([said] if said else [])),
        sections=(help, felt, *quotes),
    )


def _coding(told: Told) -> Section:
    words = "How often the model and people agree, code by code, on interviews of children that the model never saw. "
    words += "Codes found badly are indications only."
    if not told.quality:
        words = (
            "The coding of this report has not been tested against people's coding: read every figure as indicative."
            if told.by_model
            else "People coded all interviews of this report; how far two of them agree is measured apart."
        )
    tables = told.table("quality") if told.quality else ()
    return Section("coding", "How good the coding is", (words,), tables=tables, sections=(_meanings(told),))


def _meanings(told: Told) -> Section:
    """Every code in words, with an example that somebody invented: paraphrase in place of children's words."""
    columns = ("Code", "What it means", "An invented example")
    rows = tuple(
        (code.name, (Cell(code.definition or "not given"), Cell(code.example or "none given"))) for code in told.codes
    )
    note = "From the codebook. The examples are invented and stand in no write-up."
    table = Table("meanings", "What the codes mean", columns, rows, note, "codes")
    return Section("meanings", "What the codes mean", tables=(table,) if rows else ())


def _compare(told: Told) -> Section:
    words = "Others' figures, so that like is compared with like. Traps that are known:"
    more = (COST,) if told.cost else ()
    return Section(
        "compare",
        "Published figures to compare with",
        (words, *TRAPS, *more),
        tables=(
            compared("published", "Published figures"),
            nations("nations", "What is asked in England and in Wales"),
        ),
    )


PARTS: Mapping[str, Callable[[Told], Section]] = {
    "summary": summary,
    "data": _data,
    "why": why,
    "care": care,
    "changes": changes,
    "risks": _risks,
    "foi": _foi,
    "interviews": _interviews,
    "rules": _rules,
    "repeats": _repeats,
    "placements": _placements,
    "series": _series,
    "voice": _voice,
    "themes": themes,
    "uncovered": uncovered,
    "coding": _coding,
    "compare": _compare,
    "methods": lambda told: methods(told.rule),
}
"""Every part there is, by its id: kinds of report are lists of these."""
