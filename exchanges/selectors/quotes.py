"""Sentences of visitors that may be published, with the name of who said them."""

from typing import Any

from clusters.enums import ConsentPurpose
from clusters.models import Consent, Partnership
from clusters.selectors.consents import texts_from, with_consent
from exchanges.models import ClosingReport


@texts_from
def quoted_sentence(consent: Consent) -> str:
    if consent.subject_type != ClosingReport._meta.label_lower or consent.subject_id is None:
        return ""
    found = ClosingReport.objects.filter(pk=consent.subject_id).values_list("quote", flat=True).first()
    return found or ""


def published_quotes(partnership: Partnership, most: int) -> list[dict[str, Any]]:
    """Of credited visits with a live permission, newest first; one from each organisation."""
    rows = (
        ClosingReport.objects.filter(
            with_consent(ConsentPurpose.QUOTE, ClosingReport),
            exchange__partnership=partnership,
            exchange__credited_on__isnull=False,
            exchange__application__anonymised_on=None,
        )
        .exclude(quote="")
        .order_by("exchange__visitor_id", "-exchange__credited_on", "-pk")
        .distinct("exchange__visitor_id")
        .values(
            "quote",
            "exchange__credited_on",
            "exchange__application__contact_name",
            "exchange__visitor__name",
            "exchange__visitor_country__name",
        )
    )
    newest = sorted(rows, key=lambda row: row["exchange__credited_on"], reverse=True)[:most]
    return [
        {
            "text": row["quote"],
            "name": row["exchange__application__contact_name"],
            "organisation": row["exchange__visitor__name"],
            "country": row["exchange__visitor_country__name"],
        }
        for row in newest
    ]
