"""What two coders disagree on, given to a third: all their marks at once, each with whose it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textmine.annotation.interface import MEMO
from textmine.annotation.tasks import ADJUDICATION, task_of
from textmine.batches import alone
from textmine.coding.codebook import Codebook
from textmine.coding.disagreement import Disagreement, disagreements
from textmine.errors import AnnotationError, InputError
from textmine.pipeline.annotation.agreeing import coded_by
from textmine.pipeline.annotation.labelstudio import Door, Sent, fit_server, sent
from textmine.pipeline.study import Study, keep_codebook
from textmine.progress import Progress, silent
from textmine.store import read_all
from textmine.types import MODEL, REVIEWER, Coding, Mention, Narrative

if TYPE_CHECKING:
    from textmine.annotation.server import Json

BOTH = "both coders"  # in place of a model's name


def adjudicate(study: Study, door: Door, first: str, second: str, *, progress: Progress = silent) -> Sent:
    """Narratives on which two coders differ, into a project for a third person.

    The third person sees what both marked, takes out what does not hold, adds what is missing, and submits; that counts
    instead of both.

    Raises:
        InputError: one of them is a model, or saw a suggestion first.
        AnnotationError: one of them coded nothing, or they differ nowhere.
        ServerError: the server does not answer, or is not fit.
    """
    from textmine.annotation.projects import bring
    from textmine.annotation.pushing import push, show

    if aided := [name for name in (first, second) if name.startswith((REVIEWER, MODEL))]:
        raise InputError(
            "What is settled counts as truth, so it is settled between people who saw no suggestion",
            where=", ".join(aided),
            next_step="name two annotators; what a model suggests is reviewed: textmine labelstudio push --suggest",
        )
    sides = [{coding.narrative: coding for coding in coded_by(study, name)} for name in (first, second)]
    codebook = study.codebook
    found = disagreements(tuple(sides[0].values()), tuple(sides[1].values()), parents=codebook.parents)
    if not found:
        raise AnnotationError("They differ on no narrative that both coded", next_step="textmine agree")
    narratives = {narrative.id: narrative for narrative in read_all(study.narratives)}
    server = fit_server(study, door)
    with alone(study.root):
        keep_codebook(study)
        project = bring(server, study.settings.study.name, ADJUDICATION, codebook)
        tasks = [_task(one, narratives[one.narrative], sides, (first, second), codebook) for one in found]
        done = push(server, project, tasks, progress=progress)
        show(server, project, BOTH)
    return sent(server, project, done)


def _task(
    one: Disagreement,
    narrative: Narrative,
    sides: Sequence[Mapping[str, Coding]],
    coders: tuple[str, str],
    codebook: Codebook,
) -> Json:
    first, second = (side[narrative.id] for side in sides)
    union = sorted({*first.mentions, *second.mentions})
    agreed = tuple(sorted(set(first.fields) & set(second.fields)))
    shown = Coding(narrative.id, BOTH, tuple(union), agreed)
    task = task_of(narrative, codebook=codebook.fingerprint, suggestion=shown, purpose=ADJUDICATION)
    task["data"]["differences"] = "Differ on: " + "; ".join(_words(one, coders, codebook))
    (prediction,) = task["predictions"]
    prediction["result"] += _whose(prediction["result"], union, first, second, coders)
    return task


def _whose(
    result: Sequence[Mapping[str, Any]],
    union: Sequence[Mention],
    first: Coding,
    second: Coding,
    coders: tuple[str, str],
) -> list[Json]:
    """A memo on each mark that says whose it is; the third person may write over it."""
    memos = []
    labels = [item for item in result if item["type"] == "labels"]  # in the order of the marks
    for item, mention in zip(labels, union, strict=True):
        who = [name for name, own in zip(coders, (first, second), strict=True) if mention in own.mentions]
        place = {name: item["value"][name] for name in ("start", "end")}
        memo = {"id": item["id"], "to_name": "text", "from_name": MEMO, "type": "textarea"}
        memos.append(memo | {"value": place | {"text": [" and ".join(who)]}})
    return memos


def _words(one: Disagreement, coders: tuple[str, str], codebook: Codebook) -> list[str]:
    names = {code.id: code.name for code in codebook.codes}
    kinds = {"only first": f"only {coders[0]}", "only second": f"only {coders[1]}", "said otherwise": "said otherwise"}
    told = [f"{names.get(d.code, d.code)} ({kinds[d.kind]})" for d in one.differences]
    return told + [f"{name.replace('_', ' ')} ({a or 'no answer'} or {b or 'no answer'})" for name, a, b in one.fields]
