"""What a review still asks: the run counts it as the page does, and shows names as they are written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from textmine.pipeline.airlock.asking import as_written, to_ask, words_left
from textmine.pipeline.airlock.reviewing import review
from textmine.privacy.review.doubts import LEFT, questions, shown
from textmine.privacy.vault.vault import create_vault

WORDS = "Zog saw zog and Quill."


def original(text: str, words: Mapping[int, int], *pairs: tuple[str, str]) -> dict[str, object]:
    doubts = [{"start": start, "end": end, "reason": "a capital"} for start, end in words.items()]
    proposals = [{"a": a, "b": b, "why": "one letter apart"} for a, b in pairs]
    return {
        "name": "a.txt",
        "text": text,
        "narrative": text,
        "replacements": [],
        "doubts": doubts,
        "proposals": proposals,
    }


def test_words_left_are_counted_as_the_page_asks_them_and_not_once_they_are_decided(tmp_path: Path) -> None:
    vault = create_vault(tmp_path / "keys" / "v.vault", secret=b"a long passphrase", key=b"k" * 32)
    kept = {"N-1": original(WORDS, {0: 3, 8: 11, 16: 21}, ("zog", "zogg")), "N-2": original("Gone, Zog", {6: 9})}
    vault.remember("C-1", {}, kept, reference="K1")

    def on_the_page() -> int:
        asked = questions([shown(one, n) for n, one in enumerate(to_ask(vault).values())])
        return sum(one.kind == LEFT for one in asked)

    assert words_left(vault, kept) == on_the_page() == 2
    assert words_left(vault, {"N-2"}) == 1
    assert to_ask(vault)["N-1"]["proposals"] == [{"a": "Zog", "b": "Zogg", "why": "one letter apart"}]
    table = tmp_path / "decisions.csv"
    table.write_text("child,words,decision\nK1,zog,keep\n", encoding="utf-8")
    review(vault=vault, study=tmp_path, decide=table)
    assert words_left(vault, kept) == on_the_page() == 1


def test_names_of_a_pair_are_shown_as_the_texts_write_them() -> None:
    texts = ["KEZ said", "she met Siân McRae and sian mcrae"]
    assert as_written("siân mcrae", texts) == "Siân McRae"
    assert as_written("kez", ["kez said", *texts]) == "KEZ"
    assert as_written("dyl price", texts) == "Dyl Price"
