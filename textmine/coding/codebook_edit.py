"""A codebook's file with a code renamed, or without one: the words, comments and order of the file stay as they are."""

from __future__ import annotations

import re

from textmine.coding.codebook import Codebook
from textmine.errors import SettingsError

ITEM = re.compile(r"^(\s*)- ")


def renamed(text: str, old: str, new: str) -> str:
    """The file with one id in place of another.

    An id like `push_rules` is no word of a sentence and is replaced wherever it stands, in comments too. One that could be
    a word is replaced only where the file names a code: as an id or parent, in a distinction, and after ` -> `.

    >>> renamed("- id: push_rules  # not push_rules_new", "push_rules", "push_limits")
    '- id: push_limits  # not push_rules_new'
    >>> renamed("- id: friends\\n  definition: Went to see friends.", "friends", "peers")
    '- id: peers\\n  definition: Went to see friends.'
    """
    word = rf"\b{re.escape(old)}\b"
    if "_" in old:
        return re.sub(word, new, text)
    text = re.sub(rf"(->\s*|(?:^|[\s{{,])(?:id|parent):\s*[\"']?){word}", rf"\g<1>{new}", text, flags=re.M)
    return re.sub(r"^\s*- between:.*", lambda line: re.sub(word, new, line[0]), text, flags=re.M)


def without(text: str, code: str) -> str:
    """The file without a code and the distinctions that name it."""
    lines = text.splitlines(keepends=True)
    gone = _items(lines, rf"- id: {re.escape(code)}\s*(#.*)?$") | _items(lines, rf"- between: .*\b{re.escape(code)}\b")
    return "".join(line for i, line in enumerate(lines) if i not in gone)


def parse(text: str, *, where: str) -> Codebook:
    """The codebook that an edited file is.

    Raises:
        SettingsError: it is none any more: the file is laid out in a way that is not understood.
    """
    import yaml
    from pydantic import ValidationError

    try:
        return Codebook.model_validate(yaml.safe_load(text))
    except (yaml.YAMLError, ValidationError, TypeError):
        raise SettingsError(
            "The codebook's file is laid out in a way that cannot be edited here",
            where=where,
            next_step="give each code its own block that begins with `- id:`",
        ) from None


def still_named(text: str, code: str) -> tuple[int, ...]:
    """Numbers of the lines that still name a code."""
    return tuple(n for n, line in enumerate(text.splitlines(), 1) if re.search(rf"\b{re.escape(code)}\b", line))


def _items(lines: list[str], first: str) -> set[int]:
    """Lines of every list item whose first line fits: to the next item, or to what stands further left."""
    found: set[int] = set()
    for start, line in enumerate(lines):
        if not re.match(first, line.strip()):
            continue
        indent = len(line) - len(line.lstrip())
        found.add(start)
        for i in range(start + 1, len(lines)):
            inner = len(lines[i]) - len(lines[i].lstrip())
            if lines[i].strip() and inner <= indent:
                break
            found.add(i)
    return found
