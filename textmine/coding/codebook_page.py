"""The codebook as one page for annotators, which needs nothing else: no server, no network, no script."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from textmine.coding.codebook import Code, Codebook
from textmine.pages import page

ARROW = " -> "
EXAMPLES = 2  # of each side, so that both can be seen at once


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a distinction: a code or a group, what it looks like, and what it says about the other side."""

    target: str
    name: str
    meaning: str
    like: tuple[str, ...] = ()
    says: tuple[str, ...] = ()


def codebook_page(codebook: Codebook) -> str:
    """The codebook as one HTML file, everything inside.

    Its content security policy allows our style by its hash, and nothing else. All text of the codebook is escaped;
    an id of a code inside it becomes a link to that code, shown by its name.
    """
    return page(
        "textmine.coding",
        "codebook.html.j2",
        style="codebook.css",
        filters={"linked": _linker(codebook), "parts": _parts},
        book=codebook,
        c=codebook.conventions,
        names={code.id: code.name for code in codebook.codes},
        members={group.id: [code for code in codebook.codes if code.group == group.id] for group in codebook.groups},
        distinctions=[(_sides(codebook, *one.between), one.ask) for one in codebook.distinctions],
        date=f"{codebook.date.day} {codebook.date:%B %Y}" if codebook.date else "",
    )


def _linker(codebook: Codebook) -> Callable[[str], str]:
    """A filter that escapes a text and turns the ids of codes in it into links."""
    from markupsafe import Markup

    names = {code.id: code.name for code in codebook.codes}
    ids = re.compile(rf"\b({'|'.join(sorted(names, key=len, reverse=True))})\b")

    def linked(text: str) -> str:
        pieces = ids.split(text)  # words, id, words, id, …, words
        link = Markup('<a href="#{0}" title="{0}">{1}</a>')
        return Markup("").join(link.format(piece, names[piece]) if i % 2 else piece for i, piece in enumerate(pieces))

    return linked


def _parts(line: str) -> tuple[str, str]:
    """What a line says, and what to mark instead: empty if it does not say."""
    words, _, instead = line.partition(ARROW)
    return words, instead


def _sides(codebook: Codebook, one: str, other: str) -> tuple[Side, Side]:
    return _side(codebook, one, other), _side(codebook, other, one)


def _side(codebook: Codebook, one: str, other: str) -> Side:
    code = next((code for code in codebook.codes if code.id == one), None)
    if code:
        return Side(one, code.name, code.definition, code.phrases[:EXAMPLES], _about(code, other))
    group = next(group for group in codebook.groups if group.id == one)
    return Side(f"group-{one}", group.name, group.question)


def _about(code: Code, other: str) -> tuple[str, ...]:
    """What a code's exclusions and hard cases say about another code."""
    return tuple(line for line in (*code.exclude, *code.hard_cases) if re.search(rf"\b{re.escape(other)}\b", line))
