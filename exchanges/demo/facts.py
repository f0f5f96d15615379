"""Who and where: the six EXCITE clusters as published, places, and invented names."""

from dataclasses import dataclass
from datetime import date

# The partnership whose history is told.
TOLD = "EXCITE"
# City -> (country, region for holidays, latitude, longitude)
PLACES: dict[str, tuple[str, str, str, str]] = {
    "Dresden": ("DE", "SN", "51.05041", "13.73726"),
    "Chemnitz": ("DE", "SN", "50.83220", "12.92522"),
    "Leipzig": ("DE", "SN", "51.33962", "12.37129"),
    "Munich": ("DE", "BY", "48.13743", "11.57549"),
    "Zwickau": ("DE", "SN", "50.72724", "12.48839"),
    "Warsaw": ("PL", "", "52.22977", "21.01178"),
    "Łódź": ("PL", "", "51.75000", "19.46667"),
    "Sophia Antipolis": ("FR", "", "43.61606", "7.05519"),
    "Toulon": ("FR", "", "43.12442", "5.92836"),
    "Marseille": ("FR", "", "43.29695", "5.38107"),
    "Grenoble": ("FR", "", "45.16667", "5.71667"),
    "Vilnius": ("LT", "", "54.68916", "25.27980"),
    "Kaunas": ("LT", "", "54.90272", "23.90961"),
    "Sofia": ("BG", "", "42.69751", "23.32415"),
    "Plovdiv": ("BG", "", "42.15000", "24.75000"),
    "San Sebastián": ("ES", "PV", "43.31283", "-1.97499"),
    "Bilbao": ("ES", "PV", "43.26271", "-2.92528"),
    "Pamplona": ("ES", "NC", "42.81687", "-1.64323"),
    "Novi Sad": ("RS", "", "45.25167", "19.83694"),
    "Brno": ("CZ", "", "49.19522", "16.60796"),
    "Pilsen": ("CZ", "", "49.74747", "13.37759"),
    "Eindhoven": ("NL", "", "51.44083", "5.47778"),
    "Enschede": ("NL", "", "52.21833", "6.89583"),
    "Villach": ("AT", "2", "46.61028", "13.85583"),
    "Graz": ("AT", "6", "47.06667", "15.45000"),
    "Turin": ("IT", "", "45.07049", "7.68682"),
    "Cluj-Napoca": ("RO", "", "46.76667", "23.60000"),
    "Thessaloniki": ("GR", "", "40.64361", "22.93086"),
    "Ljubljana": ("SI", "", "46.05108", "14.50513"),
    "Žilina": ("SK", "", "49.22315", "18.73941"),
    "Porto": ("PT", "", "41.14961", "-8.61099"),
    "Győr": ("HU", "", "47.68333", "17.63512"),
}


@dataclass(frozen=True)
class ClusterFact:
    """`in_portal` clusters are EXCITE's six; the others are invented home clusters that act by mail link."""

    key: str
    name: str
    short_name: str
    city: str
    domain: str
    in_portal: bool = True
    about: str = ""


CLUSTERS: tuple[ClusterFact, ...] = (
    ClusterFact("silicon-saxony", "Silicon Saxony", "Silicon Saxony", "Dresden", "silicon-saxony.example",
                about="Microelectronics and software cluster in Saxony; coordinator of EXCITE."),
    ClusterFact("mazovia", "Mazovia Cluster ICT", "Mazovia Cluster ICT", "Warsaw", "mazovia-ict.example",
                about="Information and communication technology cluster of the Mazovia region."),
    ClusterFact("scs", "Pôle SCS", "Pôle SCS", "Sophia Antipolis", "pole-scs.example",
                about="Secure communicating solutions: microelectronics, internet of things, cybersecurity."),
    ClusterFact("bhv", "Business Hive Vilnius", "Business Hive Vilnius", "Vilnius", "bhv.example",
                about="Business cluster and incubator for digital companies in Lithuania."),
    ClusterFact("dti", "Cluster for Digital Transformation and Innovations", "DTI Cluster", "Sofia", "dti.example",
                about="Digital transformation of Bulgarian companies."),
    ClusterFact("gaia", "GAIA, Association of Knowledge and Applied Technology Industries", "GAIA", "San Sebastián",
                "gaia.example", about="Electronics, information and communication technology in the Basque Country."),
    ClusterFact("danube", "Danube Digital Cluster", "Danube Digital", "Novi Sad", "danube-digital.example", False),
    ClusterFact("moravia", "Moravian Automation Cluster", "Moravian Automation", "Brno", "moravian.example", False),
    ClusterFact("bohemia", "West Bohemian Sensor Network", "Bohemian Sensors", "Pilsen", "bohemian.example", False),
    ClusterFact("brabant", "Brabant Chip Network", "Brabant Chips", "Eindhoven", "brabant.example", False),
    ClusterFact("twente", "Twente Photonics Circle", "Twente Photonics", "Enschede", "twente.example", False),
    ClusterFact("navarra", "Navarre Automation Cluster", "Navarre Automation", "Pamplona", "navarre.example", False),
    ClusterFact("styria", "Southern Alps Electronics Cluster", "Southern Alps", "Villach", "southern-alps.example", False),
    ClusterFact("piedmont", "Piedmont Mechatronics Cluster", "Piedmont Mechatronics", "Turin", "piedmont.example", False),
    ClusterFact("transilvania", "Transylvanian Software Circle", "Transylvanian Software", "Cluj-Napoca",
                "transylvanian.example", False),
    ClusterFact("aegean", "North Aegean ICT Cluster", "North Aegean ICT", "Thessaloniki", "aegean.example", False),
    ClusterFact("carniola", "Slovene Smart Factory Cluster", "Slovene Smart Factory", "Ljubljana", "carniola.example", False),
    ClusterFact("vah", "Váh Valley Industry Cluster", "Váh Valley", "Žilina", "vah.example", False),
    ClusterFact("douro", "Douro Digital Cluster", "Douro Digital", "Porto", "douro.example", False),
    ClusterFact("raba", "Rába Mobility Cluster", "Rába Mobility", "Győr", "raba.example", False),
)  # fmt: skip

# Home cluster and town of an invented organisation, by its country.
HOMES: dict[str, tuple[str, tuple[str, ...]]] = {
    "DE": ("silicon-saxony", ("Dresden", "Chemnitz", "Leipzig")),
    "PL": ("mazovia", ("Warsaw", "Łódź")),
    "FR": ("scs", ("Sophia Antipolis", "Marseille", "Grenoble")),
    "LT": ("bhv", ("Vilnius", "Kaunas")),
    "BG": ("dti", ("Sofia", "Plovdiv")),
    "ES": ("gaia", ("San Sebastián", "Bilbao")),
    "RS": ("danube", ("Novi Sad",)),
    "CZ": ("moravia", ("Brno",)),
    "NL": ("brabant", ("Eindhoven",)),
    "AT": ("styria", ("Graz", "Villach")),
    "IT": ("piedmont", ("Turin",)),
    "RO": ("transilvania", ("Cluj-Napoca",)),
    "GR": ("aegean", ("Thessaloniki",)),
    "SI": ("carniola", ("Ljubljana",)),
    "SK": ("vah", ("Žilina",)),
    "PT": ("douro", ("Porto",)),
    "HU": ("raba", ("Győr",)),
}
# The partnership's cluster that handles a visitor whose home cluster stands outside.
CONTACT_CLUSTER = {
    "RS": "dti", "CZ": "silicon-saxony", "NL": "silicon-saxony", "AT": "silicon-saxony", "IT": "scs", "RO": "dti",
    "GR": "dti", "SI": "scs", "SK": "mazovia", "PT": "gaia", "HU": "mazovia",
}  # fmt: skip

FIRM_WORDS = (
    "Lumen", "Quanta", "Ferro", "Nova", "Strata", "Vector", "Cobalt", "Helix", "Orbit", "Pulse", "Sigma", "Terra",
    "Ultra", "Vela", "Zenit", "Argo", "Borea", "Cirrus", "Delta", "Electra", "Fjord", "Gamma", "Hydra", "Iris",
    "Juno", "Kappa", "Lyra", "Mistral", "Nimbus", "Octa",
)  # fmt: skip
FIRM_TRADES = (
    "Sensors",
    "Robotics",
    "Software",
    "Photonics",
    "Analytics",
    "Automation",
    "Mobility",
    "Optics",
    "Vision",
    "Data",
)
FIELDS_OF_TRADES = {
    "Sensors": (("ecosystem", "electronics"),),
    "Robotics": (("ecosystem", "digital"), ("theme", "ai")),
    "Software": (("ecosystem", "digital"), ("theme", "digital")),
    "Photonics": (("ecosystem", "electronics"), ("ecosystem", "health")),
    "Analytics": (("ecosystem", "digital"), ("theme", "ai")),
    "Automation": (("ecosystem", "energy_intensive"), ("theme", "digital")),
    "Mobility": (("ecosystem", "mobility"), ("theme", "green")),
    "Optics": (("ecosystem", "electronics"), ("ecosystem", "aerospace")),
    "Vision": (("ecosystem", "digital"), ("ecosystem", "agrifood")),
    "Data": (("ecosystem", "digital"), ("theme", "green")),
}
LEGAL_FORMS = {
    "DE": "GmbH", "AT": "GmbH", "PL": "sp. z o.o.", "FR": "SAS", "LT": "UAB", "BG": "EOOD", "ES": "S.L.",
    "RS": "d.o.o.", "SI": "d.o.o.", "CZ": "s.r.o.", "SK": "s.r.o.", "NL": "B.V.", "IT": "S.r.l.", "RO": "S.R.L.",
    "GR": "I.K.E.", "PT": "Lda.", "HU": "Kft.",
}  # fmt: skip
FIRST_NAMES = {
    "DE": ("Jana", "Tobias", "Silke", "Moritz", "Anke", "Henrik"), "PL": ("Zuzanna", "Bartosz", "Ewelina", "Kamil"),
    "FR": ("Maëlle", "Bastien", "Solène", "Gaël", "Inès"), "LT": ("Rūta", "Mantas", "Eglė", "Tautvydas"),
    "BG": ("Радка", "Стоян", "Милена", "Пламен"), "ES": ("Nerea", "Iker", "Ainhoa", "Unai"), "RS": ("Jovana", "Nemanja"),
    "CZ": ("Tereza", "Vojtěch"), "NL": ("Fleur", "Daan"), "AT": ("Theresa", "Lukas"), "IT": ("Chiara", "Matteo"),
    "RO": ("Ioana", "Răzvan"), "GR": ("Ελένη", "Νίκος"), "SI": ("Špela", "Matej"), "SK": ("Zuzana", "Ľuboš"),
    "PT": ("Beatriz", "Tiago"), "HU": ("Eszter", "Bálint"),
}  # fmt: skip
LAST_NAMES = {
    "DE": ("Falkenau", "Brückwald", "Steinhof", "Lindgrund", "Aumüller", "Rehbach"), "PL": ("Wierzbowa", "Sosnar", "Kalinów"),
    "FR": ("Valmier", "Rochebois", "Clairmont", "Dufresnel"), "LT": ("Ąžuolynė", "Beržinis", "Liepaitė"),
    "BG": ("Горанова", "Езерски", "Планинов"), "ES": ("Arizmendieta", "Goikolea", "Zubialde"), "RS": ("Dunavac", "Fruškić"),
    "CZ": ("Borovská", "Lesný"), "NL": ("van Duinrell", "Waterman"), "AT": ("Almfeld", "Hochegg"),
    "IT": ("Valdossola", "Montebruno"),
    "RO": ("Codreanca", "Munteni"), "GR": ("Θαλασσινού", "Βουνάς"), "SI": ("Gorjanc", "Potočar"), "SK": ("Horská", "Dolinec"),
    "PT": ("Ribeirinho", "Serralves"), "HU": ("Erdősi", "Hegyközi"),
}  # fmt: skip


@dataclass(frozen=True)
class MissionFact:
    """A published mission; `host` is the key of the receiving organisation in `HOSTS` or of a cluster."""

    key: str
    title: str
    city: str
    first_day: date
    last_day: date
    host_cluster: str
    host: str
    summary: str
    programme: tuple[str, ...]


HOSTS: dict[str, tuple[str, str, str, str]] = {
    # key -> (name, kind, city, host cluster); all invented
    "rade": ("Rade Marine Test Centre", "tech_centre", "Toulon", "scs"),
    "isar": ("Isar Semiconductor Test Centre", "tech_centre", "Munich", "silicon-saxony"),
    "autofeld": ("Saxony Automotive Test Field", "large_company", "Zwickau", "silicon-saxony"),
    "alps": ("Southern Alps Electronics Campus", "tech_centre", "Villach", "silicon-saxony"),
    "hive": ("Vilnius Deep Tech Incubator", "incubator", "Vilnius", "bhv"),
    "vitosha": ("Vitosha Digital Innovation Hub", "innovation_hub", "Sofia", "dti"),
    "vistula": ("Vistula Data Lab", "research", "Warsaw", "mazovia"),
    "donostia": ("Donostia Robotics Fab Lab", "fab_lab", "San Sebastián", "gaia"),
    "riviera": ("Riviera Smart Mobility Institute", "research", "Sophia Antipolis", "scs"),
    "elbe": ("Elbe Microsystems Institute", "research", "Dresden", "silicon-saxony"),
}

MISSIONS: tuple[MissionFact, ...] = (
    MissionFact("toulon-2022", "apc/m conference and company visits in Toulon", "Toulon", date(2022, 4, 4), date(2022, 4, 6),
                "scs", "rade", "Process control in semiconductor manufacturing: conference and meetings with French companies.",
                ("Conference: advanced process control", "Company visits around Toulon", "One-to-one meetings and review")),
    MissionFact("sofia-2022", "Cluster exchange in Sofia", "Sofia", date(2022, 6, 6), date(2022, 6, 9), "dti", "dti",
                "Cluster staff learn how Bulgaria's digital ecosystem works.",
                ("The DTI cluster and its services", "Sofia Tech Park and its laboratories", "Service workshop: digital skills",
                 "Best practices and next steps")),
    MissionFact("sophia-antipolis-2022", "Smart Mobility Mission Sophia Antipolis", "Sophia Antipolis", date(2022, 10, 11),
                date(2022, 10, 14), "scs", "scs", "Connected and autonomous mobility on the French Riviera.",
                ("Smart mobility ecosystem of Sophia Antipolis", "Test road and demonstrations", "Pre-arranged B2B meetings",
                 "Company visits and review")),
    MissionFact("semicon-2022", "SEMICON Europa Munich with B2B matchmaking", "Munich", date(2022, 11, 15), date(2022, 11, 17),
                "silicon-saxony", "isar", "Trade fair visit with arranged meetings in semiconductor manufacturing.",
                ("Guided fair tour and opening", "B2B matchmaking", "Meetings with suppliers and review")),
    MissionFact("automotive-2022", "French automotive mission to Germany", "Zwickau", date(2022, 11, 29), date(2022, 12, 1),
                "silicon-saxony", "autofeld", "French companies meet the automotive industry in Saxony.",
                ("Electric car production in Saxony", "Supplier day with B2B meetings", "Test field visit and review")),
    MissionFact("dresden-2023", "Mission to Dresden with the Silicon Saxony Day", "Dresden", date(2023, 6, 19), date(2023, 6, 22),
                "silicon-saxony", "silicon-saxony", "SMEs and clusters from ten countries meet Saxony's high-tech region.",
                ("Welcome and company visits", "Silicon Saxony Day: conference and fair", "B2B meetings",
                 "Research institutes and review")),
    MissionFact("silicon-alps-2023", "Mission to the Silicon Alps", "Villach", date(2023, 10, 11), date(2023, 10, 13),
                "silicon-saxony", "alps", "Six members of Silicon Saxony visit electronics companies in Carinthia.",
                ("Electronics campus and clean room", "Company visits", "B2B meetings and review")),
    MissionFact("basque-2023", "Basque industrial exploration", "San Sebastián", date(2023, 11, 13), date(2023, 11, 15), "gaia",
                "gaia", "Advanced manufacturing and digital industry in the Basque Country.",
                ("Advanced manufacturing centre", "Company visits", "Meetings with members of GAIA and review")),
    MissionFact("semicon-2023", "SEMICON Europa and productronica Munich", "Munich", date(2023, 11, 14), date(2023, 11, 16),
                "silicon-saxony", "isar", "Cluster staff meet at the two electronics fairs.",
                ("Guided tours of both fairs", "Cluster meetings", "Joint services workshop")),
    MissionFact("warsaw-2024", "Mission to Mazovia", "Warsaw", date(2024, 1, 29), date(2024, 1, 31), "mazovia", "mazovia",
                "Digital companies and research in the Warsaw region.",
                ("Mazovia's digital ecosystem", "B2B meetings with members of Mazovia Cluster ICT", "Research visit and review")),
)  # fmt: skip
