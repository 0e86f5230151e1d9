"""What a REFI-QDA project holds, as far as text and codes go; frozen, no words of a text in a repr.

Every `guid` is without braces and in lower case. Positions are characters (Unicode code points) of the source's text, whose
line ends are `\\n`, half-open.
"""

from __future__ import annotations

from dataclasses import dataclass, field

LEAST = 0.9  # share of the selections' ends that must fit; below it a person should look


@dataclass(frozen=True, slots=True)
class User:
    """Somebody, or a version of a model, who codes; a name may be a real one."""

    guid: str
    name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Code:
    """A code or, if it is not codable, a folder of codes.

    Args:
        parent: guid of the code it stands under, "" at the top.
        colour: `#RRGGBB` or "".
        notes: guids of notes on it.
    """

    guid: str
    name: str = field(repr=False)
    codable: bool = True
    parent: str = ""
    description: str = field(default="", repr=False)
    colour: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coded:
    """A code given by somebody; `code` and `user` are guids, `user` is "" where the file does not say."""

    guid: str
    code: str
    user: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """A stretch of a source, its codes, and what was written about it; without codes it is an annotation."""

    guid: str
    start: int
    end: int
    codes: tuple[Coded, ...] = ()
    user: str = ""
    name: str = field(default="", repr=False)
    description: str = field(default="", repr=False)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Variable:
    """A property of cases or sources; `kind` is Text, Boolean, Integer, Float, Date or DateTime."""

    guid: str
    name: str
    kind: str = "Text"


@dataclass(frozen=True, slots=True)
class Value:
    """The value of a variable, as XML writes it."""

    variable: str
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Source:
    """A text.

    Args:
        text: as read, with `\\n` at line ends.
        codes: given to the whole text.
        inline: whether the text stood in the XML itself, whose reader makes all line ends `\\n`.
    """

    guid: str
    name: str = field(repr=False)
    text: str = field(repr=False)
    selections: tuple[Selection, ...] = field(default=(), repr=False)
    codes: tuple[Coded, ...] = ()
    values: tuple[Value, ...] = ()
    description: str = field(default="", repr=False)
    notes: tuple[str, ...] = ()
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """Whom or what some sources are about."""

    guid: str
    name: str = field(default="", repr=False)
    values: tuple[Value, ...] = ()
    sources: tuple[str, ...] = ()
    description: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Note:
    """A memo."""

    guid: str
    name: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    user: str = ""


@dataclass(frozen=True, slots=True)
class Set:
    """Codes, sources or notes that belong together."""

    guid: str
    name: str = field(repr=False)
    description: str = field(default="", repr=False)
    codes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """A whole project; `codes` stand in the order of the tree, parents before their children.

    Args:
        origin: the program that wrote it, as it calls itself.
        notes: memos; those named in `about` are on the project as a whole.
    """

    name: str = field(repr=False)
    origin: str = ""
    users: tuple[User, ...] = ()
    codes: tuple[Code, ...] = ()
    variables: tuple[Variable, ...] = ()
    cases: tuple[Case, ...] = ()
    sources: tuple[Source, ...] = ()
    notes: tuple[Note, ...] = ()
    sets: tuple[Set, ...] = ()
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """How positions count, and how well that fits.

    Args:
        utf16: UTF-16 units instead of code points.
        pairs: a carriage return with a line feed counts as two characters, not as one. For a text in the XML itself,
            whose reader makes one character of every line end, True means that the program counted one too.
        score: share of the ends of selections that stand where words begin and end, or hold the words that the file
            quotes, in [0, 1]; 1 where there is nothing to judge by.
        rival: the best score of another reading that puts a selection elsewhere; 0 if there is none.
        known: textmine wrote the file, and every selection holds the words that it should.
    """

    utf16: bool
    pairs: bool
    score: float = 1.0
    rival: float = 0.0
    known: bool = False

    @property
    def doubtful(self) -> bool:
        """Whether a person should look: it fits badly, or another reading fits as well."""
        return not self.known and (self.score < LEAST or self.rival >= self.score)

    @property
    def words(self) -> str:
        """For a person."""
        unit = "UTF-16 units" if self.utf16 else "code points"
        return f"{unit}, a line end of two signs counted as {'two' if self.pairs else 'one'}"
