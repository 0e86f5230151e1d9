"""A reviewer's decisions are applied, and the page of replacements shows everything it should and nothing it should not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from textmine.errors import InputError
from textmine.privacy.review.decided import Rules, apply_rules, rules_of
from textmine.privacy.review.decisions import read_decisions, write_decisions
from textmine.privacy.review.doubts import answers, questions, shown, unanswered
from textmine.privacy.review.page import review_page
from textmine.privacy.surrogates.marks import kind_of
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


@pytest.mark.parametrize(
    ("words", "label"), [("a470", "REFERENCE"), ("caz_lp09", "HANDLE"), ("@caz", "HANDLE"), ("dyl price", "PERSON")]
)
def test_what_is_always_masked_is_called_what_it_looks_like(words: str, label: str) -> None:
    text = f"on {words.upper()} there"
    (span,) = apply_rules([text], [()], rules_of([{"child": "", "words": words, "decision": "mask"}]), "C1")[0]
    assert label == span.label
    assert label == kind_of(span, words)


def same(words: str, child: str = "C1") -> dict[str, str]:
    return {"child": child, "words": words, "decision": "same", "same_as": "Dylan Price"}


def test_who_is_the_same_person_is_told_to_the_surrogates() -> None:
    rules = rules_of([same("DYL  Price"), {"child": "", "words": "tesco", "decision": "keep"}])
    assert (("C1", "dyl price", "dylan price"),) == rules.same
    assert (("", "tesco", "keep"),) == rules.items


def test_words_of_the_same_person_are_masked_where_nothing_found_them() -> None:
    assert ["Dyl  Price", "dyl price", "Tesco"] == decided([same("dyl price")])
    assert ["Tesco"] == decided([same("dyl price", child="C2")])
    known = Span(0, 10, "PERSON", 1.0, "roster", "friend:dylan price")
    spans = apply_rules([TEXT], [(known,)], rules_of([same("dyl price")]), "C1")[0]
    assert known in spans
    assert 2 == len(spans)


def test_what_was_drawn_and_read_is_no_rule() -> None:
    about = [{"decision": "drawn", "narrative": "N-1"}, {"decision": "checked", "narrative": "N-1", "leaks": "0"}]
    assert Rules() == rules_of(about)


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


def test_always_is_mask_for_all_children(tmp_path: Path) -> None:
    found = read_decisions(table(tmp_path, "child,words,decision\nC1,Dyl,always\n"))
    assert ({"child": "", "words": "Dyl", "decision": "mask"},) == found


def test_every_kind_of_decision_is_read_and_written_the_same(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "child,words,decision,same_as,narrative,leaks,version\r\n"
        'C1,\'@dyl,mask,,,,\r\n,tesco,keep,,,,\r\nC1,Dyl,same,"Price, Dylan",,,\r\n'
        "C1,Dyl,different,Dai,,,\r\n,,checked,,N-ABCDEFGHIJ23,2,abc\r\n",
    )
    found = read_decisions(path)
    assert ["mask", "keep", "same", "different", "checked"] == [decision["decision"] for decision in found]
    assert "@dyl" == found[0]["words"]
    assert {"child": "C1", "words": "Dyl", "decision": "same", "same_as": "Price, Dylan"} == found[2]
    assert {"decision": "checked", "narrative": "N-ABCDEFGHIJ23", "leaks": "2", "version": "abc"} == found[4]
    assert path.read_bytes().decode() == write_decisions(found)


@pytest.mark.parametrize(
    "row", ["C1,Dyl,same,,,", ",Dyl,same,Dylan,,", ",,checked,,Dyl,0", ",,checked,,N-ABCDEFGHIJ23,some"]
)
def test_a_decision_that_lacks_something_is_named_by_its_row(tmp_path: Path, row: str) -> None:
    with pytest.raises(InputError, match="row 2") as caught:
        read_decisions(table(tmp_path, f"child,words,decision,same_as,narrative,leaks\n{row}\n"))
    assert "Dyl" not in str(caught.value)


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


def original(text: str, doubts: int = 0, score: float = 0.9, **more: object) -> dict[str, object]:
    mark = {"start": 0, "end": 3, "new_start": 0, "new_end": 7, "words": text[:3], "mark": "[CHILD]"}
    return {
        "name": f"<{text}>.docx",
        "text": text,
        "narrative": "[CHILD] & co",
        "replacements": [mark | {"why": 'a "rule" <b>', "score": score}],
        "doubts": [{"start": 8 + i, "end": 9 + i, "reason": "odd", "words": "&"} for i in range(doubts)],
        **more,
    }


def test_the_page_escapes_everything_and_loads_nothing() -> None:
    page = review_page([original("<script>alert(1)</script>", 1, 0.3, child='"><i>', id="N-<b>")])
    assert 1 == page.count("<script")
    assert "&lt;script&gt;alert(1)" in page
    assert "<i>" not in page
    assert "<b>" not in page.replace("<b>&amp;</b>", "").replace("<b>&lt;sc</b>", "")
    assert "default-src 'none'" in page
    assert "unsafe" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_the_most_doubtful_write_up_comes_first() -> None:
    page = review_page([original("Ann went"), original("Bob went", doubts=2)])
    shown = page.partition("Write-ups side by side")[2]
    assert shown.index("&lt;Bob") < shown.index("&lt;Ann")
    assert "2 write-ups. 2 words were left" in page


def test_a_sample_is_shown_in_its_own_order_with_nothing_that_tells_where_to_look() -> None:
    page = review_page([original("Ann went", id="N-A"), original("Bob went", doubts=2, id="N-B")], sample=True, batch=9)
    shown = page.partition("Write-ups side by side")[2]
    assert shown.index("&lt;Ann") < shown.index("&lt;Bob")
    assert "drawn at random from 9" in page
    assert 2 == page.count('data-decide="checked"')
    assert "2 doubtful" not in shown


def test_words_are_asked_about_once_for_each_child_and_the_least_sure_first() -> None:
    writeups = [
        original("Ann went", child="C1", score=0.5, proposals=[{"a": "Ann", "b": "Annie", "why": "one letter"}]),
        original("Ann came", doubts=1, child="C1", score=0.3),
        original("Ann ran", child="C2", score=0.59),
        original("Ann sat", child="C2", score=0.6),
    ]
    asked = questions([shown(one, number) for number, one in enumerate(writeups)])
    assert [("alias", "Ann", None), ("left", "&", None), ("replaced", "Ann", 0.3), ("replaced", "Ann", 0.59)] == [
        (q.kind, q.words, q.score) for q in asked
    ]
    assert [1, 1, 2, 1] == [q.places for q in asked]


def test_what_was_answered_is_not_asked_again() -> None:
    proposals = [{"a": "Ann", "b": "Annie", "why": "x"}, {"a": "Ann", "b": "Anna", "why": "x"}]
    asked = original("Ann went", doubts=1, child="C1", proposals=proposals)
    decided = [
        {"child": "", "words": "&", "decision": "keep"},
        {"child": "C1", "words": "ANNIE", "decision": "different", "same_as": "ann"},
    ]
    left = unanswered(asked, answers(decided))
    assert ([], proposals[1:]) == (left["doubts"], left["proposals"])
    others = [decision | {"child": "C2"} for decision in decided]
    assert asked == unanswered(asked, answers(others))


def test_every_mark_gives_its_reason_and_score() -> None:
    page = review_page([original("Ann went", doubts=1, score=0.3)])
    assert 2 == page.count('data-tip="a &#34;rule&#34; &lt;b&gt;, score 0.30"')
    assert 'data-tip="left in the text: odd"' in page
    assert page.count('tabindex="0"') == page.count("aria-describedby=") == 2


def test_who_somebody_may_be_is_chosen_from_the_people_of_the_childs_file() -> None:
    school = original("Ysg went", child="C1")
    school["replacements"][0]["mark"] = "[SCHOOL 1]"  # type: ignore[index]
    page = review_page([original("Ann went", doubts=1, child="C1"), original("Bob went", child="C2"), school])
    lists = re.findall("<datalist.*?</datalist>", page)
    assert 2 == len(lists)
    assert '<option value="Ann">[CHILD]</option>' in lists[0]
    assert "Bob" not in lists[0]
    assert "Ysg" not in page.partition("<datalist")[2]


def test_without_the_childs_reference_only_decisions_for_all_are_offered() -> None:
    page = review_page([original("Ann went", doubts=1)])
    assert 'data-decide="mask"' not in page
    assert 'data-decide="always"' in page


def test_halves_of_characters_do_not_stop_the_page_from_being_written() -> None:
    assert review_page([original("Ann\ud83d went")]).encode("utf-8")
