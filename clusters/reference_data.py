"""Taxonomies and countries a new portal starts with (scheme part 7). Labels are English; pages translate them."""

from datetime import date

# ISO code -> time zone. Kosovo* is XK. Countries after the first 39 are not eligible, but people live there.
TIMEZONES = {
    "AL": "Europe/Tirane", "AM": "Asia/Yerevan", "AT": "Europe/Vienna", "BA": "Europe/Sarajevo",
    "BE": "Europe/Brussels", "BG": "Europe/Sofia", "CY": "Asia/Nicosia", "CZ": "Europe/Prague",
    "DE": "Europe/Berlin", "DK": "Europe/Copenhagen", "EE": "Europe/Tallinn", "ES": "Europe/Madrid",
    "FI": "Europe/Helsinki", "FR": "Europe/Paris", "GB": "Europe/London", "GR": "Europe/Athens",
    "HR": "Europe/Zagreb", "HU": "Europe/Budapest", "IE": "Europe/Dublin", "IS": "Atlantic/Reykjavik",
    "IT": "Europe/Rome", "LT": "Europe/Vilnius", "LU": "Europe/Luxembourg", "LV": "Europe/Riga",
    "MD": "Europe/Chisinau", "ME": "Europe/Podgorica", "MK": "Europe/Skopje", "MT": "Europe/Malta",
    "NL": "Europe/Amsterdam", "PL": "Europe/Warsaw", "PT": "Europe/Lisbon", "RO": "Europe/Bucharest",
    "RS": "Europe/Belgrade", "SE": "Europe/Stockholm", "SI": "Europe/Ljubljana", "SK": "Europe/Bratislava",
    "TR": "Europe/Istanbul", "UA": "Europe/Kyiv", "XK": "Europe/Belgrade",
    "CH": "Europe/Zurich", "LI": "Europe/Vaduz", "NO": "Europe/Oslo",
}  # fmt: skip
NOT_ELIGIBLE = frozenset({"CH", "LI", "NO"})
ELIGIBLE_FROM = date(2020, 2, 3)  # kick-off of the pilot scheme
KOSOVO_FOOTNOTE = (
    "* This designation is without prejudice to positions on status, and is in line with UNSCR 1244/1999 "
    "and the ICJ Opinion on the Kosovo declaration of independence."
)

TERMS: dict[str, tuple[tuple[str, str], ...]] = {
    # NACE Rev. 2, Regulation (EC) 1893/2006: sections, and the division the source profile names.
    "nace": (
        ("A", "Agriculture, forestry and fishing"), ("B", "Mining and quarrying"), ("C", "Manufacturing"),
        ("D", "Electricity, gas, steam"), ("E", "Water supply, sewerage, waste"), ("F", "Construction"),
        ("G", "Trade; repair of vehicles"), ("H", "Transport and storage"), ("I", "Accommodation and food service"),
        ("J", "Information and communication"), ("K", "Finance and insurance"), ("L", "Real estate"),
        ("M", "Professional, scientific and technical activities"), ("N", "Administrative and support services"),
        ("O", "Public administration"), ("P", "Education"), ("Q", "Health and social work"),
        ("R", "Arts, entertainment and recreation"), ("S", "Other service activities"),
        ("S94", "Activities of membership organisations"), ("T", "Households as employers"),
        ("U", "Extraterritorial organisations"),
    ),
    "cross_sectoral": (
        ("packaging", "Advanced packaging"), ("biopharma", "Biopharmaceuticals"), ("blue", "Blue growth industries"),
        ("creative", "Creative industries"), ("digital", "Digital industries"), ("environmental", "Environmental industries"),
        ("experience", "Experience industries"), ("logistics", "Logistical services"), ("medical", "Medical devices"),
        ("mobility", "Mobility technologies"),
    ),
    "ecosystem": (
        ("aerospace", "Aerospace and defence"), ("agrifood", "Agri-food"), ("construction", "Construction"),
        ("culture", "Cultural and creative industries"), ("digital", "Digital"), ("electronics", "Electronics"),
        ("energy_intensive", "Energy-intensive industries"), ("renewables", "Energy: renewables"), ("health", "Health"),
        ("mobility", "Mobility, transport, automotive"), ("proximity", "Proximity and social economy"),
        ("retail", "Retail"), ("textiles", "Textiles"), ("tourism", "Tourism"),
    ),
    "technology": (
        ("A", "Human necessities"), ("B", "Operations and transporting"), ("C", "Chemistry and metallurgy"),
        ("D", "Textiles and paper"), ("E", "Fixed constructions"), ("F", "Mechanical engineering, lighting, heating"),
        ("G", "Physics"), ("H", "Electricity"), ("Y", "New technological developments"),
        ("Y02", "Mitigation of or adaptation to climate change"),
    ),
    "s3": (
        ("aeronautics", "Aeronautics and space"), ("blue", "Blue growth"), ("culture", "Cultural and creative industries"),
        ("digital", "Digital transformation"), ("digital_ai", "Digital transformation: artificial intelligence, AR and VR"),
        ("ket", "Key enabling technologies"), ("nature", "Nature and biodiversity"),
        ("health", "Public health and security"), ("service", "Service innovation"), ("social", "Social innovation"),
        ("sustainable", "Sustainable innovation"),
    ),
}  # fmt: skip
PARENTS = {("nace", "S94"): "S", ("technology", "Y02"): "Y", ("s3", "digital_ai"): "digital"}
