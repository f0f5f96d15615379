"""What a host says about its offer, one topic a page. Pure."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clusters.profile_topics import Topic


def _has_uses(offer: Any) -> bool:
    return bool(offer.uses or offer.activity_types)


def _has_terms(offer: Any) -> bool:
    return bool(offer.terms.all())


def _has_facilities(offer: Any) -> bool:
    return bool(offer.facilities or offer.facilities_note)


OFFER_TOPICS = (
    Topic("about", _("What visitors see and do"), 3, lambda offer: bool(offer.title and offer.description)),
    Topic(
        "purpose",
        _("What a visit is good for"),
        2,
        _has_uses,
        _("Visitors who want the same find you first."),
    ),
    Topic("terms", _("Fields of activity"), 2, _has_terms, _("Matching looks for shared fields.")),
    Topic(
        "languages",
        _("Languages you can work in"),
        2,
        lambda offer: bool(offer.languages),
        _("Visitors choose by them."),
    ),
    Topic("place", _("At your place"), 1, _has_facilities, _("Visitors know what to bring.")),
    Topic("contact", _("Contact person"), 2, lambda offer: bool(offer.contact_name and offer.contact_email)),
)
