"""Where two coders differ: which codes of which narratives, and what each of them marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from textmine.coding.agreement import seen
from textmine.types import Coding, Mention

Kind = Literal["only first", "only second", "said otherwise"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One code of one narrative on which two coders differ.

    Args:
        kind: `said otherwise` where both marked the code, and only one of them as affirmed and about this episode.
        first, second: their marks of the code, however asserted.
    """

    code: str
    kind: Kind
    first: tuple[Mention, ...] = field(repr=False)
    second: tuple[Mention, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Everything on which two coders of one narrative differ.

    Args:
        fields: (question, first's answers, second's answers) that differ.
    """

    narrative: str
    differences: tuple[Difference, ...]
    fields: tuple[tuple[str, str, str], ...] = ()


def disagreements(
    first: Sequence[Coding], second: Sequence[Coding], *, parents: Mapping[str, str] | None = None
) -> tuple[Disagreement, ...]:
    """Narratives that both coded, and differently: those with most differences first."""
    others = {coding.narrative: coding for coding in second}
    pairs = [(coding, others[coding.narrative]) for coding in first if coding.narrative in others]
    found = [_disagreement(one, other, parents or {}) for one, other in pairs]
    real = [one for one in found if one.differences or one.fields]
    return tuple(sorted(real, key=lambda one: (-len(one.differences), -len(one.fields), one.narrative)))


def _disagreement(first: Coding, second: Coding, parents: Mapping[str, str]) -> Disagreement:
    codes = sorted(seen(first, parents) ^ seen(second, parents))
    differences = tuple(_difference(code, first, second, parents) for code in codes)
    answers = [dict.fromkeys(name for name, _ in coding.fields) for coding in (first, second)]
    fields = [(name, _answer(first, name), _answer(second, name)) for name in sorted({*answers[0], *answers[1]})]
    return Disagreement(first.narrative, differences, tuple(one for one in fields if one[1] != one[2]))


def _difference(code: str, first: Coding, second: Coding, parents: Mapping[str, str]) -> Difference:
    one, other = (_marks(coding, code, parents) for coding in (first, second))
    kind: Kind = "only first" if code in seen(first, parents) else "only second"
    return Difference(code, "said otherwise" if one and other else kind, one, other)


def _marks(coding: Coding, code: str, parents: Mapping[str, str]) -> tuple[Mention, ...]:
    return tuple(mention for mention in coding.mentions if code in (mention.code, parents.get(mention.code)))


def _answer(coding: Coding, name: str) -> str:
    return ", ".join(value for field, value in coding.fields if field == name)
