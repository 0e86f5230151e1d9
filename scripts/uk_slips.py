"""How people mistype, abbreviate and shorten an identifier."""

import random
import re
from collections.abc import Callable

from uk_dates import birth_date, hurried_worded_date
from uk_formats import MAKERS, fill, inward_code
from uk_names import SHORT, street

Slip = Callable[[random.Random, str], str]
POLICE = """
CAD <####>
cad <#### {d}/{m}>
CAD no <###-{d}/{m}>
cad <### of {d}{th} {mon}>
log <### {d} {mon}>
Log no. <0###/{dd}{mm}>
LOG<####-{dd}{mm}{yy}>
inc <0###> of today
crime no <42-####-{yy}>
CRN <42.####.{yy}>
crime ref <42 / #### / {yy}>
crime <#######/{yy}>
ref <####/{yy}>
niche <{yy}00######>
Niche <{yy} 00######>
occ no <{yy}-######>
Occ. <{yy}0####>
misper <{yy}/####>
urn <##^^ ##### {yy}>
"""
CARE = """
mosaic <#######>
Mosaic no.<#######>
Mos <######>
LL <#######>
Liquid Logic <### ####>
lcs <######>
LCS-<#######>
wccis <### ###>
Wccis no <#######>
UPN <^############>
upn <^### #### ## ###>
UPN <^ ### #### #####>
ULN <### ### ####>
urn <sc######>
URN <SC ### ###>
case no <ZW{yy} C 00###>
court ref <zw{yy}c00###>
NRM<{yy}-#####>
nrm ref <{yyyy}/####>
p no <p######>
"""


def regroup(rng: random.Random, text: str) -> str:
    """The same letters and digits in groups that nobody asked for."""
    plain, size = re.sub(r"[\W_]", "", text), rng.randint(2, 5)
    first = rng.choice((0, 0, 3, size + 1))
    groups = [plain[:first], *(plain[i : i + size] for i in range(first, len(plain), size))]
    return rng.choice((" ", " ", " ", "-", ".", "  ", "/")).join(filter(None, groups))


def spaced(rng: random.Random, text: str) -> str:
    """In other groups, with plain spaces."""
    return re.sub(r"[\W_]+", " ", regroup(rng, text))


def close_up(_rng: random.Random, text: str) -> str:
    """No gap where there should be one."""
    return text.replace(" ", "")


def lower(_rng: random.Random, text: str) -> str:
    """No capitals."""
    return text.lower()


def upper(_rng: random.Random, text: str) -> str:
    """Caps lock."""
    return text.upper()


def mixed(rng: random.Random, text: str) -> str:
    """Capitals at random, as a telephone's keyboard gives them."""
    return "".join(letter.lower() if rng.random() < 0.4 else letter for letter in text)


def look_alike(rng: random.Random, text: str) -> str:
    """O for 0 or l for 1, everywhere or once; unchanged where there is neither."""
    digit, letter = rng.choice((("0", "O"), ("0", "o"), ("1", "l"), ("1", "I")))
    return text.replace(digit, letter, rng.choice((-1, 1)))


def other_marks(rng: random.Random, text: str) -> str:
    """Another mark for every gap or stroke."""
    mark = rng.choice((".", "-", " - ", "/", "  ", "–"))
    return re.sub(r"[ /.-]+", mark, text)


def wrong_end(rng: random.Random, text: str) -> str:
    """Another last digit or letter than the check asks for."""
    return text[:-1] + fill(rng, "#" if text[-1].isdigit() else "^")


def cut(rng: random.Random, text: str) -> str:
    """The last one or two characters left off."""
    return text[: -rng.randint(1, 2)].rstrip(" .-/")


def no_lead(_rng: random.Random, text: str) -> str:
    """Without the leading nought."""
    return text.removeprefix("0")


def doubled(rng: random.Random, text: str) -> str:
    """One character typed twice."""
    at = rng.randrange(len(text))
    return text[: at + 1] + text[at:]


def swapped(rng: random.Random, text: str) -> str:
    """Two neighbouring letters of a word exchanged, never its first."""
    spots = [found.start() for found in re.finditer(r"(?<=[A-Za-z])[a-z]{2}", text)] or [0]
    at = rng.choice(spots)
    return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]


def broken(rng: random.Random, text: str) -> str:
    """Across a line's end, at a gap if there is one, else in the middle."""
    gaps = [found.end() for found in re.finditer(r"(?<=\w)[ ,.@/-]+(?=\w)", text)]
    at = rng.choice(gaps) if gaps else len(text) // 2
    return text[:at].rstrip() + "\n" + text[at:].lstrip()


def shortened(rng: random.Random, text: str) -> str:
    """With the usual abbreviations, some with a full stop or in lower case."""
    for word, short in SHORT.items():
        text = text.replace(word, short)
    return text + "." if rng.random() < 0.1 and text[-2:].islower() else text


def bare(_rng: random.Random, text: str) -> str:
    """The name alone, without what kind of place it is."""
    kinds = r" (C of E |Catholic |Community |Comprehensive |Primary |High |Infant |Junior |Special )?(School|Academy|College)$"
    return re.sub(
        kinds + r"|( House| Farm)? Children's Home$| House$| (General |Community |District )?Hospital$", "", text
    )


def spelt_out(rng: random.Random, text: str) -> str:
    """An e-mail address as it is said or half remembered."""
    name, _, host = text.partition("@")
    ways = (f"{name} @ {host}", f"{name}(at){host}", f"{name} at {host.replace('.', ' dot ')}", f"{name}[at]{host}")
    slips = (
        f"{name}@{host.replace('.', ',', 1)}",
        f"{name}@{host.split('.')[0]}",
        f"{name}@ {host}",
        f"{name}@@{host}",
    )
    return rng.choice(ways + slips)


def loose_url(rng: random.Random, text: str) -> str:
    """A web address with a gap, a comma or half a scheme."""
    host, slash, page = text.removeprefix("https://").removeprefix("http://").partition("/")
    ways = (f"{host}{slash} {page}", f"{host} {slash} {page}", f"http//{host}{slash}{page}")
    slips = (
        f"hxxps://{host}{slash}{page}",
        f"{host.replace('.', ' .')}{slash}{page}",
        f"{host.replace('.', ',', 1)}/{page}",
    )
    return rng.choice(ways + slips)


def loose_words(rng: random.Random, text: str) -> str:
    """Three words without their slashes or with other marks between."""
    words = text.strip("/").split(".")
    return rng.choice(("", "", "///", "//", "/", "/// ", "\\\\\\")) + rng.choice(
        (".", ".", ". ", " . ", ",", " ", "-")
    ).join(words)


def loose_initials(rng: random.Random, text: str) -> str:
    """Initials with stops, gaps or no capitals."""
    letters = text.replace(".", "")
    ways = (letters.lower(), letters.title(), ".".join(letters), " ".join(letters), ".".join(letters.lower()) + ".")
    return rng.choice(ways)


def hurried(rng: random.Random, kind: str) -> str:
    """One identifier as people write it: a valid one or a hurried form of it, with none, one or two slips.

    Args:
        rng: the source of chance.
        kind: a key of `MAKERS`.

    Returns:
        The identifier between `<` and `>`, with its label before it if its maker gives one.
    """
    maker = HURRIED.get(kind, MAKERS[kind]) if rng.random() < 0.6 else MAKERS[kind]
    before, text, after = parted(maker(rng))
    chosen = dict.fromkeys(rng.choices(SLIPS[kind], k=rng.choice((0, 1, 1, 1, 2))))
    for slip in sorted(chosen, key=lambda slip: slip is broken):
        text = slip(rng, text)
    return f"{before}<{text}>{after}"


def parted(made: str) -> tuple[str, str, str]:
    """What stands before the identifier, the identifier, and what stands after.

    >>> parted("CAD <1234 of 03/04>")
    ('CAD ', '1234 of 03/04', '')
    """
    before, opened, rest = made.partition("<")
    text, _, after = rest.partition(">")
    return (before, text, after) if opened else ("", made, "")


def half_postcode(rng: random.Random) -> str:
    """A postcode of which only the sector or the second half is remembered."""
    whole = MAKERS["postcode"](rng)
    return rng.choice(
        (f"something ending <{inward_code(rng)}>", f"<{whole[:-2]}>", f"<{whole[:-2]}>??", *[f"<{whole}>"] * 4)
    )


def part_plate(rng: random.Random) -> str:
    """A plate of which only a part was seen."""
    first, last = fill(rng, "^^") + rng.choice("16 63 18 68 70 21 72 23".split()), fill(rng, "^^^")
    ways = f"starting <{first}>|ending <{last}>|part plate <{first}>|<{first} {last[0]}>**|<{first} {last[:2]}>?"
    return rng.choice((*ways.split("|"), *[f"<{first} {last}>"] * 5))


def part_address(rng: random.Random) -> str:
    """A house number with loose marks, or a street alone."""
    name, number = street(rng), rng.randint(1, 180)
    ways = f"no. <{number} {name}>|<{number}, {name}>|<{name}>|<flat {number % 9 + 1} {number} {name}>|no <{number} {name}>"
    return rng.choice(ways.split("|"))


HURRIED = {
    "postcode": half_postcode,
    "plate": part_plate,
    "address": part_address,
    "police reference": lambda rng: fill(rng, rng.choice(POLICE.strip().splitlines())),
    "care reference": lambda rng: fill(rng, rng.choice(CARE.strip().splitlines())),
    "date of birth": lambda rng: birth_date(rng)["hurried"],
    "worded date": hurried_worded_date,
}
DIGITS: tuple[Slip, ...] = (regroup, close_up, look_alike, wrong_end, cut, broken, other_marks)
NAMED: tuple[Slip, ...] = (lower, lower, shortened, shortened, swapped, upper, broken, bare)
SLIPS: dict[str, tuple[Slip, ...]] = {
    "NHS number": (*DIGITS, doubled),
    "NINO": (*DIGITS, lower, lower, mixed),
    "postcode": (close_up, lower, look_alike, broken, lower, close_up),
    "outward postcode": (lower, look_alike),
    "phone": (regroup, close_up, look_alike, no_lead, no_lead, other_marks, broken),
    "e-mail": (spelt_out, upper, broken, spelt_out, mixed),
    "URL": (loose_url, upper, broken, lower, loose_url),
    "plate": (close_up, lower, lower, look_alike, broken, other_marks),
    "passport": (*DIGITS, lower),
    "driving licence": (spaced, lower, lower, look_alike, cut, broken, close_up),
    "police reference": (look_alike, close_up, other_marks, lower, broken),
    "care reference": (look_alike, close_up, lower, broken),
    "date of birth": (look_alike, other_marks, broken),
    "worded date": (lower, broken),
    "address": (*NAMED, look_alike),
    "school": NAMED,
    "children's home": NAMED,
    "hospital": NAMED,
    "handle": (lower, doubled, lower),
    "what3words": (loose_words, upper, loose_words, broken),
    "initials": (loose_initials,),
}
