"""A study goes out to every program's dialect and comes back the same, whatever is in it.

`TEXTMINE_ROUND_TRIPS=2000` tries as many generated studies; the tests try a share of them.
"""

from __future__ import annotations

import dataclasses
import os
from datetime import datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from textmine.annotation.tasks import sha256
from textmine.coding.codebook import Codebook
from textmine.exchange.cases import episodes_of, meta_of, named
from textmine.exchange.contents import Contents
from textmine.exchange.incoming import codings_of
from textmine.exchange.mapping import decided, propose, read_mapping, write_mapping
from textmine.exchange.outgoing import project_of
from textmine.refi.nouns import Case, Code, Coded, Note, Project, Selection, Set, Source, User, Value, Variable
from textmine.refi.positions import settle
from textmine.refi.reading import read_project
from textmine.refi.writing import DIALECTS, write_project
from textmine.types import ASSERTIONS, STATUSES, TIMES, VOICES, Coding, Episode, Mention, Meta, Narrative

TRIES = int(os.environ.get("TEXTMINE_ROUND_TRIPS", "60"))
ROUND_TRIPS = settings(max_examples=TRIES, suppress_health_check=list(HealthCheck), deadline=None)
CODES = ("home", "home_row", "mates", "police", "elsewhere")
BOOK = Codebook.model_validate(
    {
        "version": "1",
        "groups": [{"id": "push", "name": "Push"}, {"id": "pull", "name": "Pull & <what else>"}],
        "codes": [
            {"id": "home", "group": "push", "name": "Home", "definition": "=Why\n\nid: not this", "include": ["a"]},
            {"id": "home_row", "group": "push", "name": "Row", "definition": "d", "parent": "home"},
            {"id": "mates", "group": "pull", "name": "Mates", "definition": "d", "hard_cases": ["x\ny"]},
            {"id": "police", "group": "pull", "name": "mates", "definition": "d", "parent": "home"},
            {"id": "elsewhere", "group": "pull", "name": "Elsewhere", "definition": "d"},
        ],
        "document_fields": {"engagement": ["full", "partial"]},
    }
)
# Letters that are one, two or three units long, that join, that look like blanks, and line ends.
SIGNS = st.sampled_from(
    [
        *"ab .,'\n\t-=é",
        "e\u0301",
        "😢",
        "👨‍👩‍👧",
        "\u00a0",
        "\u2028",
        "\ufeff",
        "]]>",
        "&amp;",
        "<b>",
        "漢",
        "ŵ",
        "\n\n",
    ]
)
TEXTS = st.lists(SIGNS, min_size=1, max_size=40).map("".join)
IDS = st.from_regex(r"[A-Z]-[A-Z2-7]{12}", fullmatch=True)
WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=12)
CODERS = st.sampled_from(["annotator:1", "annotator:2", "author", "model:0ae6", "Ann, not reviewed", "b, accepted"])


@st.composite
def mentions(draw: st.DrawFn, length: int) -> tuple[Mention, ...]:
    found = []
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, length - 1))
        end = draw(st.integers(start + 1, length))
        said = draw(st.tuples(st.sampled_from(ASSERTIONS), st.sampled_from(TIMES), st.sampled_from(VOICES)))
        found.append(Mention(start, end, draw(st.sampled_from(CODES)), *said, draw(st.floats(0, 1))))
    return tuple(sorted(found))


@st.composite
def studies(draw: st.DrawFn) -> Contents:
    narratives, codings = [], []
    for id in draw(st.lists(IDS, min_size=1, max_size=4, unique=True)):
        text = draw(TEXTS)
        meta = Meta(
            draw(st.sampled_from(["", "E-1", "E-2"])), draw(st.sampled_from(["", "2024-Q2"])), "", "docx", sha256(text)
        )
        narratives.append(Narrative(id, draw(st.sampled_from(["C-1", "C-2", "C-3"])), text, meta))
        for coder in draw(st.lists(CODERS, max_size=3, unique=True)):
            fields = draw(st.lists(st.tuples(st.just("engagement") | WORDS, WORDS), max_size=3, unique=True))
            doubtful = draw(st.lists(st.sampled_from(CODES), max_size=3, unique=True))
            status = draw(st.sampled_from(STATUSES))
            marks = draw(mentions(len(text)))
            codings.append(Coding(id, coder, marks, tuple(fields), status, tuple(doubtful)))
    return Contents(BOOK, tuple(narratives), tuple(codings), tuple(draw(st.lists(episodes(), max_size=3))))


@st.composite
def episodes(draw: st.DrawFn) -> Episode:
    when = st.none() | st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1))
    told = st.none() | st.booleans()
    return Episode(
        draw(st.sampled_from(["E-1", "E-2"])),
        draw(st.sampled_from(["C-1", "C-9"])),
        draw(st.sampled_from(["", "2024-Q2"])),
        area=draw(WORDS.map(str.strip).filter(bool)),
        start=draw(when),
        end=draw(when),
        date_only=draw(st.booleans()),
        offered=draw(told),
        completed=draw(told),
        age=draw(st.none() | st.integers(0, 18)),
        placement_moves=draw(st.none() | st.integers(0, 9)),
        at_risk=draw(told),
        intervention=draw(when),
    )


@ROUND_TRIPS
@given(studies(), st.sampled_from(sorted(DIALECTS)))
def test_a_study_comes_back_the_same_from_every_dialect(contents: Contents, made_for: str) -> None:
    origin = _origin(made_for)
    project = project_of(contents, name="s", origin=origin).project
    data = write_project(project, made_for=made_for)  # type: ignore[arg-type]
    assert data == write_project(project_of(contents, name="s", origin=origin).project, made_for=made_for)  # type: ignore[arg-type]
    found = read_project(data)
    assert found.reading is not None
    assert ((), False) == (found.losses, found.reading.doubtful)
    back = found.project
    variables = {one.guid: one.name for one in back.variables}
    values = {one.name: named(one.values, variables) for one in back.sources}
    narratives = [
        Narrative(s.name, values[s.name]["child"], s.text, meta_of(values[s.name], sha256(s.text)))
        for s in back.sources
    ]
    assert sorted(contents.narratives, key=lambda one: one.id) == narratives
    incoming = codings_of(back, propose(back, BOOK), {one.guid: one.name for one in back.sources})
    assert () == incoming.aside
    codings = [coding for own in incoming.codings.values() for coding in own]
    assert sorted(contents.codings, key=_whose) == sorted(codings, key=_whose)
    assert sorted(contents.episodes, key=str) == sorted(episodes_of(back), key=str)


@ROUND_TRIPS
@given(studies())
def test_a_study_comes_back_from_a_program_that_gives_new_guids_and_keeps_each_code_by_itself(
    contents: Contents,
) -> None:
    once = [dataclasses.replace(one, mentions=_once(one.mentions), doubtful=()) for one in contents.codings]
    known = [one for one in once if one.coder.startswith(("annotator:", "model:"))]
    contents = dataclasses.replace(contents, codings=tuple(known))
    project = _elsewhere(project_of(contents, name="s", origin="textmine 0.1.0").project)
    back = read_project(write_project(project)).project
    incoming = codings_of(back, propose(back, BOOK), {one.guid: one.name for one in back.sources})
    codings = [coding for own in incoming.codings.values() for coding in own]
    assert sorted(contents.codings, key=_whose) == sorted(codings, key=_whose)


@ROUND_TRIPS
@given(TEXTS, st.sampled_from(sorted(DIALECTS)), st.data())
def test_any_project_is_read_as_it_was_written(text: str, made_for: str, data: st.DataObject) -> None:
    project = dataclasses.replace(data.draw(projects(text)), origin=_origin(made_for))
    back = read_project(write_project(project, made_for=made_for)).project  # type: ignore[arg-type]
    assert project == back


@ROUND_TRIPS
@given(studies())
def test_a_mapping_comes_back_as_it_was_written(contents: Contents) -> None:
    import tempfile
    from pathlib import Path

    rows = propose(project_of(contents, name="s", origin="textmine 0.1.0").project, BOOK)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "m.csv"
        path.write_text(write_mapping(rows), encoding="utf-8", newline="")
        assert rows == decided(rows, read_mapping(path, BOOK))


@st.composite
def projects(draw: st.DrawFn, text: str) -> Project:
    """Anything the standard can say of texts and codes."""
    guids = iter(draw(st.lists(st.uuids().map(str), min_size=24, max_size=24, unique=True)))
    user = User(next(guids), draw(WORDS))
    top = Code(next(guids), draw(WORDS), codable=False, colour="#0072B2")
    note = Note(next(guids), draw(WORDS), draw(TEXTS), user.guid)
    code = Code(next(guids), draw(WORDS), parent=top.guid, description=draw(WORDS).strip() or "d", notes=(note.guid,))
    kinds = (("Integer", "12"), ("Boolean", "true"), ("DateTime", "2024-05-01T22:00:00"), ("Text", "x"))
    variables = tuple(Variable(next(guids), draw(WORDS), kind) for kind, _ in kinds)
    values = tuple(Value(one.guid, words) for one, (_, words) in zip(variables, kinds, strict=True))
    coded = Coded(next(guids), code.guid, user.guid)
    selections = []
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, len(text)))
        own = (Coded(next(guids), code.guid, user.guid),) if draw(st.booleans()) else ()
        selections.append(Selection(next(guids), start, end, own, user.guid, text[start:end], "about", (note.guid,)))
    source = Source(next(guids), draw(WORDS), text, tuple(selections), (coded,), values, "d", (note.guid,))
    case = Case(next(guids), draw(WORDS), values, (source.guid,), "d")
    group = Set(next(guids), draw(WORDS), "d", (code.guid,), (source.guid,), (note.guid,))
    return Project(
        draw(WORDS), "textmine 0", (user,), (top, code), variables, (case,), (source,), (note,), (group,), (note.guid,)
    )


def _origin(made_for: str) -> str:
    """What an export calls itself."""
    return "textmine 0.1.0" + ("" if made_for == "standard" else f" for {made_for}")


def _once(marks: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """One mark at each place: two at one place cannot be told apart once each code stands by itself without words."""
    return tuple({(one.start, one.end): one for one in marks}.values())


def _elsewhere(project: Project) -> Project:
    """The project as a program might give it back that makes new GUIDs and a selection of each code."""
    new = {one.guid: f"ffffffff-0000-4000-8000-{n:012d}" for n, one in enumerate(project.codes)}
    codes = tuple(dataclasses.replace(one, guid=new[one.guid], parent=new.get(one.parent, "")) for one in project.codes)
    users = {one.guid: f"eeeeeeee-0000-4000-8000-{n:012d}" for n, one in enumerate(project.users)}
    sources = []
    for source in project.sources:
        split = []
        for one in source.selections:
            for coded in one.codes:
                given = Coded(coded.guid, new[coded.code], users[coded.user])
                split.append(dataclasses.replace(one, guid=coded.guid, codes=(given,), user=users[one.user]))
        whole = tuple(Coded(c.guid, new[c.code], users[c.user]) for c in source.codes)
        sources.append(dataclasses.replace(source, selections=tuple(split), codes=whole))
    named_users = tuple(dataclasses.replace(one, guid=users[one.guid]) for one in project.users)
    return dataclasses.replace(project, codes=codes, users=named_users, sources=tuple(sources))


def _whose(coding: Coding) -> tuple[str, str]:
    return coding.narrative, coding.coder


def test_settling_leaves_a_project_without_selections_alone() -> None:
    project, reading = settle(Project("p", sources=(Source("1", "s", "a\r\nb"),)))
    assert ["a\nb"] == [one.text for one in project.sources]
    assert (1.0, False) == (reading.score, reading.doubtful)
