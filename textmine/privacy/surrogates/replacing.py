"""Replace identifiers by pseudonyms that stay the same through the whole of a child's file.

Marks name the role or kind (`[CHILD]`, `[MOTHER]`, `[FRIEND 2]`, `[SCHOOL 1]`), numbered in the order in which they first
stand in the child's file and kept in the vault, so that later write-ups go on where the earlier ones ended; or fictional
names are chosen by the vault's key (`realistic`). Dates move by a keyed number of whole weeks, the same for all write-ups
of the child, so that weekdays and intervals hold. Everything can be restored, character by character.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from textmine.privacy.case.roster import Known
from textmine.privacy.language.dates import When
from textmine.privacy.surrogates.ages import LABEL as AGE
from textmine.privacy.surrogates.ages import age_at, age_mark, read_age
from textmine.privacy.surrogates.areas import LABEL as AREA
from textmine.privacy.surrogates.areas import area_mark
from textmine.privacy.surrogates.datelists import shift_stretch
from textmine.privacy.surrogates.identities import identify
from textmine.privacy.surrogates.keys import Keys
from textmine.privacy.surrogates.marks import kind_of
from textmine.privacy.surrogates.policy import Policy
from textmine.privacy.surrogates.proposals import Proposal
from textmine.privacy.surrogates.styles import Writer, writer_of
from textmine.privacy.surrogates.wanted import wanted_in
from textmine.types import Span

WEEKS = 26


@dataclass(frozen=True, slots=True)
class Replacement:
    """One identifier and what stands in its place: characters in the write-up and in the narrative, half-open."""

    start: int
    end: int
    new_start: int
    new_end: int
    words: str = field(repr=False)
    mark: str
    why: str
    score: float


@dataclass(frozen=True, slots=True)
class Pseudonymised:
    """A narrative's text, and what was replaced in it, in order."""

    text: str = field(repr=False)
    replacements: tuple[Replacement, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A child's file after pseudonymisation.

    Args:
        texts: one for each write-up.
        marks: keyed name to (surrogate, the words it stands for): what the vault must keep.
        proposals: names that may be one person's, for a person to decide.
    """

    texts: tuple[Pseudonymised, ...]
    marks: Mapping[str, tuple[str, str]] = field(repr=False)
    proposals: tuple[Proposal, ...] = field(repr=False, default=())


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the child besides the texts.

    Args:
        people: known names, from the roster.
        same: pairs of names that a person said are one person's.
        sex: of the child, `F`, `M` or empty.
    """

    people: Sequence[Known] = field(repr=False, default=())
    same: Sequence[tuple[str, str]] = field(repr=False, default=())
    sex: str = ""


def pseudonymise_case(
    texts: Sequence[str],
    spans: Sequence[Sequence[Span]],
    *,
    known: Mapping[str, str],
    keys: Keys,
    when: Sequence[When],
    policy: Policy | None = None,
    facts: Facts | None = None,
) -> CaseResult:
    """Pseudonymise all write-ups of one child together.

    A mark that a text already holds, e.g. `[PERSON 1]`, is never given to somebody; where somebody in an earlier
    write-up has it, the text's own is replaced by another. `[CHILD]` in a text is taken to be the child.

    Args:
        texts, spans: the write-ups, in a fixed order, and the spans of each (not overlapping, in order).
        known: keyed name to surrogate, from earlier write-ups of the child.
        keys: made from the vault's key.
        when: interview or year of each write-up, for dates without a year and for ages.
        policy, facts: see there.

    Raises:
        ValueError: spans overlap, are not in order, or lie outside their text.
    """
    policy, facts = policy or Policy(), facts or Facts()
    ours = frozenset(known.values()) - {"[CHILD]"}
    wanted = [wanted_in(text, found, policy=policy, ours=ours) for text, found in zip(texts, spans, strict=True)]
    who = identify(texts, wanted, people=facts.people, same=facts.same)
    writer = writer_of(policy.style, texts, who, known=known, keys=keys, facts=(facts.people, facts.sex))
    done = tuple(
        _replace(text, found, _Rules(writer, keys.weeks, moment, policy))
        for text, found, moment in zip(texts, who.spans, when, strict=True)
    )
    return CaseResult(done, writer.marks(), who.proposals)


def restore(narrative: str, replacements: Sequence[Replacement]) -> str:
    """The write-up as it was, character by character."""
    parts, last = [], 0
    for item in replacements:
        parts += [narrative[last : item.new_start], item.words]
        last = item.new_end
    return "".join([*parts, narrative[last:]])


@dataclass(frozen=True, slots=True)
class _Rules:
    """What stands for each kind of span in one write-up."""

    writer: Writer
    weeks: int
    when: When
    policy: Policy

    def __call__(self, span: Span, text: str) -> str:
        words = text[span.start : span.end]
        banded = self.policy.ages == "band"
        if span.label == AREA:
            return span.entity if self.policy.style == "realistic" else area_mark(span.entity)
        if span.label == AGE:
            return age_mark(read_age(words), banded=banded)
        kind = kind_of(span, words)
        if kind == "DATE":
            before = text[max(0, span.start - 24) : span.start]
            return shift_stretch(words, self.weeks, when=self.when, before=before) or "[DATE]"
        if kind == "DATE OF BIRTH" and (age := age_at(words, self.when.interview)) is not None:
            return age_mark(age, banded=banded)
        return self.writer(span, text)


def _replace(text: str, spans: Sequence[Span], mark: Callable[[Span, str], str]) -> Pseudonymised:
    parts: list[str] = []
    replaced: list[Replacement] = []
    last = length = 0
    for span in spans:
        words, new = text[span.start : span.end], mark(span, text)
        length += span.start - last
        parts += [text[last : span.start], new]
        replaced.append(Replacement(span.start, span.end, length, length + len(new), words, new, span.why, span.score))
        length += len(new)
        last = span.end
    return Pseudonymised("".join([*parts, text[last:]]), tuple(replaced))
