"""What is unsafe or impossible in a project is refused with one line, and nothing of it is taken in."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from textmine.errors import InputError
from textmine.refi import checks, reading, unpacking
from textmine.refi.nouns import Case, Project, Value, Variable
from textmine.refi.reading import read_codebook, read_project
from textmine.refi.writing import write_project

G = [f"{n:08d}-0000-4000-8000-000000000000" for n in range(20)]
NS = 'xmlns="urn:QDA-XML:project:1.0"'
TEXT = "She went to her nan's. 😢 Nobody listened."


def packed(members: dict[str, bytes], *, stored: bool = False) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return written.getvalue()


def qde(inside: str) -> bytes:
    return f'<?xml version="1.0"?><Project {NS} name="p">{inside}</Project>'.encode()


def selected(start: object, end: object, guid: str = G[2]) -> str:
    coding = f'<Coding guid="{G[4]}"><CodeRef targetGUID="{G[3]}"/></Coding>'
    return (
        f'<PlainTextSelection guid="{guid}" startPosition="{start}" endPosition="{end}">{coding}</PlainTextSelection>'
    )


def with_selections(*selections: str, path: str = "internal://a.txt") -> dict[str, bytes]:
    source = f'<TextSource guid="{G[1]}" plainTextPath="{path}">{"".join(selections)}</TextSource>'
    book = f'<CodeBook><Codes><Code guid="{G[3]}" name="Home" isCodable="true"/></Codes></CodeBook>'
    return {"project.qde": qde(f"{book}<Sources>{source}</Sources>"), "sources/a.txt": TEXT.encode()}


def refused(data: bytes) -> InputError:
    with pytest.raises(InputError) as caught:
        read_project(data)
    assert "\n" not in str(caught.value)
    assert TEXT[:8] not in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    "name", ["../evil.txt", "/etc/evil.txt", "sources/../../evil.txt", "..\\evil.txt", "C:\\evil.txt", "\\evil.txt"]
)
def test_a_name_that_leads_out_is_refused(name: str) -> None:
    assert "leads out" in refused(packed(with_selections() | {name: b"x"})).what


def test_a_kind_of_variable_that_the_standard_does_not_have_is_written_as_text() -> None:
    variable, case = Variable(G[5], "Mood", "Emoji"), Case(G[6], "C-1", (Value(G[5], "low"),))
    again = read_project(write_project(Project("p", variables=(variable,), cases=(case,)))).project
    assert ([Variable(G[5], "Mood", "Text")], (case,)) == (list(again.variables), again.cases)


def test_a_link_is_refused() -> None:
    link = zipfile.ZipInfo("sources/b.txt")
    link.external_attr = 0o120777 << 16
    written = io.BytesIO(packed(with_selections()))
    with zipfile.ZipFile(written, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "leads out" in refused(written.getvalue()).what


def test_a_zip_bomb_is_refused_before_it_is_opened() -> None:
    assert "swell" in refused(packed(with_selections() | {"sources/b.txt": b"0" * 5_000_000})).what


def test_absurd_sizes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MAX_INFLATED", 1000)
    assert "swell" in refused(packed(with_selections() | {"sources/b.txt": bytes(range(256)) * 8}, stored=True)).what
    monkeypatch.setattr(unpacking, "MAX_MEMBERS", 1)
    assert "swell" in refused(packed(with_selections())).what


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE p [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE p [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE p SYSTEM "http://example.org/x.dtd">',
    ],
)
def test_entities_are_refused(declared: str) -> None:
    data = f'<?xml version="1.0"?>{declared}<Project {NS} name="p"/>'.encode()
    assert "entities" in refused(packed({"project.qde": data})).what
    with pytest.raises(InputError, match="entities"):
        read_codebook(data)
    assert "entities" in refused(packed({"project.qde": data.decode().replace("UTF-8", "").encode("utf-16")})).what


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04rest", packed({"project.qde": qde("<Users>")[:-12]})])
def test_what_is_damaged_is_refused(data: bytes) -> None:
    refused(data)


def test_a_file_cut_short_is_refused() -> None:
    whole = packed(with_selections(selected(0, 3)))
    for end in range(0, len(whole), 37):
        refused(whole[:end])


def test_a_file_without_a_project_or_with_two_is_refused() -> None:
    assert "no project" in refused(packed({"sources/a.txt": b"x"})).what
    assert "more than one" in refused(packed({"a.qde": qde(""), "B.QDE": qde("")})).what


def test_a_guid_that_stands_twice_is_refused() -> None:
    fault = refused(packed(with_selections(selected(0, 3), selected(4, 8))))
    assert (f"Two things of the kind selection have one GUID ({G[2]}). Next: export it again from its program") == str(
        fault
    )
    twice = f'<Users><User guid="{G[0]}"/><User guid="{{{G[0].upper()}}}"/></Users>'
    assert "kind user" in refused(packed({"p.qde": qde(twice)})).what


def test_a_cycle_of_codes_is_refused() -> None:
    inner = f'<Code guid="{G[0]}" name="A" isCodable="true"/>'
    middle = f'<Code guid="{G[1]}" name="B" isCodable="true">{inner}</Code>'
    outer = f'<Code guid="{G[0]}" name="A" isCodable="true">{middle}</Code>'
    assert "below itself" in refused(packed({"p.qde": qde(f"<CodeBook><Codes>{outer}</Codes></CodeBook>")})).what


def test_codes_as_deep_as_no_tree_are_refused() -> None:
    deep = "".join(f'<Code guid="{n:08d}-0000-4000-8000-000000000000" name="A" isCodable="true">' for n in range(9000))
    book = f"<CodeBook><Codes>{deep}{'</Code>' * 9000}</Codes></CodeBook>"
    assert "deeper" in refused(packed({"p.qde": qde(book)}, stored=True)).what


@pytest.mark.parametrize(("start", "end"), [(-1, 4), (0, 10_000), (8, 4), (10_000, 10_001)])
def test_a_selection_outside_its_text_is_refused(start: int, end: int) -> None:
    fault = refused(packed(with_selections(selected(start, end))))
    assert ("A selection lies outside its text", f"source 1, selection {G[2]}") == (fault.what, fault.where)


@pytest.mark.parametrize("position", ["", "x", "1.5", "9" * 5000])
def test_a_position_that_is_no_number_is_refused(position: str) -> None:
    refused(packed(with_selections(selected(position, 4))))


@pytest.mark.parametrize("guid", ["", "x", "../x", "5215cc69b6284e02afb99beeaee55808"])
def test_a_guid_that_is_none_is_refused(guid: str) -> None:
    refused(packed(with_selections(selected(0, 3, guid))))


def test_a_text_that_is_not_utf8_is_refused_and_one_that_is_missing_is_told() -> None:
    assert "UTF-8" in refused(packed(with_selections() | {"sources/a.txt": b"caf\xe9 now"})).what
    found = read_project(packed(with_selections(path="internal://gone.txt")))
    assert ("1 sources without a plain text",) == found.losses


@pytest.mark.parametrize(
    "path",
    ["internal://a.txt", "internal:/a.txt", "a.txt", "internal://A.TXT", "sources/a.txt", "internal://sources/a.txt"],
)
def test_a_text_is_found_however_the_program_names_it(path: str) -> None:
    found = read_project(packed(with_selections(selected(0, 3), path=path)))
    assert [TEXT] == [one.text for one in found.project.sources]


@pytest.mark.parametrize("folder", ["sources", "Sources", "SOURCES"])
def test_any_case_of_the_folder_is_found(folder: str) -> None:
    members = with_selections(selected(0, 3))
    members[f"{folder}/a.txt"] = b"\xef\xbb\xbf" + members.pop("sources/a.txt")
    assert [TEXT] == [one.text for one in read_project(packed(members)).project.sources]


def test_a_codebook_of_another_namespace_or_with_an_empty_set_is_read() -> None:
    code = f'<Code guid="{G[0]}" name="A" isCodable="true" description="as an attribute" color="rgb(1,2,3)"/>'
    for space in ("codebook:1:0", "codebook:0:4", "codebook:1.0"):
        data = f'<CodeBook xmlns="urn:QDA-XML:{space}"><Codes>{code}</Codes><Sets/></CodeBook>'.encode()
        assert ["as an attribute"] == [one.description for one in read_codebook(b"\xef\xbb\xbf" + data).project.codes]


def test_many_sources_of_one_long_text_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_CHARACTERS", 3 * len(TEXT))
    many = "".join(f'<TextSource guid="{one}" plainTextPath="internal://a.txt"/>' for one in G[:4])
    fault = refused(packed({"p.qde": qde(f"<Sources>{many}</Sources>"), "sources/a.txt": TEXT.encode()}))
    assert "longer together" in fault.what


def test_more_selections_than_can_be_looked_for_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "MOST_LOOKS", len(TEXT))
    assert "too many selections" in refused(packed(with_selections(selected(0, 3), selected(4, 8, G[5])))).what


def test_more_xml_than_memory_holds_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_MARKS", 10)
    assert "more than any project" in refused(packed({"p.qde": qde("<Users>" + "<a/>" * 9 + "</Users>")})).what


def test_selections_of_a_whole_long_text_take_no_longer_than_short_ones() -> None:
    text = "She went to town. " * 50_000
    many = "".join(
        f'<PlainTextSelection guid="{n:08d}-0000-4000-8000-000000000000" name="{text[:90]}" startPosition="0" '
        f'endPosition="{len(text)}"/>'
        for n in range(300)
    )
    source = f'<TextSource guid="{G[1]}" plainTextPath="internal://a.txt">{many}</TextSource>'
    data = packed({"p.qde": qde(f"<Sources>{source}</Sources>"), "sources/a.txt": text.encode()}, stored=True)
    start = time.process_time()
    assert 300 == len(read_project(data).project.sources[0].selections)
    assert time.process_time() - start < 10
