"""Numbers that look like the real ones and can be nobody's.

Telephones come from the ranges that Ofcom keeps for drama, NHS numbers have a wrong check digit, National Insurance
numbers the prefix QQ, postcodes and registrations letters that are never issued there.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from textmine.privacy.language.numbershapes import bare, in_shape
from textmine.privacy.rules.recognisers import nhs_check

LETTERS = "abcdefghjklmnprstuvwxyz"
# Ofcom, telephone numbers for use in TV and radio drama programmes: 1,000 of each.
DRAMA = {"07": "07700900", "02": "02079460", "03": "03069990", "08": "08081570", "01": "01632960"}
# No country has it (ITU-T E.164).
NO_COUNTRY = "999"
# A letter and figures before three letters: there Q is issued, I never was (DVLA).
PREFIX_STYLE = re.compile(r"[A-Z]\d{1,3}[A-Z]{3}", re.I)


def fake_numbers(kind: str, words: str, seed: str) -> Iterator[str]:
    """Letters and figures for a number in the shape of the words, one attempt after another, without end.

    The same kind, seed and shape give the same numbers.
    """
    attempt = 0
    while True:
        yield _fake(kind, bare(words), _symbols(f"{seed}\x1f{attempt}"))
        attempt += 1


def written_like(kind: str, words: str, symbols: str) -> str:
    """A number of the same entity as it is written here: a telephone may stand with its country, or without."""
    if kind != "PHONE":
        return in_shape(words, symbols)
    figures = bare(words)
    country = re.match(r"(?:00)?440?(?=\d{9,10}$)", figures)
    return in_shape(words, country[0] + symbols[1:] if country else symbols)


def _fake(kind: str, old: str, symbols: Iterator[int]) -> str:
    like = "".join(_symbol(character, next(symbols)) for character in old)
    if kind == "PHONE":
        return _phone(old, like)
    if kind == "NHS NUMBER":
        return re.sub(r"\d(?=\D*$)", lambda last: str((int(last[0]) + 1) % 10), like) if nhs_check(like) else like
    if kind == "NATIONAL INSURANCE NUMBER":
        return "qq" + like[2:-1] + "abcd"[next(symbols) % 4]
    if kind == "POSTCODE":
        return "q" + like[1:]
    if kind == "VEHICLE":
        return _vehicle(old, like)
    return like


def _phone(old: str, like: str) -> str:
    national = re.sub(r"^(?:00)?440?(?=\d{9,10}$)", "0", old)
    if not national.startswith("0") and len(national) > 10:
        return NO_COUNTRY + like[3:]
    if national.startswith("00") and len(national) > 10:
        return "00" + NO_COUNTRY + like[5:]
    drama = DRAMA.get(national[:2], DRAMA["01"])
    if len(national) >= len(drama) + 3:
        return (drama + like[-3:] + like)[: len(national)]
    kept = max(0, len(national) - 3)
    return (drama[:kept] if national.startswith("0") else drama[len(drama) - kept :]) + like[-3:][: len(national)]


def _vehicle(old: str, like: str) -> str:
    if PREFIX_STYLE.fullmatch(old):
        return "i" + like[1:]
    first = next((i for i, character in enumerate(old) if not character.isdecimal()), 0)
    return like[:first] + "q" + like[first + 1 :] if not old.isdecimal() else like


def _symbol(old: str, number: int) -> str:
    return str(number % 10) if old.isdecimal() else LETTERS[number % len(LETTERS)]


def _symbols(seed: str) -> Iterator[int]:
    block = 0
    while True:
        yield from hashlib.sha256(f"{seed}\x1f{block}".encode("utf-8", "surrogatepass")).digest()
        block += 1
