"""The codebook, agreement and quality as flat tables."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import combinations

from textmine.coding.agreement import agree
from textmine.coding.codebook import Codebook
from textmine.coding.evaluation import CodeFigures
from textmine.exchange.codetree import path_of
from textmine.exchange.contents import Contents
from textmine.exchange.flat import Column, Flat, picked
from textmine.exchange.quotations import TO_CODE
from textmine.types import Coding

CODEBOOK = (
    Column("code", "id, for ever", needed=True),
    Column("path", "group, broader code and name, parted by >", needed=True),
    Column("description", "definition", needed=True),
    Column("group", "id of the group", needed=True),
    Column("parent", "id of the broader code that it implies"),
    Column("include", "what to mark, one a line"),
    Column("exclude", "what not to mark, one a line; after -> stands what to mark instead"),
    Column("tier", "core: for the first round of annotation", values=("core", "extended"), needed=True),
    Column("sensitivity", "high: words are not quoted", values=("standard", "high"), needed=True),
)
AGREEMENT = (
    Column("first", "a coder", needed=True),
    Column("second", "the other", needed=True),
    Column("code", "id in the codebook", needed=True),
    Column("both", "interviews that both coded", "integer", needed=True),
    Column("prevalence", "share of (interview, coder) pairs that have the code", "number"),
    Column("agreement", "share of interviews on which they say the same", "number"),
    Column("alpha", "Krippendorff's alpha; empty where nothing varies", "number"),
    Column("low", "lower end of alpha's 95 % interval, bootstrapped by child: hold this against a threshold", "number"),
    Column("high", "upper end", "number"),
    Column("ac1", "Gwet's AC1, which stands beside alpha where a code is rare", "number"),
    Column("positive", "positive specific agreement", "number"),
)
QUALITY = (
    Column("code", "id in the codebook", needed=True),
    Column("narratives", "that have it, in people's codings", "integer", needed=True),
    Column("children", "behind them", "integer", needed=True),
    Column("precision", "of the model's suggestions, on children it did not learn from", "number"),
    Column("recall", "likewise", "number"),
    Column("f1", "likewise", "number"),
    Column("low", "lower end of F1's 95 % interval", "number"),
    Column("high", "upper end", "number"),
    Column("average_precision", "of the calibrated probabilities", "number"),
    Column("brier", "mean squared error of the probabilities", "number"),
    Column("usable", "whether the model suggests this code", "boolean", needed=True),
    Column("why", "why it does not"),
)


def codebook_table(codebook: Codebook) -> Flat:
    """One row a code; `path` and `description` are what Taguette imports."""
    rows = [
        {
            "code": code.id,
            "path": path_of(code, codebook),
            "description": code.definition,
            "group": code.group,
            "parent": code.parent,
            "include": "\n".join(code.include),
            "exclude": "\n".join(code.exclude),
            "tier": code.tier,
            "sensitivity": code.sensitivity,
        }
        for code in codebook.codes
    ]
    return Flat("codebook", "Codebook: one row for each code.", CODEBOOK, picked(rows, CODEBOOK), ("code",))


def agreement_table(contents: Contents) -> Flat:
    """Every pair of coders that coded an interview both, people or models, on every code that both looked for."""
    sides: dict[str, list[Coding]] = {}
    for coding in contents.codings:
        sides.setdefault(coding.coder, []).append(coding)
    children = {one.id: one.child for one in contents.narratives}
    pairs = [pair for pair in combinations(sorted(sides), 2) if _shared(sides[pair[0]], sides[pair[1]])]
    rows = [row for pair in pairs for row in _agreement(pair, sides, children, contents)]
    title = "Agreement: one row for each pair of coders and code; of models see quality, since they learned from these codings."
    return Flat("agreement", title, AGREEMENT, picked(rows, AGREEMENT), ("first", "second", "code"), (TO_CODE,))


def quality_table(figures: Sequence[CodeFigures]) -> Flat:
    """One row a code that the model was measured on; no rows if none was trained."""
    rows = [one.row() for one in figures]
    title = "Quality: how well the model finds each code, on children it did not learn from."
    return Flat("quality", title, QUALITY, picked(rows, QUALITY), ("code",), (TO_CODE,))


def _shared(first: Sequence[Coding], second: Sequence[Coding]) -> bool:
    return not {one.narrative for one in first}.isdisjoint(one.narrative for one in second)


def _agreement(
    pair: tuple[str, str], sides: Mapping[str, Sequence[Coding]], children: Mapping[str, str], contents: Contents
) -> list[dict[str, object]]:
    (first, second), codebook = pair, contents.codebook
    found = agree(sides[first], sides[second], codes=codebook.ids, child_of=children, parents=codebook.parents)
    return [
        {"first": first, "second": second, "code": one.code, "both": one.both}
        | {"prevalence": _figure(one.prevalence.value), "agreement": _figure(one.observed.value)}
        | {"alpha": _figure(one.alpha.value), "low": _figure(one.alpha.low), "high": _figure(one.alpha.high)}
        | {"ac1": _figure(one.ac1.value), "positive": _figure(one.positive.value)}
        for one in found
        if one.code not in contents.unlooked(first) | contents.unlooked(second)
    ]


def _figure(value: float) -> float | None:
    return round(value, 4) if math.isfinite(value) else None
