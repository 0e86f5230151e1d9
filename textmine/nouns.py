"""Numbers with their nouns, for messages."""

from __future__ import annotations

MANY = {"child": "children", "person": "people", "file of marks": "files of marks"}


def number_of(n: int, noun: str) -> str:
    """A number and its noun, as one says it.

    >>> number_of(1, "narrative"), number_of(2, "narrative"), number_of(0, "child")
    ('1 narrative', '2 narratives', '0 children')
    """
    return f"{n} {noun if n == 1 else MANY.get(noun, f'{noun}s')}"
