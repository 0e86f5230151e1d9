"""What the holder of the key may do: read back, forget and audit; and which study the vault belongs to."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from textmine.errors import VaultError
from textmine.privacy.surrogates.replacing import Replacement, restore
from textmine.privacy.vault.file import refuse_place
from textmine.privacy.vault.sealing import encode
from textmine.privacy.vault.vault import Reading, Vault
from textmine.store import write_whole

BELONGS = Path("corpora", "vault.json")
"""In a study: a keyed fingerprint of the vault that it was made with, which says nothing of the key."""


@dataclass(frozen=True, slots=True)
class Original:
    """A write-up read back: where it came from and its words; for a child its reference alone."""

    name: str = field(repr=False)
    text: str = field(repr=False)


def vault_reidentify(
    id: str, *, vault: Vault, who: str, reason: str, out: Path | None = None, study: Path | None = None
) -> Original:
    """Read one narrative, the name of a document that was left out, or a child's reference back; logged first.

    Args:
        id: of a narrative (`N-…`), a document that was left out (`D-…`) or a child (`C-…`).
        who, reason: kept in the audit log.
        out: where to write the text, code point by code point as it was read; never over a file.
        study: the study that the id is from, to be sure that this is its vault.

    Raises:
        VaultError: who or reason is missing, the vault does not know the id or is another study's, or what it kept
            does not fit together.
    """
    _named(who, reason, "Reading back")
    if study is not None:
        check_belongs(study, vault)
    if out is not None:
        refuse_place(out, what="What is read back", option="--out")
    vault.log(json.dumps({"reidentify": id, "who": who, "reason": reason}))
    original = _child(id, vault) if id.startswith("C-") else _document(id, vault)
    if out is not None:
        write_private(out, original.text or original.name)
    return original


def vault_forget(child: str, *, vault: Vault, who: str, reason: str) -> int:
    """Take one child out of the vault: marks, write-ups, reference, decisions; how many write-ups.

    Args:
        child: keyed pseudonym, `C-…`; a name would end up in the log.
        who, reason: kept in the audit log.

    Raises:
        VaultError: who or reason is missing, or the vault does not know the child.
    """
    _named(who, reason, "Forgetting a child")
    return vault.forget(child, json.dumps({"forget": child, "who": who, "reason": reason}))


def vault_audit(vault: Vault) -> tuple[Reading, ...]:
    """The log of every reading, checked against its hash chain."""
    return vault.audit()


def check_belongs(study: Path, vault: Vault) -> None:
    """Check that a study was made with this vault; one that was not made with any yet fits every vault.

    Raises:
        VaultError: it was made with another.
    """
    named = _belongs(study)
    if named and named != vault.fingerprint(b"study"):
        raise VaultError(
            "This study was made with another vault",
            where=BELONGS.as_posix(),
            next_step="give that study's --vault, or begin a new study with textmine init",
        )


def claim_study(study: Path, vault: Vault) -> None:
    """Say in a study which vault it belongs to, if it does not say so yet.

    Raises:
        VaultError: it was made with another.
    """
    check_belongs(study, vault)
    if not _belongs(study):
        words = json.dumps({"vault": vault.fingerprint(b"study")}) + "\n"
        (study / BELONGS).parent.mkdir(parents=True, exist_ok=True)
        write_whole(study / BELONGS, lambda temporary: temporary.write_text(words, encoding="ascii"))


def write_private(path: Path, text: str) -> None:
    """Write a new file that its owner alone can read, from the first byte; never over another.

    Raises:
        VaultError: there is a file already, or none can be made.
    """
    try:
        file = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise VaultError("There is a file already, it is not written over", next_step="choose another --out") from None
    except OSError:
        raise VaultError("The file cannot be made here", next_step="choose an --out in a folder of yours") from None
    with os.fdopen(file, "wb") as stream:
        stream.write(encode(text))


def _named(who: str, reason: str, what: str) -> None:
    if not who.strip() or not reason.strip():
        raise VaultError(f"{what} needs a name and a reason", next_step="give --who and --reason")


def _child(id: str, vault: Vault) -> Original:
    return Original(vault.reference(id), "")


def _document(id: str, vault: Vault) -> Original:
    original = vault.original(id)
    if "narrative" not in original:
        return Original(str(original["name"]), "")
    replacements = [Replacement(**item) for item in original["replacements"]]  # type: ignore[attr-defined]
    text = restore(str(original["narrative"]), replacements)
    if text != original["text"]:
        raise VaultError(
            "What the vault kept of this write-up does not fit together",
            where=id,
            next_step="open a backup of the vault",
        )
    return Original(str(original["name"]), text)


def _belongs(study: Path) -> str:
    try:
        return str(json.loads((study / BELONGS).read_text(encoding="ascii"))["vault"])
    except FileNotFoundError:
        return ""
    except (OSError, ValueError, LookupError, TypeError):
        # Not taken for nobody's: another vault would give every narrative a new name.
        return "damaged"
