"""Words of dates: months and days in English and Welsh, ordinals, and how each is written like another."""

from __future__ import annotations

ENGLISH = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WELSH = (
    *("Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin"),
    *("Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"),
)
# After `o` (of) Welsh softens a first letter; months that are not here stay as they are (any Welsh grammar).
SOFT = {
    "Mawrth": "Fawrth",
    "Mai": "Fai",
    "Mehefin": "Fehefin",
    "Gorffennaf": "Orffennaf",
    "Medi": "Fedi",
    "Tachwedd": "Dachwedd",
    "Rhagfyr": "Ragfyr",
}
DAYS = (
    "mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
    "|(?:dydd |nos )?(?:llun|mawrth|mercher|iau|g?wener|sadwrn|sul)"
)
WEEKDAYS: tuple[tuple[str, ...], ...] = (
    *(("mon", "llun"), ("tue", "mawrth"), ("wed", "mercher"), ("thu", "iau"), ("fri", "gwener", "wener")),
    *(("sat", "sadwrn"), ("sun", "sul")),
)
MONTH = "|".join(
    sorted((*ENGLISH, *WELSH, *SOFT.values(), *(name[:3] for name in ENGLISH), "Sept"), key=len, reverse=True)
)
SUFFIX = "st|nd|rd|th|af|ail|il|ain|ydd|eg|fed|ed"
_TENS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"),
    *("twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"),
)
ORDINALS = (*_TENS, "twentieth", *(f"twenty-{word}" for word in _TENS[:9]), "thirtieth", "thirty-first")
ORDINAL = "|".join(sorted((word.replace("-", "[- ]") for word in ORDINALS), key=len, reverse=True))
_WELSH_SUFFIXES = {1: "af", 2: "il", 3: "ydd", 4: "ydd", 5: "ed", 6: "ed", 11: "eg", 13: "eg", 14: "eg", 16: "eg"}
_WELSH_SUFFIXES |= {17: "eg", 19: "eg"}


def month_of(name: str) -> int:
    """Number of a month by its name, 1 to 12; 0 if it is none.

    >>> month_of("Sept"), month_of("Fawrth"), month_of("Ffion")
    (9, 3, 0)
    """
    lowered = name.lower().rstrip(".")
    for number, (english, welsh) in enumerate(zip(ENGLISH, WELSH, strict=True), 1):
        short = {english[:3].lower()} | ({"sept"} if number == 9 else set())
        if lowered in {english.lower(), welsh.lower(), SOFT.get(welsh, welsh).lower()} | short:
            return number
    return 0


def month_like(month: int, like: str, before: str = "") -> str:
    """The name of a month in the language, length and case of another month's name.

    >>> month_like(5, "SEP"), month_like(5, "Hydref", " o ")
    ('MAY', 'Fai')
    """
    name = like.capitalize()
    if name in WELSH or name in SOFT.values():
        plain = name in SOFT
        soft = not plain and (name in SOFT.values() or before.strip().lower() == "o")
        shown = SOFT.get(WELSH[month - 1], WELSH[month - 1]) if soft else WELSH[month - 1]
    else:
        full = ENGLISH[month - 1]
        shown = full if name in ENGLISH else full[:3]
    return shown.lower() if like.islower() else shown.upper() if like.isupper() else shown


def suffix_like(day: int, like: str) -> str:
    """The ending of a day's figure in the language of another's: `nd`, `ail`; nothing like nothing."""
    if not like:
        return ""
    if like.lower() in ("st", "nd", "rd", "th"):
        shown = "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    else:
        shown = "ain" if day > 20 else _WELSH_SUFFIXES.get(day, "fed")
    return shown.upper() if like.isupper() else shown


def ordinal_of(word: str) -> int:
    """The day that an ordinal names, 0 if it is none."""
    plain = word.lower().replace(" ", "-")
    return ORDINALS.index(plain) + 1 if plain in ORDINALS else 0


def ordinal_like(day: int, like: str) -> str:
    """A day as an ordinal in words, with a capital where the other has one."""
    word = ORDINALS[day - 1].replace("-", " ") if " " in like else ORDINALS[day - 1]
    return word.upper() if like.isupper() else word.capitalize() if like[0].isupper() else word


def weekday_of(word: str) -> int | None:
    """0 for Monday to 6 for Sunday; None if the word is no weekday."""
    lowered = word.lower().removeprefix("dydd ").removeprefix("nos ")
    return next((i for i, names in enumerate(WEEKDAYS) if lowered.startswith(names)), None)
