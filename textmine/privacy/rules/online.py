"""Patterns of what people are called and found by online: e-mail, web addresses, handles, what3words."""

# ruff: noqa: E501 - a pattern is read in one piece

from __future__ import annotations

import re

from textmine.privacy.language.plainwords import common_words, words_of
from textmine.privacy.rules.rule import rule

UNLIKE_HANDLES = words_of("e.g i.e a.m p.m d.o.b n.b a.k.a h.a o.k u.k v.good etc.etc")
# Sites that everybody uses or is told of; an address below them, or another site, may tell who somebody is.
PUBLIC_SITES = words_of(
    """
    gov.uk nhs.uk gov.wales llyw.cymru 111.wales.nhs.uk police.uk childline.org.uk nspcc.org.uk ceop.police.uk
    thinkuknow.co.uk youngminds.org.uk kooth.com samaritans.org themix.org.uk talktofrank.com missingpeople.org.uk
    runawayhelpline.org.uk barnardos.org.uk papyrus-uk.org victimsupport.org.uk meiccymru.org childrenssociety.org.uk
    bbc.co.uk bbc.com google.com youtube.com snapchat.com tiktok.com instagram.com facebook.com whatsapp.com amazon.co.uk
    nhs.uk/live-well
    """
)
AT = r"(?:@{1,2}| @ (?=[\w-]{1,63} ?\.)| ?[\[(] ?at ?[\])] ?)"
TLD = r"(?:co\.uk|org\.uk|com|net|org|cymru|wales|uk|gov|info|io|tv|me|app|example)"


def _public(words: str) -> bool:
    return re.sub(r"^(?:https?://)?(?:www\.)?|/$", "", words.casefold()) in PUBLIC_SITES


def _words_and_stroke(words: str) -> bool:
    """Whether it is a public site, or common words with a stop and a stroke: `no convictions. and/or`."""
    return _public(words) or any(
        part in common_words() for part in re.findall(r"[a-z]{4,}", words.casefold().split("/")[0])
    )


def _time(words: str) -> bool:
    """Whether `@` stands for at before a time: `@1645hrs`, `@11.30pm`."""
    return words[1:2].isdigit()


def _sentence_break(words: str) -> bool:
    """Whether `word.word` is two sentences without a space, an abbreviation or a public site, and no handle."""
    return (
        _public(words)
        or words.casefold() in UNLIKE_HANDLES
        or all(part in common_words() for part in words.casefold().split("."))
    )


ONLINE = (
    rule("EMAIL", "e-mail", rf"(?<![\w.+'-])[\w.+'-]{{1,64}}{AT}[\w-]{{1,63}}(?:(?: ?\.\n?|,)[\w-]{{1,63}}){{0,8}}(?!\w)|(?<![\w.+'-])[\w.+'-]{{1,64}}@\n[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,8}}", 0.95),
    rule("EMAIL", "e-mail in words", r"(?<![\w.+'-])[\w.+'-]{1,64} at [\w-]{1,63}(?: dot [\w-]{1,63}){1,5}\b", 0.9),
    rule("URL", "web address", rf"\b(?:h(?:tt|xx)ps?:?//|www ?\.)[^\s<>|]+(?:\n(?=[\w-]{{1,30}}[./])[^\s<>|]+)?|(?<![\w./@-])[\w-]{{2,63}}(?:[.,]\n?[\w-]{{2,63}}){{1,4}}/(?: ?@)?\n?[^\s<>|)]+(?:/\n[\w-]+)?|(?<![\w.@-])(?:[\w-]{{1,63}}\.){{1,4}}{TLD}\b(?:/[^\s<>|)]*)?", 0.9, unless=_public),
    rule("URL", "web address with gaps", r"(?<![\w./@-])(?:www ?\. ?)?[a-z\d-]{2,30}(?:(?: \.|\.|,)\n?[a-z\d-]{2,30}){1,4} ?/ ?\n?(?!\d+\b)[\w/-]{3,60}(?: ?/ ?\n?[\w-]{3,30})?", 0.8, unless=_words_and_stroke),
    rule("URL", "site with gaps", r"\b(?:www|http) ?\.? ?[a-z\d-]{2,30}(?: \.\n?[a-z\d-]{2,30}){1,4}", 0.8, unless=_public),
    rule("HANDLE", "handle with @", r"(?<![\w.@])@[\w.]{2,30}\b", 0.95, unless=_time),
    rule("HANDLE", "handle with a number sign", r"(?<![\w#@.-])[\w.]{2,32}#\d{4}(?!\w)", 0.9),
    rule("HANDLE", "handle by its shape", r"(?<![\w@./])(?=[a-z\d_.]{0,40}[a-z])(?:[a-z][a-z\d]{1,30}[_.][\w.]{0,30}\d\w{0,30}|[a-z\d]{1,30}_\w{1,30}|_\w{3,30})(?![\w@])", 0.8),
    rule("HANDLE", "handle with a dot", r"(?<![\w@./'’-])[a-z][a-z\d]{1,20}(?:\.[a-z\d]{1,20}){1,2}(?![\w@/.-])", 0.7, flags=0, unless=_sentence_break),
    rule("HANDLE", "word with digits", r"(?<![\w@./])[a-z]{3,30}\d{2,4}[a-z]{0,10}(?!\w)", 0.6),
    rule(
        "HANDLE",
        "handle after its service",
        r"\b(?:snap(?:chat)?|insta(?:gram)?|tiktok|psn|xbox|discord|gamertag|gamer tag|username|user name|handle|known online as)\b"
        r"(?:\s+(?:name|account|profile|user|handle|tag))?(?:\s+(?:is|as|called|under))?\s{0,3}[:=(-]?\s{0,3}[\"'‘“]?(?P<x>(?=\w{0,30}[\d_.])[\w.]{4,30})",
        0.85,
    ),
    rule("LOCATION", "what3words", r"[/\\]{2,3}\s?[a-z]{3,20}\s?[.,\s-]\s?[a-z]{3,20}\s?[.,\s-]\s?[a-z]{3,20}", 0.95),
    rule("LOCATION", "three dotted words", r"\b(?:at|to|near|from|search|is) (?P<x>[a-z]{4,20} ?\. ?[a-z]{4,20} ?\. ?[a-z]{4,20})(?![\w./@])", 0.6, flags=0),
    rule("LOCATION", "what3words after its name", r"\b(?:what3words|what three words|w3w|loc(?:ation)?)\W{1,6}(?P<x>[a-z]{3,20} ?[.,-] ?[a-z]{3,20} ?[.,-] ?[a-z]{3,20})(?!\w)", 0.8),
    rule("LOCATION", "three words at a place", r"\b(?:at|to|near|from) (?P<x>[a-z]{4,20},[a-z]{4,20},[a-z]{4,20})(?!\w|,\w)", 0.6, flags=0),
)  # fmt: skip
