"""Names, places, dates and references to train the detector with, drawn from public lists."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from textmine.privacy.rules.peoples import GROUPS

WORDS = {
    key: tuple(words.split(" | "))
    for key, words in (
        line.split(": ", 1)
        for line in Path(__file__).with_name("detector_words.txt").read_text("utf-8").splitlines()
        if not line.startswith("#")
    )
}
SOFT = {"ll": "l", "rh": "r", "c": "g", "p": "b", "t": "d", "b": "f", "d": "dd", "m": "f", "g": ""}
NASAL = {"c": "ngh", "p": "mh", "t": "nh", "g": "ng", "b": "m", "d": "n"}
ASPIRATE = {"c": "ch", "p": "ph", "t": "th"}


@dataclass(frozen=True, slots=True)
class Names:
    """Lists to draw from; every tenth name, by its hash, is kept for measuring.

    Args:
        given: given names of England and Wales, commonest first.
        foreign, surnames: names by country in Latin letters; surnames with British ones many times over.
        welsh: Welsh given names.
        places, welsh_places: of Great Britain, and of Wales.
    """

    given: tuple[str, ...]
    foreign: tuple[str, ...]
    welsh: tuple[str, ...]
    surnames: tuple[str, ...]
    places: tuple[str, ...]
    welsh_places: tuple[str, ...]


def read_names(folder: Path, *, held_out: bool = False) -> Names:
    """Read the name lists below `folder`; `held_out` gives the names that training never sees."""
    places = [(row["name"], row["country"]) for row in _rows(folder / "places.csv")]
    abroad = [row["Romanized Name"] for row in _rows(folder / "common-surnames-by-country.csv")]

    def keep(names: list[str]) -> tuple[str, ...]:
        return tuple(name for name in names if len(name) > 1 and (_tenth(name) == held_out))

    return Names(
        given=keep([row["name"] for row in _rows(folder / "ons_given_names.csv")]),
        foreign=keep([row["Romanized Name"] for row in _rows(folder / "common-forenames-by-country.csv")]),
        welsh=keep([row["name"] for row in _rows(folder / "welsh_names.csv")]),
        surnames=keep(abroad + list(WORDS["surnames"]) * (1 if held_out else 8)),
        places=keep([name for name, _ in places]),
        welsh_places=keep([name for name, country in places if country == "Wales"]),
    )


def given(names: Names, rng: random.Random) -> str:
    """One given name: common, rare, Welsh, of another country, or a word that is also a name."""
    at = rng.random()
    if at < 0.3:
        return names.given[int(len(names.given) * rng.random() ** 4)]
    if at < 0.9:
        return rng.choice(rng.choice((names.given, names.foreign, names.welsh)))
    return rng.choice(WORDS["word_names"]) if at < 0.97 else given(names, rng)[: rng.randint(3, 5)].rstrip("-'") + "y"


def surname(names: Names, rng: random.Random) -> str:
    """One surname; one in twelve double-barrelled."""
    name = rng.choice(names.surnames)
    return f"{name}-{rng.choice(names.surnames)}" if rng.random() < 0.08 else name


def full(names: Names, rng: random.Random) -> str:
    """A given name, sometimes two, and a surname."""
    middle = f" {given(names, rng)}" if rng.random() < 0.1 else ""
    return f"{given(names, rng)}{middle} {surname(names, rng)}"


def person(names: Names, rng: random.Random) -> str:
    """A person as notes name one: mostly one name, else two, or an initial and a surname."""
    at = rng.random()
    if at < 0.6:
        return given(names, rng)
    if at < 0.9:
        return full(names, rng)
    return f"{given(names, rng)[0]}{rng.choice(('. ', ' ', '.'))}{surname(names, rng)}"


def initials(name: str, rng: random.Random) -> str:
    """The initials of a name, with or without dots."""
    letters = [part[0].upper() for part in name.split()]
    return "".join(letters) if rng.random() < 0.7 else ".".join(letters) + "."


def place(names: Names, rng: random.Random) -> str:
    """A town or village, one in three Welsh."""
    return rng.choice(names.welsh_places if rng.random() < 0.35 else names.places)


def mutated(names: Names, rng: random.Random) -> str:
    """A Welsh place as Welsh grammar changes its first letter: Caerdydd, Nghaerdydd, Gaerdydd, Chaerdydd."""
    name = rng.choice((*names.welsh_places, "Caerdydd", "Casnewydd", "Abertawe", "Pen-y-bont", "Tredegar", "Bangor"))
    table = rng.choice((SOFT, NASAL, ASPIRATE))
    head = next((key for key in table if name.lower().startswith(key)), None)
    return name if head is None else (table[head] + name[len(head) :]).capitalize()


def address(names: Names, rng: random.Random) -> str:
    """A street, mostly with a number."""
    number = f"{rng.randint(1, 180)}{rng.choice(('', '', '', 'a', 'b'))} " if rng.random() < 0.8 else ""
    flat = f"Flat {rng.randint(1, 12)}, " if number and rng.random() < 0.15 else ""
    if rng.random() < 0.25:
        return f"{flat}{number}{rng.choice(WORDS['welsh_streets'])} {_stem(names, rng)}"
    return f"{flat}{number}{_stem(names, rng)} {rng.choice(WORDS['streets'])}"


def haunt(names: Names, rng: random.Random) -> str:
    """A park, station, pub, wood or shopping centre with its name; some by name alone or made of common words."""
    if rng.random() < 0.25:
        return rng.choice(
            (wordy(rng), f"the {rng.choice(WORDS['nouns'])} {rng.choice(WORDS['spots'])}", f"the {wordy(rng)}")
        )
    if rng.random() < 0.25:
        return rng.choice(
            (f"the {_stem(names, rng)}", place(names, rng), f"{rng.choice(WORDS['heads'])} {_stem(names, rng)}")
        )
    return f"{_stem(names, rng)} {rng.choice(WORDS['haunts'])}"


def organisation(names: Names, rng: random.Random) -> str:
    """A school, home, service or shop."""
    kinds: tuple[Callable[[], str], ...] = (
        lambda: f"{_stem(names, rng)} {rng.choice(WORDS['schools'])}",
        lambda: f"Ysgol {rng.choice(('', 'Gyfun ', 'Bro ', 'Gynradd '))}{_stem(names, rng)}",
        lambda: f"St {given(names, rng)}'s {rng.choice(WORDS['schools'])}",
        lambda: f"{_stem(names, rng)}{rng.choice((' ', '', 'wood ', 'field ', 'dale '))}{rng.choice(WORDS['homes'])}",
        lambda: f"{place(names, rng)} {rng.choice(WORDS['services'])}",
        lambda: f"{rng.choice((place, surname))(names, rng)} {rng.choice(WORDS['shops'])}",
        lambda: f"{surname(names, rng)}{rng.choice(WORDS['sellers'])}",
        lambda: f"{rng.choice(WORDS['heads'])} {_stem(names, rng)}",
        lambda: _stem(names, rng),
        lambda: wordy(rng),
        lambda: (
            f"{wordy(rng)} {rng.choice((*WORDS['shops'], *WORDS['homes'], *WORDS['schools'], *WORDS['gatherings']))}"
        ),
        lambda: f"{rng.choice(WORDS['nouns'])} {rng.choice(WORDS['homes'])}",
    )
    return rng.choice(kinds)()


def wordy(rng: random.Random) -> str:
    """A name made of common words, as pubs, shops, churches and local spots have them."""
    one, other, adjective = rng.choice(WORDS["nouns"]), rng.choice(WORDS["nouns"]), rng.choice(WORDS["adjectives"])
    return rng.choice(
        (
            f"{adjective} {one}",
            f"{adjective} {one}",
            f"{one} and {other}",
            f"{one} {other}",
            f"{adjective} {one}s",
            f"{one}s",
        )
    )


def nickname(names: Names, rng: random.Random) -> str:
    """A name used on the street or by friends: a word, a word with an adjective, a clipped or doubled name."""
    word, name = rng.choice(WORDS["word_names"]), given(names, rng)
    forms = (
        word,
        word,
        f"{rng.choice(WORDS['before'])} {rng.choice((word, name))}",
        name[:3],
        f"{name[:2]}{name[:2].lower()}",
    )
    return rng.choice(
        (
            *forms,
            f"{name[:3]}z",
            f"{rng.choice('JKTDM')}{rng.choice(('', '-'))}{rng.choice(('ay', 'Dog', 'Man', 'Boy', 'ster'))}",
        )
    )


def people(rng: random.Random) -> str:
    """A nationality, ethnic or religious group, or foreign language."""
    return rng.choice(GROUPS.split())


def telephone(rng: random.Random) -> str:
    """A British telephone number, as people group its figures."""
    shape = rng.choice(
        (
            "07### ######",
            "07#########",
            "07### ### ###",
            "+44 7### ######",
            "01### ######",
            "0#### ## ## ##",
            "020 #### ####",
            "0044 7## ### ####",
            "01##-###-####",
        )
    )
    return "".join(str(rng.randint(0, 9)) if mark == "#" else mark for mark in shape)


def date(rng: random.Random) -> str:
    """A date in one of the ways people in Britain write one."""
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(1985, 2026)
    word = WORDS["months"][month - 1] if rng.random() < 0.6 else WORDS["months"][month - 1][:3]
    suffix = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd"}.get(day, "th")
    gap, welsh = rng.choice("///.-"), rng.choice(WORDS["welsh_months"])
    forms = (
        f"{day:02d}{gap}{month:02d}{gap}{year}",
        f"{day}{gap}{month}{gap}{year % 100:02d}",
        f"{day}{suffix} {word} {year}",
        f"{day} {word} {year}",
        f"{day}{suffix} {word}",
        f"{day}{suffix} of {word}",
        f"{rng.choice(WORDS['days'])} {day}{suffix} {word}",
        f"{rng.choice(WORDS['days'])} {day}/{month}",
        f"{word} {year}",
        f"{day}/{month}",
        f"{day} {word[:3]} {year % 100:02d}",
        f"{word} {day}{suffix}",
        f"the {day}{suffix}",
        f"{day}{suffix} of {word[:3].lower()} {year % 100:02d}",
        f"{year}-{month:02d}-{day:02d}",
        f"{day:02d}{word[:3].upper()}{year % 100:02d}",
        f"{day}{gap}{month}",
        f"{day} {welsh} {year}",
        f"{day}{rng.choice(('af', 'ail', 'ydd', 'fed', 'ain'))} o {welsh}",
    )
    return rng.choice(forms)


def reference(rng: random.Random) -> str:
    """A police, health, school or case-system reference; a figure of each is random."""
    shape = rng.choice(
        (
            "######", "#######", "##########", "### ### ####", "A############", "@/##/####", "@-####-##", "@##/#####",
            "## ####", "@#######", "##/####/##", "@/####/##", "@ ####", "####/##", "@/##-##-##/####", "##-####",
        )
    )  # fmt: skip
    text = shape.replace("@", rng.choice(WORDS["prefixes"]))
    return "".join(str(rng.randint(0, 9)) if mark == "#" else mark for mark in text)


def handle(names: Names, rng: random.Random) -> str:
    """A name as used on social media."""
    base = given(names, rng).lower().replace(" ", "")
    tail = rng.choice(("_xo", "xx", str(rng.randint(1, 99)), "_x", f".{rng.choice('abcjkms')}", "_official", "iee"))
    return rng.choice(("", "@", "@", "its.", "lil_", "xx_")) + base + tail


def _stem(names: Names, rng: random.Random) -> str:
    return rng.choice((rng.choice(WORDS["trees"]), rng.choice(WORDS["trees"]), place(names, rng), surname(names, rng)))


def _tenth(name: str) -> bool:
    return sha256(name.lower().encode()).digest()[0] % 10 == 0


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
