"""Reasons and points that a new portal starts with; a coordinator changes them in a new version of the rules."""

from dataclasses import dataclass

from exchanges.enums import Decision


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """`texts` by language; what stands in braces is explained in `exchanges.reasons`."""

    decision: Decision
    title: str
    texts: dict[str, str]


@dataclass(frozen=True, slots=True)
class PointRow:
    text: str
    required: bool = False


REASONS: tuple[ReasonRow, ...] = (
    ReasonRow(
        Decision.ACCEPT,
        "Welcome",
        {
            "en": "We are glad to support the visit of {organisation}. Please complete your visit plan next.",
            "de": "Wir unterstützen den Besuch von {organisation} gern. Bitte ergänzen Sie als Nächstes Ihren Besuchsplan.",
            "fr": "Nous soutenons volontiers la visite de {organisation}. Complétez maintenant votre plan de visite.",
        },
    ),
    ReasonRow(
        Decision.ACCEPT,
        "Membership is known to us",
        {
            "en": "We know {organisation} as a member. The formal confirmation follows; it does not hold up your visit.",
            "de": "Wir kennen {organisation} als Mitglied. Die Bestätigung folgt und hält Ihren Besuch nicht auf.",
            "fr": "Nous connaissons {organisation} comme membre. La confirmation suit et ne retarde pas la visite.",
        },
    ),
    ReasonRow(
        Decision.HOLD,
        "Aims are too general",
        {
            "en": "What exactly do you want to learn or find at the host? Please name one or two results you expect.",
            "de": "Was genau möchten Sie beim Gastgeber lernen oder finden? Bitte nennen Sie ein oder zwei Ergebnisse.",
            "fr": "Que voulez-vous apprendre ou trouver chez l'hôte ? Indiquez un ou deux résultats attendus.",
        },
    ),
    ReasonRow(
        Decision.HOLD,
        "Proof of membership",
        {
            "en": "Please send us a proof that {organisation} is a member of your cluster, such as a letter or an invoice.",
            "de": "Bitte senden Sie einen Nachweis der Mitgliedschaft von {organisation}, etwa einen Brief oder eine Rechnung.",
            "fr": "Envoyez un justificatif de l'adhésion de {organisation} à votre cluster : une lettre ou une facture.",
        },
    ),
    ReasonRow(
        Decision.HOLD,
        "Weekend or public holiday",
        {
            "en": "A weekend or a public holiday lies in your visit from {first_day} to {last_day}. "
            "Is there a programme on that day? Or can you choose other days?",
            "de": "In Ihren Besuch vom {first_day} bis {last_day} fällt ein Wochenende oder Feiertag. "
            "Gibt es an diesem Tag ein Programm? Oder können Sie andere Tage wählen?",
            "fr": "Votre visite du {first_day} au {last_day} comprend un week-end ou un jour férié. "
            "Y a-t-il un programme ce jour-là ? Ou pouvez-vous choisir d'autres jours ?",
        },
    ),
    ReasonRow(
        Decision.REJECT,
        "Too few working days",
        {
            "en": "A visit needs at least {least_days} working days with the host. Yours has fewer. "
            "You are welcome to apply again with a longer stay.",
            "de": "Ein Besuch braucht mindestens {least_days} Arbeitstage beim Gastgeber. Ihrer hat weniger. "
            "Bewerben Sie sich gern erneut mit einem längeren Aufenthalt.",
            "fr": "Une visite compte au moins {least_days} jours ouvrés chez l'hôte. La vôtre en a moins. "
            "Vous pouvez déposer une nouvelle demande pour un séjour plus long.",
        },
    ),
    ReasonRow(
        Decision.REJECT,
        "Earlier visit",
        {
            "en": "{organisation} has already made a visit with ClusterXchange. One visit is paid. "
            "You can still receive visitors as a host.",
            "de": "{organisation} hat bereits einen Besuch mit ClusterXchange gemacht. Bezahlt wird ein Besuch. "
            "Als Gastgeber können Sie weiter Besuch empfangen.",
            "fr": "{organisation} a déjà effectué une visite avec ClusterXchange. Une seule visite est payée. "
            "Vous pouvez toujours accueillir des visiteurs.",
        },
    ),
    ReasonRow(
        Decision.REJECT,
        "Not a member of a cluster",
        {
            "en": "A visitor belongs to a cluster with a profile on the European Cluster Collaboration Platform. "
            "We could not confirm this for {organisation}. Join a cluster and apply again.",
            "de": "Besucher gehören zu einem Cluster mit Profil auf der European Cluster Collaboration Platform. "
            "Für {organisation} konnten wir das nicht bestätigen. Treten Sie einem Cluster bei und bewerben Sie sich erneut.",
            "fr": "Un visiteur appartient à un cluster présent sur la European Cluster Collaboration Platform. "
            "Nous n'avons pas pu le confirmer pour {organisation}. Rejoignez un cluster et déposez une nouvelle demande.",
        },
    ),
)
POINTS: tuple[PointRow, ...] = (
    PointRow("The aims fit the strategy of the partnership"),
    PointRow("The people named work for the visitor"),
    PointRow("The visit serves an exchange, not sales alone"),
)
