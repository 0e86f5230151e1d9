"""Names of the roster's people, looked up: who bears a name, and whether words are somebody's name letter by letter."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from textmine.privacy.case.roster import Known
from textmine.privacy.language.personnames import initials_of, looks_like_initials, name_key
from textmine.privacy.language.plainwords import FAMILY


@dataclass(frozen=True, slots=True)
class RosterNames:
    """The roster's people by their names.

    Args:
        names: entity to its names.
        full: name of two parts or more to its entity.
    """

    names: Mapping[str, tuple[str, ...]] = field(repr=False)
    full: Mapping[str, str] = field(repr=False)

    @classmethod
    def of(cls, people: Sequence[Known]) -> RosterNames:
        """From the known people of a case."""
        names: dict[str, list[str]] = {}
        for known in people:
            if known.label == "PERSON":
                names.setdefault(known.entity, []).append(name_key(known.words))
        full = {key: entity for entity, keys in names.items() for key in keys if " " in key}
        return cls({entity: tuple(keys) for entity, keys in names.items()}, full)

    def entities(self, words: str) -> tuple[str, ...]:
        """Who bears exactly this name."""
        return tuple(entity for entity, keys in self.names.items() if name_key(words) in keys)

    def bears(self, entity: str, words: str) -> bool:
        """Whether words hold a name of an entity letter by letter, or initials that are nobody else's.

        A name that is one letter off is alike, and no more: a person decides. Entities that the roster's people do not
        list are taken as they are; a family name is nobody's full name, but may have two halves.
        """
        if entity not in self.names:
            one = " " not in name_key(words)
            return one or not entity.startswith("family name:") or all(map(self._shared, name_key(words).split()))
        known = self.names[entity]
        if looks_like_initials(words) and name_key(words) not in known:
            return not self.with_initials(name_key(words)) - {entity}
        parts = {part for key in known for part in _endings(key)}
        return all(_endings(part) & parts for part in name_key(words).split() if len(part) > 1 and part not in FAMILY)

    def _shared(self, part: str) -> bool:
        """Whether several people bear it."""
        return sum(any(part in key.split() for key in keys) for keys in self.names.values()) > 1

    def with_initials(self, letters: str) -> set[str]:
        """Whose initials these may be."""
        return {entity for entity, keys in self.names.items() if any(letters in initials_of(key) for key in keys)}


def _endings(key: str) -> set[str]:
    """Parts of a name, and each without the `s` of a family, what follows an apostrophe, and what stands before it."""
    parts = {part for part in key.split() if len(part) > 1}
    endings = {re.sub(r"'\w{0,2}$|(?<=\w{3})s$", "", part) for part in parts}
    return parts | endings | {part.split("'")[-1] for part in parts if "'" in part and len(part.split("'")[-1]) > 3}
