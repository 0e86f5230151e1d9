"""What comes next on the real server, and what two disagree on before a third."""

from __future__ import annotations

from pathlib import Path

import pytest
from hands import Hands
from logging_in import logged_in
from made import a_study, marked, narrative

import textmine
from textmine.annotation.ordering import order
from textmine.annotation.projects import bring, projects
from textmine.annotation.pulling import pull
from textmine.annotation.pushing import numbers, push
from textmine.annotation.serverfolder import Local, write
from textmine.annotation.tasks import regions_of, task_of, write_tasks
from textmine.coding.codebook import Codebook
from textmine.errors import InputError, ServerError
from textmine.pipeline.study import annotated, chosen
from textmine.types import Coding, Mention, Narrative

WANTED = ("N-0007", "N-0002", "N-0005", "N-0000")


def stream(server: Hands, local: Local, project: int, annotator: int, take: int) -> list[str]:
    """What an annotator is given, one after the other, submitting each."""
    browser = logged_in(server.url, local.accounts[annotator])
    csrf = {"X-CSRFToken": browser.cookies["csrftoken"], "Referer": server.url}
    given = []
    for _ in range(take):
        task = browser.get(f"/api/projects/{project}/next").json()
        given.append(task["meta"]["tm_key"])
        assert [one["result"] for one in task["predictions"]] in ([], [[]]), "the annotator saw a suggestion"
        assert (
            browser.post(f"/api/tasks/{task['id']}/annotations/", json={"result": []}, headers=csrf).status_code == 201
        )
    return given


def test_annotators_are_given_what_was_chosen_in_its_order(server: Hands, local: Local, codes: Codebook) -> None:
    project = bring(server, "next", "coding", codes)
    push(server, project, [task_of(narrative(i)) for i in range(10)])
    found = order(server, project, WANTED, version="next-1", shown=False)
    assert (found.asked, found.kept) == (3, 3)
    assert stream(server, local, project.number, 1, 2) == list(WANTED[:2])
    assert stream(server, local, project.number, 2, 2) == list(WANTED[2:])


def test_asking_the_server_leaves_nothing_behind(server: Hands, codes: Codebook) -> None:
    project = bring(server, "traces", "coding", codes)
    push(server, project, [task_of(narrative(i)) for i in range(10)])
    order(server, project, WANTED, version="next-1", shown=False)
    found = pull(server, project, codes=codes.ids)
    assert (found.pulled.skipped, found.pulled.codings, found.pulled.drafts) == (0, (), 0)


def test_a_new_order_takes_the_place_of_the_old_one(server: Hands, local: Local, codes: Codebook) -> None:
    project = bring(server, "anew", "coding", codes)
    push(server, project, [task_of(narrative(i)) for i in range(10)])
    order(server, project, WANTED, version="next-1", shown=False)
    order(server, project, WANTED[::-1], version="next-2", shown=False)
    assert {one["model_version"] for one in server.get("/api/predictions", project=project.number)} == {"next-2"}
    assert stream(server, local, project.number, 1, 4) == list(WANTED[::-1])


def test_suggestions_that_are_shown_keep_their_marks_and_are_put_in_order(server: Hands, codes: Codebook) -> None:
    project = bring(server, "shown", "review", codes)
    push(server, project, [task_of(narrative(i), suggestion=marked(narrative(i))) for i in range(10)])
    found = order(server, project, WANTED, version="model:made0001", shown=True)
    assert found.kept == 3
    assert all(one["result"] for one in server.get("/api/predictions", project=project.number))
    assert server.get(f"/api/projects/{project.number}")["sampling"] == "Uncertainty sampling"


def test_an_order_that_the_server_does_not_keep_is_noticed(server: Hands, codes: Codebook) -> None:
    """As when the keeper has begun another task: the server gives that one until it is done."""
    project = bring(server, "broken", "coding", codes)
    push(server, project, [task_of(narrative(i)) for i in range(10)])
    assert server.get(f"/api/projects/{project.number}/next")["meta"]["tm_key"] == "N-0000"
    with pytest.raises(ServerError, match="other tasks next"):
        order(server, project, ("N-0007", "N-0002"), version="next-1", shown=False)


def test_nothing_is_settled_with_who_saw_a_suggestion(tmp_path: Path) -> None:
    study = a_study(tmp_path / "study", 1)
    for other in ("review:3", "model:made0001"):
        with pytest.raises(InputError, match="counts as truth"):
            textmine.labelstudio_adjudicate("annotator:2", other, study=study.root)


def test_what_two_disagree_on_is_settled_by_a_third(server: Hands, local: Local, tmp_path: Path) -> None:
    study = a_study(tmp_path / "study", 4)
    (study.root / "labelstudio").mkdir(mode=0o700)
    write(study.root / "labelstudio", local)
    some = [narrative(i) for i in range(4)]
    codings = []
    for one in some:
        first = Coding(one.id, "annotator:2", marked(one).mentions, (("engagement", "full"),), "accepted")
        same = one.id in ("N-0000", "N-0003")
        other = Coding(one.id, "annotator:3", first.mentions[: 2 if same else 1], first.fields, "accepted")
        codings += [first, other]
    (study.root / "annotations" / "two.json").write_text(
        write_tasks(some, codings, codebook=study.codebook.fingerprint), encoding="utf-8"
    )
    sent = textmine.labelstudio_adjudicate("annotator:2", "annotator:3", study=study.root)
    assert sent.pushed.new == 2
    (project,) = projects(server, "made up")
    assert set(numbers(server, project)) == {"N-0001", "N-0002"}
    raw, untouched = server.tasks(project.number, whole=True)
    shown = raw["predictions"][0]["result"]
    assert [item["value"]["text"] for item in shown if item["type"] == "textarea"] in (
        [["annotator:2 and annotator:3"], ["annotator:2"]],
        [["annotator:2"], ["annotator:2 and annotator:3"]],
    )
    assert "only annotator:2" in raw["data"]["differences"]
    text = Narrative(raw["meta"]["tm_key"], "c", raw["data"]["text"])
    settled = Coding(text.id, "x", (Mention(0, 3, "event_company"),))
    server.post(f"/api/tasks/{raw['id']}/annotations/", {"result": regions_of(text, settled)})
    server.post(f"/api/tasks/{untouched['id']}/annotations/", {"result": untouched["predictions"][0]["result"]})
    (fetched,) = textmine.labelstudio_pull(study=study.root)
    assert fetched.unsettled == (untouched["meta"]["tm_key"],)
    codings = [coding for coding in annotated(study).codings if coding.narrative == text.id]
    assert sorted((coding.coder, coding.status) for coding in codings) == [
        ("annotator:1", "adjudicated"),
        ("annotator:2", "accepted"),
        ("annotator:3", "accepted"),
    ]
    (one,) = [coding for coding in chosen(tuple(codings)) if coding.narrative == text.id]
    assert [mention.code for mention in one.mentions] == ["event_company"]
    assert textmine.agree("annotator:2", "adjudicated", study=study.root).together.both == 2
