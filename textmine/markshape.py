"""The shape of a mark in a narrative, the same on both sides of the airlock: `[CHILD]`, `[FRIEND 2]`, `[AGE 13-15]`."""

from __future__ import annotations

import re

MARK = re.compile(r"\[([A-Z][A-Z ]*?) ?(?:\d+-)?\d*\+?\]")
"""The whole mark; its group is the word, without number."""
