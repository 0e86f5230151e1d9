"""Invented dates, as forms ask for them and as people write them."""

import calendar
import datetime
import random

MONTHS = calendar.month_name[1:]
WELSH = "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr".split()
MUTATED = "Ionawr Chwefror Fawrth Ebrill Fai Fehefin Orffennaf Awst Fedi Hydref Dachwedd Ragfyr".split()
WELSH_ORDINALS = "af il ydd ydd ed ed fed fed fed fed eg fed eg eg fed eg eg fed eg fed".split() + ["ain"] * 11
ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth "
    "twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
).split()
MISSPELT = {"Feb": "Febuary", "Mar": "Mrach", "Apr": "Apirl", "Aug": "Agust", "Sep": "Setpember", "Oct": "Ocotber"}
MISSPELT |= {"Jan": "Janurary", "Nov": "Novemeber", "Dec": "Decemebr", "May": "may", "Jun": "june", "Jul": "july"}
BIRTH = "{dd}/{mm}/{yyyy} {yyyy}-{mm}-{dd} {dd}.{mm}.{yyyy} {dd}-{mm}-{yyyy} {dd}/{mm}/{yy} {d}~{month}~{yyyy} {dd}~{mon}~{yyyy}"
HURRIED_BIRTH = """
{d}.{m}.{yy}
{dd}.{m}.{yy}
{d}/{m}/{yy}
{d}-{m}-{yy}
{dd}-{mm}.{yy}
{dd}{mm}{yy}
{dd}{mm}{yyyy}
{dd}{MON}{yy}
{d} {mon} {yy}
{d}{th} {mon} {yy}
{d}{th} of {mon} {yyyy}
{dd} / {mm} / {yyyy}
{dd}/{mm}.{yyyy}
{d} {m} {yy}
{dd} {mm} {yyyy}
{dd}//{mm}/{yyyy}
{mon} {d} {yyyy}
{dd}\\{mm}\\{yy}
{d}.{m}.'{yy}
{d}/{mon}/{yyyy}
{dd}-{mon}-{yy}
{d}{th} of the {m}{mth} {yy}
{yyyy}/{mm}/{dd}
{dd}.{mm}.{yy}
"""
WORDED = """
{d} {month} {yyyy}
{d} {month}
{d}{th} {month} {yyyy}
{d}{th} {month}
the <{d}{th} of {month}>
the <{d}{th} of {month} {yyyy}>
{month} {d}{th}, {yyyy}
{day} <{d} {month} {yyyy}>
{day} <{d}{th} {month}>
the <{ordinal} of {month}>
{d} {mon} {yyyy}
{d} {welsh} {yyyy}
"""
HURRIED_WORDED = """
{d}{th} o {month}
{d}{th} of {mon} {yy}
the <{d}{th} {mon}>
{d}{th} {mon}
{d}{th}{mon}
{d} {th} {mon}
{d} {th} of {month}
{d}th of {month}
{d}th {mon} {yy}
{month} {d}
{month} {d}{th}
{mon} the {d}{th}
{d}{th} {mon} '{yy}
{d}.{mon}.{yy}
{dd}{MON}
{day3} <{d}{th} {mon}>
{day3} <{d} {mon}>
{ordinal} of {month}
{ordinal} {month}
{d}{th} {misspelt}
{d} {misspelt} {yy}
{d} of {mon}
{d}{fed} o {mutated}
{d}-{mon}
{d}{th} day of {month}
"""


def birth_date(rng: random.Random, *, first: int = 2006, last: int = 2019) -> dict[str, str]:
    """The parts of a date by their names, and the whole as a form asks for it (`valid`) or in a hurry (`hurried`)."""
    start, end = datetime.date(first, 1, 1), datetime.date(last, 12, 31)
    when = start + datetime.timedelta(days=rng.randrange((end - start).days))
    parts = numbers_of(when) | words_of(when)
    parts["valid"] = rng.choice(BIRTH.split()).format(**parts).replace("~", " ")
    parts["hurried"] = rng.choice(HURRIED_BIRTH.strip().splitlines()).format(**parts)
    return parts


def worded_date(rng: random.Random) -> str:
    """A recent date in words, such as `the <3rd of March>`."""
    return rng.choice(WORDED.strip().splitlines()).format(**birth_date(rng, first=2021, last=2025))


def hurried_worded_date(rng: random.Random) -> str:
    """A recent date as people dash it off, half of them in lower case."""
    text = rng.choice(HURRIED_WORDED.strip().splitlines()).format(**birth_date(rng, first=2021, last=2025))
    return text.lower() if rng.random() < 0.5 else text


def numbers_of(when: datetime.date) -> dict[str, str]:
    """Day, month and year, bare and padded."""
    parts = {"d": str(when.day), "dd": f"{when.day:02d}", "m": str(when.month), "mm": f"{when.month:02d}"}
    ends = {"th": ending(when.day), "mth": ending(when.month), "fed": WELSH_ORDINALS[when.day - 1]}
    return parts | ends | {"yyyy": str(when.year), "yy": f"{when.year % 100:02d}"}


def words_of(when: datetime.date) -> dict[str, str]:
    """Month and weekday by name, short and long, and the day as an ordinal word."""
    month, day = MONTHS[when.month - 1], calendar.day_name[when.weekday()]
    short = {"mon": month[:3], "MON": month[:3].upper(), "day3": day[:3], "misspelt": MISSPELT[month[:3]]}
    welsh = {"welsh": WELSH[when.month - 1], "mutated": MUTATED[when.month - 1]}
    return short | welsh | {"month": month, "day": day, "ordinal": ORDINALS[when.day - 1]}


def ending(day: int) -> str:
    """The letters after a day's number: st, nd, rd or th.

    >>> ending(3), ending(11), ending(22)
    ('rd', 'th', 'nd')
    """
    return "th" if 10 < day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
