"""When a rule asks a person to look: rolling windows on the newest episode, inclusive, each one from the trigger on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from textmine.reporting.interviewtimes import gap
from textmine.reporting.placements import OUT, quarter_end
from textmine.reporting.ruleset import Rule
from textmine.types import Episode

REFUSED = ("refus", "declin")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A rule asks a person to look at an episode: a prompt, never a decision.

    Args:
        rule, action: of the rule.
        child, episode: keyed pseudonyms.
        period: true quarter of the episode.
        count: episodes, or refusals, in the window; 1 where the rule does not count.
        offered: whether a return interview was offered; None if not recorded.
        in_time: whether it was held by the rule's deadline; None if that is not known or the rule has none.
    """

    rule: str
    action: str
    child: str
    episode: str
    period: str
    count: int
    offered: bool | None
    in_time: bool | None


def prompts(episodes: Sequence[Episode], rules: Sequence[Rule], *, nation: str = "") -> tuple[Prompt, ...]:
    """Every prompt of every active rule, in order of the rules and then of the episodes.

    Args:
        episodes: merged; those that began at a known time.
        nation: of episodes that do not record theirs.
    """
    own: dict[str, list[Episode]] = defaultdict(list)
    for episode in sorted((e for e in episodes if e.start), key=lambda e: (e.child, e.start or date.min, e.id)):
        own[episode.child].append(episode)
    return tuple(
        _prompt(rule, newest, count)
        for rule in rules
        if rule.active
        for child in own.values()
        for place, newest in enumerate(child)
        if _holds(rule, newest, nation) and (count := _triggered(rule, child, place))
    )


def covers(rule: Rule, episode: Episode, nation: str = "") -> bool:
    """Whether a rule is about the place of an episode: by area, force, region or nation."""
    return not rule.area or rule.area.casefold() in _folded(places_of(episode, nation))


def places_of(episode: Episode, nation: str = "") -> tuple[str, ...]:
    """Every place that an episode names, by which a rule may be about it."""
    known = episode.nation if episode.nation != "unknown" else nation
    return episode.area, episode.host_area, episode.force, episode.region, known


@lru_cache(maxsize=4096)
def _folded(places: tuple[str, ...]) -> frozenset[str]:
    return frozenset(place.casefold() for place in places)


def _holds(rule: Rule, episode: Episode, nation: str) -> bool:
    return (
        covers(rule, episode, nation)
        and (rule.population == "all" or episode.care_status == rule.population)
        and _in_force(rule, episode.period)
    )


def _in_force(rule: Rule, period: str) -> bool:
    """By the true quarter of the episode, the only true date there is; of a quarter without a date, yes."""
    if not period:
        return True
    end = quarter_end(period)
    begin = date(int(period[:4]), int(period[-1]) * 3 - 2, 1)
    return rule.effective_from < end and (rule.effective_to is None or begin <= rule.effective_to)


def _triggered(rule: Rule, own: Sequence[Episode], place: int) -> int:
    """How many there are in the window where the rule applies to this episode, else 0."""
    newest = own[place]
    if rule.when == "count":
        n = len(_window(own[: place + 1], rule.window_days))
        return n if n >= rule.trigger_count else 0
    if rule.when == "refused":
        n = sum(map(refused, _window(own[: place + 1], rule.window_days))) if refused(newest) else 0
        return n if n >= rule.trigger_count else 0
    applies = {
        "every": True,
        "first": place == 0,
        "hours": _away(newest, rule),
        "out_of_area": newest.out_of_area in OUT,
        "at_risk": newest.at_risk is True,
    }
    return int(applies[rule.when])


def _window(own: Sequence[Episode], days: int) -> list[Episode]:
    """Episodes that began on one of the days up to and with that of the newest: 28 days are 28 dates."""
    first = max(episode.start.date() for episode in own if episode.start) - timedelta(days=days - 1)
    return [episode for episode in own if episode.start and episode.start.date() >= first]


def refused(episode: Episode) -> bool:
    """Whether the child refused the interview, as recorded."""
    return episode.completed is not True and episode.reason_not_held.casefold().startswith(REFUSED)


def _away(episode: Episode, rule: Rule) -> bool:
    """Whether the child was away for longer than the rule says, or past midnight where it says so.

    Where only dates are known, at least the whole days between them, so that no hour is made up.
    """
    if episode.start is None or episode.end is None:
        return False
    nights = (episode.end.date() - episode.start.date()).days
    hours = 24.0 * max(0, nights - 1) if episode.date_only else (episode.end - episode.start) / timedelta(hours=1)
    return hours > rule.hours or (rule.after_midnight and nights > 0)


def _prompt(rule: Rule, episode: Episode, count: int) -> Prompt:
    return Prompt(
        rule.id,
        rule.action,
        episode.child,
        episode.id,
        episode.period,
        count,
        episode.offered,
        _by_deadline(rule, episode),
    )


def _by_deadline(rule: Rule, episode: Episode) -> bool | None:
    waited = gap(episode)
    if not rule.deadline_hours:
        return None
    if episode.completed is False:
        return False
    if waited is None:
        return None
    if episode.date_only:
        return waited.days <= rule.deadline_hours / 24
    return waited <= timedelta(hours=rule.deadline_hours)
