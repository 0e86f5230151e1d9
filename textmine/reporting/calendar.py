"""Quarters and years: a year begins in April unless the settings say January; breaks in how missing was defined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MOST_QUARTERS = 8


@dataclass(frozen=True, slots=True)
class Calendar:
    """How periods are named.

    Args:
        april: whether years begin in April.
        breaks: (quarter, what changed): figures before and after must not be compared.
    """

    april: bool = True
    breaks: tuple[tuple[str, str], ...] = ()

    def year(self, quarter: str) -> str:
        """The year of a quarter; "" if it is not known.

        >>> Calendar().year("2024-Q1"), Calendar(april=False).year("2024-Q1")
        ('2023/24', '2024')
        """
        if not quarter:
            return ""
        year, number = int(quarter[:4]), int(quarter[-1])
        first = year - (number == 1)
        return f"{first}/{(first + 1) % 100:02}" if self.april else str(year)

    def note(self, quarters: Iterable[str]) -> str:
        """The breaks that lie in a series, in words; "" if there are none."""
        known = sorted({quarter for quarter in quarters if quarter})
        own = [f"{at}: {what}" for at, what in self.breaks if known and known[0] < at <= known[-1]]
        return "Break in the series [b]. " + "; ".join(own) + ". Do not compare across it. " if own else ""

    def marked(self, name: str, quarters: Iterable[str]) -> str:
        """The name of a column, marked if a break lies in its quarters."""
        own = set(quarters)
        return f"{name} [b]" if any(at in own for at, _ in self.breaks) else name


def columns(periods: Iterable[str], *, most: int = MOST_QUARTERS) -> list[tuple[str, frozenset[str]]]:
    """Columns of a table by quarter: those before the last few are put together, what has no quarter stands last.

    A quarter of nothing between two others is one of them: every table has the same quarters.

    >>> [name for name, _ in columns(["2023-Q2", "2023-Q4"])]
    ['2023-Q2', '2023-Q3', '2023-Q4']
    """
    every = set(periods)
    known = between([period for period in every if period])
    early, late = known[:-most], known[-most:]
    groups = [(f"To {early[-1]}", frozenset(early))] if early else []
    groups += [(quarter, frozenset({quarter})) for quarter in late]
    return groups + ([("Not dated", frozenset({""}))] if "" in every else [])


def years(periods: Iterable[str], calendar: Calendar) -> list[tuple[str, frozenset[str]]]:
    """Columns of a table by year."""
    every = set(periods)
    named = sorted({calendar.year(quarter) for quarter in every if quarter})
    groups = [(name, frozenset(q for q in every if q and calendar.year(q) == name)) for name in named]
    return groups + ([("Not dated", frozenset({""}))] if "" in every else [])


def period_key(base: str, quarters: frozenset[str], *, name: str) -> str:
    """The key of a figure of some quarters: one quarter's is the same in every report."""
    if len(quarters) == 1 and (only := next(iter(quarters))):
        return f"{base}@{only}"
    return f"{base}|{name}"


def between(quarters: Sequence[str]) -> tuple[str, ...]:
    """Every quarter from the first to the last, "" last if it is among them.

    >>> between(["2023-Q4", "2024-Q2"])
    ('2023-Q4', '2024-Q1', '2024-Q2')
    """
    known = sorted({quarter for quarter in quarters if quarter})
    found = [known[0]] if known else []
    while found and found[-1] < known[-1]:
        year, number = int(found[-1][:4]), int(found[-1][-1])
        found.append(f"{year + number // 4}-Q{number % 4 + 1}")
    return (*found, *([""] if "" in quarters else []))
