"""The study's projects on a server: found by what their description says, made or brought up to date from the codebook."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from textmine.annotation.interface import guidance, interface
from textmine.annotation.server import Server, plain
from textmine.annotation.tasks import ADJUDICATION
from textmine.coding.codebook import Codebook
from textmine.errors import AnnotationError, ServerError

Purpose = Literal["coding", "first", "second", "review", "adjudication"]
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
TITLES: dict[Purpose, str] = {
    "coding": "coding",
    "first": "double coding, first",
    "second": "double coding, second",
    "review": "review of suggestions",
    "adjudication": "adjudication",
}
# Those who code the same narratives see neither each other nor the model: each has a project of their own.
BLIND: tuple[Purpose, ...] = ("first", "second")


@dataclass(frozen=True, slots=True)
class Project:
    """A project on a server.

    Args:
        number: its id there.
        codebook: fingerprint of the codebook that its interface was made from.
        version: which suggestions it shows.
        made: when it was made.
    """

    number: int
    purpose: Purpose
    codebook: str
    version: str = ""
    made: str = ""

    @property
    def name(self) -> str:
        """Name of the folder for its snapshots; its number and date keep two servers' projects of one purpose apart."""
        return f"{self.purpose}-{hashlib.sha256(f'{self.number} {self.made}'.encode()).hexdigest()[:6]}"

    @property
    def path(self) -> str:
        """Where people find it on the server."""
        return f"/projects/{self.number}/data"


def projects(server: Server, study: str) -> tuple[Project, ...]:
    """All projects of a study, one a purpose.

    Raises:
        ServerError: there are two for one purpose.
    """
    found: dict[Purpose, Project] = {}
    for raw in _listed(server):
        if _told(raw).get("textmine") != _key(study) or _told(raw).get("purpose") not in PURPOSES:
            continue
        project = _project(raw)
        if project.purpose in found:
            raise ServerError(
                "There are two projects for one purpose",
                where=f"projects {found[project.purpose].number} and {project.number}",
                next_step="delete the empty one",
            )
        found[project.purpose] = project
    return tuple(found[purpose] for purpose in PURPOSES if purpose in found)


def bring(server: Server, study: str, purpose: Purpose, codebook: Codebook) -> Project:
    """The project of a purpose, made or brought up to date.

    Raises:
        AnnotationError: a code that is used there would vanish.
    """
    wanted = _settings(study, purpose, codebook)
    there = next((project for project in projects(server, study) if project.purpose == purpose), None)
    if there is None:
        return _project(plain(server.ask(lambda ls: ls.projects.create(**wanted))))
    now = plain(server.ask(lambda ls: ls.projects.get(id=there.number)))
    gone = sorted(aliases(str(now["label_config"])) - set(codebook.ids))
    if gone and (used := sorted(set(gone) & set(used_codes(server, there)))):
        raise AnnotationError(
            "A code that is used would vanish",
            where=", ".join(used),
            next_step="textmine codebook rename, merge, split or retire",
        )
    changed = {name: value for name, value in wanted.items() if now.get(name) != value and name != "title"}
    if changed:
        server.ask(lambda ls: ls.projects.update(id=there.number, **changed))
    return replace(there, codebook=codebook.fingerprint)


def used_codes(server: Server, project: Project) -> Iterator[str]:
    """Every code of every mark that anybody made there, drafts too."""
    for task in server.tasks(project.number, whole=True):
        for made in (*task.get("annotations", ()), *task.get("drafts", ())):
            for item in made.get("result") or ():
                yield from (item.get("value") or {}).get("labels") or ()


def aliases(config: str) -> set[str]:
    """Ids of the codes in an interface."""
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        return {label.get("alias") or label.get("value") or "" for label in fromstring(config).iter("Label")}
    except ParseError:
        return set()


def title(study: str, purpose: Purpose) -> str:
    """What people see; the server takes fifty characters."""
    name = TITLES[purpose]
    return f"{study[: 47 - len(name)]}: {name}"


def _settings(study: str, purpose: Purpose, codebook: Codebook) -> dict[str, Any]:
    told = f"textmine={_key(study)} purpose={purpose} codebook={codebook.fingerprint} version={codebook.version}"
    return {
        "title": title(study, purpose),
        "description": f"{told}\nMade by textmine: do not change this line.",
        "label_config": interface(codebook, differences=purpose == ADJUDICATION).strip(),  # as the server keeps it
        "expert_instruction": guidance(codebook),
        "show_instruction": True,
        "show_skip_button": True,
        "enable_empty_annotation": True,
        "show_collab_predictions": purpose not in BLIND,
        "maximum_annotations": 1,
    }


def _told(raw: dict[str, Any]) -> dict[str, str]:
    return dict(re.findall(r"(\w+)=(\S+)", str(raw.get("description") or "")))


def _project(raw: dict[str, Any]) -> Project:
    told = _told(raw)
    purpose: Purpose = told["purpose"]  # type: ignore[assignment] # looked at before
    version, made = (str(raw.get(name) or "") for name in ("model_version", "created_at"))
    return Project(int(raw["id"]), purpose, told.get("codebook", ""), version, made)


def _key(study: str) -> str:
    return re.sub(r"\W+", "-", study)[:40] or "study"


def _listed(server: Server) -> Iterator[dict[str, Any]]:
    page = 1
    while True:
        found = _page(server, page)
        yield from map(plain, found.results)
        if not found.next:
            return
        page += 1


def _page(server: Server, page: int) -> Any:
    return server.ask(lambda ls: ls.projects.list(page=page, page_size=100).response)
