"""How long a report of a large service takes: 50,000 episodes, 20,000 codings, 22 areas, five years; all invented."""

from __future__ import annotations

import random
import sys
import tempfile
import time
from dataclasses import astuple
from datetime import datetime, timedelta
from pathlib import Path

import textmine
from textmine.pipeline.study import init
from textmine.store import write_part
from textmine.types import Coding, Episode, Mention, Meta, Narrative

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


def study_of(folder: Path, n_episodes: int, n_codings: int) -> Path:
    """A study on disk, as its commands leave it."""
    chance = random.Random(1)
    study = init(folder)
    settings = folder / "textmine.toml"
    settings.write_text(settings.read_text().replace("[report]", '[report]\nnation = "Wales"'))
    often = {code: chance.choice([0.02, 0.1, 0.3, 0.6]) for code in study.codebook.ids}
    every = episodes(n_episodes, chance)
    narratives, codings = [], []
    for number, episode in enumerate(chance.sample(every, n_codings)):
        narratives.append(
            Narrative(f"N-{number}", episode.child, TEXT, Meta(episode=episode.id, period=episode.period))
        )
        mentions = tuple(Mention(0, 30, code) for code, p in often.items() if chance.random() < p)
        status = "accepted" if number % 5 == 0 else "suggested"
        codings.append(Coding(f"N-{number}", "model:1", mentions, status=status))  # type: ignore[arg-type]
    write_part(study.episodes, "bench", every)
    write_part(study.narratives, "bench", narratives)
    write_part(study.codings, "bench", codings)
    return folder


def main(n_episodes: int = 50_000, n_codings: int = 20_000) -> None:
    """Write the report of a study on disk, and say how long it took."""
    with tempfile.TemporaryDirectory() as folder:
        study = study_of(Path(folder) / "study", n_episodes, n_codings)
        began = time.monotonic()
        built = textmine.report(study=study)
        took, mib = time.monotonic() - began, [path.stat().st_size / 2**20 for path in astuple(built)]
    print(
        f"{n_episodes:,} episodes, {n_codings:,} codings: three files in {took:.1f} s; {', '.join(f'{m:.1f}' for m in mib)} MiB"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
