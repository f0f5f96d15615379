from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import audit
from core import mail as mails
from core.actors import Actor
from core.exceptions import Refused
from core.models import Mail
from exchanges import permissions
from exchanges.models import Application
from exchanges.selectors.mails import mails_of

SENDERS = ("decider", "visitor_manager", "coordinator")


@transaction.atomic
def send_mail_again(*, application: Application, mail: Mail, by: Actor) -> Mail:
    """Queue a copy of one of the file's mails to the same address."""
    permissions.check_relation(permissions.application_relations(application, by), *SENDERS)
    if not mails_of(application).filter(pk=mail.pk).exists():
        raise Refused(_("This mail does not belong to the file."))
    copy = mails.send_again(mail)
    audit.record("mail.again", application, by, {"mail": (mail.pk, copy.pk)})
    return copy
