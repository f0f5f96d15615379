"""The timeline in words: one sentence for each kind of move, and which comments are for whom."""

from typing import Any

from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Any] = {
    "application.start": _("The application was begun"),
    "application.enter": _("The application was entered for the applicant"),
    "application.submit": _("The application was sent"),
    "application.open_review": _("The review was taken up"),
    "application.accept": _("The application was accepted"),
    "application.reject": _("The application was not accepted"),
    "application.hold": _("The cluster asked a question"),
    "application.answer": _("The question was answered"),
    "application.withdraw": _("The application was withdrawn"),
    "application.expire": _("The application expired"),
    "proposal.create": _("A host was asked"),
    "proposal.host_accepts": _("The host said yes"),
    "proposal.host_agrees": _("The host said yes"),
    "proposal.visitor_accepts": _("The visitor said yes to the host"),
    "proposal.visitor_agrees": _("The visitor said yes to the host"),
    "proposal.confirm": _("Both clusters confirmed the match"),
    "proposal.decline": _("The match was declined"),
    "proposal.withdraw": _("The request to a host was taken back"),
    "proposal.expire": _("The request to a host expired"),
    "exchange.create": _("The visit plan was opened"),
    "exchange.send_with_mission": _("The visit plan was sent for signature with those of the mission"),
    "exchange.take_over_programme": _("The programme of the mission was taken over"),
    "exchange.send_plan": _("The visit plan was sent for signature"),
    "exchange.change_plan": _("The visit plan was taken back to be changed"),
    "exchange.complete_commitment": _("All four parties had signed the Commitment to Quality"),
    "exchange.complete_without_agreement": _("All four parties had signed the Commitment to Quality"),
    "exchange.complete_agreement": _("The Financial Agreement was signed"),
    "exchange.start": _("The visit began"),
    "exchange.end": _("The visit ended"),
    "exchange.submit_report": _("The closing report was handed in"),
    "exchange.return_report": _("The closing report was sent back"),
    "exchange.validate": _("The closing report was validated"),
    "exchange.find_not_eligible": _("The visit was found not eligible"),
    "exchange.order_payment": _("The payment was ordered"),
    "exchange.approve_payment": _("The payment was approved"),
    "exchange.refuse_payment": _("The payment was refused"),
    "exchange.mark_paid": _("The lump sum was paid"),
    "exchange.close": _("The file was closed"),
    "exchange.close_without_payment": _("The file was closed, nothing was to pay"),
    "exchange.cancel": _("The visit was cancelled"),
    "exchange.discontinue": _("The visit was broken off"),
}
# Moves that open a chapter, and those that are bad news: shown with a mark.
KEY = {
    "application.submit",
    "application.accept",
    "proposal.confirm",
    "exchange.complete_commitment",
    "exchange.complete_without_agreement",
    "exchange.complete_agreement",
    "exchange.validate",
    "exchange.mark_paid",
}
PROBLEM = {
    "application.reject",
    "application.withdraw",
    "application.expire",
    "proposal.decline",
    "exchange.cancel",
    "exchange.discontinue",
    "exchange.find_not_eligible",
    "exchange.refuse_payment",
}
# Written to the visitor; every other comment stays with the staff.
TOLD_TO_VISITOR = {
    "application.reject",
    "application.hold",
    "application.answer",
    "application.withdraw",
    "proposal.decline",
    "exchange.change_plan",
    "exchange.return_report",
    "exchange.find_not_eligible",
    "exchange.cancel",
    "exchange.discontinue",
}
TOLD_TO_HOST = {"exchange.change_plan", "exchange.cancel", "exchange.discontinue"}
# The host's side hears of the match and the visit, not of the decision on the visitor and not of money.
HIDDEN_FROM_HOST = {
    "application.start",
    "application.enter",
    "application.open_review",
    "application.hold",
    "application.answer",
    "exchange.complete_agreement",
    "exchange.return_report",
    "exchange.submit_report",
    "exchange.order_payment",
    "exchange.approve_payment",
    "exchange.refuse_payment",
    "exchange.mark_paid",
}
HIDDEN_FROM_VISITOR = {"application.open_review", "exchange.order_payment", "exchange.refuse_payment"}
