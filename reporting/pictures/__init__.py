"""The charts of dashboard, results page and deliverables: numbers in, one picture with its sentence and table out."""

from reporting.pictures.common import Points, as_of, monthly, monthly_smes, planned
from reporting.pictures.progress import (
    burn_up,
    kinds,
    objectives,
    objectives_sentence,
    outlook_sentence,
    share_sentence,
    sme_share,
)
from reporting.pictures.where import (
    countries,
    country_bars,
    flow_map,
    levels,
    outcomes,
    through_clusters,
    through_clusters_sentence,
)
from reporting.pictures.work import AGES, ageing, feedback, money, timeline, way_of_files

__all__ = [
    "AGES",
    "Points",
    "ageing",
    "as_of",
    "burn_up",
    "countries",
    "country_bars",
    "feedback",
    "flow_map",
    "kinds",
    "levels",
    "money",
    "monthly",
    "monthly_smes",
    "objectives",
    "objectives_sentence",
    "outcomes",
    "outlook_sentence",
    "planned",
    "share_sentence",
    "sme_share",
    "through_clusters",
    "through_clusters_sentence",
    "timeline",
    "way_of_files",
]
