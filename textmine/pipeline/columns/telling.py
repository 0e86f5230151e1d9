"""What a person should know before a column is used: one heading that means two of ours, and names that reports show."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence

from textmine.headings import simple_heading

BOTH = frozenset(
    {
        "rhi_offer_outcome",
        "ri_offer_outcome",
        "offer_outcome",
        "outcome_of_offer",
        "outcome_of_rhi_offer",
        "rhi_offer_result",
        "interview_offer_outcome",
        "return_interview_offer_outcome",
        "return_home_interview_offer_outcome",
        "rhi_offered_outcome",
        "rhi_status",
    }
)
"""Headings whose words (Accepted, Declined, Not offered) say both whether an interview was offered and whether it was held."""


def means_both(heading: str) -> bool:
    """Whether a heading may be that of `offered` and of `completed`."""
    return simple_heading(heading) in BOTH


def worth_knowing(free: Sequence[str], columns: Collection[str]) -> Iterator[str]:
    """Sentences for a person.

    Args:
        free: headings that are none of ours yet; only those that are known here are shown.
        columns: ours that the table has, or that are suggested.
    """
    for heading in free:
        if means_both(heading):
            words = json.dumps(heading, ensure_ascii=False)
            yield (
                f"{words} may say both whether a return interview was offered and whether it was held, so neither is suggested: "
                f"write offered = {words} and completed = {words} under [columns.episodes], and under [words] what each of "
                "its words means for either."
            )
    if "provider" in columns:
        yield (
            "What stands in provider stands in shareable reports as it is written: it must be an organisation's name, never "
            "a person's."
        )
