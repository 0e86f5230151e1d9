"""Numbers by their shape: which kind a reference really is, and another number in the same shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, repeat

SHAPES = (
    ("NATIONAL INSURANCE NUMBER", re.compile(r"[A-Z]{2}\s?\d\d\s?\d\d\s?\d\d\s?[A-D]", re.I)),
    ("PHONE", re.compile(r"(?:\(?\+?44\)?[\s-]?(?:\(0\))?|0044|\(?0)(?:[\s().-]*\d){9,10}")),
    ("NHS NUMBER", re.compile(r"\d{3}[ -]\d{3}[ -]\d{4}")),
    ("POSTCODE", re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}", re.I)),
    ("VEHICLE", re.compile(r"[A-Z]{2}\d\d\s?[A-Z]{3}", re.I)),
)


def kind_of_number(words: str) -> str:
    """The kind that a number's shape tells, empty if it tells none.

    >>> kind_of_number("07700 900123"), kind_of_number("CIN-3340")
    ('PHONE', '')
    """
    return next((kind for kind, shape in SHAPES if shape.fullmatch(words.strip())), "")


def in_shape(words: str, symbols: str) -> str:
    """The symbols in place of the letters and figures of some words, in their case; what else there is stays.

    >>> in_shape("Cf10 3ab", "QZ99 9XX".replace(" ", ""))
    'Qz99 9xx'
    """
    source: Iterator[str] = chain(symbols, repeat("0"))
    return "".join(_like(next(source), old) if old.isalnum() else old for old in words)


def bare(words: str) -> str:
    """The letters and figures of some words."""
    return "".join(character for character in words if character.isalnum())


def _like(new: str, old: str) -> str:
    return new.upper() if old.isupper() else new.lower() if old.islower() else new
