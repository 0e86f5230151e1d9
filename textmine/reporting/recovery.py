"""Which hidden counts could be worked out from the totals, and which further ones to hide so that they cannot."""

from __future__ import annotations

from collections.abc import Sequence

Sum = tuple[int, tuple[int, ...]]


def give_aways(figures: Sequence[int], hidden: set[int], *, sums: Sequence[Sum], threshold: int) -> set[int]:
    """The next counts to hide; empty when no hidden count can be worked out.

    A reader knows that every hidden count is at least 1 (0 is always shown) and every total.

    Args:
        figures: all counts, the hidden ones too.
        hidden: places of the hidden counts.
        sums: (total, parts), places in `figures`.
        threshold: hidden parts whose sum can be seen must together come to this much.
    """
    thin = [_next_to_hide(figures, hidden, one) for one in sums if _thin(figures, hidden, one, threshold)]
    if more := {at for at in thin if at is not None}:
        return more
    partners = [_partner(figures, hidden, sums, at) for at in sorted(worked_out(figures, hidden, sums=sums))]
    return {at for at in partners if at is not None}


def worked_out(figures: Sequence[int], hidden: set[int], *, sums: Sequence[Sum], least: int = 1) -> set[int]:
    """Hidden counts for which only one value fits the totals: a linear programme asks for the least and the greatest.

    Args:
        least: what a reader knows that a hidden count is at least.
    """
    from scipy.optimize import linprog

    told = [one for one in sums if hidden & {one[0], *one[1]}]
    unknown = sorted(hidden & {at for total, parts in told for at in (total, *parts)})
    if not unknown:
        return set()
    A, b = _equations(figures, told, unknown)
    found = set()
    for column, at in enumerate(unknown):
        aim = [0.0] * len(unknown)
        aim[column] = 1.0
        low = linprog(aim, A_eq=A, b_eq=b, bounds=(least, None))
        high = linprog([-weight for weight in aim], A_eq=A, b_eq=b, bounds=(least, None))
        if low.status == 0 and high.status == 0 and -high.fun - low.fun < 0.5:
            found.add(at)
    return found


def _thin(figures: Sequence[int], hidden: set[int], one: Sum, threshold: int) -> bool:
    """Whether a sum alone tells too much of its hidden counts."""
    total, parts = one
    unseen = [part for part in parts if part in hidden]
    if total in hidden:
        return not unseen
    together = sum(figures[part] for part in unseen)
    return bool(unseen) and (len(unseen) == 1 or together < threshold or together == len(unseen))


def _next_to_hide(figures: Sequence[int], hidden: set[int], one: Sum) -> int | None:
    """The smallest part that is shown and not 0, else the total."""
    total, parts = one
    shown = [part for part in parts if part not in hidden and figures[part] > 0]
    if shown:
        return min(shown, key=lambda at: (figures[at], at))
    return None if total in hidden or figures[total] == 0 else total


def _partner(figures: Sequence[int], hidden: set[int], sums: Sequence[Sum], at: int) -> int | None:
    """What to hide beside a count that can be worked out: from a sum it is in, else from any sum with hidden counts."""
    own = [one for one in sums if at in (one[0], *one[1])]
    near = [one for one in sums if hidden & {one[0], *one[1]}]
    choices = [
        more for some in (own, near) for one in some if (more := _next_to_hide(figures, hidden, one)) is not None
    ]
    return choices[0] if choices else None


def _equations(
    figures: Sequence[int], told: Sequence[Sum], unknown: Sequence[int]
) -> tuple[list[list[float]], list[float]]:
    """`A x = b` for the unknown counts x: the unknown parts less an unknown total are the seen total less seen parts."""
    column = {at: i for i, at in enumerate(unknown)}
    A, b = [], []
    for total, parts in told:
        line, right = [0.0] * len(unknown), 0.0
        for at, sign in ((total, -1.0), *((part, 1.0) for part in parts)):
            if at in column:
                line[column[at]] += sign
            else:
                right -= sign * figures[at]
        A.append(line)
        b.append(right)
    return A, b
