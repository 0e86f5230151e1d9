"""Killed at fifty moments over all stages, and started again each time: the end is as if nothing had happened."""

from __future__ import annotations

import random
import signal
from collections.abc import Sequence

import pytest
from breaking import Broken, differing

KILLS = 50
STAGES = (
    *(
        "vault C-",
        "narratives/part-",
        "narratives/manifest",
        "episodes/part-",
        "vectors/",
        "coder/model",
        "coder/taught",
    ),
    *("codings/part-", "themes/part-", "reports/report.html", "reports/report.xlsx"),
)


@pytest.mark.timeout(600)
def test_killed_fifty_times_ends_byte_for_byte_like_an_undisturbed_run(fresh: Broken, whole: Broken) -> None:
    """Four of five are killed where something is put in its place on the disk, the others by the clock."""
    points = (whole.ground.root / "points.txt").read_text(encoding="utf-8").splitlines()
    moments = random.Random(10)
    reached, passed = 0, set()
    for kill in range(KILLS):
        if kill % 5 == 2:
            run = fresh.run(seconds=moments.uniform(0.2, 1.2))
        else:
            step = max(1, 2 * (len(points) - reached) // (KILLS - kill + 1))
            target = min(reached + moments.randrange(step), len(points) - 1)
            run = fresh.run(kill_at=points[target])
            passed.add(points[target])
        assert run.code == -signal.SIGKILL, (kill, run.err)
        reached = max([reached, *(points.index(one) + 1 for one in run.points if one in points)])
        reached = min(reached, len(points) - 1)
    done = fresh.run()
    assert done.code == 0, done.err
    assert differing(fresh.files(), whole.files()) == []
    assert not _without(passed, STAGES[:2] + STAGES[4:5] + STAGES[7:8])


def test_the_moments_are_of_all_stages(whole: Broken) -> None:
    """What is killed at must stand for every stage, or the test above proves little."""
    points = (whole.ground.root / "points.txt").read_text(encoding="utf-8").splitlines()
    assert not _without(set(points), STAGES)
    assert {"reports/report.html", "reports/report.docx", "reports/report.xlsx"} <= whole.files().keys()


def _without(points: set[str], stages: Sequence[str]) -> list[str]:
    return [stage for stage in stages if not any(stage in point for point in points)]
