"""The report as a person sees it: a real Chromium opens it from disk, without a network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "spec"))

from test_report import CODES, EVIL, QUALITY, build_report, made_up, themes

from textmine.reporting.html import render_html

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync --hide-scrollbars --virtual-time-budget=3000"
).split()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a made-up study on disk."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("CI has no Chromium: .ci/run installs it")
        pytest.skip("NOT TESTED IN A BROWSER: there is no Chromium on this machine (apt-get install chromium)")
    codings, narratives, episodes = made_up()
    report = build_report(
        codings, narratives, episodes=episodes, themes=themes(narratives), codes=CODES, quality=QUALITY
    )
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(render_html(report), encoding="utf-8")
    return path


def _chromium(page: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    assert CHROMIUM is not None
    profile = page.parent / "profile"
    command = [CHROMIUM, *FLAGS, f"--user-data-dir={profile}", "--enable-logging=stderr", *flags, page.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, timeout=90, check=True)


def test_the_page_renders_with_its_tables_and_pictures(page: Path) -> None:
    dom = _chromium(page, "--dump-dom").stdout
    assert dom.count("<table") >= 8
    assert dom.count("<svg") + dom.count("<img") >= 3
    assert "Children's voice" in dom or "Children’s voice" in dom


def test_no_script_of_a_code_name_runs_and_the_policy_is_kept(page: Path) -> None:
    done = _chromium(page, "--dump-dom")
    assert EVIL not in done.stdout
    assert "Refused to" not in done.stderr
    assert "Uncaught" not in done.stderr


@pytest.mark.parametrize("width", [1280, 420])
def test_the_page_is_drawn_in_a_wide_and_a_narrow_window(page: Path, width: int) -> None:
    picture = page.parent / f"{width}.png"
    _chromium(page, f"--screenshot={picture}", f"--window-size={width},1600")
    import matplotlib.image

    pixels = matplotlib.image.imread(picture)
    assert pixels.shape[1] == width
    assert len({tuple(row) for row in pixels[::40, ::40, :3].reshape(-1, 3).round(2).tolist()}) > 3
