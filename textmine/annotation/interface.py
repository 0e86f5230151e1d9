"""The labelling interface of Label Studio, made from the codebook: what can be marked is what the codebook says."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as Xml

from textmine.coding.codebook import Code, Codebook
from textmine.errors import SettingsError
from textmine.types import ASSERTIONS, TIMES, VOICES

# One key a code, in the codebook's order; u, h, l and m are Label Studio's own, and Shift with figures says how it is said.
PLAIN = "1234567890qwertyiopasdfgjkzxcvbn"
KEYS = (*PLAIN, *(f"shift+{letter}" for letter in PLAIN[10:]))
# Distinct for people who see red and green alike (after Paul Tol's bright scheme).
COLOURS = (
    "#4477aa",
    "#228833",
    "#ee6677",
    "#aa8800",
    "#aa3377",
    "#007788",
    "#666666",
)
NOTHING = "nothing_applies"
MEMO = "memo"
ASKED_KEYS = ("shift+{}", "alt+{}", "shift+alt+{}")
# Whatever has no key is given u, h, l or m by Label Studio; a slip of the finger would answer a question. These are not shown.
ANSWER_KEYS = tuple(f"ctrl+alt+{sign}" for sign in "abcdefghijklmnopqrstuvwxyz1234567890")
# What is shown of an answer that is stored as the sign of a language.
LANGUAGES = {"en": "English", "cy": "Welsh"}
ASKED = {
    "assertion": ("How it is said", ASSERTIONS),
    "time": ("When", TIMES),
    "voice": ("Whose voice", VOICES),
}

OWN = {"code", "text", NOTHING, MEMO, *ASKED}


def interface(codebook: Codebook, *, differences: bool = False) -> str:
    """The interface as Label Studio's XML; ids are aliases, so names may change and stored codes do not.

    Args:
        differences: also shows, above the text, where two coders differ.

    Raises:
        SettingsError: a question about the whole write-up is called like something that the interface has already.
    """
    if taken := sorted(set(codebook.document_fields) & OWN):
        raise SettingsError(
            "A question has a name that the labelling interface needs for itself",
            where=f"codebook, document_fields: {', '.join(taken)}",
            next_step="give it another name, there and under document_questions",
        )
    view = Xml.Element("View", className="textmine")
    Xml.SubElement(view, "Style").text = STYLE
    Xml.SubElement(view, "Header", value="Narrative $narrative", size="5")
    if differences:
        Xml.SubElement(view, "Header", value="$differences", size="6")
    # Text and codes stand side by side and scroll each in a box of its own, so that both stay in sight.
    columns = Xml.SubElement(view, "View", className="columns")
    reading = Xml.SubElement(columns, "View", className="reading")
    box = Xml.SubElement(reading, "View", className="words")
    Xml.SubElement(box, "Text", name="text", value="$text", granularity="word")
    _about_a_mark(reading)
    _about_the_text(reading, codebook)
    _codes(Xml.SubElement(columns, "View", className="codes"), codebook)
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
    """All codes under their groups' headings, in one control: a code may move to another group, and its marks still hold."""
    labels = Xml.SubElement(view, "Labels", name="code", toName="text", choice="multiple", showInline="true")
    keys = iter(KEYS)
    for place, (group, codes) in enumerate(grouped(codebook)):
        Xml.SubElement(labels, "Header", value=group, size="6")
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
        _choices(choices, values, [ASKED_KEYS[row].format(n) for n in range(1, len(values) + 1)])
    Xml.SubElement(
        asked,
        "TextArea",
        name=MEMO,
        toName="text",
        perRegion="true",
        editable="true",
        maxSubmissions="1",
        rows="4",
        placeholder="Memo: why, or what you doubt. No names.",
    )


def _about_the_text(view: Xml.Element, codebook: Codebook) -> None:
    about = Xml.SubElement(view, "View", className="whole")
    keys = iter(ANSWER_KEYS)
    for name, values in codebook.document_fields.items():
        Xml.SubElement(about, "Header", value=codebook.document_questions.get(name, _shown(name)), size="6")
        choices = Xml.SubElement(about, "Choices", name=name, toName="text", choice="single", showInline="true")
        _choices(choices, values, keys)
    choices = Xml.SubElement(about, "Choices", name=NOTHING, toName="text", choice="multiple", showInline="true")
    _choices(choices, ("yes",), ["alt+0"], shown={"yes": "I have read it to the end and no code applies (Alt+0)"})


def _choices(
    choices: Xml.Element, values: Sequence[str], keys: Iterable[str], shown: dict[str, str] | None = None
) -> None:
    keys = iter(keys)
    for value in values:
        about, key = {"value": (shown or {}).get(value, _shown(value)), "alias": value}, next(keys, "")
        Xml.SubElement(choices, "Choice", about | ({"hotkey": key} if key else {}))


def _shown(value: str) -> str:
    return LANGUAGES.get(value) or value.replace("_", " ")


STYLE = (
    ".textmine .columns { display: flex; gap: 16px; align-items: flex-start; } "
    ".textmine .reading { flex: 3; min-width: 0; } "
    ".textmine .words { max-height: 55vh; overflow-y: auto; } "
    ".textmine .codes { flex: 2; min-width: 260px; max-height: 82vh; overflow-y: auto; position: sticky; top: 0; } "
    ".textmine .codes .lsf-labels { margin: 0; } "
    ".textmine .codes h4 { flex: 0 0 100%; } "
    ".textmine .codes .lsf-label { font-size: 14px; line-height: 1.3; height: auto; margin: 2px 4px 2px 0; } "
    ".textmine .codes .lsf-label { max-width: 100%; } .textmine .codes .lsf-label__text { white-space: normal; } "
    ".textmine .lsf-choices { margin: 0 0 4px; } .textmine .lsf-choice__item { margin-bottom: 0; } "
    ".textmine .whole sup { display: none; } "
    ".textmine .mark, .textmine .whole { margin-top: 1em; border-top: 1px solid #ccc; } "
    ".textmine h4 { font-size: 14px; line-height: 1.3; margin: 8px 0 2px !important; }"
)
