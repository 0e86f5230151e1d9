"""UK identifiers in sentences, well formed, mistyped and only look-alike, to measure what finds them.

Written from the official specifications and from how people write, without sight of our own recognisers.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from uk_formats import MAKERS
from uk_forms import GLUED, LABELS, POSSESSIVE, ROWS
from uk_lookalikes import LOOKALIKES, lookalike
from uk_sentences import NUMBERS
from uk_sentences_named import NAMES
from uk_slips import hurried, parted

KINDS = tuple(MAKERS)
CARRIERS = NUMBERS | NAMES
QUOTED = {"school", "children's home", "hospital", "handle", "URL", "e-mail", "what3words", "plate"}
LABELLED = {"police reference", "care reference", "handle", "phone"}  # the maker gives the label too
DRESSES = (
    [("", "")] * 12
    + [("(", ")")] * 2
    + [("[", "]"), ("", ","), ("", ","), ("", " -"), ("", "..."), ("\n", ""), ("", " (?)")]
)
QUOTES = [('"', '"'), ("‘", "’"), ("*", "*")]


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence and the one identifier in it.

    Args:
        text: the sentence.
        kind: one of `KINDS`, or nothing where nobody is identified.
        start, end: the identifier's characters, half-open; 0 and 0 where there is none.
    """

    text: str = field(repr=False)
    kind: str
    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse a span outside the text, and a kind without a span."""
        if not 0 <= self.start <= self.end <= len(self.text) or bool(self.kind) != (self.start < self.end):
            raise ValueError(f"{self.kind or 'no identifier'} cannot lie at {self.start}-{self.end}")


def valid(rng: random.Random, number: int) -> list[Case]:
    """Sentences with one identifier each, in the format of its specification, all kinds in equal shares."""
    return [placed(kind, rng.choice(lines(CARRIERS[kind])), MAKERS[kind](rng)) for kind in in_turn(rng, KINDS, number)]


def noisy(rng: random.Random, number: int) -> list[Case]:
    """The same kinds as people mistype, shorten, glue and tabulate them."""
    return [noisy_case(rng, kind) for kind in in_turn(rng, KINDS, number)]


def hard_negatives(rng: random.Random, number: int) -> list[Case]:
    """Sentences with figures, capitals and shapes that identify nobody."""
    return [Case(lookalike(rng, sentence), "", 0, 0) for sentence in in_turn(rng, tuple(lines(LOOKALIKES)), number)]


def shape(case: Case) -> str:
    """The identifier's kind and outline: digits as 9, letters as A or a, long words as one.

    >>> shape(Case("NHS:485 777 3456", "NHS number", 4, 16))
    'NHS number: 999 999 9999'
    """
    if not case.kind:
        return "none"
    outline = re.sub(r"\d", "9", case.text[case.start : case.end].replace("\n", "⏎"))
    outline = re.sub(r"[^\W\d_]{4,}", "Word", outline)
    return f"{case.kind}: " + re.sub(r"(?!Word)(?<!W)(?<!Wo)(?<!Wor)[^\W\d_]", as_letter, outline)


def as_letter(found: re.Match[str]) -> str:
    """A for a capital, a for another letter."""
    return "A" if found[0].isupper() else "a"


def lines(block: str) -> list[str]:
    """The lines of a block, less the empty first and last."""
    return block.strip("\n").splitlines()


def in_turn(rng: random.Random, things: tuple[str, ...], number: int) -> Iterator[str]:
    """`number` of the things, each as often as any other, in a new order every round."""
    while number > 0:
        yield from rng.sample(things, min(number, len(things)))
        number -= len(things)


def noisy_case(rng: random.Random, kind: str) -> Case:
    """One identifier in a carrier, behind its label or in a form's row."""
    made = hurried(rng, kind)
    frame = rng.choices(("carrier", "glued", "row"), (6, 2, 1))[0]
    if frame == "glued":
        return placed(kind, rng.choice(lines(GLUED)), glued(rng, kind, made))
    if frame == "row":
        label, value = labelled(rng, kind, made)
        return placed(kind, rng.choice(lines(ROWS)).replace("{label}", label), value)
    if kind in POSSESSIVE and rng.random() < 0.15:
        return placed(kind, rng.choice(lines(POSSESSIVE[kind])), made)
    carrier = rng.choice(lines(CARRIERS[kind]))
    return placed(kind, carelessly(rng, carrier), dressed(rng, kind, made))


def glued(rng: random.Random, kind: str, made: str) -> str:
    """The identifier hard against its label."""
    label, value = labelled(rng, kind, made)
    close = label.endswith(".") or (value[1].isdigit() and label[-1].isalpha())
    return label + rng.choice(("", "", ":", "-", " -", "=") if close else (":", ":", ":-", "-", " :")) + value


def labelled(rng: random.Random, kind: str, made: str) -> tuple[str, str]:
    """The label an identifier came with, or one for its kind, and the rest."""
    before, text, after = parted(made)
    if before and kind in LABELLED:
        return before.strip(), f"<{text}>{after}"
    return rng.choice(LABELS[kind].split("|")), f"{before}<{text}>{after}"


def dressed(rng: random.Random, kind: str, made: str) -> str:
    """The identifier as it is, in brackets or quotation marks, on a new line, or before punctuation."""
    before, text, after = parted(made)
    marks = DRESSES + QUOTES if kind in QUOTED else DRESSES
    opened, closed = rng.choice(marks)
    return f"{before}{opened}<{text}>{after}{closed}"


def carelessly(rng: random.Random, carrier: str) -> str:
    """A carrier without its capital or its full stop, or with the usual short forms."""
    if carrier[1:2].islower() and rng.random() < 0.4:
        carrier = carrier[0].lower() + carrier[1:]
    if rng.random() < 0.3:
        carrier = carrier.removesuffix(".")
    if rng.random() < 0.3:
        for word, short in (
            (" and ", " & "),
            (" with ", " w "),
            ("Young person", "YP"),
            ("Police", "Pol"),
            (" not ", " nt "),
        ):
            carrier = carrier.replace(word, short)
    return carrier


def placed(kind: str, carrier: str, made: str) -> Case:
    """The case that a carrier and an identifier make.

    >>> placed("NHS number", "NHS no {}.", "<485>").end
    10
    """
    before, text, after = parted(made)
    left, right = carrier.split("{}")
    if not right or (right[:1] in {".", ",", ")"} and after[-1:] in {",", ".", "-"}):
        after = after.rstrip(" ,.-")
    left = left.rstrip(" ") + before if before.startswith("\n") else left + before
    return Case(left + text + after + right, kind, len(left), len(left) + len(text))
