"""Published figures to compare with, each with its unit and its source, and the traps in them."""

from __future__ import annotations

from textmine.types import Cell, Table

MISSING_THE_POINT = "Missing the Point (2020)"
FOI = "Return home interviews in Wales, freedom of information answers"
# Figure, value, of what, where it stands.
FIGURES = (
    ("Episodes per child", "3.5", "children missing, Wales 2019/20", MISSING_THE_POINT),
    ("Episodes per child", "2.9", "children missing, England 2018/19", MISSING_THE_POINT),
    (
        "Episodes per child, care experienced; not",
        "5.1; 2.0",
        "children missing, Gwent and Dyfed-Powys 2018/19",
        MISSING_THE_POINT,
    ),
    (
        "Repeat episodes, care experienced; not",
        "91%; 60%",
        "episodes, 7 Welsh authorities 2019/20; only definition (b) fits",
        MISSING_THE_POINT,
    ),
    ("Episodes of care-experienced children", "39.4%", "episodes, 7 Welsh authorities 2019/20", MISSING_THE_POINT),
    ("Episodes of care-experienced children", "48%", "episodes, Gwent and Dyfed-Powys 2018/19", MISSING_THE_POINT),
    ("Return interviews held, of those offered", "94.4%; 85.7%", "interviews offered, Gwent; Dyfed-Powys 2018/19", FOI),
    (
        "Return interviews held, of all episodes",
        "12.5%; 34.4%",
        "episodes, Gwent; Dyfed-Powys 2018/19",
        MISSING_THE_POINT,
    ),
    ("Return interviews offered", "80%", "episodes, England 2019", "First Step (2019)"),
    ("Held within 72 hours", "63%", "interviews held, mean of English authorities 2023/24", "Missing People (2024)"),
    ("Breakdown in communication", "about 75%", "interviews, one English provider", MISSING_THE_POINT),
    ("Placement or home issues; to be with family", "50%; 33%", "looked-after children interviewed", FOI),
    (
        "Drugs or alcohol; sexual exploitation as reason",
        "13%; 5%",
        "episodes with a stated reason, 18 forces",
        MISSING_THE_POINT,
    ),
    ("Sexual exploitation concern", "6.2%; 13.2%", "interviews held, Gwent; Dyfed-Powys 2018/19", FOI),
    ("Criminal exploitation concern", "0.9%", "interviews held, Gwent 2018/19", FOI),
    ("Sexually exploited; other exploitation", "14%; 8%", "214 children, three authorities", "A Safer Return"),
    ("Placed outside the authority; outside Wales", "25.6%; 5.2%", "6,155 children in care, Wales", FOI),
    ("Write-up evidenced on file", "22%", "50 files, Ofsted 2012", "Ofsted, Missing children (2013)"),
)
TRAPS = (
    "Held ÷ offered and held ÷ episodes are both published as delivery: 94.4% and 12.5% are both Gwent, one year.",
    "A row published for Blaenau Gwent is the whole of Gwent's contract.",
    "Over 10,000 a year in Wales are episodes, not children; one report gives the children as about 3,250 and about 3,500.",
    "Of 214 children 14% had been sexually exploited and 8% criminally or otherwise: one source runs the two together.",
    "43%, 48% and 39.4% of episodes from care are of different years and areas.",
    "Published repeat rates of 91% and 60% fit the published means only as all episodes of children with two or more.",
    "Out of area is published as 25.6% + 5.2%, as 27% + 6%, and as a third, of like children.",
    "5%, 6%, 13%, 14%, 25% and nearly half are all published for sexual exploitation: what is counted explains most of it.",
    "A fall from 6.1 to 2.8 episodes where interviews were offered is no effect: other children, perhaps counting interviews.",
    "That interviews contributed to a fall of 30% in one county was later told as its cause; Ofsted did not say so.",
    "What counts as missing changed: six hours or midnight (2011), 24 hours (before 2013), absent and missing apart (to about "
    "2017), whereabouts not established (now). A series across these needs a break: name it under breaks in textmine.toml.",
)
COST = (
    "Cost context: a return interview is published as £130 and a medium-risk police investigation as £2,161, 16.6 times as much. "
    "That is no evidence of effect, and never a reason to prefer or stop work with a child."
)
# What is asked of areas, as published for the two nations.
NATIONS = (
    (
        "Who is offered a return interview",
        "every child who is found",
        "by area: some every child, some the first and after many",
    ),
    ("Who holds it", "somebody independent", "a suitable independent person"),
    ("How soon", "within 72 hours of the return", "within three days (protocol of 2011)"),
    ("Standing", "statutory guidance (2014)", "protocol; a right after every episode was proposed in 2020"),
)


def compared(id: str, title: str) -> Table:
    """The published figures, as a table of words: they are others' figures and are compared by eye, like with like."""
    columns = ("Figure", "Published", "Of what", "Source")
    rows = tuple((name, (Cell(value), Cell(of), Cell(source))) for name, value, of, source in FIGURES)
    note = "Compare only figures of the same unit, and mind the year: these are of other areas and other times."
    return Table(id, title, columns, rows, note, "as published")


def nations(id: str, title: str) -> Table:
    """England and Wales side by side."""
    rows = tuple((what, (Cell(england), Cell(wales))) for what, england, wales in NATIONS)
    note = f"As {MISSING_THE_POINT} and earlier sources put it; check what holds now."
    return Table(id, title, ("What is asked", "England", "Wales"), rows, note, "rules")
