"""Attacks on protected tables: everything that a reader sees goes into a linear programme, and nothing may come out.

Nothing of the protection is used here: the attacker knows the layout of the tables, what is shown, and that a hidden count
is at least 1.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog  # type: ignore[import-untyped]

from textmine.reporting.disclosure import NOT_GIVEN, Cells, Counts, Rule, share
from textmine.types import Cell

Fact = tuple[dict[str, float], float, float]
"""Least <= weights times counts <= most."""
NO_STUDY = 9999.0
"""More than any count here: without a bound the solver takes some unbounded programmes for infeasible ones."""


@dataclass
class Reader:
    """What an attacker has gathered: for each count its least and greatest value, and facts that tie counts together."""

    low: dict[str, float] = field(default_factory=dict)
    high: dict[str, float] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    facts: list[Fact] = field(default_factory=list)

    def sees(self, name: str, cell: Cell, rule: Rule) -> None:
        """One cell of a table: a number within its rounding, or hidden."""
        low, high = 1.0, math.inf
        if cell.value is not None:
            half = rule.round_to // 2
            low, high = max(0.0, cell.value - half), cell.value + (rule.round_to - 1 - half)
        elif cell.shown == NOT_GIVEN:
            low, high = 0.0, 0.0  # totals leave it out
        else:
            self.hidden.add(name)
        self.low[name] = max(low, self.low.get(name, 0.0))
        self.high[name] = min(high, self.high.get(name, math.inf))

    def recovered(self) -> dict[str, int]:
        """Hidden counts for which only one whole number is possible."""
        names = sorted(self.low)
        at = {name: i for i, name in enumerate(names)}
        lines, right = [], []
        for weights, least, most in self.facts:
            line = np.zeros(len(names))
            for name, weight in weights.items():
                line[at[name]] += weight
            if most < math.inf:
                lines.append(line)
                right.append(most)
            if least > -math.inf:
                lines.append(-line)
                right.append(-least)
        bounds = [(self.low[name], min(self.high[name], NO_STUDY)) for name in names]
        found = {}
        for name in sorted(self.hidden):
            ends = []
            for sign in (1.0, -1.0):
                aim = np.zeros(len(names))
                aim[at[name]] = sign
                done = linprog(aim, A_ub=np.array(lines) if lines else None, b_ub=right or None, bounds=bounds)
                assert done.status == 0, done.message
                ends.append(sign * done.fun)
            if math.ceil(ends[0] - 1e-6) >= math.floor(ends[1] + 1e-6):
                found[name] = round(ends[0])
        return found


def attack(tables: Sequence[tuple[Counts, Cells]], rule: Rule) -> dict[str, int]:
    """What can be worked out of tables that are read together."""
    reader = Reader()
    for number, (counts, cells) in enumerate(tables):
        names = _names(counts, number)
        for r, line in enumerate(cells):
            for c, cell in enumerate(line):
                reader.sees(names[r][c], cell, rule)
        _sums(reader, counts, names)
        _wholes(reader, counts, names, cells=cells, rule=rule)
    return reader.recovered()


def _names(counts: Counts, number: int) -> list[list[str]]:
    return [
        [(counts.keys[r][c] if counts.keys else "") or f"t{number} r{r} c{c}" for c in range(len(counts.columns))]
        for r in range(len(counts.rows))
    ]


def _sums(reader: Reader, counts: Counts, names: list[list[str]]) -> None:
    inner_rows = [r for r in range(len(counts.rows)) if r not in counts.total_rows]
    inner_columns = [c for c in range(len(counts.columns)) if c not in counts.total_columns]
    sums = [(line[t], [line[c] for c in inner_columns]) for t in counts.total_columns for line in names]
    sums += [
        (names[t][c], [names[r][c] for r in inner_rows]) for t in counts.total_rows for c in range(len(counts.columns))
    ]
    for total, parts in sums:
        weights = dict.fromkeys(parts, 1.0)
        weights[total] = weights.get(total, 0.0) - 1.0
        reader.facts.append((weights, 0.0, 0.0))


def _wholes(reader: Reader, counts: Counts, names: list[list[str]], *, cells: Cells, rule: Rule) -> None:
    """A part is no more than its whole; and what the percentage beside it says, where there is one."""
    pairs = [((r, part), (r, whole)) for part, whole in counts.whole_columns for r in range(len(names))]
    if counts.whole_row is not None:
        base = counts.whole_row
        pairs += [((r, c), (base, c)) for r in range(len(names)) if r != base for c in range(len(names[0]))]
    for (r, c), (rr, cc) in pairs:
        part, whole = names[r][c], names[rr][cc]
        reader.facts.append(({part: 1.0, whole: -1.0}, -math.inf, 0.0))
        percent = share(cells[r][c], cells[rr][cc], rule)
        if percent.value is not None:
            low, high = percent.value - 0.00501, percent.value + 0.00501
            slack = rule.round_to
            reader.facts.append(({part: 1.0, whole: -low}, -slack, math.inf))
            reader.facts.append(({part: 1.0, whole: -high}, -math.inf, float(slack)))


def made_up(seed: int) -> list[Counts]:
    """Random tables of a report: a crosstab, factors by group, and the same factors by quarter, with figures in common."""
    chance = random.Random(seed)
    kind = seed % 3
    if kind == 0:
        return [_crosstab(chance)]
    return _factors(chance, two=kind == 2)


def _some(chance: random.Random) -> int:
    return chance.choice([0, chance.randint(0, 6), chance.randint(0, 12), chance.randint(0, 80)])


def _crosstab(chance: random.Random) -> Counts:
    width, height = chance.randint(1, 5), chance.randint(1, 5)
    inner = [[_some(chance) for _ in range(width)] for _ in range(height)]
    lines = [[*line, sum(line)] for line in inner]
    lines.append([sum(column) for column in zip(*lines, strict=True)])
    return Counts(
        rows=tuple(f"r{i}" for i in range(height + 1)),
        columns=tuple(f"c{i}" for i in range(width + 1)),
        values=tuple(map(tuple, lines)),
        total_rows=(height,),
        total_columns=(width,),
    )


def _factors(chance: random.Random, *, two: bool) -> list[Counts]:
    """Children with several factors each, by one or two kinds of group."""
    children, factors = chance.randint(5, 120), chance.randint(1, 4)
    often = [chance.choice([0.03, 0.2, 0.6, 0.95]) for _ in range(factors)]
    having = [[chance.random() < p for p in often] for _ in range(children)]
    tables = []
    for number in range(1 + two):
        groups = chance.randint(2, 5)
        weights = [chance.choice([0.05, 0.3, 1.0]) for _ in range(groups)]
        member = chance.choices(range(groups), weights, k=children)
        tables.append(_by_group(having, member, groups, number))
    return tables


def _by_group(having: list[list[bool]], member: list[int], groups: int, number: int) -> Counts:
    rows: list[list[bool]] = [[True] * len(having), *([one[f] for one in having] for f in range(len(having[0])))]
    values = []
    for row in rows:
        line = [sum(is_so and at == g for is_so, at in zip(row, member, strict=True)) for g in range(groups)]
        values.append((*line, sum(line)))
    return Counts(
        rows=tuple(f"f{i}" for i in range(len(rows))),
        columns=tuple(f"g{i}" for i in range(groups + 1)),
        values=tuple(values),
        total_columns=(groups,),
        whole_row=0,
        keys=tuple((*(f"t{number} f{i} g{g}" for g in range(groups)), f"factor {i}") for i in range(len(rows))),
    )
