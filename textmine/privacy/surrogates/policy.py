"""What a study wants of its pseudonyms: style, ages, areas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Style = Literal["roles", "realistic", "tags"]
Ages = Literal["keep", "band"]


@dataclass(frozen=True, slots=True)
class Policy:
    """How identifiers are replaced.

    Args:
        style: marks with roles, fictional names, or marks with the kind alone.
        ages: whether ages stay or become bands.
        areas: place to the larger area that stands for it.
    """

    style: Style = "roles"
    ages: Ages = "keep"
    areas: Mapping[str, str] = field(repr=False, default_factory=dict)
