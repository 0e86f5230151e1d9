"""The rules that hold where this report is about, and how often they asked a person to look."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.reporting.disclosure import Counts
from textmine.reporting.people import behind
from textmine.reporting.rules import Prompt
from textmine.reporting.ruleset import Rule
from textmine.reporting.tables import Draft
from textmine.types import Cell, Table


def prompted(id: str, title: str, rules: Sequence[Rule], found: Sequence[Prompt]) -> Draft:
    """Of each rule: episodes at which it asked a person to look, children, interviews offered, held by the deadline."""
    used = [rule for rule in rules if any(prompt.rule == rule.id for prompt in found)]
    lines, people = [], []
    for rule in used:
        own = [prompt for prompt in found if prompt.rule == rule.id]
        offered = [prompt for prompt in own if prompt.offered]
        timely = [prompt for prompt in own if prompt.in_time] if rule.deadline_hours else None
        children = len({prompt.child for prompt in own})
        lines.append((len(own), children, len(offered), None if timely is None else len(timely)))
        people.append(tuple(_people(some) for some in (own, own, offered, timely or [])))
    counts = Counts(
        rows=tuple(f"{rule.id}: {rule.action}" for rule in used),
        columns=("Episodes", "Children", "Interview offered", "Held by the deadline"),
        values=tuple(lines),
        people=tuple((line[0], values[1], line[2], line[3]) for line, values in zip(people, lines, strict=True)),
        whole_columns=((2, 0), (3, 0)),
        harmless=True,
    )
    note = "Rules prompt a person to check; they decide nothing. They go by the episodes table alone, never by what a write-up "
    note += (
        "says. Windows end on the day of the newest episode and count days; each episode from the trigger on counts. "
    )
    note += "'Information not given': the rule names no deadline."
    return Draft(id, title, "Rule", counts, note, "episodes and children")


def _people(some: Sequence[Prompt]) -> int:
    return behind(prompt.child for prompt in some)


def listed(id: str, title: str, rules: Sequence[Rule]) -> Table:
    """The rules themselves, with their dates and sources, also those that are not applied."""
    columns = ("Rule", "Where", "When", "What a person should check", "Within", "From", "To", "Applied", "Source")
    rows = tuple(
        (
            rule.id,
            (
                Cell(rule.area or "everywhere"),
                Cell(_when(rule)),
                Cell(rule.action),
                Cell(f"{rule.deadline_hours} hours" if rule.deadline_hours else "z"),
                Cell(rule.effective_from.isoformat()),
                Cell(rule.effective_to.isoformat() if rule.effective_to else "still in force"),
                Cell("yes" if rule.active else "no, for reference"),
                Cell(rule.source),
            ),
        )
        for rule in rules
    )
    note = "Kept in rules.toml of the study. Rules differ by area and by year; check them against your own procedures."
    return Table(id, title, columns, rows, note, "rules")


def _when(rule: Rule) -> str:
    own = "" if rule.population == "all" else f", {rule.population.replace('_', ' ')}"
    words = {
        "every": "every episode",
        "first": "a child's first episode",
        "count": f"{rule.trigger_count} or more in {rule.window_days} days",
        "hours": f"missing more than {rule.hours} hours" + (" or past midnight" if rule.after_midnight else ""),
        "out_of_area": "placed out of area",
        "at_risk": "a professional considers the child at risk",
        "refused": f"{rule.trigger_count} or more refusals in {rule.window_days} days",
    }
    return words[rule.when] + own
