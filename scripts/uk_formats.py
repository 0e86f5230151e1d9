"""Invented UK identifiers in the formats that their official specifications define."""

import random
from collections.abc import Callable

from uk_dates import birth_date, worded_date
from uk_names import address, children_home, handle, hospital, nickname, school, what3words

LETTERS = "ABCDEFGHJKLMNPRSTUVWXY"
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
AREAS = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY "
    "G GL GU HA HD HG HP HR HS HU HX IG IP IV KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL "
    "OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD "
    "WF WN WR WS WV YO ZE"
).split()
DRAMA_LANDLINES = (
    "0113 496 0 0114 496 0 0115 496 0 0116 496 0 0117 496 0 0118 496 0 0121 496 0 0131 496 0 0141 496 0 0151 496 0 "
    "0161 496 0 0191 498 0 020 7946 0 028 9649 6 029 2018 0 01632 960"
)
SIGN_OFF_WORDS = set("AM AN AS AT BE BY CP DR DO ED EP GO GP HE HR ID IF IN IS IT LA ME MR MS MY NI NO OF ON".split())
SIGN_OFF_WORDS |= set("OK OR PA PC PE PM PR SC SO SW TO TV UK UP US WE YP".split())
POLICE = """
crime ref <42/####/{yy}>
crime no <20/######/{yy}>
crime number <01/#######/{yy}>
<CRI/06^^/00#####/{yy}>
ref <CR/0#####/{yy}>
crime ref <13{yy}0######>
CRIS <#######/{yy}>
occurrence <{yy}00######>
NICHE <{yy}00######>
Niche occ <{yy}000#####>
CAD <#### of {dd}/{mm}>
CAD <###/{dd}{MON}{yy}>
Log <0###-{dd}{MON}{yy}>
log <#### of {dd}/{mm}/{yyyy}>
incident <### of {d}/{m}/{yy}>
<PS-{yyyy}{mm}{dd}-0###>
<DP-{yyyy}{mm}{dd}-###>
serial <### of {dd}/{mm}/{yy}>
missing person ref <MP/{yy}/00####>
COMPACT <{yy}-00####>
custody ref <##^^/####/{yy}>
URN <##^^#####{yy}>
"""
CARE = """
Mosaic ID <#######>
Mosaic <1######>
Liquidlogic <######>
LCS ID <#######>
LCS <######>
WCCIS <#######>
WCCIS ID <######>
CareDirector <#######>
client ID <P######>
URN <######>
Ofsted URN <SC######>
NRM <{yy}/#####>
NRM ref <NRM-{yyyy}-#####>
Home Office ref <^#######>
court case <ZW{yy}C00###>
case number <CF{yy}C00###>
family court <LV{yy}P0####>
Crown Court <T{yyyy}####>
"""
Maker = Callable[[random.Random], str]


def fill(rng: random.Random, pattern: str) -> str:
    """A reference drawn from a pattern.

    Args:
        rng: the source of chance.
        pattern: `#` a digit, `^` a capital, `{dd}`, `{mm}`, `{yy}`, `{MON}` ... parts of a recent date.
    """
    text = pattern.format(**birth_date(rng, first=2022, last=2026)) if "{" in pattern else pattern
    swap = {"#": "0123456789", "^": LETTERS}
    return "".join(rng.choice(swap[letter]) if letter in swap else letter for letter in text)


def nhs_number(rng: random.Random) -> str:
    """Ten digits in threes and four, the last by modulus 11 (NHS Data Dictionary); half from the 999 test range."""
    while True:
        first = fill(rng, rng.choice(("999######", "4########", "6########")))
        check = 11 - sum(int(digit) * weight for digit, weight in zip(first, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            whole = f"{first}{check % 11}"
            return rng.choice((whole, f"{whole[:3]} {whole[3:6]} {whole[6:]}"))


def national_insurance(rng: random.Random) -> str:
    """Two letters, six digits and a letter A to D, less the prefixes that HMRC (NIM39110) does not allocate."""
    while True:
        prefix = rng.choice("ABCEGHJKLMNOPRSTWXYZ") + rng.choice("ABCEGHJKLMNPRSTWXYZ")
        if prefix not in {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}:
            pairs = [prefix, *(fill(rng, "##") for _ in range(3)), rng.choice("ABCD")]
            return rng.choice(("", " ")).join(pairs)


def outward_code(rng: random.Random) -> str:
    """The first half of a postcode in one of the six shapes of Royal Mail's programmers' guide."""
    if rng.random() < 0.12:
        return rng.choice("EC1A EC2V EC4M W1A W1D W1T SW1A SW1P WC1E WC2N N1C E1W SE1P NW1W".split())
    area = rng.choice(AREAS)
    return area + (str(rng.randint(1, 9)) if area in {"EC", "WC"} or rng.random() < 0.4 else str(rng.randint(10, 28)))


def inward_code(rng: random.Random) -> str:
    """The second half of a postcode: a digit and two letters, never C, I, K, M, O or V."""
    return fill(rng, "#") + "".join(rng.choice("ABDEFGHJLNPQRSTUWXYZ") for _ in range(2))


def postcode(rng: random.Random) -> str:
    """A full postcode with its one space."""
    return f"{outward_code(rng)} {inward_code(rng)}"


def phone(rng: random.Random) -> str:
    """A mobile, landline, international or local number; about half from the ranges Ofcom keeps for drama."""
    if rng.random() < 0.1:
        return "landline <" + fill(rng, rng.choice(("496 0###", "960###", "7946 0###", "2018 0###"))) + ">"
    national = mobile(rng) if rng.random() < 0.6 else landline(rng)
    return rng.choice((national, national, national.replace(" ", ""), international(rng, national)))


def mobile(rng: random.Random) -> str:
    """A mobile number in five and six."""
    return fill(rng, "07700 900###") if rng.random() < 0.5 else fill(rng, f"07{rng.choice('345789')}## ######")


def landline(rng: random.Random) -> str:
    """A geographic, freephone or national-rate number."""
    if rng.random() < 0.5:
        return fill(
            rng, rng.choice(("0161 2## ####", "029 20## ####", "01## ### ####", "015## 6#####", "0191 2## ####"))
        )
    words = DRAMA_LANDLINES.split()
    starts = [" ".join(words[i : i + 3]) for i in range(0, len(words) - 2, 3)] + ["01632 960", "08081 570", "03069 990"]
    return fill(rng, rng.choice(starts) + "###")


def international(rng: random.Random, national: str) -> str:
    """The same number with the country's code."""
    return rng.choice(("+44 ", "+44", "0044 ", "0044", "+44 (0)")) + national[1:]


def email(rng: random.Random) -> str:
    """An invented address."""
    homes = "example.com example.org example.net gmail.com hotmail.co.uk outlook.com icloud.com yahoo.co.uk live.co.uk"
    work = "anytown.gov.uk anyforce.police.uk anyhealth.nhs.uk anyschool.sch.uk anycare.org.uk".split()
    local = nickname(rng) if rng.random() < 0.6 else fill(rng, rng.choice("bcdjklmrst") + ".") + surname(rng)
    return f"{local.lower()}@{rng.choice(homes.split() + work)}"


def url(rng: random.Random) -> str:
    """The address of a profile, a shared file or a case page."""
    sites = (
        "instagram.com/* tiktok.com/@* snapchat.com/add/* facebook.com/* youtube.com/@* vsco.co/*/gallery twitch.tv/*"
    )
    pages = "anytown.gov.uk/case/##### maps.app.goo.gl/^#^^#^ wa.me/447700900### facebook.com/profile.php?id=1000######"
    page = fill(rng, rng.choice(sites.split() + pages.split()))
    starts = (
        ("https://", "")
        if page.startswith(("maps", "wa.me"))
        else ("https://www.", "https://", "http://www.", "www.", "")
    )
    return rng.choice(starts) + page.replace("*", nickname(rng))


def plate(rng: random.Random) -> str:
    """A registration mark: current (DVLA INF104), prefix, suffix or dateless."""
    style = rng.choices(("current", "prefix", "suffix", "dateless"), (6, 2, 1, 1))[0]
    if style == "current":
        year = rng.randint(2, 26) + rng.choice((0, 50))
        return fill(rng, "^^") + f"{min(year, 75):02d} " + fill(rng, "^^^")
    if style == "prefix":
        return rng.choice("ABCDEFGHJKLMNPRSTVWXY") + f"{rng.randint(1, 999)} " + fill(rng, "^^^")
    if style == "suffix":
        return fill(rng, "^^^ ") + f"{rng.randint(1, 999)}" + rng.choice("ABCDEFGHJKLMNPRSTVWXY")
    figures = rng.randint(10, 9999)
    return fill(rng, rng.choice((f"^^ {figures}", f"{figures} ^^", f"^^^ {figures % 900 + 1}", f"^IZ {figures}")))


def passport(rng: random.Random) -> str:
    """Nine digits (His Majesty's Passport Office), or two letters and seven digits (others, residence permits)."""
    return fill(rng, rng.choice(("#########", "#########", "^^#######", "Z^#######")))


def driving_licence(rng: random.Random) -> str:
    """DVLA's sixteen characters: five of the surname, the birth date with 50 on a woman's month, initials, checks."""
    when = birth_date(rng, first=1955, last=2008)
    month = int(when["mm"]) + rng.choice((0, 50))
    first = surname(rng).upper()[:5].ljust(5, "9")
    middle = f"{when['yy'][0]}{month:02d}{when['dd']}{when['yy'][1]}"
    last = fill(rng, rng.choice(("^^", "^9"))) + "9" + fill(rng, "^^")
    return rng.choice((first + middle + last, f"{first} {middle} {last}", first + middle + last + fill(rng, " ##")))


def surname(rng: random.Random) -> str:
    """An invented surname in lower case."""
    start = rng.choice("lark marl thorn wren ash birch holm cop rook tan mac fen har old pem".split())
    return start + rng.choice("ford ley ton wick worth by ham dale bury er in e".split())


def police_reference(rng: random.Random) -> str:
    """A crime, incident, custody or missing-person reference behind its label."""
    return fill(rng, rng.choice(POLICE.strip().splitlines()))


def care_reference(rng: random.Random) -> str:
    """A number from a case system, a court, the National Referral Mechanism or a school."""
    if rng.random() < 0.25:
        return rng.choice((f"UPN <{pupil_number(rng)}>", f"ULN <{learner_number(rng)}>"))
    return fill(rng, rng.choice(CARE.strip().splitlines()))


def pupil_number(rng: random.Random) -> str:
    """A check letter (weights 2 to 13, modulus 23) and twelve digits (Department for Education's UPN guide)."""
    body = f"{rng.randint(201, 938)}{rng.randint(2000, 7000)}{rng.randint(10, 25)}" + fill(rng, "###")
    total = sum(int(digit) * weight for digit, weight in zip(body, range(2, 14), strict=True))
    return UPN_LETTERS[total % 23] + body


def learner_number(rng: random.Random) -> str:
    """Ten digits, the last by modulus 11 (Learning Records Service)."""
    while True:
        body = fill(rng, str(rng.randint(1, 9)) + "########")
        rest = sum(int(digit) * weight for digit, weight in zip(body, range(10, 1, -1), strict=True)) % 11
        if rest:
            return body + str(10 - rest)


def initials(rng: random.Random) -> str:
    """A worker's initials, never a pair that is itself a word or a known abbreviation."""
    while True:
        pair = fill(rng, "^^")
        if pair not in SIGN_OFF_WORDS:
            return rng.choice((pair, pair, f"{pair[0]}.{pair[1]}.", pair + rng.choice("ABDEJLMR")))


MAKERS: dict[str, Maker] = {
    "NHS number": nhs_number,
    "NINO": national_insurance,
    "postcode": postcode,
    "outward postcode": outward_code,
    "phone": phone,
    "e-mail": email,
    "URL": url,
    "plate": plate,
    "passport": passport,
    "driving licence": driving_licence,
    "police reference": police_reference,
    "care reference": care_reference,
    "date of birth": lambda rng: birth_date(rng)["valid"],
    "worded date": worded_date,
    "address": address,
    "school": school,
    "children's home": children_home,
    "hospital": hospital,
    "handle": handle,
    "what3words": what3words,
    "initials": initials,
}
