"""How long a report of a large service takes: 50,000 episodes, 20,000 codings, 22 areas, five years; all invented."""

from __future__ import annotations

import random
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

from textmine.coding.codebook import read_codebook
from textmine.reporting.excel import render_excel
from textmine.reporting.findings import Asked, build
from textmine.reporting.html import render_html
from textmine.reporting.material import CodeInfo
from textmine.reporting.ruleset import read_rules
from textmine.reporting.word import render_word
from textmine.types import Coding, Episode, Mention, Meta, Narrative

ROOT = Path(__file__).parents[1]
AREAS = [f"Area {number}" for number in range(22)]
TEXT = "They never listen to me there. I would stay in if I could see my brother. " * 10


def episodes(n: int, chance: random.Random) -> list[Episode]:
    """A few children with many episodes, many with one."""
    children = n // 3
    home = [
        (chance.choice(AREAS), chance.random() < 0.2, chance.randint(9, 17), chance.choice(["foster", "children_home"]))
        for _ in range(children)
    ]
    found = []
    for number in range(n):
        child = min(int(chance.expovariate(3 / children)), children - 1)
        area, in_care, age, placement = home[child]
        year, quarter = 2019 + number % 5, 1 + number // 5 % 4
        start = datetime(year, quarter * 3 - 2, 1) + timedelta(hours=chance.randrange(2100))
        offered = chance.random() < 0.8
        held = offered and chance.random() < 0.7
        found.append(
            Episode(
                f"E-{number}",
                f"K-{child}",
                f"{year}-Q{quarter}",
                area=area,
                host_area=area if chance.random() < 0.8 else chance.choice(AREAS),
                force=f"Force {AREAS.index(area) // 6}",
                nation="Wales",
                care_status="looked_after" if in_care else "not_looked_after",
                placement_type=placement if in_care else "parent",
                out_of_area=chance.choice(["in_area", "out_of_area"]) if in_care else "unknown",
                start=start,
                end=start + timedelta(hours=chance.randrange(1, 80)),
                offered=offered,
                completed=held,
                interview=start + timedelta(hours=chance.randrange(81, 200)) if held else None,
                provider=chance.choice("PQRS"),
                age=age,
            )
        )
    return found


def main(n_episodes: int = 50_000, n_codings: int = 20_000) -> None:
    """Build and render, and say how long each took."""
    chance = random.Random(1)
    codebook = read_codebook(ROOT / "annotations" / "codebook.yaml")
    codes = [CodeInfo(c.id, c.name, c.group, c.definition, c.sensitivity, c.parent) for c in codebook.codes]
    often = {code.id: chance.choice([0.02, 0.1, 0.3, 0.6]) for code in codes}
    every = episodes(n_episodes, chance)
    narratives, codings = [], []
    for number, episode in enumerate(chance.sample(every, n_codings)):
        narratives.append(
            Narrative(f"N-{number}", episode.child, TEXT, Meta(episode=episode.id, period=episode.period))
        )
        mentions = tuple(Mention(0, 30, code) for code, p in often.items() if chance.random() < p)
        codings.append(Coding(f"N-{number}", "person" if number % 5 == 0 else "model:1", mentions))
    began = time.monotonic()
    built = build(codings, narratives, episodes=every, codes=codes, asked=Asked(rules=read_rules(ROOT / "nowhere")))
    for name, render in (
        ("counted and protected", None),
        ("page", render_html),
        ("Word", render_word),
        ("workbook", render_excel),
    ):
        if render is not None:
            render(built.report)
        print(f"{name:24} {time.monotonic() - began:6.1f} s since the start")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
