"""A county's bureau opens a desk: from a day on it decides itself, as its two persons declare."""

from datetime import date, datetime

from cairong.audit.recording import Tell, record
from cairong.audit.rows import insert
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, NotAllowed
from cairong.parties.four_eyes import two_person
from cairong.parties.models import OpenedDesk, Organisation
from cairong.parties.reads import own_organisation, region_names, the_only
from cairong.policy.counties import CLAUSE, DESK_WORDS, MATTERS, PROCUREMENT, TREASURY, begins_later
from cairong.policy.rule import require

ROLES = {
    PROCUREMENT: (Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER),
    TREASURY: (Role.TREASURY_OFFICER, Role.TREASURY_APPROVER),
}


@two_person(Role.PROCUREMENT_OFFICER, word="启用采购科自行审批", counties=True)
def open_procurement_desk(*, actor: Actor, now: datetime, opened_on: date) -> OpenedDesk:
    """Declare that a county's bureau decides its county's filings from a later day on.

    Officer and approver of the desk declare it, which proves that it has the two. What waits at the
    city's desk on that day is the county's from then on. Raises NotAllowed for the city's bureau,
    PolicyBreach for today or a day that is past, Conflict where it is open. Writes:
    parties.OpenedDesk. Source: 采购法§47, D19.
    """
    return _opened(actor, now, PROCUREMENT, opened_on)


@two_person(Role.TREASURY_OFFICER, word="启用国库科自行审批", counties=True)
def open_treasury_desk(*, actor: Actor, now: datetime, opened_on: date) -> OpenedDesk:
    """Declare that a county's bureau decides its county's accounts and payments from a later day.

    Otherwise as `open_procurement_desk`. Writes: parties.OpenedDesk. Source: 采购法§47, D19.
    """
    return _opened(actor, now, TREASURY, opened_on)


def _opened(actor: Actor, now: datetime, desk: str, opened_on: date) -> OpenedDesk:
    if not actor.county_bureau:
        raise NotAllowed("counties.not_county", CLAUSE, bureau=actor.organisation_name)
    require(begins_later(begins=opened_on, today=day_of(now), field="opened_on"))
    before = OpenedDesk.objects.filter(city=actor.city, region=actor.region, desk=desk).first()
    if before is not None:
        raise Conflict("counties.opened", CLAUSE, matter=MATTERS[desk], day=before.opened_on)
    made = OpenedDesk(
        city_id=actor.city,
        region=actor.region,
        desk=desk,
        organisation_id=own_organisation(actor),
        opened_on=opened_on,
        declared_at=now,
    )
    insert(made)
    city = the_only(actor.city, Organisation.Kind.BUREAU)
    record(
        actor=actor,
        now=now,
        type="parties.desk.opened",
        subject=made,
        about=[made.organisation_id],
        visible_to=[made.organisation_id, city.pk],
        after={
            "bureau": actor.organisation_name,
            "county": region_names(actor.city).get(actor.region, actor.region),
            "desk": DESK_WORDS[desk],
            "matters": MATTERS[desk],
            "opened_on": opened_on,
        },
        basis=[CLAUSE],
        tell=[
            Tell(organisation_id=city.pk, role=role, region=actor.region) for role in ROLES[desk]
        ],
    )
    return made
