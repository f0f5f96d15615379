"""What each part of a score says in words."""

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters.enums import DevelopmentLevel
from core.countries import country_name
from exchanges.enums import ActivityType, Use
from exchanges.matching.fields import FAR, SAME, Fields
from exchanges.matching.sides import FEWEST_ANSWERS, Candidate, Wish

# More names than these are not read.
MOST_NAMES = 4


def told(wish: Wish, candidate: Candidate, fields: Fields) -> dict[str, str]:
    """By part; also where it gives no points, so that a person sees what is missing."""
    return {
        "fields": _fields(wish, candidate, fields),
        "uses": _uses(wish, candidate),
        "activities": _activities(wish, candidate),
        "text": _text(wish, candidate),
        "countries": _countries(wish, candidate),
        "clusters": _clusters(wish, candidate),
        "regions": _regions(wish, candidate),
        "sectors": _sectors(wish, candidate, fields),
        "answers": _answers(candidate),
        "feedback": _feedback(candidate),
        "load": _load(candidate),
    }


def silent(wish: Wish, candidate: Candidate) -> set[str]:
    """Parts that say nothing about this pair: nothing was asked for, or too little is known."""
    record = candidate.record
    found = {
        "countries": not wish.preferred_countries,
        "clusters": not wish.preferred_clusters,
        "answers": record.asked < FEWEST_ANSWERS,
        "feedback": record.ratings < FEWEST_ANSWERS,
    }
    return {code for code, nothing in found.items() if nothing}


def _fields(wish: Wish, candidate: Candidate, fields: Fields) -> str:
    if not wish.terms:
        return _("The visitor has named no field")
    offered = candidate.offered
    if not offered:
        return _("The host has named no field")
    near = {term: fields.nearest(term, offered) for term in wish.terms}
    same = [fields.label(term) for term in wish.terms if near[term][0] == SAME]
    if same:
        return _("Same field: %(names)s") % {"names": _listed(same)}
    close = [
        _("%(field)s and %(other)s") % {"field": fields.label(term), "other": fields.label(other)}
        for term, (how, other) in near.items()
        if how > FAR and other is not None
    ]
    return _("Near fields: %(names)s") % {"names": _listed(close)} if close else _("No field in common")


def _uses(wish: Wish, candidate: Candidate) -> str:
    shared = [str(Use(use).label) for use in wish.uses if use in candidate.uses]
    if shared:
        return _("Fits what the visit is for: %(names)s") % {"names": _listed(shared)}
    return _("Offers something else than the visit is for")


def _activities(wish: Wish, candidate: Candidate) -> str:
    shared = [str(ActivityType(one).label) for one in wish.activity_types if one in candidate.activity_types]
    return _("Offers: %(names)s") % {"names": _listed(shared)} if shared else _("No activity in common")


def _text(wish: Wish, candidate: Candidate) -> str:
    shared = sorted(set(wish.words) & set(candidate.words), key=lambda word: (-len(word), word))
    if not shared:
        return _("The reasons and the offer share no words")
    return _("Words in common: %(names)s") % {"names": _listed(shared)}


def _countries(wish: Wish, candidate: Candidate) -> str:
    if not wish.preferred_countries:
        return _("Any country is welcome")
    if candidate.country in wish.preferred_countries:
        return _("In a preferred country: %(country)s") % {"country": candidate.country_name}
    wanted = _listed([country_name(code) for code in wish.preferred_countries])
    return _("Not in a preferred country: %(countries)s") % {"countries": wanted}


def _clusters(wish: Wish, candidate: Candidate) -> str:
    if not wish.preferred_clusters:
        return _("Any cluster is welcome")
    if candidate.cluster_id in wish.preferred_clusters:
        return _("Member of a preferred cluster")
    return _("Not of a preferred cluster")


def _regions(wish: Wish, candidate: Candidate) -> str:
    if not wish.level or not candidate.level:
        return _("How developed both regions are is not known")
    mine, its = (str(DevelopmentLevel(level).label) for level in (wish.level, candidate.level))
    if mine == its:
        return _("Both regions: %(level)s") % {"level": mine}
    return _("Visitor's region: %(visitor)s; host's region: %(host)s") % {"visitor": mine, "host": its}


def _sectors(wish: Wish, candidate: Candidate, fields: Fields) -> str:
    mine, its = fields.sectors(wish.terms), fields.sectors(candidate.offered)
    if not mine or not its:
        return _("The sector of one side is not known")
    if mine & its:
        return _("Same sector")
    tools = fields.tools(candidate.offered)
    if any(fields.nearest(term, tools)[0] > FAR for term in fields.tools(wish.terms)):
        return _("Another sector that works with the same things")
    return _("Another sector")


def _answers(candidate: Candidate) -> str:
    record = candidate.record
    if record.asked < FEWEST_ANSWERS:
        return _("Asked too rarely to say how it answers")
    return _("Answered %(answered)d of %(asked)d requests, %(accepted)d with a yes") % {
        "answered": record.answered,
        "asked": record.asked,
        "accepted": record.accepted,
    }


def _feedback(candidate: Candidate) -> str:
    record = candidate.record
    if record.ratings < FEWEST_ANSWERS:
        return _("Too few answers of visitors to count")
    return _("Visitors say %(score).1f of 5, in %(number)d answers") % {
        "score": record.score,
        "number": record.ratings,
    }


def _load(candidate: Candidate) -> str:
    visits, places = candidate.record.visits, candidate.places
    if not visits:
        return _("No other visit is planned or asked for")
    return ngettext(
        "%(visits)d visit planned or asked for, %(places)s at the same time",
        "%(visits)d visits planned or asked for, %(places)s at the same time",
        visits,
    ) % {"visits": visits, "places": places}


def _listed(names: Collection[str]) -> str:
    shown = list(names)[:MOST_NAMES]
    more = len(names) - len(shown)
    text = ", ".join(shown)
    return f"{text} " + _("and %(more)d more") % {"more": more} if more else text
