"""Groups of names that are one person's; two people whom the roster tells apart never fall into one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from textmine.privacy.case.roster import CHILD


@dataclass(frozen=True, slots=True)
class Groups:
    """Names joined so far (union-find); it grows while a child's file is read.

    Args:
        known: whether a name is an entity of the roster.
    """

    known: Callable[[str], bool]
    above: dict[str, str] = field(repr=False, default_factory=dict)

    def of(self, name: str) -> str:
        """The name that stands for the group: the roster's where there is one, else the first in the alphabet."""
        self.above.setdefault(name, name)
        while self.above[name] != name:
            name = self.above[name]
        return name

    def join(self, one: str, other: str, *, decided: bool = False) -> bool:
        """Make two groups one; refused, unless a person decided it, where the roster knows both as different people."""
        a, b = sorted((self.of(one), self.of(other)), key=lambda name: (not self.known(name), name != CHILD, name))
        if a == b:
            return True
        if self.known(a) and self.known(b) and not decided:
            return False
        self.above[b] = a
        return True

    def members(self) -> dict[str, tuple[str, ...]]:
        """Every group by the name that stands for it, its names in order."""
        found: dict[str, list[str]] = {}
        for name in sorted(self.above):
            found.setdefault(self.of(name), []).append(name)
        return {name: tuple(names) for name, names in found.items()}

    def only(self, names: Iterable[str]) -> str:
        """The one group that all the names belong to; empty if there are several or none."""
        groups = {self.of(name) for name in names}
        return groups.pop() if len(groups) == 1 else ""
