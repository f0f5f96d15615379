"""The mails of a file, whatever part of it they are about."""

from typing import Any

from django.db.models import Q, QuerySet

from core.models import Mail
from exchanges.models import Application, Exchange, Party, Proposal, Questionnaire


def mails_of(application: Any) -> QuerySet[Mail]:
    """Newest first. The file itself, its number, or an expression for the number."""
    parts = {
        "exchanges.application": [application.pk if isinstance(application, Application) else application],
        "exchanges.proposal": Proposal.objects.filter(application=application).order_by().values("pk"),
        "exchanges.exchange": Exchange.objects.filter(application=application).order_by().values("pk"),
        "exchanges.party": Party.objects.filter(application=application).order_by().values("pk"),
        "exchanges.questionnaire": Questionnaire.objects.filter(exchange__application=application)
        .order_by()
        .values("pk"),
    }
    about = Q()
    for subject_type, pks in parts.items():
        about |= Q(subject_type=subject_type, subject_id__in=pks)
    return Mail.objects.filter(about).order_by("-queued_at", "-id")
