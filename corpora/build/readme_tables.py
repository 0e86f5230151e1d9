"""The counts that the example corpus' README shows, as Markdown tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from source import DIRECT, KINDS, QUASI, Source

Row = dict[str, str]
Cells = Sequence[object]
ASSERTIONS = ("suspected", "negated", "hypothetical")
CARE = ("looked_after", "not_looked_after")
HELD = ("full", "partial")


def by_kind(sources: Mapping[str, Source]) -> str:
    """Write-ups by author and kind."""
    authors = sorted({_author(id) for id in sources})
    counts = Counter((_author(id), source.head["kind"]) for id, source in sources.items())
    kinds = sorted(KINDS, key=lambda kind: (-sum(counts[author, kind] for author in authors), kind))
    rows = [(author, *(counts[author, kind] for kind in kinds)) for author in authors]
    return table(("author", *(kind.replace("_", " ") for kind in kinds), "all"), _with_sums(rows))


def by_format(sources: Mapping[str, Source]) -> str:
    """Write-ups by author and format."""
    authors = sorted({_author(id) for id in sources})
    counts = Counter((_author(id), source.head["format"]) for id, source in sources.items())
    formats = sorted({format for _, format in counts}, key=lambda name: (-sum(counts[a, name] for a in authors), name))
    rows = [(author, *(counts[author, format] for format in formats)) for author in authors]
    return table(("author", *formats, "all"), _with_sums(rows))


def by_code(sources: Mapping[str, Source], codes: Sequence[str]) -> str:
    """Mentions by code and assertion, each mention in one column."""
    counts: Counter[tuple[str, str]] = Counter()
    for source in sources.values():
        for mention in source.mentions:
            affirmed = "headline" if mention.time == "this_episode" else "historical or future"
            counts[mention.code, affirmed if mention.assertion == "affirmed" else mention.assertion] += 1
    columns = ("headline", *ASSERTIONS, "historical or future")
    rows = [(code, *(counts[code, column] for column in columns)) for code in codes]
    return table(("code", *columns, "all"), _with_sums(rows))


def by_identifier(sources: Mapping[str, Source]) -> str:
    """Identifiers by type, and in how many write-ups each type stands."""
    places = Counter(span.type for source in sources.values() for span in source.identifiers)
    writeups = Counter(type for source in sources.values() for type in {span.type for span in source.identifiers})
    rows = [
        (type, kind, places[type], writeups[type])
        for kind, types in (("direct", DIRECT), ("quasi", QUASI))
        for type in sorted(types, key=lambda name: (-places[name], name))
    ]
    return table(("type", "kind", "places", "write-ups"), rows)


def by_area(episodes: Sequence[Row]) -> str:
    """The episodes table by responsible area, as its rows are."""
    areas = [area for area, _ in Counter(row["area"] for row in episodes).most_common()]
    rows = []
    for area in areas:
        own = [row for row in episodes if row["area"] == area]
        elsewhere = {row["child"] for row in own if row["host_area"] != area}
        yes = [sum(row[name] == "yes" for row in own) for name in ("offered", "completed")]
        rows.append((area, len({row["child"] for row in own}), len(elsewhere), len(own), *yes))
    whole = ("all", *(sum(int(str(row[i])) for row in rows) for i in range(1, 6)))
    return table(("area", "children", "of them placed elsewhere", "rows", "offered", "held"), [*rows, whole])


def by_prevalence(
    sources: Mapping[str, Source],
    care: Mapping[str, str],
    expected: Mapping[str, Mapping[str, object]],
    parents: Mapping[str, str],
) -> str:
    """How often each code is affirmed about this episode in the interviews that were held, beside what is expected.

    Args:
        care: care status of each child.
        expected: of each code, as in `prevalence.yaml`.
        parents: of each narrower code the wider one, which it implies.
    """
    held = [source for source in sources.values() if source.head["engagement"] in HELD]
    groups = [[_headline(s, parents) for s in held if care[s.head["child"]] == status] for status in CARE]
    rows = []
    for code, figures in expected.items():
        cells: list[object] = [code]
        for status, group in zip(CARE, groups, strict=True):
            cells += [
                _percent(sum(code in codes for codes in group) / len(group)),
                _percent(float(str(figures[status]))),
            ]
        rows.append((*cells, figures["basis"], figures["note"]))
    heads = [f"{status.replace('_', ' ')}: here ({len(group)})" for status, group in zip(CARE, groups, strict=True)]
    return table(("code", heads[0], "expected", heads[1], "expected", "basis", "what it leans on"), rows)


def by_agreement(codes: Mapping[str, Mapping[str, float]]) -> str:
    """Agreement of a second coding with the first."""
    rows = [
        (code, f"{of['alpha']:.2f}", f"{of['low']:.2f} to {of['high']:.2f}", f"{of['f1']:.2f}", f"{of['n']:.0f}")
        for code, of in codes.items()
    ]
    return table(("code", "alpha", "95 % interval", "F1", "n"), rows)


def table(heads: Sequence[str], rows: Iterable[Cells]) -> str:
    """A Markdown table, numbers to the right.

    >>> print(table(("area", "rows"), [("Ashmere", 3)]))
    | area | rows |
    |---|--:|
    | Ashmere | 3 |
    """
    body = [[str(cell) for cell in row] for row in rows]
    numeric = [all(row[i][:1].isdigit() for row in body) for i in range(len(heads))]
    lines = [heads, *body]
    shown = ["| " + " | ".join(line) + " |" for line in lines]
    rule = "|" + "|".join("--:" if number else "---" for number in numeric) + "|"
    return "\n".join((shown[0], rule, *shown[1:]))


def _author(id: str) -> str:
    return id.split("-")[0]


def _with_sums(rows: Sequence[Cells]) -> list[Cells]:
    """With a last column and a last row of sums."""
    across = [(*row, sum(int(str(cell)) for cell in row[1:])) for row in rows]
    return [*across, ("all", *(sum(int(str(row[i])) for row in across) for i in range(1, len(across[0]))))]


def _headline(source: Source, parents: Mapping[str, str]) -> set[str]:
    affirmed = {m.code for m in source.mentions if (m.assertion, m.time) == ("affirmed", "this_episode")}
    return affirmed | {parents[code] for code in affirmed if code in parents}


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
