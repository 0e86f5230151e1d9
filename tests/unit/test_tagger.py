"""The detector's language model reads real sentences; texts, names and references here are invented."""

from __future__ import annotations

import json
import re
import shutil
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from textmine.errors import ModelError
from textmine.privacy.detection.taggedwords import spans_of
from textmine.privacy.detection.tagger import WINDOW, Tagger, load_tagger
from textmine.weights import check_sha256, minilm_folder

MODEL = Path(__file__).parents[2] / "models" / "detector"
LABELS = ("O", "PERSON", "DATE_TIME")
NOTE = (
    "Return interview with Kayleigh Prosser (DOB 12/03/2009), seen at Ysgol Bryn Coed on Tuesday 5th March 2024. "
    "Police ref NX/12/0456/24. She had been with Tomos Beddoe in Aberdare."
)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return load_tagger(MODEL)


def found(tagger: Tagger, text: str) -> set[tuple[str, str]]:
    return {(text[span.start : span.end], span.label) for span in tagger([text])[0]}


def covered(tagger: Tagger, text: str) -> str:
    spans = tagger([text])[0]
    return " ".join(text[span.start : span.end] for span in spans)


def test_a_note_is_tagged_with_people_places_schools_dates_and_references(tagger: Tagger) -> None:
    expected = {
        ("Kayleigh Prosser", "PERSON"),
        ("12/03/2009", "DATE_TIME"),
        ("Ysgol Bryn Coed", "ORGANIZATION"),
        ("Tuesday 5th March 2024", "DATE_TIME"),
        ("NX/12/0456/24", "CODE"),
        ("Tomos Beddoe", "PERSON"),
        ("Aberdare", "LOCATION"),
    }
    assert expected == found(tagger, NOTE)


def test_capitals_make_no_difference(tagger: Tagger) -> None:
    as_written, lower, upper = (
        [(s.start, s.end, s.label) for s in tagger([t])[0]] for t in (NOTE, NOTE.lower(), NOTE.upper())
    )
    assert as_written == lower == upper


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("yp was w/ kayleigh jones at her nans in aberdare", ["kayleigh jones", "aberdare"]),
        ("mum said siân and łukasz were there too", ["siân", "łukasz"]),
        ("she met oluwaseun adeyemi and nguyen thi mai online", ["oluwaseun adeyemi", "nguyen"]),
        ("picked up by mohammed al-rashid near the shops", ["mohammed al-rashid"]),
        ("foster carer Mrs. O'Callaghan rang szymon kowalczyk", ["O'Callaghan", "szymon kowalczyk"]),
        ("dywedodd angharad ei bod hi yn nghaerdydd", ["angharad", "nghaerdydd"]),
        ("Will said he will walk home with Hope", ["Will", "Hope"]),
        ("spoke to J. Smith after", ["J. Smith"]),
    ],
)
def test_names_of_many_languages_are_found_without_capitals(tagger: Tagger, text: str, names: list[str]) -> None:
    assert [name for name in names if name not in covered(tagger, text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "No concerns re CSE or CCE at this time.",
        "He is 15 and came home at 9.45pm.",
        "Push factors\nPull factors\nWishes and feelings",
        "mum and dad had a row, the social worker came and took her back",
    ],
)
def test_ordinary_words_of_the_register_stay(tagger: Tagger, text: str) -> None:
    assert tagger([text])[0] == ()


@pytest.mark.parametrize("text", ["", " ", "\n\n \t", "😀 🎉", "...", "\u200b\x00", "—", "?!"])
def test_a_text_without_words_has_no_spans(tagger: Tagger, text: str) -> None:
    assert tagger([text]) == [()]


def test_no_texts_give_no_answers(tagger: Tagger) -> None:
    assert tagger([]) == []


def test_a_name_beside_emoji_and_accents_made_of_two_characters_is_found_whole(tagger: Tagger) -> None:
    text = "😀😀 yp was with Sia\u0302n Rhys 🎉 at home"
    assert {("Sia\u0302n Rhys", "PERSON")} == found(tagger, text)


def test_a_long_text_is_read_to_its_end_and_each_place_once(tagger: Tagger) -> None:
    filler = "He said he just needed some space and that nobody had listened to him that week. "
    text = "".join(f"{filler * 4}Then {name} rang him. " for name in ("Bronwen", "Dafydd", "Zainab", "Piotr") * 5)
    assert len(text.split()) > 3 * WINDOW
    spans = tagger([text])[0]
    assert [text[span.start : span.end] for span in spans] == ["Bronwen", "Dafydd", "Zainab", "Piotr"] * 5


def test_a_long_text_without_lines_or_sentences_is_read_to_its_end(tagger: Tagger) -> None:
    text = "and then they went out again and came back " * 80 + "with kayleigh prosser"
    assert "kayleigh prosser" in covered(tagger, text)


def test_one_word_longer_than_a_window_is_read(tagger: Tagger) -> None:
    text = "x1y2" * 400 + "\nspoke to Kayleigh Prosser"
    assert "Kayleigh Prosser" in covered(tagger, text)


def test_words_are_never_split(tagger: Tagger) -> None:
    texts = [NOTE, "Kayleighs mum and xxkayleighxx_99 and Llanfairpwllgwyngyll-ish things"]
    for text, spans in zip(texts, tagger(texts), strict=True):
        for span in spans:
            assert not text[max(0, span.start - 1) : span.start].isalnum()
            assert not text[span.end : span.end + 1].isalnum()


def test_the_same_texts_give_the_same_spans(tagger: Tagger) -> None:
    texts = [NOTE, "", NOTE.lower(), "yp with kayleigh", NOTE * 5]
    assert tagger(texts) == tagger(texts) == load_tagger(MODEL)(texts)


def test_a_text_is_read_alike_alone_and_among_others(tagger: Tagger) -> None:
    texts = [NOTE * 4, "yp with kayleigh in aberdare", NOTE]
    places = [[(s.start, s.end, s.label) for s in one] for one in tagger(texts)]
    assert places == [[(s.start, s.end, s.label) for s in tagger([text])[0]] for text in texts]


def test_spans_are_ordered_apart_and_say_where_they_come_from(tagger: Tagger) -> None:
    spans = tagger([NOTE * 3])[0]
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert {"tagger"} == {span.why for span in spans}
    assert all(min(tagger.thresholds) < span.score <= 1.0 for span in spans)


def test_a_tagger_shows_no_text_in_its_repr(tagger: Tagger) -> None:
    assert f"Tagger(labels={tagger.labels!r}, thresholds={tagger.thresholds!r})" == repr(tagger)


def test_a_word_takes_the_strongest_label_of_its_pieces() -> None:
    P = np.array([[0.9, 0.06, 0.04], [0.5, 0.1, 0.4], [0.99, 0.01, 0.0]])
    (span,) = spans_of("kayleigh went", [(0, 3), (3, 8), (9, 13)], P, labels=LABELS, thresholds=(0.3, 0.3))
    assert (span.start, span.end, span.label, span.score) == (0, 8, "DATE_TIME", 0.5)


def test_each_type_has_its_own_threshold() -> None:
    P = np.array([[0.6, 0.3, 0.1], [0.6, 0.1, 0.3]])
    spans = spans_of("tom may", [(0, 3), (4, 7)], P, labels=LABELS, thresholds=(0.3, 0.5))
    assert [(span.start, span.end, span.label) for span in spans] == [(0, 3, "PERSON")]


@pytest.mark.parametrize(
    ("text", "label", "expected"),
    [
        ("anna lee", 1, 1),
        ("anna-lee", 1, 1),
        ("o'lee", 1, 1),
        ("j. lee", 1, 1),
        ("anna. lee", 1, 2),
        ("St. Anne", 1, 1),
        ("AJ. AJ", 1, 2),
        ("anna\nlee", 1, 2),
        ("anna, lee", 1, 2),
        ("anna/lee", 1, 2),
        ("12/03/24", 2, 1),
        ("may 5, 2024", 2, 1),
        ("2023\n2024", 2, 2),
    ],
)
def test_neighbours_are_joined_by_what_joins_names_and_dates(text: str, label: int, expected: int) -> None:
    offsets = [match.span() for match in re.finditer(r"\w+", text)]
    P = np.full((len(offsets), 3), 0.05)
    P[:, label] = 0.9
    assert expected == len(spans_of(text, offsets, P, labels=LABELS, thresholds=(0.3, 0.3)))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("config.json", "model.safetensors"):
        shutil.copyfile(MODEL / name, tmp_path / name)
    return tmp_path


def test_damaged_weights_are_refused_with_a_next_step(copy: Path) -> None:
    weights = bytearray((copy / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    (copy / "model.safetensors").write_bytes(weights)
    with pytest.raises(ModelError, match=r"damaged .*model\.safetensors.*Next: .*scripts/train-detector"):
        load_tagger(copy)


def test_missing_weights_are_refused_with_a_next_step(copy: Path) -> None:
    (copy / "model.safetensors").unlink()
    with pytest.raises(ModelError, match=r"cannot be read .*Next: .*scripts/train-detector"):
        load_tagger(copy)


def test_weights_of_another_model_are_refused_even_with_their_own_hash(copy: Path) -> None:
    save_file({"classifier.bias": np.zeros(6, dtype=np.float16)}, copy / "model.safetensors")
    digest = sha256((copy / "model.safetensors").read_bytes()).hexdigest()
    change(copy, sha256=digest)
    with pytest.raises(ModelError, match="do not fit"):
        load_tagger(copy)


def test_a_model_of_another_encoder_is_refused(copy: Path) -> None:
    change(copy, encoder_sha256="0" * 64)
    with pytest.raises(ModelError, match="another encoder"):
        load_tagger(copy)


@pytest.mark.parametrize(
    "settings", ["", "{", "[]", "{}", '{"labels": 3}', '{"labels": ["O", "PERSON"], "thresholds": {}}']
)
def test_damaged_settings_are_refused(copy: Path, settings: str) -> None:
    (copy / "config.json").write_text(settings, "utf-8")
    with pytest.raises(ModelError, match=r"missing or damaged .*config\.json"):
        load_tagger(copy)


def test_the_packaged_encoder_is_found_and_checked_once() -> None:
    assert {"model.safetensors", "tokenizer.json", "config.json"} <= {path.name for path in minilm_folder().iterdir()}
    assert minilm_folder() is minilm_folder()


def test_a_file_of_other_bytes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other")
    with pytest.raises(ModelError, match="damaged or not the one expected"):
        check_sha256(tmp_path / "model.safetensors", "0" * 64, next_step="install again")


def change(folder: Path, **settings: str) -> None:
    config = json.loads((folder / "config.json").read_text("utf-8"))
    (folder / "config.json").write_text(json.dumps({**config, **settings}), "utf-8")
