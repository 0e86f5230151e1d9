"""Where two coders differ, and the page on which they see it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from textmine.coding.agreement import agree
from textmine.coding.codebook import Codebook, read_codebook
from textmine.coding.disagreement import disagreements
from textmine.coding.disagreement_page import disagreement_page, pieces
from textmine.types import Coding, Mention, Narrative

TEXT = "A row <b>about</b> the phone.\nMates at the park & more."
ROW, PARK = TEXT.index("A row"), TEXT.index("the park")
ONE, OTHER = Mention(ROW, 29, "push_family_conflict"), Mention(PARK, PARK + 8, "pull_peers_social")


def coding(coder: str, *mentions: Mention, fields: tuple[tuple[str, str], ...] = ()) -> Coding:
    return Coding("N-1", coder, mentions, fields, "accepted")


def test_only_what_counts_is_a_difference() -> None:
    first = coding("a", ONE, replace(OTHER, assertion="negated"))
    second = coding("b", ONE)
    assert disagreements([first], [second]) == ()


def test_kinds_of_difference() -> None:
    first = coding("a", ONE, OTHER, fields=(("engagement", "full"), ("language", "en")))
    second = coding(
        "b", replace(ONE, assertion="suspected"), Mention(0, 3, "event_company"), fields=(("language", "en"),)
    )
    (found,) = disagreements([first], [second])
    kinds = {one.code: one.kind for one in found.differences}
    assert kinds == {
        "push_family_conflict": "said otherwise",
        "pull_peers_social": "only first",
        "event_company": "only second",
    }
    assert found.fields == (("engagement", "full", ""),)


def test_a_sub_code_of_one_is_a_parent_that_the_other_lacks() -> None:
    (found,) = disagreements([coding("a", Mention(0, 3, "sub"))], [coding("b")], parents={"sub": "top"})
    assert [(one.code, one.kind, len(one.first)) for one in found.differences] == [
        ("sub", "only first", 1),
        ("top", "only first", 1),
    ]


def test_pieces_are_the_whole_text_in_order() -> None:
    (found,) = disagreements([coding("a", ONE)], [coding("b", Mention(2, PARK + 8, "pull_peers_social"))])
    cut = list(pieces(TEXT, found.differences))
    assert "".join(piece.words for piece in cut) == TEXT
    assert [piece.by for piece in cut] == ["first", "both", "second", ""]


def test_the_page_shows_both_and_runs_nothing_of_a_narrative() -> None:
    book = _book()
    sides = [coding("a", ONE)], [coding("b", OTHER, fields=(("engagement", "full"),))]
    rows = agree(*sides, codes=book.ids, child_of={})
    page = disagreement_page(disagreements(*sides), rows, {"N-1": Narrative("N-1", "C", TEXT)}, book, coders=("a", "b"))
    assert "A row &lt;b&gt;about&lt;/b&gt; the phone" in page
    assert "<script" not in page
    assert "default-src 'none'; style-src 'sha256-" in page
    assert "http" not in page.replace("http-equiv", "")
    assert page.count('<mark class="first"') == 2
    assert "no answer" in page


def _book() -> Codebook:
    return read_codebook(Path(__file__).parents[2] / "annotations" / "codebook.yaml")
