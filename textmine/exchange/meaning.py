"""What a code of a project stands for here: a code, how it is said, an answer about the whole write-up, a doubt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from textmine.refi.guids import guid
from textmine.refi.nouns import Code
from textmine.types import ASSERTIONS, TIMES, VOICES

Kind = Literal["code", "assertion", "time", "voice", "answer", "doubt", "folder", "aside"]
USUAL = {"assertion": "affirmed", "time": "this_episode", "voice": "unclear"}
SAID = {"assertion": ASSERTIONS, "time": TIMES, "voice": VOICES}
DOUBT = "look"  # before the name of a code on which the model abstains
FOLDERS = {
    "said": ("How it is said", "What is not coded here is affirmed, about this episode, of unclear voice."),
    "answers": ("The whole write-up", "Answers about a write-up as a whole."),
    "doubts": ("A person should look", "Codes on which the model abstains."),
    "others": ("Not in the codebook", "Codes that the study's codebook does not have."),
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a code stands for.

    Args:
        kind: `aside`: it is kept, and not used; `folder`: it holds other codes.
        value: the code's id, the attribute's or the answer's value.
        field: of an answer, the question.
    """

    kind: Kind
    value: str = ""
    field: str = ""

    @property
    def words(self) -> str:
        """As the mapping file writes it.

        >>> Meaning("answer", "push", "dominant_direction").words
        'answer: dominant_direction=push'
        """
        if self.kind in ("aside", "folder"):
            return ""
        if self.kind == "code":
            return self.value
        return f"{self.kind}: {self.field}={self.value}" if self.kind == "answer" else f"{self.kind}: {self.value}"


def read_meaning(words: str) -> Meaning | None:
    """The meaning that a person wrote; None if it is none.

    >>> read_meaning("assertion: negated")
    Meaning(kind='assertion', value='negated', field='')
    """
    words = words.strip()
    if not words:
        return Meaning("aside")
    kind, colon, value = (part.strip() for part in words.partition(":"))
    if not colon:
        return Meaning("code", words) if re.fullmatch(r"[a-z][a-z0-9_]*", words) else None
    if kind in SAID:
        return Meaning(kind, value) if value in SAID[kind] else None  # type: ignore[arg-type]
    if kind == "answer" and "=" in value:
        name, _, answer = (part.strip() for part in value.partition("="))
        return Meaning("answer", answer, name)
    return Meaning("doubt", value) if kind == "doubt" else None


def label(kind: str, value: str) -> str:
    """A name that no other code has: of codes with one name QualCoder keeps only one, and loses the others' marks.

    >>> label("voice", "child")
    'voice: child'
    """
    return f"{kind}: {value}"


def folder(name: str, parent: str = "") -> Code:
    """One of the folders that hold what is no code of the codebook."""
    words, about = FOLDERS[name]
    return Code(guid("folder", name), words, codable=False, parent=parent, description=about)


def said_codes() -> tuple[Code, ...]:
    """The codes that tell how a mention is said, in their folders; the usual values have no code."""
    top = folder("said")
    found = [top]
    for kind, values in SAID.items():
        inner = guid("folder", "said", kind)
        found.append(Code(inner, kind, codable=False, parent=top.guid))
        found += [Code(guid("said", kind, v), label(kind, v), parent=inner) for v in values if v != USUAL[kind]]
    return tuple(found)


def answer_codes(answers: list[tuple[str, str]]) -> tuple[Code, ...]:
    """The codes for answers about whole write-ups: a folder for each question."""
    if not answers:
        return ()
    found = [folder("answers")]
    for name in dict.fromkeys(name for name, _ in answers):
        inner = guid("folder", "answers", name)
        found.append(Code(inner, name, codable=False, parent=found[0].guid))
        found += [
            Code(guid("answer", one, value), label(one, value), parent=inner) for one, value in answers if one == name
        ]
    return tuple(found)
