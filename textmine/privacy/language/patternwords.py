"""Pieces of patterns: months, streets, ranks and the like, as alternatives for regular expressions."""

# ruff: noqa: E501 - an alternative is read in one piece

from __future__ import annotations

import re

MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?|ionawr|chwefror|mawrth|ebrill|mai|mehefin|gorffennaf|awst|medi|hydref|tachwedd|rhagfyr"
    "|fawrth|fai|fehefin|orffennaf|fedi|dachwedd|ragfyr"
)
WEEKDAY = r"(?:mon|tues?|wed(?:nes|s)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
DAY = r"\d{1,2}(?:st|nd|rd|th|af|il|ail|ain|eg|fed|ydd|edd|ed)?"
DATE = (
    r"(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})(?!\d)|\d{4}-\d{2}-\d{2}"
    rf"|{DAY}(?:\s+of|\s+o)?\s*(?:{MONTHS})\b\.?(?:,?\s+(?:\d{{4}}|['’]?\d\d)\b(?!:))?"
    rf"|(?:{MONTHS})\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?!\d|:)(?:,?\s+\d{{4}}\b)?"
    rf"|(?:{MONTHS})\s+(?:of\s+)?\d{{4}}\b)"
)
ORDINAL = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth"
    "|twentieth|twenty[- ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirtieth|thirty[- ]first"
)
NOT_A_DAY = "time|episode|birthday|year|floor|grade|missing|week|visit|attempt|one|occasion|place|half|form|person|team|month|day|set|few|of the"
NAME = r"[A-ZÀ-ÖØ-ÞŴŶ][\w'’-]+"
CAPITALS = r"(?:[A-ZÀ-Þ]['’])?[A-ZÀ-ÞŴŶ]{3,}(?:-[A-ZÀ-ÞŴŶ]{2,})?"
STREET = "street|road|avenue|lane|close|drive|terrace|crescent|gardens|grove|row|walk|square|mews|parade|rise|way|place|court|view|hill|park|green"
SHORT_STREET = "st|rd|ave|cl|cres|terr|ct|gdns|sq|dr|pl|ln"
BUILDING = "approach|buildings|cottages?|villas?|mansions|race|spinney|wharf|quay|yard|croft|fold|gate|heights|fields?|meadows?|bank|end|bungalows?|estate|flats|towers?|house|lodge|mill|farm"
WELSH_STREET = "Heol|Stryd|Ffordd|Lôn|Maes|Clos|Rhodfa|Rhes|Teras|Tan|Cae|Coed|Tyle|Llys|Gerddi|Cilgant|Bwthyn"
SCHOOL = "Primary|Comprehensive|High|Secondary|Academy|School|College|Grammar|Comp|PRU|Infants|Juniors|Sixth Form"
TREES = (
    "larches|beeches|willows|poplars|sycamores|rowans|elms|firs|limes|oaks|cedars|laurels|hollies|pines|chestnuts|hawthorns"
    "|gables|lindens|brambles|conifers|maples|birches|acorns|orchards|paddocks|mulberries|hazels|ashes|alders|junipers"
)
HOSPITAL = "Hospital|Infirmary|General|Clinic|Surgery|Medical Centre|Health Centre"
HOME = "House|Lodge|Cottage|Farm|Grange|Manor|Villa|Unit|Children's Home|Children’s Home|Lodgings"
FIRM = "Project|Police|Constabulary|Arms|Inn|Tavern|Garage|Cars|Taxis|Carpets|Café|Cafe|Stores|Trust|Lanes|Voices|Club|Centre|Chapel|Church|Mosque|Gurdwara|Temple"
RANK = "PCSO|PC|DC|DS|DI|Sgt|Sergeant|Insp|Inspector|T/DC|A/Sgt"
TITLE = rf"Mr|Mrs|Ms|Miss|Mx|Dr|Rev|Cllr|Prof|{RANK}|Aunt|Auntie|Aunty|Uncle|Anti|Wncwl|Nan|Nana|Nain|Taid|Mamgu|Tadcu|Grandad|Grandma|Gran|SW|KW|IRO|TM"
REFERENCE = (
    r"crime|crn|niche|cad|log|serial|incident|inc|ppn|misper|mosaic|wccis|liquidlogic|lcs|upn|urn|uln|nrm|court|occurrence|occ"
    r"|pnc|custody|ref|reference|case|file|collar|badge|id"
)
# The two-letter areas of British postcodes (Royal Mail), and those that cannot exist, for examples.
AREA = (
    "AB|AL|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|EC|EH|EN|EX|FK|FY|GL|GU"
    "|HA|HD|HG|HP|HR|HS|HU|HX|IG|IP|IV|KA|KT|KW|KY|LA|LD|LE|LL|LN|LS|LU|ME|MK|ML|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL"
    "|PO|PR|RG|RH|RM|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE"
    "|QA|QM|QT|QW"
)
# Sections of Acts by which social workers work (Children Act 1989, Social Services and Well-being (Wales) Act 2014, Mental
# Health Act 1983): `S47` is an inquiry, though it is a district of Sheffield too.
SECTION = r"S(?:17|20|31|38|46|47|76|85|117|136)\b"
# What may follow half a registration, and is none of its letters.
SMALL_WORD = (
    r"(?:and|but|the|she|he|was|has|had|his|her|who|for|not|off|out|nfa|in|to|on|at|is|it|of|a|i|by|so|as|or)\b"
)
VEHICLES = "car|van|vehicle|moped|motorbike|bike|scooter|taxi|reg|plate|vrm|golf|corsa|fiesta|focus|audi|bmw|mercedes|transit|polo"
# Numbers that everybody knows: emergencies, police, health, helplines.
PUBLIC = r"(?!(?:999|101|111|112|105|116 ?000|116 ?123|0800 ?1111)\b)"
FIELD = "name|enw|child|young person|known as|key ?worker|social worker|worker|interviewer|seen by|present|mother|father|mum|dad|parent|carer|foster carer|allocated|information from|gweithiwr"
CLOCK = re.compile(r"(?:[01]?\d|2[0-3])\.[0-5]\d")
BEFORE_TIME = re.compile(
    r"(?:\bat|\b(?:train|bus|coach|tram|ferry) (?:back |home )?(?:from|out of) [\w'’ -]{2,25}?) $", re.I
)
"""What tells that figures with a stop are a time: `at 16.12`, `train from Aberllan 16.12`."""


def told_time(text: str, start: int, end: int) -> bool:
    """Whether figures that may be a day and a month are a time of day by what stands before them."""
    before = text[max(0, start - 50) : start]
    return bool(CLOCK.fullmatch(text, start, end) and BEFORE_TIME.search(before))
