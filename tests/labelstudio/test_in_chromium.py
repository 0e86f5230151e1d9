"""An annotator at work in a real Chromium: what is marked with the mouse is what comes back, to the character."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from made import marked, narrative

from textmine.annotation.interface import grouped
from textmine.annotation.projects import Project, bring
from textmine.annotation.pulling import pull
from textmine.annotation.pushing import push
from textmine.annotation.server import Server
from textmine.annotation.serverfolder import Local
from textmine.annotation.tasks import task_of
from textmine.coding.codebook import Codebook
from textmine.types import Coding, Mention, Narrative

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PLACE = """(words) => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const start = node.data.indexOf(words);
    if (start < 0) continue;
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, start + words.length);
    const box = range.getBoundingClientRect();
    return [box.x, box.y, box.width, box.height];
  }
}"""


@pytest.fixture(scope="module")
def browser(local: Local) -> Iterator[BrowserContext]:
    """A browser in which the first annotator has logged in; it reaches this machine only, and that is checked."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("CI has no Chromium: .ci/run installs it")
        pytest.skip("NOT TESTED IN A BROWSER: there is no Chromium on this machine (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    hosts: set[str | None] = set()
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        context = chromium.new_context(viewport={"width": 1500, "height": 1000})
        context.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
        context.set_default_timeout(15_000)
        one = context.new_page()
        one.goto(f"{local.server.url}/user/login/")
        one.fill("[name=email]", local.accounts[1].name)
        one.fill("[name=password]", local.accounts[1].password)
        one.click("button[type=submit]")
        one.wait_for_load_state()
        one.close()
        yield context
        chromium.close()
    assert hosts - {None} == {"127.0.0.1"}


@pytest.fixture
def page(browser: BrowserContext, server: Server) -> Iterator[Page]:
    """A page of it; what the page asks ends before the server's projects go."""
    one = browser.new_page()
    yield one
    one.close()


def opened(page: Page, server: Server, project: Project, words: str) -> None:
    """The label stream, with the guidance read and closed."""
    page.goto(f"{server.url}/projects/{project.number}/data?labeling=1")
    page.get_by_text("Labeling Instructions").wait_for()
    assert page.get_by_text("stop and tell your safeguarding lead today").is_visible()
    assert page.get_by_text("Talking has broken down between the child and an adult").first.is_visible()
    page.keyboard.press("Escape")
    page.get_by_text("Labeling Instructions").wait_for(state="hidden")
    page.get_by_text(words).first.wait_for()


def test_codes_stand_under_the_headings_of_their_groups(page: Page, server: Server, codes: Codebook) -> None:
    project = bring(server, "headings", "coding", codes)
    one = narrative(0)
    push(server, project, [task_of(one, codebook=codes.fingerprint, purpose="coding")])
    opened(page, server, project, "a row about the phone")
    shown = page.locator(".textmine .codes").locator("h4, .lsf-label__text").all_inner_texts()
    expected = [words for name, some in grouped(codes) for words in (name, *(code.name for code in some))]
    assert shown == expected
    boxes = [page.get_by_role("heading", name=name).bounding_box() for name, _ in grouped(codes)]
    assert len({round(box["x"]) for box in boxes if box}) == 1, "headings stand one below the other"
    words, code = (
        page.get_by_text("a row about").first.bounding_box(),
        page.get_by_text("Feelings after").bounding_box(),
    )
    assert words is not None
    assert code is not None
    assert words["x"] + words["width"] <= code["x"], "the text stands beside the codes, both in sight"


def mark(page: Page, key: str, words: str) -> None:
    """Choose a code by its key, and draw the mouse over the words."""
    page.keyboard.press(key)
    x, y, width, height = page.evaluate(PLACE, words)
    page.mouse.move(x + 2, y + height / 2)
    page.mouse.down()
    page.mouse.move(x + width / 2, y + height / 2)
    page.mouse.move(x + width - 2, y + height / 2)
    page.mouse.up()


def submitted(page: Page) -> None:
    with page.expect_response(lambda answer: "/annotations" in answer.url and answer.request.method == "POST"):
        page.locator("button", has_text="Submit").first.click()


def test_what_is_marked_in_the_browser_is_what_is_pulled(page: Page, server: Server, codes: Codebook) -> None:
    project = bring(server, "browser", "coding", codes)
    one = narrative(0)
    text = one.text.replace("\r\n", "\n")
    push(server, project, [task_of(one, codebook=codes.fingerprint, purpose="coding")])
    opened(page, server, project, "a row about the phone")
    mark(page, "2", "a row about the phone")
    page.get_by_text("a row abo", exact=False).last.click()
    page.get_by_text("suspected", exact=False).first.click()
    page.keyboard.press("Alt+2")
    page.locator(".mark").get_by_text("parent or family").click()
    page.get_by_placeholder("Memo").fill("mum only")
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Escape")
    mark(page, "q", "naïve café é́nd")
    mark(page, "Shift+e", "his mates at the park")
    page.locator(".whole").get_by_text("partial").click()
    submitted(page)

    found = pull(server, project, codes=codes.ids)
    (coding,) = found.pulled.codings
    start, other = text.index("a row about the phone"), text.index("naïve café é́nd")
    third = text.index("his mates at the park")
    expected = (
        Mention(start, start + 21, "push_family_conflict", "suspected", "historical", "parent_or_family"),
        Mention(other, other + len("naïve café é́nd"), "pull_peers_social"),
        Mention(third, third + len("his mates at the park"), "help_child_wishes"),
    )
    assert coding == Coding(one.id, "annotator:2", tuple(sorted(expected)), (("engagement", "partial"),), "accepted")
    memos = [item["value"]["text"] for item in found.tasks[0]["annotations"][0]["result"] if item["type"] == "textarea"]
    assert memos == [["mum only"]]


def test_a_suggestion_is_shown_and_what_becomes_of_it_is_pulled(page: Page, server: Server, codes: Codebook) -> None:
    project = bring(server, "browser", "review", codes)
    one = Narrative("N-1", "C-1", narrative(1).text)
    push(server, project, [task_of(one, codebook=codes.fingerprint, purpose="review", suggestion=marked(one))])
    opened(page, server, project, "his mates at the park")
    page.locator("[class*=outliner]").get_by_text("his mates", exact=False).first.click()
    page.keyboard.press("Backspace")
    submitted(page)
    found = pull(server, project, codes=codes.ids)
    (coding,), (suggested,) = found.pulled.codings, found.pulled.suggested
    assert (coding.coder, coding.status, suggested.status) == ("review:2", "edited", "edited")
    assert [mention.code for mention in coding.mentions] == ["push_family_conflict"]
    assert (found.fates.accepted, found.fates.rejected) == (1, 1)
