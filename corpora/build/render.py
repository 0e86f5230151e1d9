"""Make the example corpus from its sources: documents, roster, episodes, gold identifiers and gold codings."""

from __future__ import annotations

import csv
import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import yaml
from align import align
from documents import as_csv, as_xlsx, record_id, render
from episodes import episode_rows
from readme import write_readme
from second import adjudicated, second_coding
from source import DIRECT, FIELDS, Source, read_sources

from textmine.annotation.tasks import write_tasks
from textmine.coding.agreement import agree
from textmine.coding.codebook import read_codebook
from textmine.pipeline.airlock.pseudonymising import keys_of
from textmine.privacy.case.roster import COLUMNS, read_roster
from textmine.privacy.language.dates import When
from textmine.privacy.readers import find, read
from textmine.privacy.rules.headdates import when_of
from textmine.privacy.surrogates.replacing import Facts, pseudonymise_case
from textmine.privacy.vault.vault import Vault
from textmine.types import Coding, Mention, Narrative, Span

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "corpora" / "example"
SUFFIX = {"txt1252": "txt"}
TEAMS = {
    "nia": "Cam Nesaf Porth Merin",
    "gareth": "Taren Valleys Police",
    "sioned": "Dyffryn Taren children's services",
    "priya": "Ashmere children's services",
    "dean": "Lantern Project",
    "margaret": "Larkfield House",
    "tunde": "Waymark",
    "jo": "Agency return interviews",
}
EXPORTS = {"csv": ("Niche export.csv", as_csv), "xlsx": ("Case notes export.xlsx", as_xlsx)}
LABELS = {"PLACE": "LOCATION", "ORG": "ORGANIZATION", "REF": "REFERENCE"}


def main() -> None:
    """Build everything anew."""
    sources = read_sources(EXAMPLE / "source")
    children = _children()
    documents = _write_documents(sources)
    write_roster(EXAMPLE / "roster.csv", children)
    _write_episodes(sources, documents, children)
    texts = _read_back(documents)
    _write_gold(sources, documents, texts, children)
    write_readme(sources, children)
    print(f"{len(sources)} write-ups, {len(children)} children")


def _children() -> dict[str, dict]:
    found = {}
    for path in sorted((EXAMPLE / "source").glob("*/children.yaml")):
        for child in yaml.safe_load(path.read_text(encoding="utf-8")):
            found[child["child"]] = child
    return found


def _write_documents(sources: dict[str, Source]) -> dict[str, str]:
    """Write the documents; returns for each source the id under which a reader gives its write-up."""
    target = EXAMPLE / "writeups"
    shutil.rmtree(target, ignore_errors=True)
    documents: dict[str, str] = {}
    exports: dict[tuple[str, str], list[Source]] = {}
    for id, source in sources.items():
        team, format = TEAMS[id.split("-")[0]], source.head["format"]
        (target / team).mkdir(parents=True, exist_ok=True)
        if format in EXPORTS:
            exports.setdefault((team, format), []).append(source)
            documents[id] = f"{team}/{EXPORTS[format][0]}#{record_id(source)}"
            continue
        day = source.head["interview"][:10].replace("unknown", "undated")
        name = f"{team}/{source.head['child']} {id.split('-')[1]} {day}.{SUFFIX.get(format, format)}"
        (target / name).write_bytes(render(source))
        documents[id] = name
    for (team, format), group in exports.items():
        name, write = EXPORTS[format]
        (target / team / name).write_bytes(write(group))
    return documents


def write_roster(path: Path, children: dict[str, dict]) -> None:
    """What a case system knows of each child, as the roster that textmine reads."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        for ref, child in sorted(children.items()):
            writer.writerow(_roster_row(ref, child))


def _roster_row(ref: str, child: dict) -> dict[str, str]:
    places: dict[str, list[str]] = {}
    for place in child.get("places") or ():
        places.setdefault(place["kind"], []).append(str(place["name"]))
    people = [f"{p['name']} ({_relation(p)})" for p in child.get("people") or ()]
    references = child.get("references") or ()
    return {
        "child": ref,
        "name": child["name"],
        "aliases": "; ".join(map(str, child.get("aliases") or ())),
        "date_of_birth": _dates(str(child["born"])),
        "people": "; ".join(people),
        **{kind: "; ".join(places.get(kind, ())) for kind in ("home", "school", "address", "postcode")},
        "phones": "; ".join(str(r["value"]) for r in references if r["kind"] == "phone"),
        "references": "; ".join(str(r["value"]) for r in references if r["kind"] != "phone"),
        "handles": "; ".join(map(str, child.get("handles") or ())),
    }


def _relation(person: dict) -> str:
    return str(person["relation"]).replace("(", "").replace(")", "").replace(";", ",")


def _dates(iso: str) -> str:
    year, month, day = iso[:10].split("-")
    return f"{day}/{month}/{year}"


def _write_episodes(sources: dict[str, Source], documents: dict[str, str], children: dict[str, dict]) -> None:
    rows = episode_rows(sources, documents, children, TEAMS)
    with (EXAMPLE / "episodes.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _read_back(documents: dict[str, str]) -> dict[str, str]:
    """What textmine's own readers extract, by write-up id."""
    folder = EXAMPLE / "writeups"
    wanted = set(documents.values())
    texts = {w.id: w.text for path in find([folder]) for w in read(path, name=path.relative_to(folder).as_posix())}
    if missing := wanted - texts.keys():
        sys.exit(f"not read back: {sorted(missing)[:5]}")
    return texts


def _write_gold(
    sources: dict[str, Source], documents: dict[str, str], texts: dict[str, str], children: dict[str, dict]
) -> None:
    """Gold identifiers in the texts as they are read, and gold codings of narratives pseudonymised by gold."""
    vault = Vault(Path("unused"), bytes.fromhex((EXAMPLE / "example.key").read_text().strip()))
    cases = read_roster(EXAMPLE / "roster.csv")
    gold, narratives, codings, others, settled = [], [], [], [], []
    twice: set[str] = set()
    by_child: dict[str, list[str]] = {}
    for id, source in sources.items():
        by_child.setdefault(source.head["child"], []).append(id)
    for child, ids in sorted(by_child.items()):
        ids.sort(key=documents.__getitem__)
        places = {id: align(sources[id].text, texts[documents[id]], where=id) for id in ids}
        owners = _owners(children[child], cases[child])
        spans = [_spans(sources[id], places[id], owners) for id in ids]
        plain = [texts[documents[id]] for id in ids]
        result = pseudonymise_case(
            plain,
            spans,
            known={},
            keys=keys_of(vault, child),
            when=[_when(sources[id], text) for id, text in zip(ids, plain, strict=True)],
            facts=Facts(cases[child].known),
        )
        keyed = vault.pseudonym("child", child)
        for id, new in zip(ids, result.texts, strict=True):
            source, narrative = sources[id], vault.pseudonym("narrative", documents[id])
            gold.append(_gold_row(source, documents[id], plain[ids.index(id)], places[id]))
            narratives.append(Narrative(narrative, keyed, new.text))
            read = Read(narrative, keyed, places[id], new)
            first = _coding(read, source.mentions, source.head, "author")
            codings.append(first)
            if second := second_coding(id, source.text):
                twice |= {keyed}
                others.append(_coding(read, second.mentions, second.fields, "second"))
                if (decided := adjudicated(id, source.mentions, second.mentions)) is not None:
                    settled.append(replace(_coding(read, decided, source.head, "adjudicator"), status="adjudicated"))
    _write_lines(EXAMPLE / "gold" / "identifiers.jsonl", gold)
    back = _held_back(narratives, twice)
    _write_codings("codings", [n for n in narratives if n.child not in back], codings)
    _write_codings("held-back", [n for n in narratives if n.child in back], codings)
    if others:
        _write_codings("second-coder", narratives, others, only_coded=True)
        _write_agreement(narratives, codings, others)
    if settled:
        _write_codings("adjudicated", narratives, settled, only_coded=True)


@dataclass(frozen=True)
class Read:
    """A write-up as it was read and pseudonymised by its gold."""

    narrative: str
    child: str
    place: list[int]
    new: object


def _coding(read: Read, mentions: Sequence[object], fields: Mapping[str, str], coder: str) -> Coding:
    moved = sorted({_mention(mention, read.place, read.new) for mention in mentions})
    answers = tuple(sorted((name, fields[name]) for name in FIELDS if name in fields))
    return Coding(read.narrative, coder, tuple(moved), answers, "accepted")


def _held_back(narratives: Sequence[Narrative], twice: set[str]) -> set[str]:
    """A third of the children, none of them coded twice: nobody learns from their codings."""
    free = sorted({narrative.child for narrative in narratives} - twice)
    return set(free[:30])


def _write_codings(
    name: str, narratives: Sequence[Narrative], codings: Sequence[Coding], *, only_coded: bool = False
) -> None:
    ids = {coding.narrative for coding in codings}
    chosen = [narrative for narrative in narratives if not only_coded or narrative.id in ids]
    mine = {narrative.id for narrative in chosen}
    folder = ROOT / "annotations" / "example"
    folder.mkdir(parents=True, exist_ok=True)
    codebook = read_codebook(ROOT / "annotations" / "codebook.yaml").fingerprint
    tasks = write_tasks(chosen, [coding for coding in codings if coding.narrative in mine], codebook=codebook)
    (folder / f"{name}.json").write_text(tasks, encoding="utf-8")


def _write_agreement(narratives: Sequence[Narrative], first: Sequence[Coding], second: Sequence[Coding]) -> None:
    """How far the two coders agree on headline codes: the ceiling of any coder."""
    codes = read_codebook(ROOT / "annotations" / "codebook.yaml").ids
    child_of = {narrative.id: narrative.child for narrative in narratives}
    rows = agree(first, second, codes=codes, child_of=child_of)
    figures = {
        row.code: {
            "alpha": row.alpha.value,
            "low": row.alpha.low,
            "high": row.alpha.high,
            "f1": row.positive.value,
            "ac1": row.ac1.value,
            "n": row.both,
        }
        for row in rows
    }
    rounded = {c: {k: None if v != v else round(v, 3) for k, v in f.items()} for c, f in figures.items()}
    text = json.dumps({"codes": rounded}, indent=1) + "\n"
    (EXAMPLE / "agreement.json").write_text(text, encoding="utf-8")


def _write_lines(path: Path, rows: Sequence[dict]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n", encoding="utf-8")


def _owners(child: dict, case: object) -> dict[str, str]:
    """The author's key of a person to the roster's, so that both give the same mark."""
    by_name = {known.words.casefold(): known.entity for known in case.known}
    owners = {"child": "child"}
    for person in child.get("people") or ():
        if entity := by_name.get(str(person["name"]).casefold()):
            owners[str(person.get("entity"))] = entity
    return owners


def _spans(source: Source, place: list[int], owners: dict[str, str]) -> list[Span]:
    found = []
    for item in source.identifiers:
        start, end = place[item.start], place[item.end - 1] + 1
        entity = owners.get(item.entity, "") if item.type == "PERSON" else ""
        label = LABELS.get(item.type, item.type)
        found.append(
            Span(start, end, label, 1.0, "gold", entity or (f"{label}:{item.entity}" if item.type != "DATE" else ""))
        )
    return sorted(found)


def _gold_row(source: Source, document: str, text: str, place: list[int]) -> dict:
    spans = [
        {
            "start": place[item.start],
            "end": place[item.end - 1] + 1,
            "type": item.type,
            "kind": "direct" if item.type in DIRECT else "quasi",
            "entity": item.entity,
        }
        for item in source.identifiers
    ]
    return {
        "document": document,
        "child": source.head["child"],
        "author": source.head["id"].split("-")[0],
        "text": text,
        "spans": spans,
    }


def _mention(mention: object, place: list[int], new: object) -> Mention:
    start, end = place[mention.start], place[mention.end - 1] + 1
    return Mention(
        _moved(start, new, first=True),
        _moved(end, new, first=False),
        mention.code,
        mention.assertion,
        mention.time,
        mention.voice,
    )


def _moved(position: int, new: object, *, first: bool) -> int:
    """Where a position of the write-up stands in the narrative; inside a replacement its edge."""
    shift = 0
    for item in new.replacements:
        if position >= item.end:
            shift = item.new_end - item.end
        elif position > item.start:
            return item.new_start if first else item.new_end
    return position + shift


def _when(source: Source, text: str) -> When:
    """As textmine has it from the episodes table, else from the write-up's own words."""
    known = next((source.head[name] for name in ("interview", "left") if source.head[name] != "unknown"), "")
    return When(date.fromisoformat(known[:10]), int(known[:4])) if known else when_of(text)


if __name__ == "__main__":
    main()
