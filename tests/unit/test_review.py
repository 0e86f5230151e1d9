"""A reviewer's decisions are applied, and the page of replacements shows everything it should and nothing it should not."""

from __future__ import annotations

from pathlib import Path

import pytest

from textmine.errors import InputError
from textmine.privacy.review import Rules, apply_rules, read_decisions, review_page, rules_of
from textmine.types import Span

TEXT = "Dyl  Price and dyl price; Tesco."
FOUND = (Span(26, 31, "ORGANIZATION", 0.7, "tagger"),)


def decided(decisions: list[dict[str, str]], child: str = "C1") -> list[str]:
    spans = apply_rules([TEXT], [FOUND], rules_of(decisions), child)[0]
    return [TEXT[span.start : span.end] for span in spans]


def test_mask_adds_every_place_whatever_its_case_and_spaces() -> None:
    rule = {"child": "", "words": "Dyl Price", "decision": "mask"}
    assert ["Dyl  Price", "dyl price", "Tesco"] == decided([rule])


def test_keep_takes_away_what_is_not_from_the_roster() -> None:
    assert [] == decided([{"child": "", "words": "TESCO", "decision": "keep"}])


def test_keep_never_shows_a_name_from_the_roster() -> None:
    span = (Span(26, 31, "PERSON", 1.0, "roster", "child"),)
    rules = rules_of([{"child": "", "words": "tesco", "decision": "keep"}])
    assert [span] == apply_rules([TEXT], [span], rules, "C1")


def test_a_decision_for_one_child_is_not_applied_to_another() -> None:
    rule = {"child": "C2", "words": "tesco", "decision": "keep"}
    assert ["Tesco"] == decided([rule])
    assert [] == decided([rule], child="C2")


def test_where_decisions_disagree_the_words_are_masked() -> None:
    rules = [{"child": child, "words": "tesco", "decision": d} for child, d in (("", "keep"), ("C1", "mask"))]
    assert ["Tesco"] == decided(rules)


def test_all_places_of_masked_words_are_one_entity() -> None:
    spans = apply_rules([TEXT], [()], rules_of([{"child": "", "words": "DYL  price", "decision": "mask"}]), "C1")[0]
    assert 1 == len({span.entity for span in spans})


def test_no_rules_change_nothing() -> None:
    assert [FOUND] == apply_rules([TEXT], [FOUND], Rules(), "C1")


def table(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "decisions.csv"
    path.write_bytes(content.encode("utf-8"))
    return path


def test_decisions_are_read_from_a_table_as_excel_saves_it(tmp_path: Path) -> None:
    path = table(tmp_path, '\ufeffChild,Words,Decision\r\nC1," Dyl, the mate ",Mask\r\n,tesco,keep\r\n')
    expected = (
        {"child": "C1", "words": "Dyl, the mate", "decision": "mask"},
        {"child": "", "words": "tesco", "decision": "keep"},
    )
    assert expected == read_decisions(path)


@pytest.mark.parametrize("row", ["C1,  ,mask", "C1,Dyl,hide", "C1,Dyl,", "C1,Dyl,mask,more", "C1,--,mask"])
def test_a_wrong_decision_is_named_by_its_row_without_its_words(tmp_path: Path, row: str) -> None:
    with pytest.raises(InputError, match="row 2") as caught:
        read_decisions(table(tmp_path, f"child,words,decision\n{row}\n"))
    assert "Dyl" not in str(caught.value)


def test_decisions_that_cannot_be_read_are_said_to_be_so(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"child,words,decision\n,Si\xe2n,mask\n")
    for wrong in (path, tmp_path / "missing.csv"):
        with pytest.raises(InputError, match="cannot be read"):
            read_decisions(wrong)


def original(text: str, doubts: int = 0) -> dict[str, object]:
    return {
        "name": f"<{text}>.docx",
        "text": text,
        "narrative": "[CHILD] & co",
        "replacements": [
            {"start": 0, "end": 3, "new_start": 0, "new_end": 7, "why": 'a "rule" <b>', "score": 0.9, "words": text[:3]}
        ],
        "doubts": [{"start": 8 + i, "end": 9 + i, "reason": "odd", "words": "&"} for i in range(doubts)],
    }


def test_the_page_escapes_everything_and_loads_nothing() -> None:
    page = review_page([original("<script>alert(1)</script>")])
    assert "<script" not in page
    assert "default-src 'none'" in page
    assert "http" not in page.replace("http-equiv", "")


def test_the_most_doubtful_write_up_comes_first() -> None:
    page = review_page([original("Ann went"), original("Bob went", doubts=2)])
    assert page.index("&lt;Bob") < page.index("&lt;Ann")
    assert "2 write-ups, 2 doubtful places" in page


def test_halves_of_characters_do_not_stop_the_page_from_being_written() -> None:
    assert review_page([original("Ann\ud83d went")]).encode("utf-8")
