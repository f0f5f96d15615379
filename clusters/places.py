"""Towns the portal knows: a small gazetteer, so that nobody has to look up coordinates. Others can be typed.

Each row: name, latitude, longitude, and the region with its own public holidays where the country has such.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

Row = tuple[str, float, float] | tuple[str, float, float, str]

_TOWNS: Mapping[str, tuple[Row, ...]] = {
    "AL": (("Tirana", 41.3275, 19.8187), ("Durrës", 41.3246, 19.4565)),
    "AM": (("Yerevan", 40.1792, 44.4991, "ER"), ("Gyumri", 40.7894, 43.8475, "SH")),
    "AT": (
        ("Vienna", 48.2082, 16.3738, "9"), ("Graz", 47.0707, 15.4395, "6"), ("Linz", 48.3069, 14.2858, "4"),
        ("Salzburg", 47.8095, 13.0550, "5"), ("Innsbruck", 47.2692, 11.4041, "7"),
        ("Klagenfurt", 46.6247, 14.3053, "2"), ("Villach", 46.6103, 13.8558, "2"), ("Dornbirn", 47.4125, 9.7417, "8"),
        ("Sankt Pölten", 48.2047, 15.6256, "3"), ("Eisenstadt", 47.8456, 16.5233, "1"),
    ),
    "BA": (
        ("Sarajevo", 43.8563, 18.4131, "BIH"), ("Banja Luka", 44.7722, 17.1910, "SRP"),
        ("Mostar", 43.3438, 17.8078, "BIH"),
    ),
    "BE": (
        ("Brussels", 50.8503, 4.3517), ("Antwerp", 51.2194, 4.4025), ("Ghent", 51.0543, 3.7174),
        ("Leuven", 50.8798, 4.7005), ("Liège", 50.6326, 5.5797), ("Charleroi", 50.4108, 4.4446), ("Namur", 50.4674, 4.8720),
    ),
    "BG": (
        ("Sofia", 42.6977, 23.3219), ("Plovdiv", 42.1354, 24.7453), ("Varna", 43.2141, 27.9147),
        ("Burgas", 42.5048, 27.4626), ("Ruse", 43.8356, 25.9657), ("Stara Zagora", 42.4258, 25.6345),
        ("Gabrovo", 42.8742, 25.3187),
    ),
    "CY": (("Nicosia", 35.1856, 33.3823), ("Limassol", 34.7071, 33.0226), ("Larnaca", 34.9003, 33.6232)),
    "CZ": (
        ("Prague", 50.0755, 14.4378), ("Brno", 49.1951, 16.6068), ("Ostrava", 49.8209, 18.2625),
        ("Plzeň", 49.7384, 13.3736), ("Liberec", 50.7663, 15.0543), ("Olomouc", 49.5938, 17.2509),
        ("Zlín", 49.2244, 17.6628), ("Hradec Králové", 50.2104, 15.8252),
    ),
    "DE": (
        ("Berlin", 52.5200, 13.4050, "BE"), ("Dresden", 51.0504, 13.7373, "SN"), ("Leipzig", 51.3397, 12.3731, "SN"),
        ("Chemnitz", 50.8278, 12.9214, "SN"), ("Freiberg", 50.9159, 13.3422, "SN"), ("Zwickau", 50.7189, 12.4964, "SN"),
        ("Munich", 48.1351, 11.5820, "BY"), ("Nuremberg", 49.4521, 11.0767, "BY"), ("Stuttgart", 48.7758, 9.1829, "BW"),
        ("Karlsruhe", 49.0069, 8.4037, "BW"), ("Freiburg im Breisgau", 47.9990, 7.8421, "BW"),
        ("Frankfurt am Main", 50.1109, 8.6821, "HE"), ("Darmstadt", 49.8728, 8.6512, "HE"),
        ("Hamburg", 53.5511, 9.9937, "HH"), ("Bremen", 53.0793, 8.8017, "HB"), ("Hanover", 52.3759, 9.7320, "NI"),
        ("Brunswick", 52.2689, 10.5268, "NI"), ("Cologne", 50.9375, 6.9603, "NW"), ("Düsseldorf", 51.2277, 6.7735, "NW"),
        ("Dortmund", 51.5136, 7.4653, "NW"), ("Aachen", 50.7753, 6.0839, "NW"), ("Mainz", 49.9929, 8.2473, "RP"),
        ("Saarbrücken", 49.2402, 6.9969, "SL"), ("Erfurt", 50.9848, 11.0299, "TH"), ("Jena", 50.9271, 11.5892, "TH"),
        ("Magdeburg", 52.1205, 11.6276, "ST"), ("Halle (Saale)", 51.4825, 11.9706, "ST"),
        ("Potsdam", 52.3906, 13.0645, "BB"), ("Cottbus", 51.7563, 14.3329, "BB"), ("Rostock", 54.0924, 12.0991, "MV"),
        ("Kiel", 54.3233, 10.1228, "SH"),
    ),
    "DK": (
        ("Copenhagen", 55.6761, 12.5683), ("Aarhus", 56.1629, 10.2039), ("Odense", 55.4038, 10.4024),
        ("Aalborg", 57.0488, 9.9217),
    ),
    "EE": (("Tallinn", 59.4370, 24.7536), ("Tartu", 58.3780, 26.7290)),
    "ES": (
        ("Madrid", 40.4168, -3.7038, "MD"), ("Barcelona", 41.3874, 2.1686, "CT"), ("Bilbao", 43.2630, -2.9350, "PV"),
        ("San Sebastián", 43.3183, -1.9812, "PV"), ("Vitoria-Gasteiz", 42.8467, -2.6716, "PV"),
        ("Pamplona", 42.8125, -1.6458, "NC"), ("Zaragoza", 41.6488, -0.8891, "AR"), ("Valencia", 39.4699, -0.3763, "VC"),
        ("Alicante", 38.3452, -0.4810, "VC"), ("Seville", 37.3891, -5.9845, "AN"), ("Málaga", 36.7213, -4.4214, "AN"),
        ("Granada", 37.1773, -3.5986, "AN"), ("Murcia", 37.9922, -1.1307, "MC"), ("Valladolid", 41.6523, -4.7245, "CL"),
        ("Vigo", 42.2406, -8.7207, "GA"), ("A Coruña", 43.3623, -8.4115, "GA"), ("Oviedo", 43.3614, -5.8494, "AS"),
        ("Santander", 43.4623, -3.8100, "CB"), ("Logroño", 42.4627, -2.4450, "RI"), ("Palma", 39.5696, 2.6502, "IB"),
        ("Las Palmas", 28.1235, -15.4363, "CN"), ("Santa Cruz de Tenerife", 28.4636, -16.2518, "CN"),
    ),
    "FI": (
        ("Helsinki", 60.1699, 24.9384), ("Espoo", 60.2055, 24.6559), ("Tampere", 61.4978, 23.7610),
        ("Turku", 60.4518, 22.2666), ("Oulu", 65.0121, 25.4651),
    ),
    "FR": (
        ("Paris", 48.8566, 2.3522), ("Sophia Antipolis", 43.6163, 7.0553), ("Nice", 43.7102, 7.2620),
        ("Marseille", 43.2965, 5.3698), ("Toulon", 43.1242, 5.9280), ("Rousset", 43.4826, 5.6205),
        ("Aix-en-Provence", 43.5297, 5.4474), ("Lyon", 45.7640, 4.8357), ("Grenoble", 45.1885, 5.7245),
        ("Toulouse", 43.6047, 1.4442), ("Bordeaux", 44.8378, -0.5792), ("Montpellier", 43.6108, 3.8767),
        ("Nantes", 47.2184, -1.5536), ("Rennes", 48.1173, -1.6778), ("Lille", 50.6292, 3.0573),
        ("Strasbourg", 48.5734, 7.7521, "6AE"), ("Metz", 49.1193, 6.1757, "57"), ("Besançon", 47.2378, 6.0241),
        ("Tours", 47.3941, 0.6848), ("Saint-Denis (La Réunion)", -20.8821, 55.4507, "974"),
    ),
    "GB": (
        ("London", 51.5074, -0.1278, "ENG"), ("Manchester", 53.4808, -2.2426, "ENG"),
        ("Birmingham", 52.4862, -1.8904, "ENG"), ("Bristol", 51.4545, -2.5879, "ENG"),
        ("Edinburgh", 55.9533, -3.1883, "SCT"), ("Glasgow", 55.8642, -4.2518, "SCT"),
        ("Cardiff", 51.4816, -3.1791, "WLS"), ("Belfast", 54.5973, -5.9301, "NIR"),
    ),
    "GR": (
        ("Athens", 37.9838, 23.7275), ("Thessaloniki", 40.6401, 22.9444), ("Patras", 38.2466, 21.7346),
        ("Heraklion", 35.3387, 25.1442),
    ),
    "HR": (
        ("Zagreb", 45.8150, 15.9819), ("Split", 43.5081, 16.4402), ("Rijeka", 45.3271, 14.4422),
        ("Osijek", 45.5550, 18.6955),
    ),
    "HU": (
        ("Budapest", 47.4979, 19.0402), ("Debrecen", 47.5316, 21.6273), ("Szeged", 46.2530, 20.1414),
        ("Győr", 47.6875, 17.6504),
    ),
    "IE": (
        ("Dublin", 53.3498, -6.2603), ("Cork", 51.8985, -8.4756), ("Galway", 53.2707, -9.0568),
        ("Limerick", 52.6638, -8.6267),
    ),
    "IS": (("Reykjavík", 64.1466, -21.9426), ("Akureyri", 65.6885, -18.1262)),
    "IT": (
        ("Rome", 41.9028, 12.4964, "RM"), ("Milan", 45.4642, 9.1900, "MI"), ("Turin", 45.0703, 7.6869, "TO"),
        ("Bologna", 44.4949, 11.3426, "BO"), ("Modena", 44.6471, 10.9252, "MO"), ("Florence", 43.7696, 11.2558, "FI"),
        ("Prato", 43.8777, 11.1022, "PO"), ("Pisa", 43.7228, 10.4017, "PI"), ("Venice", 45.4408, 12.3155, "VE"),
        ("Padua", 45.4064, 11.8768, "PD"), ("Verona", 45.4384, 10.9916, "VR"), ("Trieste", 45.6495, 13.7768, "TS"),
        ("Trento", 46.0748, 11.1217, "TN"), ("Bolzano", 46.4983, 11.3548, "BZ"), ("Genoa", 44.4056, 8.9463, "GE"),
        ("Naples", 40.8518, 14.2681, "NA"), ("Bari", 41.1171, 16.8719, "BA"), ("Catania", 37.5079, 15.0830, "CT"),
        ("Palermo", 38.1157, 13.3615, "PA"), ("Cagliari", 39.2238, 9.1217, "CA"),
    ),
    "LT": (
        ("Vilnius", 54.6872, 25.2797), ("Kaunas", 54.8985, 23.9036), ("Klaipėda", 55.7033, 21.1443),
        ("Šiauliai", 55.9349, 23.3137),
    ),
    "LU": (("Luxembourg", 49.6116, 6.1319), ("Esch-sur-Alzette", 49.4958, 5.9806)),
    "LV": (("Riga", 56.9496, 24.1052), ("Liepāja", 56.5047, 21.0108), ("Daugavpils", 55.8747, 26.5362)),
    "MD": (("Chișinău", 47.0105, 28.8638), ("Bălți", 47.7617, 27.9290)),
    "ME": (("Podgorica", 42.4304, 19.2594), ("Nikšić", 42.7731, 18.9445)),
    "MK": (("Skopje", 41.9973, 21.4280), ("Bitola", 41.0297, 21.3292), ("Ohrid", 41.1231, 20.8016)),
    "MT": (("Valletta", 35.8989, 14.5146), ("Birkirkara", 35.8956, 14.4611)),
    "NL": (
        ("Amsterdam", 52.3676, 4.9041), ("Rotterdam", 51.9244, 4.4777), ("The Hague", 52.0705, 4.3007),
        ("Utrecht", 52.0907, 5.1214), ("Eindhoven", 51.4416, 5.4697), ("Delft", 52.0116, 4.3571),
        ("Enschede", 52.2215, 6.8937), ("Groningen", 53.2194, 6.5665), ("Maastricht", 50.8514, 5.6910),
    ),
    "PL": (
        ("Warsaw", 52.2297, 21.0122), ("Kraków", 50.0647, 19.9450), ("Wrocław", 51.1079, 17.0385),
        ("Poznań", 52.4064, 16.9252), ("Gdańsk", 54.3520, 18.6466), ("Łódź", 51.7592, 19.4560),
        ("Katowice", 50.2649, 19.0238), ("Lublin", 51.2465, 22.5684), ("Rzeszów", 50.0412, 21.9991),
        ("Szczecin", 53.4285, 14.5528), ("Białystok", 53.1325, 23.1688), ("Płock", 52.5468, 19.7064),
        ("Radom", 51.4027, 21.1471),
    ),
    "PT": (
        ("Lisbon", 38.7223, -9.1393, "11"), ("Porto", 41.1579, -8.6291, "13"), ("Braga", 41.5454, -8.4265, "03"),
        ("Guimarães", 41.4425, -8.2918, "03"), ("Aveiro", 40.6405, -8.6538, "01"), ("Coimbra", 40.2033, -8.4103, "06"),
        ("Leiria", 39.7436, -8.8071, "10"), ("Faro", 37.0194, -7.9304, "08"), ("Funchal", 32.6669, -16.9241, "30"),
        ("Ponta Delgada", 37.7412, -25.6756, "20"),
    ),
    "RO": (
        ("Bucharest", 44.4268, 26.1025), ("Cluj-Napoca", 46.7712, 23.6236), ("Timișoara", 45.7489, 21.2087),
        ("Iași", 47.1585, 27.6014), ("Brașov", 45.6427, 25.5887), ("Sibiu", 45.7983, 24.1256), ("Constanța", 44.1598, 28.6348),
    ),
    "RS": (
        ("Belgrade", 44.7866, 20.4489), ("Novi Sad", 45.2671, 19.8335), ("Niš", 43.3209, 21.8958),
        ("Kragujevac", 44.0128, 20.9114),
    ),
    "SE": (
        ("Stockholm", 59.3293, 18.0686), ("Gothenburg", 57.7089, 11.9746), ("Malmö", 55.6050, 13.0038),
        ("Lund", 55.7047, 13.1910), ("Uppsala", 59.8586, 17.6389), ("Linköping", 58.4108, 15.6214), ("Umeå", 63.8258, 20.2630),
    ),
    "SI": (
        ("Ljubljana", 46.0569, 14.5058), ("Maribor", 46.5547, 15.6459), ("Celje", 46.2397, 15.2677),
        ("Koper", 45.5481, 13.7302),
    ),
    "SK": (
        ("Bratislava", 48.1486, 17.1077), ("Košice", 48.7164, 21.2611), ("Žilina", 49.2231, 18.7394),
        ("Nitra", 48.3061, 18.0764),
    ),
    "TR": (
        ("Istanbul", 41.0082, 28.9784), ("Ankara", 39.9334, 32.8597), ("İzmir", 38.4237, 27.1428),
        ("Bursa", 40.1885, 29.0610), ("Kocaeli", 40.7654, 29.9408), ("Konya", 37.8746, 32.4932),
    ),
    "UA": (
        ("Kyiv", 50.4501, 30.5234), ("Lviv", 49.8397, 24.0297), ("Kharkiv", 49.9935, 36.2304),
        ("Odesa", 46.4825, 30.7233), ("Dnipro", 48.4647, 35.0462), ("Uzhhorod", 48.6208, 22.2879),
    ),
    "XK": (("Pristina", 42.6629, 21.1655), ("Prizren", 42.2153, 20.7415)),
    "CH": (
        ("Zurich", 47.3769, 8.5417, "ZH"), ("Geneva", 46.2044, 6.1432, "GE"), ("Basel", 47.5596, 7.5886, "BS"),
        ("Bern", 46.9480, 7.4474, "BE"),
    ),
    "LI": (("Vaduz", 47.1410, 9.5209),),
    "NO": (
        ("Oslo", 59.9139, 10.7522, "03"), ("Bergen", 60.3913, 5.3221, "46"),
        ("Trondheim", 63.4305, 10.3951, "50"),
    ),
}  # fmt: skip

# What people write in their own language, where it differs by more than accents.
_OTHER_NAMES: Mapping[tuple[str, str], str] = {
    ("AT", "wien"): "Vienna", ("BE", "bruxelles"): "Brussels", ("BE", "brussel"): "Brussels",
    ("BE", "antwerpen"): "Antwerp", ("BE", "gent"): "Ghent", ("BG", "софия"): "Sofia", ("CZ", "praha"): "Prague",
    ("DE", "munchen"): "Munich", ("DE", "nurnberg"): "Nuremberg", ("DE", "koln"): "Cologne",
    ("DE", "hannover"): "Hanover", ("DE", "braunschweig"): "Brunswick", ("DE", "frankfurt"): "Frankfurt am Main",
    ("DE", "freiburg"): "Freiburg im Breisgau", ("DE", "halle"): "Halle (Saale)", ("DK", "kobenhavn"): "Copenhagen",
    ("ES", "donostia"): "San Sebastián", ("ES", "donostia-san sebastian"): "San Sebastián",
    ("ES", "vitoria"): "Vitoria-Gasteiz", ("ES", "sevilla"): "Seville", ("GR", "αθηνα"): "Athens",
    ("IT", "roma"): "Rome", ("IT", "milano"): "Milan", ("IT", "torino"): "Turin", ("IT", "firenze"): "Florence",
    ("IT", "venezia"): "Venice", ("IT", "padova"): "Padua", ("IT", "genova"): "Genoa", ("IT", "napoli"): "Naples",
    ("FR", "biot"): "Sophia Antipolis", ("FR", "valbonne"): "Sophia Antipolis", ("NL", "den haag"): "The Hague",
    ("PL", "warszawa"): "Warsaw", ("PT", "lisboa"): "Lisbon", ("RO", "bucuresti"): "Bucharest",
    ("RS", "beograd"): "Belgrade", ("SE", "goteborg"): "Gothenburg", ("CH", "zurich"): "Zurich",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    country: str
    name: str
    latitude: float
    longitude: float
    region: str = ""

    @property
    def code(self) -> str:
        return f"{self.country}:{self.name}"


@cache
def by_country() -> Mapping[str, tuple[Place, ...]]:
    return {
        country: tuple(sorted((Place(country, *row) for row in rows), key=lambda place: _plain(place.name)))
        for country, rows in _TOWNS.items()
    }


def find(country: str, town: str) -> Place | None:
    """The town by its English or its own name, with or without accents."""
    wanted = _plain(town)
    wanted = _plain(_OTHER_NAMES.get((country, wanted), wanted))
    return next((place for place in by_country().get(country, ()) if _plain(place.name) == wanted), None)


def main_town(country: str) -> Place:
    """The first of a country's list, mostly its capital."""
    return Place(country, *_TOWNS[country][0])


def by_code(code: str) -> Place | None:
    """A place by the `code` that a select posts: "DE:Dresden"."""
    country, _separator, name = code.partition(":")
    return find(country, name)


def _plain(text: str) -> str:
    """Lower case without accents, dots on the i and extra spaces; ł and ø are letters of their own."""
    text = " ".join(text.split()).casefold().translate(str.maketrans("łøđı", "lodi"))
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
