"""Find words for nationalities, ethnic and religious groups and languages: few in one area share them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textmine.privacy.language.plainwords import careless_of_capitals
from textmine.types import Span

GROUPS = """
Afghan Afghani Afghans African Africans Afrikaans Akan Albanian Albanians Algerian American Americans Amharic
Angolan Arab Arabic Arabs Argentinian Armenian Ashkenazi Asian Asians Assyrian Australian Austrian Azeri Azerbaijani
Bahraini Bangladeshi Bangladeshis Belarusian Belgian Bengali Bengalis Berber Bolivian Bosnian Brazilian Brazilians
Bulgarian Bulgarians Burmese Burundian Cambodian Cameroonian Canadian Cantonese Caribbean Chechen Chilean Chinese
Colombian Congolese Croatian Cuban Cypriot Czech Czechs Danish Dari Dominican Dutch Ecuadorian Egyptian Egyptians
Emirati Eritrean Eritreans Estonian Ethiopian Ethiopians Farsi Filipino Filipina Finnish French Fula Fulani Gambian
Georgian German Germans Ghanaian Ghanaians Greek Greeks Guatemalan Guinean Gujarati Gurkha Guyanese Haitian Hausa
Hazara Hebrew Hindi Hungarian Hungarians Icelandic Igbo Indian Indians Indonesian Iranian Iranians Iraqi Iraqis
Irish Israeli Italian Italians Ivorian Jamaican Jamaicans Japanese Jordanian Kashmiri Kazakh Kenyan Kenyans Korean
Kosovan Kosovar Krio Kurdish Kurd Kurds Kurmanji Kuwaiti Kyrgyz Latvian Latvians Lebanese Liberian Libyan Libyans
Lingala Lithuanian Lithuanians Luganda Luxembourgish Macedonian Malawian Malay Malayalam Malaysian Malian Maltese
Mandarin Mandinka Maori Marathi Mauritian Mexican Mirpuri Moldovan Mongolian Montenegrin Moroccan Moroccans
Mozambican Namibian Ndebele Nepalese Nepali Nigerian Nigerians Norwegian Omani Oromo Pakistani Pakistanis
Palestinian Palestinians Panamanian Pashto Pashtun Pathan Patois Persian Peruvian Polish Portuguese Punjabi Punjabis
Qatari Romanian Romanians Romani Romany Russian Russians Rwandan Sámi Saudi Scottish Senegalese Serb Serbian Serbs
Shona Sindhi Singaporean Sinhala Sinhalese Slovak Slovaks Slovakian Slovene Slovenian Somali Somalis
Somalian Sorani Spanish Sudanese Swahili Swedish Swiss Sylheti Syrian Syrians Tagalog Taiwanese Tajik Tamil Tamils
Tanzanian Telugu Thai Tibetan Tigrinya Tigre Trinidadian Tunisian Turkish Turkmen Turks Twi Ugandan Ugandans
Ukrainian Ukrainians Urdu Uruguayan Uyghur Uzbek Venezuelan Vietnamese Wolof Xhosa Yemeni Yiddish Yoruba Zambian
Zimbabwean Zimbabweans Zulu Muslim Muslims Sunni Shia Shi'a Ahmadi Ahmadiyya Alevi Sufi Islam Islamic Hindu Hindus
Hinduism Sikh Sikhs Sikhism Jain Buddhist Buddhists Jew Jews Jewish Judaism Hasidic Catholic Catholics Pentecostal
Pentecostals Evangelical Methodist Methodists Baptist Baptists Anglican Anglicans Presbyterian Quaker Quakers Mormon
Mormons Adventist Yazidi Yezidi Druze Coptic Copt Zoroastrian Rastafarian Rasta Pagan Baháʼí Baha'i
"""
PHRASES = (
    r"(?:Irish|Welsh|English|Scottish)\s+(?:Travell?ers?|Gyps(?:y|ies))|Slovak Roma|Sri Lankan|South African"
    r"|Sierra Leonean|Burkinabe|Cape Verdean|Costa Rican|El Salvadoran|New Zealander|Saudi Arabian"
    r"|Jehovah['’]?s Witness(?:es)?|Church of England|Greek Orthodox|Russian Orthodox|Plymouth Brethren"
    r"|(?:White|Black|Mixed|Asian) (?:and|/|&) (?:White|Black|Mixed|Asian)(?: (?:Caribbean|African|British|Welsh))?"
)
ALWAYS_CAPITAL = r"Travell?ers?|Roma"
# A black coat, a white van: colours are peoples where these words follow.
COLOURS = (
    r"(?:Black|White(?!\s+British))(?=\s+(?i:british|african|caribbean|heritage|child|boy|girl|other)|\s*(?:[).,;|]|$))"
)
WORDS = "|".join(sorted(GROUPS.split(), key=len, reverse=True))
PATTERN = re.compile(rf"(?<![\w@])(?:{PHRASES}|{WORDS}|[Gg]yps(?:y|ies)|{ALWAYS_CAPITAL}|{COLOURS})(?!\w)")
ANY_CASE = re.compile(rf"(?<![\w@])(?:{PHRASES}|{WORDS}|gyps(?:y|ies)|travell?ers?)(?!\w)", re.I)
SCORE = 0.75


def peoples(text: str) -> Iterator[Span]:
    """Every word for a people, faith or language but Welsh, English and British: characters, half-open.

    Nail polish is no people: without a capital these words count only where the writer uses no capitals.
    """
    pattern = ANY_CASE if careless_of_capitals(text) else PATTERN
    for match in pattern.finditer(text):
        yield Span(match.start(), match.end(), "NRP", SCORE, "people or language")
