"""Which fictional name stands for which place in the whole study: no two places share one, in whosever file they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Claims:
    """Fictional names and the keyed names of what they stand for: it grows while files are read.

    Args:
        holders: name in small letters to the keyed name that holds it.
        new: those that the vault does not have yet.
    """

    holders: dict[str, str] = field(repr=False, default_factory=dict)
    new: dict[str, str] = field(repr=False, default_factory=dict)

    @classmethod
    def of(cls, kept: Mapping[str, str]) -> Claims:
        """Claims as the vault keeps them: `KEYED NAME` to the name."""
        return cls({name.casefold(): entity.split(" ")[0] for entity, name in kept.items()})

    def open_to(self, name: str, keyed: str) -> bool:
        """Whether a name is nobody's or already this one's."""
        return self.holders.get(name.casefold(), keyed) == keyed

    def claim(self, name: str, keyed: str) -> None:
        """Give a name that is open to it."""
        if name.casefold() not in self.holders:
            self.holders[name.casefold()] = keyed
            self.new[f"{keyed} {name.casefold()}"] = name

    def take(self) -> dict[str, str]:
        """What the vault must keep, in the form that `of` reads; once."""
        taken = dict(self.new)
        self.new.clear()
        return taken
