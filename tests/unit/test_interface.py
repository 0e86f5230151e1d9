"""The labelling interface is the codebook: every code once, by its id, with a key of its own; nothing of it is code."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from defusedxml.ElementTree import fromstring

from textmine.annotation.interface import NOTHING, guidance, interface
from textmine.annotation.projects import aliases, title
from textmine.coding.codebook import Codebook, read_codebook
from textmine.errors import SettingsError
from textmine.types import ASSERTIONS, TIMES, VOICES

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def book() -> Codebook:
    return read_codebook(ROOT / "annotations" / "codebook.yaml")


@pytest.fixture(scope="module")
def view(book: Codebook) -> Xml.Element:
    return fromstring(interface(book))


def values(view: Xml.Element, name: str) -> list[str | None]:
    return [choice.get("alias") for choice in view.iterfind(f".//Choices[@name='{name}']/Choice")]


def test_the_shipped_interface_is_the_one_that_is_made(book: Codebook) -> None:
    shipped = (ROOT / "annotations" / "label-studio.xml").read_text(encoding="utf-8")
    assert interface(book) == shipped, "run scripts/write-docs"


def test_every_code_stands_once_under_its_id_and_group_by_group(book: Codebook, view: Xml.Element) -> None:
    labels = view.findall(".//Labels[@name='code']/Label")
    assert sorted(label.get("alias") or "" for label in labels) == sorted(book.ids)
    assert aliases(interface(book)) == set(book.ids)
    groups = [next(code.group for code in book.codes if code.id == label.get("alias")) for label in labels]
    assert groups == sorted(groups, key=[group.id for group in book.groups].index)
    colours = {(group, label.get("background")) for group, label in zip(groups, labels, strict=True)}
    assert len(colours) == len(book.groups)


def test_languages_are_shown_by_their_names_and_stored_as_before(view: Xml.Element) -> None:
    asked = view.findall(".//Choices[@name='interview_language']/Choice")
    shown = {choice.get("alias"): choice.get("value") for choice in asked}
    assert shown == {"en": "English", "cy": "Welsh", "other": "other", "interpreter": "interpreter"}


def test_no_key_is_given_twice(view: Xml.Element) -> None:
    keys = Counter(one.get("hotkey") for one in view.iter() if one.get("hotkey"))
    assert [key for key, n in keys.items() if n > 1] == []
    assert set(keys) & set("uhlm") == set(), "these are Label Studio's own"
    assert [one.attrib for one in view.iter() if one.tag in ("Label", "Choice") and not one.get("hotkey")] == []


def test_every_code_has_a_key_and_stands_under_its_groups_heading(book: Codebook, view: Xml.Element) -> None:
    under: dict[str, list[str]] = {}
    for one in view.iterfind(".//Labels[@name='code']/*"):
        if one.tag == "Header":
            heading = str(one.get("value"))
        else:
            assert one.get("hotkey"), one.get("alias")
            under.setdefault(heading, []).append(str(one.get("alias")))
    names = {group.id: group.name for group in book.groups}
    assert list(under) == list(names.values())
    assert {code.id: names[code.group] for code in book.codes} == {
        id: name for name, ids in under.items() for id in ids
    }


def test_what_is_asked_is_what_is_read(book: Codebook, view: Xml.Element) -> None:
    assert values(view, "assertion") == list(ASSERTIONS)
    assert values(view, "time") == list(TIMES)
    assert values(view, "voice") == list(VOICES)
    for name, allowed in book.document_fields.items():
        assert values(view, name) == list(allowed)
    assert values(view, NOTHING) == ["yes"]
    assert view.find(".//TextArea[@name='memo'][@perRegion='true']") is not None


def test_words_of_the_codebook_are_words_and_nothing_else(book: Codebook) -> None:
    evil = '"><script>alert(1)</script>'
    code = book.codes[0].model_copy(update={"name": evil, "definition": evil, "include": (evil,)})
    made = book.model_copy(update={"codes": (code, *book.codes[1:])})
    labels = fromstring(interface(made)).findall(".//Label")
    assert labels[0].get("value") == evil
    assert "<script" not in guidance(made)
    assert "<script" not in interface(made)


def test_the_guidance_holds_every_definition_and_begins_with_a_child_in_danger(book: Codebook) -> None:
    words = guidance(book)
    assert words.startswith("<b>If you read of a child who may be in danger now")
    assert [code.id for code in book.codes if code.id not in words] == []


@pytest.mark.parametrize("name", ["x", "a study with a name that is far longer than any that the server would take"])
def test_a_title_has_the_length_that_the_server_takes(name: str) -> None:
    assert all(
        3 <= len(title(name, purpose)) <= 50 for purpose in ("coding", "first", "second", "review", "adjudication")
    )


@pytest.mark.parametrize("name", ["code", "text", "memo", "voice", NOTHING])
def test_a_question_is_not_called_like_a_part_of_the_interface(book: Codebook, name: str) -> None:
    made = book.model_copy(update={"document_fields": {name: ("yes", "no")}})
    with pytest.raises(SettingsError, match=f"document_fields: {name}.*another name"):
        interface(made)
