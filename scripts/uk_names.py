"""Invented names of streets, schools, children's homes, hospitals, accounts and squares of what3words."""

import random

STARTS = (
    "Bracken Ash Lark Mill Holm Stone Elm Wren Thorn Copse Rook Fern Birch Hazel Marl Win Oak Swan Heather Kest".split()
)
ENDS = "field combe beck wood croft hurst mere ford ley bourne dale wick stead more ridge".split()
WELSH_HEADS = "Bryn Pen Maes Cwm Nant Coed Glan Plas Gelli Dol Craig".split()
WELSH_TAILS = (
    "Derw y_Felin yr_Eglwys y_Castell Gwyn yr_Enfys yr_Afon Onnen y_Deri Teg Newydd y_Wennol Hir Llwyd".split()
)
SAINTS = "Aldate Cenydd Wystan Teilo Hilda Cuthman Brannock Osyth Gwladys Botolph Anselm Illtyd".split()
STREETS = "Road Street Avenue Close Lane Drive Crescent Terrace Way Gardens Grove Court Place Walk Rise Parade".split()
SCHOOLS = (
    "High_School Academy Comprehensive_School Primary_School Community_School C_of_E_Primary_School Junior_School "
    "Catholic_High_School Pupil_Referral_Unit College Infant_School Special_School Sixth_Form_College"
).split()
HOMES = "House Lodge View Cottage Grange Manor Children's_Home House_Children's_Home Farm_Children's_Home".split()
HOSPITALS = "General_Hospital Community_Hospital Royal_Infirmary District_Hospital Hospital Children's_Hospital".split()
NICKS = (
    "skye kai jay tazz lil milz dre bean moon ghost pixie reaper babes king queen shadow smiler lolz mads nae zeze "
    "bubz tinks rolo dizzy frosty kxng blxssom vibez trapstar baddie"
).split()
PLAIN = (
    "filled count soap index home raft bench tulip candle gravel piano ribbon wallet market tunnel garden orange pepper "
    "copper signal hammer pocket winter saddle basket mirror planet kettle jacket lemons pencil trails slowly nearly "
    "dances mended stacks glows copies frames"
).split()
SHORT = {
    "Road": "Rd",
    "Street": "St",
    "Avenue": "Ave",
    "Close": "Cl",
    "Crescent": "Cres",
    "Terrace": "Terr",
    "Gardens": "Gdns",
    "Drive": "Dr",
    "Apartment": "Apt",
    "High School": "High",
    "Comprehensive School": "Comp",
    "Primary School": "Primary",
    "Pupil Referral Unit": "PRU",
    "C of E": "CofE",
    "Academy": "Acad",
    "School": "Sch",
    "College": "Coll",
    "Children's Home": "childrens home",
    "House": "Hse",
    "General": "Gen",
    "Community": "Comm",
    "Infirmary": "Inf",
    "Hospital": "Hosp",
    "Children's": "Childrens",
    "'s": "s",
}


def place(rng: random.Random) -> str:
    """An English-sounding name, of one word or two."""
    if rng.random() < 0.25:
        return f"{rng.choice(STARTS)} {rng.choice('Hill Park Green Bank Vale Cross Moor'.split())}"
    return rng.choice(STARTS) + rng.choice(ENDS)


def welsh_place(rng: random.Random) -> str:
    """A Welsh-sounding name."""
    return f"{rng.choice(WELSH_HEADS)} {rng.choice(WELSH_TAILS).replace('_', ' ')}"


def street(rng: random.Random) -> str:
    """The name of a street, English or Welsh."""
    if rng.random() < 0.3:
        head = rng.choice("Heol Stryd Ffordd Maes Lôn Clos Rhodfa Cilgant".split())
        return f"{head} {rng.choice(WELSH_TAILS).replace('_', ' ')}"
    common = "High Station Church Victoria Park Mill School Queens London Albert".split()
    return f"{place(rng) if rng.random() < 0.75 else rng.choice(common)} {rng.choice(STREETS)}"


def address(rng: random.Random) -> str:
    """A house and its street, some with a flat."""
    number = f"{rng.randint(1, 180)}{rng.choice(('', '', '', '', 'A', 'b'))}"
    flat = f"{rng.choice(('Flat', 'Flat', 'Apartment'))} {rng.randint(1, 24)}{rng.choice(('', '', 'A', 'B'))}, "
    return (flat if rng.random() < 0.25 else "") + f"{number} {street(rng)}"


def school(rng: random.Random) -> str:
    """A school's full name; a quarter are Welsh."""
    kind = rng.choice(SCHOOLS).replace("_", " ")
    if rng.random() < 0.25:
        head = rng.choice(("Ysgol", "Ysgol", "Ysgol Gyfun", "Ysgol Gynradd", "Ysgol Uwchradd"))
        return f"{head} {welsh_place(rng)}"
    return f"St {rng.choice(SAINTS)}'s {kind}" if rng.random() < 0.2 else f"{place(rng)} {kind}"


def children_home(rng: random.Random) -> str:
    """The name of a children's home, some without saying that it is one."""
    tree = rng.choice("Larches Willows Poplars Beeches Limes Rowans Cedars Hollies Sycamores".split())
    kind = rng.choice(HOMES).replace("_", " ")
    welsh = f"{rng.choice(('Tŷ', 'Ty', 'Plas', 'Cartref'))} {rng.choice(WELSH_TAILS).replace('_', ' ')}"
    return rng.choice((f"The {tree}", welsh, *([f"{place(rng)} {kind}"] * 4)))


def hospital(rng: random.Random) -> str:
    """A hospital's full name, some with Ysbyty."""
    name, kind = place(rng), rng.choice(HOSPITALS).replace("_", " ")
    royal = f"{rng.choice(('Prince', 'Princess', 'Queen', 'King'))} {rng.choice('Albert Maud Edmund Beatrix'.split())}"
    saint = f"St {rng.choice(SAINTS)}'s Hospital"
    plain = [f"{name} {kind}"] * 4
    welsh = [f"Ysbyty {welsh_place(rng)}"] * 2
    return rng.choice(
        (*plain, *welsh, f"Royal {name} Hospital", f"{royal} Hospital", saint, f"University Hospital {name}")
    )


def nickname(rng: random.Random) -> str:
    """The name of an account."""
    words = [rng.choice(NICKS), rng.choice((*NICKS, *PLAIN, "x", "xo", "x0x", "the1st"))]
    number = rng.choice(("", str(rng.randint(1, 9)), f"{rng.randint(5, 19):02d}", str(rng.randint(100, 9999))))
    return rng.choice(("", ".", "_", "_")).join(words) + number


def handle(rng: random.Random) -> str:
    """An account with @, or bare behind the name of its service."""
    name, service = nickname(rng), rng.choice("Snapchat Instagram TikTok Discord snap insta".split())
    return rng.choice((f"<@{name}>", f"<@{name}>", f"{service} <@{name}>", f"{service} <{name}>"))


def what3words(rng: random.Random) -> str:
    """Three words behind three slashes."""
    return "///" + ".".join(rng.sample(PLAIN, 3))
