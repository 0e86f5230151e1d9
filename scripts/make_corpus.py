"""Make a corpus of any size from passages of the example, under new names, dates and references."""

from __future__ import annotations

import argparse
import csv
import json
import random
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import yaml
from corpus_cast import Cast, Known
from corpus_names import Names
from corpus_texts import Author, Made, authors, known_words, make
from source import read_sources

from textmine.privacy.case.roster import COLUMNS as ROSTER
from textmine.reporting.episodes import NAMES as EPISODES

EXAMPLE = Path(__file__).parents[1] / "corpora" / "example"
NOTICE = "made by recombining; for scale only; never for a quality figure"
EXPORT = ("Record ID", "Person ID", "Recorded", "Narrative")
FIRST, WEEKS = date(2021, 4, 5), 256
MOST = 20
COUNTS = [0.93**k / k for k in range(1, MOST + 1)]
"""Weights of 1 to 20 write-ups of a child: a log-series, 3.8 on average."""
AREAS = 4


@dataclass(frozen=True, slots=True)
class Writeup:
    """A made write-up of a child, and where it goes."""

    child: str
    number: int
    team: str
    made: Made

    @property
    def document(self) -> str:
        """Its path below `writeups/`."""
        return f"{self.team}/{self.child} {self.number:02d} {self.made.interview[:10] or 'undated'}.txt"


def main() -> int:
    """Read the arguments, make the corpus, say what there is."""
    asked = argparse.ArgumentParser(description=f"A corpus {NOTICE}.")
    asked.add_argument("--write-ups", type=int, required=True, metavar="N")
    asked.add_argument("--seed", type=int, default=1, metavar="S")
    asked.add_argument("--out", type=Path, required=True, metavar="DIR", help="a folder that is not there, or empty")
    asked.add_argument("--csv", action="store_true", help="the same write-ups as one export too")
    given = asked.parse_args()
    if given.write_ups < 1 or (given.out.exists() and any(given.out.iterdir())):
        asked.error("--write-ups is below 1, or --out holds something")
    children = write_corpus(given.out, writeups=given.write_ups, seed=given.seed, export=given.csv)
    print(f"{given.write_ups} write-ups of {children} children: {NOTICE}")
    return 0


def write_corpus(out: Path, *, writeups: int, seed: int, export: bool = False) -> int:
    """Write so many write-ups with roster, episodes and gold identifiers; a child at a time is held in memory.

    Returns:
        How many children there are.
    """
    (out / "gold").mkdir(parents=True, exist_ok=True)
    (out / "MADE.txt").write_text(NOTICE + "\n", encoding="utf-8")
    children = 0
    with ExitStack() as stack:
        roster, episodes = (_table(stack, out / f"{name}.csv", columns) for name, columns in TABLES.items())
        gold = stack.enter_context((out / "gold" / "identifiers.jsonl").open("w", encoding="utf-8", newline="\n"))
        rows = _table(stack, out / "export.csv", EXPORT, notice=True) if export else None
        for cast, own, area in _children(writeups, seed):
            children += 1
            roster.writerow({"child": own[0].child, **cast.roster()})
            for writeup in own:
                _write(out / "writeups" / writeup.document, writeup.made.text)
                gold.write(json.dumps(_gold(writeup), ensure_ascii=False) + "\n")
                episodes.writerow(_episode(writeup, cast, area))
                if rows:
                    rows.writerow(dict(zip(EXPORT, _exported(writeup), strict=True)))
    return children


TABLES = {"roster": ROSTER, "episodes": EPISODES}


def _table(stack: ExitStack, path: Path, columns: tuple[str, ...], *, notice: bool = False) -> csv.DictWriter[str]:
    stream = stack.enter_context(path.open("w", encoding="utf-8", newline=""))
    if notice:
        stream.write(NOTICE + "\r\n")
    table = csv.DictWriter(stream, columns, restval="")
    table.writeheader()
    return table


def _children(writeups: int, seed: int) -> Iterator[tuple[Cast, list[Writeup], str]]:
    """Child by child, each from its own seed, until there are enough write-ups: the first are the same however many there are."""
    sources = read_sources(EXAMPLE / "source")
    known = known_words(sources.values(), _people())
    by_author = authors(sources)
    areas = [Names(random.Random(f"{seed} area {i}"), known.taken).place() for i in range(AREAS)]
    number = 0
    while writeups:
        number += 1
        rng = random.Random(f"{seed} {number}")
        count = rng.choices(range(1, MOST + 1), weights=COUNTS)[0]
        cast, team = _cast(rng, known), rng.randrange(len(by_author))
        own = _writeups(rng, f"K{number:06d}", count, by_author[team], cast, team=f"Team {team + 1}")
        yield cast, own[:writeups], rng.choice(areas)
        writeups -= len(own[:writeups])


def _people() -> Iterator[str]:
    for path in sorted((EXAMPLE / "source").glob("*/children.yaml")):
        for child in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield str(child["name"])
            yield from (str(person["name"]) for person in child.get("people") or ())


def _cast(rng: random.Random, known: Known) -> Cast:
    names = Names(rng, known.taken)
    born = date(2007, 9, 1) + timedelta(days=rng.randrange(4 * 365))
    child = names.person(sex=rng.choice(("female", "male")), culture=names.culture())
    return Cast(names, rng, known, child, born)


def _writeups(rng: random.Random, child: str, count: int, author: Author, cast: Cast, *, team: str) -> list[Writeup]:
    weeks = sorted(rng.sample(range(WEEKS), count))
    days = (FIRST + timedelta(weeks=week) for week in weeks)
    return [Writeup(child, i, team, make(rng, author, cast, near=day)) for i, day in enumerate(days, 1)]


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _gold(writeup: Writeup) -> dict[str, object]:
    made = writeup.made
    return {
        "document": writeup.document,
        "child": writeup.child,
        "author": writeup.team,
        "text": made.text,
        "spans": list(made.spans),
    }


def _episode(writeup: Writeup, cast: Cast, area: str) -> dict[str, str]:
    made = writeup.made
    held = "yes" if made.head["engagement"] in ("full", "partial") else "no"
    return {
        "episode_id": f"{writeup.child}-{writeup.number:02d}",
        "child": writeup.child,
        "area": area,
        "host_area": area,
        "force": f"{area} Police",
        "care_status": "unknown",
        "missing_start": made.left,
        "missing_end": made.returned,
        "offered": "yes",
        "completed": held,
        "interview": made.interview if held == "yes" else "",
        "provider": writeup.team,
        "date_of_birth": cast.born.isoformat(),
        "document": writeup.document,
    }


def _exported(writeup: Writeup) -> tuple[str, ...]:
    record = f"{writeup.child}-{writeup.number:02d}"
    return record, writeup.child, writeup.made.interview[:10], writeup.made.text


if __name__ == "__main__":
    sys.exit(main())
