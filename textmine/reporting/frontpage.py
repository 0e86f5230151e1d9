"""The first page: what a manager reads in a minute, the most important first, and what is uncertain."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.reporting.changes import LESS, MORE, SAME
from textmine.reporting.differences import TOO_FEW
from textmine.reporting.told import NONE, Told, bounds, called, listed
from textmine.reporting.unlooked import PARTLY
from textmine.types import Cell, Section

NAMED = 4
MOSTLY = 0.2
"""Share of episodes without a care status from which the first page says so."""
ON_THE_FIRST_PAGE = ("children:all", "episodes:all", "episodes:completed", "interviews:*", "children:*")
"""Keys of the counts that every report shows."""
SPOKEN_OF = ("push", "pull", "return_interviews")
"""Tables from which the first page takes figures, whether or not the report has them."""


def headline(told: Told, parts: Sequence[str]) -> tuple[tuple[str, Cell, str], ...]:
    """The figures of the first page: (label, figure, what it means); factors only where the summary speaks of them.

    Args:
        parts: ids of the report's sections.
    """
    counts = (
        ("Children", "children:all", "distinct children who went missing"),
        ("Episodes", "episodes:all", "recorded, those that overlap merged"),
        ("Return interviews", "episodes:completed", "recorded as held"),
        ("Narratives coded", "interviews:*", "by people or by the model"),
        ("Coded by people", "narratives:people", "or accepted by them"),
        ("Suggested by the model", "narratives:model", "not checked by people"),
    )
    cards = [(label, cell := told.figure(key), meaning + _hidden(told, cell)) for label, key, meaning in counts]
    factors = [(group, f"Main {group} factor") for group in ("push", "pull") if "summary" in parts]
    return (*cards, *(_main(told, *one) for one in factors))


def _hidden(told: Told, cell: Cell) -> str:
    """Why a card shows a sign: the signs of the tables are explained on a later page."""
    return f"; {cell.shown}: small, or it would give a small number away" if cell.shown == told.rule.symbol else ""


def summary(told: Told) -> Section:
    """The most important in a few sentences."""
    said = [words for group in ("push", "pull") if (words := _leading(told, group))]
    period = f" for {told.period}" if told.period else ""
    return Section(
        "summary",
        "Summary",
        (
            f"This report counts what return interviews{period} record about why children went missing, what happened to "
            "them and what they said would help.",
            *said,
            rising(told),
            *_interviews(told),
            uncertain(told),
            "The figures are of what was written down. They say nothing about any one child, and what was not written "
            "down may still have happened.",
        ),
    )


def rising(told: Told) -> str:
    """What is recorded more often than before, factors and themes."""
    table = told.tables.get("changes")
    verdicts = {name: _verdict(told, name) for name, _ in table.rows[1:]} if table else {}
    more, less = ([called(name) for name, said in verdicts.items() if said == one] for one in (MORE, LESS))
    new, rise = ([name for name, cells in _rows(told, "themes") if Cell(one) in cells] for one in ("new", "rising"))
    if not table or all(said == TOO_FEW for said in verdicts.values()):
        return "Whether anything is rising cannot be told: too few children were interviewed, or in one quarter only."
    said = [f"Recorded more often than in the stretch before: {listed(more)}." if more else ""]
    said += [f"Recorded less often: {listed(less)}." if less else ""]
    said += [
        f"{words}: {'; '.join(names)}." for words, names in (("New themes", new), ("Themes that rise", rise)) if names
    ]
    words = " ".join(one for one in said if one)
    if not words:
        return f"No factor{' or theme' if told.sought else ''} is clearly recorded more often than before."
    return words + " That is a change in what was recorded, and says nothing of its cause."


def uncertain(told: Told) -> str:
    """What a reader should doubt, in one paragraph."""
    doubts = [told_of] if (told_of := _told_of(told)) else []
    if told.by_model:
        some, every = told.figure("narratives:model").shown, told.figure("interviews:*").shown
        shown = told.rule.symbol not in (some, every)
        how_many = f"{some} of {every}" if shown else "some of the"
        doubts.append(f"{how_many} coded interviews were read by the model only")
    if told.by_model and not told.quality:
        doubts.append("the coding has not been tested against people's")
    if told.unlooked:
        doubts.append(
            f"the model does not look for {listed([*map(called, told.unlooked[:NAMED]), *_more(told.unlooked)])}"
        )
    if weak := [called(_name(told, one.code)) for one in told.quality if one.indicative]:
        named = listed([*weak[:NAMED], *_more(weak)])
        doubts.append(f"found too unsurely by the model to be more than indicative: {named}")
    if told.unsure >= told.rule.threshold:
        doubts.append(f"in {told.unsure:,} interviews the model was unsure of at least one code")
    recorded = next((cells[2].value for name, cells in _rows(told, "completeness") if name == "Care status"), None)
    if recorded is not None and 1 - recorded >= MOSTLY:
        doubts.append(f"care status is not recorded for {1 - recorded:.0%} of episodes")
    if told.counted.doubtful >= told.rule.threshold:
        doubts.append(f"{told.counted.doubtful:,} write-ups look like another kind of document")
    return (
        "What is uncertain: " + "; ".join(doubts) + "."
        if doubts
        else "What is uncertain: whatever was not written down."
    )


def _more(names: Sequence[str]) -> list[str]:
    return [f"{len(names) - NAMED} more"] if len(names) > NAMED else []


def _told_of(told: Told) -> str:
    """That reasons are known of some children only."""
    some, every = told.figure("children:*"), told.figure("children:all")
    if some.value is None or every.value is None or some.value >= every.value:
        return ""
    return f"why children went is known of {some.shown} of {every.shown} only, whose interviews were coded"


def leading_rows(told: Told, group: str) -> list[tuple[str, Sequence[Cell]]]:
    """The factors recorded for most children, among those that may be shown."""
    return [row for row in _rows(told, group)[1:] if row[1][3].value][:3]


def _main(told: Told, group: str, label: str) -> tuple[str, Cell, str]:
    """The factor of most children, with its interval and how it moves, as far as the figures may be shown."""
    rows = leading_rows(told, group)
    if not rows:
        hidden = any(cells[3].shown == told.rule.symbol for _, cells in _rows(told, group))
        return label, Cell(told.rule.symbol) if hidden else NONE, "nothing that may be shown"
    name, cells = rows[0]
    sure = cells[4].value is not None and not name.endswith(PARTLY)
    limits = bounds(cells[3], told.figure("children:*")) if sure else None
    share = f" ({cells[4].shown}, 95% interval {limits[0]:.0%} to {limits[1]:.0%})" if limits else ""
    moves = {MORE: "more often than before", LESS: "less often than before", SAME: "no clear change"}
    trend = f"; {moves[said]}" if (said := _verdict(told, name)) in moves else ""
    return (
        label,
        Cell(name),
        f"recorded for {cells[3].shown} of {told.figure('children:*').shown} children{share}{trend}",
    )


def _leading(told: Told, group: str) -> str:
    named = [f"{called(name)} ({_share_or_count(told, cells)})" for name, cells in leading_rows(told, group)]
    if not named:
        return ""
    return f"The {group} factors recorded for most children, among those that may be shown: {listed(named)}."


def _interviews(told: Told) -> list[str]:
    rows = dict(_rows(told, "return_interviews"))
    if not rows or told.figure("episodes:all").value in (None, 0):
        return []
    words = (
        "offered for {} of episodes",
        "held for {} of those offered",
        "held for {} of all episodes",
        "{} of those with known times within 72 hours",
    )
    said = [
        f"{one.format(share.shown)} ({part.shown} of {whole.shown})"
        for one, (part, whole, share, *_) in zip(words, list(rows.values())[:4], strict=True)
        if share.value is not None
    ]
    return [f"Return interviews: {'; '.join(said)}."] if said else []


def _verdict(told: Told, name: str) -> str:
    table = told.tables.get("changes")
    cells = dict(table.rows).get(name) if table else None
    if table is None or cells is None:
        return ""
    return cells[table.columns.index("Change") - 1].shown


def _rows(told: Told, id: str) -> Sequence[tuple[str, Sequence[Cell]]]:
    return told.tables[id].rows if id in told.tables else ()


def _name(told: Told, code: str) -> str:
    return next((one.name for one in told.codes if one.id == code), code)


def _share_or_count(told: Told, cells: Sequence[Cell]) -> str:
    share, every = cells[4], told.figure("children:*")
    if share.value is None:
        return f"{cells[3].shown} children"
    return f"{share.shown} of children, {cells[3].shown} of {every.shown}"
