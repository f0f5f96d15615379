"""Whoever holds a document learns whether it is genuine."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from core import genuine, throttle
from core.forms import Form

PER_HOUR = 60
MAX_BYTES = 50 * 1024 * 1024


class VerifyForm(Form):
    file = forms.FileField(
        label=_("The file"), required=False, help_text=_("PDF or Word. We compare it and keep nothing of it.")
    )
    code = forms.CharField(
        label=_("Or the code printed in it"),
        required=False,
        max_length=100,
        help_text=_("Twelve letters and digits, such as K7QM-4F2P-9XTA, or a SHA-256."),
    )

    def clean_file(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data["file"]
        if file is not None and (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(_("This file is larger than 50 MB. The portal makes no such files."))
        return file

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or {}
        if not self.errors and not cleaned.get("file") and not cleaned.get("code"):
            self.add_error("file", _("Choose the file, or type the code."))
        return cleaned


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """GET shows the form, and with `?code=`, as in a printed address, the answer."""
    code = request.GET.get("code", "")
    form = (
        VerifyForm(request.POST, request.FILES)
        if request.method == "POST"
        else VerifyForm(initial={"code": code})
    )
    asked = request.method == "POST" or bool(code)
    if asked and not throttle.allowed("verify", throttle.address_of(request), limit=PER_HOUR, seconds=3600):
        return throttle.too_many(request, 3600)
    finding, answered, by_code = None, False, True
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        answered, by_code = True, not file
        finding = genuine.of_file(file) if file else genuine.of_words(form.cleaned_data["code"])
    elif request.method != "POST" and code:
        answered, finding = True, genuine.of_words(code)
    context = {"form": form, "answered": answered, "finding": finding, "by_code": by_code}
    return render(request, "core/verify.html", context)
