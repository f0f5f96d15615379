"""The columns of a cluster's member list, with the headings that people give them in their own tables."""

from datetime import date

from django.utils.translation import gettext_lazy

from clusters.enums import OrganisationKind
from clusters.services.import_columns import CITY, COUNTRY, SIZES, kind_column
from core.imports.columns import ADDRESS, CHOICE, DATE, EMAIL, Column

_MEMBERS = [kind for kind in OrganisationKind if kind != OrganisationKind.CLUSTER]

COLUMNS = (
    Column(
        "name",
        gettext_lazy("Organisation"),
        required=True,
        names=(
            "name", "legal name", "company", "company name", "member", "organization", "firma", "firmenname",
            "unternehmen", "organisationsname", "nom", "raison sociale", "entreprise", "société", "empresa",
            "razón social", "nombre", "organización", "nazwa", "firma nazwa", "име", "фирма", "организация",
            "pavadinimas", "įmonė", "ragione sociale", "nome", "azienda",
        ),
        example="Musterfirma GmbH",
        hint=gettext_lazy("The legal name, as in the register."),
    ),
    kind_column(required=True, kinds=_MEMBERS),
    COUNTRY,
    CITY,
    Column(
        "website",
        gettext_lazy("Website"),
        ADDRESS,
        names=("web", "url", "homepage", "webseite", "internet", "site", "site web", "sitio web", "strona", "сайт"),
        example="https://www.musterfirma.example",
    ),
    Column(
        "registration_number",
        gettext_lazy("Registration number"),
        names=(
            "register number", "company number", "reg no", "handelsregister", "registernummer", "hrb", "siren",
            "siret", "nif", "cif", "krs", "regon", "еик", "įmonės kodas", "partita iva",
        ),
        most_letters=60,
        example="HRB 12345",
    ),
    Column(
        "vat_number",
        gettext_lazy("VAT number"),
        names=("vat", "vat id", "vat no", "ust-id", "ustid", "umsatzsteuer-id", "tva", "n° tva", "iva", "pvm", "ддс"),
        most_letters=20,
        example="DE136695976",
        hint=gettext_lazy("With the country's letters."),
    ),
    Column(
        "contact_name",
        gettext_lazy("Contact person"),
        names=("contact", "contact name", "ansprechpartner", "kontakt", "personne de contact", "contacto", "kontaktas"),
        most_letters=150,
        example="Erika Beispiel",
    ),
    Column(
        "contact_email",
        gettext_lazy("E-mail of the contact"),
        EMAIL,
        names=("e-mail", "email", "mail", "contact email", "courriel", "correo", "el. paštas", "имейл"),
        example="erika@musterfirma.example",
    ),
    Column(
        "since",
        gettext_lazy("Member since"),
        DATE,
        names=("since", "member from", "joined", "mitglied seit", "beitritt", "seit", "membre depuis", "miembro desde"),
        example=date(2020, 1, 15),
        hint=gettext_lazy("A date, or the year alone."),
    ),
    Column(
        "until",
        gettext_lazy("Member until"),
        DATE,
        names=("until", "valid until", "expires", "mitglied bis", "bis", "jusqu'au", "hasta"),
        hint=gettext_lazy("Only when the membership ends by itself."),
    ),
    Column(
        "direct",
        gettext_lazy("Kind of membership"),
        CHOICE,
        names=("membership", "direct", "mitgliedschaft", "type of membership", "type d'adhésion"),
        choices={
            "direct": (gettext_lazy("direct"), "yes", "ja", "oui", "sí", "1", "direkt", "own member"),
            "indirect": (gettext_lazy("indirect"), "no", "nein", "non", "0", "indirekt", "through another"),
        },
        example="direct",
        hint=gettext_lazy("Indirect: through another organisation that is a member."),
    ),
    Column(
        "size",
        gettext_lazy("Size"),
        CHOICE,
        names=("size", "company size", "größe", "groesse", "taille", "tamaño", "wielkość", "размер", "dydis"),
        choices=SIZES,
        example="small",
        hint=gettext_lazy("For SMEs. The organisation answers the SME questions itself later."),
    ),
)  # fmt: skip
