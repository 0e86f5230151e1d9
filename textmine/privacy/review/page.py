"""The reviewer's page: originals and narratives side by side, what is doubtful first; identifiable, needs nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textmine.pages import page
from textmine.privacy.review.doubts import ALIAS, LEFT, REPLACED, Shown, questions, shown


def review_page(originals: Sequence[Mapping[str, object]], *, sample: bool = False, batch: int = 0) -> str:
    """A self-contained page; decisions made on it are saved from it as a table for `textmine review --decide`.

    Its content security policy allows our style and our script by their hashes, and no network. All text is escaped.

    Args:
        originals: what the vault kept, each with `id`, `child` (the case system's reference) and `read` (what a person
            found who read it); those may be missing.
        sample: the write-ups were drawn at random, to be read to the end.
        batch: of how many they were drawn.
    """
    writeups = [shown(original, number) for number, original in enumerate(originals)]
    # In a sample the order must not tell the reader where to be careful.
    ranked = writeups if sample else sorted(writeups, key=lambda one: (-one.doubts, -one.unsure, one.number))
    asked = questions(ranked)
    whole = page(
        "textmine.privacy.review",
        "review.html.j2",
        style="review.css",
        script="review.js",
        writeups=ranked,
        asked=asked,
        sample=sample,
        batch=batch,
        counts={kind: sum(one.kind == kind for one in asked) for kind in (LEFT, REPLACED, ALIAS)},
        names={one.number: one.name for one in ranked},
        people=_people(ranked),
        tips=_tips(ranked),
    )
    # Halves of characters, from damaged files, cannot be written.
    return whole.encode("utf-8", "replace").decode("utf-8")


def _people(writeups: Sequence[Shown]) -> dict[str, tuple[int, list[tuple[str, str]]]]:
    """For each child a number, and the words that were replaced with their marks: whom somebody may be."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for writeup in writeups:
        names = found.setdefault(writeup.child, {})
        for words, mark in writeup.people:
            names.setdefault(words.casefold(), (words, mark))
    return {child: (number, sorted(names.values())) for number, (child, names) in enumerate(sorted(found.items()))}


def _tips(writeups: Sequence[Shown]) -> dict[str, int]:
    """Each reason once, by number, so that thousands of marks can refer to it."""
    told = {piece.tip for writeup in writeups for piece in (*writeup.before, *writeup.after) if piece.tip}
    return {tip: number for number, tip in enumerate(sorted(told))}
