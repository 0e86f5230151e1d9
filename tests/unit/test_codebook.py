"""The codebook is checked when it is read, compared word by word, and safe to open as a page."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml

from textmine.assets import asset
from textmine.coding.codebook import Change, Codebook, difference, read_codebook
from textmine.coding.codebook_edit import renamed
from textmine.coding.codebook_page import codebook_page
from textmine.errors import SettingsError
from textmine.types import ASSERTIONS

SMALL = """
version: "2"
groups:
  - {id: push, name: Push factors}
codes:
  - {id: push_rules, group: push, name: Rules, definition: A rule is resented.}
  - {id: push_curfew, group: push, parent: push_rules, name: Curfew, definition: The hour is resented.}
conventions:
  assertion: {affirmed: It is so.}
document_fields:
  conducted_alone: ["yes", "no"]
"""
HOSTILE = '<script>alert("1")</script><img src=x onerror=alert(1)>'


@pytest.fixture(scope="module")
def shipped() -> Codebook:
    return read_codebook(asset("annotations", "codebook.yaml"))


@pytest.fixture
def small(tmp_path: Path) -> Codebook:
    return read_codebook(written(tmp_path, SMALL))


def written(folder: Path, text: str) -> Path:
    path = folder / "codebook.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def changed(book: Codebook, index: int, **words: object) -> Codebook:
    codes = list(book.codes)
    codes[index] = codes[index].model_copy(update=words)
    return book.model_copy(update={"codes": tuple(codes)})


class Links(HTMLParser):
    """The elements of a page, the anchors it offers and those it points to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.targets: set[str] = set()
        self.language = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if tag == "a":
            self.targets.add((given["href"] or "").removeprefix("#"))
        if tag == "html":
            self.language = given.get("lang") or ""


def test_a_valid_file_is_read_in_its_order_with_its_parents(small: Codebook) -> None:
    assert small.ids == ("push_rules", "push_curfew")
    assert small.parents == {"push_curfew": "push_rules"}
    assert small.conventions.assertion == {"affirmed": "It is so."}
    assert small.document_fields == {"conducted_alone": ("yes", "no")}


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("id: push_curfew", "id: push_rules", "push_rules"),
        ("push_rules, group: push,", "push_rules, group: pull,", "push_rules names a group that is not there: pull"),
        (
            "parent: push_rules",
            "parent: push_rule",
            "push_curfew needs a parent that exists and has none itself: push_rule",
        ),
        ("parent: push_rules", "parent: push_curfew", "push_curfew needs a parent"),
        ("id: push_rules,", "id: Push rules,", "codes.0.id"),
        ("definition: The hour is resented.", "", "codes.1.definition"),
        ("name: Rules,", "name: Rules, tier: first,", "codes.0.tier"),
        ("version:", "edition:", "version"),
        ("affirmed:", "perhaps:", "conventions.assertion.perhaps"),
        ('["yes", "no"]', "[yes, no]", "document_fields.conducted_alone.0"),
        (
            "conventions:",
            "distinctions: [{between: [push, pull], ask: Which}]\nconventions:",
            "group that is not there: pull",
        ),
    ],
)
def test_a_fault_is_named_with_its_key(tmp_path: Path, before: str, after: str, named: str) -> None:
    assert SMALL.count(before) >= 1
    path = written(tmp_path, SMALL.replace(before, after, 1))
    with pytest.raises(SettingsError, match=re.escape(named)):
        read_codebook(path)


def test_a_file_without_codes_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, 'version: "2"\ngroups: []\ncodes: []\n')
    with pytest.raises(SettingsError, match="codes"):
        read_codebook(path)


def test_bad_yaml_is_named_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, 'version: "2"\ngroups:\n  - {id: push, name: [}\n')
    with pytest.raises(SettingsError) as fault:
        read_codebook(path)
    assert fault.value.where == "codebook.yaml, line 3"


def test_a_missing_file_says_what_makes_one(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="textmine init"):
        read_codebook(tmp_path / "codebook.yaml")


def test_a_codebook_does_not_differ_from_itself(shipped: Codebook) -> None:
    assert difference(shipped, shipped) == ()


@pytest.mark.parametrize(
    ("index", "what", "old", "new"),
    [
        (0, "name", "Rules", "House rules"),
        (0, "definition", "A rule is resented.", "A rule is disputed."),
        (1, "parent", "push_rules", ""),
    ],
)
def test_a_change_says_what_it_was_and_what_it_is(small: Codebook, index: int, what: str, old: str, new: str) -> None:
    expected = Change(small.ids[index], what, old=old, new=new)  # type: ignore[arg-type]
    assert (expected,) == difference(small, changed(small, index, **{what: new}))
    assert (replace(expected, old=new, new=old),) == difference(changed(small, index, **{what: new}), small)


def test_a_code_that_comes_is_added_and_one_that_goes_is_removed(small: Codebook) -> None:
    fewer = small.model_copy(update={"codes": small.codes[:1]})
    assert (Change("push_curfew", "added", new="Curfew"),) == difference(fewer, small)
    assert (Change("push_curfew", "removed", old="Curfew"),) == difference(small, fewer)


def test_new_rules_are_a_change_and_new_phrases_are_not(small: Codebook) -> None:
    ruled = changed(small, 0, exclude=("A curfew -> push_curfew", "A review"))
    phrased = changed(small, 0, phrases=("'It's a joke.'",), hard_cases=("Mark it twice.",))
    assert (Change("push_rules", "exclude", new="A curfew -> push_curfew\nA review"),) == difference(small, ruled)
    assert difference(small, phrased) == ()
    assert small.fingerprint != ruled.fingerprint
    assert small.fingerprint == phrased.fingerprint


def test_the_shipped_codebook_gives_every_code_rules_phrases_and_counterexamples(shipped: Codebook) -> None:
    full = [c for c in shipped.codes if len(c.phrases) >= 4 and len(c.not_phrases) >= 2 and c.include and c.hard_cases]
    assert 36 == len(full) == len(shipped.codes)
    assert sum(code.tier == "core" for code in shipped.codes) == 15


def test_the_shipped_codebook_names_only_codes_that_exist(shipped: Codebook) -> None:
    groups = "|".join(group.id for group in shipped.groups)
    for code in shipped.codes:
        words = " ".join((code.definition, *code.include, *code.exclude, *code.not_phrases, *code.hard_cases))
        assert set() == set(re.findall(rf"\b(?:{groups})_\w+", words)) - set(shipped.ids)


def test_the_shipped_codebook_explains_every_assertion(shipped: Codebook) -> None:
    assert set(ASSERTIONS) == set(shipped.conventions.assertion)
    assert set(shipped.document_fields) == set(shipped.document_questions)


def test_the_page_holds_every_code_whole(shipped: Codebook) -> None:
    page = unescape(re.sub(r"<[^>]+>", "", codebook_page(shipped)))
    assert [c.id for c in shipped.codes if c.name not in page or c.id not in page] == []
    assert [words for c in shipped.codes for words in (c.definition, *c.phrases) if words not in page] == []


def test_every_link_of_the_page_has_its_anchor_and_no_anchor_stands_twice(shipped: Codebook) -> None:
    links = Links(codebook_page(shipped))
    assert set() == links.targets - set(links.ids)
    assert len(set(links.ids)) == len(links.ids)
    assert set(shipped.ids) <= links.targets


def test_the_page_is_british_english_and_asks_for_nothing_from_elsewhere(shipped: Codebook) -> None:
    page = codebook_page(shipped)
    links = Links(page)
    assert links.language == "en-GB"
    assert set() == {"script", "link", "img", "iframe", "form"} & set(links.tags)
    assert re.findall(r"https?:|url\(|@import", page) == []


def test_the_page_leads_from_an_exclusion_to_the_code_to_use_instead(small: Codebook) -> None:
    page = codebook_page(changed(small, 0, exclude=("Only the hour -> push_curfew",)))
    assert 'Only the hour <span class="instead">' in page
    assert '<a href="#push_curfew" title="push_curfew">Curfew</a></span></li>' in page


def test_a_distinction_shows_both_sides_and_what_each_says_of_the_other(tmp_path: Path) -> None:
    raw = yaml.safe_load(SMALL)
    raw["codes"][0]["exclude"] = ["Only the hour -> push_curfew", "Elsewhere"]
    raw["distinctions"] = [{"between": ["push_rules", "push_curfew"], "ask": "Is it the hour?"}]
    page = codebook_page(read_codebook(written(tmp_path, yaml.safe_dump(raw))))
    section = page[page.index('id="distinctions"') : page.index('id="group-push"')]
    words = ("Is it the hour?", "A rule is resented.", "The hour is resented.", "Only the hour", "Elsewhere")
    assert [w in section for w in words] == [True, True, True, True, False]


@pytest.mark.parametrize("key", ["name", "definition", "include", "exclude", "phrases", "not_phrases", "hard_cases"])
def test_markup_in_a_code_is_shown_and_never_run(small: Codebook, key: str) -> None:
    words: object = HOSTILE if key in {"name", "definition"} else (f"push_rules {HOSTILE} -> {HOSTILE}",)
    page = codebook_page(changed(small, 0, **{key: words}))
    assert {"script", "img"}.isdisjoint(Links(page).tags)
    assert HOSTILE in unescape(page)


def test_markup_outside_the_codes_is_shown_and_never_run(tmp_path: Path) -> None:
    raw = yaml.safe_load(SMALL)
    raw["version"] = raw["language"] = raw["groups"][0]["name"] = raw["groups"][0]["question"] = HOSTILE
    raw["conventions"] = {"push_pull_rule": HOSTILE, "assertion": {"affirmed": HOSTILE}, "voice": {HOSTILE: HOSTILE}}
    raw["document_fields"] = {HOSTILE: [HOSTILE]}
    page = codebook_page(read_codebook(written(tmp_path, yaml.safe_dump(raw))))
    assert {"script", "img"}.isdisjoint(Links(page).tags)


def test_an_id_that_is_a_word_is_renamed_where_it_is_an_id_and_nowhere_else() -> None:
    words = """
codes:
  - id: friends  # met by friends
    name: Time with friends
    exclude: ["Sees friends at school -> friends"]
  - {id: bestfriends, parent: friends}
distinctions:
  - between: [friends, bestfriends]
    ask: "One of many friends?"
"""
    edited = renamed(words, "friends", "peers")
    read = yaml.safe_load(edited)
    assert [code["id"] for code in read["codes"]] == ["peers", "bestfriends"]
    assert read["codes"][1]["parent"] == "peers"
    assert read["codes"][0]["name"] == "Time with friends"
    assert read["codes"][0]["exclude"] == ["Sees friends at school -> peers"]
    assert read["distinctions"] == [{"between": ["peers", "bestfriends"], "ask": "One of many friends?"}]
    assert "# met by friends" in edited
