"""Themes are the same each time, name nobody, and come from enough children."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from textmine.coding.encoder import TextEncoder
from textmine.errors import StudyError
from textmine.theming.building import _explained, _marked
from textmine.theming.finding import Asked, find_themes
from textmine.theming.furniture import FURNITURE, plain
from textmine.theming.kept import Kept
from textmine.theming.topics import words_of
from textmine.types import Coding, Mention, Meta, Narrative, Passage, Theme

SUBJECTS = {
    "football": ("kicked a football", "watched the football match", "trained with the football team", "lost a match"),
    "bus": ("missed the last bus", "waited at the bus station", "took the bus into town", "slept on the bus"),
    "argument": (
        "shouted in an argument",
        "slammed doors after an argument",
        "argued about chores",
        "hated the shouting",
    ),
    "horse": ("fed the horse", "brushed the horse at the stables", "rode a horse", "mucked out the stables"),
}
ENDINGS = ("that day", "once again", "for a while", "as before")
LEADS = (
    "[CHILD] and [PERSON 2]",
    "He",
    "She then",
    "person 3 and he",
    "[child] said she",
    "They both",
    "[MOTHER] and he",
)
WHERE = ("near the river", "by the shops", "behind the school", "outside the flat", "on the estate", "at the park")
WHERE += ("past the church", "under the bridge")


def passages_of_children(children: int = 8) -> tuple[Passage, ...]:
    """Sixteen short answers of each child, each under a heading of its own and in words of its own."""
    found = []
    for child in range(children):
        for number, (deeds, ending) in enumerate((deeds, ending) for deeds in SUBJECTS.values() for ending in ENDINGS):
            lead = LEADS[(child + number) % len(LEADS)]
            words = f"{lead} {deeds[(child + number) % 4]} {WHERE[child]} {ending}."
            found.append(Passage(f"n{child}", number * 100, number * 100 + len(words), words, f"Question {number}"))
    return tuple(found)


PASSAGES = passages_of_children()
NARRATIVES = tuple(Narrative(f"n{i}", f"c{i}", "", Meta(period="2024-Q1")) for i in range(8))


@pytest.fixture(scope="module", name="X")
def vectors(encoder: TextEncoder) -> NDArray[np.float32]:
    return encoder([plain(passage.text) for passage in PASSAGES])


def themes(
    X: NDArray[np.float32],
    *codings: Coding,
    passages: tuple[Passage, ...] = PASSAGES,
    narratives: tuple[Narrative, ...] = NARRATIVES,
    kept: tuple[Kept, ...] = (),
    parts: bool = False,
    **other: int,
) -> tuple[Theme, ...]:
    asked = Asked(**({"at_most": 4, "at_least_children": 3, "seed": 7} | other))
    found = find_themes(passages, X, narratives=narratives, codings=codings, kept=kept, asked=asked).themes
    return found if parts else tuple(theme for theme in found if theme.id and not theme.parent)


def test_passages_about_the_same_thing_are_one_theme(X: NDArray[np.float32]) -> None:
    found = themes(X)
    assert [theme.id for theme in found] == [1, 2, 3, 4]
    assert sum(len(theme.passages) for theme in found) == len(PASSAGES)
    labels = " ".join(f"{theme.label.lower()} {theme.key}" for theme in found)
    assert all(
        re.search(subject, labels) for subject in ("football|match", "bus", "argument|argued|shout", "horse|stable")
    )


def test_the_same_passages_give_the_same_themes(X: NDArray[np.float32]) -> None:
    assert themes(X) == themes(X)


def test_the_closest_passages_come_first(X: NDArray[np.float32]) -> None:
    for theme in themes(X):
        closeness = [close for *_, close in theme.passages]
        assert closeness == sorted(closeness, reverse=True)
        assert 0 <= closeness[-1] <= closeness[0] <= 1
        assert theme.key == "-".join(word for word, _ in theme.words[:3])


def test_marks_and_what_is_left_of_them_are_never_among_the_words(X: NDArray[np.float32]) -> None:
    words = {word for theme in themes(X, at_least_children=1) for word, _ in theme.words}
    assert words.isdisjoint({"person", "child", "mother"} | FURNITURE)


def test_a_word_of_too_few_children_is_left_out(X: NDArray[np.float32]) -> None:
    named = tuple(
        replace(p, text=p.text.replace("football", "football Zebedee")) if p.narrative in ("n0", "n1") else p
        for p in PASSAGES
    )
    words = [
        {word for theme in themes(X, passages=named, at_least_children=n) for word, _ in theme.words} for n in (1, 3)
    ]
    assert "zebedee" in words[0]
    assert "zebedee" not in words[1]


def test_a_mark_does_not_count_as_a_childs_use_of_the_word() -> None:
    """Every passage has the mark, the word itself only one child's."""
    marked = [
        replace(p, text=f"[STEPFATHER] {p.text}" if p.narrative != "n0" else p.text.replace(".", " stepfather."))
        for p in PASSAGES
    ]
    texts = [plain(passage.text) for passage in marked]
    one, child = np.zeros(len(texts), dtype=np.int64), np.repeat(np.arange(8), 16)
    words = [
        {word for word, _ in words_of(texts, one, children=child, at_least_children=n, number=60)[0]} for n in (1, 2)
    ]
    assert "stepfather" in words[0]
    assert "stepfather" not in words[1]


def test_a_theme_of_too_few_children_is_left_out(X: NDArray[np.float32]) -> None:
    assert themes(X, at_least_children=9) == ()


def test_one_child_alone_has_no_themes_to_show(X: NDArray[np.float32]) -> None:
    alone = tuple(replace(narrative, child="c") for narrative in NARRATIVES)
    assert themes(X, narratives=alone, at_least_children=2) == ()


def test_too_few_passages_are_refused(X: NDArray[np.float32]) -> None:
    with pytest.raises(StudyError, match="too few passages"):
        themes(X[:40], passages=PASSAGES[:40])
    with pytest.raises(StudyError, match="too few passages"):
        themes(X[:0], passages=())


def test_short_passages_do_not_count(X: NDArray[np.float32]) -> None:
    short = tuple(replace(passage, text="[PERSON] [PLACE 2] at the bus ☐") for passage in PASSAGES)
    with pytest.raises(StudyError, match="too few passages"):
        themes(X, passages=short)


def test_passages_that_all_say_the_same_are_refused(X: NDArray[np.float32]) -> None:
    same = tuple(replace(passage, text="He took the last bus into the town.") for passage in PASSAGES)
    with pytest.raises(StudyError, match="too few passages"):
        themes(np.tile(X[:1], (len(same), 1)), passages=same)


def test_passages_without_any_word_to_name_a_theme_by_are_refused(X: NDArray[np.float32]) -> None:
    numbers = tuple(
        replace(passage, text=f"1 2 3 4 {i} {chr(97 + i // 12)} {chr(97 + i % 12)}")
        for i, passage in enumerate(PASSAGES)
    )
    with pytest.raises(StudyError, match="no words"):
        themes(X, passages=numbers)


def test_welsh_words_keep_their_letters(encoder: TextEncoder) -> None:
    deeds = ("collodd hi'r bws olaf i'r tŷ", "roedd y dŵr yn oer yn y pwll", "canodd y côr yn yr eglwys fawr")
    texts = [f"{deeds[i % 3]} ar ddiwrnod {chr(97 + i // 10)}q{chr(97 + i % 10)} gyda ffrind" for i in range(90)]
    passages = tuple(Passage(f"n{i % 8}", i * 100, i * 100 + 90, text, str(i)) for i, text in enumerate(texts))
    words = {word for theme in themes(encoder(texts), passages=passages, at_most=3) for word, _ in theme.words}
    assert {"dŵr", "côr"} <= words


def test_welsh_and_english_together_have_themes_of_their_own(encoder: TextEncoder) -> None:
    welsh = ("collodd hi'r bws olaf i'r tŷ", "roedd y dŵr yn oer yn y pwll", "canodd y côr yn yr eglwys fawr")
    texts = [f"{welsh[i % 3]} ar ddiwrnod {chr(97 + i // 10)}q{chr(97 + i % 10)} gyda ffrind" for i in range(60)]
    both = tuple(Passage(f"n{i % 8}", 5000 + i * 100, 5090 + i * 100, text, f"W{i}") for i, text in enumerate(texts))
    every = tuple(sorted((*PASSAGES, *both), key=lambda p: (p.narrative, p.start)))
    found = themes(encoder([plain(p.text) for p in every]), passages=every, at_most=6)
    of_welsh = [sum(start >= 5000 for _, start, *_ in theme.passages) / len(theme.passages) for theme in found]
    assert max(of_welsh) > 0.9
    assert min(of_welsh) < 0.1
    assert all(theme.label for theme in found)


def test_what_a_coder_has_learned_stands_beside_the_general_meaning(X: NDArray[np.float32]) -> None:
    """Vectors that know one thing only, horses, beside the general ones: all horses come together."""
    horses = np.array([("horse" in p.text or "stables" in p.text) for p in PASSAGES])
    taught = np.where(horses[:, None], [[1.0, 0.1]], [[0.1, 1.0]]).astype(np.float32)
    asked = Asked(at_most=4, at_least_children=3, seed=7)
    found = find_themes(PASSAGES, np.hstack([X, taught]), narratives=NARRATIVES, asked=asked, general=X.shape[1])
    assert found.memory.space.columns == X.shape[1] + 2
    own = {(p.narrative, p.start) for p, horse in zip(PASSAGES, horses, strict=True) if horse}
    shares = [
        sum(place[:2] in own for place in t.passages) / len(t.passages) for t in found.themes if t.id and not t.parent
    ]
    assert all(share in (0.0, 1.0) for share in shares)


def test_how_much_is_explained_is_the_share_that_some_code_touches() -> None:
    places = [("n", 0, 10, 1.0), ("n", 10, 20, 1.0), ("m", 0, 10, 1.0), ("m", 50, 60, 1.0)]
    codings = [Coding("n", "a", (Mention(5, 11, "x"),)), Coding("m", "a", (Mention(20, 30, "x"),))]
    assert _explained(places, _marked(codings), {})[0] == 0.5
    assert _explained(places, {}, {})[0] == 0.0
    assert _explained([], _marked(codings), {})[0] == 0.0


def test_a_code_that_marks_most_of_a_theme_is_named(X: NDArray[np.float32]) -> None:
    marked = [p for p in PASSAGES if "horse" in p.text or "stables" in p.text]
    codings = [Coding(p.narrative, "a", (Mention(p.start, p.start + 5, "pull_animals"),)) for p in marked]
    codes = {theme.code for theme in themes(X, *codings) if theme.explained > 0.5}
    assert codes == {"pull_animals"}


def test_plain_words_are_without_marks_and_boxes() -> None:
    assert plain("☒ [CHILD] met [MOTHER S PARTNER 2], [AGE 18+]  at [place 1].") == "met , at ."
