"""The generated parts of the privacy notice: from the same registry as "my data"."""

from dataclasses import dataclass

from core import personal_data
from core.personal_data import Group, Text


@dataclass(frozen=True)
class NoticePart:
    group: Group
    # Names of the fields that are kept, and for each rule how long.
    fields: tuple[str, ...]
    periods: tuple[tuple[Text, Text], ...]


def parts() -> list[NoticePart]:
    found = []
    for group in personal_data.groups():
        holdings = [
            holding
            for holding in personal_data.holdings(group=group.key)
            if holding.about_people or holding.shown
        ]
        fields = dict.fromkeys(
            holding.label(name) for holding in holdings for name in (holding.about_people or holding.shown)
        )
        rules = dict.fromkeys(holding.rule for holding in holdings)
        periods = tuple((personal_data.rule(key).label, personal_data.rule(key).period) for key in rules)
        found.append(NoticePart(group, tuple(fields), periods))
    return found
