"""Do work ahead on a Ray cluster: in order, never far ahead, and in this process where workers are lost for good.

The only room that calls Ray. Workers hold the models; they get texts in memory and give back places and vectors. The
vault's key stays in this process. Nothing is spilled to a disk, no usage is told to anybody, and what goes wrong in a
worker comes back as the name of the fault, since its words may quote a text.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeVar

from textmine.errors import SettingsError, TextmineError
from textmine.processes import AHEAD, cores

if TYPE_CHECKING:
    from ray.actor import ActorHandle

Item = TypeVar("Item")
Result = TypeVar("Result")

HERE = "ray"
"""The address of a Ray of this machine's own, which ends with the run."""
RETRIES = 3
"""How often a part is given to another worker; then it is done here."""
QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0"}
"""Ray tells nobody how it is used, and leaves graphics cards as they are without a warning about it."""


def ahead(
    work: Callable[[Item], Result], items: Iterable[Item], *, address: str = HERE, workers: int = 0
) -> Iterator[Result]:
    """Results of work on items, in their order, whatever happens to workers.

    Args:
        work: pure, and can be sent to another process, as its items and results can.
        address: `ray`, or `ray://HOST:PORT`.
        workers: how many; 0: as many as there are processors.

    Raises:
        SettingsError: Ray is not installed, the cluster cannot be reached, or other versions are installed there.
    """
    coming = iter(items)
    first = list(islice(coming, 1))
    if not first:
        return
    with _joined(address, workers) as n:
        crew = [_hired(work) for _ in range(n)]
        _check_alike(crew)
        yield from _in_order(crew, work, chain(first, coming))


def versions() -> tuple[tuple[str, str], ...]:
    """What must be the same on every machine, so that results are."""
    from importlib.metadata import version
    from platform import python_version

    packages = ("numpy", "sentence-transformers", "spacy", "textmine", "tokenizers", "torch", "transformers")
    return (("python", python_version()), *((name, version(name)) for name in packages))


class Worker:
    """Holds what `work` loads, and does one item after the other."""

    def __init__(self, work: Callable[[Any], Any]) -> None:
        self.work = work

    def alike(self) -> tuple[tuple[str, str], ...]:
        """See `versions`."""
        return versions()

    def do(self, item: object) -> tuple[bool, object]:
        """The result, or the fault without its words."""
        try:
            return True, self.work(item)
        except TextmineError as fault:
            return False, fault
        except Exception as fault:  # noqa: BLE001 - whatever it is, its message may quote the text
            return False, TextmineError(
                "A worker met a fault of its own", where=type(fault).__name__, next_step="try --engine local"
            )


def _in_order(crew: Sequence[ActorHandle], work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    waiting: deque[tuple[Any, Item]] = deque()
    for at, item in enumerate(items):
        waiting.append((crew[at % len(crew)].do.remote(item), item))
        if len(waiting) >= len(crew) * AHEAD:
            yield _taken(*waiting.popleft(), work)
    while waiting:
        yield _taken(*waiting.popleft(), work)


def _taken(reference: object, item: Item, work: Callable[[Item], Result]) -> Result:
    """The worker's result; Ray gives the item to a new worker if it is lost; if that does not help, it is done here."""
    import ray

    try:
        done, result = ray.get(reference)
    except ray.exceptions.RayError:
        return work(item)
    if not done:
        raise result
    return result  # type: ignore[no-any-return]


@contextmanager
def _joined(address: str, workers: int) -> Iterator[int]:
    """Join the cluster, or begin one here; gives how many workers there may be."""
    ray = _ray()
    ours = not ray.is_initialized()
    if ours:
        _begin(ray, address, workers)
    try:
        yield workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
    finally:
        if ours:
            ray.shutdown()


def _begin(ray: Any, address: str, workers: int) -> None:
    quiet = {"log_to_driver": False, "logging_level": "ERROR"}
    here = {
        "address": "local",
        "num_cpus": workers or cores(),
        "include_dashboard": False,
        "_system_config": {"automatic_object_spilling_enabled": False},
    }
    try:
        ray.init(**quiet, **(here if address == HERE else {"address": address}))
    except Exception as error:  # noqa: BLE001 - Ray raises whatever its transport raises
        raise SettingsError(
            "The Ray cluster cannot be reached",
            where=f"engine, {type(error).__name__}",
            next_step="check the address in --engine or textmine.toml",
        ) from None


def _ray() -> Any:
    for name, value in QUIET.items():
        os.environ[name] = value
    try:
        import ray
    except ImportError:
        raise SettingsError(
            "Ray is not installed", where="engine", next_step="pip install 'textmine[ray]', or --engine local"
        ) from None
    return ray


def _hired(work: Callable[[Item], Result]) -> ActorHandle:
    import ray

    actor = ray.remote(num_cpus=1, max_restarts=-1, max_task_retries=RETRIES)(Worker)
    return actor.remote(work)


def _check_alike(crew: Sequence[ActorHandle]) -> None:
    """Check that workers have our versions: others would give other vectors.

    Raises:
        SettingsError: a worker has another version of something.
    """
    import ray

    for worker in crew:
        other = sorted({name for name, _ in set(ray.get(worker.alike.remote())) ^ set(versions())})
        if other:
            raise SettingsError(
                "A worker of the cluster has other versions installed",
                where=", ".join(other),
                next_step="install the same textmine and packages on every machine",
            )
