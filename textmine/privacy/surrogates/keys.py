"""What the vault's key gives to whoever writes surrogates, so that these never see the key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from textmine.privacy.surrogates.claims import Claims


@dataclass(frozen=True, slots=True)
class Keys:
    """What the vault's key gives for one child.

    Args:
        weeks: how far the child's dates move.
        child: turns an entity into its keyed form, so that what is kept names nobody.
        study: likewise for what is the same in the whole study: places, schools, firms.
        claims: which fictional name stands for which of them.
    """

    weeks: int
    child: Callable[[str], str] = field(repr=False)
    study: Callable[[str], str] = field(repr=False)
    claims: Claims = field(default_factory=Claims)
