"""Words that identify nobody: titles, family, agencies, days, makes, frequent English; and words that are names too."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from textmine.assets import asset


def words_of(text: str) -> frozenset[str]:
    """Words that are parted by spaces."""
    return frozenset(text.split())


# Lower case they are words, with a capital they may be the person.
ALSO_WORDS = words_of(
    """
    ace amber angel april art autumn baker bay bell bill black blue brook brown butcher carter charity chase
    cherry cook crystal daisy dale dawn dean destiny diamond drew earl eden ella eve faith fern field flora
    forest frank ginger glen grace grant gray green grey guy hall harmony harry hazel heath heather heaven hill
    holly honey hope hunter iris ivy jack jade jasmine jay jet joy justice king kit knight lee lily mark mason
    max may melody mercy miles misty moss nick noble ocean olive page paris park pat patience peace pearl penny
    pepper piper poppy prince princess rain ray reed reef rich river rivers rob robin rock rocky rose ruby sage
    saint sandy sasha scarlet sky skye star sterling stone storm sue summer sunny trinity victor violet wade
    ward wayne west white will willow winter wood woods woody young
    """
)
TITLES = words_of(
    """
    mr mrs ms miss mx dr rev revd reverend cllr prof professor sir madam lady lord pc pcso dc ds di dci wpc sgt
    sergeant insp inspector constable detective officer nurse sister
    """
)
FAMILY = words_of(
    """
    mum mums mummy mam mams mammy mom mama mamma ma dad dads daddy dada pa nan nans nana nanna nanny gran grans
    granny grandma grandmother grandad granddad grandpa grandfather gramps granda bampi bampa bampy aunt auntie
    aunty uncle cousin brother bro sis son daughter wife husband partner stepdad stepmum stepmam stepfather
    stepmother stepbrother stepsister step half mother father parent parents carer carers child niece nephew
    twin mamgu tadcu nain taid tad anti wncwl brawd chwaer fam nhad fy mab merch daid dadcu famgu nghyfnither
    abbu ammi ammu ami abu baba babcia dziadek avó avo avô mãe pai tata
    """
)
COMPANY = words_of(
    """
    friend friends mate mates bestie besties pal pals boyfriend boyfriends girlfriend girlfriends bf gf lad lads
    neighbour neighbours worker workers manager staff teacher tutor headteacher interviewer person people
    """
)
AGENCIES = words_of(
    """
    a&e aa abe ae asb ahc bt btec btp c4c cad cafcass camhs cce ccg ceop ceops cfs chin cid cin cla cps cpn cp
    cpp cctv csc cse csw da dbs dna dob dols dt dv dvla dwp easl edt eet ehc ehcp eha elsa eos epo esol eu fgc
    fgm fwi gcse gcses gp gps hb hbv hmp ho hv ict id idva ifa imca io irh iro isva it ks kw la lac lado lgbt
    lscb maf maps mace marac marf mappa mash mbt met mh mher mis misper ms n/a nai neet nfa nhs niche npcc nrm
    nspcc oic ot oyi pa pace pdf pe pep pg pnc ppn ppo pru psni pshe pspo psw qr re rhi ri ria rsi rsl sarc sen
    senco send seraf sg sim spoc ssw sw swp tac taf tbc tm toil tv uasc uk usa usb ukvi vat vpn vrm wccis wfh wh
    wifi wi-fi yjs yot yos yp ypa mosaic liquidlogic s17 s20 s31 s46 s47 ok ps pps fao ref op ngo rspca rnli nvq
    covid pcr std sti ptsd adhd asd odd fasd
    """
)
CALENDAR = words_of(
    """
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs fri sat sun
    weekend january february march april may june july august september october november december jan feb mar
    apr jun jul aug sep sept oct nov dec spring summer autumn winter half-term easter christmas xmas halloween
    hallowe'en eid ramadan diwali hanukkah passover lent advent eve new year boxing valentines bonfire
    nowruz vaisakhi llun mawrth mercher iau wener gwener sadwrn sul ionawr chwefror ebrill mehefin
    gorffennaf awst medi hydref tachwedd rhagfyr nadolig dolig pasg haf gwanwyn gaeaf am pm hrs noon midnight
    today yesterday tomorrow tonight
    """
)
# Welsh, English and British tell nothing here; other peoples are masked.
TONGUES = words_of(
    """
    english welsh british englishman welshman cymraeg gymraeg nghymraeg chymraeg saesneg cymro cymraes cymru
    wales england britain uk u.k. gb
    """
)
MAKES = words_of(
    """
    snapchat snap insta instagram whatsapp facebook messenger tiktok youtube twitter xbox playstation ps4 ps5
    nintendo switch wii fortnite roblox minecraft fifa discord telegram signal netflix spotify kahoot google
    apple iphone ipad android samsung huawei microsoft teams zoom skype tesco tescos asda aldi lidl sainsbury
    sainsburys morrisons waitrose co-op coop spar greggs mcdonalds mcdonald maccies maccys kfc subway costa
    starbucks nandos nando dominos domino primark boots superdrug argos ikea poundland amazon ebay vinted uber
    deliveroo megabus nike adidas puma lego disney pixar marvel pokemon barbie batman monopoly kitkat twix lynx monster
    pepsi coke cola fanta haribo pringles doritos audi bmw ford fiesta focus transit corsa astra insignia
    vauxhall golf polo vw volkswagen toyota yaris nissan micra qashqai honda peugeot renault clio citroen
    berlingo fiat skoda seat mercedes mini rover range land tesla yamaha childline samaritans barnardos
    barnardo's kooth papyrus nspcc crimestoppers halfords screwfix wetherspoons premier inn travelodge
    eurovision olympics scouts scout guides cubs brownies bible quran koran labrador staffie spaniel
    jack-russell alsatian satnav sats mosaic
    """
)
# Words that sentences begin with, and the words of Welsh forms.
OPENERS = words_of(
    """
    the a an and but or if so then when where what who whom whose why how which she he they we you i it its this
    that these those his her hers their my our your not no none yes nil all any some each every both had has
    have was were is are be been did do does can could should would shall must might also after before during
    since until till with without for from to in on at by of off as there here once only just now later still
    again asked says said told stated reported explained described disclosed denied declined refused rowed
    argued went came left back out up down over under about because although though while
    very more most much many few annwyl awdurdod barn camau cefndir cofion crynodeb cyfeiriad cyfeirnod
    cyfweliad cymdeithasol cyngor dadansoddiad dderbyn ddigwyddodd derbyn dychwelyd dyddiad enw ganed geni gofal
    gwasanaethau gwelwyd gweithiwr heddlu hefyd oed pam plant plentyn teulu ysgol
    """
)
# With a capital part of a name, without one only the kind of a place.
KINDS_OF_PLACE = words_of(
    """
    authority beach borough bridge bus cabin cafe café carpark car cathedral centre chapel chip chippy church
    city club college council court dock estate farm field fields flat flats footbridge force gate gates group
    hall harbour high home hospital hostel hotel house infirmary kitchen lane library lock lodge lodging
    lodgings market mosque nursery panel park path pier playground police pool primary prison project promenade
    pub quay railway rec refuge restaurant road school seafront service shop sixth skatepark square storey stables station street
    team town tramway unit viaduct village ward wood yard youth cartref ysbyty gorsaf pentref afon
    """
)
# Two letters that are read as what they usually mean, also where somebody known has these initials.
EVERYDAY = words_of(
    "sw yp tm pa kw gp cp hv pc ds dc di ok id am pm tv it pe re uk eu us ss mh la hb sg ot ed cc ps nb no in on at to of"
    " is as by so he me we my or if up do go an us mr ms dr st rd"
)
# Written so and not in capitals they are somebody: Nanny Pru, but the PRU; Pam, though it is Welsh for why.
NAMES_TOO = words_of("Abe Chin Clio Di Elsa Haf Medi Mercedes Pam Pru Rhi Ria Sen Sim")
NO_PLURAL = OPENERS | words_of("mab tad taid fam chi nain merch")
KNOWN = (
    (TITLES | FAMILY | COMPANY | AGENCIES | CALENDAR | TONGUES | MAKES | OPENERS) - ALSO_WORDS - {"dec", "jan", "june"}
)
POSSESSIVE = re.compile(r"['’]s?$")


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Frequent English and Welsh words, lower case; see the detector's card."""
    names = ("common-words.txt", "common-welsh.txt")
    return frozenset(word for name in names for word in asset("models", "detector", name).read_text("utf-8").split())


@lru_cache(maxsize=1)
def acronyms() -> frozenset[str]:
    """Acronyms and clipped forms in capitals that identify nobody."""
    return frozenset(_lines("acronyms.txt"))


@lru_cache(maxsize=1)
def headings() -> frozenset[str]:
    """Phrases that are written with capitals and identify nobody, lower case: roles, headings, laws, brands."""
    return frozenset(line.casefold() for line in _lines("headings.txt"))


def _lines(name: str) -> list[str]:
    text = (files("textmine.privacy.language") / "words" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def identifies_nobody(word: str) -> bool:
    """Whether a word is a title, of the family, an agency, a day, a make or an opener, whatever its case and ending.

    >>> identifies_nobody("Nan's"), identifies_nobody("CAMHS"), identifies_nobody("Ffion")
    (True, True, False)
    """
    if POSSESSIVE.sub("", word) in NAMES_TOO:
        return False
    bare = POSSESSIVE.sub("", word.casefold()).strip(".")
    single = bare.removesuffix("s") if len(bare) > 3 else bare
    return bare in KNOWN or (single in KNOWN and single not in NO_PLURAL)


def just_a_word(word: str) -> bool:
    """Whether a word, read without regard to capitals, is a frequent English word or one that is also a name."""
    bare = POSSESSIVE.sub("", word.casefold())
    return bare in common_words() or bare in ALSO_WORDS or bare in KINDS_OF_PLACE


def careless_of_capitals(text: str) -> bool:
    """Whether most sentences begin in lower case: then the lack of a capital says nothing about a word."""
    starts = re.findall(r"(?:^|\n|[.!?] )[^\w\n]*([^\W\d_])", text)
    return 2 * sum(map(str.isupper, starts)) < len(starts)
