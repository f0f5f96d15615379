"""Regions of the countries, and how developed they are by the cohesion policy of the EU. A new portal starts with it.

A region's code is its GeoNames first-order division, so that a town finds its region; it is not ISO 3166-2. The third
entry is the code under which the calendar of `core.dates` knows its public holidays, where that is one per region.
Italy's provinces and a part of eastern France keep days of their own below this level: those are asked for.

The levels are those of Commission Implementing Decision (EU) 2021/1130 (OJ L 244, 9.7.2021, p. 10), by NUTS 2 region.
Its annexes could not be read line by line. On 25 November 2026 these were compared with other published sources:

* Spain, whole: the Ministry of Finance's distribution of 1 October 2021 (redpoliticasidi.es). Murcia was wrong here.
* Ireland, whole: Southern Regional Assembly, and the Minister's answer of 6 December 2022 (kildarestreet.com).
* Italy, whole: the decision's list as given by europafacile.net (document 34937).
* Also Sachsen-Anhalt (Otto von Guericke University, annex II), Praha (navigae.cz) and Martinique (europeodisea.eu).

All others are from memory and say so to whoever looks. What is not surely known is left out.
"""

# country -> rows of (code, name[, holiday code])
REGIONS: dict[str, tuple[tuple[str, ...], ...]] = {
    "AM": (
        ("01", "Aragatsotn", "AG"), ("02", "Ararat", "AR"), ("03", "Armavir", "AV"), ("04", "Gegharkunik", "GR"),
        ("05", "Kotayk", "KT"), ("06", "Lori", "LO"), ("07", "Shirak", "SH"), ("08", "Syunik", "SU"),
        ("09", "Tavush", "TV"), ("10", "Vayots Dzor", "VD"), ("11", "Yerevan", "ER"),
    ),
    "AT": (
        ("01", "Burgenland", "1"), ("02", "Carinthia", "2"), ("03", "Lower Austria", "3"), ("04", "Upper Austria", "4"),
        ("05", "Salzburg", "5"), ("06", "Styria", "6"), ("07", "Tyrol", "7"), ("08", "Vorarlberg", "8"), ("09", "Vienna", "9"),
    ),
    "BA": (
        ("01", "Federation of Bosnia and Herzegovina", "BIH"), ("02", "Republika Srpska", "SRP"),
        ("BRC", "Brčko District", "BRC"),
    ),
    "BE": (("BRU", "Brussels"), ("VLG", "Flanders"), ("WAL", "Wallonia")),
    "BG": (
        ("38", "Blagoevgrad"), ("39", "Burgas"), ("40", "Dobrich"), ("41", "Gabrovo"), ("42", "Sofia city"), ("43", "Haskovo"),
        ("44", "Kardzhali"), ("45", "Kyustendil"), ("46", "Lovech"), ("47", "Montana"), ("48", "Pazardzhik"), ("49", "Pernik"),
        ("50", "Pleven"), ("51", "Plovdiv"), ("52", "Razgrad"), ("53", "Ruse"), ("54", "Shumen"), ("55", "Silistra"),
        ("56", "Sliven"), ("57", "Smolyan"), ("58", "Sofia province"), ("59", "Stara Zagora"), ("60", "Targovishte"),
        ("61", "Varna"), ("62", "Veliko Tarnovo"), ("63", "Vidin"), ("64", "Vratsa"), ("65", "Yambol"),
    ),
    "CH": (
        ("AG", "Aargau", "AG"), ("AI", "Appenzell Innerrhoden", "AI"), ("AR", "Appenzell Ausserrhoden", "AR"),
        ("BE", "Bern", "BE"), ("BL", "Basel-Landschaft", "BL"), ("BS", "Basel-Stadt", "BS"), ("FR", "Fribourg", "FR"),
        ("GE", "Geneva", "GE"), ("GL", "Glarus", "GL"), ("GR", "Grisons", "GR"), ("JU", "Jura", "JU"), ("LU", "Lucerne", "LU"),
        ("NE", "Neuchâtel", "NE"), ("NW", "Nidwalden", "NW"), ("OW", "Obwalden", "OW"), ("SG", "St. Gallen", "SG"),
        ("SH", "Schaffhausen", "SH"), ("SO", "Solothurn", "SO"), ("SZ", "Schwyz", "SZ"), ("TG", "Thurgau", "TG"),
        ("TI", "Ticino", "TI"), ("UR", "Uri", "UR"), ("VD", "Vaud", "VD"), ("VS", "Valais", "VS"), ("ZG", "Zug", "ZG"),
        ("ZH", "Zurich", "ZH"),
    ),
    "CZ": (
        ("52", "Prague"), ("78", "South Moravia"), ("79", "South Bohemia"), ("80", "Vysočina"), ("81", "Karlovy Vary"),
        ("82", "Hradec Králové"), ("83", "Liberec"), ("84", "Olomouc"), ("85", "Moravia-Silesia"), ("86", "Pardubice"),
        ("87", "Plzeň"), ("88", "Central Bohemia"), ("89", "Ústí nad Labem"), ("90", "Zlín"),
    ),
    "DE": (
        ("01", "Baden-Württemberg", "BW"), ("02", "Bavaria", "BY"), ("03", "Bremen", "HB"), ("04", "Hamburg", "HH"),
        ("05", "Hesse", "HE"), ("06", "Lower Saxony", "NI"), ("07", "North Rhine-Westphalia", "NW"),
        ("08", "Rhineland-Palatinate", "RP"), ("09", "Saarland", "SL"), ("10", "Schleswig-Holstein", "SH"),
        ("11", "Brandenburg", "BB"), ("12", "Mecklenburg-Western Pomerania", "MV"), ("13", "Saxony", "SN"),
        ("14", "Saxony-Anhalt", "ST"), ("15", "Thuringia", "TH"), ("16", "Berlin", "BE"),
    ),
    "DK": (
        ("17", "Capital Region"), ("18", "Central Denmark"), ("19", "North Denmark"), ("20", "Zealand"),
        ("21", "Southern Denmark"),
    ),
    "ES": (
        ("07", "Balearic Islands", "IB"), ("27", "La Rioja", "RI"), ("29", "Madrid", "MD"), ("31", "Murcia", "MC"),
        ("32", "Navarre", "NC"), ("34", "Asturias", "AS"), ("39", "Cantabria", "CB"), ("51", "Andalusia", "AN"),
        ("52", "Aragon", "AR"), ("53", "Canary Islands", "CN"), ("54", "Castile-La Mancha", "CM"),
        ("55", "Castile and León", "CL"), ("56", "Catalonia", "CT"), ("57", "Extremadura", "EX"),
        ("58", "Galicia", "GA"), ("59", "Basque Country", "PV"),
        ("60", "Valencian Community", "VC"), ("CE", "Ceuta", "CE"), ("ML", "Melilla", "ML"),
    ),
    "FI": (
        ("AX", "Åland", "01"), ("01", "Uusimaa", "18"), ("02", "Southwest Finland", "19"), ("04", "Satakunta", "17"),
        ("05", "Kanta-Häme", "06"), ("06", "Pirkanmaa", "11"), ("07", "Päijät-Häme", "16"), ("08", "Kymenlaakso", "09"),
        ("09", "South Karelia", "02"), ("10", "South Savo", "04"), ("11", "North Savo", "15"), ("12", "North Karelia", "13"),
        ("13", "Central Finland", "08"), ("14", "South Ostrobothnia", "03"), ("15", "Ostrobothnia", "12"),
        ("16", "Central Ostrobothnia", "07"), ("17", "North Ostrobothnia", "14"), ("18", "Kainuu", "05"), ("19", "Lapland", "10"),
    ),
    "FR": (
        ("11", "Île-de-France"), ("24", "Centre-Val de Loire"), ("27", "Bourgogne-Franche-Comté"), ("28", "Normandy"),
        ("32", "Hauts-de-France"), ("44", "Grand Est"), ("52", "Pays de la Loire"), ("53", "Brittany"),
        ("75", "Nouvelle-Aquitaine"), ("76", "Occitanie"), ("84", "Auvergne-Rhône-Alpes"),
        ("93", "Provence-Alpes-Côte d'Azur"), ("94", "Corsica"), ("971", "Guadeloupe", "971"), ("972", "Martinique", "972"),
        ("973", "French Guiana", "973"), ("974", "Réunion", "974"), ("976", "Mayotte", "976"),
    ),
    "GB": (("ENG", "England", "ENG"), ("NIR", "Northern Ireland", "NIR"), ("SCT", "Scotland", "SCT"), ("WLS", "Wales", "WLS")),
    "GR": (
        ("ESYE11", "Eastern Macedonia and Thrace"), ("ESYE12", "Central Macedonia"), ("ESYE13", "Western Macedonia"),
        ("ESYE14", "Thessaly"), ("ESYE21", "Epirus"), ("ESYE22", "Ionian Islands"), ("ESYE23", "Western Greece"),
        ("ESYE24", "Central Greece"), ("ESYE25", "Peloponnese"), ("ESYE31", "Attica"), ("ESYE41", "North Aegean"),
        ("ESYE42", "South Aegean"), ("ESYE43", "Crete"),
    ),
    "HR": (
        ("01", "Bjelovar-Bilogora"), ("02", "Brod-Posavina"), ("03", "Dubrovnik-Neretva"), ("04", "Istria"), ("05", "Karlovac"),
        ("06", "Koprivnica-Križevci"), ("07", "Krapina-Zagorje"), ("08", "Lika-Senj"), ("09", "Međimurje"),
        ("10", "Osijek-Baranja"), ("11", "Požega-Slavonia"), ("12", "Primorje-Gorski Kotar"), ("13", "Šibenik-Knin"),
        ("14", "Sisak-Moslavina"), ("15", "Split-Dalmatia"), ("16", "Varaždin"), ("17", "Virovitica-Podravina"),
        ("18", "Vukovar-Srijem"), ("19", "Zadar"), ("20", "Zagreb County"), ("21", "City of Zagreb"),
    ),
    "HU": (
        ("01", "Bács-Kiskun"), ("02", "Baranya"), ("03", "Békés"), ("04", "Borsod-Abaúj-Zemplén"), ("05", "Budapest"),
        ("06", "Csongrád-Csanád"), ("08", "Fejér"), ("09", "Győr-Moson-Sopron"), ("10", "Hajdú-Bihar"), ("11", "Heves"),
        ("12", "Komárom-Esztergom"), ("14", "Nógrád"), ("16", "Pest"), ("17", "Somogy"), ("18", "Szabolcs-Szatmár-Bereg"),
        ("20", "Jász-Nagykun-Szolnok"), ("21", "Tolna"), ("22", "Vas"), ("23", "Veszprém"), ("24", "Zala"),
    ),
    "IE": (("C", "Connacht"), ("L", "Leinster"), ("M", "Munster"), ("U", "Ulster (Cavan, Donegal, Monaghan)")),
    "IT": (
        ("01", "Abruzzo"), ("02", "Basilicata"), ("03", "Calabria"), ("04", "Campania"), ("05", "Emilia-Romagna"),
        ("06", "Friuli-Venezia Giulia"), ("07", "Lazio"), ("08", "Liguria"), ("09", "Lombardy"), ("10", "Marche"),
        ("11", "Molise"), ("12", "Piedmont"), ("13", "Apulia"), ("14", "Sardinia"), ("15", "Sicily"), ("16", "Tuscany"),
        ("17", "Trentino-South Tyrol"), ("18", "Umbria"), ("19", "Aosta Valley"), ("20", "Veneto"),
    ),
    "LT": (
        ("56", "Alytus"), ("57", "Kaunas"), ("58", "Klaipėda"), ("59", "Marijampolė"), ("60", "Panevėžys"), ("61", "Šiauliai"),
        ("62", "Tauragė"), ("63", "Telšiai"), ("64", "Utena"), ("65", "Vilnius"),
    ),
    "NL": (
        ("01", "Drenthe"), ("02", "Friesland"), ("03", "Gelderland"), ("04", "Groningen"), ("05", "Limburg"),
        ("06", "North Brabant"), ("07", "North Holland"), ("09", "Utrecht"), ("10", "Zeeland"), ("11", "South Holland"),
        ("15", "Overijssel"), ("16", "Flevoland"),
    ),
    "PL": (
        ("72", "Lower Silesia"), ("73", "Kuyavia-Pomerania"), ("74", "Łódź"), ("75", "Lublin"), ("76", "Lubusz"),
        ("77", "Lesser Poland"), ("78", "Mazovia"), ("79", "Opole"), ("80", "Subcarpathia"), ("81", "Podlaskie"),
        ("82", "Pomerania"), ("83", "Silesia"), ("84", "Świętokrzyskie"), ("85", "Warmia-Masuria"), ("86", "Greater Poland"),
        ("87", "West Pomerania"),
    ),
    "PT": (
        ("02", "Aveiro", "01"), ("03", "Beja", "02"), ("04", "Braga", "03"), ("05", "Bragança", "04"),
        ("06", "Castelo Branco", "05"), ("07", "Coimbra", "06"), ("08", "Évora", "07"), ("09", "Faro", "08"),
        ("10", "Madeira", "30"), ("11", "Guarda", "09"), ("13", "Leiria", "10"), ("14", "Lisbon", "11"),
        ("16", "Portalegre", "12"), ("17", "Porto", "13"), ("18", "Santarém", "14"), ("19", "Setúbal", "15"),
        ("20", "Viana do Castelo", "16"), ("21", "Vila Real", "17"), ("22", "Viseu", "18"), ("23", "Azores", "20"),
    ),
    "RO": (
        ("01", "Alba"), ("02", "Arad"), ("03", "Argeș"), ("04", "Bacău"), ("05", "Bihor"), ("06", "Bistrița-Năsăud"),
        ("07", "Botoșani"), ("08", "Brăila"), ("09", "Brașov"), ("10", "Bucharest"), ("11", "Buzău"), ("12", "Caraș-Severin"),
        ("13", "Cluj"), ("14", "Constanța"), ("15", "Covasna"), ("16", "Dâmbovița"), ("17", "Dolj"), ("18", "Galați"),
        ("19", "Gorj"), ("20", "Harghita"), ("21", "Hunedoara"), ("22", "Ialomița"), ("23", "Iași"), ("25", "Maramureș"),
        ("26", "Mehedinți"), ("27", "Mureș"), ("28", "Neamț"), ("29", "Olt"), ("30", "Prahova"), ("31", "Sălaj"),
        ("32", "Satu Mare"), ("33", "Sibiu"), ("34", "Suceava"), ("35", "Teleorman"), ("36", "Timiș"), ("37", "Tulcea"),
        ("38", "Vaslui"), ("39", "Vâlcea"), ("40", "Vrancea"), ("41", "Călărași"), ("42", "Giurgiu"), ("43", "Ilfov"),
    ),
    "RS": (("SE", "Central Serbia"), ("VO", "Vojvodina")),
    "SE": (
        ("02", "Blekinge"), ("03", "Gävleborg"), ("05", "Gotland"), ("06", "Halland"), ("07", "Jämtland"), ("08", "Jönköping"),
        ("09", "Kalmar"), ("10", "Dalarna"), ("12", "Kronoberg"), ("14", "Norrbotten"), ("15", "Örebro"), ("16", "Östergötland"),
        ("18", "Södermanland"), ("21", "Uppsala"), ("22", "Värmland"), ("23", "Västerbotten"), ("24", "Västernorrland"),
        ("25", "Västmanland"), ("26", "Stockholm"), ("27", "Skåne"), ("28", "Västra Götaland"),
    ),
    # GeoNames divides Slovenia into communes, too fine to choose from; these two are chosen by hand.
    "SI": (("SI03", "Eastern Slovenia"), ("SI04", "Western Slovenia")),
    "SK": (
        ("01", "Banská Bystrica"), ("02", "Bratislava"), ("03", "Košice"), ("04", "Nitra"), ("05", "Prešov"), ("06", "Trenčín"),
        ("07", "Trnava"), ("08", "Žilina"),
    ),
    "UA": (
        ("01", "Cherkasy"), ("02", "Chernihiv"), ("03", "Chernivtsi"), ("04", "Dnipropetrovsk"), ("05", "Donetsk"),
        ("06", "Ivano-Frankivsk"), ("07", "Kharkiv"), ("08", "Kherson"), ("09", "Khmelnytskyi"), ("10", "Kirovohrad"),
        ("11", "Crimea"), ("12", "Kyiv city"), ("13", "Kyiv region"), ("14", "Luhansk"), ("15", "Lviv"), ("16", "Mykolaiv"),
        ("17", "Odesa"), ("18", "Poltava"), ("19", "Rivne"), ("20", "Sevastopol"), ("21", "Sumy"), ("22", "Ternopil"),
        ("23", "Vinnytsia"), ("24", "Volyn"), ("25", "Zakarpattia"), ("26", "Zaporizhzhia"), ("27", "Zhytomyr"),
    ),
}  # fmt: skip

LEVELS_EDITION = "2021-2027"
LEVELS_SOURCE = (
    "Commission Implementing Decision (EU) 2021/1130, annexes I to III, by NUTS 2 region. {checked}"
)
NOT_CHECKED = "Not yet compared with the Official Journal."
# Countries of which every level was compared with a source of its own, named above.
CHECKED = {
    "ES": "Compared with the Spanish Ministry of Finance, 1 October 2021.",
    "IE": "Compared with the Southern Regional Assembly and the Minister's answer of 6 December 2022.",
    "IT": "Compared with the list at europafacile.net.",
}


def source_of(country: str) -> str:
    """Where a country's levels come from, as a page prints it."""
    return LEVELS_SOURCE.format(checked=CHECKED.get(country, NOT_CHECKED))


# Whole countries with one level: the region does not matter.
LEVELS_OF_COUNTRIES: dict[str, str] = {
    "CY": "transition", "EE": "transition", "LU": "more", "LV": "less", "MT": "transition",
}  # fmt: skip
# country -> level -> regions. A region that lies in NUTS 2 regions of several levels, or is not surely known, is left
# out: its level is "not known". "rest" stands for every region of the country not named otherwise.
LEVELS: dict[str, dict[str, str]] = {
    "AT": {"transition": "01", "more": "rest"},
    "BE": {"more": "BRU"},
    "BG": {"transition": "38 42 45 49 58", "less": "rest"},
    "CZ": {"more": "52", "transition": "78 79 80 87 88", "less": "rest"},
    "DE": {"transition": "11 12 14 15", "more": "01 02 03 04 05 07 09 10 16"},
    "DK": {"transition": "20", "more": "rest"},
    "ES": {"less": "51 54 57 CE ML", "transition": "07 27 31 34 39 53 55 58 60", "more": "29 32 52 56 59"},
    "FI": {"more": "01 AX"},
    "FR": {"more": "11", "transition": "24 27 28 32 53 75 94 972", "less": "971 973 974 976"},
    "GR": {"transition": "ESYE31 ESYE42", "less": "rest"},
    "HR": {"less": "01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20"},
    "HU": {"more": "05", "less": "rest"},
    "IE": {"transition": "C U", "more": "L M"},
    "IT": {"less": "02 03 04 11 13 14 15", "transition": "01 10 18", "more": "rest"},
    "LT": {"more": "65", "less": "rest"},
    "NL": {"transition": "01 02 16", "more": "rest"},
    "PL": {"transition": "72 86", "less": "73 74 75 76 77 79 80 81 82 83 84 85 87"},
    "PT": {"transition": "09", "less": "02 03 04 05 06 07 08 11 13 16 17 18 20 21 22 23"},
    "RO": {"more": "10 43", "less": "rest"},
    "SE": {"more": "06 26 28"},
    "SI": {"less": "SI03", "more": "SI04"},
    "SK": {"more": "02", "less": "rest"},
}  # fmt: skip
