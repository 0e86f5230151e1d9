"""Children with each factor, by a group that they belong to: care status, placement, area, age and so on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from textmine.reporting.columns import UNKNOWN
from textmine.reporting.counting import COUNTED
from textmine.reporting.differences import groups_differ
from textmine.reporting.disclosure import Counts
from textmine.reporting.material import CodeInfo
from textmine.reporting.tables import Draft, Share
from textmine.reporting.tallies import Seen

CARE = (
    ("looked_after", "Looked after"),
    ("care_experienced", "Care experienced"),
    ("not_looked_after", "Not looked after"),
    (UNKNOWN, "Not recorded or changed"),
)
AGES = ((0, 9), (10, 12), (13, 15), (16, 17), (18, 99))
PLACED = {"in_area": "In area", "out_of_area": "Out of area", "out_of_nation": "Out of nation"}
PLACEMENTS = {
    "children_home": "Children's home",
    "foster": "Foster care",
    "kinship": "Kinship care",
    "supported": "Supported lodging",
    "secure": "Secure home",
    "parent": "With parents",
    "hospital": "Hospital",
    "other": "Other",
}
OTHERS = "others"
FEWEST = 10
"""Children of a placement or an area; two or more with fewer stand together, so that less must be hidden."""
QUALITY = {"rich": "Rich", "adequate": "Adequate", "thin": "Thin", "template_only": "Template only"}


@dataclass(frozen=True, slots=True)
class Grouping:
    """A way to sort children.

    Args:
        id: short, e.g. `care`.
        name: as in `By care status`.
        of: the group of one interview, `unknown` if not recorded; a child is in the group of its latest that records it.
        names: group to what a manager calls it; in this order, others after them by their own names.
        note: what to bear in mind.
        joins: whether groups of few children stand together.
    """

    id: str
    name: str
    of: Callable[[Seen], str]
    names: Mapping[str, str]
    note: str = ""
    joins: bool = False


def _placement(seen: Seen) -> str:
    return seen.episode.placement_type if seen.episode else UNKNOWN


def _placed(seen: Seen) -> str:
    return seen.episode.out_of_area if seen.episode else UNKNOWN


def age_band(seen: Seen) -> str:
    """The child's age at the start, e.g. `13 to 15`."""
    age = seen.episode.age if seen.episode else None
    if age is None:
        return UNKNOWN
    low, high = next(band for band in AGES if age <= band[1])
    return "18 or over" if low == 18 else f"{low} to {high}" if low else "Under 10"


def _quality(seen: Seen) -> str:
    return seen.answer("write_up_quality") or UNKNOWN


GROUPINGS = (
    Grouping("care", "care status", lambda seen: seen.care, dict(CARE)),
    Grouping("placement", "placement", _placement, PLACEMENTS, joins=True),
    Grouping(
        "placed",
        "placement in or out of area",
        _placed,
        PLACED,
        "Of looked-after children; 'Not recorded' holds children who were not looked after, too. ",
    ),
    Grouping("area", "area", lambda seen: seen.area, {}, "Area: the authority responsible for the child. ", joins=True),
    Grouping("age", "age", age_band, {"Under 10": "Under 10"}, "Age at the start of the episode. "),
    Grouping("quality", "quality of the write-up", _quality, QUALITY, "A thin write-up may leave out what happened. "),
)


def by_group(
    grouping: Grouping, title: str, seen: Sequence[Seen], *, codes: Sequence[CodeInfo], coded_by: str
) -> Draft:
    """Children with each code by group; every child stands in one group, so that groups add up."""
    of = group_of_children(grouping, seen)
    groups = _in_order(grouping, set(of.values()))
    rows = [("*", set(of)), *((c.id, {one.child for one in seen if c.id in one.headline}) for c in codes)]
    lines = []
    for _, children in rows:
        n = Counter(of[child] for child in children)
        lines.append((*(n[group] for group, _ in groups), len(children)))
    counts = Counts(
        rows=("All children with a coded interview", *(code.name for code in codes)),
        columns=(*(name for _, name in groups), "All"),
        values=tuple(lines),
        keys=tuple(
            (*(f"children:{key}|{grouping.id}:{group}" for group, _ in groups), f"children:{key}") for key, _ in rows
        ),
        total_columns=(len(groups),),
        whole_row=0,
    )
    shares = tuple(Share(c, f"% of {_inside(grouping, group, name)}") for c, (group, name) in enumerate(groups))
    note = f"{COUNTED}Distinct children, each in the group of their latest interview that records it; percentages are of the "
    outside = (
        "Not recorded: also where the episode is not of this period. " if any(g == UNKNOWN for g, _ in groups) else ""
    )
    note += f"children of that group. {grouping.note}{outside}{coded_by}"
    known = frozenset(c for c, (group, _) in enumerate(groups) if group != UNKNOWN)
    return Draft(
        f"why_by_{grouping.id}",
        title,
        "Factor",
        counts,
        note,
        "children",
        shares=shares,
        sort_by=len(groups),
        derived=(("Between groups", groups_differ(known, tests=len(codes))),) if len(known) > 1 else (),
    )


def group_of_children(grouping: Grouping, seen: Sequence[Seen]) -> dict[str, str]:
    """Child to group: of the latest interview that records it."""
    found: dict[str, str] = {}
    for one in sorted(seen, key=lambda one: one.period):
        group = grouping.of(one)
        if group != UNKNOWN or one.child not in found:
            found[one.child] = group
    few = [g for g, n in Counter(found.values()).items() if n < FEWEST and g != UNKNOWN] if grouping.joins else []
    return {child: OTHERS if len(few) > 1 and group in few else group for child, group in found.items()}


def _in_order(grouping: Grouping, groups: set[str]) -> list[tuple[str, str]]:
    named = [(group, name) for group, name in grouping.names.items() if group in groups and group != UNKNOWN]
    rest = groups - {UNKNOWN, OTHERS} - {group for group, _ in named}
    others = [(g, _readable(g)) for g in sorted(rest)] + [(OTHERS, "Others, of few children")] * (OTHERS in groups)
    unknown = [(UNKNOWN, grouping.names.get(UNKNOWN, "Not recorded"))] if UNKNOWN in groups else []
    return [*named, *others, *unknown]


def _readable(group: str) -> str:
    """`children_home` becomes `Children home`; what has capitals stays as written."""
    words = group.replace("_", " ")
    return words[:1].upper() + words[1:]


def _inside(grouping: Grouping, group: str, name: str) -> str:
    """As inside a sentence; names of places keep their capital."""
    own = group in grouping.names or group in (UNKNOWN, OTHERS) or grouping.id == "placement"
    return name[:1].lower() + name[1:] if own else name
