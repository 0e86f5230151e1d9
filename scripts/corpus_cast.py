"""Who and what the made write-ups of one child name: whatever a source names becomes somebody or something made."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from corpus_names import NRP, Names, Person, phone, plate, postcode, redigit

from textmine.privacy.language.dates import ENGLISH, When, shift


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FEMALE = _words("mother mum stepmother sister nan mamgu nain grandmother aunt girlfriend")
MALE = _words("father stepfather stepdad brother taid grandad grandfather uncle boyfriend")
FAMILY = (FEMALE | MALE) - {"girlfriend", "boyfriend"}
ONE_EACH = _words("child mother father sw kw keyworker manager")
WRITER = _words("author worker interviewer nia jo tunde margaret")
ROLES = (
    FEMALE
    | MALE
    | ONE_EACH
    | _words("carer friend associate cousin host partner teacher officer staff coach interpreter resident")
    | _words("neighbour tutor police pc iro yjs")
)
"""What an entity of a source may begin with; any other is somebody's name there and becomes `person`."""
ON_ROSTER = FAMILY | {"sw", "kw", "keyworker", "manager", "carer"}
TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|PC|DC|Sgt|PCSO|Rev)\.?\s*$")
TOKEN = re.compile(r"[^\W\d_]+(?:[-’'](?![sS]\b)[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Known:
    """Words of the sources' names in lower case: surnames, given names, and everything that must not come back."""

    surnames: frozenset[str]
    given: frozenset[str]
    taken: frozenset[str]


@dataclass(slots=True)
class Cast:
    """The made identifiers of one child, the same in all its write-ups; grows while they are made."""

    names: Names
    rng: random.Random
    known: Known
    child: Person
    born: date
    people: dict[tuple[str, str], tuple[Person, str]] = field(default_factory=dict)
    things: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)

    def person(self, entity: str, *, source: str, words: str, before: str) -> tuple[str, str]:
        """The made person's name in the form of `words`, and its key.

        Args:
            entity: the key in the source; `source` is the source's child.
            before: the text before the name: after a title stands a surname.
        """
        role = _role(entity)
        key = (role, "" if role in ONE_EACH | {"writer"} else f"{source} {entity}")
        if key not in self.people:
            number = sum(other == role for other, _ in self.people) + 1
            self.people[key] = (self._somebody(role), f"{role}-{number}" if key[1] else role)
        made, made_key = self.people[key]
        return self._in_form(words, made, titled=bool(TITLE.search(before))), made_key

    def thing(self, type: str, words: str) -> tuple[str, str]:
        """Any other identifier but a date, in the form of `words`, and its key."""
        key = (type, "" if type in ("HOME", "SCHOOL", "NHS") else re.sub(r"^(the|y|yr) ", "", words.casefold()))
        if key not in self.things:
            number = sum(other == type for other, _ in self.things) + 1
            self.things[key] = (MADE[type](self, words), f"{type.lower()}-{number}")
        made, made_key = self.things[key]
        if type == "NHS":
            return _spaced_like(words, made), made_key
        return _cased_like(words, made), made_key

    def birth(self, words: str) -> str:
        """The child's date of birth in the form of `words`."""
        numbers = re.findall(r"\d+", words)
        if len(numbers) == 3:
            new = iter(
                (
                    _wide(self.born.day, numbers[0]),
                    _wide(self.born.month, numbers[1]),
                    str(self.born.year)[-len(numbers[2]) :],
                )
            )
            return re.sub(r"\d+", lambda _: next(new), words)
        return f"{self.born.day} {ENGLISH[self.born.month - 1]} {self.born.year}"

    def roster(self) -> dict[str, str]:
        """What a case system knows of the child; everything that stands in a write-up only is not in it."""
        people = [
            f"{made.given} {made.surname} ({role})" for (role, _), (made, _) in self.people.items() if role in ON_ROSTER
        ]
        things = {type: [made for (other, _), (made, _) in self.things.items() if other == type] for type in MADE}
        return {
            "name": f"{self.child.given} {self.child.surname}",
            "aliases": self.child.short,
            "date_of_birth": f"{self.born:%d/%m/%Y}",
            "people": "; ".join(people),
            "home": "; ".join(things["HOME"]),
            "school": "; ".join(things["SCHOOL"]),
            "address": "; ".join(things["ADDRESS"][:1]),
            "references": "; ".join([*things["NHS"], *things["REF"][:1]]),
        }

    def _somebody(self, role: str) -> Person:
        if role == "child":
            return self.child
        sex = "female" if role in FEMALE else "male" if role in MALE else ""
        return self.names.person(sex=sex, surname=self.child.surname if role in FAMILY else "")

    def _in_form(self, words: str, made: Person, *, titled: bool) -> str:
        tokens = TOKEN.findall(words)
        turned = "," in words
        new = iter(
            [self._token(token, i, len(tokens), made, turned=turned, titled=titled) for i, token in enumerate(tokens)]
        )
        return TOKEN.sub(lambda _: next(new), words)

    def _token(self, token: str, i: int, n: int, made: Person, *, turned: bool, titled: bool) -> str:
        last = i == 0 if turned else i == n - 1
        family = (n > 1 and last) or (n == 1 and (titled or self._is_surname(token)))
        name = made.surname if family else made.given if i == int(turned) else made.middle
        if len(token) == 1:
            return _cased_like(token, name[0])
        if n == 1 and len(token) < 4 and token.isupper():
            return (made.given[0] + made.surname[0]).upper()
        if n == 1 and not family and token.casefold() not in self.known.given:
            name = made.short
        return _cased_like(token, name)

    def _is_surname(self, token: str) -> bool:
        return token.casefold() in self.known.surnames and token.casefold() not in self.known.given


def _role(entity: str) -> str:
    """What somebody is to the child, without the name that a key may hold: `friend-zoe` → friend."""
    role, _, rest = entity.partition("-")
    if role in ONE_EACH and rest in ROLES:
        role = rest
    return "writer" if role in WRITER else role if role in ROLES else "person"


def moved(words: str, *, was: date, now: date) -> str:
    """A date as far from `now` as the words are from `was`, to the week, in their form."""
    weeks = round((now - was).days / 7)
    if new := shift(words, weeks, when=When(year=was.year)):
        return new
    if day := re.fullmatch(r"(\d{1,2})(st|nd|rd|th)", words):
        shifted = shift(f"{day[1]}th {ENGLISH[was.month - 1]}", weeks, when=When(year=was.year))
        return shifted.split()[0] if shifted else words
    return f"{now.day} {ENGLISH[now.month - 1]}"


def _online(cast: Cast, words: str) -> str:
    return f"{'@' * words.startswith('@')}{cast.names.person().short.lower()}.{cast.rng.randrange(10, 99)}"


def _mail(cast: Cast, words: str) -> str:
    writer = cast.names.person()
    return f"{writer.given}.{writer.surname}".lower().replace("'", "") + ("@made.example" if "@" in words else "")


def _address(cast: Cast, words: str) -> str:
    return cast.names.address() if any(c.isdigit() for c in words) else cast.names.street()


def _reference(cast: Cast, words: str) -> str:
    if any(c.isdigit() for c in words):
        return redigit(cast.rng, words)
    return f"R{cast.rng.randrange(10**6):06d}"


MADE: dict[str, Callable[[Cast, str], str]] = {
    "PLACE": lambda cast, words: cast.names.place(),
    "HOME": lambda cast, words: f"{cast.names.place()} House",
    "SCHOOL": lambda cast, words: f"{cast.names.place()} School",
    "ORG": lambda cast, words: (
        f"{cast.names.place()} {cast.rng.choice(('Centre', 'Club', 'Stores', 'Project', 'Café'))}"
    ),
    "NRP": lambda cast, words: cast.rng.choice(NRP),
    "ADDRESS": _address,
    "POSTCODE": lambda cast, words: postcode(cast.rng, words),
    "PHONE": lambda cast, words: phone(cast.rng, words),
    "EMAIL": _mail,
    "HANDLE": _online,
    "URL": lambda cast, words: f"{cast.names.place().lower()}.example/{cast.rng.randrange(10**5)}",
    "NHS": lambda cast, words: "999 " + redigit(cast.rng, "000 0000"),
    "REF": _reference,
    "VEHICLE": lambda cast, words: plate(cast.rng, words),
}


def _cased_like(words: str, new: str) -> str:
    if words.islower():
        return new.lower()
    return new.upper() if words.isupper() and len(words) > 1 else new


def _spaced_like(words: str, digits: str) -> str:
    new = iter(re.sub(r"\D", "", digits))
    return "".join(next(new) if c.isdigit() else c for c in words)


def _wide(number: int, like: str) -> str:
    return f"{number:02d}" if len(like) == 2 else str(number)
