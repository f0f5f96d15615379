"""What files, visits, payments and answers hold about people; see `core.personal_data`."""

from django.utils.translation import gettext_lazy as _

from core.personal import counted, deleted
from core.personal_data import (
    Group,
    Holding,
    Rule,
    add,
    add_group,
    add_rule,
    governs_history,
    words,
)
from exchanges import personal_holdings as holdings
from exchanges.selectors import retention as over
from exchanges.services import file_retention as letting_go

_RECORDS = _("Records of the grant must be kept so long. Nobody uses them for anything else.")


def register() -> None:
    """Called when the app is ready."""
    _add_groups()
    _add_rules()
    for holding in holdings.all_of_them():
        add(holding)
    for model, fields in holdings.OF_FILE.items():
        add(Holding(model, plain=words(fields[1]), path=fields[0], rule="file"))
    for model, plain in holdings.PLAIN.items():
        add(Holding(model, plain=words(plain)))
    governs_history(*over.governed_types())


def _add_groups() -> None:
    add_group(
        Group(
            "visit",
            _("Your visits"),
            _("To decide, to find a host, to plan the visit and to report it to the European Commission."),
            _("Your application (contract), and the partnership's duty to report"),
            _("The four parties of the visit, the partnership and its auditors"),
            order=30,
        )
    )
    add_group(
        Group(
            "money",
            _("Agreements and payments"),
            _("To pay the lump sum and to prove that it was paid rightly."),
            _("Legal duty: records of the grant"),
            _("You, the people who pay, and auditors"),
            order=40,
        )
    )


def _add_rules() -> None:
    add_rule(
        Rule(
            "file",
            _("Files with a visit"),
            _(
                "5 years after the last payment of the grant, 3 years for a grant of at most EUR 60,000; longer during an "
                "audit or a dispute. Without a visit 12 months after the file has ended; a draft 12 months after its start"
            ),
            over.until,
            counted(over.files_over),
            letting_go.anonymise_files,
            legal_hold=_RECORDS,
            waiting=_(
                "5 years after the grant's last payment, which has not come yet; 3 years for a small grant"
            ),
        )
    )
    add_rule(
        Rule(
            "cv",
            _("CVs"),
            _("12 months after the CV was handed in"),
            over.cv_until,
            counted(over.cvs_over),
            letting_go.drop_cvs,
        )
    )
    add_rule(
        Rule(
            "bulk",
            _("Lists of what was done to several files at once"),
            _("90 days after the act"),
            over.bulk_until,
            counted(over.bulk_over),
            deleted(over.bulk_over),
        )
    )
    _add_rules_of_events()
    add_rule(
        Rule(
            "removed_proof",
            _("Proofs that were taken back"),
            _("12 months after they were taken back"),
            over.removed_proof_until,
            counted(over.removed_proofs_over),
            letting_go.drop_removed_proofs,
        )
    )


def _add_rules_of_events() -> None:
    add_rule(
        Rule(
            "mission",
            _("Contact persons and registered participants of events"),
            _("12 months after the mission"),
            over.mission_until,
            counted(over.missions_over),
            letting_go.forget_mission_contacts,
        )
    )
    add_rule(
        Rule(
            "certificate",
            _("Certificates of virtual exchanges"),
            _("As long as the files of the partnership: 5 years after the last payment of its grant"),
            over.certificate_until,
            counted(over.certificates_over),
            letting_go.forget_certificates,
            legal_hold=_RECORDS,
            waiting=_("5 years after the grant's last payment, which has not come yet"),
        )
    )
