"""How many write-ups still have a leak: drawn at random, read by people, and an upper bound from what they found."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass

CONFIDENCE = 0.95
MOST_READ = 1_000_000


@dataclass(frozen=True, slots=True)
class Bound:
    """What reading a random sample says; each figure with its numerator and denominator.

    Args:
        batch: write-ups that the sample was drawn from.
        read: write-ups that a person read to the end.
        leaking: of those, with at least one leak.
        leaks: found in them.
        at_most: of the batch, with a leak: one-sided upper bound, including those found.
        share: upper bound for write-ups made in the same way, however many; 1 if none was read.
        below: the share that is aimed at.
        more: write-ups to read without another leak to come below it; None if even the whole batch would not do.
    """

    batch: int
    read: int
    leaking: int
    leaks: int
    at_most: int
    share: float
    below: float
    more: int | None


def draw(ids: Iterable[str], n: int, *, seed: int) -> tuple[str, ...]:
    """`n` of some ids at random, every set of `n` equally likely, or all if there are fewer; sorted.

    >>> draw(["c", "a", "b"], 5, seed=1)
    ('a', 'b', 'c')
    """
    pool = sorted(set(ids))
    return tuple(sorted(random.Random(seed).sample(pool, min(n, len(pool)))))


def bound(*, batch: int, read: int, leaking: int, leaks: int, below: float = 0.01) -> Bound:
    """What a sample says about the batch and about write-ups like it.

    Raises:
        ValueError: more were read than there are, or more leak than were read.
    """
    if not 0 <= leaking <= read <= batch:
        raise ValueError("of a batch some are read, and of those some leak")
    at_most, share = upper_count(leaking, read, batch), upper_share(leaking, read)
    wanted = needed(below, leaking=leaking, batch=batch) if batch else None
    more = None if wanted is None else max(0, wanted - read)
    return Bound(batch, read, leaking, leaks, at_most, share, below, more)


def upper_share(leaking: int, read: int, *, confidence: float = CONFIDENCE) -> float:
    """Exact one-sided upper bound of a share (Clopper and Pearson 1934); the rule of three if nothing was found.

    With nothing found in n it is 1 - (1 - confidence) ** (1 / n), about 3 / n at 95 % (Hanley and Lippman-Hand 1983).

    Args:
        leaking, read: found and looked at; 1.0 if nothing was looked at.

    >>> round(upper_share(0, 299), 4), round(upper_share(1, 100), 4)
    (0.01, 0.0466)
    """
    from scipy.stats import beta

    return float(beta.ppf(confidence, leaking + 1, read - leaking)) if leaking < read else 1.0


def upper_count(leaking: int, read: int, batch: int, *, confidence: float = CONFIDENCE) -> int:
    """Exact one-sided upper bound of how many of a finite batch leak, from a sample without replacement.

    The largest number under which finding so few is not less likely than 1 - confidence (hypergeometric).

    >>> upper_count(0, 60, 240)
    10
    """
    from scipy.stats import hypergeom

    low, high = leaking, batch - (read - leaking)
    while low < high:
        middle = (low + high + 1) // 2
        likely = hypergeom.cdf(leaking, batch, middle, read) > 1 - confidence
        low, high = (middle, high) if likely else (low, middle - 1)
    return low


def needed(below: float, *, leaking: int = 0, batch: int | None = None) -> int | None:
    """How many must be read, with no more leaks than `leaking`, for the upper bound to be at or below a share.

    Args:
        batch: of how many; without it for any number. None if even reading the whole batch would not do.

    >>> needed(0.01), needed(0.05), needed(0.01, batch=500)
    (299, 59, 196)
    """
    low, high = leaking, MOST_READ if batch is None else batch
    if not _reached(high, below, leaking, batch):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if _reached(middle, below, leaking, batch) else (middle + 1, high)
    return low


def _reached(read: int, below: float, leaking: int, batch: int | None) -> bool:
    if batch is None:
        return upper_share(leaking, read) <= below
    return upper_count(leaking, read, batch) <= below * batch
