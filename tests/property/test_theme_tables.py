"""Tables of themes under attack: a reader of the finished report who knows what its figures are, and a solver.

Nothing of the protection is used here, not even its names for figures: the attacker goes by headings of tables, rows and
columns, and by what they mean.
"""

from __future__ import annotations

import math
import os
import random

import pytest
from attacks import Reader
from test_whole_reports import CODES, written

from textmine.reporting.calendar import Calendar
from textmine.reporting.disclosure import RULES, Rule
from textmine.reporting.drafts import Facts
from textmine.reporting.findings import Asked, _tables
from textmine.reporting.inclusion import counted
from textmine.reporting.tallies import tally
from textmine.reporting.themed import Moves, themed
from textmine.types import Cell, Coding, Episode, Narrative, Theme

Rows = dict[str, dict[str, Cell]]
MANY = max(4, int(os.environ.get("TEXTMINE_TABLES", "240")) // 100)
WORDS = (("bus", 1.0), ("bridge", 0.9))
QUARTER = "themes_by_quarter"


def themes_of(narratives: list[Narrative], seed: int) -> tuple[Theme, ...]:
    """Random themes: of some children more than of others, of one quarter or area, within another one, of all or of few."""
    chance = random.Random(seed + 1000)
    children = sorted({n.child for n in narratives})
    found = []
    for id in range(1, chance.randint(2, 4)):
        often = chance.choice([0.08, 0.3, 0.8, 1.0])
        ours = {c for c in children if chance.random() < often}
        often = chance.choice([0.5, 0.9, 1.0])
        own = [n for n in narratives if n.child in ours and chance.random() < often]
        found.append(Theme(id, f"Theme {id}", WORDS, _passages(own), chance.random(), key=f"t{id}", named=True))
        part = [n for n in own if chance.random() < chance.choice([0.7, 0.97, 1.0])]
        found.append(Theme(100 + id, f"part {id}", WORDS, _passages(part), 0.5, key=f"p{id}", parent=id, named=True))
    return tuple(found)


def _passages(narratives: list[Narrative]) -> tuple[tuple[str, int, int, float], ...]:
    return tuple((n.id, 0, 7, 0.9) for n in narratives)


@pytest.mark.parametrize("seed", range(MANY))
def test_a_reader_who_knows_what_the_figures_are_recovers_nothing(seed: int) -> None:
    rule = list(RULES.values())[seed % len(RULES)]
    codings, narratives, episodes = written(seed, size=3)
    chance = random.Random(seed)
    coded = [c for c in codings if seed % 3 or chance.random() < 0.9]
    reader = gathered(tables_of(coded, narratives, episodes, themes_of(narratives, seed), rule), rule)
    assert reader.recovered() == {}


@pytest.mark.parametrize("seed", range(MANY))
def test_five_years_with_a_long_last_stretch_give_nothing_away(seed: int) -> None:
    """Few are interviewed a quarter, so what is called lately may begin before the eight quarters that are shown."""
    chance = random.Random(seed + 5000)
    rule = list(RULES.values())[seed % len(RULES)]
    codings, narratives, episodes = written(seed, size=chance.randint(1, 4), days=1800)
    dated = sorted({n.meta.period for n in narratives})
    moves = Moves(recent=tuple(dated[-min(chance.choice([1, 3, 8, 9, 10]), len(dated) // 2) :]))
    tables = tables_of(codings, narratives, episodes, themes_of(narratives, seed), rule, moves)
    assert gathered(tables, rule).recovered() == {}


def tables_of(
    codings: list[Coding],
    narratives: list[Narrative],
    episodes: list[Episode],
    themes: tuple[Theme, ...],
    rule: Rule,
    moves: Moves | None = None,
) -> dict[str, Rows]:
    """Table → row → column → cell, of all tables of a report, protected together; without drawing its pictures."""
    kept = counted(episodes, narratives)
    seen = tally(codings, kept.narratives, episodes=kept.episodes, codes=CODES)
    facts = Facts(seen, kept, CODES, (), (), (), Calendar(), "")
    about = themed(themes, kept, codings=codings, codes=CODES, seen=seen, rule=rule, moves=moves or Moves(), period="")
    tables, _ = _tables(facts, about, rule, Asked())
    return {
        id: {name: dict(zip(t.columns[1:], cells, strict=True)) for name, cells in t.rows} for id, t in tables.items()
    }


def gathered(tables: dict[str, Rows], rule: Rule) -> Reader:
    """All that the tables of themes say, and how it hangs together."""
    reader = Reader()
    for id in ("themes", "themes_parts"):
        for row, of in tables.get(id, {}).items():
            parent = row.partition(": ")[0]
            reader.sees(f"N {row}", of["Interviews"], rule)
            reader.sees(f"C {row}", of["Children"], rule)
            reader.facts += [({f"C {row}": 1.0, f"N {row}": -1.0}, -math.inf, 0.0)]
            reader.facts += [({f"C {row}": 1.0}, rule.threshold, math.inf)]
            if id == "themes_parts":
                less = [(f"C {row}", f"C {parent}"), (f"N {row}", f"N {parent}")]
                reader.facts += [({a: 1.0, b: -1.0}, -math.inf, 0.0) for a, b in less]
                # Children outside have an interview outside each.
                outside = {f"C {parent}": 1.0, f"C {row}": -1.0, f"N {parent}": -1.0, f"N {row}": 1.0}
                reader.facts += [(outside, -math.inf, 0.0)]
    for id in ("themes_by_care", "themes_by_placement", "themes_by_placed", "themes_by_area"):
        groups(reader, tables.get(id, {}), id, rule)
    if QUARTER in tables:
        quarters(reader, tables, rule)
    codes(reader, tables, rule)
    return reader


def groups(reader: Reader, table: Rows, id: str, rule: Rule) -> None:
    """Groups add up to the children of the theme; in each there are no more than were interviewed."""
    for row, of in table.items():
        own = {column: cell for column, cell in of.items() if not column.startswith(("%", "Between", "New or"))}
        for column, cell in own.items():
            name = f"C {row}" if column == "All" else f"{id} {column} {row}"
            reader.sees(name, cell, rule)
            if not row.startswith("All"):
                base = f"C {next(iter(table))}" if column == "All" else f"{id} {column} {next(iter(table))}"
                reader.facts += [({name: 1.0, base: -1.0}, -math.inf, 0.0)]
        reader.facts += [({**{f"{id} {c} {row}": 1.0 for c in own if c != "All"}, f"C {row}": -1.0}, 0.0, 0.0)]


def quarters(reader: Reader, tables: dict[str, Rows], rule: Rule) -> None:
    """Children by quarter, lately and before; and the interviews of everybody, which stand under why."""
    children, interviews = tables[QUARTER], next(iter(tables["why_by_quarter"].values()))
    known = list(next(iter(children.values())))
    for column, cell in interviews.items():
        reader.sees(f"Nq {column}", cell, rule)
    reader.facts += [
        ({**{f"Nq {c}": 1.0 for c in interviews if c != "Whole period"}, "Nq Whole period": -1.0}, 0.0, 0.0)
    ]
    for row, of in children.items():
        for q in known:
            name, base = f"Cq {q} {row}", f"Cq {q} {next(iter(children))}"
            reader.sees(name, of[q], rule)
            reader.facts += [({name: 1.0, f"C {row}": -1.0}, -math.inf, 0.0)]
            if name != base:
                reader.facts += [({name: 1.0, base: -1.0}, -math.inf, 0.0)]
            elif q in interviews:
                reader.facts += [({name: 1.0, f"Nq {q}": -1.0}, -math.inf, 0.0)]
                # An interview is shown only if it is of so many children.
                reader.facts += [({name: 1.0}, rule.threshold, math.inf)] if interviews[q].value else []
        stretches(reader, row, known, tables["themes_changed"][row], {c: f"Nq {c}" for c in interviews}, rule)


def stretches(
    reader: Reader, row: str, known: list[str], of: dict[str, Cell], heard: dict[str, str], rule: Rule
) -> None:
    """The stretches before and lately are sums of their quarters, or more where some of these are not shown."""
    own = {column: cell for column, cell in of.items() if not column.startswith(("%", "95", "D"))}
    first = next(iter(own)).removeprefix("Before ")
    early = [column for column in heard if column.startswith("To ")]
    halves = ([q for q in known if q < first], not early), ([q for q in known if q >= first], first >= known[0])
    for (of_it, whole), name, cell in zip(halves, (f"before {row}", f"late {row}"), own.values(), strict=True):
        reader.sees(name, cell, rule)
        shown = dict.fromkeys([f"Cq {q} {row}" for q in of_it], 1.0)
        reader.facts += [({name: -1.0, **shown}, 0.0 if whole else -math.inf, 0.0)]
        if not row.startswith("All"):
            reader.facts += [({name: 1.0, name.partition(" ")[0] + " All children interviewed": -1.0}, -math.inf, 0.0)]
    every = {f"before {row}": 1.0, f"late {row}": 1.0}
    reader.facts += [({f"C {row}": 1.0, **dict.fromkeys(every, -1.0)}, -math.inf, 0.0)]
    if early and row.startswith("All"):
        # Who is not in a quarter that is shown had an interview in an earlier one.
        left = {f"Cq {q} {row}": -1.0 for q in known}
        reader.facts += [({**every, **left, **dict.fromkeys([heard[c] for c in early], -1.0)}, -math.inf, 0.0)]


def codes(reader: Reader, tables: dict[str, Rows], rule: Rule) -> None:
    """Children whose sentences a code marks are children of the theme and children with the code."""
    table = tables.get("themes_by_code", {})
    uncoded = tables["coded_by"]["Not coded"]["Narratives"].value
    for row, of in table.items():
        for column, cell in of.items():
            base = row.startswith("All")
            everybody = column.startswith("All")
            name = f"K {row}" if everybody else f"S {column}" if base else f"B {row} {column}"
            reader.sees(name, cell, rule)
            if base and not everybody:
                least = 0.0 if uncoded == 0 else -math.inf
                reader.facts += [({f"S {column}": 1.0, f"C {column}": -1.0}, least, 0.0)]
            elif not base and not everybody:
                reader.facts += [({name: 1.0, f"S {column}": -1.0}, -math.inf, 0.0)]
                reader.facts += [({name: 1.0, f"K {row}": -1.0}, -math.inf, 0.0)]
    for group in ("push", "pull", "risk", "help"):
        for row, of in tables.get(group, {}).items():
            if row in table:
                reader.sees(f"K {row}", of["Children"], rule)
