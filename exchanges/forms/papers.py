"""What may be handed in with an application: a proof of the membership, and a CV."""

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.selectors.memberships import live_membership
from core.files import PHOTOS, TYPES
from core.widgets import FileInput
from exchanges.forms.application import PageForm
from exchanges.selectors.profiles import cv_of


class PapersForm(PageForm):
    proof = forms.FileField(
        label=_("Proof of your membership"),
        required=False,
        help_text=_(
            "For example the membership certificate, or an invoice of the fee. PDF, JPEG or PNG, at most 10 MB."
        ),
        widget=FileInput(accept=TYPES),
    )
    photo = forms.FileField(
        label=_("Or take a photo of it"),
        required=False,
        widget=FileInput(accept=PHOTOS, attrs={"capture": "environment"}),
    )
    cv = forms.FileField(
        label=_("CV"),
        required=False,
        help_text=_(
            "Nobody needs one. PDF, JPEG or PNG, at most 10 MB. Your colleagues and your clusters can open it."
        ),
        widget=FileInput(accept=TYPES),
    )

    def fill(self) -> None:
        """A proof is asked for while a cluster has not answered."""
        self.membership = live_membership(self.application.organisation)
        self.cv = cv_of(self.application.organisation)
        if self.membership is not None and self.membership.proof is not None:
            self.fields["proof"].label = _("Replace the proof of your membership")
        if self.cv is not None:
            self.fields["cv"].label = _("Replace the CV")
        if self.membership is None or self.membership.state != "requested":
            del self.fields["proof"], self.fields["photo"]
