"""The review page as a person uses it: a real Chromium opens it, decides, and saves what `review --decide` reads."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from textmine.privacy.review.decisions import read_decisions
from textmine.privacy.review.page import review_page

if TYPE_CHECKING:
    from playwright.sync_api import Page as BrowserPage

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync --hide-scrollbars --virtual-time-budget=3000"
).split()
TEXT = "Bethan met <b>Kez</b> and Kezza by Tesco.\nShe rang."
NARRATIVE = "[CHILD] met <b>[PERSON 1]</b> and Kezza by [ORGANISATION 1].\nShe rang."
DRIVER = """() => {
const out = {};
const all = (where) => [...document.querySelectorAll(where)];
const item = (kind) => all('.items .item').find((one) => one.dataset.kind === kind);
const click = (where, choice) => where.querySelector(`[data-decide="${choice}"]`).click();
click(item('left'), 'same');
out.fault = item('left').querySelector('.decided').textContent;
item('left').querySelector('.same input').value = 'Kez';
click(item('left'), 'same');
click(item('replaced'), 'keep');
click(item('replaced'), 'keep-all');
click(item('alias'), 'different');
const writeup = all('.writeup')[0];
writeup.open = true;
const mark = writeup.querySelector('mark.unsure');
mark.focus();
out.focused = getComputedStyle(mark, '::after').content;
out.pairs = all('mark.both').length;
writeup.querySelector('input.words').value = '=She, "rang"';
click(writeup.querySelector('.other'), 'mask');
writeup.querySelector('.leaks').value = '2';
click(writeup.querySelector('.read'), 'checked');
out.count = document.getElementById('count').textContent;
document.querySelector('#made button').click();
click(item('left'), 'mask');
return out;
}"""
SIFTED = """() => {
document.getElementById('filter').value = 'nobody of this name';
document.getElementById('filter').dispatchEvent(new Event('input'));
return [...document.querySelectorAll('.items .item:not([hidden])')].length;
}"""


def original() -> dict[str, object]:
    places = (
        (0, 6, 0, 7, "[CHILD]", 1.0),
        (14, 17, 15, 25, "[PERSON 1]", 0.41),
        (35, 40, 43, 59, "[ORGANISATION 1]", 0.9),
    )
    names = ("start", "end", "new_start", "new_end", "mark", "score")
    rows = [dict(zip(names, place, strict=True)) | {"why": "tagger"} for place in places]
    start = NARRATIVE.index("Kezza")
    return {
        "id": "N-ABCDEFGHIJ23",
        "child": "C 014",
        "name": "Bethan.docx",
        "text": TEXT,
        "narrative": NARRATIVE,
        "replacements": [row | {"words": TEXT[int(str(row["start"])) : int(str(row["end"]))]} for row in rows],
        "doubts": [{"start": start, "end": start + 5, "words": "Kezza", "reason": "a capital inside a sentence"}],
        "proposals": [{"a": "Kezza", "b": "Kez", "why": "a short form"}],
    }


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """The page on disk."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("CI has no Chromium: .ci/run installs it")
        pytest.skip("NOT TESTED IN A BROWSER: there is no Chromium on this machine (apt-get install chromium)")
    path = tmp_path / "review.html"
    path.write_text(review_page([original()], sample=True, batch=9), encoding="utf-8")
    return path


def _chromium(page: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    assert CHROMIUM is not None
    profile = page.parent / "profile"
    command = [CHROMIUM, *FLAGS, f"--user-data-dir={profile}", "--enable-logging=stderr", *flags, page.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, timeout=90, check=True)


@pytest.fixture
def opened(page: Path) -> Iterator[BrowserPage]:
    """The page in a browser whose windows always have the focus; what it says of its policy or of faults fails the test."""
    from playwright.sync_api import sync_playwright

    said: list[str] = []
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        one = chromium.new_page()
        one.on("console", lambda message: said.append(message.text))
        one.on("pageerror", lambda error: said.append(str(error)))
        one.goto(page.as_uri())
        yield one
        chromium.close()
    assert said == []


def test_what_is_decided_on_the_page_is_what_the_command_reads(opened: BrowserPage, page: Path, tmp_path: Path) -> None:
    seen = opened.evaluate(DRIVER)
    assert seen["fault"] == "Choose or write whom first."
    assert "tagger, score 0.41" in seen["focused"]
    assert seen["pairs"] == 2
    assert seen["count"].startswith("5 decisions, not saved")
    with opened.expect_download() as saved:
        opened.click("#save")
    assert opened.inner_text("#count") == "5 decisions, saved"
    assert opened.evaluate(SIFTED) == 0
    table = tmp_path / "decisions.csv"
    saved.value.save_as(table)
    read = sorted(read_decisions(table), key=lambda decision: sorted(decision.items()))
    version = re.search(r'data-version="(\w+)"', page.read_text(encoding="utf-8"))
    assert version is not None
    expected = [
        {"child": "C 014", "words": "Kezza", "decision": "mask"},
        {"child": "", "words": "Kez", "decision": "keep"},
        {"child": "C 014", "words": "Kezza", "decision": "different", "same_as": "Kez"},
        {"child": "C 014", "words": '=She, "rang"', "decision": "mask"},
        {"decision": "checked", "narrative": "N-ABCDEFGHIJ23", "leaks": "2", "version": version[1]},
    ]
    assert sorted(expected, key=lambda decision: sorted(decision.items())) == read


def test_the_page_keeps_its_policy_and_runs_nothing_of_a_write_up(page: Path) -> None:
    done = _chromium(page, "--dump-dom")
    assert "&lt;b&gt;" in done.stdout
    assert "Refused to" not in done.stderr
    assert "Uncaught" not in done.stderr


@pytest.mark.parametrize("width", [1280, 500])
def test_the_page_is_drawn_in_a_wide_and_a_narrow_window(page: Path, width: int) -> None:
    picture = page.parent / f"{width}.png"
    _chromium(page, f"--screenshot={picture}", f"--window-size={width},1200")
    import matplotlib.image

    pixels = matplotlib.image.imread(picture)
    assert pixels.shape[1] == width
    assert len({tuple(row) for row in pixels[::20, ::20, :3].reshape(-1, 3).round(2).tolist()}) > 3
