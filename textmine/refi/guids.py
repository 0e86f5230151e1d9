"""GUIDs: the same thing always has the same one, so that two exports can be compared; read in any spelling."""

from __future__ import annotations

import re
import uuid
from functools import lru_cache

from textmine.errors import InputError

AGAIN = "export it again from its program"  # the next step where a file cannot be as it is
HOME = uuid.UUID("9d0c4c52-2f0c-5d5e-8c5e-6f3d5a1f7b10")
FORM = re.compile(r"\{?([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\}?")


@lru_cache(maxsize=1 << 16)
def guid(kind: str, *parts: object) -> str:
    """The GUID of a thing by its kind and what tells it from others (RFC 9562, version 5).

    >>> guid("code", "push_rules") == guid("code", "push_rules")
    True
    """
    return str(uuid.uuid5(HOME, "\x1f".join([kind, *map(str, parts)])))


def plain(words: str | None, where: str) -> str:
    """A GUID as it is compared: without braces, in lower case; "" if there is none.

    Raises:
        InputError: the words are not a GUID.

    >>> plain("{5215CC69-B628-4e02-afb9-9beeaee55808}", "")
    '5215cc69-b628-4e02-afb9-9beeaee55808'
    """
    if not words:
        return ""
    found = FORM.fullmatch(words.strip())
    if found is None:
        raise InputError("The file has a GUID that is not written as one", where=where, next_step=AGAIN)
    return found[1].lower()
