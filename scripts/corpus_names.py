"""Names composed of syllables after the manner of several languages, and numbers of given shapes."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

FEMALE, MALE = 0, 1
CULTURES = {
    "Welsh": ("Gwer Eril Morf Angh Llin Bronw Cerid Tegf", "wyda yddon anna eli eryn", "ewyn yfan odri edwel aint"),
    "English": ("Ald Harb Wint Bramw Corl Thorn Elsw Merr", "etta elyn inda ianne ora", "ric enby aston ford iam"),
    "Irish": ("Caoir Finb Darr Roish Eim Nuall", "inne eagha eena aile", "aigh ogan eagh ulla"),
    "Polish": ("Kazm Witol Jadz Bogn Mirk Stasz", "ewka imira unia olda", "omir anek isław ek"),
    "Punjabi": ("Jasb Harv Simr Gurn Ranv Tejp", "indra ita eetha inda", "inder aljit esh ander"),
    "Bengali": ("Rafs Nasm Tanj Shirm Farz Anow", "eena ira uma isha", "ul arid amin oor"),
    "Yoruba": ("Adetol Olabim Temiw Bolaf Ayof Kehin", "unmi ike eyi ayo", "ade unde iran olu"),
    "Somali": ("Hodm Abdiq Faysl Ubax Sagl Ismac", "awo iya ila aan", "ale adir iro uun"),
    "Vietnamese": ("Thuyl Minhq Phuongd Anhv Khanht Linhd", "inh ien oa uyen", "uoc ung oan at"),
    "Romanian": ("Andrel Florip Mihan Ionel Ramov Cristal", "ica ucia ita oara", "escu iel oiu ache"),
}
"""Beginnings, female endings, male endings."""
FAMILIES = {
    "Welsh": ("Pengr Trefw Llanv Rhosg Maesd Cwmb", "adog enydd ellyn owyn aren idris"),
    "English": ("Hather Brack Stan Wold Kerr Ashw Mald", "ingfold enshaw erby umley astow wick"),
    "Irish": ("O'Dorr McGarv O'Finn McClon Rourk", "ellan ogher agan aherty illy"),
    "Polish": ("Wolan Zabr Kowal Nowin Brzez", "iczak owiec ylski enek ura"),
    "Punjabi": ("Sandhr Dhalb Kailv Bainsr Grew", "walia ota aul eja"),
    "Bengali": ("Chowdr Mollh Sarkan Talukh Bhuiy", "adar ique ana uddin"),
    "Yoruba": ("Adebar Ogunl Oyewal Akint Fashol", "ola oye umi ide"),
    "Somali": ("Warsan Jibr Guleyd Farax Duale", "ow iye ale ur"),
    "Vietnamese": ("Trinhd Duongl Hoangt Phamv", "uan eng inh uoc"),
    "Romanian": ("Popel Radov Dumin Stoian Ciob", "escan aru eanu iciu"),
}
PLACES = (
    "Aberg Penl Trew Cwmd Llanb Kettl Stonb Marsh Thornw Hexb Wester Brackl Holmb Sandw Rivel Coldm",
    "wyn adog oed igwy ethin ham erton ingley ford worth ebourne stead ecombe ley",
)
STREETS = ("Larchet Quarrin Tannow Chapelin Millow Orchin Gorsed Ropell Dockin Priorel", "Road Street Close Lane Rise")
NRP = ("Eritrean", "Kurdish", "Sikh", "Hindu", "Latvian", "Albanian", "Ghanaian", "Tamil", "Turkish", "Syrian")
POSTAL = "ABDEFGHJLNPQRSTUWXYZ"


@dataclass(frozen=True, slots=True)
class Person:
    """A made-up person; `short` is what friends say."""

    given: str
    middle: str
    surname: str
    short: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """Composes names that are not among `taken` (words in lower case); the same for the same `rng`."""

    rng: random.Random
    taken: frozenset[str]

    def person(self, *, sex: str = "", culture: str = "", surname: str = "") -> Person:
        """A person, of any sex and culture unless said."""
        culture = culture or self.rng.choice(sorted(CULTURES))
        starts, *ends = CULTURES[culture]
        end = ends[{"female": FEMALE, "male": MALE}.get(sex, self.rng.randrange(2))]
        given, middle = (self._word(starts, end) for _ in range(2))
        return Person(
            given, middle, surname or self._word(*FAMILIES[culture]), given[: self.rng.randrange(3, 5)] + "zy"
        )

    def culture(self) -> str:
        """Half of the children have a Welsh or English name."""
        return self.rng.choice((*("Welsh", "English") * 4, *CULTURES))

    def place(self) -> str:
        """A town or village."""
        return self._word(*PLACES)

    def address(self) -> str:
        """House and street."""
        return f"{self.rng.randrange(1, 120)} {self.street()}"

    def street(self) -> str:
        """A street."""
        return f"{self._word(STREETS[0], 'gate wick field moor bank')} {self.rng.choice(STREETS[1].split())}"

    def _word(self, starts: str, ends: str) -> str:
        while True:
            word = self.rng.choice(starts.split()) + self.rng.choice(ends.split())
            if not self.taken & {word.casefold(), *re.findall(r"\w+", word.casefold())}:
                return word


def redigit(rng: random.Random, words: str) -> str:
    """A reference of the same shape: other digits, the same letters."""
    return "".join(rng.choice("0123456789") if c.isdigit() else c for c in words)


def phone(rng: random.Random, words: str) -> str:
    """A number from the ranges kept for drama, spaced as it was."""
    digits = sum(c.isdigit() for c in words)
    kept = "07700900" if words.startswith("07") else "01632960"
    new = iter((kept + "".join(rng.choice("0123456789") for _ in range(digits)))[:digits])
    return "".join(next(new) if c.isdigit() else c for c in words)


def plate(rng: random.Random, words: str) -> str:
    """A registration of the same shape, with a first letter that none has."""
    return "Q" + "".join(
        rng.choice("0123456789") if c.isdigit() else rng.choice(POSTAL) if c.isalpha() else c for c in words[1:]
    )


def postcode(rng: random.Random, words: str) -> str:
    """A postcode of the same shape in an area that does not exist."""
    area = "Q" + rng.choice("MTAW")
    new = area + "".join(
        rng.choice("123456789") if c.isdigit() else rng.choice(POSTAL) if c.isalpha() else c for c in words[2:]
    )
    return new.lower() if words.islower() else new
