"""IN-1 to IN-9: how many children went missing, how often, and how many were offered and given a return interview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from textmine.reporting.indicators import Indicator, children_share, count_of, share_of, span
from textmine.reporting.people import behind, children_of
from textmine.types import Episode

BANDS = (("1", 1, 1), ("2 to 4", 2, 4), ("5 or more", 5, None))
IN_CARE = ("looked_after", "care_experienced")


def missing_incidents(episodes: Sequence[Episode]) -> Indicator:
    """IN-1."""
    words = "Recorded episodes, those of one child that overlap merged."
    people = behind(children_of(episodes), dominance=False)
    return count_of("IN-1", "Missing episodes", len(episodes), words, period=_period(episodes), people=people)


def children_missing(episodes: Sequence[Episode]) -> Indicator:
    """IN-2."""
    n = len(set(children_of(episodes)))
    words = "Distinct children with an episode."
    return count_of("IN-2", "Children who went missing", n, words, period=_period(episodes), people=n)


def episodes_per_child(episodes: Sequence[Episode]) -> Indicator:
    """IN-3."""
    children, words = len(set(children_of(episodes))), "Episodes ÷ distinct children."
    people = (children, children)
    return Indicator(
        "IN-3", "Episodes per child", len(episodes), children, _period(episodes), words, None, "mean", people
    )


def repeats_after_first(episodes: Sequence[Episode]) -> Indicator:
    """IN-4 (a)."""
    first = {episode.child: place for place, episode in reversed(list(enumerate(episodes)))}
    after = [episode for place, episode in enumerate(episodes) if first[episode.child] != place]
    words = "Episodes after a child's first in the period ÷ all episodes."
    found = share_of("IN-4a", "Repeat episodes, after a child's first", after, episodes, words)
    # Episodes less children, which anybody can subtract: protected as a count, not by who is behind it.
    return replace(found, people=(len(after), found.denominator))


def repeats_of_children(episodes: Sequence[Episode]) -> Indicator:
    """IN-4 (b)."""
    times = Counter(children_of(episodes))
    again = [episode for episode in episodes if times[episode.child] > 1]
    words = "All episodes of children with two or more in the period ÷ all episodes."
    return share_of("IN-4b", "Repeat episodes, of children with two or more", again, episodes, words)


def bands(episodes: Sequence[Episode]) -> tuple[Indicator, ...]:
    """IN-5: children with 1, 2 to 4, and 5 or more episodes."""
    times = Counter(children_of(episodes))
    found = []
    for name, low, high in BANDS:
        within = {child for child, n in times.items() if low <= n and (high is None or n <= high)}
        words = f"Children with {name} episodes in the period ÷ children with any."
        label = f"Children with {name} episodes"
        found.append(children_share("IN-5", label, within, times.keys(), words, period=_period(episodes)))
    return tuple(found)


def care_share(episodes: Sequence[Episode]) -> Indicator:
    """IN-6."""
    in_care = [episode for episode in episodes if episode.care_status in IN_CARE]
    words = "Episodes of looked-after and care-experienced children ÷ all episodes, those of unknown care status among them."
    return share_of("IN-6", "Episodes of looked-after and care-experienced children", in_care, episodes, words)


def offered(episodes: Sequence[Episode]) -> Indicator:
    """IN-7."""
    given = [episode for episode in episodes if episode.offered is True]
    words = "Return interviews offered ÷ all episodes, those that do not record it among them."
    return share_of("IN-7", "Return interview offered", given, episodes, words)


def delivered_of_offered(episodes: Sequence[Episode]) -> Indicator:
    """IN-8."""
    chances = [episode for episode in episodes if episode.offered is True]
    held = [episode for episode in chances if episode.completed is True]
    words = "Return interviews held ÷ return interviews offered."
    return share_of("IN-8", "Return interviews held, of those offered", held, chances, words, whole_is_part=True)


def delivered_of_incidents(episodes: Sequence[Episode]) -> Indicator:
    """IN-9."""
    held = [episode for episode in episodes if episode.completed is True]
    words = "Return interviews held ÷ all episodes, those that do not record it among them."
    return share_of("IN-9", "Return interviews held, of all episodes", held, episodes, words)


def _period(episodes: Sequence[Episode]) -> str:
    return span(episode.period for episode in episodes)
