"""What a reader must know before using the figures: methods, limits, and the rule for small numbers in words."""

from __future__ import annotations

from textmine.reporting.disclosure import Rule
from textmine.types import Section


def methods(rule: Rule) -> Section:
    """What the figures are and are not."""
    return Section(
        "methods",
        "Methods and limits",
        (
            (
                "Recorded, not actual: every figure counts what somebody wrote down. Different services, forms and people "
                "write down different things."
            ),
            (
                "Suggested, not found: where no person has coded an interview, its codes are a model's suggestions. Notes "
                "under the tables say how much is whose."
            ),
            (
                "Pseudonymised: names and other identifiers were replaced before anything was counted. The data are still "
                "personal data."
            ),
            (
                "No decision and no score: nothing here ranks, scores or predicts for a child, and nothing here may decide "
                "about one."
            ),
            (
                "Silence is not safety: that nothing is recorded does not mean that nothing happened. Children may be "
                "pressed to stay silent, and short write-ups say less."
            ),
            (
                f"Small numbers: counts of 1 to {rule.threshold - 1}, or of so few children, are shown as {rule.symbol}, and "
                "so are counts that would give them away. Percentages of fewer than "
                f"{rule.min_denominator} are not shown. 0 is shown as 0."
            ),
            (
                "Intervals say how far chance alone may have moved a figure: the wider, the less sure. Those of shares are "
                "Wilson's 95% intervals, those of differences Newcombe's. They take interviews as independent of each other; "
                "for children with many interviews they are too narrow."
            ),
            (
                "A sub-code counts for the code above it. Of several people an adjudicated coding counts; otherwise what at "
                "least half of them saw."
            ),
        ),
    )


def rule_in_words(rule: Rule) -> tuple[tuple[str, str], ...]:
    """The rule for small numbers and its symbols: (name, value)."""
    hidden = (
        f"hidden: a count of 1 to {rule.threshold - 1}, of so few children, or one that would reveal such a count; "
    )
    hidden += f"or a percentage of fewer than {rule.min_denominator}"
    rounding = f"; counts rounded to the nearest {rule.round_to}" if rule.round_to > 1 else ""
    return (
        ("Small numbers", f"rule {rule.name}: counts of 1 to {rule.threshold - 1} hidden{rounding}"),
        (f"Symbol {rule.symbol}", hidden),
        ("Symbol z", "does not apply"),
        ("Information not given", "nobody recorded it; it is not 0"),
        ("not available", "there is nothing to count from"),
    )
