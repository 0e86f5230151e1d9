"""How many children are behind a count of episodes or interviews."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from textmine.types import Episode


def behind(children: Iterable[str], *, dominance: bool = True) -> int:
    """Children behind a count: 1 where one child gives more than half of it, for then it tells of that child.

    Args:
        children: the child of each thing that is counted.
        dominance: False for wholes, which only say how much there is.
    """
    counts = Counter(children)
    if dominance and counts and 2 * max(counts.values()) > counts.total():
        return 1
    return len(counts)


def by_child(episodes: Iterable[Episode]) -> dict[tuple[str, str], Episode]:
    """Episodes by their id and child: a report of siblings together has one id and an episode for each of them."""
    return {(episode.id, episode.child): episode for episode in episodes}


def children_of(episodes: Sequence[Episode]) -> list[str]:
    """The child of each episode."""
    return [episode.child for episode in episodes]
