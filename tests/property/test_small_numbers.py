"""Ten thousand random tables under attack: `scripts/attack-disclosure` runs them all, the tests a share of them."""

from __future__ import annotations

import os
import random

import pytest
from attacks import attack, made_up

from textmine.reporting.disclosure import RULES, protect_together
from textmine.reporting.editions import Edition, telling

MANY = int(os.environ.get("TEXTMINE_TABLES", "240"))
SHARES = 8
QUARTERS = tuple(f"2024-Q{n}" for n in range(1, 5)) + tuple(f"2025-Q{n}" for n in range(1, 5))


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("share", range(SHARES))
def test_an_attacker_with_a_solver_recovers_nothing(rule: str, share: int) -> None:
    names = list(RULES)
    for seed in range(share, MANY, SHARES):
        if seed // SHARES % len(names) == names.index(rule):
            tables = made_up(seed)
            shown = protect_together(tables, RULES[rule])
            assert attack(list(zip(tables, shown, strict=True)), RULES[rule]) == {}, f"table {seed}"


def test_the_attacker_finds_what_a_careless_table_gives_away() -> None:
    """The attack itself is not blind: with the small counts alone hidden, most tables give them away."""
    from textmine.reporting.disclosure import _cell

    rule, broken, tried = RULES["sup5"], 0, 0
    for seed in range(0, 60, 3):
        (table,) = made_up(seed)
        cells = tuple(tuple(_cell(n, n is not None and 0 < n < 5, rule) for n in line) for line in table.values)
        if any(cell.value is None for line in cells for cell in line):
            tried += 1
            broken += bool(attack([(table, cells)], rule))
    assert broken > 0.6 * tried > 0


@pytest.mark.parametrize("share", range(4))
def test_no_two_reports_of_other_periods_tell_of_few_together(share: int) -> None:
    """Reports of random periods, one after the other; every difference that they make known is nobody or enough."""
    for seed in range(share, MANY, 4):
        chance = random.Random(seed)
        true = [chance.choice([0, 2, 3, 9, 17, 40]) for _ in QUARTERS]
        issued: list[Edition] = []
        for number in range(5):
            start = chance.randrange(len(QUARTERS))
            end = chance.randrange(start, len(QUARTERS)) + 1
            period, count = QUARTERS[start:end], sum(true[start:end])
            hide, _ = telling({"interviews:x": count}, period, earlier=issued, threshold=5)
            small = 0 < count < 5
            if not hide and not small:
                issued.append(Edition(str(number), period, {"interviews:x": count}))
        assert few_known(issued) == []


def few_known(issued: list[Edition]) -> list[int]:
    """Every stretch of quarters whose count follows from what was shown, by linear algebra; those of few."""
    import numpy as np

    A = np.array([[float(q in one.quarters) for q in QUARTERS] for one in issued]).reshape(-1, len(QUARTERS))
    b = np.array([float(one.figures["interviews:x"]) for one in issued])
    found = []
    for start in range(len(QUARTERS)):
        for end in range(start + 1, len(QUARTERS) + 1):
            wanted = np.array([float(start <= i < end) for i in range(len(QUARTERS))])
            x, *_ = np.linalg.lstsq(A.T, wanted, rcond=None)
            if np.abs(A.T @ x - wanted).max() < 1e-9 and 0 < round(float(b @ x)) < 5:
                found.append(round(float(b @ x)))
    return found
