"""The labelling interface of Label Studio, made from the codebook: what can be marked is what the codebook says."""

from __future__ import annotations

import html
from collections.abc import Sequence
from xml.etree import ElementTree as Xml

from textmine.coding.codebook import Code, Codebook
from textmine.types import ASSERTIONS, TIMES, VOICES

# One key a code, in the codebook's order; u, h, l and m are Label Studio's own.
KEYS = "1234567890qwertyiopasdfgjkzxcvbn"
# Distinct for people who see red and green alike (after Paul Tol's bright scheme).
COLOURS = ("#4477aa", "#228833", "#ee6677", "#aa8800", "#aa3377", "#007788", "#666666")
NOTHING = "nothing_applies"
MEMO = "memo"
ASKED = {
    "assertion": ("How it is said", ASSERTIONS),
    "time": ("When", TIMES),
    "voice": ("Whose voice", VOICES),
}


def interface(codebook: Codebook, *, differences: bool = False) -> str:
    """The interface as Label Studio's XML; ids are aliases, so names may change and stored codes do not.

    Args:
        differences: also shows, above the text, where two coders differ.
    """
    view = Xml.Element("View", className="textmine")
    Xml.SubElement(view, "Style").text = STYLE
    Xml.SubElement(view, "Header", value="Narrative $narrative", size="5")
    if differences:
        Xml.SubElement(view, "Header", value="$differences", size="6")
    _codes(view, codebook)
    Xml.SubElement(view, "Text", name="text", value="$text", granularity="word")
    _about_a_mark(view)
    _about_the_text(view, codebook)
    Xml.indent(view, space="  ")
    return Xml.tostring(view, encoding="unicode") + "\n"


def grouped(codebook: Codebook) -> list[tuple[str, list[Code]]]:
    """Names of the groups, each with its codes, in the codebook's order."""
    return [(group.name, [code for code in codebook.codes if code.group == group.id]) for group in codebook.groups]


def guidance(codebook: Codebook) -> str:
    """What each code means, as the plain HTML that Label Studio shows as instructions; everything is escaped."""
    parts = [
        "<p><b>If you read of a child who may be in danger now, stop and tell your safeguarding lead today.</b> Write down the "
        "narrative's id: nobody watches this tool.</p>",
        f"<p>{html.escape(codebook.conventions.annotation_unit)}</p>",
    ]
    for name, values in (("Assertion", codebook.conventions.assertion), ("Time", codebook.conventions.time)):
        rows = [f"<li><b>{html.escape(value)}</b>: {html.escape(says)}</li>" for value, says in values.items()]
        parts.append(f"<h4>{name}</h4><ul>{''.join(rows)}</ul>" if rows else "")
    parts += [f"<h3>{html.escape(name)}</h3>{''.join(map(_explained, codes))}" for name, codes in grouped(codebook)]
    pairs = [
        f"<li>{html.escape(' or '.join(one.between))}: {html.escape(one.ask)}</li>" for one in codebook.distinctions
    ]
    parts.append(f"<h3>Easily confused</h3><ul>{''.join(pairs)}</ul>" if pairs else "")
    return "".join(parts)


def _explained(code: Code) -> str:
    lists = [("Mark", code.include), ("Do not mark", code.exclude), ("Hard cases", code.hard_cases)]
    told = "".join(
        f"<p>{name}:</p><ul>{''.join(f'<li>{html.escape(line)}</li>' for line in lines)}</ul>"
        for name, lines in lists
        if lines
    )
    return f"<p><b>{html.escape(code.name)}</b> ({code.id}): {html.escape(code.definition)}</p>{told}"


def _codes(view: Xml.Element, codebook: Codebook) -> None:
    """One control for all codes, so that a code may move to another group without spoiling marks."""
    labels = Xml.SubElement(view, "Labels", name="code", toName="text", choice="multiple", showInline="true")
    keys = iter(KEYS)
    for place, (group, codes) in enumerate(grouped(codebook)):
        for code in codes:
            about = {
                "value": code.name,
                "alias": code.id,
                "background": COLOURS[place % len(COLOURS)],
                "hint": f"{group}: {code.definition}",
            }
            key = next(keys, "")
            Xml.SubElement(labels, "Label", about | ({"hotkey": key} if key else {}))


def _about_a_mark(view: Xml.Element) -> None:
    """Asked of each marked span; what is not answered counts as affirmed, this episode, unclear."""
    asked = Xml.SubElement(view, "View", visibleWhen="region-selected", className="mark")
    for row, (name, (words, values)) in enumerate(ASKED.items()):
        Xml.SubElement(asked, "Header", value=words, size="6")
        choices = Xml.SubElement(
            asked, "Choices", name=name, toName="text", perRegion="true", choice="single", showInline="true"
        )
        _choices(choices, values, ("shift+{}", "alt+{}", "")[row])
    Xml.SubElement(
        asked,
        "TextArea",
        name=MEMO,
        toName="text",
        perRegion="true",
        editable="true",
        maxSubmissions="1",
        rows="2",
        placeholder="Memo: why, or what you doubt. No names.",
    )


def _about_the_text(view: Xml.Element, codebook: Codebook) -> None:
    about = Xml.SubElement(view, "View", className="whole")
    for name, values in codebook.document_fields.items():
        Xml.SubElement(about, "Header", value=codebook.document_questions.get(name, _shown(name)), size="6")
        choices = Xml.SubElement(about, "Choices", name=name, toName="text", choice="single", showInline="true")
        _choices(choices, values, "")
    choices = Xml.SubElement(about, "Choices", name=NOTHING, toName="text", choice="multiple", showInline="true")
    _choices(choices, ("yes",), "alt+0", shown={"yes": "I have read it to the end and no code applies"})


def _choices(choices: Xml.Element, values: Sequence[str], key: str, shown: dict[str, str] | None = None) -> None:
    for n, value in enumerate(values, 1):
        about = {"value": (shown or {}).get(value, _shown(value)), "alias": value}
        Xml.SubElement(choices, "Choice", about | ({"hotkey": key.format(n)} if key else {}))


def _shown(value: str) -> str:
    return value.replace("_", " ")


STYLE = (
    ".textmine .mark, .textmine .whole { margin-top: 1em; padding-top: .5em; border-top: 1px solid #ccc; } "
    ".textmine .mark h6, .textmine .whole h6 { margin: .5em 0 0; }"
)
