"""Two coders of a study side by side: people, models, or what was settled; figures, and a page to talk over."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from textmine.coding.agreement import Agreement, Together, agree, together
from textmine.coding.disagreement import disagreements
from textmine.coding.disagreement_page import disagreement_page
from textmine.coding.model_files import saved_coder
from textmine.errors import AnnotationError, InputError
from textmine.pipeline.coder.coding import taught_here
from textmine.pipeline.coder.looking import unlooked_of
from textmine.pipeline.study import Study, every_coding
from textmine.pipeline.writing import writing
from textmine.store import read_all, write_whole
from textmine.types import Coding

SETTLED = "adjudicated"  # in place of a coder: what was settled, by whoever settled it


@dataclass(frozen=True, slots=True)
class Agreed:
    """How far two coders agree.

    Args:
        rows: on each code of the codebook; beside a model, on those that it looks for, as in all the rest.
        together: on all codes at once.
        more: (code, narratives to code twice besides, so that alpha's interval is no wider than was asked for).
        differing: narratives on which they differ.
        page: where they are set side by side, if it was asked for.
        taught: whether one of them is a model that learned from what people coded here: this is no measure of how good it is.
    """

    first: str
    second: str
    rows: tuple[Agreement, ...]
    together: Together
    more: tuple[tuple[str, int], ...] = ()
    differing: int = 0
    page: Path | None = None
    taught: bool = False

    def __repr__(self) -> str:
        """In a line; `textmine.frame` shows the codes."""
        return f"Agreed({self.first!r} and {self.second!r}, {len(self.rows)} codes, {self.differing} narratives differ)"


def agree_coders(study: Study, first: str, second: str, *, page: Path | None = None, width: float = 0.0) -> Agreed:
    """Agreement of two coders on the narratives that both coded.

    Args:
        first, second: coders, or `adjudicated`.
        page: where to write the disagreements, with words of narratives.
        width: wanted of alpha's 95 % interval, e.g. 0.2; 0 asks for nothing.

    Raises:
        AnnotationError: one of them coded nothing, or they share no narrative.
        InputError: the width is not between 0 and 2.
    """
    if not 0 <= width < 2:
        raise InputError("An interval's width lies between 0 and 2", next_step="give 0.2, for instance")
    narratives = {narrative.id: narrative for narrative in read_all(study.narratives)}
    sides = [coded_by(study, name) for name in (first, second)]
    codebook = study.codebook
    child_of = {narrative.id: narrative.child for narrative in narratives.values()}
    unlooked = unlooked_of(study, [coding for side in sides for coding in side])
    codes = [code for code in codebook.ids if code not in unlooked]
    if not codes:
        raise AnnotationError("The model looks for no code", next_step="code more narratives, then textmine train")
    sides = [tuple(_without(coding, unlooked) for coding in side) for side in sides]
    rows = agree(*sides, codes=codes, child_of=child_of, parents=codebook.parents)
    if not rows[0].both:
        raise AnnotationError(
            "They have coded no narrative in common", next_step="textmine labelstudio push --double 0.2"
        )
    found = disagreements(*sides, parents=codebook.parents)
    if page is not None:
        words = disagreement_page(found, rows, narratives, codebook, coders=(first, second))
        page.parent.mkdir(parents=True, exist_ok=True)
        write_whole(page, writing(words.encode("utf-8"), private=True))
    whole = together(*sides, child_of=child_of, parents=codebook.parents)
    taught = taught_here(study) and saved_coder(study.coder)[0] in (first, second)
    return Agreed(first, second, rows, whole, _more(rows, width), len(found), page, taught)


def coded_by(study: Study, name: str) -> tuple[Coding, ...]:
    """What one coder made of the present narratives, apart from what was settled afterwards.

    Raises:
        AnnotationError: the coder has coded nothing here.
    """
    present: set[str] = {narrative.id for narrative in read_all(study.narratives)}
    codings = [coding for coding in every_coding(study) if coding.narrative in present]
    found = tuple(c for c in codings if _coder(c) == name)
    if not found:
        known = ", ".join(sorted({_coder(coding) for coding in codings}))
        step = "name one of them" if known else "textmine labelstudio pull"
        raise AnnotationError("A coder has coded nothing here", where=f"coders: {known or 'none'}", next_step=step)
    return found


def _without(coding: Coding, codes: Collection[str]) -> Coding:
    return replace(coding, mentions=tuple(mention for mention in coding.mentions if mention.code not in codes))


def _coder(coding: Coding) -> str:
    return SETTLED if coding.status == "adjudicated" else coding.coder


def _more(rows: Sequence[Agreement], width: float) -> tuple[tuple[str, int], ...]:
    if not width:
        return ()
    return tuple((row.code, row.more(width)) for row in rows if not math.isnan(row.alpha.high - row.alpha.low))
