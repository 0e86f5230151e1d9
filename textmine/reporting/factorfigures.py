"""IN-11 and IN-12: interviews and children with a factor or a concern, counted apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textmine.reporting.indicators import Indicator
from textmine.reporting.people import behind
from textmine.shares import wilson

Headline = tuple[str, frozenset[str]]
"""The child of an interview, and the codes that count in it."""


def concern(seen: Sequence[Headline], code: str, *, name: str, period: str, completed: int) -> tuple[Indicator, ...]:
    """IN-11: with a concern that is affirmed and about this episode: of interviews held, of coded ones, and of children.

    Args:
        seen: of each coded interview its child and its headline codes.
        completed: return interviews held; where fewer are recorded than coded, only the coded ones are a denominator.
    """
    interviews, children = prevalence(seen, code, name=name, period=period)
    coded = replace(interviews, id="IN-11k", label=f"{interviews.label} coded")
    held = "Interviews in which it is affirmed and about this episode ÷ return interviews held, those not coded among them: "
    held += "too low where many are not coded."
    if completed >= len(seen):
        some, people = int(interviews.numerator or 0), interviews.people or (0, 0)
        label, limits = f"{interviews.label} held", wilson(some, completed)
        of_held = Indicator("IN-11", label, some, completed, period, held, limits, people=people)
        return of_held, coded, replace(children, id="IN-11c")
    return coded, replace(children, id="IN-11c")


def prevalence(seen: Sequence[Headline], code: str, *, name: str, period: str) -> tuple[Indicator, Indicator]:
    """IN-12: coded interviews, and children, with a factor that is affirmed and about this episode.

    Intervals take interviews as independent; of children with many interviews they are too narrow.
    """
    having = [child for child, codes in seen if code in codes]
    every = [child for child, _ in seen]
    some, whole = len(set(having)), len(set(every))
    people = (behind(having), behind(every, dominance=False))
    by_interview = "Interviews in which it is affirmed and about this episode ÷ coded interviews."
    by_child = "Distinct children with such an interview ÷ children with a coded interview."
    n, of = len(having), len(every)
    return (
        Indicator("IN-12", f"{name}: interviews", n, of, period, by_interview, wilson(n, of), people=people),
        Indicator("IN-12c", f"{name}: children", some, whole, period, by_child, wilson(some, whole)),
    )
