"""What a research team may rely on when codings go to another program and come back."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

import textmine
from textmine.annotation.tasks import sha256, write_tasks
from textmine.errors import InputError, StudyError
from textmine.manifest import read_manifest
from textmine.pipeline.exchange.exchanging import contents_of
from textmine.pipeline.exchange.importing import STAGE
from textmine.pipeline.study import Study, annotated, init
from textmine.refi.guids import guid
from textmine.refi.nouns import Code, Coded, Note, Project, Selection, Source, User
from textmine.refi.reading import read_codebook, read_refi
from textmine.refi.writing import write_project
from textmine.store import read_all, write_part
from textmine.types import Coding, Episode, Mention, Meta, Narrative

HERE = Path(__file__).parents[1] / "golden" / "refi"
XSD = Path(textmine.__file__).parent / "refi" / "xsd"
TEXT = "Nobody listens to her 😢.\nShe went to her nan's.\nNo drugs."
RULES, FAMILY, DRUGS = "push_communication_breakdown", "pull_family_contact", "risk_substance_misuse"
HUMAN = Coding(
    "N-AAAAAAAAAAAA",
    "annotator:1",
    (Mention(0, 24, RULES, voice="child"), Mention(26, 48, FAMILY), Mention(49, 57, DRUGS, "negated", "historical")),
    (("dominant_direction", "both"),),
    "accepted",
)
NOTHING = Coding("N-BBBBBBBBBBBB", "annotator:1", (), (), "accepted")
MODEL = Coding(
    "N-BBBBBBBBBBBB", "model:1a", (Mention(0, 5, FAMILY, probability=0.625),), (), "suggested", (RULES, DRUGS)
)


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """Two interviews of one child, two coders, an episode."""
    study = init(tmp_path / "study")
    narratives = [
        Narrative("N-AAAAAAAAAAAA", "C-1", TEXT, Meta("E-1", "2024-Q2", "W-1", "docx", sha256(TEXT))),
        Narrative("N-BBBBBBBBBBBB", "C-1", "Quiet.", Meta(form="txt", sha256=sha256("Quiet."))),
    ]
    write_part(study.narratives, "one", narratives)
    write_part(study.codings, "one", [MODEL])
    write_part(study.episodes, "one", [Episode("E-1", "C-1", "2024-Q2", area="Ashmere", age=14, completed=True)])
    tasks = write_tasks(narratives, [HUMAN, NOTHING], codebook=study.codebook.fingerprint)
    (study.root / "annotations" / "first.json").write_text(tasks, encoding="utf-8")
    return study


def exported(study: Study, out: Path, made_for: str = "standard") -> Path:
    return textmine.exchange_export(out, to="refi", made_for=made_for, study=study.root)[0]


def snapshot(study: Study) -> dict[str, str]:
    files = [path for path in study.root.rglob("*") if path.is_file() and path.name != ".lock"]
    return {str(path.relative_to(study.root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.parametrize("made_for", ["standard", "nvivo", "maxqda"])
def test_an_export_read_into_a_new_study_is_the_same_study(study: Study, tmp_path: Path, made_for: str) -> None:
    other = init(tmp_path / "other")
    done = textmine.exchange_import(exported(study, tmp_path / "out", made_for), study=other.root)
    assert done.complete
    assert contents_of(study) == contents_of(other)
    assert (2, 2, 3, 1) == (done.narratives, done.codings, done.mentions, done.suggestions)
    manifest = read_manifest(other.narratives.folder)
    assert manifest is not None
    assert STAGE == manifest.stage


@pytest.mark.parametrize("made_for", ["standard", "nvivo", "maxqda"])
def test_two_exports_of_one_study_are_the_same_bytes_and_valid(study: Study, tmp_path: Path, made_for: str) -> None:
    first, second = (exported(study, tmp_path / name, made_for) for name in ("a", "b"))
    assert first.read_bytes() == second.read_bytes()
    qdc = first.with_name("codebook.qdc").read_bytes()
    assert qdc == second.with_name("codebook.qdc").read_bytes()
    with zipfile.ZipFile(first) as archive:
        qde = archive.read("project.qde")
    for data, schema in ((qde, "Project.xsd"), (qdc, "Codebook.xsd")):
        assert etree.XMLSchema(etree.parse(str(XSD / schema))).validate(etree.fromstring(data)), schema


def test_the_project_holds_what_a_team_looks_for(study: Study, tmp_path: Path) -> None:
    project = read_refi(exported(study, tmp_path / "out")).project
    assert ["annotator:1", "model:1a"] == [one.name for one in project.users]
    assert {"C-1", "E-1"} == {one.name for one in project.cases}
    assert {"Read by annotator:1, accepted": 2, "Suggested by model:1a, not reviewed": 1} == {
        one.name: len(one.sources) for one in project.sets
    }
    names = {one.guid: one.name for one in project.codes}
    first, second = project.sources
    assert ["dominant_direction: both"] == [names[one.code] for one in first.codes]
    assert 2 == len(second.codes), "what the model leaves to a person is a code on the whole text"
    drugs = first.selections[-1]
    assert ["assertion: negated", "time: historical"] == [names[one.code] for one in drugs.codes[1:]]
    assert "negated · historical · unclear" == drugs.description
    assert "probability 0.625" in second.selections[0].description
    assert "RESTRICTED" in project.notes[0].text
    assert any(one.name.startswith("Hard cases") for one in project.notes)
    assert project.about == (project.notes[0].guid,)


def test_no_two_codes_cases_or_variables_have_one_name(study: Study, tmp_path: Path) -> None:
    """QualCoder keeps but one of a name, and takes a variable that cases have for one that texts have not."""
    write_part(study.episodes, "one", [Episode("E-1", child, "2024-Q2") for child in ("C-1", "C-2", "C-2")])
    project = read_refi(exported(study, tmp_path / "out")).project
    for things in (project.codes, project.cases, project.variables, project.sources, project.sets, project.notes):
        names = [one.name for one in things]  # type: ignore[attr-defined]
        assert sorted(set(names)) == sorted(names)
    of_texts = {value.variable for one in project.sources for value in one.values}
    assert of_texts.isdisjoint(value.variable for one in project.cases for value in one.values)


def test_no_path_date_or_real_name_is_in_an_export(study: Study, tmp_path: Path) -> None:
    with zipfile.ZipFile(exported(study, tmp_path / "out")) as archive:
        assert {(2000, 1, 1, 0, 0, 0)} == {one.date_time for one in archive.infolist()}
        qde = archive.read("project.qde").decode()
    assert [word for word in ("basePath", "currentPath", str(tmp_path)) if word in qde] == []
    assert {"2000-01-01T00:00:00Z"} == set(re.findall(r'DateTime="([^"]+)"', qde))


def test_files_of_an_export_say_that_they_are_restricted_and_what_they_lack(study: Study, tmp_path: Path) -> None:
    for to in ("refi", "csv", "xlsx", "parquet"):
        (note,) = [
            p for p in textmine.exchange_export(tmp_path / to, to=to, study=study.root) if p.name == "READ-ME.txt"
        ]
        words = note.read_text(encoding="utf-8")
        assert "RESTRICTED" in words
        assert "Small numbers are NOT hidden" in words
    assert "Not in this file: themes" in (tmp_path / "refi" / "READ-ME.txt").read_text(encoding="utf-8")


def test_what_a_study_has_already_is_not_taken_in_twice(study: Study, tmp_path: Path) -> None:
    path, before = exported(study, tmp_path / "out"), annotated(study).codings
    done = textmine.exchange_import(path, study=study.root)
    assert (0, 2, 0, 0) == (done.codings, done.already, done.narratives, done.suggestions)
    assert before == annotated(study).codings


def test_what_was_changed_in_the_other_program_stands_beside_what_was_there(study: Study, tmp_path: Path) -> None:
    path = exported(study, tmp_path / "out")
    project = read_refi(path).project
    fewer = dataclasses.replace(project.sources[0], selections=project.sources[0].selections[:1])
    path.write_bytes(write_project(dataclasses.replace(project, sources=(fewer, project.sources[1]))))
    for _ in range(2):  # the second import takes the place of the first
        done = textmine.exchange_import(path, name="nvivo", study=study.root)
        assert (1, 1, 1) == (done.codings, done.mentions, done.already)
    assert ["annotator:1", "annotator:1", "annotator:1@nvivo"] == sorted(one.coder for one in annotated(study).codings)


@pytest.mark.parametrize("name", ["nvivo_like_utf16_crlf_bom_Sources", "brace_guids_inline_text"])
def test_codes_become_what_the_mapping_file_says(study: Study, tmp_path: Path, name: str) -> None:
    other, path, table = init(tmp_path / "other"), HERE / f"{name}.qdpx", tmp_path / "mapping.csv"
    first = textmine.exchange_import(path, mapping=table, pseudonymised=True, study=other.root)
    assert (3, 13, 0) == (first.unknown, first.kept, first.mentions)
    rows = list(csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines()))
    assert {"not known here"} == {row["why"] for row in rows}
    becomes = {"Not feeling listened to": RULES, "Partner or peers": "pull_peers_social", "Conflict at school": ""}
    with table.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(row | {"becomes": becomes[row["code"].rpartition(" > ")[2]]} for row in rows)
    done = textmine.exchange_import(path, mapping=table, pseudonymised=True, study=other.root)
    assert (1, 12, 4) == (done.unknown, done.kept, done.mentions)
    codings = annotated(other).codings
    (narrative,) = read_all(other.narratives)
    quotes = sorted((m.code, narrative.text[m.start : m.end]) for one in codings for m in one.mentions)
    assert quotes == [
        ("pull_peers_social", "see her boyfriend"),
        ("pull_peers_social", "see her boyfriend 👨‍👩‍👧 in town"),
        (RULES, "she left because staff “don’t listen”"),
        (RULES, "worried about a fight at school"),
    ]
    assert all(one.coder.startswith("imported:") for one in codings), "names of users may be real ones"
    kept = done.files[-1].read_text(encoding="utf-8")
    assert 2 == kept.count('"its code has no meaning here"')


def test_a_mapping_that_names_what_there_is_not_is_refused_by_its_row(study: Study, tmp_path: Path) -> None:
    table, before = tmp_path / "mapping.csv", snapshot(study)
    table.write_text(f"guid,becomes\n{guid('x', 1)},nothing_like_it\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"names what there is not \(mapping, row 2\)"):
        textmine.exchange_import(exported(study, tmp_path / "out"), mapping=table, study=study.root)
    table.write_text("code\nx\n", encoding="utf-8")
    with pytest.raises(InputError, match="no column guid or becomes"):
        textmine.exchange_import(tmp_path / "out" / "study.qdpx", mapping=table, study=study.root)
    assert before.items() <= snapshot(study).items()


def test_texts_that_are_not_pseudonymised_are_refused_and_nothing_is_taken_in(tmp_path: Path) -> None:
    other = init(tmp_path / "other")
    before = snapshot(other)
    for path in sorted(HERE.glob("*.qdpx")):
        with pytest.raises(InputError, match="not pseudonymised"):
            textmine.exchange_import(path, study=other.root)
    assert before == snapshot(other)


def test_a_text_that_was_changed_since_its_export_is_not_taken_for_pseudonymised(study: Study, tmp_path: Path) -> None:
    path, other = exported(study, tmp_path / "out"), init(tmp_path / "other")
    project = read_refi(path).project
    source = dataclasses.replace(project.sources[0], text=TEXT + " Kezzanne.")
    path.write_bytes(write_project(dataclasses.replace(project, sources=(source,), cases=(), sets=())))
    with pytest.raises(InputError, match="not pseudonymised"):
        textmine.exchange_import(path, study=other.root)


def test_new_texts_are_not_put_among_narratives_of_the_studys_own(study: Study, tmp_path: Path) -> None:
    before = snapshot(study)
    write_part(study.narratives, "one", read_all(study.narratives))
    (study.narratives.folder / "manifest.json").write_text(
        '{"stage":"pseudonymise-4","settings":"","models":[],"versions":[],"seed":null,"rows":2,"parts":[]}', "utf-8"
    )
    with pytest.raises(StudyError, match="texts that this study does not have"):
        textmine.exchange_import(HERE / "spec_codepoint_lf.qdpx", pseudonymised=True, study=study.root)
    assert before.items() <= snapshot(study).items()


def test_doubtful_positions_are_never_taken_in_silently(tmp_path: Path) -> None:
    path, other = tmp_path / "p.qdpx", init(tmp_path / "other")
    user, code = User(guid("u"), "x"), Code(guid("c"), "Partner")
    text = "interviewing somebody"
    marks = tuple(Selection(guid("s", n), n, n + 3, (Coded(guid("d", n), code.guid, user.guid),)) for n in (2, 5, 8))
    path.write_bytes(
        write_project(Project("p", "Elsewhere 1", (user,), (code,), sources=(Source(guid("t"), "t", text, marks),)))
    )
    before = snapshot(other)
    with pytest.raises(
        InputError, match=r"positions are doubtful: as code points.* they fit to 0%\. Next: export it again"
    ):
        textmine.exchange_import(path, pseudonymised=True, study=other.root)
    assert before == snapshot(other)
    done = textmine.exchange_import(path, pseudonymised=True, doubtful=True, study=other.root)
    assert done.reading is not None
    assert (True, 0.0) == (done.reading.doubtful, done.reading.score)


def test_memos_and_annotations_of_the_other_program_are_kept(study: Study, tmp_path: Path) -> None:
    path = exported(study, tmp_path / "out")
    project = read_refi(path).project
    note = Note(guid("memo"), "=A thought", "on [FRIEND 1]")
    remark = Selection(guid("remark"), 0, 6, description="look again")
    source = dataclasses.replace(project.sources[0], selections=(*project.sources[0].selections, remark))
    changed = dataclasses.replace(project, sources=(source, project.sources[1]), notes=(*project.notes, note))
    path.write_bytes(write_project(changed))
    done = textmine.exchange_import(path, study=study.root)
    kept = done.files[-1].read_text(encoding="utf-8")
    assert "on [FRIEND 1]" in kept
    assert "an annotation without a code" in kept
    assert "look again" in kept
    assert "Hard cases" not in kept, "our own memos are in the codebook"


def test_a_codebook_comes_back_as_a_draft_and_changes_nothing(study: Study, tmp_path: Path) -> None:
    path, book = exported(study, tmp_path / "out").with_name("codebook.qdc"), study.codebook
    done = textmine.exchange_import(path, name="book", study=study.root)
    assert book == study.codebook
    from textmine.coding.codebook import read_codebook as read_ours

    draft = read_ours(done.files[1])
    assert [(c.id, c.group, c.name, c.parent) for c in book.codes] == [
        (c.id, c.group, c.name, c.parent) for c in sorted(draft.codes, key=lambda one: book.ids.index(one.id))
    ]
    assert [one.name for one in book.groups] == [one.name for one in draft.groups]
    for ours, theirs in zip(sorted(book.codes, key=str), sorted(draft.codes, key=str), strict=False):
        assert theirs.definition
        assert ours.definition
    names = [one.name for one in read_codebook(path.read_bytes()).project.codes]
    assert "How it is said" not in names


def test_the_standards_own_codebook_becomes_a_draft(study: Study) -> None:
    done = textmine.exchange_import(HERE / "annexA1_codebook.qdc", name="annex", study=study.root)
    words = done.files[1].read_text(encoding="utf-8")
    assert "id: health_care" in words
    assert 4 == done.unknown


def test_an_export_that_there_is_not_is_refused(study: Study, tmp_path: Path) -> None:
    for to, made_for in (("csv", "nvivo"), ("spss", "standard"), ("refi", "word")):
        with pytest.raises(InputError, match="There is no export to"):
            textmine.exchange_export(tmp_path, to=to, made_for=made_for, study=study.root)


def test_an_import_needs_a_plain_name(study: Study) -> None:
    for name in ("", "../x", "a b", "a/b", ".hidden"):
        with pytest.raises(InputError, match="needs a name"):
            textmine.exchange_import(HERE / "spec_codepoint_lf.qdpx", name=name, study=study.root)
