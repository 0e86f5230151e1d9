"""Work ahead in other processes: the same results in the same order, whatever becomes of a process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from textmine.errors import ModelError
from textmine.processes import AHEAD, WORTH, ahead, cores

ITEMS = list(range(2 * WORTH))


def where(item: int) -> tuple[int, int]:
    return item, os.getpid()


def dies_once(item: tuple[int, str]) -> int:
    number, marker = item
    if number == WORTH and not Path(marker).exists():
        Path(marker).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def fails(item: int) -> int:
    if item == 3:
        raise ModelError("A model file is damaged", where="model.safetensors")
    return item


def slow(marker: str) -> None:
    Path(marker, str(os.getpid())).touch()
    time.sleep(60)


def test_results_come_in_order_from_other_processes() -> None:
    found = list(ahead(where, ITEMS, processes=2))
    assert [number for number, _ in found] == ITEMS
    assert os.getpid() not in {process for _, process in found}


@pytest.mark.parametrize(("items", "processes"), [(ITEMS[: WORTH - 1], 2), (ITEMS, 1), ([], 2)])
def test_little_work_is_done_here(items: list[int], processes: int) -> None:
    assert list(ahead(where, items, processes=processes)) == [(item, os.getpid()) for item in items]


def test_a_killed_process_costs_nothing_but_time(tmp_path: Path) -> None:
    items = [(number, str(tmp_path / "died")) for number in ITEMS]
    assert list(ahead(dies_once, items, processes=2)) == ITEMS
    assert (tmp_path / "died").exists()


def test_an_error_keeps_its_kind_and_words() -> None:
    with pytest.raises(ModelError, match="damaged") as caught:
        list(ahead(fails, ITEMS, processes=2))
    assert caught.value.where == "model.safetensors"


def test_work_is_never_far_ahead_of_whoever_takes_it(tmp_path: Path) -> None:
    items = [(str(tmp_path), number) for number in ITEMS]
    for taken, _ in enumerate(ahead(leaves_a_mark, items, processes=2)):
        assert len(list(tmp_path.iterdir())) <= taken + 2 * AHEAD + 1


def leaves_a_mark(item: tuple[str, int]) -> None:
    Path(item[0], str(item[1])).touch()


def test_no_process_outlives_the_first_one(tmp_path: Path) -> None:
    words = (
        "import sys; sys.path.insert(0, sys.argv[1]); from test_processes import slow\n"
        "from textmine.processes import ahead\n"
        "if __name__ == '__main__': list(ahead(slow, [sys.argv[2]] * 99, processes=2))"
    )
    script = tmp_path / "first.py"
    script.write_text(words, encoding="utf-8")
    began = tmp_path / "began"
    began.mkdir()
    first = subprocess.Popen([sys.executable, script, Path(__file__).parent, began])
    _until(lambda: len(list(began.iterdir())) == 2)
    first.kill()
    first.wait()
    _until(lambda: not any(_lives(int(path.name)) for path in began.iterdir()))


def _until(true: object, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def _lives(process: int) -> bool:
    """Whether a process is there and not waiting to be taken away."""
    status = Path(f"/proc/{process}/stat")
    try:
        return status.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_there_is_always_a_core() -> None:
    assert cores() >= 1
