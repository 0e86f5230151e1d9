"""Whatever the texts, spans and style: everything is restored, nobody shares a surrogate, numbers are nobody's."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable
from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from textmine.markshape import MARK
from textmine.privacy.case.roster import Known
from textmine.privacy.language.dates import When, read_date, shift
from textmine.privacy.language.numbershapes import bare
from textmine.privacy.rules.recognisers import nhs_check
from textmine.privacy.surrogates.datelists import shift_stretch
from textmine.privacy.surrogates.fakenumbers import fake_numbers, written_like
from textmine.privacy.surrogates.identities import identify
from textmine.privacy.surrogates.marks import entity_of, kind_of
from textmine.privacy.surrogates.policy import Ages, Policy, Style
from textmine.privacy.surrogates.replacing import CaseResult, Facts, Keys, pseudonymise_case, restore
from textmine.privacy.surrogates.styles import PREFIXES
from textmine.types import Span

File = tuple[list[str], list[tuple[Span, ...]]]

LABELS = "PERSON LOCATION DATE DOB PHONE SCHOOL REFERENCE HANDLE DATE_TIME NRP AGE AMOUNT".split()
ENTITIES = ("", "", "child", "mother:lowri", "mother:ann", "child:cai", "family name:bevan", "person:dyl", "SCHOOL:bro")
WORDS = st.sampled_from(
    ["Ffion", "ffion", "Siân", "SIAN's", "14/5/24", "May 2024", "3rd of March", "07700 900123", "[PERSON 1]", "[CHILD]"]
    + ["[MOTHER]", "[DATE]", "[PLACE 2]", "<PERSON>", "XXXX", " ", "  ", "\n", "😀", "\ud83d", "\ude00", "e\u0301"]
    + ["went", "a.b", "[", "]", "14yo", "(", ")", ", known as "]
)
TEXTS = st.lists(WORDS | st.text(max_size=4), max_size=14).map("".join)
STYLES: st.SearchStrategy[Style] = st.sampled_from(["roles", "tags", "realistic"])
AGES: st.SearchStrategy[Ages] = st.sampled_from(["keep", "band"])
WEEKS = st.integers(-26, 26).filter(bool)
INTERVIEW = date(2024, 5, 16)


def cases(n: int) -> Callable[..., object]:
    """So many examples, however long each takes."""
    return settings(max_examples=n, deadline=None)


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
def files(draw: st.DrawFn) -> File:
    """A child's file: write-ups with spans anywhere."""
    texts = draw(st.lists(TEXTS, min_size=1, max_size=3))
    return texts, [draw(spans_of(text)) for text in texts]


# Words that stand for somebody or something, by their label; writings of one identifier stand beside each other.
IDENTIFIERS = (
    *(("PERSON", words) for words in ("Kayleigh Jones", "kayleigh jones", "KAYLEIGH JONES's", "JONES, Kayleigh")),
    *(("PERSON", words) for words in ("Dyl", "Dylan Hughes", "dyl", "Siân", "Sian", "Mo", "Oluwaseun Adeyemi", "KJ")),
    *(("PERSON", words) for words in ("Aneta", "Anita", "Anets", "Zofia Nowak", "Marek Nowak", "Nowak", "Jon", "Jan")),
    *(("LOCATION", words) for words in ("Rhyl", "RHYL", "St John's", "st johns", "Porth Merin", "Rhyl station")),
    *(("ORGANIZATION", words) for words in ("the Ship Inn", "Ship Inn", "Rhyl", "Bay Carpets")),
    *(("SCHOOL", words) for words in ("Ysgol Bro Elwy", "Larkfield High School", "ysgol bro elwy")),
    *(("ADDRESS", words) for words in ("12 High Street", "14 High Street", "Heol y Felin", "Flat 6, Llys y Morwr")),
    *(("PHONE", words) for words in ("07700 900123", "07700900123", "\\+44 7700 900123", "01492 530123", "530124")),
    *(("NHS", words) for words in ("999 214 0372", "9992140372", "485 777 3456")),
    *(("REFERENCE", words) for words in ("PM-CLA-0417", "pm cla 0417", "17", "18", "RI15020")),
    *(("HANDLE", words) for words in ("@kay_x.09", "kay_x.09", "kay.x_09")),
    *(("POSTCODE", words) for words in ("CF10 3AB", "cf103ab", "L1", "L2")),
    *(("VEHICLE", words) for words in ("AB12 CDE", "A123 BCD")),
    *(("EMAIL", words) for words in ("kay@gmail.com", "Kay@gmail.com", "mo@gmail.com")),
    *(("NRP", words) for words in ("Polish", "Somali")),
    *(("AMOUNT", words) for words in ("£1,500", "two wraps")),
)
BETWEEN = st.sampled_from(
    [" went to ", ", ", " met ", ". ", "\n", " and her friend ", " (", ") ", " [PERSON 1] ", " said "]
)


@st.composite
def stories(draw: st.DrawFn) -> File:
    """A child's file with identifiers where detectors would find them."""
    texts, spans = [], []
    for _ in range(draw(st.integers(1, 3))):
        text, found = "", []
        for label, words in draw(st.lists(st.sampled_from(IDENTIFIERS), max_size=9)):
            text += draw(BETWEEN)
            found.append(Span(len(text), len(text) + len(words), label, 0.9, "test"))
            text += words
        texts.append(text)
        spans.append(tuple(found))
    return texts, spans


def keyed(entity: str) -> str:
    return hmac.digest(b"key", entity.encode("utf-8", "surrogatepass"), "sha256").hex()[:24]


def pseudonymised(
    file: File, style: Style = "roles", known: dict[str, str] | None = None, weeks: int = 3, ages: Ages = "keep"
) -> CaseResult:
    texts, spans = file
    return pseudonymise_case(
        texts,
        spans,
        known=known or {},
        keys=Keys(weeks, keyed, keyed),
        when=[When(INTERVIEW, 2024)] * len(texts),
        policy=Policy(style, ages, {"Porth Merin": "North Wales coast"}),
        facts=Facts((Known("Ffion Haf", "PERSON", "child", "child"),)),
    )


def kept(result: CaseResult) -> dict[str, str]:
    return {entity: mark for entity, (mark, _) in result.marks.items()}


def who_is_what(file: File, result: CaseResult) -> list[tuple[str, str, str]]:
    """(entity, its words, what stands for it) of every span that is no date, age or area."""
    texts, spans = file
    found = []
    for text, mine, new in zip(texts, identify(texts, spans).spans, result.texts, strict=True):
        at = {(item.start, item.end): item.mark for item in new.replacements}
        for span in mine:
            words = text[span.start : span.end]
            if words != "Porth Merin" and (span.start, span.end) in at:
                entity = entity_of(span, words, kind_of(span, words))
                found.append((entity, words, at[span.start, span.end]))
    return found


@cases(1200)
@given(files(), STYLES, AGES, st.integers(-26, 26))
def test_every_write_up_is_restored_byte_for_byte(file: File, style: Style, ages: Ages, weeks: int) -> None:
    result = pseudonymised(file, style, weeks=weeks, ages=ages)
    assert file[0] == [restore(new.text, new.replacements) for new in result.texts]


@cases(900)
@given(stories(), STYLES, AGES)
def test_every_story_is_restored_byte_for_byte(file: File, style: Style, ages: Ages) -> None:
    result = pseudonymised(file, style, ages=ages)
    assert file[0] == [restore(new.text, new.replacements) for new in result.texts]


@cases(1500)
@given(stories(), st.sampled_from(["roles", "tags"]))
def test_one_entity_has_one_mark_and_two_never_share_one(file: File, style: Style) -> None:
    of: dict[str, str] = {}
    for entity, _, mark in who_is_what(file, pseudonymised(file, style)):
        assert of.setdefault(entity, mark) == mark
    assert len(of) == len(set(of.values()))


@cases(1200)
@given(stories())
def test_fictional_names_never_stand_for_two_and_are_never_real(file: File) -> None:
    result = pseudonymised(file, "realistic")
    found = who_is_what(file, result)
    shown: dict[str, set[str]] = {}
    for entity, words, new in found:
        surname = entity.startswith("PERSON:") and words in ("Nowak", "Jones")
        shown.setdefault(bare(re.sub("'s$", "", new)).casefold(), set()).add("surname" if surname else entity)
    assert [] == [new for new, entities in shown.items() if len(entities) > 1]
    real = {bare(words).casefold() for _, words, _ in found}
    assert set() == real & shown.keys()


@cases(600)
@given(stories(), stories(), STYLES)
def test_surrogates_of_the_vault_stay_when_the_file_grows_without_news(one: File, other: File, style: Style) -> None:
    first = pseudonymised(one, style)
    again = pseudonymised(one, style, kept(first))
    assert [new.text for new in first.texts] == [new.text for new in again.texts]
    both = pseudonymised((one[0] + other[0], one[1] + other[1]), style, kept(first))
    marks: dict[str, set[str]] = {}
    for entity, _, mark in who_is_what((one[0] + other[0], one[1] + other[1]), both):
        marks.setdefault(mark, set()).add(entity)
    if style != "realistic":
        assert [] == [mark for mark, entities in marks.items() if len(entities) > 1]


@cases(600)
@given(files(), st.sampled_from(["roles", "tags"]))
def test_a_mark_of_the_texts_is_never_given_to_anybody(file: File, style: Style) -> None:
    written = {match[0] for text in file[0] for match in MARK.finditer(text)} - {"[CHILD]"}
    assert set() == written & {mark for mark, _ in pseudonymised(file, style).marks.values()}


@cases(400)
@given(files(), STYLES)
def test_what_lies_outside_the_replacements_is_unchanged(file: File, style: Style) -> None:
    for text, new in zip(file[0], pseudonymised(file, style).texts, strict=True):
        ends = [0, *(item.end for item in new.replacements)]
        starts = [*(item.start for item in new.replacements), len(text)]
        new_ends = [0, *(item.new_end for item in new.replacements)]
        new_starts = [*(item.new_start for item in new.replacements), len(new.text)]
        before = [text[a:b] for a, b in zip(ends, starts, strict=True)]
        assert before == [new.text[a:b] for a, b in zip(new_ends, new_starts, strict=True)]


@cases(400)
@given(stories(), STYLES, STYLES)
def test_a_style_never_takes_up_surrogates_of_another(file: File, style: Style, other: Style) -> None:
    assume(style != other)
    known = kept(pseudonymised(file, style))
    result = pseudonymised(file, other, known)
    assert all(name.startswith(PREFIXES[other]) for name in result.marks)
    assert [new.text for new in pseudonymised(file, other).texts] == [new.text for new in result.texts]


@cases(300)
@given(st.lists(st.sampled_from(["Ffion", "Dyl", "[PERSON 1]", "went", ".", "to"]), max_size=10), STYLES)
def test_after_replacing_no_masked_name_is_left(words: list[str], style: Style) -> None:
    text = " ".join(words)
    spans = tuple(Span(*match.span(), "PERSON") for match in re.finditer("Ffion|Dyl", text))
    assume(spans)
    assert not re.search("Ffion|Dyl", pseudonymised(([text], [spans]), style).texts[0].text)


FORMS = st.sampled_from(
    ["{d}/{m}/{y}", "{d:02}/{m:02}/{y}", "{d}.{m}.{yy:02}", "{d:02}-{m:02}-{yy:02}", "{y}-{m:02}-{d:02}"]
    + ["{d} {name} {y}", "{d} {short} {yy:02}", "{name} {d}, {y}"]
)
DAYS = st.dates(date(1985, 1, 1), date(2060, 12, 31))
NEAR = st.dates(date(2023, 12, 1), date(2024, 10, 31))


def written(day: date, form: str) -> str:
    name = day.strftime("%B")
    return form.format(d=day.day, m=day.month, y=day.year, yy=day.year % 100, name=name, short=name[:3])


@cases(600)
@given(DAYS, FORMS, WEEKS)
def test_a_shifted_date_keeps_its_weekday_and_is_never_the_original(day: date, form: str, weeks: int) -> None:
    shifted = shift(written(day, form), weeks, when=When())
    assert shifted is not None
    assert written(day, form) != shifted
    assert day + timedelta(weeks=weeks) == read_date(shifted)


@cases(300)
@given(st.integers(1, 12), st.integers(1990, 2060), WEEKS, st.sampled_from(["%B %Y", "%b %Y"]))
def test_a_shifted_month_is_never_the_original(month: int, year: int, weeks: int, form: str) -> None:
    words = date(year, month, 1).strftime(form)
    assert shift(words, weeks, when=When()) not in (None, words)


@cases(500)
@given(DAYS, DAYS, FORMS, WEEKS)
def test_shifting_keeps_intervals(one: date, other: date, form: str, weeks: int) -> None:
    shifted = [read_date(str(shift(written(day, form), weeks, when=When()))) for day in (one, other)]
    assert shifted[0] is not None
    assert shifted[1] is not None
    assert other - one == shifted[1] - shifted[0]


@cases(700)
@given(
    NEAR, st.integers(1, 20), WEEKS, st.sampled_from(["-", " to ", " and ", "/", " – "]), st.sampled_from([" of ", " "])
)
def test_both_ends_of_a_range_move_alike(first: date, days: int, weeks: int, sign: str, of: str) -> None:
    last = first + timedelta(days=days)
    start = f"{first.day}th" + ("" if first.month == last.month else f"{of}{first:%B}")
    words = f"{start}{sign}{last.day}th{of}{last:%B} {last.year}"
    shifted = shift_stretch(words, weeks, when=When(INTERVIEW, 2024))
    assert shifted is not None
    named = re.findall(r"(\d+)(?:st|nd|rd|th)(?: of)?(?: ([A-Z]\w+))?(?: (\d{4}))?", shifted)
    end = read_date(" ".join(named[1]))
    assert end == last + timedelta(weeks=weeks)
    begin = first + timedelta(weeks=weeks)
    assert named[0][0] == str(begin.day)
    assert named[0][1] in ("", begin.strftime("%B"))
    assert named[0][1] or (begin.month, begin.year) == (end.month, end.year)


@cases(500)
@given(NEAR, WEEKS, st.sampled_from(["{day}th", "the {day}th", "{day}"]))
def test_a_day_alone_moves_with_the_weekday_beside_it(day: date, weeks: int, form: str) -> None:
    interview = day + timedelta(days=9)
    words = form.format(day=day.day)
    shifted = shift_stretch(words, weeks, when=When(interview), before=f"on {day:%A} ")
    assert shifted is not None
    assert (day + timedelta(weeks=weeks)).day == int(re.sub(r"\D", "", shifted))


NUMBERS = st.sampled_from(
    [("PHONE", "\\+44 7\\d\\d\\d \\d{6}"), ("PHONE", "0[1278]\\d{3} \\d{3} \\d{3}"), ("PHONE", "[1-9]\\d{5}")]
    + [("NHS NUMBER", "\\d{3} \\d{3} \\d{4}"), ("NATIONAL INSURANCE NUMBER", "[A-Z]{2} \\d\\d \\d\\d \\d\\d [A-D]")]
    + [("POSTCODE", "[A-Z]{1,2}\\d{1,2} ?\\d[A-Z]{2}"), ("VEHICLE", "[A-Z]{2}\\d\\d ?[A-Z]{3}")]
    + [("VEHICLE", "[A-Z]\\d{1,3} ?[A-Z]{3}"), ("REFERENCE", "[A-Z]{2}-[a-z]{3}/\\d{4}")]
)


@st.composite
def numbers(draw: st.DrawFn) -> tuple[str, str]:
    """A kind and a number of its shape."""
    kind, shape = draw(NUMBERS)
    return kind, draw(st.from_regex(re.compile(shape, re.ASCII), fullmatch=True))


@cases(900)
@given(numbers(), st.text(min_size=1, max_size=5))
def test_a_fake_number_keeps_its_shape_and_can_be_nobodys(number: tuple[str, str], seed: str) -> None:
    kind, words = number
    fake = written_like(kind, words, next(fake_numbers(kind, words, seed)))
    assert [(c.isdecimal(), c.isupper(), c.islower()) for c in words] == [
        (c.isdecimal(), c.isupper(), c.islower()) for c in fake
    ]
    digits = re.sub(r"\D", "", fake)
    if kind == "PHONE":
        assert re.match(r"(?:447700900|07700900|01632960|02079460|08081570|960)", digits)
    if kind == "NHS NUMBER":
        assert not nhs_check(fake)
    if kind == "NATIONAL INSURANCE NUMBER":
        assert fake.startswith("QQ")
    if kind in ("POSTCODE", "VEHICLE"):
        assert fake[0] == ("I" if re.fullmatch(r"[A-Z]\d{1,3} ?[A-Z]{3}", words) and kind == "VEHICLE" else "Q")


@cases(300)
@given(st.dates(date(1950, 1, 1), date(2024, 5, 1)), STYLES, AGES)
def test_a_date_of_birth_becomes_the_age_at_the_interview(born: date, style: Style, ages: Ages) -> None:
    text = f"dob {born:%d/%m/%Y}."
    result = pseudonymised(([text], [(Span(4, len(text) - 1, "DOB"),)]), style, ages=ages)
    age = INTERVIEW.year - born.year - ((INTERVIEW.month, INTERVIEW.day) < (born.month, born.day))
    shown = re.fullmatch(r"dob \[AGE (\d+)(?:-(\d+)|(\+))?\]\.", result.texts[0].text)
    assert shown is not None
    assert int(shown[1]) <= age <= int(shown[2] or (age if shown[3] or ages == "keep" else 0))
    assert ages == "band" or int(shown[1]) == age
