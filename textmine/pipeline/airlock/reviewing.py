"""The review: a page for a person, the decisions that come back, and what a random sample says of leaks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from textmine.cells import MARK
from textmine.errors import InputError
from textmine.pipeline.airlock.asking import to_ask
from textmine.pipeline.airlock.vaultkeys import account
from textmine.pipeline.airlock.vaults import check_belongs, write_private
from textmine.pipeline.freshness import note_waiting
from textmine.pipeline.study import check_outside, open_study
from textmine.privacy.review.checks import Checks, checks_of, drawn_for
from textmine.privacy.review.decisions import DRAWN, decision_name, read_decisions, version_of, write_decisions
from textmine.privacy.review.page import review_page
from textmine.privacy.vault.vault import Vault
from textmine.settings import FILE
from textmine.store import read_all, write_whole


@dataclass(frozen=True, slots=True)
class Review:
    """What `review` did.

    Args:
        writeups: on the page that was written.
        decisions: taken in, withdrawn or kept in the vault, as was asked.
        kinds: how many decisions of each kind the vault keeps now.
        checks: what the reading of a random sample says.
    """

    writeups: int
    decisions: int
    kinds: Mapping[str, int]
    checks: Checks


def review(
    *,
    vault: Vault,
    study: Path,
    out: Path | None = None,
    decide: Path | None = None,
    withdraw: Path | None = None,
    sample: int | None = None,
    seed: int = 7,
    listed: bool = False,
    below: float = 0.01,
) -> Review:
    """Take in decisions, write the reviewer's page or the list of decisions, and say what the sample shows.

    Args:
        out: where to write the page or the list; identifiable, so outside the study.
        decide, withdraw: tables of decisions to keep, and to take back.
        sample: how many write-ups the page shall have, drawn at random; all of them if None.
        seed: of the drawing.
        listed: write the decisions kept, not the page.
        below: share of write-ups with a leak that is aimed at.

    Raises:
        SettingsError: something identifiable would lie inside the study.
        InputError: a table of decisions is wrong.
        VaultError: the study was made with another vault.
    """
    if (study / FILE).is_file():
        check_belongs(study, vault)
        check_outside(study, *(path for path in (out, decide, withdraw) if path))
    taken = _decide(vault, read_decisions(decide)) if decide else 0
    taken += _withdraw(vault, read_decisions(withdraw)) if withdraw else 0
    _note(study, *(path for path in (decide, withdraw) if path))
    writeups, versions = 0, _present(study, _versions(vault))
    if listed:
        taken = _list(vault, out)
    elif out is not None or sample is not None:
        writeups = _page(vault, out, sample, seed, versions)
    return Review(writeups, taken, _kinds(vault), checks_of(vault.decisions(), versions, below=below))


def _present(study: Path, versions: Mapping[str, str]) -> dict[str, str]:
    """Of what the vault keeps, the narratives that the study has now: a write-up that was taken away counts no more.

    Without a study, or before it has narratives, all of them.
    """
    there = read_all(open_study(study).narratives) if (study / FILE).is_file() else ()
    ids = {narrative.id for narrative in there}
    return {id: version for id, version in versions.items() if not ids or id in ids}


def _note(study: Path, *tables: Path) -> None:
    """Note in the study how many decisions wait for a run; to have read a write-up changes nothing in it."""
    if (study / FILE).is_file():
        taken = [decision for table in tables for decision in read_decisions(table)]
        note_waiting(study, sum(decision["decision"] != "checked" for decision in taken))


def _page(vault: Vault, out: Path | None, sample: int | None, seed: int, versions: Mapping[str, str]) -> int:
    if out is None:
        raise InputError("The page needs a place", next_step="give --out, outside the study")
    kept = {id: one for id, one in _originals(vault).items() if id in versions}
    vault.log(json.dumps({"review": "page" if sample is None else "sample", "account": account()}))
    chosen = tuple(kept) if sample is None else _drawn(vault, sample, seed, versions)
    page = review_page([kept[id] for id in chosen], sample=sample is not None, batch=len(kept))
    write_whole(out, lambda temporary: write_private(temporary, page))
    return len(chosen)


def _originals(vault: Vault) -> dict[str, dict[str, object]]:
    """What the vault kept of each narrative, with its child's reference and what was found by reading it."""
    read = {d["narrative"]: f"read: {d['leaks']} left" for d in vault.decisions() if d["decision"] == "checked"}
    return {id: {**original, "read": read.get(id, "")} for id, original in to_ask(vault).items()}


def _drawn(vault: Vault, n: int, seed: int, versions: Mapping[str, str]) -> tuple[str, ...]:
    """Draw, and keep in the vault what was drawn: a sample of which only the easy ones were read is none."""
    chosen = drawn_for(vault.decisions(), versions, n, seed=seed)
    _decide(vault, [{"decision": DRAWN, "narrative": id, "seed": str(seed)} for id in chosen])
    return chosen


def _list(vault: Vault, out: Path | None) -> int:
    decisions = [d for d in vault.decisions() if d["decision"] != DRAWN]
    if out is not None:
        vault.log(json.dumps({"review": "list of decisions", "account": account()}))
        write_private(out, MARK + write_decisions(decisions))
    return len(decisions)


def _decide(vault: Vault, decisions: Sequence[dict[str, str]]) -> int:
    versions = _versions(vault) if any(d["decision"] == "checked" for d in decisions) else {}
    for decision in decisions:
        if decision["decision"] == "checked" and not decision["version"]:
            decision = decision | {"version": versions.get(decision["narrative"], "")}
        vault.decide(_id(vault, decision), decision)
    return len(decisions)


def _withdraw(vault: Vault, decisions: Sequence[dict[str, str]]) -> int:
    return sum(vault.withdraw(_id(vault, decision)) for decision in decisions)


def _id(vault: Vault, decision: Mapping[str, str]) -> str:
    return vault.fingerprint(decision_name(decision).encode("utf-8", "surrogatepass"))


def _versions(vault: Vault) -> dict[str, str]:
    kept = {id: original.get("narrative") for id, _, original in vault.originals()}
    return {id: version_of(str(narrative)) for id, narrative in kept.items() if narrative is not None}


def _kinds(vault: Vault) -> dict[str, int]:
    kinds = [decision["decision"] for decision in vault.decisions()]
    return {kind: kinds.count(kind) for kind in sorted(set(kinds))}
