"""How long exports and imports take: 5,000 made-up narratives with 60,000 mentions; a Markdown table."""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import textmine
from textmine.annotation.tasks import sha256, write_tasks
from textmine.pipeline.exchange.exchanging import contents_of
from textmine.pipeline.study import Study, init
from textmine.store import write_part
from textmine.types import ASSERTIONS, TIMES, VOICES, Coding, Episode, Mention, Meta, Narrative

# Invented; some hold what makes counting hard.
SENTENCES = (
    "She said nobody at [HOME 1] listens to her, so she walked out after tea.",
    "He went to see [FRIEND 1] and [FRIEND 2] in [PLACE 1] and stayed the night there 😢.",
    "Staff rang the police at 23:40; he came back on his own at two.",
    "Dywedodd hi ei bod hi’n drist ar ôl yr ymweliad.",
    "No worries about drink or drugs this time.",
    "She would like somebody to ask her before decisions are made.",
    "The row was about the phone, again, and about what time is bedtime.",
)


def main() -> None:
    """Print the table."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--narratives", type=int, default=5000)
    words.add_argument("--mentions", type=int, default=60_000)
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        study = made_up_study(root / "study", given.narratives, given.mentions)
        print(f"{given.narratives:,} narratives, {given.mentions:,} mentions, one process\n")
        print("| what | seconds | of these, computing | megabytes |\n| --- | ---: | ---: | ---: |")
        for name, work in _works(study, root):
            _timed(name, work)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nHighest memory of the process: {memory:,.0f} MB")


def _works(study: Study, root: Path) -> list[tuple[str, Callable[[], list[Path]]]]:
    other = init(root / "other")

    def export(to: str, made_for: str = "standard") -> Callable[[], list[Path]]:
        out = root / f"{to}-{made_for}"
        return lambda: list(textmine.exchange_export(out, to=to, made_for=made_for, study=study.root))

    def back() -> list[Path]:
        path = root / "refi-nvivo" / "study.qdpx"
        done = textmine.exchange_import(path, study=other.root)
        assert done.complete
        assert contents_of(study) == contents_of(other)
        return [path]

    exports = [(f"export --to {to}", export(to)) for to in ("csv", "parquet", "xlsx", "refi")]
    nvivo = ("export --to refi --for nvivo", export("refi", "nvivo"))
    return [*exports, nvivo, ("import that into a new study", back)]


def _timed(name: str, work: Callable[[], list[Path]]) -> None:
    start, busy = time.perf_counter(), time.process_time()
    paths = work()
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    print(
        f"| `{name}` | {seconds:.1f} | {busy:.1f} | {sum(path.stat().st_size for path in paths) / 1e6:.1f} |",
        flush=True,
    )


def made_up_study(folder: Path, n_narratives: int, n_mentions: int) -> Study:
    """A study as `pseudonymise`, `code` and two annotators would leave it; a sixth of the mentions are people's."""
    study, rng = init(folder), random.Random(7)
    codes = study.codebook.ids
    narratives = [_narrative(n, rng) for n in range(n_narratives)]
    each = [n_mentions // n_narratives + (n < n_mentions % n_narratives) for n in range(n_narratives)]
    model = [
        Coding(one.id, "model:bench", _mentions(one, k, codes, rng)) for one, k in zip(narratives, each, strict=True)
    ]
    coded = [n for n in range(n_narratives) if n % 6 == 0]
    people = [Coding(narratives[n].id, f"annotator:{n % 4 + 1}", model[n].mentions, (), "accepted") for n in coded]
    model = [one for n, one in enumerate(model) if n % 6]
    write_part(study.narratives, "bench", narratives)
    write_part(study.codings, "bench", model)
    write_part(study.episodes, "bench", [_episode(n) for n in range(n_narratives)])
    tasks = write_tasks([narratives[n] for n in coded], people, codebook=study.codebook.fingerprint)
    (folder / "annotations" / "bench.json").write_text(tasks, encoding="utf-8")
    return study


def _narrative(n: int, rng: random.Random) -> Narrative:
    text = "\n".join(rng.choices(SENTENCES, k=25))
    return Narrative(f"N-{n:012d}", f"C-{n // 4:012d}", text, Meta(f"E-{n:012d}", "2024-Q2", "", "docx", sha256(text)))


def _mentions(one: Narrative, k: int, codes: tuple[str, ...], rng: random.Random) -> tuple[Mention, ...]:
    lines, starts, at = one.text.split("\n"), [], 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    found = []
    for n in rng.choices(range(len(lines)), k=k):
        said = (rng.choice(ASSERTIONS), rng.choice(TIMES), rng.choice(VOICES))
        found.append(Mention(starts[n], starts[n] + len(lines[n]), rng.choice(codes), *said))
    return tuple(sorted(found))


def _episode(n: int) -> Episode:
    start = datetime(2024, 1, 1) + timedelta(hours=n)
    return Episode(f"E-{n:012d}", f"C-{n // 4:012d}", "2024-Q2", "Ashmere", start=start, age=14, offered=True)


if __name__ == "__main__":
    main()
