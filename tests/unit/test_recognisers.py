"""Every identifier below is caught by a pattern; every other figure or word below is left alone."""

from __future__ import annotations

import re
import time

import pytest

from textmine.privacy.detection.merging import merge
from textmine.privacy.rules.recognisers import RULES, nhs_check, recognise

# Text with the identifier in double brackets, and the label that merging gives it.
CAUGHT = """
EMAIL: mail me at [[g.howells@heddlu.example]] please
EMAIL: [[jo_tranter+rhi@mail.example.org]]
EMAIL: sent to [[o'neil@council.example]]
URL: it was on [[https://pics.example/r/88fq]] by then
URL: see [[www.lantern.example]]
URL: the page [[lantern.org.uk/help]] says
URL: a link ([[pixdrop.example/r/88fq]]) went round
HANDLE: she is [[@ffi.haf_x]] there
HANDLE: she is on Discord as [[mothwing#2231]] now
HANDLE: he goes by [[lil_dyl09]] online
HANDLE: messages from [[_ghostface_]] again
HANDLE: added [[caibev.09]] on snap
HANDLE: known as [[sniper77]] to them
HANDLE: talks to [[jace.drives]] most nights
HANDLE: a message from [[summ3r.rose]] at ten
HANDLE: snapchat name: [[big.tone]] she said
HANDLE: her insta is [[xx_mia_xx]]
HANDLE: gamertag [[NoobSlayer2012]] on xbox
NHS: NHS no [[485 777 3456]]
NHS: NHS number 9434765919 is [[943-476-5919]]
NINO: NI no. [[QQ 12 34 56 C]]
NINO: [[AB123456D]] on the form
PHONE: ring [[07700 900123]]
PHONE: on [[07700900123]] after six
PHONE: mobile [[+44 7700 900123]]
PHONE: mobile [[+44 (0)7700 900 123]]
PHONE: landline [[(01632) 960123]]
PHONE: landline [[01632 960 123]]
PHONE: landline [[01632-960-123]]
PHONE: [[0044 7700 900123]] abroad
PHONE: his tel: [[960123]]
PHONE: office ext [[4417]]
PHONE: number ending, phone no. [[900 318]]
POSTCODE: lives at [[QW4 1AB]]
POSTCODE: [[qm25rk]] it said
POSTCODE: [[EC1A 1BB]] for post
POSTCODE: the [[QT4]] area
POSTCODE: postcode: [[QM12]]
POSTCODE: Llys y Morwr, [[QM1]].
VEHICLE: in a white van [[CV18 XRE]]
VEHICLE: in [[cq70ojd]] again
VEHICLE: an old one, [[R417 KDL]]
VEHICLE: part reg [[CV18]]
VEHICLE: plate starting [[K9]]
VEHICLE: what bit of the plate she had ([[QW22]])
VEHICLE: some of it, [[YQ67 L]]
VEHICLE: no plate but sticker '[[OIQ 7]]' on it
REFERENCE: crime ref [[NX/12/0456/24]]
REFERENCE: Niche [[2400079950]]
REFERENCE: log [[1216]] refers
REFERENCE: log [[0655 of 15/12/24]] refers
REFERENCE: CAD [[1402]]
REFERENCE: MISPER [[25/2816]]
REFERENCE: Mosaic ID: [[1204417]]
REFERENCE: our ref: [[DT/CLA/20417]]
REFERENCE: [[MP/24/0207]] opened
REFERENCE: [[PM-CLA-0417]]
REFERENCE: [[TJ/24/3]] refers
REFERENCE: [[RI15018]] is the record
REFERENCE: UPN [[A823432108001]]
REFERENCE: ULN: [[9123456789]]
REFERENCE: PNC [[09/123456X]]
REFERENCE: custody [[NP0023/24]]
REFERENCE: NRM-24-71105 is [[NRM-24-71105]]
REFERENCE: 12345678 is [[12345678]]
REFERENCE: PC [[4471]] attended
REFERENCE: told DC [[2615]]
DOB: DOB [[12/03/2009]]
DOB: d.o.b. [[12.3.09]]
DOB: dob: [[12-03-2009]]
DOB: date of birth [[12th March 2009]]
DOB: Date of birth | [[12 Mar 2009]]
DOB: born on [[12 March 2009]]
DOB: Born | [[12 March 2009]]
DOB: dyddiad geni [[12 Mawrth 2009]]
DOB: Date of Birth (dd/mm/yyyy) | [[12/03/2009]]
DOB: date of birth is recorded as [[12/03/2009]]
DOB: D.O.B. [[05.05.08]] seen
DOB: born in Bangor on [[12 March 2009]]
DOB: Cai (b. [[12/03/2009]])
DATE: Plan B. [[12/03/2024]] seen
DOB: fe ganwyd hi ar [[12 Mawrth 2009]] yno
DOB: Date of birth: | [[12/03/2009]]
DOB: Date of birth* | | [[12/03/2009]]
DOB: DOB / age: [[12/03/2009]] (15)
DOB: DOB - [[12/03/2009]]
DOB: went missing on his birthday, [[12 March]]
DATE: DOB not known. Seen on [[12/03/2024]]
REFERENCE: Police log [[0412 of 13 September]]. Could he
POSTCODE: sent to [[S20 1AB]] then
POSTCODE: lives in the [[S20]] area
POSTCODE: postcode [[S47]]
DATE: seen on [[16.12]] at home
DATE: left on [[14/5/24]] late
DATE: left [[14.05.2024]] late
DATE: left [[14-05-24]] late
DATE: on [[2024-05-14]] he
DATE: on [[14th May]] he
DATE: on [[14 May 2024]] he
DATE: the [[3rd of March 2024]] he
DATE: on [[May 14th]] he
DATE: in [[May 2024]] he
DATE: ar [[14 Mai 2024]]
DATE: ar [[21ain o Fedi]]? no, [[21ain o Medi]]
DATE: seen [[06/11]] again
DATE: on the step [[22/1]]. no reply
DATE: due Friday the [[11th]] in town
DATE: on Friday [[12th]] she
DATE: the [[fourteenth of February]] was
DATE: on [[Monday the tenth]] he
DATE: told staff [[on the twenty-third]]. They
DATE: visits ([[17, 18, 19/02/25]])
DATE: Log 0655/[[15.12.24]]. Last
DATE: it was [[5th Sept '23]] then
ADDRESS: lives at [[12 High Street]]
ADDRESS: lives in [[Ferryman's View]] now
ADDRESS: at [[14 heol fach rd]] again
ADDRESS: went to [[8 foundry ct]] qm2 5rk
ADDRESS: [[Flat 3, 22 Station Road]]
ADDRESS: [[117a Attlee Road]], Stonelow
ADDRESS: [[2 Pound Cottages]], which goes with the job
ADDRESS: at [[8 Mill Race]], Sandry
ADDRESS: at [[27 Station Approach]], her
ADDRESS: garden of [[3 The Spinney]], with
ADDRESS: nobody in at [[Plot 17]]. A message
ADDRESS: outside [[5 Clos yr Hebog]] with
ADDRESS: in [[Heol y Mynydd]] by six
ADDRESS: in [[Stryd Fawr]] by six
ADDRESS: off [[Tanner Lane]] somewhere
SCHOOL: at [[Hallam Rise School]] she
SCHOOL: goes to [[Cwmtaren Comp]] now
SCHOOL: at [[St Mary’s Catholic Primary School]]
SCHOOL: yn [[Ysgol Bro Elwy]] heddiw
SCHOOL: at [[Coleg y Cymoedd]]
HOSPITAL: in [[Ysbyty Cwm Taren]] overnight
HOSPITAL: at [[Hexcombe General]] on Sunday
HOSPITAL: at [[Ashmere Royal Infirmary]]
HOME: back at [[Larkfield House]] by ten
ORGANIZATION: for [[The Lantern Project]]
ORGANIZATION: told [[Taren Valleys Police]] at noon
ORGANIZATION: Mam is out of [[HMP Fairmead]] Monday
ORGANIZATION: in [[the Brynmor Arms]] since dinner
NRP: first language [[Polish]], some English
NRP: the family is [[Irish Traveller]]
NRP: she is [[Muslim]] and prays
NRP: speaks [[Tigrinya]] at home
PERSON: told Mr [[Tegid Moss]] about it
PERSON: PC [[Hurrell]] came
PERSON: PC 4471 [[PRICE]] came
PERSON: saw Nan [[Bev]] on Sunday
PERSON: asked mrs [[farrukh]] about it
PERSON: went to nan [[beata]] for tea
PERSON: Key worker | [[Aimee Lock]]
PERSON: Name: [[Levi Cadogan]]
PERSON: [[GITTINS, Ffion Haf]] seen
PERSON: Debrief Hero [[AZIZ]], 15 yrs
PERSON: [[Justice B-R]] - return chat
PERSON: worker: [[KJ]]
PERSON: her friend ([[TB]]) came
LOCATION: at ///filled.count.soap now
LOCATION: Roedd hi yng [[Nghricieth]] gyda ffrind
LOCATION: Arhosodd yng [[Nghefn Cribwr]] wedyn
LOCATION: yn byw ym [[Mhwllheli]] neu ym [[Mlaenau]]
LOCATION: bu yn [[Nolgellau]] a'r gang
LOCATION: bu yng [[nghricieth]] eto
HANDLE: her snap is [[kaydo.ll57]] and that
PERSON: [[T]] says she went to the park
PERSON: Mum rang. [[J]]'s car was there
PERSON: They spoke with [[T]]. No further action
PERSON: I asked [[K]] where she had been
PERSON: her friend [[D]] left then
PERSON: Staff said that [[B]] was fine
PERSON: When seen, [[A]] said that he was fine
PERSON: She is known as [[IT]] to friends
PERSON: Nickname: [[IT]]
PERSON: her mates call her [[AJ]] now
VEHICLE: got in [[ab12 cde]] then
VEHICLE: an [[AB12 cde]] outside
VEHICLE: reg [[AB12]] and ran
"""

LEFT_ALONE = """
took the X4 bus
under section 47
s47 enquiry
s.20 accommodation
in room 12
rang 101
rang 999
call 111
number 116 000
had £20 on him
had £1,500 on him
open 24/7
CSE/CCE discussed
no CSE or CCE
Part 6 of the form
a 2:1 ratio
left at 9:30
left at 9.30pm
the 9.10 train to town
Interviewer's View
left at 2130 hrs
back 0115
a 14yo boy
14 yrs old
in Year 9
Y9 tutor
3/4 times a week
1/2 an hour
KS3 levels
seen in A&E
T2 classroom
GCSE options
MET meeting
1-1 support
1:1 support
2-3 hours
for the 1st time
the 2nd episode
the 3rd place
on the first day
the first time
third time this month
12 months
50%
5ft 6
size 10 trainers
100 metres
20mg tablet
3G signal
on PS5
the N/A box
and/or
he/she
his/her
e.g. at home
i.e. not seen
at 11 p.m. she
went home.he said no
Mum and Dad
Nan came
her Mam
CAMHS and MASH
the SW and the IRO
EDT were told
Snapchat and TikTok
on WhatsApp
on Friday night
in March
Easter holidays
since Christmas
speaks Welsh and English
a white British family
Nail polish and a turkey sandwich
the Youth Club
a black coat
he will go
as he may have
she hopes to
Signs of neglect
Risk: medium
Level 2
bu yng Nghymru
Plan B was agreed
she is in Class T now
he is in Year 9 T
he wore a T-shirt
vitamin D was given
he got an A in maths
mostly D's in science
down the M4 and the A487
Section E was left blank
A reported incident
he found K in his pocket
M&S and H&M
known as CSE
Q: What happened A: I went out
I said I was fine
The IT room was shut
ym Mawrth neu ym Mai
yng nghanol y dref
yng ngofal ei nain
Q1 to Q4
NRM, S47, SARC done
S47 led to a plan
an S20, then a S38.
in the area. S47 enquiry
s136 and the 136 suite
they took the T19 off
left at 16.12 for home
train from Aberllan 16.12, no ticket
10 to 12 of them
"""


def cases(table: str) -> list[str]:
    return [line for line in table.strip().splitlines() if line]


@pytest.mark.parametrize("line", cases(CAUGHT))
def test_what_identifies_is_caught_under_its_label(line: str) -> None:
    label, marked = line.split(": ", 1)
    text = marked.replace("[[", "").replace("]]", "")
    spans = merge(text, recognise(text))
    for match in re.finditer(r"\[\[(.*?)\]\]", marked):
        start = match.start() - 4 * marked[: match.start()].count("]]")
        wanted = {i for i in range(start, start + len(match[1])) if text[i].isalnum()}
        covered = {i for span in spans for i in range(span.start, span.end)}
        assert set() == wanted - covered
    if "[[" in marked:
        labels = {span.label for span in spans if span.start < start + len(match[1]) and start < span.end}
        assert label in labels


@pytest.mark.parametrize("text", cases(LEFT_ALONE))
def test_what_identifies_nobody_is_left_alone(text: str) -> None:
    assert [] == [text[span.start : span.end] for span in recognise(text)]


def test_the_table_is_as_large_as_promised() -> None:
    assert len(cases(CAUGHT)) >= 120
    assert len(cases(LEFT_ALONE)) >= 60


def test_the_check_digit_of_an_nhs_number_is_that_of_the_data_dictionary() -> None:
    assert nhs_check("943 476 5919")
    assert not nhs_check("943 476 5918")
    assert not nhs_check("943 476 591")


def test_a_right_check_digit_and_the_word_before_make_a_number_surer() -> None:
    wrong, right, named = (
        max(span.score for span in recognise(text) if span.label == "NHS")
        for text in ("on 943 476 5918", "on 943 476 5919", "nhs 943 476 5919")
    )
    assert wrong < right < named


def test_every_pattern_says_what_it_finds() -> None:
    assert all(rule.name and rule.label.isupper() and 0 < rule.score < 1 for rule in RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(
    "text",
    [
        "1" * 10**6,
        " " * 10**6,
        "A" * 10**6,
        "a" * 10**6,
        *(
            unit * (150_000 // len(unit))
            for unit in (
                "Aa ",
                "a.",
                "a_",
                "A1/",
                "1 2/",
                "0 ",
                "@a.",
                "\n",
                "- ",
                "(",
                "12, 13, ",
                "Flat ",
                "Mr ",
                "y ",
            )
        ),
    ],
    ids=lambda text: repr(text[:6]),
)
def test_patterns_take_time_in_proportion_to_the_text(text: str) -> None:
    short = _seconds(text[: len(text) // 10])
    assert _seconds(text) < 25 * max(short, 0.1)


def _seconds(text: str) -> float:
    began = time.process_time()
    for _ in recognise(text):
        pass
    return time.process_time() - began


def test_the_name_or_initials_at_the_end_are_the_writers() -> None:
    for text, name in (
        ("She went home.\nNia Prosser, Cam Nesaf", "Nia Prosser"),
        ("She went home.\n\nNia P", "Nia P"),
        ("went home\ndean rowntree", "dean rowntree"),
        ("She went home.\nSEG", "SEG"),
        ("She went home. SEG", "SEG"),
        ("She went home.\nS. E. G.", "S. E. G."),
        ("She went home.\nPS", "PS"),
        ("Seen by KM at home", "KM"),
        ("31 December 2024 – MD\nnext page", "MD"),
    ):
        covered = {i for span in recognise(text) for i in range(span.start, span.end)}
        at = text.index(name)
        assert all(i in covered for i in range(at, at + len(name)) if text[i].isalnum()), name


def test_a_closing_line_of_plain_words_is_nobodys_name() -> None:
    for text in ("She went home.\nNo further action", "Home by ten.\nNFA", "Seen.\nEnd of report"):
        assert () == tuple(span for span in recognise(text) if span.label == "PERSON")


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("Name | Date of birth | Legal status\nCai | 12/03/2009 | none", ["12/03/2009"]),
        ("Ref | DOB (child) |\n7 | 12 March 2009 |", ["12 March 2009"]),
        ("Name | Date of birth\nCai | 12/03/2009 or 2010", []),
        ("Name | Seen\nCai | 12/03/2024", []),
        ("Cai, DOB not known\nseen | 12/03/2024", []),
    ],
)
def test_a_date_under_the_heading_for_births_is_one_of_birth(text: str, born: list[str]) -> None:
    assert born == [text[s.start : s.end] for s in recognise(text) if s.label == "DOB"]
