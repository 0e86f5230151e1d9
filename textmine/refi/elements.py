"""From an element of REFI-QDA's XML to the noun it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textmine.errors import InputError
from textmine.refi.counting import unified
from textmine.refi.guids import AGAIN, guid, plain
from textmine.refi.nouns import Case, Code, Coded, Note, Selection, Set, Source, User, Value, Variable

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

DEEPEST = 50  # codes below one another
VALUES = ("TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue")


def strip(root: Element) -> None:
    """Take the namespaces off: versions of the standard, and misspellings of it, differ in those."""
    for node in root.iter():
        node.tag = node.tag.rpartition("}")[2]


def below(root: Element, name: str) -> list[Element]:
    """What stands in a container of the root, in order; nothing if there is no such container."""
    found = root.find(name)
    return [] if found is None else list(found)


def targets(node: Element, name: str) -> tuple[str, ...]:
    """GUIDs that references of one kind point to."""
    return tuple(own for child in node.findall(name) if (own := plain(child.get("targetGUID"), name)))


def user(node: Element) -> User:
    """A `User`."""
    return User(_guid(node, "user"), node.get("name", ""))


def codes(node: Element, parent: str = "", depth: int = 0) -> Iterator[Code]:
    """A `Code` and those below it.

    Raises:
        InputError: they go deeper than any real tree.
    """
    if depth > DEEPEST:
        raise InputError("The codes go deeper than any real tree of codes", next_step=AGAIN)
    own = _guid(node, "code")
    yield Code(
        own,
        node.get("name", ""),
        node.get("isCodable", "true").strip().casefold() not in ("false", "0"),
        parent,
        _description(node) or node.get("description", ""),
        node.get("color", ""),
        targets(node, "NoteRef"),
    )
    for child in node.findall("Code"):
        yield from codes(child, own, depth + 1)


def variable(node: Element) -> Variable:
    """A `Variable`."""
    return Variable(_guid(node, "variable"), node.get("name", ""), node.get("typeOfVariable", "Text"))


def case(node: Element) -> Case:
    """A `Case`."""
    own = _guid(node, "case")
    return Case(own, node.get("name", ""), tuple(_values(node)), targets(node, "SourceRef"), _description(node))


def note(node: Element, members: dict[str, bytes]) -> Note:
    """A `Note`: its text may stand in the XML, in a file, or, as some programs write it, in its description."""
    text = _text(node, members, "note") or _description(node)
    return Note(_guid(node, "note"), node.get("name", ""), unified(text), plain(node.get("creatingUser"), "note"))


def about(root: Element) -> tuple[Note, ...]:
    """What a project says of itself, as a memo."""
    words = _description(root)
    return (Note(guid("note", "description"), "About the project", words),) if words else ()


def set_of(node: Element) -> Set:
    """A `Set`."""
    names = ("MemberCode", "MemberSource", "MemberNote")
    return Set(_guid(node, "set"), node.get("name", ""), _description(node), *(targets(node, one) for one in names))


def source(node: Element, members: dict[str, bytes], where: str, *, owner: Element) -> Source | None:
    """A text, positions and line ends as they are in the file; None if its plain text is not there.

    Args:
        node: the element that names the plain text and holds the selections.
        members: the files of the project, by lower-case name.
        where: which source it is, for an error.
        owner: the source whose text this is: the same element, or one that only represents it as text, such as a PDF.
    """
    text = _text(node, members, where)
    if text is None:
        return None
    values = (*_values(node), *(_values(owner) if owner is not node else ()))
    return Source(
        guid=_guid(owner, where),
        name=owner.get("name", "") or node.get("name", ""),
        text=text,
        selections=tuple(selection(one, where) for one in node.findall("PlainTextSelection")),
        codes=tuple(_coded(one, where) for one in owner.findall("Coding")),
        values=values,
        description=_description(owner),
        notes=targets(owner, "NoteRef"),
        inline=node.find("PlainTextContent") is not None and not node.get("plainTextPath"),
    )


def selection(node: Element, where: str) -> Selection:
    """A selection, its positions as they are in the file.

    Raises:
        InputError: a position is not a number.
    """
    try:
        start, end = int(node.get("startPosition", "")), int(node.get("endPosition", ""))
    except ValueError:
        raise InputError("A position is not a number", where=where, next_step=AGAIN) from None
    return Selection(
        guid=_guid(node, where),
        start=start,
        end=end,
        codes=tuple(_coded(one, where) for one in node.findall("Coding")),
        user=plain(node.get("creatingUser"), where),
        name=node.get("name", ""),
        description=_description(node),
        notes=targets(node, "NoteRef"),
    )


def _coded(node: Element, where: str) -> Coded:
    code = next(iter(targets(node, "CodeRef")), "")
    return Coded(plain(node.get("guid"), where), code, plain(node.get("creatingUser"), where))


def _values(node: Element) -> Iterator[Value]:
    for one in node.findall("VariableValue"):
        words = next((child.text or "" for child in one if child.tag in VALUES), "")
        for variable in targets(one, "VariableRef"):
            if words:
                yield Value(variable, words)


def _text(node: Element, members: dict[str, bytes], where: str) -> str | None:
    """The plain text: in a file, named in one of the ways that programs name it, or in the XML."""
    path = node.get("plainTextPath")
    if not path:
        content = node.find("PlainTextContent")
        return None if content is None else content.text or ""
    name = path.replace("\\", "/").rpartition(":")[2].strip("/").rpartition("/")[2].lower()
    data = members.get(f"sources/{name}", members.get(name))
    if data is None:
        return None
    try:
        return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("A text is not UTF-8", where=where, next_step=AGAIN) from None


def _description(node: Element) -> str:
    return (node.findtext("Description") or "").strip()


def _guid(node: Element, where: str) -> str:
    found = plain(node.get("guid"), where)
    if not found:
        raise InputError("A thing of the file has no GUID", where=where, next_step=AGAIN)
    return found
