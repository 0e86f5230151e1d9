"""Whatever the texts and spans: everything is restored, nobody shares a mark, nothing that was caught is shown."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from textmine.privacy.dates import read_date, shift
from textmine.privacy.folding import fold
from textmine.privacy.marks import MARK
from textmine.privacy.merging import merge
from textmine.privacy.naming import find_known
from textmine.privacy.recognisers import recognise
from textmine.privacy.residue import doubts
from textmine.privacy.roster import Case, Known
from textmine.privacy.surrogates import CaseResult, pseudonymise_case, restore
from textmine.types import Span

LABELS = ("PERSON", "LOCATION", "DATE", "DOB", "PHONE", "SCHOOL", "REFERENCE", "HANDLE", "DATE_TIME", "NRP")
ENTITIES = ("", "", "child", "mother:lowri", "mother:ann", "child:cai", "family name:bevan", "person:dyl", "SCHOOL:bro")
WORDS = st.sampled_from(
    ["Ffion", "ffion", "Siân", "SIAN's", "14/5/24", "May 2024", "3rd of March", "07700 900123", "[PERSON 1]", "[CHILD]"]
    + ["[MOTHER]", "[DATE]", "[PLACE 2]", " ", "  ", "\n", "😀", "\ud83d", "\ude00", "e\u0301", "went", "a.b", "[", "]"]
)
TEXTS = st.lists(WORDS | st.text(max_size=4), max_size=14).map("".join)
CASES = settings(max_examples=600, deadline=None)


@st.composite
def spans_of(draw: st.DrawFn, text: str) -> tuple[Span, ...]:
    """Spans of a text that do not overlap, in order."""
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return tuple(
        Span(start, end, draw(st.sampled_from(LABELS)), 0.9, "test", draw(st.sampled_from(ENTITIES)))
        for start, end in pairs
    )


@st.composite
def files(draw: st.DrawFn) -> tuple[list[str], list[tuple[Span, ...]]]:
    """A child's file: write-ups with spans."""
    texts = draw(st.lists(TEXTS, min_size=1, max_size=3))
    return texts, [draw(spans_of(text)) for text in texts]


def pseudonymised(
    texts: list[str], spans: list[tuple[Span, ...]], known: dict[str, str] | None = None, weeks: int = 3
) -> CaseResult:
    years = [2024] * len(texts)
    return pseudonymise_case(texts, spans, known=known or {}, key=lambda e: e, weeks=weeks, years=years)


@CASES
@given(files(), st.integers(-26, 26))
def test_every_write_up_is_restored_byte_for_byte(file: tuple[list[str], list[tuple[Span, ...]]], weeks: int) -> None:
    texts, spans = file
    result = pseudonymised(texts, spans, weeks=weeks)
    assert texts == [restore(new.text, new.replacements) for new in result.texts]


@CASES
@given(files())
def test_two_entities_never_share_a_mark(file: tuple[list[str], list[tuple[Span, ...]]]) -> None:
    marks = [mark for mark, _ in pseudonymised(*file).marks.values()]
    assert len(marks) == len(set(marks))


@CASES
@given(files())
def test_a_mark_of_the_texts_is_never_given_to_anybody(file: tuple[list[str], list[tuple[Span, ...]]]) -> None:
    texts, spans = file
    written = {match[0] for text in texts for match in MARK.finditer(text)} - {"[CHILD]"}
    assert set() == written & {mark for mark, _ in pseudonymised(texts, spans).marks.values()}


@CASES
@given(files(), files())
def test_a_second_run_with_the_marks_of_the_first_gives_the_same_marks(
    file: tuple[list[str], list[tuple[Span, ...]]], later: tuple[list[str], list[tuple[Span, ...]]]
) -> None:
    first = pseudonymised(*file)
    known = {entity: mark for entity, (mark, _) in first.marks.items()}
    assert [new.text for new in first.texts] == [new.text for new in pseudonymised(*file, known).texts]
    both = pseudonymised(file[0] + later[0], file[1] + later[1], known)
    assert known == {entity: both.marks[entity][0] for entity in known}
    marks = [mark for mark, _ in both.marks.values()]
    assert len(marks) == len(set(marks))


@CASES
@given(files())
def test_what_lies_outside_the_spans_is_unchanged(file: tuple[list[str], list[tuple[Span, ...]]]) -> None:
    for text, new in zip(file[0], pseudonymised(*file).texts, strict=True):
        ends = [0, *(item.end for item in new.replacements)]
        starts = [*(item.start for item in new.replacements), len(text)]
        new_ends = [0, *(item.new_end for item in new.replacements)]
        new_starts = [*(item.new_start for item in new.replacements), len(new.text)]
        before = [text[a:b] for a, b in zip(ends, starts, strict=True)]
        assert before == [new.text[a:b] for a, b in zip(new_ends, new_starts, strict=True)]


FORMS = st.sampled_from(
    ["{d}/{m}/{y}", "{d:02}/{m:02}/{y}", "{d}.{m}.{yy:02}", "{d:02}-{m:02}-{yy:02}", "{y}-{m:02}-{d:02}"]
    + ["{d} {name} {y}", "{d} {short} {yy:02}", "{name} {d}, {y}"]
)
DAYS = st.dates(date(1985, 1, 1), date(2060, 12, 31))
SHIFTS = st.integers(-26, 26).filter(bool)


def written(day: date, form: str) -> str:
    name = day.strftime("%B")
    return form.format(d=day.day, m=day.month, y=day.year, yy=day.year % 100, name=name, short=name[:3])


@CASES
@given(DAYS, FORMS, SHIFTS)
def test_a_shifted_date_keeps_its_weekday_and_is_never_the_original(day: date, form: str, weeks: int) -> None:
    shifted = shift(written(day, form), weeks, year=2024)
    assert shifted is not None
    assert written(day, form) != shifted
    assert day + timedelta(weeks=weeks) == read_date(shifted)


@CASES
@given(st.integers(1, 12), st.integers(1990, 2060), SHIFTS, st.sampled_from(["%B %Y", "%b %Y"]))
def test_a_shifted_month_is_never_the_original(month: int, year: int, weeks: int, form: str) -> None:
    words = date(year, month, 1).strftime(form)
    assert shift(words, weeks, year=2024) not in (None, words)


@CASES
@given(DAYS, DAYS, FORMS, SHIFTS)
def test_shifting_keeps_intervals(one: date, other: date, form: str, weeks: int) -> None:
    shifted = [read_date(str(shift(written(day, form), weeks, year=2024))) for day in (one, other)]
    assert shifted[0] is not None
    assert shifted[1] is not None
    assert other - one == shifted[1] - shifted[0]


@st.composite
def overlapping(draw: st.DrawFn) -> tuple[str, list[Span]]:
    """A text, and spans as many detectors give them."""
    text = draw(st.text(alphabet="ab 1.-é\n", min_size=1, max_size=30))
    places = draw(st.lists(st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))), max_size=10))
    pick = st.sampled_from
    return text, [
        Span(
            *(start, end),
            draw(pick(["PERSON", "LOCATION", "ADDRESS", "DATE", "DOB"])),
            draw(pick([0.5, 0.9, 1.0])),
            draw(pick(["roster", "tagger", "seen elsewhere", "decision"])),
            draw(pick(["", "child"])),
        )
        for start, end in places
        if start < end
    ]


@CASES
@given(overlapping())
def test_merging_covers_every_letter_and_digit_that_was_covered_and_nothing_else(case: tuple[str, list[Span]]) -> None:
    text, spans = case
    covered = {i for span in spans for i in range(span.start, span.end) if text[i].isalnum()}
    assert covered == {i for span in merge(text, spans) for i in range(span.start, span.end) if text[i].isalnum()}


@CASES
@given(overlapping())
def test_merged_spans_do_not_overlap_and_are_in_order(case: tuple[str, list[Span]]) -> None:
    merged = merge(*case)
    assert all(one.end <= other.start for one, other in pairwise(merged))
    assert all(case[0][span.start : span.end].strip() == case[0][span.start : span.end] for span in merged)


@CASES
@given(overlapping(), st.integers())
def test_the_order_of_the_detectors_makes_no_difference(case: tuple[str, list[Span]], seed: int) -> None:
    text, spans = case
    shuffled = random.Random(seed).sample(spans, len(spans))
    assert merge(text, spans) == merge(text, shuffled)


NAMES = st.from_regex(r"[A-Z][a-zéâ]{2,8}([-'’][A-Z][a-z]{2,6})?( [A-Z][a-z]{2,9})?", fullmatch=True)


@settings(max_examples=400, deadline=None)
@given(NAMES, st.text(alphabet="ab ,.\n'’", max_size=8), st.text(alphabet=" ,.\n'’?!", min_size=1, max_size=3))
@example("O'Shea", "", " ")
def test_a_known_name_with_its_capital_is_always_found(name: str, before: str, after: str) -> None:
    text = f"{before} {name}{after}was seen"
    case = Case("C1", (Known(name, "PERSON", "child", "child"),))
    covered = {i for span in find_known(text, case) for i in range(span.start, span.end)}
    at = len(before) + 1
    assert all(i in covered for i in range(at, at + len(name)) if text[i].isalnum())


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=80))
@example("İ ẞ ﬁ ǆ")
def test_folding_always_finds_its_way_back(text: str) -> None:
    folded = fold(text)
    for start in range(len(folded.text)):
        left, right = folded.back(start, start + 1)
        assert 0 <= left < right <= len(text)
    if folded.text:
        assert len(text) == folded.back(0, len(folded.text))[1]


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_detectors_give_places_inside_any_text(text: str) -> None:
    case = Case("C1", (Known("Siân Ffion", "PERSON", "child", "child"), Known("14/5/24", "DOB", "", "DOB:x")))
    for span in (*recognise(text), *find_known(text, case)):
        assert 0 <= span.start < span.end <= len(text)
    for doubt in doubts(text):
        assert doubt.words == text[doubt.start : doubt.end]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(["Ffion", "Dyl", "[PERSON 1]", "went", ".", "to"]), max_size=10))
def test_after_replacing_no_masked_name_is_left(words: list[str]) -> None:
    text = " ".join(words)
    spans = tuple(Span(*match.span(), "PERSON") for match in re.finditer("Ffion|Dyl", text))
    assume(spans)
    new = pseudonymised([text], [spans]).texts[0].text
    assert not re.search("Ffion|Dyl", new)
