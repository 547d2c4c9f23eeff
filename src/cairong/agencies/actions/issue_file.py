"""A procurement file is issued by a purchaser or its agency; the notice letter goes with it."""

from datetime import date, datetime
from uuid import UUID

from cairong.agencies.models import ProcurementFile
from cairong.agencies.reads import file_standing
from cairong.agencies.steps.acting import engagement_named, own_purchaser
from cairong.agencies.steps.obtaining import keep_recipients
from cairong.audit.recording import Tell, record
from cairong.audit.rows import insert
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, Invalid
from cairong.kernel.money import positive
from cairong.kernel.text import clean_text
from cairong.policy.agencies import LETTER, METHODS, SCOPE
from cairong.policy.contracts import check_day_known, day_has_come
from cairong.policy.rule import require


@use_case(Role.AGENCY_CLERK, Role.PURCHASER_OFFICER, word="登记采购文件")
def issue_file(
    *,
    actor: Actor,
    now: datetime,
    project_no: str,
    title: str,
    budget_fen: int,
    method: str,
    issued_on: date,
    sme_reserved: bool = False,
    obtained: str = "",
    engagement_id: UUID | None = None,
) -> ProcurementFile:
    """Record a procurement file as issued, with those who obtained it (code and name, one a line).

    An agency names its agreement, a purchaser issues for itself. The letter (附-1) goes to each at
    once; who obtains it later is added (`add_recipients`).
    Raises NotFound, Invalid, Conflict for a project number whose file stands, PolicyBreach where
    the agreement does not hold or does not cover it, for a day to come, or the agency itself among
    the suppliers. Writes: agencies.ProcurementFile, agencies.Recipient.
    Source: 附-1, 采购法§19, §20, 条例§16, 87号令§8.
    """
    number = clean_text(project_no, "project_no", least=2, most=100)
    check_day_known(day=issued_on, today=day_of(now), field="issued_on")
    require(day_has_come(day=issued_on, today=day_of(now), what="采购文件发出日期"))
    if method not in METHODS:
        raise Invalid("invalid.choice", field="method", value=method, choices="、".join(METHODS))
    engagement = engagement_named(actor, now, engagement_id, number)
    purchaser = engagement.purchaser if engagement else own_purchaser(actor)
    agency = engagement.agency if engagement else None
    if file_standing(purchaser, number):
        raise Conflict("agencies.file_once", LETTER, project_no=number)
    made = ProcurementFile(
        city_id=actor.city,
        purchaser=purchaser,
        agency=agency,
        engagement=engagement,
        region=purchaser.region,
        project_no=number,
        title=clean_text(title, "title", least=1, most=300),
        budget_fen=positive(budget_fen, "budget"),
        sme_reserved=sme_reserved,
        method=method,
        issued_on=issued_on,
        recorded_at=now,
    )
    insert(made)
    count = keep_recipients(actor, now, made, obtained, least=0)
    _record(actor, now, made, count)
    return made


def _record(actor: Actor, now: datetime, made: ProcurementFile, count: int) -> None:
    """Record it; how many obtained it is said, to its two sides alone, who they are is not."""
    agency, engagement = made.agency, made.engagement
    record(
        actor=actor,
        now=now,
        type="agencies.file.issued",
        subject=made,
        visible_to=[made.purchaser_id],
        after={
            "purchaser": made.purchaser.name,
            "agency": agency.name if agency else "",
            "agreement": engagement.no if engagement else "",
            "project_no": made.project_no,
            "title": made.title,
            "budget_fen": made.budget_fen,
            "method": made.method,
            "sme_reserved": made.sme_reserved,
            "issued_on": made.issued_on,
            "count": count,
        },
        basis=[LETTER, *([SCOPE] if agency else [])],
        tell=told_of(made),
    )


def told_of(file: ProcurementFile) -> list[Tell]:
    """Tell a purchaser what its agency did."""
    if file.agency_id is None:
        return []
    return [
        Tell(organisation_id=file.purchaser_id, role=Role.PURCHASER_OFFICER, subject_id=file.pk)
    ]
