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
COLOURS = (
    ("#4477aa", "Blue"),
    ("#228833", "Green"),
    ("#ee6677", "Red"),
    ("#aa8800", "Yellow"),
    ("#aa3377", "Purple"),
    ("#007788", "Teal"),
    ("#666666", "Grey"),
)
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
    colours = [f"{COLOURS[i % len(COLOURS)][1]}: {name}" for i, (name, _) in enumerate(grouped(codebook))]
    Xml.SubElement(view, "Header", value=". ".join(colours), size="6")
    _codes(view, codebook)
    # A long text scrolls in a box of its own: codes and questions stay in sight.
    box = Xml.SubElement(view, "View", style="max-height: 50vh; overflow-y: auto")
    Xml.SubElement(box, "Text", name="text", value="$text", granularity="word")
    _about_a_mark(view)
    _about_the_text(view, codebook)
    Xml.indent(view, space="  ")
    return Xml.tostring(view, encoding="unicode") + "\n"


def grouped(codebook: Codebook) -> list[tuple[str, list[Code]]]:
    """Names of the groups, each with its codes, in the codebook's order."""
    return [(group.name, [code for code in codebook.codes if code.group == group.id]) for group in codebook.groups]


def guidance(codebook: Codebook) -> str:
    """What each code means, as the plain HTML that Label Studio shows as instructions; everything is escaped.

    Label Studio takes list marks and margins away, so lines begin with signs and end with breaks.
    """
    conventions = codebook.conventions
    parts = [
        "<b>If you read of a child who may be in danger now, stop and tell your safeguarding lead today.</b> Write down the "
        "narrative's id: nobody watches this tool.",
        _escaped(conventions.annotation_unit),
    ]
    for name, values in (
        ("How it is said", conventions.assertion),
        ("When", conventions.time),
        ("Whose voice", conventions.voice),
    ):
        lines = [f"• <b>{_escaped(value)}</b>: {_escaped(says)}" for value, says in values.items()]
        parts.append("<br>".join([f"<b>{name}</b>", *lines]))
    for name, codes in grouped(codebook):
        parts += [f"<h3>{_escaped(name)}</h3>", *map(_explained, codes)]
    pairs = [f"• {_escaped(' or '.join(one.between))}: {_escaped(one.ask)}" for one in codebook.distinctions]
    parts.append("<br>".join(["<h3>Easily confused</h3>", *pairs]) if pairs else "")
    return "<br><br>".join(part for part in parts if part)


def _explained(code: Code) -> str:
    lists = (("✓", code.include), ("✗", code.exclude), ("?", code.hard_cases))
    lines = [f"{sign} {_escaped(line)}" for sign, lines in lists for line in lines]
    return "<br>".join([f"<b>{_escaped(code.name)}</b> ({code.id}): {_escaped(code.definition)}", *lines])


def _escaped(words: str) -> str:
    return html.escape(words.replace("->", "→"))


def _codes(view: Xml.Element, codebook: Codebook) -> None:
    """One control for all codes, so that a code may move to another group without spoiling marks."""
    labels = Xml.SubElement(view, "Labels", name="code", toName="text", choice="multiple", showInline="true")
    keys = iter(KEYS)
    for place, (group, codes) in enumerate(grouped(codebook)):
        for code in codes:
            about = {
                "value": code.name,
                "alias": code.id,
                "background": COLOURS[place % len(COLOURS)][0],
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
    ".textmine .mark, .textmine .whole { margin-top: 1em; border-top: 1px solid #ccc; } "
    ".textmine h4 { font-size: 14px; line-height: 1.3; margin: 8px 0 2px !important; }"
)
