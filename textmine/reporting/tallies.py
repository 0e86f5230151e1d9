"""What counts of each coded interview: a person's coding where there is one, else the model's suggestion."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from textmine.reporting.material import CodeInfo
from textmine.reporting.people import by_child
from textmine.types import Coding, Episode, Mention, Narrative

BY_PEOPLE = ("accepted", "edited", "adjudicated")


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen in one interview.

    Args:
        narrative, child: keyed pseudonyms.
        period: quarter, "" if not known.
        area: authority responsible, `unknown` if not known.
        care: of the child: looked_after, care_experienced, not_looked_after, or unknown (not recorded, or it changed).
        by_people: True if a person coded it or accepted the model's suggestion.
        unsure: True if the model abstains on at least one code and no person has looked.
        headline: codes affirmed and about this episode, and the codes that they imply.
        suspected, historical, negated: codes mentioned in this way and not in the headline.
        episode: that the interview was about, None if not known.
        fields: document-level answers, (field, value).
    """

    narrative: str
    child: str
    period: str
    area: str
    care: str
    by_people: bool
    unsure: bool
    headline: frozenset[str]
    suspected: frozenset[str]
    historical: frozenset[str]
    negated: frozenset[str]
    episode: Episode | None = None
    fields: tuple[tuple[str, str], ...] = ()

    def answer(self, field: str) -> str:
        """The answer to a question about the whole write-up; "" if nobody answered it."""
        return dict(self.fields).get(field, "")


def tally(
    codings: Sequence[Coding],
    narratives: Sequence[Narrative],
    *,
    episodes: Sequence[Episode],
    codes: Sequence[CodeInfo],
) -> tuple[Seen, ...]:
    """One `Seen` for each coded narrative, in the order of the narratives.

    Of several people an adjudicated coding counts alone; else what at least half of them saw counts. Rejected codings
    and codings of narratives that are not given do not count.
    """
    own: dict[str, list[Coding]] = defaultdict(list)
    for coding in codings:
        if coding.status != "rejected":
            own[coding.narrative].append(coding)
    parents = {code.id: code.parent for code in codes}
    of = by_child(episodes)
    care = care_of_children(episodes)
    return tuple(
        _seen(narrative, chosen(own[narrative.id]), parents=parents, episodes=of, care=care)
        for narrative in narratives
        if own.get(narrative.id)
    )


def care_of_children(episodes: Iterable[Episode]) -> dict[str, str]:
    """Child → care status: the one that its episodes record, `unknown` if none or if it changed."""
    found: dict[str, set[str]] = defaultdict(set)
    for episode in episodes:
        found[episode.child] |= {episode.care_status} - {"unknown"}
    return {child: next(iter(known)) if len(known) == 1 else "unknown" for child, known in found.items()}


def chosen(codings: Sequence[Coding]) -> tuple[Coding, ...]:
    """The codings of one narrative that count."""
    people = [coding for coding in codings if decided(coding)]
    settled = [coding for coding in people if coding.status == "adjudicated"]
    return tuple(settled[-1:] or people or codings[-1:])


def decided(coding: Coding) -> bool:
    """Whether a person made it or has taken it on."""
    return coding.human or coding.status in BY_PEOPLE


def _seen(
    narrative: Narrative,
    codings: tuple[Coding, ...],
    *,
    parents: Mapping[str, str],
    episodes: Mapping[tuple[str, str], Episode],
    care: Mapping[str, str],
) -> Seen:
    ways = [_ways(coding, parents) for coding in codings]
    headline, suspected, historical, negated = (_by_half([way[i] for way in ways]) for i in range(4))
    by_people = decided(codings[0])
    episode = episodes.get((narrative.meta.episode, narrative.child))
    return Seen(
        narrative=narrative.id,
        child=narrative.child,
        period=narrative.meta.period,
        area=episode.area if episode else "unknown",
        care=care.get(narrative.child, "unknown"),
        by_people=by_people,
        unsure=not by_people and any(coding.doubtful for coding in codings),
        headline=headline,
        suspected=suspected - headline,
        historical=historical - headline,
        negated=negated - headline - suspected,
        episode=episode,
        fields=codings[0].fields,
    )


def _ways(coding: Coding, parents: Mapping[str, str]) -> tuple[frozenset[str], ...]:
    return (
        _with_parents((m for m in coding.mentions if m.headline), parents),
        _with_parents((m for m in coding.mentions if m.assertion == "suspected" and m.time == "this_episode"), parents),
        _with_parents((m for m in coding.mentions if _past(m)), parents),
        # That a sub-code is ruled out says nothing of the code above it.
        frozenset(m.code for m in coding.mentions if m.assertion == "negated" and m.time == "this_episode"),
    )


def _past(mention: Mention) -> bool:
    return mention.time == "historical" and mention.assertion in ("affirmed", "suspected")


def _with_parents(mentions: Iterable[Mention], parents: Mapping[str, str]) -> frozenset[str]:
    codes = {mention.code for mention in mentions}
    waiting = list(codes)
    while waiting:
        parent = parents.get(waiting.pop(), "")
        if parent and parent not in codes:
            codes.add(parent)
            waiting.append(parent)
    return frozenset(codes)


def _by_half(sets: Sequence[frozenset[str]]) -> frozenset[str]:
    seen = Counter(code for codes in sets for code in codes)
    return frozenset(code for code, times in seen.items() if 2 * times >= len(sets))
