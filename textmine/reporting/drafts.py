"""Every table of every report, before protection: all are protected together, whichever of them a report shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from textmine.reporting import (
    bygroup,
    changes,
    compliance,
    corrections,
    counting,
    coverage,
    journeys,
    places,
    recordtables,
    ruletables,
    series,
)
from textmine.reporting.calendar import Calendar
from textmine.reporting.counts import Counts
from textmine.reporting.inclusion import Counted
from textmine.reporting.material import CodeInfo, CodeQuality, Corrected
from textmine.reporting.rules import prompts
from textmine.reporting.ruleset import Rule as CheckRule
from textmine.reporting.tables import Draft
from textmine.reporting.tallies import Seen

GROUPS = {
    "push": "Push: why children left where they were",
    "pull": "Pull: what or who drew children elsewhere",
    "risk": "Risks and harms while missing",
    "voice": "How children felt",
    "help": "What would help",
}
PLACES = (places.AREA, places.FORCE)


@dataclass(frozen=True, slots=True)
class Facts:
    """What there is to count.

    Args:
        seen: coded interviews.
        counted: episodes and narratives that count.
        period: in words.
        nation: of episodes that do not record theirs.
    """

    seen: tuple[Seen, ...]
    counted: Counted = field(repr=False)
    codes: tuple[CodeInfo, ...]
    quality: tuple[CodeQuality, ...]
    corrected: tuple[Corrected, ...]
    rules: tuple[CheckRule, ...]
    when: Calendar
    period: str
    nation: str = ""

    def of(self, *groups: str) -> list[CodeInfo]:
        """Codes of some groups."""
        return [code for code in self.codes if code.group in groups]

    def titled(self, name: str) -> str:
        """A title with the period."""
        return f"{name}, {self.period}" if self.period else name

    @property
    def coded_by(self) -> str:
        """Who coded, in a sentence for the notes."""
        people = sum(one.by_people for one in self.seen)
        if people == len(self.seen):
            return "All interviews coded by people."
        if not people:
            return "All codings are the model's suggestions, not checked by people."
        # No counts: two of them add up to a total that may have to be hidden.
        tenths = min(9, max(1, round(10 * people / len(self.seen))))
        return f"About {tenths} in 10 interviews were coded by people, the others suggested by the model only."


def drafts(facts: Facts) -> tuple[list[Draft], list[Counts]]:
    """All tables, and the sums that tie their figures together."""
    changed = changes.changes(
        "changes",
        facts.titled("What changed"),
        facts.seen,
        codes=facts.of("push", "pull", "risk"),
        coded_by=facts.coded_by,
    )
    asked = prompts(facts.counted.episodes, facts.rules, nation=facts.nation)
    named = ruletables.named_sets(facts.counted.episodes, PLACES)
    prompted = ruletables.prompted(
        "prompts", facts.titled("When a rule asked somebody to look"), facts.rules, asked, named=named
    )
    tables = [*_of_records(facts), *_of_codes(facts), *_of_episodes(facts), prompted]
    ties = [
        *journeys.relations(facts.counted.episodes),
        *compliance.reason_sums(facts.counted.episodes),
        *recordtables.answers_add_up(facts.seen),
        *recordtables.offers(facts.counted.episodes),
        recordtables.coded_by_whom(facts.seen),
        *coverage.by_provider(facts.seen, PLACES),
        *counting.ways_apart(facts.seen, facts.codes),
        *(counting.narrower(one.counts, *of) for one in tables if (of := _of_wider(facts, one))),
        *ruletables.ties(facts.rules, asked, named),
        *places.relations(facts.counted.episodes, facts.seen, PLACES),
        *counting.years_and_quarters(facts.seen, facts.of("push", "pull"), facts.when),
        series.years_and_quarters(facts.counted.episodes, facts.when),
    ]
    if changed:
        tables.append(changed[0])
        ties += changed[1]
    return tables, ties


def _of_wider(facts: Facts, table: Draft) -> tuple[list[CodeInfo], Sequence[int]] | None:
    """The codes and the columns of a table in which a narrower code is a part of the one above it."""
    if table.id in GROUPS:
        return facts.of(table.id), (0, 1)
    if table.id.startswith("why_by_"):
        return facts.of("push", "pull"), range(len(table.counts.columns))
    return None


def _of_records(facts: Facts) -> list[Draft]:
    episodes, titled = facts.counted.episodes, facts.titled
    return [
        recordtables.by_coder("coded_by", titled("Who coded the interviews"), facts.seen, counted=facts.counted),
        recordtables.left_out("left_out", titled("What is not counted"), facts.counted),
        recordtables.fields("completeness", titled("How complete the records are"), episodes, facts.counted.narratives),
        recordtables.fields_by_area("completeness_by_area", titled("How complete the records are, by area"), episodes),
        recordtables.areas_recording("areas_recording", titled("Areas that record it"), episodes),
        recordtables.about("about", titled("What write-ups say of the interview"), facts.seen, coded_by=facts.coded_by),
        recordtables.code_quality("quality", "How good the coding is", facts.quality, codes=facts.codes),
        coverage.coverage("coverage", titled("The five things an interview should ascertain"), facts.seen),
    ]


def _of_codes(facts: Facts) -> list[Draft]:
    seen, by, titled = facts.seen, facts.coded_by, facts.titled
    why = facts.of("push", "pull")
    found = [
        counting.prevalence(group, titled(name), seen, codes=facts.of(group), coded_by=by)
        for group, name in GROUPS.items()
    ]
    found += [
        bygroup.by_group(one, titled(f"Why, by {one.name}"), seen, codes=why, coded_by=by) for one in bygroup.GROUPINGS
    ]
    for yearly, name in ((False, "quarter"), (True, "year")):
        found.append(
            counting.by_period(
                f"why_by_{name}",
                titled(f"Why, by {name}"),
                seen,
                codes=why,
                coded_by=by,
                yearly=yearly,
                when=facts.when,
            )
        )
    found.append(
        counting.concerns("concerns", titled("Exploitation"), seen, episodes=facts.counted.episodes, coded_by=by)
    )
    every = facts.of("push", "pull", "risk")
    found.append(
        corrections.corrected(
            "corrected", titled("Corrected for the model's errors"), seen, codes=every, found=facts.corrected
        )
    )
    return found


def _of_episodes(facts: Facts) -> list[Draft]:
    episodes, titled, when = facts.counted.episodes, facts.titled, facts.when
    found = [
        compliance.return_interviews("return_interviews", titled("Return interviews"), episodes),
        compliance.by_quarter("interviews_by_quarter", titled("Return interviews by quarter"), episodes, when),
        compliance.reasons("reasons", titled("Why no interview was held"), episodes),
        journeys.repeats("repeats", titled("Repeat episodes"), episodes),
        journeys.by_episodes("bands", titled("Children by number of episodes"), episodes),
        journeys.placements("placements", titled("Placements"), episodes),
    ]
    for place in PLACES:
        by = f"by {place.heading.lower()}"
        found += [
            places.how_often(place, titled(f"Episodes and children, {by}"), episodes),
            places.interviews(place, titled(f"Return interviews, {by}"), episodes),
            places.concerns(
                place, titled(f"Interviews and concerns, {by}"), episodes, seen=facts.seen, coded_by=facts.coded_by
            ),
            series.by_year(place, titled(f"Episodes by year, {by}"), episodes, when),
        ]
    return found
