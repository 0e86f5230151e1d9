"""Rules prompt a person to look: rolling windows, inclusive, tested at their edges."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from textmine.errors import SettingsError
from textmine.reporting.rules import Prompt, covers, prompts
from textmine.reporting.ruleset import FILE, Rule, packaged, read_rules
from textmine.types import Episode

NOON = datetime(2024, 3, 1, 12)
FIVE = Rule(
    id="R", when="count", trigger_count=5, window_days=28, action="look", effective_from=date(2020, 1, 1), source="here"
)


def own(*days: float, hours: float = 5, **known: object) -> list[Episode]:
    """Episodes of one child, so many days after the first of March."""
    return [
        Episode(
            f"e{i}",
            "k",
            "2024-Q1",
            start=NOON + timedelta(days=day),
            end=NOON + timedelta(days=day, hours=hours),
            **known,
        )  # type: ignore[arg-type]
        for i, day in enumerate(days)
    ]


def counts(episodes: list[Episode], rule: Rule) -> dict[str, int]:
    return {prompt.episode: prompt.count for prompt in prompts(episodes, [rule])}


def test_four_weeks_are_28_dates_and_the_day_of_the_newest_is_one_of_them() -> None:
    assert counts(own(0, 5, 10, 20, 27), FIVE) == {"e4": 5}
    assert counts(own(0, 5, 10, 20, 28), FIVE) == {}
    # The hour of the day does not matter: dates do.
    assert counts(own(0.4, 5, 10, 20, 27.4), FIVE) == {"e4": 5}


def test_each_episode_from_the_fifth_on_prompts_and_the_window_rolls_over_the_month() -> None:
    assert counts(own(0, 25, 26, 27, 27.2, 27.4, 60), FIVE) == {"e4": 5, "e5": 6}


def test_three_in_twelve_months_and_in_ninety_days() -> None:
    year = FIVE.model_copy(update={"trigger_count": 3, "window_days": 365})
    assert (counts(own(0, 200, 364), year), counts(own(0, 200, 365), year)) == ({"e2": 3}, {})
    quarter = FIVE.model_copy(update={"trigger_count": 3, "window_days": 90})
    assert (counts(own(0, 1, 89), quarter), counts(own(0, 1, 90), quarter)) == ({"e2": 3}, {})


def test_longer_than_six_hours_or_past_midnight() -> None:
    rule = FIVE.model_copy(update={"when": "hours", "hours": 6, "after_midnight": True})
    assert (counts(own(0, hours=6), rule), counts(own(0, hours=6.1), rule)) == ({}, {"e0": 1})
    assert counts(own(0, hours=13), rule) == {"e0": 1}
    late = [Episode("e", "k", "2024-Q1", start=datetime(2024, 3, 1, 23), end=datetime(2024, 3, 2, 0, 30))]
    assert counts(late, rule) == {"e": 1}
    assert counts(late, rule.model_copy(update={"after_midnight": False})) == {}


def test_where_only_dates_are_known_no_hour_is_made_up() -> None:
    rule = FIVE.model_copy(update={"when": "hours", "hours": 24})
    assert counts(own(0, hours=24, date_only=True), rule) == {}
    assert counts(own(0, hours=24 * 3, date_only=True), rule) == {"e0": 1}


def test_a_deadline_of_72_hours_counts_elapsed_hours_over_the_weekend() -> None:
    rule = FIVE.model_copy(update={"when": "every", "deadline_hours": 72})
    (episode,) = own(0)
    assert episode.end is not None

    def held(hours: float, **known: object) -> bool | None:
        at = episode.end + timedelta(hours=hours) if episode.end else None
        return prompts([replace(episode, completed=True, interview=at, **known)], [rule])[0].in_time

    assert (held(72), held(72.1), held(-2)) == (True, False, None)
    assert (held(78, date_only=True), held(80, date_only=True)) == (True, False)
    assert prompts([replace(episode, completed=False)], [rule])[0].in_time is False


def test_repeated_refusal_raises_attention() -> None:
    rule = FIVE.model_copy(update={"when": "refused", "trigger_count": 2, "window_days": 365})
    refused = own(0, 10, completed=False, reason_not_held="Refused by child")
    assert counts(refused, rule) == {"e1": 2}
    assert counts(own(0, 10, completed=False, reason_not_held="not found"), rule) == {}


def test_rules_are_of_their_area_population_and_time() -> None:
    gwent = FIVE.model_copy(update={"when": "every", "area": "gwent", "population": "looked_after"})
    (episode,) = own(0, force="Gwent", care_status="looked_after")
    assert counts([episode], gwent) == {"e0": 1}
    assert counts([replace(episode, force="South Wales")], gwent) == {}
    assert counts([replace(episode, care_status="unknown")], gwent) == {}
    later = gwent.model_copy(update={"effective_from": date(2024, 4, 1)})
    earlier = gwent.model_copy(update={"effective_to": date(2023, 12, 31)})
    assert (counts([episode], later), counts([episode], earlier)) == ({}, {})
    assert covers(gwent.model_copy(update={"area": "Wales"}), episode, "Wales")


def test_first_out_of_area_and_at_risk() -> None:
    first, away, risk = (FIVE.model_copy(update={"when": when}) for when in ("first", "out_of_area", "at_risk"))
    assert counts(own(0, 3), first) == {"e0": 1}
    assert counts(own(0, out_of_area="out_of_nation"), away) == {"e0": 1}
    assert (counts(own(0, at_risk=True), risk), counts(own(0), risk)) == ({"e0": 1}, {})


def test_a_rule_that_is_kept_for_reference_prompts_nobody() -> None:
    assert counts(own(0, 1, 2, 3, 4), FIVE.model_copy(update={"active": False})) == {}


def test_the_packaged_rules_are_the_sectors_fourteen(tmp_path: Path) -> None:
    rules = read_rules(tmp_path)
    numbers = {rule.id.rstrip("abc") for rule in rules if rule.id.startswith("RU")}
    assert numbers == {f"RU-{n}" for n in range(1, 15)}
    assert all(rule.source and rule.effective_from for rule in rules)
    by_id = {rule.id: rule for rule in rules}
    assert (by_id["RU-6b"].trigger_count, by_id["RU-6b"].window_days) == (5, 28)
    assert (by_id["RU-7b"].trigger_count, by_id["RU-7b"].window_days) == (3, 365)
    assert (by_id["RU-9c"].trigger_count, by_id["RU-9c"].window_days) == (3, 90)
    # Dyfed-Powys changed its rule: the older one ends where the newer begins.
    assert by_id["RU-8b"].effective_to == date(2019, 3, 31)
    assert by_id["RU-7b"].effective_from == date(2019, 4, 1)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('when = "count"\ntrigger_count = 3', "needs window_days"),
        ('when = "sometimes"', "when"),
        ('when = "every"\neffective_to = 2001-01-01', "effective_to"),
        ('when = "every"\ncolour = "red"', "colour"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, wrong: str, said: str) -> None:
    row = f'[[rule]]\nid = "X"\naction = "look"\neffective_from = 2020-01-01\nsource = "here"\n{wrong}\n'
    (tmp_path / FILE).write_text(packaged() + row, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        read_rules(tmp_path)
    assert said in str(caught.value)
    assert "rules.toml, row" in str(caught.value)


def test_two_rules_cannot_have_one_id(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(packaged() + packaged(), encoding="utf-8")
    with pytest.raises(SettingsError, match="Two rules have one id"):
        read_rules(tmp_path)


def test_a_prompt_ranks_nobody() -> None:
    assert {"score", "rank", "risk"} & set(Prompt.__slots__) == set()
