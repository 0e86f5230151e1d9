"""IN-10: how soon after the return an interview was held; elapsed hours, days and unknown times never mixed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from statistics import median

from textmine.reporting.indicators import Indicator, share_of, span
from textmine.reporting.people import behind, children_of
from textmine.types import Episode

HOURS, DAYS = 72, 3


def timeliness(episodes: Sequence[Episode]) -> tuple[Indicator, ...]:
    """IN-10: within 72 elapsed hours; within 3 days where only dates are known; unknown; median hours.

    An interview dated before the return counts as unknown.
    """
    held = [episode for episode in episodes if episode.completed is True]
    known = [episode for episode in held if gap(episode) is not None]
    timed = [episode for episode in known if not episode.date_only]
    dated = [episode for episode in known if episode.date_only]
    unknown = [episode for episode in held if gap(episode) is None]
    exact = "Held within 72 elapsed hours of the return, weekends included ÷ held with both times recorded."
    coarse = "Held within 3 days of the return (date precision) ÷ held with only dates recorded."
    lost = "Held, but return or interview not dated, or dated the wrong way round ÷ held."
    soon, soon_by_date = ([e for e in some if in_time(e)] for some in (timed, dated))
    return (
        share_of("IN-10", "Held within 72 hours", soon, timed, exact, whole_is_part=True),
        share_of("IN-10d", "Held within 3 days (only dates known)", soon_by_date, dated, coarse, whole_is_part=True),
        share_of("IN-10u", "Time to interview not known", unknown, held, lost, whole_is_part=True),
        _median(timed),
    )


def in_time(episode: Episode) -> bool | None:
    """Whether it was held within 72 hours, or 3 days where only dates are known; None if that is not known."""
    waited = gap(episode)
    if episode.completed is not True or waited is None:
        return None
    return waited.days <= DAYS if episode.date_only else waited <= timedelta(hours=HOURS)


def gap(episode: Episode) -> timedelta | None:
    """From return to interview; whole days where only dates are known."""
    if episode.end is None or episode.interview is None:
        return None
    waited = episode.interview - episode.end
    if episode.date_only:
        waited = timedelta(days=(episode.interview.date() - episode.end.date()).days)
    return None if waited < timedelta(0) else waited


def _median(timed: Sequence[Episode]) -> Indicator:
    hours = [waited / timedelta(hours=1) for episode in timed if (waited := gap(episode)) is not None]
    words = "Middle number of hours from return to interview, of those with both times recorded."
    people, period = behind(children_of(timed)), span(episode.period for episode in timed)
    middle = median(hours) if hours else None
    return Indicator(
        "IN-10m", "Median hours to interview", middle, len(hours), period, words, None, "median", (people, people)
    )
