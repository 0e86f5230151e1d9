"""WCAG 2.2 AA by axe-core in a real Chromium, wide and narrow, and what a keyboard does to the tables."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from html import unescape
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "spec"))

from test_report import CODES, QUALITY, build_report, made_up, themes

from textmine.reporting.findings import Asked
from textmine.reporting.html import render_html

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync --hide-scrollbars --virtual-time-budget=20000 --dump-dom"
).split()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """
axe.run(document, {runOnly: {type: "tag", values: TAGS}}).then(function (found) {
  var said = found.violations.map(function (one) {
    return {id: one.id, help: one.help, where: one.nodes.slice(0, 3).map(function (node) { return node.html; })};
  });
  document.body.innerHTML = "<pre id='found'></pre>";
  document.getElementById("found").textContent = JSON.stringify({passes: found.passes.length, violations: said});
});
"""
SORT = """
var table = document.getElementById("table-push"), button = table.querySelectorAll("thead button")[1];
var names = function () { return Array.from(table.tBodies[0].rows).map(function (row) { return row.cells[0].textContent; }); };
var before = names(), said = [];
for (var i = 0; i < 3; i += 1) {
  button.focus();
  document.activeElement.click();
  said.push([button.parentNode.getAttribute("aria-sort"), names()]);
}
var out = {before: before, said: said, focused: document.activeElement.tagName, type: button.type};
document.body.innerHTML = "<pre id='found'></pre>";
document.getElementById("found").textContent = JSON.stringify(out);
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The restricted report of a made-up study: all sections, Welsh headings, quotations."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("CI has no Chromium: .ci/run installs it")
        pytest.skip("NOT TESTED IN A BROWSER: there is no Chromium on this machine (apt-get install chromium)")
    codings, narratives, episodes = made_up()
    return render_html(
        build_report(
            codings,
            narratives,
            episodes=episodes,
            themes=themes(narratives),
            codes=CODES,
            quality=QUALITY,
            audience="restricted",
            asked=Asked(welsh=True),
        )
    )


def in_chromium(page: str, scripts: list[str], folder: Path, width: int = 1280) -> dict[str, Any]:
    """What scripts of ours say about the page; its policy, which would stop them, is taken out of this copy."""
    assert CHROMIUM is not None
    opened = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    added = "".join(f"<script>{script}</script>" for script in scripts)
    path = folder / f"page-{width}.html"
    path.write_text(opened.replace("</body>", added + "</body>"), encoding="utf-8")
    command = [CHROMIUM, *FLAGS, f"--user-data-dir={folder / 'profile'}", f"--window-size={width},1200", path.as_uri()]
    dom = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    found = re.search(r'<pre id="found">(.*?)</pre>', dom, re.S)
    assert found is not None, "the script did not come to its end"
    told: dict[str, Any] = json.loads(unescape(found[1]))
    return told


def axe() -> str:
    """The script of axe-core."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [1280, 420])
def test_axe_finds_nothing_to_mend(page: str, width: int, tmp_path: Path) -> None:
    told = in_chromium(page, [axe(), RUN_AXE.replace("TAGS", json.dumps(TAGS))], tmp_path, width)
    assert told["violations"] == []
    assert told["passes"] > 20


def test_axe_is_not_blind(tmp_path: Path, page: str) -> None:
    """A picture without words, and grey words on white, are found."""
    broken = page.replace("</main>", '<img src="data:,"><p style="color:#bbb">pale</p></main>')
    told = in_chromium(broken, [axe(), RUN_AXE.replace("TAGS", json.dumps(TAGS))], tmp_path)
    assert {"image-alt", "color-contrast"} <= {one["id"] for one in told["violations"]}


def test_a_table_is_sorted_by_keyboard_and_goes_back(page: str, tmp_path: Path) -> None:
    told = in_chromium(page, [SORT], tmp_path)
    ways = [way for way, _ in told["said"]]
    assert (ways, told["focused"], told["type"]) == (["descending", "ascending", None], "BUTTON", "button")
    assert told["said"][0][1] != told["said"][1][1]
    assert told["said"][2][1] == told["before"]
