"""The report in words: what each part says around its tables, and which figures come first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from textmine.reporting.charts import Bar, Line, bar_chart, line_chart
from textmine.reporting.disclosure import Rule
from textmine.reporting.indicators import wilson
from textmine.reporting.material import CodeInfo
from textmine.reporting.methods import methods
from textmine.types import Cell, Figure, Quotation, Section, Table

GROUPS = {
    "push": "Push: why children left where they were",
    "pull": "Pull: what or who drew children elsewhere",
    "risk": "Risks and harms while missing",
    "voice": "How children felt",
    "help": "What would help",
}
NONE = Cell("not available")
MOST_LINES = 4
SHARES = 5
"""How many of the first return-interview indicators are percentages of something good."""


@dataclass(frozen=True, slots=True)
class Told:
    """Everything the report may say: protected tables and figures.

    Args:
        tables: by id.
        figures: Cell by key, e.g. `children:push_family_conflict`.
        quoted: code → quotations.
        themes_left_out: themes of too few children.
        unsure: interviews of which the model abstains on a code.
        coded: coded interviews.
        tested: whether the coding was tested.
    """

    tables: Mapping[str, Table]
    figures: Mapping[str, Cell]
    codes: tuple[CodeInfo, ...]
    quoted: Mapping[str, tuple[Quotation, ...]] = field(repr=False)
    rule: Rule
    audience: str
    period: str
    themes_left_out: int
    unsure: int
    coded: int
    tested: bool


def headline(told: Told) -> tuple[tuple[str, Cell, str], ...]:
    """The figures of the first page: (label, figure, what it means)."""
    counts = (
        ("Children", "children:all", "distinct children who went missing"),
        ("Episodes", "episodes:all", "recorded, those that overlap merged"),
        ("Return interviews", "episodes:completed", "recorded as held"),
        ("Narratives coded", "interviews:*", "write-ups looked at for this report"),
        ("Coded by people", "narratives:people", "or accepted by them"),
        ("Suggested by the model", "narratives:model", "not checked by people"),
    )
    cards = tuple((label, _or_none(told.figures.get(key)), meaning) for label, key, meaning in counts)
    return (*cards, _main(told, "push", "Main push"), _main(told, "pull", "Main pull"))


def sections(told: Told) -> tuple[Section, ...]:
    """The parts of the report in order of reading."""
    return (
        _summary(told),
        _data(told),
        _why(told),
        _risks(told),
        _interviews(told),
        _repeats(told),
        _voice(told),
        _themes(told),
        _coding(told),
        methods(told.rule),
    )


def _or_none(cell: Cell | None) -> Cell:
    return NONE if cell is None else cell


def _main(told: Told, group: str, label: str) -> tuple[str, Cell, str]:
    """The factor of most children, as far as the figures may be shown."""
    rows = [row for row in told.tables[group].rows[1:] if row[1][3].value]
    if not rows:
        hidden = any(cells[3].shown == told.rule.symbol for _, cells in told.tables[group].rows)
        return label, Cell(told.rule.symbol) if hidden else NONE, "nothing that may be shown"
    name, cells = rows[0]
    share = f" ({cells[4].shown})" if cells[4].value is not None else ""
    every = told.figures["children:*"].shown
    return label, Cell(name), f"recorded for {cells[3].shown} of {every} children{share}"


def _summary(told: Told) -> Section:
    said = [words for group in ("push", "pull") if (words := _leading(told, group))]
    period = f" for {told.period}" if told.period else ""
    return Section(
        "summary",
        "Summary",
        (
            (
                f"This report counts what return interviews{period} record about why children went missing, what happened to "
                "them and what they said would help."
            ),
            *said,
            (
                "The figures are of what was written down. They say nothing about any one child, and what was not written "
                "down may still have happened."
            ),
        ),
    )


def _leading(told: Told, group: str) -> str:
    rows = [row for row in told.tables[group].rows[1:] if row[1][3].value][:3]
    if not rows:
        return ""
    named = [f"{_small(name)} ({_share_or_count(cells)})" for name, cells in rows]
    listed = named[0] if len(named) == 1 else ", ".join(named[:-1]) + " and " + named[-1]
    return f"The {group} factors recorded for most children, among those that may be shown: {listed}."


def _small(name: str) -> str:
    return name[:1].lower() + name[1:] if name[1:2].islower() or name[1:2] == " " else name


def _share_or_count(cells: Sequence[Cell]) -> str:
    return f"{cells[4].shown} of children" if cells[4].value is not None else f"{cells[3].shown} children"


def _data(told: Told) -> Section:
    unsure = _unsure(told)
    return Section(
        "data",
        "How good the data are",
        (
            (
                "Read this first: a figure is only as good as what was recorded. Blank fields are counted as not recorded, "
                "never as no."
            ),
            *([unsure] if unsure else []),
        ),
        tables=(told.tables["coded_by"], told.tables["completeness"]),
    )


def _unsure(told: Told) -> str:
    if not told.unsure or told.unsure < told.rule.threshold:
        return ""
    return f"In {told.unsure} interviews the model was unsure of at least one code; a person should look at them."


def _why(told: Told) -> Section:
    parts = [
        Section(group, GROUPS[group], figures=_prevalence_chart(told, group), tables=(told.tables[group],))
        for group in ("push", "pull")
    ]
    care = Section("by_care", "By care status", (_care_words(),), tables=(told.tables["why_by_care"],))
    quarter = Section("by_quarter", "By quarter", figures=_quarters(told), tables=(told.tables["why_by_quarter"],))
    return Section(
        "why",
        "Why children went missing",
        (
            (
                "Push is something about where the child was; pull is something or someone elsewhere. Often both are "
                "recorded in one interview."
            ),
            (
                "Interviews and children are counted apart, since one child may give many interviews. What is only "
                "suspected, belongs to the past or was ruled out stands in columns of its own and is never added."
            ),
        ),
        sections=(*parts, care, quarter),
    )


def _care_words() -> str:
    return "Differences are of what was recorded. Write-ups of different length and different forms record differently."


def _prevalence_chart(told: Told, group: str) -> tuple[Figure, ...]:
    table = told.tables[group]
    if not table.rows:
        return ()
    whole = table.rows[0][1][3]
    bars = [_bar(name, cells, whole) for name, cells in table.rows[1:]]
    title = f"{GROUPS[group].partition(':')[0]}: children with each factor"
    figure = bar_chart(f"chart_{group}", title, bars, unit="% of children with a coded interview", table=table.id)
    return (figure,) if figure else ()


def _bar(name: str, cells: Sequence[Cell], whole: Cell) -> Bar:
    count, share = cells[3], cells[4]
    if share.value is None or count.value is None or not whole.value:
        return Bar(name, share)
    low, high = wilson(min(count.value, whole.value), whole.value) or (None, None)
    return Bar(name, share, low, high)


def _quarters(told: Told) -> tuple[Figure, ...]:
    table = told.tables["why_by_quarter"]
    points = table.columns[1:-1]
    if len(points) < 2:
        return ()
    lines = [Line(name, cells[:-1]) for name, cells in table.rows[1 : MOST_LINES + 1]]
    figure = line_chart("chart_quarters", "Factors by quarter", points, lines=lines, unit="interviews", table=table.id)
    return (figure,) if figure else ()


def _risks(told: Told) -> Section:
    area = Section("by_area", "By area", tables=(told.tables["areas"],))
    return Section(
        "risks",
        "Risks and harms recorded",
        (
            (
                "A child who was exploited was harmed. These figures count what interviews record; a child for whom nothing "
                "is recorded may still be at risk. Silence is not safety."
            ),
        ),
        figures=_prevalence_chart(told, "risk"),
        tables=(told.tables["concerns"], told.tables["risk"]),
        sections=(area,),
    )


def _interviews(told: Told) -> Section:
    table = told.tables["return_interviews"]
    bars = [Bar(name, cells[2]) for name, cells in table.rows[:SHARES] if cells[2].shown != NONE.shown]
    figure = bar_chart(
        "chart_interviews", "Return interviews", bars[:5], unit="% of the denominator in the table", table=table.id
    )
    return Section(
        "interviews",
        "Return interviews",
        ("Whether an interview was offered, whether it was held, and how soon after the child's return.",),
        figures=(figure,) if figure else (),
        tables=(table,),
    )


def _repeats(told: Told) -> Section:
    bands = told.tables["bands"]
    bars = [Bar(name, cells[-1]) for name, cells in bands.rows[:-1]]
    figure = bar_chart("chart_bands", "Children by number of episodes", bars, unit="children", table=bands.id)
    return Section(
        "repeats",
        "Children who went missing more than once",
        ("Episodes are not children: a few children may account for many episodes.",),
        figures=(figure,) if figure else (),
        tables=(bands, told.tables["repeats"]),
    )


def _voice(told: Told) -> Section:
    names = {code.id: code.name for code in told.codes}
    quotes = [
        Section(f"words_{id}", f"In children's words: {names[id]}", quotations=quoted)
        for id, quoted in told.quoted.items()
        if quoted
    ]
    withheld = "Children's own words are quoted only in the restricted version of this report."
    few = "No words are quoted: too few children, or the words belong to matters of high sensitivity."
    why = withheld if told.audience != "restricted" else few if not quotes else ""
    return Section(
        "voice",
        "Children's voice",
        ("What children said would help, and how they felt before, during and after.", *([why] if why else [])),
        figures=_prevalence_chart(told, "help"),
        tables=(told.tables["help"], told.tables["voice"]),
        sections=tuple(quotes),
    )


def _themes(told: Told) -> Section:
    words = [
        (
            "Themes are groups of sentences that use similar words, found without the codebook. They are prompts for "
            "people to read further, not findings."
        )
    ]
    if told.themes_left_out:
        words.append("Themes of too few children are left out.")
    if not told.tables["themes"].rows:
        words.append("No themes of enough children were found.")
    tables = (told.tables["themes"],) if told.tables["themes"].rows else ()
    return Section("themes", "Emerging themes", tuple(words), tables=tables)


def _coding(told: Told) -> Section:
    words = "How often the model and people agree, code by code, on interviews of children that the model never saw. "
    words += "Codes found badly are indications only."
    if not told.tested:
        words = (
            "The coding of this report has not been tested against people's coding: read every figure as indicative."
        )
    return Section(
        "coding", "How good the coding is", (words,), tables=(told.tables["quality"],) if told.tested else ()
    )
