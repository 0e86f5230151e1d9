"""Quotations, answers, interviews and episodes as flat tables."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence

from textmine.exchange.cases import ALSO_AT_SOURCE
from textmine.exchange.codetree import path_of
from textmine.exchange.contents import Contents
from textmine.exchange.flat import Column, Flat, Kind, Link, picked
from textmine.exchange.outgoing import placed
from textmine.reporting.columns import COLUMNS
from textmine.types import ASSERTIONS, STATUSES, TIMES, VOICES, Coding, Episode, Narrative

OF_INTERVIEW = (
    Column("interview", "keyed pseudonym of the interview's narrative", needed=True),
    Column("child", "keyed pseudonym of the child", needed=True),
    Column("episode", "keyed pseudonym of the missing episode; children who went together share one"),
    Column("period", "true quarter of the interview, e.g. 2024-Q2"),
    Column("area", "authority responsible, by the episode"),
    Column("host_area", "authority where the child lives, by the episode"),
    Column("force", "police force, by the episode"),
    Column("care_status", "looked_after, care_experienced, not_looked_after or unknown, by the episode"),
    Column("placement_type", "as recorded, unknown if not, by the episode"),
    Column("sex", "of the child, as recorded"),
    Column("age", "of the child at the episode's start, in whole years", "integer"),
)
OF_CODING = (
    Column("coder", "pseudonym of a person, or model: and a version", needed=True),
    Column("status", "suggested until a person has decided", values=STATUSES, needed=True),
)
QUOTATIONS = (
    Column("id", "of the quotation: the same as in the .qdpx", needed=True),
    *OF_INTERVIEW,
    Column("code", "id in the codebook", needed=True),
    Column("code_path", "group, broader code and name, parted by >"),
    Column("assertion", "whether it is said to be so", values=ASSERTIONS, needed=True),
    Column("time", "what it is about", values=TIMES, needed=True),
    Column("voice", "who says so", values=VOICES, needed=True),
    Column("words", "of the narrative, pseudonymised", needed=True),
    *OF_CODING,
    Column("probability", "0 to 1; 1 if a person marked it", "number", needed=True),
    Column("start", "first character (Unicode code point, from 0)", "integer", needed=True),
    Column("end", "the character after the last", "integer", needed=True),
)
OF_ANSWER = tuple(one for one in OF_INTERVIEW if one.name in ("interview", "child", "period"))
ANSWERS = (
    *OF_ANSWER,
    *OF_CODING,
    Column("question", "about the whole write-up, as the codebook calls it", needed=True),
    Column("answer", "one of those that the codebook has", needed=True),
)
DOUBTS = (*OF_ANSWER, *OF_CODING, Column("code", "id in the codebook", needed=True))
TO_INTERVIEW, TO_CODE = Link("interview", "interviews", "interview"), Link("code", "codebook", "code")
WHEN = {"start": "when the child went missing", "end": "when the child returned", "interview": "when it was held"}
EPISODE_MEANINGS = {
    "id": "keyed pseudonym of the episode; children who went together share one",
    "child": "keyed pseudonym of the child",
    "period": "true quarter of the start",
    "date_only": "true if a time of day was not recorded",
    "offered": "return interview offered",
    "completed": "return interview held",
    "provider": "who held it",
    "joint_report": "keyed pseudonym of a report that was made of several children together",
    "intervention": "date of a multi-agency meeting or plan that followed, moved by whole weeks",
} | {name: f"{words}, moved by whole weeks" for name, words in WHEN.items()}


def quotations(contents: Contents) -> Flat:
    """One row a mention; codings of narratives that are not given, and mentions outside them, are left out."""
    paths = {code.id: path_of(code, contents.codebook) for code in contents.codebook.codes}
    rows = [row for coding, row in _coded(contents) for row in _mentions(coding, row, paths)]
    title = "Quotations: one row for each mark of a person or suggestion of a model."
    return Flat("quotations", title, QUOTATIONS, picked(rows, QUOTATIONS), ("id",), _links(rows, contents))


def answers(contents: Contents) -> Flat:
    """One row an answer about a whole write-up."""
    rows = [
        {**row, **_whose(coding), "question": question, "answer": answer}
        for coding, row in _coded(contents)
        for question, answer in coding.fields
    ]
    title = "Answers: one row for each answer of a coder about a whole write-up."
    return Flat("answers", title, ANSWERS, picked(rows, ANSWERS), (), (TO_INTERVIEW,))


def doubts(contents: Contents) -> Flat:
    """One row a code on which a model abstains: a person should look."""
    rows = [
        {**row, **_whose(coding), "code": code}
        for coding, row in _coded(contents)
        if not coding.human
        for code in sorted(coding.doubtful)
    ]
    title = "Doubts: one row for each interview and code that the model leaves to a person."
    return Flat("doubts", title, DOUBTS, picked(rows, DOUBTS), (), _links(rows, contents))


def interviews(contents: Contents) -> Flat:
    """One row a narrative, without its words."""
    title = "Interviews: one row for each narrative, coded or not."
    known = _known(contents)
    rows = [known[one.id] for one in sorted(contents.narratives, key=lambda one: one.id)]
    return Flat("interviews", title, OF_INTERVIEW, picked(rows, OF_INTERVIEW), ("interview",))


def episode_table(episodes: Sequence[Episode]) -> Flat:
    """One row an episode of a child."""
    columns = tuple(_episode_column(field) for field in dataclasses.fields(Episode))
    rows = [dataclasses.asdict(one) for one in sorted(episodes, key=lambda one: (one.id, one.child, str(one.start)))]
    return Flat("episodes", "Missing episodes: one row for each episode of a child.", columns, picked(rows, columns))


def _coded(contents: Contents) -> Iterator[tuple[Coding, Mapping[str, object]]]:
    known = _known(contents)
    for coding in sorted(contents.codings, key=lambda one: (one.narrative, one.coder, one.status)):
        if coding.narrative in known:
            yield coding, known[coding.narrative]


def _known(contents: Contents) -> dict[str, dict[str, object]]:
    episodes = {(one.id, one.child): one for one in contents.episodes}
    return {one.id: _interview(one, episodes.get((one.meta.episode, one.child))) for one in contents.narratives}


def _interview(narrative: Narrative, episode: Episode | None) -> dict[str, object]:
    row: dict[str, object] = {
        "interview": narrative.id,
        "child": narrative.child,
        "episode": narrative.meta.episode,
        "period": narrative.meta.period,
        "text": narrative.text,
    }
    return row | ({name: getattr(episode, name) for name in ALSO_AT_SOURCE} if episode else {})


def _mentions(coding: Coding, row: Mapping[str, object], paths: Mapping[str, str]) -> Iterator[dict[str, object]]:
    text = str(row["text"])
    for guid, mention in placed(coding, len(text)):
        told = {name: getattr(mention, name) for name in ("code", "assertion", "time", "voice", "probability")}
        place = {"start": mention.start, "end": mention.end, "words": text[mention.start : mention.end]}
        yield {**row, **told, **place, **_whose(coding), "id": guid, "code_path": paths.get(mention.code, "")}


def _links(rows: Sequence[Mapping[str, object]], contents: Contents) -> tuple[Link, ...]:
    """To the codebook only if it has every code."""
    whole = {row["code"] for row in rows} <= set(contents.codebook.ids)
    return (TO_INTERVIEW, TO_CODE) if whole else (TO_INTERVIEW,)


def _whose(coding: Coding) -> dict[str, str]:
    return {"coder": coding.coder, "status": coding.status}


def _episode_column(field: dataclasses.Field[object]) -> Column:
    kinds: dict[str, Kind] = {
        "datetime | None": "datetime",
        "bool": "boolean",
        "bool | None": "boolean",
        "int | None": "integer",
    }
    published = {column.name: column.meaning for column in COLUMNS}
    meanings = published | {one.name: one.meaning for one in OF_INTERVIEW} | EPISODE_MEANINGS
    return Column(
        field.name, meanings[field.name].removesuffix(", by the episode"), kinds.get(str(field.type), "string")
    )
