"""How good the records are: who coded, what is filled in, by field and by area, and what kind of write-ups there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from textmine.reporting import episodefigures as figures
from textmine.reporting.disclosure import Counts
from textmine.reporting.inclusion import Counted
from textmine.reporting.material import CodeInfo, CodeQuality
from textmine.reporting.people import behind, children_of
from textmine.reporting.places import AREA, key
from textmine.reporting.records import FIELDS, KEY_FIELDS, OF, ONLY, completeness, on_file, recorded
from textmine.reporting.relations import parts
from textmine.reporting.tables import Draft, Share
from textmine.reporting.tallies import Seen
from textmine.types import Cell, Episode, Narrative

MOSTLY = 0.9
LANGUAGES = {"en": "English", "cy": "Welsh"}
TENS = 10
QUESTIONS = (
    ("engagement", "Engagement"),
    ("dominant_direction", "Pushed or pulled"),
    ("child_disputes_missing", "Child says they were not missing"),
    ("conducted_alone", "Child seen alone"),
    ("interview_language", "Language"),
    ("write_up_quality", "Write-up"),
)


def by_coder(id: str, title: str, seen: Sequence[Seen], *, counted: Counted) -> Draft:
    """Narratives by who coded them, and those that were left out."""
    people, every = sum(one.by_people for one in seen), len(counted.narratives)
    values = (people, len(seen) - people, every - len(seen), every)
    counts = Counts(
        rows=("Coded or accepted by people", "Suggested by the model only", "Not coded", "All narratives"),
        columns=("Narratives",),
        values=tuple((n,) for n in values),
        keys=(("narratives:people",), ("narratives:model",), ("narratives:uncoded",), ("narratives:*",)),
        total_rows=(3,),
        work=True,
    )
    note = "A person's coding counts where there is one, else the model's suggestion. Not coded means not looked at. "
    note += "Interviews whose write-up is not here are in no row."
    return Draft(id, title, "Coded by", counts, note, "narratives")


def coded_by_whom(seen: Sequence[Seen]) -> Counts:
    """Who coded adds up to the coded interviews."""
    people = sum(one.by_people for one in seen)
    keys = ("narratives:people", "narratives:model", "interviews:*")
    return replace(parts((people, len(seen) - people, len(seen)), keys), work=True)


def offers(episodes: Sequence[Episode]) -> tuple[Counts, Counts]:
    """Offered or not, and in care or not, is what is recorded of it."""
    yes, no = (sum(e.offered is answer for e in episodes) for answer in (True, False))
    keys = ("episodes:offered", "episodes:not offered", recorded("Return interview offered"))
    known = [e for e in episodes if FIELDS["Care status"](e)]
    in_care = sum(e.care_status in figures.IN_CARE for e in known)
    of_care = ("episodes:in care", "episodes:not in care", recorded("Care status"))
    return parts((yes, no, yes + no), keys), parts((in_care, len(known) - in_care, len(known)), of_care)


def left_out(id: str, title: str, counted: Counted) -> Draft:
    """What is not counted, and what should be looked at."""
    counts = Counts(
        rows=(
            "Write-ups that must not be analysed: left out",
            "Other documents, e.g. safe and well checks: left out",
            "Write-ups whose heading looks like another kind of document: counted, look at them",
            "Children named in a joint report who were not missing: left out",
        ),
        columns=("Number",),
        values=((counted.refused,), (counted.other_kinds,), (counted.doubtful,), (counted.not_missing,)),
    )
    note = "A safe and well check is the police's own check and never a return interview."
    return Draft(id, title, "What", counts, note, "write-ups and records")


def fields(id: str, title: str, episodes: Sequence[Episode], narratives: Sequence[Narrative]) -> Draft:
    """Which fields of the episodes table are filled in (IN-16), and interviews whose write-up is on file (IN-18)."""
    rows = [*completeness(episodes), on_file(episodes, narratives)]
    counts = Counts(
        rows=tuple(one.label for one in rows),
        columns=("Recorded", "Of"),
        values=tuple((int(one.numerator or 0), one.denominator) for one in rows),
        people=tuple(one.people or (0, 0) for one in rows),
        keys=tuple((recorded(one.label), OF.get(one.label, "episodes:all")) for one in rows),
    )
    note = (
        "IN-16: episodes with the field filled in ÷ episodes that can have it; all are columns of the episodes table, and what "
        "write-ups say is not among them. IN-18, the last row: return interviews recorded as held whose write-up was found ÷ "
        "those recorded as held; write-ups of others are coded too. Counts of records, not of children; small ones are hidden "
        "all the same, for where only a yes is written down they tell of children."
    )
    return Draft(id, title, "Field", counts, note, "records", shares=(Share(0, "% recorded", of=1),))


def fields_by_area(id: str, title: str, episodes: Sequence[Episode]) -> Draft:
    """The main fields by area: percentages only."""
    areas = _areas(episodes)
    own = [*([e for e in episodes if e.area == area] for area in areas), list(episodes)]
    cells = [[some, *([e for e in some if FIELDS[name](e)] for name in KEY_FIELDS)] for some in own]
    everything = ("episodes:all", *map(recorded, KEY_FIELDS))
    counts = Counts(
        rows=(*("Not recorded" if area == "unknown" else area for area in areas), "All areas"),
        columns=("Episodes", *KEY_FIELDS),
        values=tuple(tuple(len(some) for some in line) for line in cells),
        people=tuple(tuple(behind(children_of(some), dominance=False) for some in line) for line in cells),
        keys=(*((key(AREA, "episodes:all", area), *[""] * len(KEY_FIELDS)) for area in areas), everything),
        total_rows=(len(areas),),
    )
    shares = tuple(Share(c, f"% {name.lower()}", of=0) for c, name in enumerate(KEY_FIELDS, start=1))
    note = "Episodes of the area with the field filled in ÷ episodes of the area (IN-16)."
    every = frozenset(range(len(KEY_FIELDS) + 1))
    return Draft(id, title, "Area", counts, note, "% of episodes", shares=shares, unshown=every)


def areas_recording(id: str, title: str, episodes: Sequence[Episode]) -> Draft:
    """How many areas record a field at all."""
    areas = [area for area in _areas(episodes) if area != "unknown"]
    lines = []
    for name in KEY_FIELDS:
        shares = [_share([e for e in episodes if e.area == area], name) for area in areas]
        mostly, never = sum(one >= MOSTLY for one in shares), sum(not one for one in shares)
        lines.append((mostly, len(shares) - mostly - never, never, len(shares)))
    counts = Counts(
        rows=KEY_FIELDS,
        columns=("Areas that record it (9 in 10 episodes)", "In part", "Not at all", "All areas"),
        values=tuple(lines),
        total_columns=(3,),
        work=True,
    )
    return Draft(id, title, "Field", counts, "Counts of areas, not of children (IN-16).", "areas")


def about(id: str, title: str, seen: Sequence[Seen], *, coded_by: str) -> Draft:
    """What the coders answered about whole write-ups: engagement, refusals, language."""
    rows: list[tuple[str, list[Seen], list[Seen]]] = []
    for field, name in QUESTIONS:
        asked = [one for one in seen if one.answer(field)]
        answers = Counter(one.answer(field) for one in asked)
        rows += [
            (_answered(name, answer), [one for one in asked if one.answer(field) == answer], asked)
            for answer in sorted(answers)
        ]
    counts = Counts(
        rows=tuple(name for name, _, _ in rows),
        columns=("Interviews", "Of those answered"),
        values=tuple((len(some), len(asked)) for _, some, asked in rows),
        people=tuple(
            (behind(one.child for one in some), behind((one.child for one in asked), dominance=False))
            for _, some, asked in rows
        ),
        keys=tuple((f"interviews:{name}", f"interviews:{name.partition(':')[0]} answered") for name, _, _ in rows),
        whole_columns=((0, 1),),
        harmless=True,
    )
    note = "Of write-ups of which somebody answered the question. Declined, not seen and information from a carer only are "
    note += "refusals or thin interviews: what they do not say may still have happened. " + coded_by
    return Draft(id, title, "Answer", counts, note, "interviews", shares=(Share(0, "% of those answered", of=1),))


def answers_add_up(seen: Sequence[Seen]) -> tuple[Counts, ...]:
    """The answers to one question add up to those who answered it: their rows lie in one table without a total."""
    found = []
    for field, name in QUESTIONS:
        answers = Counter(one.answer(field) for one in seen if one.answer(field))
        if answers:
            keys = [
                *(f"interviews:{_answered(name, answer)}" for answer in sorted(answers)),
                f"interviews:{name} answered",
            ]
            found.append(parts([*(n for _, n in sorted(answers.items())), answers.total()], keys))
    return tuple(found)


def _answered(name: str, answer: str) -> str:
    return f"{name}: {LANGUAGES.get(answer, answer.replace('_', ' '))}"


def code_quality(id: str, title: str, quality: Sequence[CodeQuality], *, codes: Sequence[CodeInfo]) -> Draft:
    """How well each code is found, on interviews of children that the coder never saw."""
    names = {code.id: code.name for code in codes}
    counts = Counts(tuple(names.get(one.code, one.code) for one in quality), (), ((),) * len(quality))
    measures = (
        ("Precision", tuple(_percent(one, one.precision) for one in quality)),
        ("Recall", tuple(_percent(one, one.recall) for one in quality)),
        ("F1", tuple(_percent(one, one.f1) for one in quality)),
        ("95% interval of F1", tuple(_if_enough(one, f"{one.low:.0%} to {one.high:.0%}") for one in quality)),
        ("Reading", tuple(Cell("indicative" if one.indicative else "firm enough to report") for one in quality)),
    )
    note = "Precision: of interviews given the code, those that people gave it too. Recall: of interviews that people gave "
    note += (
        "the code, those found. F1 is the balance of both. Measured on interviews of children not used in training. "
    )
    note += "Indicative: the lower end of F1's interval is below 60%."
    note += (
        f" Interviews with it: to the nearest {TENS}, since these counts are not protected together with the others."
    )
    texts = (
        ("Coder", tuple(one.coder for one in quality)),
        ("Interviews with it", tuple(_about(one.positives) for one in quality)),
        ("Children", tuple(_about(one.children) for one in quality)),
    )
    return Draft(id, title, "Code", counts, note, "interviews", texts=texts, measures=measures)


def _areas(episodes: Sequence[Episode]) -> list[str]:
    return sorted({e.area for e in episodes}, key=lambda area: (area == "unknown", area))


def _share(episodes: Sequence[Episode], name: str) -> float:
    may = [e for e in episodes if name not in ONLY or ONLY[name](e)]
    return sum(FIELDS[name](e) for e in may) / len(may) if may else 0.0


def _about(n: int) -> str:
    return f"fewer than {TENS}" if n < TENS else f"about {(n + TENS // 2) // TENS * TENS:,}"


def _if_enough(one: CodeQuality, words: str) -> Cell:
    return Cell(words if min(one.positives, one.children) >= TENS else "too few to say")


def _percent(one: CodeQuality, share: float) -> Cell:
    words = _if_enough(one, f"{share:.0%}")
    return Cell(words.shown, round(share, 2)) if words.shown.endswith("%") else words
