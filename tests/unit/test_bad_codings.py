"""Codings and narratives that are not as they should be: a clear message, or an honest abstention; nothing half done."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest
from taught import Taught

from textmine.annotation.tasks import sha256, write_tasks
from textmine.errors import AnnotationError
from textmine.pipeline.annotation.agreeing import agree_coders
from textmine.pipeline.annotation.backing import _Coder
from textmine.pipeline.coder.coding import code_narratives, train_coder
from textmine.pipeline.coder.looking import unlooked_of
from textmine.pipeline.study import Study, annotated, init, open_study
from textmine.store import keep_only, read_all, write_part
from textmine.types import Coding, Meta, Narrative

SETTINGS = "[coding]\nat_least = 3\nat_least_children = 2\nfolds = 4\nleast_f1 = 0.1\n"
WELSH = (
    "Dywedodd ei bod hi wedi mynd i weld ei nain am nad oedd neb yn gwrando arni gartref ac roedd hi yn drist iawn. "
)
WORDS = 200_000
SLIPS = ((), (("nothing_applies", "yes"),), (("engagement", "full"),))


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory, taught: Taught) -> Study:
    study = made(tmp_path_factory.mktemp("bad") / "study", taught)
    train_coder(study)
    return study


@pytest.fixture
def study(tmp_path: Path, taught: Taught) -> Study:
    return made(tmp_path / "study", taught)


def made(folder: Path, taught: Taught) -> Study:
    root = init(folder).root
    (root / "textmine.toml").write_text(SETTINGS, encoding="utf-8")
    codes = [code.model_dump(exclude_defaults=True) | {"group": "push"} for code in taught.codebook.codes]
    book = {"version": "1", "groups": [{"id": "push", "name": "Push"}], "codes": codes}
    (root / "annotations" / "codebook.yaml").write_text(json.dumps(book), encoding="utf-8")
    study = open_study(root)
    write_part(study.narratives, "a", taught.narratives)
    tell(study, "codings", write_tasks(taught.narratives, taught.codings, codebook=study.codebook.fingerprint))
    return study


def tell(study: Study, name: str, words: str) -> None:
    (study.root / "annotations" / f"{name}.json").write_text(words, encoding="utf-8")


def coder_of(study: Study) -> str:
    about = dict(json.loads((study.coder / "model.json").read_text(encoding="utf-8"))["about"])
    return f"model:{about['version']}"


def export(study: Study) -> list[dict[str, object]]:
    return json.loads((study.root / "annotations" / "codings.json").read_text(encoding="utf-8"))


def refused(study: Study, tasks: object) -> str:
    """Training says why, quotes nobody, and leaves no coder."""
    tell(study, "codings", json.dumps(tasks))
    with pytest.raises(AnnotationError) as fault:
        train_coder(study)
    said = str(fault.value)
    assert "row about the phone" not in said
    assert "Next: " in said
    assert not (study.coder / "model.json").exists()
    return said


def test_an_empty_slip_is_no_coding_and_one_answer_makes_it_one(study: Study) -> None:
    slips = [
        Coding(n.id, "annotator:9", fields=fields) for n, fields in zip(read_all(study.narratives), SLIPS, strict=False)
    ]
    (study.root / "annotations" / "labelstudio" / "coding").mkdir(parents=True)
    words = write_tasks(read_all(study.narratives), slips, codebook=study.codebook.fingerprint)
    tell(study, "labelstudio/coding/20260101T000000-0", words)
    found = {coding.narrative for coding in annotated(study).codings if coding.coder == "annotator:9"}
    assert found == {slip.narrative for slip in slips if slip.fields}


def test_an_export_with_an_unknown_code_is_refused_by_name(study: Study) -> None:
    tasks = export(study)
    tasks[2]["annotations"][0]["result"][0]["value"]["labels"] = ["bullying"]  # type: ignore[index]
    said = refused(study, tasks)
    assert "no code bullying" in said
    assert "task 3, region m0" in said


def test_a_span_that_does_not_hold_its_words_is_refused(study: Study) -> None:
    tasks = export(study)
    tasks[0]["annotations"][0]["result"][0]["value"]["start"] = 1  # type: ignore[index]
    assert "does not hold the words" in refused(study, tasks)


def test_two_versions_of_a_codebook_are_not_mixed(study: Study, taught: Taught) -> None:
    half = len(taught.codings) // 2
    now = study.codebook.fingerprint
    tell(study, "codings", write_tasks(taught.narratives[:half], taught.codings[:half], codebook=now))
    old = write_tasks(taught.narratives[half:], taught.codings[half:], codebook="0123456789abcdef")
    said = refused(
        study, json.loads(write_tasks(taught.narratives[:half], taught.codings[:half], codebook=now)) + json.loads(old)
    )
    assert "codebook 0123456789abcdef" in said
    assert "accept_codebooks" in said


def test_two_versions_in_two_files_are_not_mixed_either(study: Study, taught: Taught) -> None:
    tell(study, "later", write_tasks(taught.narratives[:2], taught.codings[:2], codebook="0123456789abcdef"))
    with pytest.raises(AnnotationError, match="another codebook"):
        annotated(study)


def test_one_coder_alone_can_be_learned_from(trained: Study) -> None:
    facts = json.loads((trained.coder / "evaluation.json").read_text(encoding="utf-8"))
    assert facts["narratives"] == 16
    assert facts["comparison"] == []


def test_a_code_without_a_positive_is_never_suggested(trained: Study) -> None:
    coded(trained, "none", "Police found them at the station. Police is why. Police, police, police.")
    (coding,) = read_all(trained.codings)
    assert "police" not in {*coding.doubtful, *(mention.code for mention in coding.mentions)}


@pytest.mark.parametrize("text", ["", " \n\t ", "…", WELSH * 6, f"[CHILD 1] [PERSON 2] {WELSH * 2}"])
def test_of_what_has_no_words_or_is_welsh_only_all_is_left_to_a_person(trained: Study, text: str) -> None:
    done = coded(trained, "empty", text)
    (coding,) = read_all(trained.codings)
    assert done.unread == 1
    assert coding.mentions == coding.fields == ()
    assert {"home", "mates"} <= set(coding.doubtful)


def test_the_live_backend_leaves_to_a_person_what_it_cannot_read(trained: Study) -> None:
    row = "There was a row about the phone with Mum."
    some = [Narrative("t1", "d1", WELSH * 6), Narrative("t2", "d2", ""), Narrative("t3", "d3", row)]
    welsh, empty, read = _Coder(trained).suggest(some)
    assert (welsh.mentions, empty.mentions) == ((), ())
    assert {"home", "mates"} <= {*welsh.doubtful} & {*empty.doubtful}
    assert "home" in read.headline | {*read.doubtful}
    assert "mates" not in read.doubtful


def test_two_hundred_thousand_words_are_read_from_end_to_end_and_left_to_a_person(trained: Study) -> None:
    """Noisy-or over so many sentences finds every code: what is so unlike all that was learned from is not coded.

    Equal sentences are read once, so that this measures all but the encoder, which takes as long as the words do."""
    filler = [f"Seen on day {i} at school, with nothing more to say of it than of day {i + 1}." for i in range(300)]
    told = "There was a row about the phone with Mum."
    lines = [*filler * (WORDS // (300 * 16) + 1), told]
    text = "\n".join(lines)
    assert len(text.split()) >= WORDS
    began = time.monotonic()
    done = coded(trained, "long", text)
    assert time.monotonic() - began < 90
    (coding,) = read_all(trained.codings)
    assert (done.rows, done.unread, coding.mentions) == (1, 1, ())
    assert {"home", "mates"} <= set(coding.doubtful)


def test_twenty_times_as_long_as_learned_from_is_still_coded(trained: Study) -> None:
    text = "There was a row about the phone with Mum.\n" + "Seen on day 3 at school.\n" * 50
    assert coded(trained, "longer", text).unread == 0
    (coding,) = read_all(trained.codings)
    assert {"home", "home_row"} <= coding.headline | set(coding.doubtful)


@pytest.mark.parametrize(
    "text", ["she said " + "x" * 300_000 + " and went home", "'" * 100_000, "no " * 50_000, "\n" * 100_000]
)
def test_texts_that_nobody_writes_are_coded_too(trained: Study, text: str) -> None:
    began = time.monotonic()
    coded(trained, "odd", text)
    assert time.monotonic() - began < 60
    (coding,) = read_all(trained.codings)
    assert all(mention.end <= len(text) for mention in coding.mentions)


def coded(study: Study, name: str, text: str):
    """Only this narrative, by the trained coder."""
    narrative = Narrative("t1", "d1", text, Meta(sha256=sha256(text)))
    part = f"{name}{sha256(text)[:8]}"
    write_part(study.narratives, part, (replace(narrative),))
    keep_only(study.narratives, [part])
    return code_narratives(study)


def test_coders_that_suggest_otherwise_are_called_otherwise(trained: Study, study: Study) -> None:
    again = train_coder(study)
    assert again.coder == coder_of(trained)
    (study.root / "textmine.toml").write_text(SETTINGS.replace("at_least = 3", "at_least = 400"), encoding="utf-8")
    strict = train_coder(open_study(study.root))
    assert strict.coder != again.coder
    assert not any(figure.usable for figure in strict.evaluation.figures)


def test_beside_a_model_only_what_it_looks_for_is_compared(study: Study) -> None:
    looked = {figure.code for figure in train_coder(study).evaluation.figures if figure.usable}
    code_narratives(study)
    assert set() < looked < set(study.codebook.ids)
    found = agree_coders(study, "annotator:1", coder_of(study))
    assert {row.code for row in found.rows} == looked
    assert found.taught, "it learned from the same narratives"
    assert unlooked_of(study, read_all(study.codings)) == set(study.codebook.ids) - looked
