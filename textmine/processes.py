"""Do work ahead in other processes of this machine: in order, never far ahead, and in this one if they are lost."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

WORTH = 24
"""Fewer items than this are done here: another process needs seconds to load its models."""
AHEAD = 3
"""Items in hand for each process, so that none waits and memory stays flat."""
MOST = 8
"""Processes at most, unless more are asked for: each holds models of its own."""


def cores() -> int:
    """Processes that this machine can feed: its cores, `MOST` at most."""
    return min(MOST, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def ahead(
    work: Callable[[Item], Result], items: Iterable[Item], *, processes: int = 0, worth: int = WORTH
) -> Iterator[Result]:
    """Results of work on items, in their order.

    Where a process is killed, what it had in hand and all that follows is done here: slower, with the same results.

    Args:
        work: pure, and can be sent to another process, as its items and results can: in memory, never by a file.
        items: of much the same size; taken as they are needed.
        processes: how many; 0: as many as `cores` says; with 1 everything is done here.
        worth: with fewer items than this everything is done here too.
    """
    processes, coming = processes or cores(), iter(items)
    first = list(islice(coming, max(worth, processes)))
    coming = chain(first, coming)
    if processes < 2 or len(first) < worth:
        yield from map(work, coming)
        return
    left: deque[Item] = deque()
    with ProcessPoolExecutor(min(processes, len(first)), get_context("spawn"), _begin) as pool:
        try:
            yield from _in_order(pool, work, coming, left, processes * AHEAD)
        except BrokenProcessPool:
            pass
        finally:
            pool.shutdown(cancel_futures=True)
    yield from map(work, chain(left, coming))


def _in_order(
    pool: ProcessPoolExecutor,
    work: Callable[[Item], Result],
    coming: Iterator[Item],
    left: deque[Item],
    most: int,
) -> Iterator[Result]:
    """Results as they are wanted; `left` holds the items that were taken and whose results were not yet given."""
    waiting: deque[Future[Result]] = deque()
    for item in coming:
        left.append(item)
        waiting.append(pool.submit(work, item))
        if len(waiting) >= most:
            yield _given(waiting, left)
    while waiting:
        yield _given(waiting, left)


def _given(waiting: deque[Future[Result]], left: deque[Item]) -> Result:
    result = waiting.popleft().result()
    left.popleft()
    return result


def _begin() -> None:
    """One thread each, no answer to Ctrl-C (the first process answers), and no life after the first process."""
    import signal

    os.environ["OMP_NUM_THREADS"] = "1"
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
