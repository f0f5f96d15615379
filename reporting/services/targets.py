"""What a partnership promised, indicator by indicator: the present value, and every earlier one with its reason."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from clusters.models import Partnership, Target
from clusters.permissions import check_coordinates
from core import audit, clock
from core.actors import Actor
from core.exceptions import InvalidInput
from reporting.models import TargetVersion

MOST = Decimal(100_000_000)


@transaction.atomic
def set_targets(
    *,
    partnership: Partnership,
    by: Actor,
    values: Mapping[str, Decimal | int | None],
    source: str,
    valid_from: date,
    reason: str = "",
) -> list[TargetVersion]:
    """Set what differs from the present targets; None takes a target away. A change of an earlier one needs the reason.

    Raises InvalidInput. The new versions, one for each changed indicator; none when nothing differs.
    """
    check_coordinates(by, partnership)
    Partnership.objects.select_for_update(of=("self",), no_key=True).get(pk=partnership.pk)
    known = {target.code: target for target in Target.objects.filter(partnership=partnership)}
    numbers = _numbers(partnership)
    changed = {
        code: value
        for code, value in values.items()
        if value != (known[code].value if code in known else None)
    }
    if not changed:
        return []
    _check(changed, source, reason, earlier=any(code in known or code in numbers for code in changed))
    made = []
    for code, value in changed.items():
        if code in known and code not in numbers:
            numbers[code] = _founding_version(known[code], partnership, by).number
        made.append(
            TargetVersion.objects.create(
                partnership=partnership,
                code=code,
                number=numbers.get(code, 0) + 1,
                value=value,
                source=source.strip(),
                valid_from=valid_from,
                reason=reason.strip(),
                set_by=by.user,
                set_at=clock.now(),
            )
        )
        _set(partnership, code, value)
    before = {code: known[code].value if code in known else "" for code in changed}
    audit.record(
        "partnership.targets",
        partnership,
        by,
        {code: (before[code], value) for code, value in changed.items()},
    )
    return made


def _check(changed: Mapping[str, Decimal | int | None], source: str, reason: str, *, earlier: bool) -> None:
    for code, value in changed.items():
        if value is not None and not 0 <= value <= MOST:
            raise InvalidInput(_("A target lies between 0 and 100 million."), code)
    if not source.strip():
        raise InvalidInput(
            _("Say where the targets are written, for example “Grant agreement, part B”."), "source"
        )
    if earlier and not reason.strip():
        raise InvalidInput(_("A target that was set before changes. Say why."), "reason")


def _numbers(partnership: Partnership) -> dict[str, int]:
    rows = TargetVersion.objects.filter(partnership=partnership).order_by("number")
    return dict(rows.values_list("code", "number"))


def _founding_version(target: Target, partnership: Partnership, by: Actor) -> TargetVersion:
    """The value that came with the partnership, so that the history begins with it."""
    return TargetVersion.objects.create(
        partnership=partnership,
        code=target.code,
        number=1,
        value=target.value,
        source=_("Set when the partnership was founded"),
        valid_from=partnership.start_on,
        set_by=by.user,
        set_at=clock.now(),
    )


def _set(partnership: Partnership, code: str, value: Decimal | int | None) -> None:
    if value is None:
        Target.objects.filter(partnership=partnership, code=code).delete()
    else:
        Target.objects.update_or_create(partnership=partnership, code=code, defaults={"value": value})
