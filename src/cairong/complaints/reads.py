"""Complaints as each actor may see them: not yours is not there; and what a case offers to one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max, QuerySet, Sum
from django.db.models.functions import Coalesce, Length

from cairong.audit.models import Event
from cairong.audit.rows import fetch
from cairong.clocks.reads import Deadline, open_deadlines
from cairong.complaints.models import Complaint, ComplaintPaper, Passed, Saying
from cairong.contracts.models import Award, Contract
from cairong.contracts.reads import awards_of, contracts_of
from cairong.contracts.states import AWARD, CONTRACT
from cairong.kernel.actor import BUREAU, INSTITUTION, OVERSEERS, PURCHASER, Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotFound
from cairong.kernel.states import StateTable
from cairong.lending.models import Application
from cairong.lending.reads import applications_of, loans_of
from cairong.lending.states import APPLICATION, LOAN, OPEN_APPLICATIONS
from cairong.parties.models import Organisation
from cairong.parties.reads import line_of, stands_for
from cairong.policy.complaining import ANSWER, ANSWERING, SETTLE, UPPERS
from cairong.treasury.models import Acceptance, Remittance

READERS = tuple(sorted({Role.SUPPLIER, *PURCHASER, *INSTITUTION, *BUREAU, *OVERSEERS}))
PASSERS = (Role.SUPPLIER, *UPPERS)
DUTIES = (ANSWER, SETTLE)
WORD = "投诉"
CANCELLED = "contracts.award.cancelled"
TABLES: Mapping[str, StateTable] = {
    "award": AWARD, "contract": CONTRACT, "application": APPLICATION, "loan": LOAN,
}  # fmt: skip


def complaints_of(actor: Actor) -> QuerySet[Complaint]:
    """List the complaints an actor may see, newest first.

    A supplier those it made, a purchaser or an institution those about it, an authority those that
    go up to it, from the day on which they are made.
    """
    rows = Complaint.objects.filter(city_id=actor.city).select_related(
        "supplier", "accused", "upper"
    )
    own = line_of(actor.organisation_id)
    if actor.role is Role.SUPPLIER:
        rows = rows.filter(supplier=actor.organisation_id)
    elif actor.role in PURCHASER | INSTITUTION:
        rows = rows.filter(accused__in=own)
    elif actor.role in BUREAU | OVERSEERS:
        rows = rows.filter(upper__in=own)
        rows = rows if actor.whole_city else rows.filter(region=actor.region)
    elif actor.role is not Role.SYSTEM:
        rows = rows.none()
    return rows.order_by("-made_at", "-no")


def complaint_for(actor: Actor, complaint_id: UUID, *, lock: bool = False) -> Complaint:
    """Fetch a complaint the actor may see. Raises NotFound."""
    return fetch(complaints_of(actor), complaint_id, WORD, lock=lock)


@dataclass(frozen=True, kw_only=True)
class CaseOf:
    """What of a supplier's a complaint is about: of which sort, whose, where, and since when over.

    `about` are the records whose timelines show it; `accepted`, whether something of it was.
    """

    case: str
    case_id: UUID
    accused: Organisation
    region: str
    no: str
    title: str
    state: str
    ended_on: date | None
    about: tuple[UUID | None, ...]
    accepted: bool = False

    @property
    def state_word(self) -> str:
        """Say in words in which state it is."""
        return TABLES[self.case].states[self.state].word


def case_of(actor: Actor, record_id: UUID) -> CaseOf:
    """Find the award, contract, application or loan of a supplier by its id. Raises NotFound."""
    for found in (_contract, _application, _loan, _award):
        case = found(actor, record_id)
        if case is not None:
            return case
    raise NotFound("access.not_found", thing="本企业的业务")


def _contract(actor: Actor, pk: UUID) -> CaseOf | None:
    found = contracts_of(actor).filter(pk=pk).select_related("purchaser").first()
    if found is None:
        return None
    return CaseOf(
        case="contract", case_id=pk, accused=found.purchaser, region=found.region, no=found.no,
        title=found.title, about=(pk,), state=found.state,
        ended_on=_closed_on(found), accepted=_accepted(actor, pk),
    )  # fmt: skip


def _accepted(actor: Actor, contract_id: UUID) -> bool:
    """Whether the purchaser accepted something of the supplier's part of a contract."""
    own = Acceptance.objects.filter(
        Acceptance.STANDING, receivable__contract=contract_id,
        receivable__supplier__in=line_of(actor.organisation_id),
    )  # fmt: skip
    return own.exists()


def _closed_on(contract: Contract) -> date | None:
    if contract.state == "settled":
        return _paid_on(contract)
    if contract.state == "cancelled":
        return _cancelled_on(contract.award) or day_of(contract.recorded_at)
    return None


def _cancelled_on(award: Award) -> date | None:
    """Give the day on which an award was taken back, with the draft of its contract."""
    told = Event.objects.filter(city=award.city_id, type=CANCELLED, about__contains=[award.pk])
    at = told.order_by("-seq").values_list("at", flat=True).first()
    return day_of(at) if at else None


def _paid_on(contract: Contract) -> date | None:
    arrived = Remittance.objects.filter(receivable__contract=contract)
    last: date | None = arrived.aggregate(last=Max("arrived_on"))["last"]
    return last


def _application(actor: Actor, pk: UUID) -> CaseOf | None:
    found = applications_of(actor).filter(pk=pk).first()
    if found is None:
        return None
    over = found.state not in (*OPEN_APPLICATIONS, "accepted")
    intent = found.intent
    return CaseOf(
        case="application", case_id=pk, accused=found.institution, region=found.region,
        no=intent.no, title=f"融资意向 {intent.no}",
        ended_on=_over_on(found) if over else None, state=found.state,
        about=(pk, intent.pk, intent.contract_id),
    )  # fmt: skip


def _over_on(application: Application) -> date:
    """Give the day on which an application was decided, or its intent was over at the latest."""
    decided = application.decided_at
    return day_of(decided) if decided else application.intent.lapses_on


def _loan(actor: Actor, pk: UUID) -> CaseOf | None:
    found = loans_of(actor).filter(pk=pk).first()
    if found is None:
        return None
    return CaseOf(
        case="loan", case_id=pk, accused=found.institution, region=found.region, no=found.no,
        title=f"贷款 {found.no}", ended_on=found.settled_on, about=(pk, found.contract_id),
        state=found.state,
    )  # fmt: skip


def _award(actor: Actor, pk: UUID) -> CaseOf | None:
    found: Award | None = awards_of(actor).filter(pk=pk).select_related("purchaser").first()
    if found is None:
        return None
    return CaseOf(
        case="award", case_id=pk, accused=found.purchaser, region=found.region, no=found.no,
        title=found.title, ended_on=_awarded_until(found), about=(pk,),
        state=found.state,
    )  # fmt: skip


def _awarded_until(award: Award) -> date | None:
    """Give the day on which an award was signed or taken back; none while it waits."""
    if award.state == "cancelled":
        return _cancelled_on(award) or day_of(award.recorded_at)
    signed = Contract.objects.filter(award=award).exclude(state="cancelled")
    return signed.values_list("signed_on", flat=True).first()


def made_about(supplier_id: UUID, case_id: UUID, kind: str) -> list[Complaint]:
    """List what a supplier complained of before, of a kind about a case; the newest first."""
    rows = Complaint.objects.filter(supplier=supplier_id, case_id=case_id, kind=kind)
    return list(rows.order_by("-made_at"))


def kept_paper(actor: Actor, paper_id: UUID | None) -> ComplaintPaper | None:
    """Fetch a paper that the actor's organisation kept, none where none is named. NotFound."""
    if paper_id is None:
        return None
    rows = ComplaintPaper.objects.filter(organisation=actor.organisation_id).defer("content")
    return fetch(rows, paper_id, "投诉材料")


def bytes_of_day(organisation_id: UUID, now: datetime) -> int:
    """Add up the bytes an organisation had kept for complaints within the last day."""
    since = now - timedelta(days=1)
    rows = ComplaintPaper.objects.filter(organisation=organisation_id, kept_at__gt=since)
    return int(rows.aggregate(whole=Coalesce(Sum(Length("content")), 0))["whole"])


def paper_on(actor: Actor, complaint_id: UUID, paper_id: UUID) -> ComplaintPaper:
    """Fetch a paper of a complaint that an actor may see. Raises NotFound."""
    found = complaint_for(actor, complaint_id)
    rows = ComplaintPaper.objects.filter(sayings__complaint=found)
    return fetch(rows.distinct(), paper_id, "投诉材料")


@dataclass(frozen=True, kw_only=True)
class ComplaintPage:
    """A complaint as its page shows it to one reader; `may` names what that one may do now."""

    complaint: Complaint
    sayings: list[Saying]
    passed: Passed | None
    deadline: Deadline | None
    may: frozenset[str]
    of_payment: bool


def complaint_page(actor: Actor, now: datetime, complaint_id: UUID) -> ComplaintPage:
    """Read a complaint for its page. Raises NotFound."""
    found = complaint_for(actor, complaint_id)
    rows = found.sayings.select_related("paper", "by").defer("paper__content")
    said = list(rows.order_by("at", "pk"))
    passed = Passed.objects.filter(complaint=found).first()
    inside = actor.role in PASSERS
    return ComplaintPage(
        complaint=found,
        sayings=said,
        passed=passed if inside else None,
        deadline=open_deadlines(actor, now, [found.pk]).get(found.pk),
        may=frozenset(_may(actor, found, said, passed, day_of(now))),
        of_payment=found.kind == "unpaid" and inside,
    )


def _may(
    actor: Actor, found: Complaint, said: list[Saying], passed: Passed | None, today: date
) -> Iterator[str]:
    """Name what an actor may do to a complaint as it stands."""
    if actor.role is Role.SUPPLIER:
        yield from _of_supplier(found, today)
    answered = any(each.kind == "answered" for each in said)
    if actor.role in ANSWERING and found.state in ("open", "raised") and not answered:
        yield "answer"
    if settles(actor, found) and found.state == "raised":
        yield "settle"
    if found.kind == "unpaid" and (actor.role is Role.SUPPLIER or settles(actor, found)):
        if passed is None:
            yield "pass"
        elif not passed.answer:
            yield "tell"


def _of_supplier(found: Complaint, today: date) -> Iterator[str]:
    if found.state in ("open", "raised"):
        yield "withdraw"
    if found.state == "answered" and found.press_until and today <= found.press_until:
        yield "press"
    if found.state in ("answered", "settled", "closed") and found.rating is None:
        yield "rate"


def settles(actor: Actor, found: Complaint) -> bool:
    """Whether an actor sits at the desk that settles a complaint."""
    return actor.role == found.upper_role and stands_for(actor.organisation_id, found.upper_id)
