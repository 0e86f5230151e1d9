"""What a pattern for an identifier is: a label, a name, the pattern, a score, and where it does not hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from textmine.privacy.language.plainwords import identifies_nobody, just_a_word

FIGURE = r"(?-i:[\dOoIl])"
"""A figure, or a letter that is typed for one."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern.

    Args:
        pattern: group `x` or `y` is the identifier, or else the whole match.
        context: words that make it surer if one stands before.
        unless: tells of matched words that they identify nobody.
        lines: whether it may run over the end of a line.
    """

    label: str
    name: str
    pattern: re.Pattern[str]
    score: float
    context: tuple[str, ...] = ()
    unless: Callable[[str], bool] = lambda words: False
    lines: bool = False


def rule(
    label: str,
    name: str,
    pattern: str,
    score: float,
    *,
    flags: int = re.I,
    context: tuple[str, ...] = (),
    unless: Callable[[str], bool] = lambda words: False,
    lines: bool = False,
) -> Rule:
    """A rule from a pattern's source; without regard to capitals unless `flags` says otherwise."""
    return Rule(label, name, re.compile(pattern, flags), score, context, unless, lines)


def figures(least: int) -> Callable[[str], bool]:
    """Whether words hold fewer real figures than an identifier of this kind: O and l may stand for some, not all."""
    return lambda words: sum(map(str.isdigit, words)) < least


def plain(words: str) -> bool:
    """Whether every word is common or identifies nobody."""
    return all(just_a_word(word) or identifies_nobody(word) for word in re.findall(r"[^\W\d_][\w'’&]*", words))


def first_is_plain(words: str) -> bool:
    """The same of what stands before a comma."""
    return plain(words.split(",")[0])


def first_is_common(words: str) -> bool:
    """The same of the first word."""
    return just_a_word(words.split()[0]) or identifies_nobody(words.split()[0])
