from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from exchanges.audiences import Audience
from exchanges.services.messages import MOST


class MessageForm(Form):
    audience = forms.ChoiceField(label=_("Who should read it?"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Message"),
        help_text=_(
            "They also get it by mail. No bank details, please: give them on the page of the account."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=MOST,
    )

    def __init__(self, *args: Any, circles: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].choices = [choice for choice in Audience.choices if choice[0] in circles]
        if len(circles) == 1:
            self.fields["audience"].initial = circles[0]
