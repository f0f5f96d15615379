"""The taxonomies a new portal starts with (scheme part 7), as data: one edition each. Labels are English.

A later edition comes beside the earlier one with a code of its own edition; the earlier one gets a `retired_on`.

Compared with published sources on 25 November 2026:

* Ecosystems: the fourteen as listed at clustercollaboration.eu/typology.
* Alliances: the Commission's page on industrial alliances (batteries, plastics, hydrogen, raw materials), COM(2021) 350
  (processors, data), and news of their launch: fuels (6 April 2022), zero-emission aviation (24 June 2022), small modular
  reactors (6 February 2024), which was missing here. The solar alliance is from memory; later ones are not listed.
* S3: the first level stands in the guide to Eye@RIS3; its appendix with the second level could not be read, so that level is
  from memory, but for the one entry that EXCITE's own profile shows.
* NACE, CPC and the ten emerging industries were not compared again.
"""

# taxonomy -> its edition. Shown in the admin; a new edition of one of them is a migration with new rows.
EDITIONS = {
    "nace": "Rev. 2",  # Regulation (EC) 1893/2006
    "cross_sectoral": "2020",  # the ten emerging industries of the cluster observatory
    "ecosystem": "2021",  # the fourteen of the EU industrial strategy
    "technology": "CPC",  # sections of the Cooperative Patent Classification
    "s3": "2020",  # priorities as Eye@RIS3 groups them; the second level is from memory of its guide, not confirmed
    "alliance": "2024",
    "theme": "2026",
}

_NACE = {
    ("A", "Agriculture, forestry and fishing"): (
        ("01", "Crop and animal production, hunting and related service activities"), ("02", "Forestry and logging"),
        ("03", "Fishing and aquaculture"),
    ),
    ("B", "Mining and quarrying"): (
        ("05", "Mining of coal and lignite"), ("06", "Extraction of crude petroleum and natural gas"),
        ("07", "Mining of metal ores"), ("08", "Other mining and quarrying"), ("09", "Mining support service activities"),
    ),
    ("C", "Manufacturing"): (
        ("10", "Manufacture of food products"), ("11", "Manufacture of beverages"), ("12", "Manufacture of tobacco products"),
        ("13", "Manufacture of textiles"), ("14", "Manufacture of wearing apparel"),
        ("15", "Manufacture of leather and related products"),
        ("16", "Manufacture of wood and of products of wood and cork, except furniture; of articles of straw"),
        ("17", "Manufacture of paper and paper products"), ("18", "Printing and reproduction of recorded media"),
        ("19", "Manufacture of coke and refined petroleum products"),
        ("20", "Manufacture of chemicals and chemical products"),
        ("21", "Manufacture of basic pharmaceutical products and pharmaceutical preparations"),
        ("22", "Manufacture of rubber and plastic products"),
        ("23", "Manufacture of other non-metallic mineral products"), ("24", "Manufacture of basic metals"),
        ("25", "Manufacture of fabricated metal products, except machinery and equipment"),
        ("26", "Manufacture of computer, electronic and optical products"),
        ("27", "Manufacture of electrical equipment"), ("28", "Manufacture of machinery and equipment n.e.c."),
        ("29", "Manufacture of motor vehicles, trailers and semi-trailers"),
        ("30", "Manufacture of other transport equipment"), ("31", "Manufacture of furniture"),
        ("32", "Other manufacturing"), ("33", "Repair and installation of machinery and equipment"),
    ),
    ("D", "Electricity, gas, steam and air conditioning supply"): (
        ("35", "Electricity, gas, steam and air conditioning supply"),
    ),
    ("E", "Water supply; sewerage, waste management and remediation activities"): (
        ("36", "Water collection, treatment and supply"), ("37", "Sewerage"),
        ("38", "Waste collection, treatment and disposal activities; materials recovery"),
        ("39", "Remediation activities and other waste management services"),
    ),
    ("F", "Construction"): (
        ("41", "Construction of buildings"), ("42", "Civil engineering"), ("43", "Specialised construction activities"),
    ),
    ("G", "Wholesale and retail trade; repair of motor vehicles and motorcycles"): (
        ("45", "Wholesale and retail trade and repair of motor vehicles and motorcycles"),
        ("46", "Wholesale trade, except of motor vehicles and motorcycles"),
        ("47", "Retail trade, except of motor vehicles and motorcycles"),
    ),
    ("H", "Transportation and storage"): (
        ("49", "Land transport and transport via pipelines"), ("50", "Water transport"), ("51", "Air transport"),
        ("52", "Warehousing and support activities for transportation"), ("53", "Postal and courier activities"),
    ),
    ("I", "Accommodation and food service activities"): (
        ("55", "Accommodation"), ("56", "Food and beverage service activities"),
    ),
    ("J", "Information and communication"): (
        ("58", "Publishing activities"),
        ("59", "Motion picture, video and television programme production, sound recording and music publishing activities"),
        ("60", "Programming and broadcasting activities"), ("61", "Telecommunications"),
        ("62", "Computer programming, consultancy and related activities"), ("63", "Information service activities"),
    ),
    ("K", "Financial and insurance activities"): (
        ("64", "Financial service activities, except insurance and pension funding"),
        ("65", "Insurance, reinsurance and pension funding, except compulsory social security"),
        ("66", "Activities auxiliary to financial services and insurance activities"),
    ),
    ("L", "Real estate activities"): (("68", "Real estate activities"),),
    ("M", "Professional, scientific and technical activities"): (
        ("69", "Legal and accounting activities"), ("70", "Activities of head offices; management consultancy activities"),
        ("71", "Architectural and engineering activities; technical testing and analysis"),
        ("72", "Scientific research and development"), ("73", "Advertising and market research"),
        ("74", "Other professional, scientific and technical activities"), ("75", "Veterinary activities"),
    ),
    ("N", "Administrative and support service activities"): (
        ("77", "Rental and leasing activities"), ("78", "Employment activities"),
        ("79", "Travel agency, tour operator and other reservation service and related activities"),
        ("80", "Security and investigation activities"), ("81", "Services to buildings and landscape activities"),
        ("82", "Office administrative, office support and other business support activities"),
    ),
    ("O", "Public administration and defence; compulsory social security"): (
        ("84", "Public administration and defence; compulsory social security"),
    ),
    ("P", "Education"): (("85", "Education"),),
    ("Q", "Human health and social work activities"): (
        ("86", "Human health activities"), ("87", "Residential care activities"),
        ("88", "Social work activities without accommodation"),
    ),
    ("R", "Arts, entertainment and recreation"): (
        ("90", "Creative, arts and entertainment activities"),
        ("91", "Libraries, archives, museums and other cultural activities"), ("92", "Gambling and betting activities"),
        ("93", "Sports activities and amusement and recreation activities"),
    ),
    ("S", "Other service activities"): (
        ("94", "Activities of membership organisations"),
        ("95", "Repair of computers and personal and household goods"), ("96", "Other personal service activities"),
    ),
    ("T", "Activities of households as employers"): (
        ("97", "Activities of households as employers of domestic personnel"),
        ("98", "Undifferentiated goods- and services-producing activities of private households for own use"),
    ),
    ("U", "Activities of extraterritorial organisations and bodies"): (
        ("99", "Activities of extraterritorial organisations and bodies"),
    ),
}  # fmt: skip

_S3 = {
    ("aeronautics", "Aeronautics and space"): (
        ("aeronautics_craft", "Aeronautics"), ("aeronautics_environment", "Aeronautics and environment"),
        ("aeronautics_drones", "Remotely piloted aircraft"), ("aeronautics_safety", "Safety and security"),
        ("aeronautics_space", "Space"), ("aeronautics_transport", "Transport and logistics"),
    ),
    ("blue", "Blue growth"): (
        ("blue_aquaculture", "Aquaculture"), ("blue_energy", "Blue renewable energy"),
        ("blue_tourism", "Coastal and maritime tourism"), ("blue_fisheries", "Fisheries"),
        ("blue_biotech", "Marine biotechnology"), ("blue_offshore", "Offshore mining, oil and gas"),
        ("blue_ships", "Shipbuilding and ship repair"), ("blue_transport", "Transport and logistics"),
    ),
    ("culture", "Cultural and creative industries"): (
        ("culture_regional", "Development of regional cultural and creative industries"),
        ("culture_links", "Links of cultural and creative industries with traditional industries"),
    ),
    ("digital", "Digital transformation"): (
        ("digital_hpc", "Advanced or high performance computing"),
        ("digital_ai", "Artificial intelligence, cognitive systems, augmented and virtual reality, visualisation, simulation, "
                       "gamification and interaction technologies"),
        ("digital_data", "Big data, data mining and database management"),
        ("digital_networks", "Broadband, spectrum and other communication networks"),
        ("digital_energy", "Cleaner environment and efficient energy networks"),
        ("digital_cloud", "Cloud computing and software as a service"), ("digital_industry", "Digitising industry"),
        ("digital_commerce", "E-commerce and SMEs online"), ("digital_government", "E-government"),
        ("digital_health", "E-health"), ("digital_inclusion", "E-inclusion"),
        ("digital_cities", "Intelligent inter-modal and sustainable urban areas"), ("digital_iot", "Internet of things"),
        ("digital_security", "Trust and cybersecurity"), ("digital_media", "New media and access to cultural content"),
        ("digital_robotics", "Robotics, autonomous and cyber-physical systems"),
    ),
    ("ket", "Key enabling technologies"): (
        ("ket_manufacturing", "Advanced manufacturing systems"), ("ket_materials", "Advanced materials"),
        ("ket_biotech", "Industrial biotechnology"), ("ket_electronics", "Micro- and nanoelectronics"),
        ("ket_nano", "Nanotechnology"), ("ket_photonics", "Photonics"),
    ),
    ("nature", "Nature and biodiversity"): (
        ("nature_biodiversity", "Biodiversity"), ("nature_tourism", "Ecotourism"),
    ),
    ("health", "Public health and security"): (
        ("health_ageing", "Ageing societies"), ("health_food", "Food security and safety"),
        ("health_wellbeing", "Public health and well-being"), ("health_safety", "Public safety and pandemics"),
    ),
    ("service", "Service innovation"): (
        ("service_models", "New or improved organisational models"), ("service_processes", "New or improved service processes"),
        ("service_products", "New or improved service products"),
    ),
    ("social", "Social innovation"): (
        ("social_models", "New organisational models and social relations"),
        ("social_products", "New products or services that meet social needs"),
        ("social_skills", "Education, skills and training"), ("social_inclusion", "Social inclusion"),
    ),
    ("sustainable", "Sustainable innovation"): (
        ("sustainable_eco", "Eco-innovations"), ("sustainable_resources", "Resource efficiency"),
        ("sustainable_transport", "Smart green and integrated transport systems"),
        ("sustainable_farming", "Sustainable agriculture"), ("sustainable_energy", "Sustainable energy and renewables"),
        ("sustainable_land", "Sustainable land and water use"),
        ("sustainable_production", "Sustainable production and consumption"), ("sustainable_waste", "Waste management"),
    ),
}  # fmt: skip

_TECHNOLOGY = {
    ("A", "Human necessities"): (), ("B", "Performing operations; transporting"): (), ("C", "Chemistry; metallurgy"): (),
    ("D", "Textiles; paper"): (), ("E", "Fixed constructions"): (),
    ("F", "Mechanical engineering; lighting; heating; weapons; blasting"): (), ("G", "Physics"): (), ("H", "Electricity"): (),
    ("Y", "General tagging of new technological developments"): (
        ("Y02", "Technologies or applications for mitigation or adaptation against climate change"),
        ("Y04", "Information or communication technologies having an impact on other technology areas"),
    ),
}  # fmt: skip

TERMS: dict[str, tuple[tuple[str, str], ...]] = {
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
    "alliance": (
        ("batteries", "European Battery Alliance"), ("plastics", "Circular Plastics Alliance"),
        ("hydrogen", "European Clean Hydrogen Alliance"), ("materials", "European Raw Materials Alliance"),
        ("data", "European Alliance for Industrial Data, Edge and Cloud"),
        ("chips", "Industrial Alliance on Processors and Semiconductor Technologies"),
        ("aviation", "Alliance for Zero-Emission Aviation"),
        ("fuels", "Renewable and Low-Carbon Fuels Value Chain Industrial Alliance"),
        ("solar", "European Solar PV Industry Alliance"),
        ("smr", "European Industrial Alliance on Small Modular Reactors"),
    ),
    "theme": (("digital", "Digital"), ("green", "Green"), ("ai", "Artificial intelligence")),
}  # fmt: skip
# (taxonomy, code) -> code of the parent, which stands before it.
PARENTS: dict[tuple[str, str], str] = {}


def _spread(
    taxonomy: str, tree: dict[tuple[str, str], tuple[tuple[str, str], ...]], prefix: bool = False
) -> None:
    rows = []
    for (code, label), children in tree.items():
        rows.append((code, label))
        for own, name in children:
            child = f"{code}{own}" if prefix else own
            rows.append((child, name))
            PARENTS[taxonomy, child] = code
    TERMS[taxonomy] = tuple(rows)


_spread("nace", _NACE, prefix=True)
_spread("technology", _TECHNOLOGY)
_spread("s3", _S3)
