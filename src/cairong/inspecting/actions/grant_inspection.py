"""Let a body of inspection read a region for a stated matter and time, by two of the bureau."""

from datetime import date, datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.inspecting.models import Inspection
from cairong.inspecting.reads import body_for
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid
from cairong.kernel.text import clean_text
from cairong.parties.four_eyes import two_person
from cairong.parties.steps.facts import require_regions
from cairong.policy.inspecting import CLAUSE, in_days
from cairong.policy.rule import require


@two_person(Role.PROCUREMENT_OFFICER, word="准予稽查")
def grant_inspection(
    *,
    actor: Actor,
    now: datetime,
    organisation_id: UUID,
    region: str,
    letter_no: str,
    matter: str,
    since: date,
    until: date,
) -> Inspection:
    """Grant an inspection by its letter; its body reads everything of the region in its days.

    Raises NotFound for another organisation, Invalid for words that do not fit or a region that is
    none or another desk's, PolicyBreach for days that are over, turned round or longer than a year.
    Writes: inspecting.Inspection. Source: 三(一)-2.
    """
    body = body_for(actor, organisation_id)
    require_regions(actor.city, [region], field="region")
    _require_own(actor, region)
    require(in_days(since=since, until=until, today=day_of(now)))
    found = Inspection.objects.create(
        city_id=actor.city,
        organisation=body,
        region=region,
        letter_no=clean_text(letter_no, "letter_no", least=2, most=80),
        matter=clean_text(matter, "matter", least=4, most=300, lines=True),
        since=since,
        until=until,
        granted_at=now,
    )
    record(
        actor=actor,
        now=now,
        type="inspecting.inspection.granted",
        subject=found,
        visible_to=[body.pk],
        after={
            "inspector": body.name,
            "region": region,
            "letter_no": found.letter_no,
            "matter": found.matter,
            "since": since,
            "until": until,
        },
        basis=[CLAUSE],
        tell=[Tell(organisation_id=body.pk, role=Role.INSPECTOR, subject_id=found.pk)],
    )
    return found


def _require_own(actor: Actor, region: str) -> None:
    """Refuse a region that is not the desk's own, unless it is the city's. Raises Invalid."""
    if not actor.whole_city and region != actor.region:
        raise Invalid("inspecting.other_region", CLAUSE, field="region", value=region)
