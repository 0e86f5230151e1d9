"""A study as a REFI-QDA project: every coder is a user, suggestions stay suggestions, losses are listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from textmine.annotation.tasks import sha256
from textmine.exchange.cases import cases_of, source_values, variables
from textmine.exchange.codetree import ID, code_guid, code_notes, code_tree
from textmine.exchange.contents import RESTRICTED, Contents
from textmine.exchange.meaning import DOUBT, USUAL, answer_codes, folder, label, said_codes
from textmine.refi.guids import guid
from textmine.refi.nouns import Code, Coded, Note, Project, Selection, Set, Source, User, Value
from textmine.types import Coding, Mention, Narrative, Status

NAME = 100  # characters of the words that a selection is called by, as ATLAS.ti does
READ = "Texts that this coder has read; one without codes means that nothing was found."
SUGGESTED = "Texts with suggestions on which no person has decided; one without codes means that nothing was suggested."
UNREVIEWED = "suggested, not reviewed"
STAMP = "Pseudonymised by textmine; sha256 "


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A project, and what of the study it does not hold, in words."""

    project: Project = field(repr=False)
    losses: tuple[str, ...]


def project_of(contents: Contents, *, name: str, origin: str) -> Outgoing:
    """The study as a project; codings of narratives that are not given, and mentions outside their text, are losses.

    Args:
        name: of the project.
        origin: what we call ourselves, with the program it is written for.
    """
    losses: Counter[str] = Counter()
    by_narrative = _placed(contents, losses)
    codings = [coding for own in by_narrative.values() for coding in own]
    episodes = {(one.id, one.child): one for one in contents.episodes}
    sources = tuple(
        _source(one, by_narrative.get(one.id, []), source_values(one, episodes.get((one.meta.episode, one.child))))
        for one in sorted(contents.narratives, key=lambda one: one.id)
    )
    told = _losses(contents, losses)
    about = Note(guid("note", "about"), "About this export", "\n".join([RESTRICTED, "", *told]))
    project = Project(
        name=name,
        origin=origin,
        users=tuple(User(guid("user", coder), coder) for coder in sorted({one.coder for one in codings})),
        codes=_codes(contents, codings),
        variables=variables(),
        cases=cases_of(
            contents.narratives, sorted(contents.episodes, key=lambda one: (one.id, one.child, str(one.start)))
        ),
        sources=sources,
        notes=(about, *code_notes(contents.codebook)),
        sets=tuple(_sets(codings)),
        about=(about.guid,),
    )
    return Outgoing(project, told)


def _placed(contents: Contents, losses: Counter[str]) -> dict[str, list[Coding]]:
    """The codings of each narrative that is there, by coder."""
    texts = {one.id: one.text for one in contents.narratives}
    found: dict[str, list[Coding]] = {}
    for coding in sorted(contents.codings, key=lambda one: (one.narrative, one.coder, one.status)):
        if coding.narrative not in texts:
            losses["codings of narratives that the study does not have"] += 1
            continue
        own = found.setdefault(coding.narrative, [])
        if own and own[-1].coder == coding.coder:
            losses["second codings of a narrative by one coder, put together with the first"] += 1
        beyond = sum(mention.end > len(texts[coding.narrative]) for mention in coding.mentions)
        losses["mentions outside their text"] += beyond
        own.append(coding)
    return found


def _source(narrative: Narrative, codings: Sequence[Coding], values: tuple[Value, ...]) -> Source:
    selections = [one for coding in codings for one in _selections(narrative, coding)]
    return Source(
        guid=guid("source", narrative.id),
        name=narrative.id,
        text=narrative.text,
        selections=tuple(sorted(selections, key=lambda one: (one.start, one.end, one.guid))),
        codes=tuple(_whole(narrative, codings)),
        values=values,
        description=f"{STAMP}{sha256(narrative.text)}",
    )


def _selections(narrative: Narrative, coding: Coding) -> Iterator[Selection]:
    """A selection for each mention: two at one place stay two."""
    user = guid("user", coding.coder)
    for own, mention in placed(coding, len(narrative.text)):
        targets = [code_guid(mention.code)]
        targets += [
            guid("said", kind, getattr(mention, kind)) for kind in USUAL if getattr(mention, kind) != USUAL[kind]
        ]
        yield Selection(
            guid=own,
            start=mention.start,
            end=mention.end,
            codes=tuple(Coded(guid("coding", own, target), target, user) for target in targets),
            user=user,
            name=narrative.text[mention.start : mention.end][:NAME],
            description=described(mention, coding.status),
        )


def placed(coding: Coding, length: int) -> Iterator[tuple[str, Mention]]:
    """The mentions that lie in a text of so many characters, each with its GUID."""
    seen: Counter[Mention] = Counter()
    for one in coding.mentions:
        seen[one] += 1
        if one.end <= length:
            said = (one.start, one.end, one.code, one.assertion, one.time, one.voice, one.probability)
            yield guid("selection", coding.narrative, coding.coder, coding.status, *said, seen[one]), one


def described(mention: Mention, status: Status) -> str:
    """How a mention is said, how sure it is and whether a person has decided, for a person and for the way back."""
    parts = [mention.assertion, mention.time, mention.voice]
    parts += [f"probability {mention.probability!r}"] if mention.probability != 1.0 else []
    return " · ".join([*parts, *([UNREVIEWED] if status == "suggested" else [])])


def _whole(narrative: Narrative, codings: Sequence[Coding]) -> Iterator[Coded]:
    """What is said of the whole text: answers, and codes on which a model abstains."""
    given: dict[str, Coded] = {}
    for coding in codings:
        targets = [guid("answer", *answer) for answer in coding.fields] + [guid("doubt", c) for c in coding.doubtful]
        for target in targets:
            own = guid("coding", narrative.id, coding.coder, target)
            given.setdefault(own, Coded(own, target, guid("user", coding.coder)))
    yield from given.values()


def _codes(contents: Contents, codings: Sequence[Coding]) -> tuple[Code, ...]:
    book = contents.codebook
    answers = {(name, value) for name, values in book.document_fields.items() for value in values}
    answers |= {answer for coding in codings for answer in coding.fields}
    used = {mention.code for coding in codings for mention in coding.mentions}
    doubted = {code for coding in codings for code in coding.doubtful}
    names = {code.id: code.name for code in book.codes}
    others = sorted(used - set(names))
    found = [*code_tree(book), *said_codes(), *answer_codes(sorted(answers))]
    if others:
        home = folder("others")
        found += [home, *(Code(code_guid(id), id, parent=home.guid, description=f"{ID}{id}") for id in others)]
    if doubted:
        home = folder("doubts")
        found += [
            home,
            *(Code(guid("doubt", id), label(DOUBT, names.get(id, id)), parent=home.guid) for id in sorted(doubted)),
        ]
    return tuple(found)


def _sets(codings: Sequence[Coding]) -> Iterator[Set]:
    """Who has read what, and what came of it: a text without codes that somebody has read is not one that nobody has."""
    read: dict[tuple[str, str], dict[str, None]] = {}
    for coding in codings:
        read.setdefault((coding.coder, coding.status), {})[guid("source", coding.narrative)] = None
    for (coder, status), sources in sorted(read.items()):
        words = SUGGESTED if status == "suggested" else READ
        yield Set(guid("read", coder, status), set_name(coder, status), words, sources=tuple(sorted(sources)))


def set_name(coder: str, status: str) -> str:
    """What a set of read texts is called."""
    return f"Suggested by {coder}, not reviewed" if status == "suggested" else f"Read by {coder}, {status}"


def _losses(contents: Contents, losses: Counter[str]) -> tuple[str, ...]:
    told = [f"{number} {what}" for what, number in losses.items() if number]
    groups = {code.id: code.group for code in contents.codebook.codes}
    apart = sum(groups[code.parent] != code.group for code in contents.codebook.codes if code.parent)
    told += [f"the broader codes of {apart} codes that are of another group"] if apart else []
    if any(code.phrases or code.not_phrases for code in contents.codebook.codes):
        told.append(
            "the codebook's example phrases, tiers, sensitivities, conventions and distinctions: they stand in codebook.yaml"
        )
    return tuple(f"Not in this file: {what}." for what in [*told, "themes, models and reports"])


def unplaced(contents: Contents) -> tuple[str, ...]:
    """What no table holds, in words."""
    losses: Counter[str] = Counter()
    _placed(contents, losses)
    told = [f"{number} {what}" for what, number in losses.items() if number and "put together" not in what]
    told += ["the codebook's phrases, hard cases, conventions and distinctions: they stand in codebook.yaml"]
    return tuple(f"Not in these tables: {what}." for what in [*told, "themes, models and reports"])
