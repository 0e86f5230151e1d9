"""Nothing of another program's project is dropped in silence, and nothing of a file that cannot be is taken in."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from pathlib import Path

import pytest

import textmine
from textmine.errors import InputError
from textmine.exchange.outgoing import UNREVIEWED
from textmine.pipeline.study import Study, annotated, init
from textmine.refi.guids import guid
from textmine.refi.nouns import Case, Code, Coded, Note, Project, Selection, Set, Source, User, Value, Variable
from textmine.refi.reading import read_project, read_refi
from textmine.refi.writing import write_project
from textmine.store import read_all, write_part
from textmine.types import Coding, Mention, Narrative

TEXT = "Staff never listen to her, she said."
FAMILY = "pull_family_contact"
USER = User(guid("their user"), "A Name")
CODE = Code(guid("their code"), FAMILY)


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return init(tmp_path / "study")


def mark(n: int, user: str = USER.guid, **more: object) -> Selection:
    coded = (Coded(guid("coding", n), CODE.guid, user),)
    return Selection(guid("mark", n), 0, 5, coded, user, TEXT[:5], **more)  # type: ignore[arg-type]


def imported(
    study: Study, project: Project, **how: object
) -> tuple[textmine.pipeline.exchange.importing.Imported, list[dict]]:
    path = study.root.parent / "theirs.qdpx"
    path.write_bytes(write_project(project))
    done = textmine.exchange_import(path, pseudonymised=True, study=study.root, **how)
    words = done.files[-1].read_text(encoding="utf-8") if done.kept else ""
    return done, [json.loads(line) for line in words.splitlines()]


def test_comments_memos_properties_cases_sets_and_definitions_are_kept_with_their_places(study: Study) -> None:
    note, kind = Note(guid("memo"), "Memo", "a thought"), Variable(guid("school"), "School")
    values = (Value(kind.guid, "Hillside"),)
    text = Source(guid("t"), "Interview", TEXT, (mark(1, description="why", notes=(note.guid,)),), (), values, "calm")
    case = Case(guid("case"), "Girl A", values, (text.guid,), "lives there")
    group = Set(guid("set"), "Urgent", "first", (CODE.guid,), (text.guid,))
    code = dataclasses.replace(CODE, description="what we mean")
    project = Project("p", "MAXQDA 24", (USER,), (code,), (kind,), (case,), (text,), (note,), (group,))
    done, kept = imported(study, project)
    assert (1, 6, 0, False) == (done.mentions, done.kept, done.unknown, done.complete)
    comment, memo, definition, of_case, of_text, of_set = kept
    (narrative,) = read_all(study.narratives)
    assert ("why", 0, 5) == (comment["said"], comment["start"], comment["end"])
    assert ("a thought", [f"{narrative.id} 0-5"]) == (memo["text"], memo["at"])
    assert "what we mean" == definition["said"]
    assert ("Girl A", "lives there", {"School": "Hillside"}) == (of_case["name"], of_case["said"], of_case["values"])
    assert ("calm", {"School": "Hillside"}) == (of_text["said"], of_text["values"])
    assert ("Urgent", [FAMILY], [narrative.id]) == (of_set["name"], of_set["codes"], of_set["narratives"])


def test_a_name_that_a_person_gave_a_mark_is_kept_and_its_words_are_not(study: Study) -> None:
    marks = (mark(1), dataclasses.replace(mark(2), name="The row"))
    _, kept = imported(
        study, Project("p", "ATLAS.ti", (USER,), (CODE,), sources=(Source(guid("t"), "I", TEXT, marks),))
    )
    assert ["The row"] == [one["said"] for one in kept]


def test_guids_that_a_program_counts_up_are_told_apart(study: Study) -> None:
    counted = [f"00000000-0000-4000-8000-{n:012d}" for n in range(1, 5)]
    users = tuple(User(one, "x") for one in counted[:2])
    sources = tuple(
        Source(own, f"Interview {own}", TEXT, (mark(n, users[0].guid), mark(10 + n, users[1].guid)))
        for n, own in enumerate(counted[2:])
    )
    done, _ = imported(study, Project("p", "x", users, (CODE,), sources=sources))
    assert (2, 4) == (done.narratives, done.codings)
    assert 2 == len({one.coder for one in annotated(study).codings})
    assert 2 == len({one.child for one in read_all(study.narratives)})


def test_texts_of_one_case_are_of_one_child(study: Study) -> None:
    sources = tuple(Source(guid("t", n), f"I {n}", f"{TEXT} {n}") for n in range(3))
    cases = (Case(guid("case"), "A", (), tuple(one.guid for one in sources[:2])),)
    imported(study, Project("p", "x", (USER,), (CODE,), (), cases, sources))
    children = [one.child for one in sorted(read_all(study.narratives), key=lambda one: one.text)]
    assert (True, False) == (children[0] == children[1], children[1] == children[2])


def test_two_texts_are_never_taken_for_one_narrative(study: Study) -> None:
    write_part(study.narratives, "one", [Narrative("N-AAAAAAAAAAAA", "C-1", TEXT)])
    renamed = Source(guid("source", "N-AAAAAAAAAAAA"), "Interview 1", TEXT, (mark(1),))
    other = Source(guid("other"), "N-AAAAAAAAAAAA", "Other words.", ())
    path = study.root.parent / "theirs.qdpx"
    path.write_bytes(write_project(Project("p", "x", (USER,), (CODE,), sources=(renamed, other))))
    with pytest.raises(InputError, match=r"not pseudonymised.*1 text\b"):
        textmine.exchange_import(path, study=study.root)


def test_texts_that_a_program_left_empty_are_told(study: Study) -> None:
    bare = Source(guid("bare"), "Gone", "", (), (Coded(guid("on it"), CODE.guid, USER.guid),))
    done, _ = imported(
        study, Project("p", "x", (USER,), (CODE,), sources=(bare, Source(guid("t"), "I", TEXT, (mark(1),))))
    )
    assert ("1 text without words, with 1 code on them",) == done.losses


@pytest.mark.parametrize(
    ("name", "words"), [("episode age", "old"), ("episode start", "Tuesday"), ("episode age", "9" * 9999)]
)
def test_an_episode_that_cannot_be_stops_the_import_before_anything_is_written(
    study: Study, name: str, words: str
) -> None:
    kinds = tuple(Variable(guid("variable", one), one) for one in ("kind", "episode id", name))
    values = tuple(Value(one.guid, said) for one, said in zip(kinds, ("episode", "E-1", words), strict=True))
    text = Source(guid("t"), "I", TEXT, (mark(1),))
    before = _snapshot(study)
    with pytest.raises(InputError, match=r"An episode has a number or a date that cannot be read \(case "):
        imported(
            study, Project("p", "x", (USER,), (CODE,), kinds, (Case(guid("c"), "E", values, (text.guid,)),), (text,))
        )
    assert before == _snapshot(study)


def test_a_time_that_came_back_with_a_zone_is_the_time_that_it_was(study: Study) -> None:
    kinds = tuple(Variable(guid("variable", one), one) for one in ("kind", "episode id", "episode start"))
    values = tuple(
        Value(one.guid, said) for one, said in zip(kinds, ("episode", "E-1", "2024-05-01T22:00:00Z"), strict=True)
    )
    text = Source(guid("t"), "I", TEXT)
    imported(study, Project("p", "x", (USER,), (CODE,), kinds, (Case(guid("c"), "E", values, (text.guid,)),), (text,)))
    (episode,) = read_all(study.episodes)
    assert "2024-05-01T22:00:00" == str(episode.start.isoformat() if episode.start else "")


def test_a_suggestion_says_at_every_mark_that_nobody_has_reviewed_it(study: Study, tmp_path: Path) -> None:
    write_part(study.narratives, "one", [Narrative("N-AAAAAAAAAAAA", "C-1", TEXT)])
    write_part(study.codings, "one", [Coding("N-AAAAAAAAAAAA", "model:1", (Mention(0, 5, FAMILY, probability=0.5),))])
    project = read_refi(textmine.exchange_export(tmp_path / "out", to="refi", study=study.root)[0]).project
    assert (
        f"affirmed · this_episode · unclear · probability 0.5 · {UNREVIEWED}"
        == project.sources[0].selections[0].description
    )
    assert "no person has decided" in project.sets[0].description


def test_suggestions_that_a_study_has_no_room_for_are_told(study: Study, tmp_path: Path) -> None:
    write_part(study.narratives, "one", [Narrative("N-AAAAAAAAAAAA", "C-1", TEXT)])
    write_part(study.codings, "one", [Coding("N-AAAAAAAAAAAA", "model:1", (Mention(0, 5, FAMILY),))])
    path = textmine.exchange_export(tmp_path / "out", to="refi", study=study.root)[0]
    assert () == textmine.exchange_import(path, study=study.root).losses
    write_part(study.codings, "one", [Coding("N-AAAAAAAAAAAA", "model:2")])
    assert ("1 codings of models: the study has its own",) == textmine.exchange_import(path, study=study.root).losses


def test_tables_say_what_they_do_not_hold(study: Study, tmp_path: Path) -> None:
    write_part(study.narratives, "one", [Narrative("N-AAAAAAAAAAAA", "C-1", TEXT)])
    beyond = Coding("N-AAAAAAAAAAAA", "model:1", (Mention(0, 500, FAMILY),))
    write_part(study.codings, "one", [beyond, Coding("N-BBBBBBBBBBBB", "model:1")])
    textmine.exchange_export(tmp_path, to="csv", study=study.root)
    words = (tmp_path / "READ-ME.txt").read_text(encoding="utf-8")
    for lost in ("the codebook's phrases, hard cases", "1 mentions outside their text", "1 codings of narratives that"):
        assert f"Not in these tables: {lost}" in words


def test_what_a_project_says_of_itself_and_its_cases_is_not_dropped() -> None:
    about = "<Description>Our study</Description>"
    case = f'<Cases><Case guid="{guid("c")}"><CodeRef targetGUID="{guid("x")}"/></Case></Cases>'
    found = read_project(
        f'<Project xmlns="urn:QDA-XML:project:1.0" name="p">{case}{about}</Project>'.encode(), packed=False
    )
    assert ["Our study"] == [one.text for one in found.project.notes]
    assert ("1 links of cases to codes or marks",) == found.losses


def _snapshot(study: Study) -> dict[str, str]:
    files = [path for path in study.root.rglob("*") if path.is_file() and path.name != ".lock"]
    return {str(path.relative_to(study.root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
