"""Where work on parts is done: in processes of this machine, or on a Ray cluster; the results are the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from textmine import processes
from textmine.settings import LOCAL, Settings

Item = TypeVar("Item")
Result = TypeVar("Result")


def ahead(
    work: Callable[[Item], Result], items: Iterable[Item], *, settings: Settings, worth: int = processes.WORTH
) -> Iterator[Result]:
    """Results of work on items, in their order.

    Args:
        work: pure, and can be sent to another process, as its items and results can: in memory, never by a file.
        settings: `engine` says where, `processes` how many at once.
        worth: with fewer items than this, other processes of this machine do not pay.

    Raises:
        SettingsError: the cluster cannot be reached, or Ray is not installed.
    """
    if settings.engine == LOCAL:
        return processes.ahead(work, items, processes=settings.processes, worth=worth)
    from textmine import cluster

    return cluster.ahead(work, items, address=settings.engine, workers=settings.processes)
