"""What people decide about themes holds in the next run, and new write-ups go to the themes that there are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from test_finding import SUBJECTS

import textmine
from textmine.errors import InputError, ModelError, SettingsError, StudyError
from textmine.pipeline.study import Study, open_study
from textmine.pipeline.themes.assigning import Assigned, themes_again
from textmine.pipeline.themes.finding import read_themes
from textmine.store import read_all, read_part, write_part
from textmine.theming.kept import Kept, kept_in_words, merged, read_kept
from textmine.theming.memory import Memory, assign, load_memory, save_memory
from textmine.theming.space import Space, make_space
from textmine.theming.typical import different
from textmine.types import Coding, Mention, Meta, Narrative, Passage, Theme

WHERE = ("near the river", "by the shops", "behind the school", "outside the flat", "on the estate", "at the park")
WHEN = ("again", "for hours", "on her own", "with friends", "in the rain")
REFUSED = ("Declined.", "She refused to be seen.", "Not at home, note left.", "Did not wish to talk.")
SETTINGS = "[themes]\nat_most = 4\nat_least_children = 3\n"


def writeup(number: int, *, subjects: tuple[str, ...] = tuple(SUBJECTS)) -> str:
    lines = []
    for i, subject in enumerate(subjects):
        deed = SUBJECTS[subject][(number + i) % 4]
        lines.append(f"What about {subject}?\nShe {deed} {WHERE[number % 6]} {WHEN[(number + i) % 5]}, as she told us.")
    return "\n\n".join(lines)


def narratives(first: int, last: int, **other: tuple[str, ...]) -> tuple[Narrative, ...]:
    return tuple(
        Narrative(f"n{i}", f"c{i % 15}", writeup(i, **other), Meta(period=f"2024-Q{1 + i % 4}", sha256=f"{first}-{i}"))
        for i in range(first, last)
    )


@pytest.fixture(name="study")
def made_study(tmp_path: Path) -> Study:
    textmine.init(tmp_path / "s")
    (tmp_path / "s" / "textmine.toml").write_text(SETTINGS, encoding="utf-8")
    study = open_study(tmp_path / "s")
    write_part(study.narratives, "a", narratives(0, 30))
    return study


def test_a_renamed_theme_keeps_its_name_and_passages(study: Study) -> None:
    found = textmine.themes(study=study.root)
    before = found.themes[0]
    done = textmine.themes_rename("1", "Horses and such", study=study.root)
    assert done.kept == (before.key,)
    again = textmine.themes(study=study.root).named(before.key)
    assert again is not None
    assert (again.label, again.named) == ("Horses and such", True)
    own, then = ({place[:3] for place in theme.passages} for theme in (before, again))
    assert len(own & then) >= 0.8 * len(own)


def test_themes_are_the_same_to_the_byte(study: Study) -> None:
    textmine.themes(study=study.root)
    names = study.themes.names()
    first = [study.themes.part(name).read_bytes() for name in names]
    for name in names:
        study.themes.part(name).unlink()
    textmine.themes(study=study.root)
    assert [study.themes.part(name).read_bytes() for name in study.themes.names()] == first


def test_merged_themes_are_one_and_can_be_taken_apart_again(study: Study) -> None:
    found = textmine.themes(study=study.root)
    first, second = found.themes[:2]
    done = textmine.themes_merge([first.key, second.key], name="Both", study=study.root)
    assert done.kept == (first.key,)
    assert done.forgotten == (second.key,)
    again = textmine.themes(study=study.root)
    both = again.named(first.key)
    assert both is not None
    assert both.label == "Both"
    assert len(both.passages) > 1.5 * max(len(first.passages), len(second.passages)) * 0.8
    assert textmine.themes_forget(first.key, study=study.root).forgotten == (first.key,)
    assert "Both" not in [theme.label for theme in textmine.themes(study=study.root).themes]


def test_a_split_theme_stays_split_in_the_next_run(study: Study) -> None:
    write_part(study.narratives, "a", narratives(0, 90))
    (study.root / "textmine.toml").write_text(SETTINGS.replace("at_most = 4", "at_most = 2"), encoding="utf-8")
    found = textmine.themes(study=study.root)
    whole = next(theme for theme in found.themes if any(part.parent == theme.id for part in found.parts))
    parts = [part for part in found.parts if part.parent == whole.id]
    done = textmine.themes_split(whole.key, study=study.root)
    assert set(done.kept) == {part.key.replace("/", "-") for part in parts}
    again = textmine.themes(study=study.root)
    for part in parts:
        kept = again.named(part.key.replace("/", "-"))
        assert kept is not None
        assert not kept.parent
        closest = {place[:3] for place in part.passages[:10]}
        assert len(closest & {place[:3] for place in kept.passages}) >= 8


def test_a_pinned_theme_stays_when_write_ups_are_added(study: Study) -> None:
    pinned = textmine.themes(study=study.root).themes[0]
    textmine.themes_pin("1", study=study.root)
    write_part(study.narratives, "b", narratives(30, 60))
    again = textmine.themes(study=study.root).named(pinned.key)
    assert again is not None
    # What stands word for word in the new ones too is the form's now, and in no theme.
    read = {place[:3] for theme in read_all(study.themes) for place in theme.passages}
    listed = {place[:3] for place in pinned.passages[:30]} & read
    assert len(listed) >= 20
    assert listed <= {place[:3] for place in again.passages}


def test_new_write_ups_are_assigned_and_what_fits_none_is_collected(study: Study) -> None:
    before = textmine.themes(study=study.root)
    strange = "What else?\nQuarterly invoices were reconciled against the municipal depreciation ledger by accountants."
    new = (*narratives(30, 34), Narrative("odd", "c1", strange, Meta(period="2024-Q4", sha256="odd")))
    write_part(study.narratives, "b", new)
    done = textmine.themes_assign(study=study.root)
    assert done.narratives == 5
    assert done.passages >= 8
    after = read_themes(study)
    assert [theme.key for theme in after.themes] == [theme.key for theme in before.themes]
    assert sum(len(t.passages) for t in after.themes) == sum(len(t.passages) for t in before.themes) + done.passages
    assert after.rest == before.rest + done.unfit
    assert textmine.themes_assign(study=study.root).narratives == 0


def test_a_later_run_assigns_few_new_write_ups_and_finds_themes_anew_for_many(study: Study) -> None:
    before = textmine.themes(study=study.root)
    stood = [theme.key for theme in before.themes]
    assert themes_again(study)[1] == Assigned(0, 0, 0)
    write_part(study.narratives, "b", narratives(30, 31))
    after, assigned = themes_again(study)
    assert assigned is not None
    assert assigned.narratives == 1
    assert [theme.key for theme in after.themes] == stood
    assert sum(len(one.passages) for one in after.themes) + after.rest > sum(len(one.passages) for one in before.themes)
    assert themes_again(study)[1] == Assigned(0, 0, 0)
    write_part(study.narratives, "c", narratives(31, 40))
    found, assigned = themes_again(study)
    assert assigned is None
    assert found == textmine.themes(study=study.root)


def test_a_later_run_reads_a_write_up_anew_that_has_changed(study: Study) -> None:
    textmine.themes(study=study.root)
    first, *others = read_part(study.narratives, "a")
    other = replace(first, text=narratives(7, 8)[0].text, meta=replace(first.meta, sha256="other"))
    write_part(study.narratives, "a", [other, *others])
    assigned = themes_again(study)[1]
    assert assigned is not None
    assert assigned.narratives == 1
    words = set()
    for theme in read_all(study.themes):
        words |= {other.text[start:end] for id, start, end, _ in theme.passages if id == first.id}
    assert words
    assert all(one in other.text for one in words)
    assert themes_again(study)[1] == Assigned(0, 0, 0)


def test_a_later_run_finds_themes_anew_when_one_is_gone_or_decisions_have_changed(study: Study) -> None:
    textmine.themes(study=study.root)
    write_part(study.narratives, "a", read_part(study.narratives, "a")[1:])
    assert themes_again(study)[1] is None
    textmine.themes_pin("1", study=study.root)
    assert themes_again(study)[1] is None
    write_part(study.codings, "a", [Coding("n3", "model:x", (Mention(0, 9, study.codebook.ids[0]),))])
    assert themes_again(study)[1] == Assigned(1, 4, 0)
    assert themes_again(study)[1] == Assigned(0, 0, 0)


def test_there_must_be_themes_before_anything_is_assigned_or_decided(study: Study) -> None:
    with pytest.raises(ModelError, match="No themes"):
        textmine.themes_assign(study=study.root)
    with pytest.raises(StudyError, match="No themes"):
        textmine.themes_pin("1", study=study.root)


def test_a_theme_that_is_none_is_told(study: Study) -> None:
    textmine.themes(study=study.root)
    for call in (
        lambda: textmine.themes_pin("99", study=study.root),
        lambda: textmine.themes_forget("99", study=study.root),
        lambda: textmine.themes_rename("1", " ", study=study.root),
        lambda: textmine.themes_merge(["1", "1"], study=study.root),
    ):
        with pytest.raises(InputError):
            call()


def test_themes_of_another_encoder_are_not_assigned_to(study: Study) -> None:
    textmine.themes(study=study.root)
    (study.root / "textmine.toml").write_text(f'[coding]\nencoder = "general"\n{SETTINGS}', encoding="utf-8")
    write_part(study.narratives, "b", narratives(30, 34))
    with pytest.raises(ModelError, match="another encoder"):
        textmine.themes_assign(study=study.root)


def test_a_damaged_memory_is_told(study: Study) -> None:
    textmine.themes(study=study.root)
    (study.theme_memory / "themes.npz").write_bytes(b"no")
    with pytest.raises(ModelError, match="damaged"):
        textmine.themes_assign(study=study.root)


def test_where_no_theme_was_shown_new_passages_fit_none() -> None:
    texts = [f"She waited at the river for her friend {n}." for n in range(9)]
    X = np.random.default_rng(1).normal(size=(9, 8)).astype(np.float32)
    space = make_space(texts, X, [str(n) for n in range(9)], at_least_children=2)
    none = Memory(space, np.zeros(0, np.int64), space.places(texts, X)[:0], np.zeros(0), ())
    passages = [Passage("n1", 0, len(texts[0]), texts[0])]
    (rest,), assigned, left = assign((), none, passages, X[:1], [Narrative("n1", "c1", texts[0])])
    assert (rest.kind, len(rest.passages), assigned, left) == ("rest", 1, 0, 1)


def test_a_memory_comes_back_and_one_that_was_cut_short_is_told(tmp_path: Path) -> None:
    none, flat = np.zeros(0), np.zeros((0, 2))
    made = Memory(Space(np.zeros(2), flat, ("river",), np.ones(1), flat), np.zeros(0, np.int64), flat, none, ("n1",))
    save_memory(made, tmp_path)
    again = load_memory(tmp_path)
    assert (again.space.words, again.narratives) == (("river",), ("n1",))
    whole = (tmp_path / "themes.npz").read_bytes()
    (tmp_path / "themes.npz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ModelError, match="damaged"):
        load_memory(tmp_path)


@pytest.mark.parametrize("own", ["two", "same", "refusals", "refusals in many words"])
def test_too_little_is_said_to_be_too_little(tmp_path: Path, own: str) -> None:
    texts = {
        "two": [writeup(0), writeup(1)],
        "same": [writeup(0)] * 60,
        "refusals": ["Two attempts, nothing to say. Return interview not completed."] * 80,
        "refusals in many words": [f"{REFUSED[i % 4]} Attempt {i}, {WHEN[i % 5]}." for i in range(80)],
    }[own]
    textmine.init(tmp_path / "s")
    study = open_study(tmp_path / "s")
    write_part(
        study.narratives, "a", [Narrative(f"n{i}", f"c{i}", t, Meta(sha256=str(i))) for i, t in enumerate(texts)]
    )
    with pytest.raises(StudyError, match="too few passages") as caught:
        textmine.themes(study=study.root)
    assert "nothing to say" not in str(caught.value)


def test_all_of_one_child_gives_no_theme_and_no_error(study: Study) -> None:
    alone = [Narrative(n.id, "c", n.text, n.meta) for n in narratives(0, 30)]
    write_part(study.narratives, "a", alone)
    found = textmine.themes(study=study.root)
    assert found.themes == ()
    assert found.rest > 0


def test_undated_write_ups_have_themes_and_no_trends(study: Study) -> None:
    undated = [Narrative(n.id, n.child, n.text, Meta(sha256=n.meta.sha256)) for n in narratives(0, 30)]
    write_part(study.narratives, "a", undated)
    found = textmine.themes(study=study.root)
    assert found.themes
    assert {trend.verdict for trend in found.trends} == {"too few to say"}


def test_decisions_are_read_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "themes.yaml"
    assert read_kept(path) == ()
    kept = (Kept("a-b", 'Ŵyn: "late"', 0.4, ((("n1", 0, 5), ("n2", 7, 9)), (("n3", 1, 2),))),)
    path.write_text(kept_in_words(kept), encoding="utf-8")
    assert read_kept(path) == kept
    assert merged((*kept, Kept("c", "", 0.3, ((("n4", 0, 1),),)))).groups == (*kept[0].groups, (("n4", 0, 1),))


@pytest.mark.parametrize(
    "text",
    [
        "themes: [",
        "themes: 3",
        "themes: 2024-13-45",
        "[" * 5000,
        "themes: [{key: a, reach: 2, groups: [['n 0-5']]}]",
        "themes: [{key: a, reach: 0.5, groups: [['somebody said this']]}]",
        "themes: [{key: a, reach: 0.5, groups: [['n 0-5']]}, {key: a, reach: 0.5, groups: [['n 0-5']]}]",
    ],
)
def test_a_wrong_file_of_decisions_is_told_without_its_words(tmp_path: Path, text: str) -> None:
    path = tmp_path / "themes.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        read_kept(path)
    assert "somebody said" not in str(caught.value)


def test_passages_that_stand_for_a_theme_are_of_different_children() -> None:
    places = tuple((f"n{i}", 0, 9, 1 - i / 100) for i in range(40))
    found = different(Theme(1, "x", (), places), {f"n{i}": f"c{i // 4}" for i in range(40)}, number=3)
    assert found == (("n0", 0, 9), ("n4", 0, 9), ("n12", 0, 9))
    assert different(Theme(1, "x", (), places), {}, number=3) == ()
