"""A purchaser records the agreement by which it lets an agency act, by two persons."""

from datetime import date, datetime
from uuid import UUID

from cairong.agencies.models import Engagement
from cairong.agencies.steps.ending import said_of
from cairong.audit.recording import Tell, record
from cairong.audit.rows import insert, locked
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict
from cairong.kernel.text import clean_text
from cairong.parties import reads as parties
from cairong.parties.four_eyes import two_person
from cairong.parties.models import Organisation
from cairong.policy.agencies import AGREEMENT, agreement_in_days
from cairong.policy.rule import require

Kind = Organisation.Kind


@two_person(Role.PURCHASER_OFFICER, word="登记委托代理协议")
def record_engagement(
    *,
    actor: Actor,
    now: datetime,
    agency_id: UUID,
    no: str,
    paper: str,
    valid_from: date,
    valid_to: date,
    project_no: str = "",
) -> Engagement:
    """Record an agreement with an agency, for all one procures or for one project alone.

    It holds once the agency has accepted it. Raises NotFound for what is no agency of the city,
    Conflict for one that is suspended, a number that was recorded, or days in which another stands
    for the same; PolicyBreach for days that do not fit.
    Writes: agencies.Engagement. Source: 采购法§19, §20, 条例§16.
    """
    purchaser = locked(Organisation.objects.all()).get(pk=parties.own_organisation(actor))
    agency = parties.organisation(actor.city, agency_id, kind=Kind.AGENCY)
    if not agency.active:
        raise Conflict("parties.organisation_state")
    require(agreement_in_days(valid_from=valid_from, valid_to=valid_to, today=day_of(now)))
    made = Engagement(
        city_id=actor.city,
        purchaser=purchaser,
        agency=agency,
        no=clean_text(no, "no", least=2, most=80),
        paper=clean_text(paper, "paper", least=2, most=200),
        project_no=clean_text(project_no, "project_no", most=100),
        valid_from=valid_from,
        valid_to=valid_to,
        recorded_at=now,
    )
    if Engagement.objects.filter(purchaser=purchaser, no=made.no).exists():
        raise Conflict("agencies.agreement_once", AGREEMENT, no=made.no)
    _require_no_other(made)
    insert(made)
    record(
        actor=actor,
        now=now,
        type="agencies.engagement.recorded",
        subject=made,
        visible_to=[agency.pk],
        after=said_of(made) | {"paper": made.paper, "project_no": made.project_no},
        basis=[AGREEMENT],
        tell=[Tell(organisation_id=agency.pk, role=Role.AGENCY_CLERK, subject_id=made.pk)],
    )
    return made


def _require_no_other(made: Engagement) -> None:
    """Refuse two agreements for the same in the same days. Raises Conflict naming the other."""
    rows = Engagement.objects.filter(
        purchaser=made.purchaser,
        state__in=["offered", "accepted"],
        project_no=made.project_no,
        valid_from__lte=made.valid_to,
        valid_to__gte=made.valid_from,
    )
    if not made.project_no:
        rows = rows.filter(agency=made.agency)
    other = rows.select_related("agency").first()
    if other is not None:
        raise Conflict(
            "agencies.agreement_overlaps", AGREEMENT, no=other.no, agency=other.agency.name,
            valid_from=other.valid_from, valid_to=other.valid_to,
        )  # fmt: skip
