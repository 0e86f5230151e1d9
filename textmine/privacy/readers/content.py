"""What a file really holds, by its bytes and not by its name."""

from __future__ import annotations

from textmine.errors import ReadError

EXPECTED = {
    ".docx": "zip",
    ".xlsx": "zip",
    ".odt": "zip",
    ".pdf": "pdf",
    ".rtf": "rtf",
    ".txt": "other",
    ".md": "other",
    ".csv": "other",
    ".qdpx": "zip",
}
WORDS = {
    "zip": "a Word, Excel, LibreOffice or zip file",
    "old": "an old Word or Excel file",
    "pdf": "a PDF",
    "rtf": "a rich text file",
    "program": "a program",
    "other": "something else",
}
STEPS = {
    "old": "open it in Word or Excel and save it as .docx or .xlsx",
    "program": "do not open it; tell your IT service where it came from",
}
OLE = bytes.fromhex("D0CF11E0A1B11AE1")


def check(data: bytes, suffix: str) -> None:
    """Do nothing if the content fits the suffix, or if we do not know the suffix.

    Raises:
        ReadError: the content is of another kind, or locked with a password.
    """
    kind = _kind(data)
    if kind == "old" and "EncryptedPackage".encode("utf-16-le") in data:
        raise locked()
    if kind != EXPECTED.get(suffix, kind):
        step = STEPS.get(kind, "open it in the program it was made with and save it again in the format of its name")
        raise mismatched(f"it is {WORDS[kind]}", step)


def locked() -> ReadError:
    """The fault of a file that a password protects."""
    return ReadError(
        "The document is protected with a password",
        next_step="open it with its password, save a copy without one in the same secure folder, and try again",
    )


def mismatched(found: str = "it is something else", step: str = "") -> ReadError:
    """The fault of a file that is not what its suffix says."""
    return ReadError(
        f"The content of the document is not what its suffix says: {found}",
        next_step=step or "open it in the program it was made with and save it again in the format of its name",
    )


def damaged() -> ReadError:
    """The fault of a file that could not be taken apart."""
    return ReadError(
        "The document is damaged",
        next_step="open it in its own program and save it again, or export it again",
    )


def too_large() -> ReadError:
    """The fault of a file, or of a text in it, above the limits."""
    return ReadError(
        "The document is too large for a write-up",
        next_step="check that it is one; split it into its write-ups if it holds many",
    )


def _kind(data: bytes) -> str:
    start = data[:1024]
    if start.startswith(OLE):
        return "old"
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{\\rtf"):
        return "rtf"
    if start.startswith(b"%PDF-") or (b"%PDF-" in start and b"\0" not in start[: start.index(b"%PDF-")]):
        return "pdf"
    # Notes of a child or worker MZ may begin with these letters; a program has NULs after them.
    return "program" if start.startswith(b"MZ") and b"\0" in start else "other"
