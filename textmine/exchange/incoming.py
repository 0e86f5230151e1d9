"""A REFI-QDA project as codings: each user's codes on each text, how they are said, and what is kept aside."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from textmine.exchange.mapping import Row
from textmine.exchange.meaning import USUAL, Meaning
from textmine.exchange.outgoing import UNREVIEWED, set_name
from textmine.refi.guids import guid
from textmine.refi.nouns import Coded, Project, Selection, Set, Source
from textmine.types import ASSERTIONS, STATUSES, TIMES, VOICES, Coding, Mention, Status

CODER = re.compile(r"(?:annotator|review|model|imported):[\w.@-]+")
PROBABILITY = re.compile(r" · probability ([0-9.e-]+)")
OURS = re.compile(rf"\w+ · \w+ · \w+(?:{PROBABILITY.pattern})?(?: · {UNREVIEWED})?")
COMMENT = "a comment on a mark that was taken in"
READ = re.compile(r"Suggested by (?P<model>.+), not reviewed|Read by (?P<coder>.+), (?P<status>\w+)")


@dataclass(frozen=True, slots=True)
class Aside:
    """What has no place among codings, and is kept.

    Args:
        source: its GUID.
        start, end: characters of the source, half-open.
        code: its GUID, "" for an annotation or a comment.
        why: it has no place.
        said: what a person wrote about it.
    """

    source: str
    start: int
    end: int
    code: str
    coder: str
    why: str
    said: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Incoming:
    """Codings by the GUID of their source, and what is kept aside."""

    codings: Mapping[str, tuple[Coding, ...]] = field(repr=False)
    aside: tuple[Aside, ...] = field(repr=False)


def codings_of(project: Project, rows: Sequence[Row], names: Mapping[str, str]) -> Incoming:
    """The codings of a project.

    Args:
        rows: what each code becomes.
        names: GUID of a source to the id of its narrative; other sources are left out.
    """
    look = _Look.of(project, rows)
    codings: dict[str, tuple[Coding, ...]] = {}
    aside: list[Aside] = []
    for source in project.sources:
        if source.guid in names:
            found = _Sheet(source, look)
            codings[source.guid] = tuple(found.codings(names[source.guid]))
            aside += found.aside()
    return Incoming(codings, tuple(aside))


def coders_of(project: Project) -> dict[str, str]:
    """GUID of a user to the coder's id here: a name that is ours, else one made of the GUID, since names may be real."""
    return {
        one.guid: one.name if guid("user", one.name) == one.guid or CODER.fullmatch(one.name) else coder_named(one.guid)
        for one in project.users
    }


def coder_named(user: str) -> str:
    """A coder's id made of a user's whole GUID: those of some programs differ in a few characters only."""
    return f"imported:{guid('coder', user)[:8] if user else 'nobody'}"


def reader_of(one: Set) -> tuple[str, Status] | None:
    """Whose reading one of our sets tells of, and what came of it; None if it is no set of ours."""
    match = READ.fullmatch(one.name)
    if match is None:
        return None
    coder, status = match["model"] or match["coder"], "suggested" if match["model"] else match["status"]
    ours = status in STATUSES and one.name == set_name(coder, status)
    return (coder, status) if ours else None  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class _Look:
    """What holds in the whole project.

    Args:
        meaning: of each code, by its GUID.
        coder: id of each user here, by the GUID.
        read: of each source, by its GUID, the coders that have read it, and what came of it.
        split: no selection holds both a code and how it is said: the program that wrote the file keeps each code by itself.
    """

    meaning: Mapping[str, Meaning]
    coder: Mapping[str, str]
    read: Mapping[str, Mapping[str, Status]]
    split: bool

    @classmethod
    def of(cls, project: Project, rows: Sequence[Row]) -> _Look:
        meaning = {row.guid: row.becomes for row in rows}
        kinds = [
            {meaning[c.code].kind for c in one.codes if c.code in meaning}
            for source in project.sources
            for one in source.selections
        ]
        split = not any("code" in some and some & USUAL.keys() for some in kinds)
        return cls(meaning, coders_of(project), _read(project), split)

    def of_code(self, coded: Coded) -> Meaning:
        return self.meaning.get(coded.code, Meaning("aside"))

    def by(self, coded: Coded, user: str = "") -> str:
        one = coded.user or user
        return self.coder.get(one) or coder_named(one)


def _read(project: Project) -> dict[str, dict[str, Status]]:
    """Source to the coders that have read it, and what came of it."""
    found: dict[str, dict[str, Status]] = defaultdict(dict)
    for one in project.sets:
        if reader := reader_of(one):
            coder, status = reader
            for source in one.sources:
                found[source][coder] = status
    return found


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One source and what was given there."""

    source: Source = field(repr=False)
    look: _Look = field(repr=False)

    def codings(self, narrative: str) -> Iterator[Coding]:
        mentions: dict[str, list[Mention]] = defaultdict(list)
        loose = self._loose() if self.look.split else {}
        for one in self.source.selections:
            for coder, mention in self._mentions(one, loose):
                mentions[coder].append(mention)
        answers, doubts = self._whole()
        read = self.look.read.get(self.source.guid, {})
        for coder in sorted({*mentions, *answers, *doubts, *read}):
            usual: Status = "suggested" if coder.startswith("model:") else "accepted"
            yield Coding(
                narrative,
                coder,
                tuple(sorted(mentions[coder])),
                tuple(answers[coder]),
                read.get(coder, usual),
                tuple(doubts[coder]),
            )

    def aside(self) -> Iterator[Aside]:
        where = self.source.guid
        for one in self.source.selections:
            said, told = _comment(one, self.source.text), False
            for coded in one.codes:
                kind, coder = self.look.of_code(coded).kind, self.look.by(coded, one.user)
                if one.start == one.end or kind in ("aside", "folder", "answer", "doubt"):
                    why = "an empty place" if one.start == one.end else "its code has no meaning here"
                    yield Aside(where, one.start, one.end, coded.code, coder, why, said)
                    told = True
            if not one.codes or (said and not told):
                coder, why = self.look.coder.get(one.user, ""), COMMENT if one.codes else "an annotation without a code"
                yield Aside(where, one.start, one.end, "", coder, why, said)
        for coded in self.source.codes:
            if self.look.of_code(coded).kind not in ("answer", "doubt"):
                yield Aside(where, 0, len(self.source.text), coded.code, self.look.by(coded), "a code on a whole text")

    def _mentions(self, one: Selection, loose: Mapping[tuple[int, int, str], _Said]) -> Iterator[tuple[str, Mention]]:
        if one.start == one.end:
            return
        for coded in one.codes:
            meaning, coder = self.look.of_code(coded), self.look.by(coded, one.user)
            if meaning.kind == "code":
                said = self._said(one, coder, loose)
                sure = PROBABILITY.search(one.description)
                yield coder, Mention(one.start, one.end, meaning.value, **said, probability=_share(sure))  # type: ignore[arg-type]

    def _said(self, one: Selection, coder: str, loose: Mapping[tuple[int, int, str], _Said]) -> _Said:
        """How it is said: by the other codes of its selection.

        Where each code stands by itself, by our own description of the selection, else by codes at the same place.
        """
        if not self.look.split:
            own = [self.look.of_code(c) for c in one.codes if self.look.by(c, one.user) == coder]
            return USUAL | {m.kind: m.value for m in reversed(own) if m.kind in USUAL}
        return USUAL | (_described(one.description) or loose.get((one.start, one.end, coder), {}))

    def _loose(self) -> dict[tuple[int, int, str], _Said]:
        found: dict[tuple[int, int, str], _Said] = defaultdict(dict)
        for one in self.source.selections:
            for coded in one.codes:
                meaning = self.look.of_code(coded)
                if meaning.kind in USUAL:
                    place = (one.start, one.end, self.look.by(coded, one.user))
                    found[place].setdefault(meaning.kind, meaning.value)
        return found

    def _whole(self) -> tuple[dict[str, dict[tuple[str, str], None]], dict[str, dict[str, None]]]:
        """Answers and doubts of each coder, each once, in the file's order."""
        answers: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
        doubts: dict[str, dict[str, None]] = defaultdict(dict)
        for coded in self.source.codes:
            meaning, coder = self.look.of_code(coded), self.look.by(coded)
            if meaning.kind == "answer":
                answers[coder][meaning.field, meaning.value] = None
            elif meaning.kind == "doubt":
                doubts[coder][meaning.value] = None
        return answers, doubts


_Said = dict[str, str]


def _described(words: str) -> _Said:
    """What our own description of a selection says; nothing if it is none."""
    parts = words.split(" · ")
    if len(parts) < 3 or parts[0] not in ASSERTIONS or parts[1] not in TIMES or parts[2] not in VOICES:
        return {}
    return dict(zip(USUAL, parts, strict=False))


def _comment(one: Selection, text: str) -> str:
    """What a person said of a selection: its comment if that is not ours, and its name if that is not its words."""
    words = " ".join(text[one.start : one.end].split())
    name = " ".join(one.name.rstrip("…").removesuffix("...").split())
    ours = _described(one.description) and OURS.fullmatch(one.description)
    return "\n".join(part for part in ("" if words.startswith(name) else name, "" if ours else one.description) if part)


def _share(found: re.Match[str] | None) -> float:
    try:
        value = float(found[1]) if found else 1.0
    except ValueError:
        return 1.0
    return value if 0.0 <= value <= 1.0 else 1.0
