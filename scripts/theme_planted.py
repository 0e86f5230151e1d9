"""Generated corpora with and without a theme that begins in the last quarter: how often it is found, and false alarms.

The background is made of the example's sentences, dealt out at random to children and quarters, each with a turn of phrase
of its own so that nothing stands word for word twice; its vector is moved as far as a paraphrase moves it. The planted theme
is one of six that the example does not know, said in sentences made from parts and encoded for real.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from textmine.theming.emergence import Interview, trends
from textmine.theming.finding import Asked, find_themes
from textmine.types import Matrix, Meta, Narrative, Passage

QUARTERS = tuple(f"{2024 + q // 4}-Q{q % 4 + 1}" for q in range(8))
SENTENCES = 3  # of each interview, each under a heading of its own
MOVED = 0.35  # length of the noise beside a vector of length one
TURNS = tuple(
    f"{a} {b}"
    for a in (
        "that day",
        "once more",
        "by then",
        "in the end",
        "at first",
        "for a bit",
        "as usual",
        "later on",
        "again",
    )
    for b in ("they said", "it seems", "so far", "as before", "apparently", "in fact", "as well", "really", "anyway")
)
# Who, what, and what came of it; a subject's sentences are all their combinations.
SUBJECTS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "scooters": (
        (
            "hired an electric scooter",
            "rode a rented e-scooter",
            "unlocked a scooter with an app",
            "shared a hire scooter",
        ),
        ("out to the retail park", "along the ring road", "until its battery died", "across the river and back"),
        ("and left the scooter in a hedge", "because scooters cost less than a taxi", "with no helmet on the scooter"),
    ),
    "trampolines": (
        ("went to the new trampoline park", "hid in the trampoline centre", "got into trampolining after hours"),
        ("where entry is free after eight", "with a borrowed wristband", "jumping until it closed", "in the foam pit"),
        ("and slept behind the trampolines", "since the trampoline staff never check", "to film trampoline stunts"),
    ),
    "fishing": (
        ("went night fishing for carp", "sat with the anglers at the reservoir", "borrowed a rod to fish the lake"),
        ("under a bivvy tent", "waiting for a bite", "with maggots and a landing net", "in the angling club's hut"),
        ("and sold the carp", "as an older angler lends out fishing tackle", "because fishing keeps the head quiet"),
    ),
    "esports": (
        ("played in an esports tournament", "joined a gaming league final", "queued for a console tournament"),
        ("at the arcade in the arena", "with a team from a chat server", "streaming the matches all night"),
        ("and won tokens for game skins", "since the league pays gamers' fares", "to meet a streamer from the game"),
    ),
    "ghosts": (
        ("went ghost hunting", "explored the derelict asylum for ghosts", "joined an urban exploring group"),
        ("with a thermal camera", "through a hole in the abandoned hospital's fence", "in the haunted tunnels"),
        (
            "and filmed the ghost hunt for a channel",
            "as explorers dare each other",
            "until security chased the explorers",
        ),
    ),
    "horses": (
        ("helped at a pony racing track", "rode in an unlicensed sulky race", "groomed trotting ponies for a trainer"),
        ("on the dual carriageway at dawn", "between the gypsy horse fairs", "in a yard of racing ponies"),
        (
            "and was paid in bets on the pony",
            "because the jockeys let anyone ride",
            "to look after an injured racing pony",
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Pool:
    """Sentences to deal out: of the background, and of each subject, with their vectors."""

    texts: tuple[str, ...] = field(repr=False)
    X: Matrix = field(repr=False)
    planted: dict[str, tuple[tuple[str, ...], Matrix]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Corpus:
    """A generated corpus; `planted` are the narratives with the theme."""

    narratives: tuple[Narrative, ...] = field(repr=False)
    interviews: tuple[Interview, ...] = field(repr=False)
    passages: tuple[Passage, ...] = field(repr=False)
    X: Matrix = field(repr=False)
    planted: frozenset[str] = field(repr=False)


def make_pool(texts: Sequence[str], X: Matrix, encode: Callable[[list[str]], Matrix]) -> Pool:
    """The pool of the example's sentences and of every subject's."""
    planted = {}
    for name, (who, what, then) in SUBJECTS.items():
        said = tuple(f"She {a} {b} {c}." for a in who for b in what for c in then)
        planted[name] = (said, encode(list(said)))
    return Pool(tuple(texts), X, planted)


def deal(pool: Pool, *, children: int, share: float, seed: int) -> Corpus:
    """A corpus of eight quarters, in the last of which a share of the children speaks of a subject; 0 for none."""
    draw = np.random.default_rng(seed)
    subject = list(pool.planted)[seed % len(pool.planted)]
    speaking = set(draw.choice(children, round(share * children), replace=False).tolist()) if share else set()
    narratives, interviews, passages, rows, planted = [], [], [], [], set()
    for quarter in QUARTERS:
        for number in range(children):
            id = f"{quarter} {number}"
            child = f"c{draw.integers(len(QUARTERS) * children)}" if draw.random() < 0.2 else f"c{id}"
            source = [f"{kind} {draw.integers(6)}" for kind in ("author", "provider", "form")]
            area = f"area {draw.integers(3)}"
            narratives.append(Narrative(id, child, "", Meta(period=quarter)))
            interviews.append(Interview(id, child, quarter, area, *source))
            for place in range(SENTENCES):
                text, vector = _said(pool, draw)
                if place == 0 and quarter == QUARTERS[-1] and number in speaking:
                    said, X = pool.planted[subject]
                    which = int(draw.integers(len(said)))
                    text, vector = said[which], X[which]
                    planted.add(id)
                passages.append(Passage(id, place * 1000, place * 1000 + len(text), text, str(place)))
                rows.append(vector)
    return Corpus(
        tuple(narratives), tuple(interviews), tuple(passages), np.array(rows, dtype=np.float32), frozenset(planted)
    )


def alarms(corpus: Corpus, *, seed: int = 7) -> tuple[bool, int]:
    """Whether the planted theme is among those called new or rising, and how many others are."""
    asked = Asked(at_most=12, at_least_children=5, seed=seed)
    found = find_themes(corpus.passages, corpus.X, narratives=corpus.narratives, asked=asked)
    tops = {theme.id: theme for theme in found.themes if theme.id and not theme.parent}
    rising = {trend.theme for trend in trends(list(tops.values()), corpus.interviews) if trend.emerging}
    right = {id for id in rising if _is_planted([n for n, *_ in tops[id].passages], corpus.planted)}
    return bool(right), len(rising - right)


def _is_planted(narratives: Sequence[str], planted: frozenset[str]) -> bool:
    """Most of it is the planted theme, and most of the planted theme is in it."""
    own = [narrative for narrative in narratives if narrative in planted]
    return 2 * len(own) >= len(narratives) and 2 * len(set(own)) >= len(planted) > 0


def _said(pool: Pool, draw: np.random.Generator) -> tuple[str, Matrix]:
    which = int(draw.integers(len(pool.texts)))
    noise = draw.normal(size=pool.X.shape[1])
    vector = pool.X[which] + MOVED * noise / np.linalg.norm(noise)
    return f"{pool.texts[which]} {TURNS[int(draw.integers(len(TURNS)))]}", vector / np.linalg.norm(vector)
