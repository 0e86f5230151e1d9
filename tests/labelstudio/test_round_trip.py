"""Narratives to the real server and codings back: every character, nothing twice, nothing lost, whoever works at once."""

from __future__ import annotations

import json
import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from hands import Hands, hands
from logging_in import logged_in
from made import a_study, marked, narrative, with_starter

import textmine
from textmine.annotation.interface import interface
from textmine.annotation.localserver import running
from textmine.annotation.projects import Project, bring, projects
from textmine.annotation.pulling import pull, write_snapshot
from textmine.annotation.pushing import push
from textmine.annotation.record import read
from textmine.annotation.serverfolder import Local, write
from textmine.annotation.tasks import regions_of, task_of
from textmine.coding.codebook import Codebook
from textmine.errors import AnnotationError, ServerError
from textmine.pipeline.study import Study, annotated
from textmine.types import Coding, Mention, Narrative

MANY, SECONDS = 1000, 15.0
# What annotators do at once: some marks for some tasks each. The word is the path of a file of {user: {task: result}}.
ANNOTATE = """
import threading

def work(user, results):
    for task, result in results.items():
        ls.annotations.create(id=int(task), result=result, completed_by=int(user))

threads = [threading.Thread(target=work, args=one) for one in json.load(open(words[0])).items()]
for one in threads:
    one.start()
for one in threads:
    one.join()
"""


def made_tasks(codes: Codebook, number: int, *, suggest: bool = False) -> list[dict[str, object]]:
    some = [narrative(i) for i in range(number)]
    return [task_of(one, codebook=codes.fingerprint, suggestion=marked(one) if suggest else None) for one in some]


def keys(server: Hands, project: Project) -> list[str]:
    return sorted(raw["meta"]["tm_key"] for raw in server.tasks(project.number, whole=False))


def result_of(one: Narrative, *mentions: Mention, fields: tuple[tuple[str, str], ...] = ()) -> list[dict[str, object]]:
    return regions_of(one, Coding(one.id, "annotator:1", mentions, fields, "accepted"))


def draft(browser: httpx.Client, task: int, result: object) -> None:
    """Work that its annotator does not submit."""
    csrf = {"X-CSRFToken": browser.cookies["csrftoken"], "Referer": str(browser.base_url)}
    answer = browser.post(f"/api/tasks/{task}/drafts", json={"result": result, "lead_time": 1}, headers=csrf)
    assert answer.status_code == 201


@pytest.fixture
def study(tmp_path: Path, local: Local, server: Hands) -> Study:
    """A study of twelve narratives whose own server is the one that runs."""
    made = a_study(tmp_path / "study", 12)
    (made.root / "labelstudio").mkdir(mode=0o700)
    write(made.root / "labelstudio", local)
    return made


def test_a_thousand_narratives_go_and_come_back_to_the_character_in_time(
    server: Hands, codes: Codebook, tmp_path: Path
) -> None:
    project = bring(server, "many", "review", codes)
    began = time.monotonic()
    done = push(server, project, made_tasks(codes, MANY, suggest=True))
    pushed = time.monotonic() - began
    assert (done.new, done.doubles) == (MANY, 0)
    one, raw = narrative(0), next(server.tasks(project.number, whole=False))
    server.post(f"/api/tasks/{raw['id']}/annotations/", {"result": result_of(one)})
    began = time.monotonic()
    found = pull(server, project, codes=codes.ids)
    path = write_snapshot(tmp_path, found)
    pulled = time.monotonic() - began
    expected = {one.id: one.text.replace("\r\n", "\n") for one in map(narrative, range(MANY))}
    assert {one.id: one.text for one in found.pulled.narratives} == expected
    assert path is not None
    assert path.stat().st_mode & 0o222 == 0
    assert write_snapshot(tmp_path, found) is None
    assert pushed < SECONDS
    assert pulled < SECONDS


def test_pushing_again_makes_nothing_twice(server: Hands, codes: Codebook) -> None:
    project = bring(server, "again", "coding", codes)
    tasks = made_tasks(codes, 30)
    assert push(server, project, tasks).new == 30
    assert push(server, project, tasks[:20]).gone == 10
    assert (push(server, project, tasks).new, push(server, project, tasks).there) == (0, 30)
    assert bring(server, "again", "coding", codes).number == project.number


def test_a_request_that_was_sent_twice_leaves_no_double(server: Hands, codes: Codebook) -> None:
    """As when the connection breaks after the server has taken a batch, and somebody tries again by hand."""
    project = bring(server, "doubles", "coding", codes)
    tasks = made_tasks(codes, 10)
    for _ in range(2):
        server.post(f"/api/projects/{project.number}/import", tasks[:6])
    first = next(server.tasks(project.number, whole=False))
    server.post(f"/api/tasks/{first['id']}/annotations/", {"result": []})
    done = push(server, project, tasks)
    assert (done.new, done.there, done.doubles) == (4, 6, 6)
    assert Counter(keys(server, project)) == {f"N-{i:04d}": 1 for i in range(10)}
    assert first["id"] in {raw["id"] for raw in server.tasks(project.number, whole=False)}, "work was deleted"


def test_a_text_that_changed_is_made_anew_unless_somebody_has_begun(
    server: Hands, local: Local, codes: Codebook
) -> None:
    project = bring(server, "changed", "coding", codes)
    old = [narrative(i) for i in range(3)]
    push(server, project, [task_of(one) for one in old])
    numbers = {raw["meta"]["tm_key"]: raw["id"] for raw in server.tasks(project.number, whole=False)}
    server.post(f"/api/tasks/{numbers['N-0000']}/annotations/", {"result": []})
    annotator = logged_in(server.url, local.accounts[1])
    draft(annotator, numbers["N-0001"], [])
    new = [Narrative(one.id, one.child, f"{one.text} More.") for one in old]
    done = push(server, project, [task_of(one) for one in new])
    assert (done.new, done.anew, done.older) == (0, 1, 2)
    texts = {raw["meta"]["tm_key"]: raw["data"]["text"] for raw in server.tasks(project.number, whole=False)}
    assert [texts[one.id].endswith("More.") for one in old] == [False, False, True]


@pytest.mark.parametrize("text", ["half \ud800 a pair", "a nought\0byte"])
def test_texts_that_a_browser_counts_otherwise_are_refused_before_they_are_sent(
    server: Hands, codes: Codebook, text: str
) -> None:
    project = bring(server, "odd", "coding", codes)
    with pytest.raises(AnnotationError) as fault:
        push(server, project, [*made_tasks(codes, 2), task_of(Narrative("N-9", "C-9", text))])
    assert "narrative N-9" in str(fault.value)
    assert keys(server, project) == []


def test_two_annotators_at_once(
    server: Hands, local: Local, codes: Codebook, people: Callable[..., str], tmp_path: Path
) -> None:
    project = bring(server, "two", "coding", codes)
    some = {one.id: one for one in map(narrative, range(16))}
    push(server, project, [task_of(one, codebook=codes.fingerprint) for one in some.values()])
    plain = {
        raw["id"]: Narrative(raw["meta"]["tm_key"], "c", raw["data"]["text"])
        for raw in server.tasks(project.number, whole=False)
    }
    results = {id: result_of(one, *marked(one).mentions) for id, one in plain.items()}
    shared = {user: dict(list(results.items())[number::2]) for number, user in enumerate((2, 3))}
    (tmp_path / "work.json").write_text(json.dumps(shared), encoding="utf-8")
    people(local, ANNOTATE, tmp_path / "work.json")
    found = pull(server, project, codes=codes.ids)
    assert Counter(coding.coder for coding in found.pulled.codings) == {"annotator:2": 8, "annotator:3": 8}
    for coding in found.pulled.codings:
        text = some[coding.narrative].text.replace("\r\n", "\n")
        words = [text[m.start : m.end] for m in coding.mentions]
        assert words == [w for w in words if w in {"a row about the phone", "his mates at the park"}]
        assert len(words) == 2


def test_what_is_pulled_is_what_the_study_reads_with_its_own_line_ends(study: Study, server: Hands) -> None:
    textmine.labelstudio_push(study=study.root)
    for raw in server.tasks(projects(server, "made up")[0].number, whole=False):
        one = Narrative(raw["meta"]["tm_key"], "c", raw["data"]["text"])
        body = {"result": result_of(one, *marked(one).mentions, fields=(("engagement", "full"),))}
        server.post(f"/api/tasks/{raw['id']}/annotations/", body)
    (fetched,) = textmine.labelstudio_pull(study=study.root)
    assert (fetched.codings, fetched.unsaid, fetched.faulty) == (12, (), ())
    read = annotated(study)
    assert (len(read.codings), read.lost, read.elsewhere) == (12, 0, 0)
    for coding in read.codings:
        text = narrative(int(coding.narrative[2:])).text
        assert {text[m.start : m.end] for m in coding.mentions} == {"a row about the phone", "his mates at the park"}
        assert coding.fields == (("engagement", "full"),)
    assert "\r\n" in narrative(0).text


def test_only_the_newest_snapshot_counts(study: Study, server: Hands) -> None:
    textmine.labelstudio_push(study=study.root)
    raw = next(server.tasks(projects(server, "made up")[0].number, whole=False))
    one = Narrative(raw["meta"]["tm_key"], "c", raw["data"]["text"])
    made = server.post(f"/api/tasks/{raw['id']}/annotations/", {"result": result_of(one, *marked(one).mentions)})
    textmine.labelstudio_pull(study=study.root)
    assert len(annotated(study).codings[0].mentions) == 2
    server.patch(f"/api/annotations/{made['id']}/", {"result": []})
    textmine.labelstudio_pull(study=study.root)
    assert annotated(study).codings == (), "an empty slip was taken for a coding"
    again = textmine.labelstudio_pull(study=study.root)
    assert again[0].snapshot == "", "the same was written twice"


def test_skipped_drafts_doubles_and_empty_ones_are_told_apart(server: Hands, local: Local, codes: Codebook) -> None:
    project = bring(server, "kinds", "coding", codes)
    push(server, project, made_tasks(codes, 5))
    raws = list(server.tasks(project.number, whole=False))
    texts = [Narrative(raw["meta"]["tm_key"], "c", raw["data"]["text"]) for raw in raws]
    paths = [f"/api/tasks/{raw['id']}/annotations/" for raw in raws]
    server.post(paths[0], {"result": [], "was_cancelled": True})
    draft(logged_in(server.url, local.accounts[2]), raws[1]["id"], result_of(texts[1], *marked(texts[1]).mentions))
    server.post(paths[2], {"result": result_of(texts[2], *marked(texts[2]).mentions)})
    server.post(paths[2], {"result": result_of(texts[2], marked(texts[2]).mentions[0])})
    server.post(paths[3], {"result": []})
    server.post(paths[4], {"result": result_of(texts[4], fields=(("nothing_applies", "yes"),))})
    found = pull(server, project, codes=codes.ids)
    assert (found.pulled.skipped, found.pulled.drafts, found.twice, found.unsaid) == (1, 1, 1, ("N-0003",))
    assert {c.narrative: len(c.mentions) for c in found.pulled.codings} == {"N-0002": 1, "N-0003": 0, "N-0004": 0}
    assert "phone" not in str([raw["drafts"] for raw in found.tasks])


def test_one_annotation_that_does_not_fit_stops_no_other(server: Hands, codes: Codebook) -> None:
    project = bring(server, "faulty", "coding", codes)
    push(server, project, made_tasks(codes, 3))
    raws = list(server.tasks(project.number, whole=False))
    value = {"start": 5, "end": 99_999, "text": "nothing", "labels": ["push_family_conflict"]}
    wrong = {"id": "r1", "from_name": "code", "to_name": "text", "type": "labels", "value": value}
    server.post(f"/api/tasks/{raws[0]['id']}/annotations/", {"result": [wrong]})
    server.post(
        f"/api/tasks/{raws[1]['id']}/annotations/", {"result": [wrong | {"value": value | {"labels": ["gone"]}}]}
    )
    one = Narrative("N-0002", "c", raws[2]["data"]["text"])
    server.post(f"/api/tasks/{raws[2]['id']}/annotations/", {"result": result_of(one, marked(one).mentions[0])})
    found = pull(server, project, codes=codes.ids)
    assert [fault.where for fault in found.faulty] == [f"task {raws[i]['id']}, region r1" for i in (0, 1)]
    assert [coding.narrative for coding in found.pulled.codings] == ["N-0002"]


def test_a_suggestion_that_was_reviewed_is_no_coding_of_ones_own(server: Hands, codes: Codebook) -> None:
    project = bring(server, "review", "review", codes)
    push(server, project, made_tasks(codes, 4, suggest=True))
    raws = list(server.tasks(project.number, whole=True))
    texts = [Narrative(raw["meta"]["tm_key"], "c", raw["data"]["text"]) for raw in raws]
    kept = [raw["predictions"][0]["result"] for raw in raws]
    end = texts[3].text.index(" ")
    for raw, result in zip(
        raws, (kept[0], kept[1][1:], [], result_of(texts[3], Mention(0, end, "pull_substances"))), strict=True
    ):
        server.post(f"/api/tasks/{raw['id']}/annotations/", {"result": result})
    found = pull(server, project, codes=codes.ids)
    assert [coding.status for coding in found.pulled.suggested] == ["accepted", "edited", "rejected", "rejected"]
    assert {coding.coder for coding in found.pulled.suggested} == {"model:made0001"}
    assert [(c.coder, c.status) for c in found.pulled.codings] == [("review:1", "accepted")] + [
        ("review:1", "edited")
    ] * 3
    assert (found.fates.accepted, found.fates.rejected, found.fates.added) == (3, 5, 1)


def test_a_used_code_cannot_vanish(server: Hands, codes: Codebook) -> None:
    project = bring(server, "vanish", "coding", codes)
    push(server, project, made_tasks(codes, 1))
    raw = next(server.tasks(project.number, whole=False))
    one = Narrative("N-0000", "c", raw["data"]["text"])
    server.post(f"/api/tasks/{raw['id']}/annotations/", {"result": result_of(one, *marked(one).mentions)})
    without = codes.model_copy(
        update={"codes": tuple(c for c in codes.codes if c.id != "push_family_conflict"), "distinctions": ()}
    )
    with pytest.raises(AnnotationError) as fault:
        bring(server, "vanish", "coding", without)
    assert fault.value.where == "push_family_conflict"
    unused = codes.model_copy(
        update={"codes": tuple(c for c in codes.codes if c.id != "risk_trafficking"), "distinctions": ()}
    )
    bring(server, "vanish", "coding", unused)
    assert "risk_trafficking" not in server.get(f"/api/projects/{project.number}")["label_config"]


def test_a_share_is_coded_by_two_who_see_neither_each_other_nor_the_model(study: Study, server: Hands) -> None:
    first, second = textmine.labelstudio_push(study=study.root, double=0.25)
    (coding,) = textmine.labelstudio_push(study=study.root)
    there = {project.purpose: project for project in projects(server, "made up")}
    assert keys(server, there["first"]) == keys(server, there["second"])
    assert (first.pushed.new, second.pushed.new, coding.pushed.new) == (3, 3, 9)
    assert set(keys(server, there["first"])) & set(keys(server, there["coding"])) == set()
    for purpose in ("first", "second"):
        raws = list(server.tasks(there[purpose].number, whole=True))  # type: ignore[index]
        assert [raw["predictions"] for raw in raws] == [[]] * 3
        assert server.get(f"/api/projects/{there[purpose].number}")["show_collab_predictions"] is False  # type: ignore[index]
    again = textmine.labelstudio_push(study=study.root, double=0.25)
    assert [one.pushed.there for one in again] == [3, 3]
    (line,) = [line for line in read(study.root / "annotations") if line["what"] == "double"]
    assert line["random"] == keys(server, there["first"])
    with_starter(study)
    with_backend: list[str] = []
    textmine.labelstudio_backend(study=study.root, said=with_backend.append, ready=with_backend.append)
    (review,) = textmine.labelstudio_push(study=study.root, suggest=True)
    found = {project.purpose: project for project in projects(server, "made up")}
    shown = set(keys(server, found["review"]))
    assert len(shown) == 9 == review.pushed.there
    assert shown & set(keys(server, there["first"])) == set(), "the model would be seen by who codes blindly"


def test_who_saw_a_suggestion_codes_no_more_on_their_own(study: Study, server: Hands) -> None:
    with_starter(study)
    textmine.labelstudio_push(study=study.root)
    textmine.labelstudio_push(study=study.root, suggest=True)
    there = {project.purpose: project for project in projects(server, "made up")}
    tasks = {
        purpose: {raw["meta"]["tm_key"]: raw for raw in server.tasks(there[purpose].number, whole=True)}  # type: ignore[index]
        for purpose in ("coding", "review")
    }
    first, skipped, submitted, alone, *_ = sorted(tasks["coding"])
    own = [
        {"id": "f", "from_name": "nothing_applies", "to_name": "text", "type": "choices", "value": {"choices": ["yes"]}}
    ]

    def work(purpose: str, id: str, **how: object) -> int:
        made = server.post(f"/api/tasks/{tasks[purpose][id]['id']}/annotations/", {"result": own, **how})
        return int(made["id"])

    early = work("coding", first)
    work("review", first)
    server.patch(f"/api/annotations/{early}", {"result": own})  # as when a code is renamed everywhere
    work("review", skipped, was_cancelled=True)
    work("coding", skipped)
    work("review", submitted)
    work("coding", submitted)
    work("coding", alone)
    textmine.labelstudio_pull(study=study.root)
    found = annotated(study)
    made = Counter((coding.narrative, coding.coder) for coding in found.codings)
    assert made == {
        (first, "annotator:1"): 1,
        (first, "review:1"): 1,
        (skipped, "review:1"): 1,
        (submitted, "review:1"): 1,
        (alone, "annotator:1"): 1,
    }
    assert found.seen == 2
    assert any("2 codings by people who had submitted or skipped" in said for said in found.unused())
    with pytest.raises(AnnotationError, match="nobody has been given"):
        textmine.labelstudio_push(study=study.root, double=0.25)


def test_what_comes_next_is_chosen_put_first_and_noted(study: Study, server: Hands, local: Local) -> None:
    textmine.labelstudio_push(study=study.root, double=0.25)
    with_starter(study)
    blind = set(keys(server, projects(server, "made up")[0]))
    found = textmine.labelstudio_next(study=study.root, number=4, random_share=0.5)
    assert (len(found.narratives), found.random, found.ordered.kept) == (4, 2, 3)
    assert set(found.narratives) & blind == set()
    (line,) = [line for line in read(study.root / "annotations") if line["what"] == "next"]
    assert (line["chosen"], len(line["random"])) == (list(found.narratives), 2)  # type: ignore[arg-type]
    annotator = logged_in(server.url, local.accounts[1])
    task = annotator.get(f"/api/projects/{found.sent.project}/next").json()
    assert (task["meta"]["tm_key"], task["predictions"][0]["result"]) == (found.narratives[0], [])


def test_a_server_killed_while_pushing_and_while_pulling_is_continued_without_loss(
    home: Path, tmp_path: Path, codes: Codebook
) -> None:
    data, number = tmp_path / "data", 400
    tasks = made_tasks(codes, number)
    with running(data, home=home, annotators=1) as local:
        first = local
        project = bring(local.server, "killed", "review", codes)

        def kill(done: int, of: int, words: str) -> None:
            if done >= 250:
                os.kill(local.process, signal.SIGKILL)

        with pytest.raises(ServerError, match="the same command again"):
            push(local.server, project, tasks, progress=kill)
    with running(data, home=home, annotators=1) as local:
        before = len(keys(local.server, project))
        assert 250 <= before < number
        done = push(local.server, project, tasks)
        assert (done.new + before - done.doubles, keys(local.server, project)) == (
            number,
            [f"N-{i:04d}" for i in range(number)],
        )
        raw = next(local.server.tasks(project.number, whole=False))
        hands(local.server).post(f"/api/tasks/{raw['id']}/annotations/", {"result": []})

        def kill_again(done: int, of: int, words: str) -> None:
            os.kill(local.process, signal.SIGKILL)

        with pytest.raises(ServerError, match="does not answer"):
            pull(local.server, project, codes=codes.ids, progress=kill_again)
    with running(data, home=home, annotators=2) as local:
        found = pull(local.server, project, codes=codes.ids)
    assert (len(found.tasks), len(found.pulled.codings)) == (number, 1)
    assert not Path(f"/proc/{local.process}").exists(), "it did not stop"
    assert (local.accounts[:2], len(local.accounts), local.server.token) == (first.accounts, 3, first.server.token)


def test_the_interface_is_one_that_the_server_takes(server: Hands, codes: Codebook) -> None:
    project = bring(server, "interface", "coding", codes)
    answer = server.post(f"/api/projects/{project.number}/validate/", {"label_config": interface(codes)})
    assert answer is None or answer.get("label_config") is None
    assert server.get(f"/api/projects/{project.number}")["show_instruction"] is True
