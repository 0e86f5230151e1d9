"""Where each character of a source stands in the text that a reader extracted from the rendered document."""

from __future__ import annotations

# What a format may add or lose: the marks of headings, lists and cells.
LOOSE = frozenset("#|*")


def align(source: str, text: str, *, where: str) -> list[int]:
    """For each character of the source its place in the text (for white space: the place of what follows).

    Raises:
        ValueError: the two differ in more than white space and layout marks.
    """
    places: list[int] = []
    j = 0
    for i, character in enumerate(source):
        if character.isspace() or character in LOOSE:
            places.append(min(j, len(text) - 1))
            if j < len(text) and text[j] == character:
                places[-1] = j
                j += character in LOOSE
            continue
        while j < len(text) and text[j] != character and (text[j].isspace() or text[j] in LOOSE):
            j += 1
        if j >= len(text) or text[j] != character:
            raise ValueError(
                f"{where}: differs at character {i}: {source[max(0, i - 20) : i + 20]!r} and {text[max(0, j - 20) : j + 20]!r}"
            )
        places.append(j)
        j += 1
    return places
