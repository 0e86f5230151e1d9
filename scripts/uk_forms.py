"""Labels, scraps and form rows in which an identifier stands without a sentence."""

# What stands before an identifier that is glued to its label or sits in a form.
LABELS: dict[str, str] = {
    "NHS number": "NHS|NHS No|nhs no.|NHSNo|NHS num",
    "NINO": "NI|NINO|NI No|ni no.",
    "postcode": "Postcode|PC|post code|p/code",
    "outward postcode": "Postcode|post code|p/code",
    "phone": "Tel|Mob|tel no|mob no.|Ph|Contact no",
    "e-mail": "Email|e-mail|Eml",
    "URL": "Link|URL|Profile",
    "plate": "Reg|VRM|reg no|Index|Veh",
    "passport": "Passport|PP no|Passport No|ppt no.",
    "driving licence": "DL|Licence|Driver No|D/L no.",
    "police reference": "Crime ref|Ref",
    "care reference": "ID|Ref",
    "date of birth": "DOB|dob|D.O.B|d.o.b.|Born|DoB",
    "worded date": "Date|Missing since|Seen|Visit",
    "address": "Address|Addr|Add|H/A",
    "school": "School|Sch|Educ",
    "children's home": "Placement|Plcmt|Home",
    "hospital": "Hosp|Hospital|A&E",
    "handle": "snap|insta|Snap|Insta|IG|TikTok",
    "what3words": "w3w|W3W|what3words|loc",
    "initials": "Signed|Sgd|Init|Entered by",
}

# `{}` is the label with what it labels.
GLUED = """
See front sheet, {} no change.
{}, risk as before.
{} - confirmed by carer on phone
Details checked {} and rest blank.
Left msg for duty, {}
{} rest of form not done
Taken over phone so may be wrong: {}
Referral form says {} but nothing else filled in.
{} / legal status s.20 / no siblings open
As per last referral {}.
Police form half done.{} Photo attached.
"""

ROWS = """
Name | not known | {label} | {}
Name | withheld | {label} | {} | Legal status | s.20
Child | - | {label} | {} | Gender | not stated
{label}: {} ; Ethnicity: not stated ; Language: English
1. {label} .......... {}
{label} = {}, risk = medium
Subject / unknown / {label} / {} / open
| {label} | {} |
{label}	{}	Status	open
[{label}] {} [Outcome] nfa
"""

PLACES = """
{}'s night log says otherwise.
{}’s safeguarding lead rang back.
Against {}'s policy, manager told.
spoke to {}'s reception who put me on hold
as per {}’s own records
{}'s gate was locked so waited outside.
"""

POSSESSIVE: dict[str, str] = {
    "school": PLACES,
    "children's home": PLACES,
    "hospital": PLACES,
    "handle": """
It was on {}'s story last night.
{}’s live showed them in a car
carer saw {}'s post and rang us
all in {}'s comments
""",
    "initials": """
see {}'s note above
Still on {}'s caseload.
{}’s visit cancelled, signed off sick.
covering {}'s duty
""",
}
