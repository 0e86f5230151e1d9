"""What the holder of the key may do: make a vault, read one write-up back, read the log, destroy the key."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from textmine.errors import InputError, VaultError
from textmine.pipeline.study import check_outside
from textmine.privacy.review import read_decisions, review_page
from textmine.privacy.surrogates import Replacement, restore
from textmine.privacy.vault import Reading, Vault, create_vault, destroy_vault
from textmine.settings import FILE
from textmine.store import write_whole


@dataclass(frozen=True, slots=True)
class Original:
    """A write-up read back: where it came from and its words."""

    name: str = field(repr=False)
    text: str = field(repr=False)


def vault_create(path: Path, *, secret: bytes) -> Vault:
    """Make a vault; see `textmine.privacy.vault.create_vault`."""
    return create_vault(path, secret=secret)


def vault_reidentify(id: str, *, vault: Vault, who: str, reason: str) -> Original:
    """Read one narrative, or the name of a document that was left out, back; the reading is logged first.

    Args:
        id: of a narrative (`N-…`) or a document that was left out (`D-…`).
        who, reason: kept in the audit log.

    Raises:
        VaultError: who or reason is missing, or the vault does not know the id.
    """
    if not who.strip() or not reason.strip():
        raise VaultError("Reading back needs a name and a reason", next_step="give --who and --reason")
    vault.log(json.dumps({"reidentify": id, "who": who, "reason": reason}))
    original = vault.original(id)
    if "narrative" not in original:
        return Original(str(original["name"]), "")
    replacements = [Replacement(**item) for item in original["replacements"]]  # type: ignore[attr-defined]
    return Original(str(original["name"]), restore(str(original["narrative"]), replacements))


def vault_audit(vault: Vault) -> tuple[Reading, ...]:
    """The log of every reading, checked against its hash chain."""
    return vault.audit()


def vault_destroy(path: Path, *, confirm: str) -> None:
    """Destroy the key: nothing can be read back again.

    Raises:
        VaultError: not confirmed with the word `destroy`.
    """
    if confirm != "destroy":
        raise VaultError("Destroying the key cannot be undone", next_step="give --confirm destroy")
    destroy_vault(path)


def review(*, vault: Vault, study: Path, out: Path | None = None, decide: Path | None = None) -> int:
    """Write the reviewer's page, or record decisions; how many write-ups or decisions.

    Raises:
        SettingsError: the page would lie inside the study.
        InputError: neither or a wrong table of decisions was given.
    """
    if decide is not None:
        return _decide(vault, read_decisions(decide))
    if out is None:
        raise InputError("The page needs a place", next_step="give --out, outside the study")
    if (study / FILE).is_file():
        check_outside(study, out)
    vault.log(json.dumps({"review": "page"}))
    originals = [original for id in vault.known_ids() if "text" in (original := vault.original(id))]
    write_whole(out, lambda temporary: _write_private(temporary, review_page(originals)))
    return len(originals)


def _write_private(path: Path, page: str) -> None:
    """Readable by its owner alone from the first byte."""
    path.touch(mode=0o600)
    path.write_text(page, encoding="utf-8")


def _decide(vault: Vault, decisions: Sequence[dict[str, str]]) -> int:
    for decision in decisions:
        vault.decide(vault.fingerprint(f"{decision['child']}\x1f{decision['words'].casefold()}".encode()), decision)
    return len(decisions)
