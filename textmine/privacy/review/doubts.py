"""What a reviewer is shown of each write-up, and what is asked: words left, words replaced on thin grounds, aliases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from textmine.privacy.detection.strict import PATTERNS
from textmine.privacy.review.decisions import version_of

UNSURE = 0.6
"""A replacement with a lower score is asked about."""
AROUND = 70
"""Characters of context on each side."""
LEFT, REPLACED, ALIAS = "left", "replaced", "alias"
STRICT = frozenset(why for _, why, _ in PATTERNS)
# Marks that stand for nobody: what they replaced cannot be the person that somebody is.
THINGS = re.compile(
    r"\[(ADDRESS|AGE|AMOUNT|DATE|E ?MAIL|GROUP|HANDLE|HOME|HOSPITAL|NATIONAL|NHS|ORGANISATION|PARK|PHONE|PLACE|POSTCODE|PUB"
    r"|REFERENCE|SCHOOL|STATION|STREET|TOWN|URL|VEHICLE|WEB)"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: plain, or marked with a kind (`sure`, `unsure`, `doubt`) and the reason as a tip."""

    text: str = field(repr=False)
    kind: str = ""
    tip: str = field(repr=False, default="")
    pair: int = -1


@dataclass(frozen=True, slots=True)
class Question:
    """Something a person should decide, once for all places in a child's file.

    Args:
        kind: left in the text, replaced, or a possible alias.
        child: the case system's reference.
        words: it is about.
        other: the words of whom it may be, for an alias.
        reason: why it is asked.
        score: of the replacement; None where there is none.
        before, after: context of the first place.
        places: how many there are.
        writeup: number of the write-up with the first place.
    """

    kind: str
    child: str = field(repr=False)
    words: str = field(repr=False)
    other: str = field(repr=False)
    reason: str = field(repr=False)
    score: float | None
    before: str = field(repr=False)
    after: str = field(repr=False)
    places: int
    writeup: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One write-up on the page.

    Args:
        number: on the page, from 0.
        id: of its narrative.
        version: of the narrative's text, see `version_of`.
        name, child: of the document, and the case system's reference.
        read: what a person found who read it, "" where nobody did.
        told: how its child was told, "" where table or path said it.
        before, after: the write-up and the narrative.
        people: (words, mark) of those who may be a person.
        asked: what is asked about it.
    """

    number: int
    id: str
    version: str
    name: str = field(repr=False)
    child: str = field(repr=False)
    read: str
    told: str
    before: tuple[Piece, ...] = field(repr=False)
    after: tuple[Piece, ...] = field(repr=False)
    people: tuple[tuple[str, str], ...] = field(repr=False)
    asked: tuple[Question, ...] = field(repr=False)

    @property
    def doubts(self) -> int:
        """Places left in the text that may identify, and possible aliases."""
        return sum(question.kind != REPLACED for question in self.asked)

    @property
    def unsure(self) -> int:
        """Places replaced on thin grounds."""
        return sum(question.kind == REPLACED for question in self.asked)


def shown(original: Mapping[str, object], number: int) -> Shown:
    """A write-up as it is shown, from what the vault kept of it."""
    text, narrative = str(original["text"]), str(original["narrative"])
    replaced, doubts = _rows(original, "replacements"), _rows(original, "doubts")
    old = [(r["start"], r["end"], _kind(r), _tip(r), n) for n, r in enumerate(replaced)]
    new = [(r["new_start"], r["new_end"], _kind(r), _tip(r), n) for n, r in enumerate(replaced)]
    left = [(d["start"], d["end"], "doubt", f"left in the text: {d['reason']}", -1) for d in doubts]
    child = str(original.get("child", ""))
    return Shown(
        number=number,
        id=str(original.get("id", "")),
        version=version_of(narrative),
        name=str(original["name"]),
        child=child,
        read=str(original.get("read", "")),
        told=str(original.get("told", "")),
        before=tuple(_pieces(text, old)),
        after=tuple(_pieces(narrative, [*new, *left])),
        people=tuple({(str(r["words"]), str(r["mark"])) for r in replaced if _person(r)}),
        asked=(
            *(_alias(p, child, number) for p in _rows(original, "proposals")),
            *(_left(d, narrative, child, number) for d in doubts),
            *(_replaced(r, text, child, number) for r in replaced if _kind(r) == "unsure"),
        ),
    )


def answers(decisions: Sequence[Mapping[str, str]]) -> frozenset[tuple[str, ...]]:
    """What a person has answered already: (child, words) kept in the text, (child, words, words) of two people."""
    kept = {(d["child"], d["words"].casefold()) for d in decisions if d["decision"] == "keep"}
    two = {(d["child"], *sorted((d["words"].casefold(), d["same_as"].casefold()))) for d in decisions if "same_as" in d}
    return frozenset({*kept, *two})


def unanswered(original: Mapping[str, object], answered: frozenset[tuple[str, ...]]) -> dict[str, object]:
    """What the vault kept of a write-up without the questions that were answered: they are not asked again."""
    child, narrative = str(original["child"]), str(original["narrative"])
    doubts, proposals = _rows(original, "doubts"), _rows(original, "proposals")
    words = [narrative[int(str(d["start"])) : int(str(d["end"]))].casefold() for d in doubts]
    left = [d for d, w in zip(doubts, words, strict=True) if not {(child, w), ("", w)} & answered]
    two = [(child, *sorted((str(p["a"]).casefold(), str(p["b"]).casefold()))) for p in proposals]
    return {
        **original,
        "doubts": left,
        "proposals": [p for p, t in zip(proposals, two, strict=True) if t not in answered],
    }


def questions(writeups: Sequence[Shown]) -> list[Question]:
    """Every question once for each child: aliases, words left, then replacements, those with the lowest score first."""
    places: dict[tuple[str, str, str, str], list[Question]] = {}
    for question in (question for writeup in writeups for question in writeup.asked):
        about = (question.kind, question.child, question.words.casefold(), question.other.casefold())
        places.setdefault(about, []).append(question)
    merged = [_together(found) for found in places.values()]
    order = (ALIAS, LEFT, REPLACED)
    return sorted(merged, key=lambda q: (order.index(q.kind), 1.0 if q.score is None else q.score, -q.places))


def _together(found: Sequence[Question]) -> Question:
    first = min(found, key=lambda q: 1.0 if q.score is None else q.score)
    return Question(
        first.kind, first.child, first.words, first.other, first.reason, first.score, first.before, first.after,
        len(found), first.writeup,
    )  # fmt: skip


def _rows(original: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    rows = original.get(name)
    return list(rows) if isinstance(rows, list) else []


def _kind(replacement: Mapping[str, object]) -> str:
    by_policy = replacement["why"] in STRICT  # no guess, whatever its score
    return "unsure" if float(str(replacement["score"])) < UNSURE and not by_policy else "sure"


def _tip(replacement: Mapping[str, object]) -> str:
    return f"{replacement['why']}, score {float(str(replacement['score'])):.2f}"


def _person(replacement: Mapping[str, object]) -> bool:
    """Whether it may be a person; an invented name in place of a mark does not tell, so the words decide."""
    words, mark = str(replacement.get("words", "")), str(replacement.get("mark", ""))
    return bool(mark) and not THINGS.match(mark) and not re.search(r"[\d@]", words)


def _alias(proposal: Mapping[str, object], child: str, number: int) -> Question:
    a, b = str(proposal["a"]), str(proposal["b"])
    return Question(ALIAS, child, a, b, str(proposal.get("why", "")), None, "", "", 1, number)


def _left(doubt: Mapping[str, object], narrative: str, child: str, number: int) -> Question:
    start, end = int(str(doubt["start"])), int(str(doubt["end"]))
    before, after = _context(narrative, start, end)
    words, reason = narrative[start:end], str(doubt["reason"])
    return Question(LEFT, child, words, "", reason, None, before, after, 1, number)


def _replaced(replacement: Mapping[str, object], text: str, child: str, number: int) -> Question:
    start, end = int(str(replacement["start"])), int(str(replacement["end"]))
    before, after = _context(text, start, end)
    reason, score = str(replacement["why"]), float(str(replacement["score"]))
    return Question(REPLACED, child, text[start:end], "", reason, score, before, after, 1, number)


def _context(text: str, start: int, end: int) -> tuple[str, str]:
    before, after = _squeezed(text[max(0, start - AROUND) : start]), _squeezed(text[end : end + AROUND])
    return ("…" if start > AROUND else "") + before, after + ("…" if end + AROUND < len(text) else "")


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _pieces(text: str, places: Sequence[tuple[object, object, str, str, int]]) -> Iterator[Piece]:
    """The whole text in order; of places that overlap the first is marked."""
    last = 0
    for start, end, kind, tip, pair in sorted(places, key=lambda place: int(str(place[0]))):
        s, e = int(str(start)), int(str(end))
        if s < last:
            continue
        if last < s:
            yield Piece(text[last:s])
        yield Piece(text[s:e], kind, tip, pair)
        last = e
    if last < len(text):
        yield Piece(text[last:])
