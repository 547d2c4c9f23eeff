"""Keep who obtained a procurement file, each once, and never the agency that handed it out."""

from datetime import datetime

from cairong.agencies.models import ProcurementFile, Recipient
from cairong.agencies.steps.acting import require_apart
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Conflict, Invalid
from cairong.parties.models import Organisation
from cairong.parties.reads import own_organisation
from cairong.policy.agencies import LETTER, MOST_RECIPIENTS
from cairong.policy.contracts import same_name
from cairong.policy.firms import firms_in


def keep_recipients(
    actor: Actor, now: datetime, file: ProcurementFile, lines: str, *, least: int
) -> int:
    """Keep the firms written in lines of code and name; count those that are new.

    Raises Invalid naming the line, or the name a code's supplier bears; Conflict where nothing is
    new, PolicyBreach for the agency itself or a supplier its person acts for.
    Writes: agencies.Recipient.
    """
    firms = firms_in(lines, clause=LETTER, most=MOST_RECIPIENTS, least=least, field="obtained")
    if not firms:
        return 0
    _require_names(file.city_id, firms)
    require_apart(actor, now, file.agency, firms)
    known = set(file.recipients.filter(uscc__in=firms).values_list("uscc", flat=True))
    fresh = {code: name for code, name in firms.items() if code not in known}
    if not fresh:
        raise Conflict("agencies.obtained_already", LETTER)
    Recipient.objects.bulk_create(
        Recipient(
            city_id=actor.city, file=file, uscc=code, name=name, by_id=own_organisation(actor),
            at=now,
        )
        for code, name in fresh.items()
    )  # fmt: skip
    return len(fresh)


def _require_names(city: str, firms: dict[str, str]) -> None:
    """Refuse a code under another name than its supplier bears here. Raises Invalid."""
    rows = Organisation.objects.filter(
        city_id=city, kind=Organisation.Kind.SUPPLIER, uscc__in=firms
    )
    for known in rows:
        borne = [known.name, *known.former_names]
        if not any(same_name(firms[known.uscc], name) for name in borne):
            raise Invalid(
                "agencies.other_name", LETTER, field="obtained", value=firms[known.uscc],
                uscc=known.uscc, name=known.name,
            )  # fmt: skip
