"""In which order a project's tasks are given to annotators, and whether the server keeps to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.annotation.projects import Project
from textmine.annotation.pushing import numbers, suggest
from textmine.annotation.server import Server
from textmine.errors import ServerError

SAMPLING = "Uncertainty sampling"  # the server's word for: the lowest score first
PREFIX = "next-"  # of versions that only give an order, and show no marks
ASKED = 3  # how many next tasks the server is asked for


@dataclass(frozen=True, slots=True)
class Ordered:
    """What was put in order.

    Args:
        version: of the predictions that carry the order.
        asked, kept: so many next tasks the server was asked for, and so many were those that should come.
    """

    version: str
    asked: int
    kept: int


def order(server: Server, project: Project, narratives: Sequence[str], *, version: str, shown: bool) -> Ordered:
    """Have these narratives' tasks come first, in this order, and ask the server for its next tasks.

    Args:
        version: a model's, whose suggestions are shown, or a new one that begins with `next-`.
        shown: whether tasks have that model's suggestions already; otherwise empty ones are made, which show nothing.

    Raises:
        ServerError: the server gives other tasks.
    """
    scores = {id: rank / len(narratives) - 1 for rank, id in enumerate(narratives)}  # below any score of a model
    if shown:
        _rescore(server, project, scores, version)
    else:
        suggest(server, project, {id: {"result": [], "score": score} for id, score in scores.items()}, version=version)
    server.ask(lambda ls: ls.projects.update(id=project.number, sampling=SAMPLING, model_version=version))
    _forget(server, project, keep=version)
    return _verified(server, project, narratives, version)


def _rescore(server: Server, project: Project, scores: dict[str, float], version: str) -> None:
    places = {number: key for key, number in numbers(server, project).items()}
    for one in server.predictions(project.number):
        key = places.get(int(one["task"]))
        if key and one["model_version"] == version:
            # What an earlier order put first goes back among the others.
            score = scores.get(key, max(0.0, float(one["score"] or 0.0)))
            if score != one["score"]:
                _score(server, one["id"], score)


def _score(server: Server, number: int, score: float) -> None:
    server.ask(lambda ls: ls.predictions.update(id=number, score=score))


def _forget(server: Server, project: Project, *, keep: str) -> None:
    """Delete the predictions of earlier orders."""
    old = [one for one in server.predictions(project.number) if str(one["model_version"]).startswith(PREFIX)]
    for number in [int(one["id"]) for one in old if one["model_version"] != keep]:
        _unpredict(server, number)


def _unpredict(server: Server, number: int) -> None:
    server.ask(lambda ls: ls.predictions.delete(id=number))


def _verified(server: Server, project: Project, narratives: Sequence[str], version: str) -> Ordered:
    """Ask as an annotator would; every task that is given is given back: skipped, and the skip deleted."""
    places = {number: key for key, number in numbers(server, project).items()}
    skips, given = [], []
    try:
        for _ in range(min(ASKED, len(narratives))):
            number = int(server.unnamed(f"api/projects/{project.number}/next")["id"])
            given.append(places.get(number, ""))
            skips.append(_skip(server, number))
    finally:
        for skip in skips:
            _unskip(server, skip)
    kept = sum(one in narratives for one in given)
    ranks = [narratives.index(one) for one in given if one in narratives]
    if kept < len(given) or ranks != sorted(ranks):
        raise ServerError(
            "The server gives other tasks next than were chosen",
            where=f"{kept} of {len(given)} are ours",
            next_step="finish or delete what the keeper has begun in this project, then try again",
        )
    return Ordered(version, len(given), kept)


def _skip(server: Server, task: int) -> int:
    return server.ask(lambda ls: ls.annotations.create(id=task, result=[], was_cancelled=True)).id or 0


def _unskip(server: Server, annotation: int) -> None:
    server.ask(lambda ls: ls.annotations.delete(id=annotation))
