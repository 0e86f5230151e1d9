"""Whole reports of random studies under attack: all their tables are read together, with everything a reader knows."""

from __future__ import annotations

import math
import os
import random
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from attacks import Reader, _names, _sums

from textmine.reporting.calendar import Calendar
from textmine.reporting.disclosure import RULES, Counts, protect_together
from textmine.reporting.drafts import Facts, drafts
from textmine.reporting.inclusion import counted
from textmine.reporting.material import CodeInfo
from textmine.reporting.ruleset import read_rules
from textmine.reporting.tallies import tally
from textmine.types import Coding, Episode, Mention, Meta, Narrative

MANY = max(3, int(os.environ.get("TEXTMINE_TABLES", "240")) // 80)
CODES = (
    CodeInfo("push_talk", "Talk", "push"),
    CodeInfo("push_far", "Far", "push", parent="push_talk"),
    CodeInfo("pull_family", "Family", "pull"),
    CodeInfo("risk_cse_indicators", "CSE", "risk"),
    CodeInfo("risk_cce_indicators", "CCE", "risk"),
    CodeInfo("help_wishes", "Wishes", "help"),
)


def written(seed: int, size: int = 1, days: int = 720) -> tuple[list[Coding], list[Narrative], list[Episode]]:
    """A random study: a few dozen children (times `size`), some with many episodes, in areas of unlike size.

    Args:
        days: from the first episode to the last, at most.
    """
    chance = random.Random(seed)
    children = size * chance.randint(15, 120)
    home = {
        c: (chance.choice("AAABBC"), chance.choice(["looked_after", "not_looked_after", "unknown"]))
        for c in range(children)
    }
    episodes, narratives, codings = [], [], []
    for number in range(int(children * chance.choice([1.2, 2.5]))):
        child = min(children - 1, int(chance.expovariate(3 / children)))
        area, care = home[child]
        start = datetime(2023, 1, 1) + timedelta(days=chance.randint(0, days))
        held = chance.random() < 0.6
        episode = Episode(
            f"e{number}",
            f"k{child}",
            f"{start.year}-Q{(start.month + 2) // 3}",
            area=area,
            force="North" if area in "AB" else "South",
            care_status=care,
            placement_type=chance.choice(["foster", "children_home"]),
            start=start,
            end=start + timedelta(hours=chance.randint(1, 60)),
            offered=held or chance.random() < 0.5,
            completed=held,
            interview=start + timedelta(hours=chance.randint(61, 160)) if held else None,
            provider=chance.choice(["P", "Q"]),
            age=chance.randint(9, 17),
        )
        episodes.append(episode)
        if held and chance.random() < 0.8:
            narratives.append(
                Narrative(f"n{number}", f"k{child}", "Debrief.", Meta(episode=episode.id, period=episode.period))
            )
            seen = [code.id for code in CODES if chance.random() < 0.35]
            mentions = tuple(
                Mention(0, 7, c, assertion=chance.choice(["affirmed", "affirmed", "negated"])) for c in seen
            )
            codings.append(
                Coding(f"n{number}", "person", mentions, (("engagement", chance.choice(["full", "declined"])),))
            )
    return codings, narratives, episodes


def study(seed: int) -> Facts:
    """What there is to count of a random study."""
    codings, narratives, episodes = written(seed)
    kept = counted(episodes, narratives)
    seen_all = tally(codings, narratives, episodes=kept.episodes, codes=CODES)
    return Facts(seen_all, kept, CODES, (), (), read_rules(Path("/nowhere")), Calendar(), "", "England")


@pytest.mark.parametrize("seed", range(MANY))
def test_a_reader_of_all_tables_with_a_solver_recovers_nothing(seed: int) -> None:
    rule = list(RULES.values())[seed % len(RULES)]
    tables, ties = drafts(study(seed))
    every = [*(draft.counts for draft in tables), *ties]
    cells = protect_together(every, rule)
    reader = Reader()
    shown: set[str] = set()
    for number, (draft, own) in enumerate(zip(tables, cells, strict=False)):
        names = _names(draft.counts, number)
        for r, line in enumerate(own):
            for c, cell in enumerate(line):
                reader.sees(names[r][c], cell, rule)
                shown.add(names[r][c])
        _sums(reader, draft.counts, names)
        _parts(reader, draft.counts, names)
    for number, counts in enumerate(ties, start=len(tables)):
        _tied(reader, counts, _names(counts, number), shown)
        _sums(reader, counts, _names(counts, number))
        _parts(reader, counts, _names(counts, number))
    assert reader.hidden, "a study this small must hide something"
    assert reader.recovered() == {}


def _parts(reader: Reader, counts: Counts, names: list[list[str]]) -> None:
    """A part is no more than its whole."""
    rows = range(len(names)) if counts.whole_rows is None else sorted(counts.whole_rows)
    pairs = [(names[r][part], names[r][whole]) for part, whole in counts.whole_columns for r in rows]
    if counts.whole_row is not None:
        base = names[counts.whole_row]
        pairs += [(line[c], base[c]) for line in names if line is not base for c in range(len(base))]
    reader.facts += [({part: 1.0, whole: -1.0}, -math.inf, 0.0) for part, whole in pairs if part != whole]


def _tied(reader: Reader, counts: Counts, names: list[list[str]], shown: set[str]) -> None:
    """Of figures that no table shows a reader knows which are nought, and those that everybody knows."""
    for r, line in enumerate(counts.values):
        for c, value in enumerate(line):
            name = names[r][c]
            if name not in shown:
                sure = not value or name in counts.known
                reader.low.setdefault(name, float(value or 0) if sure else 0.0)
                reader.high.setdefault(name, float(value or 0) if sure else float("inf"))
