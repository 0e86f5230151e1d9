"""A project of another program whose texts are not pseudonymised goes through the airlock, and its marks with it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from ground import Ground

from textmine.pipeline.study import annotated, open_study
from textmine.refi.guids import guid
from textmine.refi.nouns import Case, Code, Coded, Note, Project, Selection, Source, User, Value, Variable
from textmine.refi.writing import write_project
from textmine.store import read_all

CHILD, FRIEND, WORKER = "Kezzanne Durlough", "Tilde Marwick", "Oswin Pellgrave"
FIRST = (
    f"  \n{CHILD} said nobody listens 😢.  \nShe went to see her friend {FRIEND} in town.\nKezzanne was home at two."
)
SECOND = f"{CHILD} did not want to talk. {FRIEND} rang."
# Words in the file, and the words that its mark is about afterwards; two that become the same words are one mark then.
MARKS = (
    (FIRST, "nobody listens 😢", "nobody listens 😢"),
    (FIRST, f"went to see her friend {FRIEND} in town", "went to see her friend [FRIEND] in town"),
    (FIRST, FRIEND, "[FRIEND]"),
    (FIRST, "Tilde", "[FRIEND]"),
    (FIRST, "home at two.", "home at two."),
    (SECOND, f"{FRIEND} rang", "[FRIEND] rang"),
)
PLANTED = ("Kezzanne", "Durlough", "Tilde", "Marwick", "Oswin", "Pellgrave", "Codename Yelver")


def test_texts_and_marks_of_a_project_go_through_the_airlock(ground: Ground) -> None:
    path = _project(ground)
    command = ["exchange", "import", path, "--as", "nvivo", "--study", ground.study]
    refused = ground.textmine(*command)
    assert refused.returncode == 4
    assert "not pseudonymised" in refused.stderr
    through = [*command, "--vault", ground.vault, "--roster", ground.roster]
    first = ground.textmine(*through)
    assert first.returncode == 10, first.stderr
    assert "2 codes without a meaning here" in first.stderr
    _map(path.with_suffix(".mapping.csv"))
    done = ground.textmine(*through, "--json")
    assert done.returncode == 10, done.stderr
    told = json.loads(done.stdout)
    assert (0, 5, 0) == (told["unknown"], told["mentions"], told["lost"])
    kinds = ("1 notes", "1 cases", "6 comments")
    assert [f"{kind}: their words did not go through the airlock" for kind in kinds] == told["losses"]
    study = open_study(ground.study)
    texts = {one.id: one.text for one in read_all(study.narratives)}
    marks = sorted(texts[c.narrative][m.start : m.end] for c in annotated(study).codings for m in c.mentions)
    assert sorted({after for _, _, after in MARKS}) == marks
    said = refused.stdout + refused.stderr + first.stdout + first.stderr + done.stdout + done.stderr
    files = {str(one): one.read_bytes() for one in ground.study.rglob("*") if one.is_file()}
    found = [(word, where) for where, data in files.items() for word in PLANTED if word.encode() in data]
    assert ([], []) == (found, [word for word in PLANTED if word in said])
    assert not [word for word in PLANTED for text in texts.values() if word in text]


def test_a_project_may_be_one_source_among_others(ground: Ground) -> None:
    path = _project(ground)
    (ground.writeups / "K2 note.txt").write_text(f"{FRIEND} was out.", encoding="utf-8")
    command = ["exchange", "import", path, "--vault", ground.vault, "--study", ground.study]
    sources = [ground.writeups, path, "--roster", ground.roster, "--vault", ground.vault, "--study", ground.study]
    assert ground.textmine("pseudonymise", ground.writeups, *sources[2:]).returncode == 0
    early = ground.textmine(*command)
    assert early.returncode == 4
    assert "textmine pseudonymise PROJECT.qdpx" in early.stderr
    assert ground.textmine("pseudonymise", *sources).returncode == 0
    done = ground.textmine(*command)
    assert done.returncode == 10, done.stderr
    _map(path.with_suffix(".mapping.csv"))
    assert "2 codings with 5 marks" in ground.textmine(*command).stdout
    assert 3 == len(read_all(open_study(ground.study).narratives))


def _project(ground: Ground) -> Path:
    """A project as NVivo would write it, and a roster that knows the child and the worker."""
    user, note = User(guid("somebody"), WORKER), Note(guid("note"), "Memo", f"{CHILD} again")
    codes = (Code(guid("code", "a"), "Codename Yelver"), Code(guid("code", "b"), "Not heard", colour="#123"))
    sources = []
    for n, text in enumerate((FIRST, SECOND)):
        marks = tuple(
            Selection(
                guid("mark", n, words),
                at,
                at + len(words),
                _codes(codes[len(words) % 2], user, n, words),
                user.guid,
                description=f"{WORKER} says so",
            )
            for where, words, _ in MARKS
            if where is text and (at := text.index(words)) >= 0
        )
        sources.append(Source(guid("source", "theirs", n), f"Interview {n}", text, marks))
    friend = Variable(guid("friend"), "Friend")
    case = Case(guid("case"), "K1", (Value(friend.guid, FRIEND),), tuple(one.guid for one in sources))
    project = Project("p", "NVivo 14", (user,), codes, (friend,), (case,), tuple(sources), (note,))
    path = ground.root / "secure" / "old.qdpx"
    path.write_bytes(write_project(project, made_for="nvivo"))
    with ground.roster.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(
            [["child", "name", "people"], ["K1", CHILD, f"{FRIEND} (friend)"], ["K2", FRIEND, f"{CHILD} (friend)"]]
        )
    return path


def _codes(code: Code, user: User, *what: object) -> tuple[Coded, ...]:
    return (Coded(guid("coding", *what), code.guid, user.guid),)


def _map(table: Path) -> None:
    words = table.read_text(encoding="utf-8-sig").splitlines()
    rows = list(csv.DictReader(words))
    with table.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(row | {"becomes": "push_communication_breakdown"} for row in rows)
