"""What somebody could work out who holds the whole report, knows how its tables hang together, and can subtract."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from textmine.reporting.editions import Edition
from textmine.reporting.findings import Asked, Built, CodeInfo, build
from textmine.reporting.office import in_order
from textmine.reporting.ruleset import Rule
from textmine.types import Coding, Episode, Mention, Meta, Narrative, Report

CODES = (
    CodeInfo("push_talk", "Talk", "push"),
    CodeInfo("push_far", "Far", "push", parent="push_talk"),
    CodeInfo("pull_family", "Family", "pull"),
    CodeInfo("risk_cse_indicators", "CSE", "risk"),
)
EVERYTHING = Asked()
BEGIN = datetime(2024, 1, 2, 18)


def episodes(n: int, *, first: int = 0, each: int = 1, **known: object) -> list[Episode]:
    """`n` episodes of `n / each` children, a day apart, in the first quarter of 2024."""
    made = []
    for number in range(first, first + n):
        start = BEGIN + timedelta(days=number % 80)
        one = Episode(f"e{number}", f"k{number // each}", "2024-Q1", start=start, end=start + timedelta(hours=5))
        made.append(replace(one, **known))  # type: ignore[arg-type]
    return made


def written(of: Iterable[Episode], **seen: Sequence[str]) -> tuple[list[Coding], list[Narrative]]:
    """An interview of each episode, coded by a person; `seen` is way of saying → codes."""
    codings, narratives = [], []
    for episode in of:
        mentions = tuple(
            Mention(0, 7, code, assertion="affirmed" if way == "affirmed" else way)  # type: ignore[arg-type]
            for way, codes in seen.items()
            for code in codes
        )
        codings.append(Coding(f"n{episode.id}", "person", mentions))
        narratives.append(
            Narrative(f"n{episode.id}", episode.child, "Debrief.", Meta(episode=episode.id, period=episode.period))
        )
    return codings, narratives


def built(
    of: Sequence[Episode], coded: tuple[list[Coding], list[Narrative]] = ([], []), asked: Asked = EVERYTHING
) -> Built:
    return build(*coded, episodes=of, codes=CODES, asked=asked)


def numbers(report: Report, table: str) -> dict[str, dict[str, float | None]]:
    """Row → column → what is shown."""
    for _, section in in_order(report.sections):
        for one in section.tables:
            if one.id == table:
                return {
                    name: {column: cell.value for column, cell in zip(one.columns[1:], cells, strict=True)}
                    for name, cells in one.rows
                }
    return {}


def every_number(report: Report) -> set[float]:
    """All counts that stand anywhere in a report: in its tables and on its first page."""
    cells = [
        cell for _, section in in_order(report.sections) for t in section.tables for _, line in t.rows for cell in line
    ]
    cells += [cell for _, cell, _ in report.headline]
    return {cell.value for cell in cells if cell.value is not None and not cell.shown.endswith("%")}


def test_reasons_add_up_and_one_of_few_is_not_what_the_others_leave() -> None:
    refused = episodes(40, completed=False, reason_not_held="refused")
    lost = episodes(16, first=40, completed=False, reason_not_held="not found")
    late = episodes(4, first=56, completed=False, reason_not_held="out of time")
    reasons = numbers(built([*refused, *lost, *late]).report, "reasons")
    assert reasons["Out of time"]["Episodes"] is None
    known = [line["Episodes"] for name, line in reasons.items() if not name.startswith("All")]
    assert known.count(None) != 1, "60 less the others would be 4"


def test_the_order_of_rows_tells_nothing_of_what_is_hidden() -> None:
    some = episodes(12, completed=False, reason_not_held="a")
    some += episodes(12, first=12, each=12, completed=False, reason_not_held="b")
    some += episodes(12, first=24, completed=False, reason_not_held="c")
    some += episodes(3, first=36, completed=False, reason_not_held="z")
    some += episodes(9, first=39, completed=False, reason_not_held="y")
    shown = [line["Episodes"] for line in numbers(built(some).report, "reasons").values()]
    assert None in shown
    assert None not in shown[: -shown.count(None)], "hidden rows come last"


def test_how_many_have_a_field_filled_in_is_no_back_door() -> None:
    """Where only a yes is ever written, the number of records that have the field is the number of children."""
    few = episodes(3, uasc=True, care_status="looked_after")
    many = episodes(60, first=3, care_status="not_looked_after")
    complete = numbers(built([*few, *many]).report, "completeness")
    assert complete["Unaccompanied child seeking asylum"]["Recorded"] is None
    assert complete["In or out of area (of looked-after children)"]["Of"] is None


def test_percentages_of_an_area_do_not_tell_its_hidden_number_of_episodes() -> None:
    """Percentages of one denominator narrow it down: where it is hidden, so are they."""
    small = episodes(3, area="Tiny")
    large = episodes(29, first=3, area="Ambersea", provider="P") + episodes(400, first=60, area="Brackwell")
    report = built([*small, *large]).report
    assert numbers(report, "often_area")["Ambersea"]["Episodes"] is None
    assert set(numbers(report, "completeness_by_area")["Ambersea"].values()) == {None}


def test_interviews_by_provider_do_not_tell_those_of_an_area() -> None:
    """Each area has a provider of its own, and the table of the freedom of information answers says which."""
    tiny = episodes(3, area="Tiny", provider="Q", completed=True, offered=True)
    large = episodes(30, first=3, area="Ambersea", provider="P", completed=True, offered=True)
    report = built([*tiny, *large], written([*tiny, *large], affirmed=["push_talk"])).report
    assert numbers(report, "foi_area")["Tiny"]["Interviews coded"] is None
    by_provider = [line["Interviews"] for line in numbers(report, "coverage").values()]
    assert 3 not in by_provider
    assert by_provider.count(None) != 1


def test_what_a_rule_asked_is_no_back_door() -> None:
    """A rule about every episode counts what other tables hide."""
    of_tiny = episodes(3, area="Tiny", offered=True)
    large = episodes(30, first=3, area="Ambersea", offered=True)
    rule = Rule(id="T", area="Tiny", when="every", action="look", effective_from=BEGIN.date(), source="here")
    for area in ("Tiny", "Ambersea"):
        asked = Asked(rules=(rule.model_copy(update={"area": area}),))
        report = built([*of_tiny, *large], asked=asked).report
        assert numbers(report, "often_area")[area]["Episodes"] is None
        assert [line["Episodes"] for line in numbers(report, "prompts").values() if "look" in str(line)] in ([], [None])
        assert numbers(report, "prompts")["T: look"]["Episodes"] is None


def test_a_total_that_an_earlier_report_makes_telling_stands_nowhere_else() -> None:
    """Ninety were given out; three came late. 93 must not stand in a corner."""
    some = episodes(93, offered=True, completed=True, care_status="looked_after", provider="P", area="Ambersea")
    rule = Rule(id="T", when="every", action="look", effective_from=BEGIN.date(), source="here")
    before = built(some[:90], written(some[:90], affirmed=["push_talk"]), Asked(rules=(rule,)))
    issued = Edition("first", before.quarters, before.figures)
    now = built(some, written(some, affirmed=["push_talk"]), Asked(rules=(rule,), earlier=(issued,)))
    assert 90 in every_number(before.report)
    assert 93 not in every_number(now.report)
    words = " ".join(p for _, section in in_order(now.report.sections) for p in section.paragraphs)
    assert "93" not in words


def test_every_count_of_a_table_is_compared_with_earlier_reports() -> None:
    """Of a reason, too: twelve refused in the report that was given out, fourteen in this one."""
    some = episodes(30, completed=False, reason_not_held="not found")
    refused = episodes(14, first=30, completed=False, reason_not_held="refused")
    before = built([*some, *refused[:12]])
    now = built([*some, *refused], asked=Asked(earlier=(Edition("first", before.quarters, before.figures),)))
    assert numbers(before.report, "reasons")["Refused"]["Episodes"] == 12
    assert numbers(now.report, "reasons")["Refused"]["Episodes"] is None


def test_affirmed_suspected_and_ruled_out_cannot_be_more_than_all() -> None:
    """30 affirmed and 9 ruled out of 40 leave one that may be suspected."""
    some = episodes(40)
    parts = (some[:30], some[30:39], some[39:])
    ways = ("affirmed", "negated", "suspected")
    coded = [written(of, **{way: ["risk_cse_indicators"]}) for of, way in zip(parts, ways, strict=True)]
    every = ([c for codings, _ in coded for c in codings], [n for _, narratives in coded for n in narratives])
    line = numbers(built(some, every).report, "risk")["CSE"]
    assert line["Suspected only (interviews)"] is None
    assert None in (line["Interviews"], line["Ruled out (interviews)"])


def test_where_each_child_has_one_interview_children_and_interviews_hide_alike() -> None:
    """A hidden count of interviews must not stand beside as a count of children."""
    some = [*episodes(20, area="Ambersea"), *episodes(3, first=20, area="Tiny"), *episodes(30, first=23, area="Far")]
    report = built(some, written(some, affirmed=["push_talk"])).report
    episodes_of = numbers(report, "often_area")
    for line in episodes_of.values():
        assert (line["Episodes"] is None) == (line["Children"] is None)


def test_in_care_episodes_are_not_a_sum_with_one_unknown() -> None:
    """53 in care, 50 of them looked after: three are of a child who once was."""
    looked_after = episodes(50, care_status="looked_after")
    once = episodes(3, first=50, care_status="care_experienced")
    others = episodes(60, first=53, care_status="not_looked_after")
    repeats = numbers(built([*looked_after, *once, *others]).report, "repeats")
    both = next(line for name, line in repeats.items() if name.startswith("Episodes of looked-after"))["Numerator"]
    alone = repeats["Episodes per child: looked after children"]["Numerator"]
    assert None in (both, alone)


def test_a_narrower_code_is_part_of_the_wider_one() -> None:
    """32 with the code above and 30 with the narrower one tell of two."""
    some = episodes(60)
    coded = [
        written(some[:30], affirmed=["push_far"]),
        written(some[30:32], affirmed=["push_talk"]),
        written(some[32:]),
    ]
    every = ([c for codings, _ in coded for c in codings], [n for _, narratives in coded for n in narratives])
    push = numbers(built(some, every).report, "push")
    assert None in (push["Talk"]["Children"], push["Far"]["Children"])
    assert None in (push["Talk"]["Interviews"], push["Far"]["Interviews"])


def test_a_middle_value_of_few_children_is_not_shown() -> None:
    some = episodes(7, offered=True, completed=True, interview=BEGIN + timedelta(days=100))
    line = numbers(built([*some, *episodes(40, first=7)]).report, "return_interviews")
    assert line["Median hours to interview"]["Figure"] is None
