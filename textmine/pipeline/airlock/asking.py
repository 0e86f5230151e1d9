"""What a review still has to ask about what the vault kept: without what was answered, names as they are written."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from textmine.privacy.review.doubts import answers, unanswered
from textmine.privacy.vault.vault import Vault

Original = dict[str, object]


def to_ask(vault: Vault) -> dict[str, Original]:
    """What the vault kept of each narrative, with its child's reference, and only the questions that are still open."""
    kept = dict(_open(vault))
    texts: dict[object, list[str]] = {}
    for one in kept.values():
        texts.setdefault(one["child"], []).append(str(one["text"]))
    return {id: _with_capitals(one, texts[one["child"]]) for id, one in kept.items()}


def words_left(vault: Vault, present: Collection[str]) -> int:
    """How many words left in some narratives may identify, as the page asks: the same words once for all of a child's file."""
    return len({(one["child"], words.casefold()) for id, one in _open(vault) if id in present for words in _left(one)})


def _open(vault: Vault) -> Iterator[tuple[str, Original]]:
    references, answered = vault.references(), answers(vault.decisions())
    for id, child, original in vault.originals():
        if "narrative" in original:
            known = {"id": id, "child": references.get(child, "")}
            yield id, unanswered({**original, **known}, answered)


def as_written(name: str, texts: Sequence[str]) -> str:
    """A name that is kept in small letters, as one of the texts writes it; where none does, with capitals.

    >>> as_written("siân mcrae", ["she met Siân McRae"]), as_written("jo", ["Joanne"])
    ('Siân McRae', 'Jo')
    """
    pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.I)
    found = (match.group() for text in texts for match in pattern.finditer(text))
    capitals = " ".join(word[:1].upper() + word[1:] for word in name.split())
    return next((words for words in found if words[:1].isupper()), capitals)


def _left(original: Original) -> list[str]:
    narrative = str(original["narrative"])
    return [narrative[int(str(d["start"])) : int(str(d["end"]))] for d in _rows(original, "doubts")]


def _with_capitals(original: Original, texts: Sequence[str]) -> Original:
    pairs = [
        {**one, "a": as_written(str(one["a"]), texts), "b": as_written(str(one["b"]), texts)}
        for one in _rows(original, "proposals")
    ]
    return {**original, "proposals": pairs}


def _rows(original: Original, name: str) -> list[dict[str, object]]:
    rows = original.get(name)
    return list(rows) if isinstance(rows, list) else []
