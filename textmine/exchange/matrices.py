"""Interviews by codes, children by codes, and the framework matrix of children by themes with extracts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import accumulate

from textmine.coding.codebook import Code, Codebook
from textmine.exchange.contents import Contents
from textmine.exchange.flat import Column, Flat
from textmine.exchange.quotations import OF_CODING, TO_INTERVIEW
from textmine.types import Coding, Mention, Narrative

MOST = 32_000  # characters of a cell: a spreadsheet holds 32,767
ONE = (
    "1 if the code, or a narrower one, is affirmed and about this episode; 0 if it was looked for and not found; empty if a "
    "model read that is in doubt or does not look for it"
)
INTERVIEW = (
    Column("interview", "keyed pseudonym of the interview's narrative", needed=True),
    Column("child", "keyed pseudonym of the child", needed=True),
    Column("period", "true quarter of the interview"),
)


def interviews_by_codes(contents: Contents) -> Flat:
    """One row a coding: 0 means looked and not found; who has not looked has no row, or for a single code an empty cell."""
    texts = {one.id: one for one in contents.narratives}
    codings = sorted(contents.codings, key=lambda one: (one.narrative, one.coder, one.status))
    rows = [
        (one.narrative, texts[one.narrative].child, texts[one.narrative].meta.period or None, one.coder, one.status)
        + _ones(seen(one, contents.codebook.parents), contents.unknown(one), contents.codebook)
        for one in codings
        if one.narrative in texts
    ]
    title = "Interviews by codes: one row for each interview and coder."
    columns = (*INTERVIEW, *OF_CODING, *_codes(contents.codebook))
    return Flat("interviews-by-codes", title, columns, tuple(rows), (), (TO_INTERVIEW,))


def children_by_codes(contents: Contents, counted: Sequence[Coding]) -> Flat:
    """One row a child, over the one coding that counts of each of its interviews.

    Args:
        counted: one coding a narrative: a person's where there is one, else the model's.
    """
    parents, found = contents.codebook.parents, _by_child(contents.narratives, counted)
    rows = []
    for child, own in sorted(found.items()):
        codes = frozenset(code for _, coding in own for code in seen(coding, parents))
        unknown = frozenset(code for _, coding in own for code in contents.unknown(coding))
        people = sum(coding.human for _, coding in own)
        rows.append((child, len(own), people, *_ones(codes, unknown, contents.codebook)))
    columns = (
        Column("child", "keyed pseudonym of the child", needed=True),
        Column("interviews", "coded interviews of the child", "integer", needed=True),
        Column(
            "by_people", "of these, coded by a person; the others by the model's suggestion", "integer", needed=True
        ),
        *_codes(contents.codebook, "over the child's interviews, "),
    )
    title = "Children by codes: a person's coding counts, else the model's suggestion."
    return Flat("children-by-codes", title, columns, tuple(rows), ("child",))


def framework(contents: Contents, counted: Sequence[Coding]) -> Flat:
    """Children by codes with extracts, for the framework method (Ritchie & Spencer 1994); restricted.

    Words with a code of high sensitivity are not given, only where they stand.
    """
    codes = [code for code in contents.codebook.codes if not code.parent]
    narrower = {
        code.id: frozenset({code.id, *(o.id for o in contents.codebook.codes if o.parent == code.id)}) for code in codes
    }
    hidden = frozenset(code.id for code in contents.codebook.codes if code.sensitivity == "high")
    found = _by_child(contents.narratives, counted)
    rows = tuple(
        (child, *(_extracts(own, narrower[code.id], hidden) for code in codes)) for child, own in sorted(found.items())
    )
    columns = (Column("child", "keyed pseudonym of the child", needed=True), *(_theme(code, hidden) for code in codes))
    title = "Framework matrix: extracts of each child's interviews by code. For restricted eyes only."
    return Flat("framework", title, columns, rows, ("child",))


def seen(coding: Coding, parents: Mapping[str, str]) -> frozenset[str]:
    """Codes affirmed and about this episode, and the broader ones they imply."""
    return coding.headline | {parents[code] for code in coding.headline if code in parents}


def _by_child(narratives: Sequence[Narrative], counted: Sequence[Coding]) -> dict[str, list[tuple[Narrative, Coding]]]:
    texts = {one.id: one for one in narratives}
    found: dict[str, list[tuple[Narrative, Coding]]] = defaultdict(list)
    for coding in sorted(counted, key=lambda one: one.narrative):
        if coding.narrative in texts:
            found[texts[coding.narrative].child].append((texts[coding.narrative], coding))
    return found


def _extracts(own: Sequence[tuple[Narrative, Coding]], codes: frozenset[str], hidden: frozenset[str]) -> str | None:
    """A child's marks of some codes, one a line, as many as a cell holds; None without any."""
    lines = [
        _extract(narrative, coding, mention, hide=mention.code in hidden or _overlaps(mention, coding, hidden))
        for narrative, coding in own
        for mention in coding.mentions
        if mention.headline and mention.code in codes
    ]
    lines = list(dict.fromkeys(lines))
    fit = sum(1 for n in accumulate(len(line) + 1 for line in lines) if n <= MOST)
    kept = lines if fit == len(lines) else [*lines[:fit], f"… and {len(lines) - fit} more"]
    return "\n".join(kept) or None


def _overlaps(mention: Mention, coding: Coding, hidden: frozenset[str]) -> bool:
    return any(o.code in hidden and o.start < mention.end and mention.start < o.end for o in coding.mentions)


def _extract(narrative: Narrative, coding: Coding, mention: Mention, *, hide: bool) -> str:
    place = f"[{narrative.id} {mention.start}-{mention.end}{'' if coding.human else ', suggested'}]"
    words = " ".join(narrative.text[mention.start : mention.end].split())
    return f"{place} not quoted" if hide else f"{place} {words}"


def _theme(code: Code, hidden: frozenset[str]) -> Column:
    rule = "; of high sensitivity, so not quoted" if code.id in hidden else ""
    return Column(code.id, f"{code.name}: extracts with interview and place, one a line{rule}")


def _codes(codebook: Codebook, before: str = "") -> tuple[Column, ...]:
    return tuple(Column(c.id, f"{c.name}: {before}{ONE}", "integer", ("0", "1")) for c in codebook.codes)


def _ones(codes: frozenset[str], unknown: frozenset[str], codebook: Codebook) -> tuple[int | None, ...]:
    return tuple(1 if code in codes else None if code in unknown else 0 for code in codebook.ids)
