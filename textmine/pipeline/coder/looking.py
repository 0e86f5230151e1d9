"""What models looked for: of other codes nothing is known where a model alone has read."""

from __future__ import annotations

from collections.abc import Iterable

from textmine.coding.model_files import saved_coder
from textmine.pipeline.study import Study
from textmine.types import Coding


def looked_for(study: Study, codings: Iterable[Coding]) -> dict[str, frozenset[str]]:
    """Of each model among the coders the codes that it looks for; nothing in a study without a coder, which can tell of none.

    Of a model that is not the study's coder, any more or yet, these are the codes that it gave or was in doubt of anywhere.
    """
    given: dict[str, set[str]] = {}
    for coding in codings:
        if not coding.human:
            given.setdefault(coding.coder, set()).update((m.code for m in coding.mentions), coding.doubtful)
    name, own = saved_coder(study.coder)
    return {coder: own if coder == name else frozenset(codes) for coder, codes in given.items()} if name else {}


def unlooked_of(study: Study, codings: Iterable[Coding]) -> frozenset[str]:
    """Codes of the codebook that a model among the coders does not look for."""
    looked = looked_for(study, codings).values()
    return frozenset(code for code in study.codebook.ids if any(code not in codes for codes in looked))
