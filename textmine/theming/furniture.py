"""Words that name no theme: of the form, of reporting speech, and of pseudonym marks."""

from __future__ import annotations

import re

from textmine import markshape

# People also type marks in small letters.
MARK = re.compile(markshape.MARK.pattern, re.I)
TICK = re.compile(r"[☒☐]")

# They stand in every write-up.
OF_THE_FORM = frozenset(
    [
        "advised",
        "also",
        "asked",
        "aware",
        "back",
        "bit",
        "came",
        "child",
        "children",
        "continue",
        "continued",
        "could",
        "currently",
        "day",
        "days",
        "debrief",
        "described",
        "did",
        "didn",
        "discussed",
        "doesn",
        "don",
        "episode",
        "explained",
        "feels",
        "felt",
        "following",
        "get",
        "go",
        "going",
        "got",
        "home",
        "interview",
        "just",
        "know",
        "left",
        "like",
        "lot",
        "missing",
        "mr",
        "mrs",
        "night",
        "noted",
        "ok",
        "person",
        "really",
        "reported",
        "reports",
        "return",
        "said",
        "says",
        "spoke",
        "staff",
        "stated",
        "states",
        "sw",
        "thing",
        "things",
        "think",
        "thinks",
        "thought",
        "time",
        "today",
        "told",
        "want",
        "wanted",
        "was",
        "wasn",
        "way",
        "week",
        "weeks",
        "went",
        "worker",
        "would",
        "young",
        "yp",
    ]
)
# What is left of a mark that somebody typed without its brackets, where the word means little else.
OF_MARKS = frozenset(
    [
        "address",
        "date",
        "handle",
        "id",
        "identifier",
        "initials",
        "interviewer",
        "location",
        "mark",
        "name",
        "nhs",
        "number",
        "organisation",
        "organization",
        "person",
        "persons",
        "place",
        "postcode",
        "redacted",
        "ref",
        "reference",
    ]
)
# When, how much, and who says it: true of any theme.
OF_TELLING = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep "
    "sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs fri sat "
    "sun hour hours hrs minute minutes half past quarter morning afternoon evening midnight yesterday tomorrow month months "
    "year years eleven twelve thirteen fourteen fifteen sixteen seventeen ask asks asking say saying does doing tell telling "
    "tells knew knows known knowing mean means meant speak speaking talk talked talking word words feel feeling likely thats "
    "dont didnt wasnt wont cant ive hes shes theyre isnt couldnt wouldnt doesnt hadn haven isn aren couldn wouldn shouldn "
    "weren hasn won ain let yeah okay able given give gives gave goes gone come comes coming put take taken took make makes "
    "made old new good bad nice best better long little big right".split()
)
# Small words of Welsh, by which a passage is known to be in it.
OF_WELSH = frozenset(
    "aeth am ar at bod cael chi ddim dim dw efo ei ers eu fel fod fy gan gyda hi hyn hynny iddi iddo iddyn mae maen meddai mewn "
    "mynd nad neb nes nhw nid oedd oeddwn ofn ond pan pwy roedd roeddwn sut sydd tan wedi wedyn wnaeth wnes wrth wyf ydy ydyw "
    "ym yma yn yno yr yw".split()
)
FURNITURE = OF_THE_FORM | OF_MARKS | OF_TELLING


def stopped(text: str) -> str:
    """A passage with a stop where a pseudonym mark or a tick box stood."""
    return TICK.sub(" | ", MARK.sub(" | ", text))


def plain(text: str) -> str:
    """A passage without pseudonym marks and tick boxes."""
    return " ".join(TICK.sub(" ", MARK.sub(" ", text)).split())
