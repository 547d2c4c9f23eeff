"""The supplier disputes the start of clock A; the institution agrees, or the bureau decides."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.clocks.steps.duties import begin_earlier
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import add_working_days, day_of
from cairong.kernel.errors import WrongState
from cairong.kernel.text import clean_text
from cairong.lending.disputes import (
    DAYS,
    clock_of,
    disputable_until,
    start_for,
    there_on,
)
from cairong.lending.models import StartDispute
from cairong.lending.reads import application_for
from cairong.lending.states import APPLICATION, START
from cairong.lending.steps.named import named
from cairong.lending.steps.tellings import both_told
from cairong.parties.deciding import deciding_bureau, require_deciding
from cairong.parties.four_eyes import two_person
from cairong.parties.models import Organisation
from cairong.policy.counties import PROCUREMENT
from cairong.policy.rule import require
from cairong.policy.starting import claimed_before, disputed_in_time
from cairong.rulebook.reads import calendar_of, numbers_of

CLAUSE = "二(四)-3"
EARLIER = "起算日异议:从{}起算"


@use_case(Role.SUPPLIER, word="对审批起算日提出异议")
def dispute_start(
    *, actor: Actor, now: datetime, application_id: UUID, claimed_on: date, ground: str
) -> StartDispute:
    """Say that the papers were complete on an earlier day, and why; the clock goes on meanwhile.

    Raises NotFound, WrongState, Conflict where it was disputed before, Invalid, PolicyBreach.
    Writes: lending.StartDispute. Source: 二(四)-3, D14.
    """
    words = clean_text(ground, "ground", least=10, most=500, lines=True)
    application = application_for(actor, application_id, lock=True)
    APPLICATION.after(application.state, "dispute_start")
    duty, start_on, today = clock_of(application), application.complete_on, day_of(now)
    assert duty is not None
    assert start_on is not None
    number, calendar = numbers_of(actor.city, DAYS), calendar_of(actor.city)
    require(
        disputed_in_time(today=today, last=disputable_until(duty, number, calendar)),
        claimed_before(claimed_on=claimed_on, there_on=there_on(application), start_on=start_on),
    )
    dispute = StartDispute.objects.create(
        city_id=actor.city,
        application=application,
        start_on=start_on,
        claimed_on=claimed_on,
        ground=words,
        disputed_at=now,
        answer_on=add_working_days(today, number(DAYS, today), calendar).due,
    )
    _record(
        actor, now, dispute, "lending.start.disputed", tell=_parties(dispute)[1:],
        facts={"ground": words, "until": dispute.answer_on},
    )  # fmt: skip
    return dispute


@use_case(Role.INSTITUTION_OFFICER, word="同意提前起算")
def agree_start(*, actor: Actor, now: datetime, start_id: UUID) -> StartDispute:
    """Agree that the clock began on the day the supplier says; its days are counted from there.

    Raises NotFound, WrongState. Writes: lending.StartDispute, Application, clocks.Mark.
    Source: 二(四)-3, D14.
    """
    dispute = start_for(actor, start_id, lock=True)
    before = dispute.state
    dispute.state, dispute.answered_at = START.after(before, "agree"), now
    dispute.save(update_fields=["state", "answered_at"])
    _begin(dispute, now)
    _record(actor, now, dispute, "lending.start.agreed", before=before, tell=_parties(dispute)[:1])
    return dispute


@use_case(Role.INSTITUTION_OFFICER, word="不同意提前起算")
def object_start(*, actor: Actor, now: datetime, start_id: UUID, reason: str) -> StartDispute:
    """Say why the papers were not complete on that day; the bureau's procurement desk decides.

    Raises NotFound, WrongState, Invalid. Writes: lending.StartDispute. Source: 二(四)-3, D14.
    """
    words = clean_text(reason, "reason", least=10, most=500, lines=True)
    dispute = start_for(actor, start_id, lock=True)
    before = dispute.state
    dispute.state, dispute.reply = START.after(before, "object"), words
    dispute.answered_at = now
    dispute.save(update_fields=["state", "reply", "answered_at"])
    desk = Tell(
        organisation_id=_bureau(actor, dispute, now).pk,
        role=Role.PROCUREMENT_OFFICER,
        region=dispute.application.region,
    )
    _record(
        actor, now, dispute, "lending.start.objected", before=before,
        tell=[_parties(dispute)[0], desk], facts={"reason": words},
    )  # fmt: skip
    return dispute


@two_person(Role.PROCUREMENT_OFFICER, word="认定审批起算日", of=START, counties=True)
def decide_start(
    *,
    actor: Actor,
    now: datetime,
    start_id: UUID,
    verdict: Literal["uphold", "refuse"],
    reason: str,
) -> StartDispute:
    """Decide, as the bureau, whether the clock began on the earlier day; both sides read why.

    What the institution has not answered in its days is decided without it. Raises NotFound,
    WrongState before those are over, Invalid, PolicyBreach where another bureau decides. Writes:
    lending.StartDispute, Application, clocks.Mark. Source: 二(四)-3, D14, D19.
    """
    words = clean_text(reason, "reason", least=10, most=500, lines=True)
    dispute = start_for(actor, start_id, lock=True)
    require_deciding(actor, dispute.application.region, now)
    before = dispute.state
    if before == "open" and day_of(now) <= dispute.answer_on:
        raise WrongState("lending.start_awaited", CLAUSE, until=dispute.answer_on)
    dispute.state, dispute.words = START.after(before, verdict), words
    dispute.decided_at = now
    dispute.save(update_fields=["state", "words", "decided_at"])
    if verdict == "uphold":
        _begin(dispute, now)
    _record(
        actor, now, dispute, "lending.start.decided", before=before, tell=_parties(dispute),
        facts={**named(dispute.application.intent), "verdict": START.states[dispute.state].word,
               "reason": words},
    )  # fmt: skip
    return dispute


def _begin(dispute: StartDispute, now: datetime) -> None:
    """Count clock A from the claimed day, whatever has been decided since."""
    application, claimed = dispute.application, dispute.claimed_on
    duty = clock_of(application)
    assert duty is not None
    begin_earlier(duty, start_on=claimed, now=now, reason=EARLIER.format(claimed.isoformat()))
    application.complete_on = claimed
    application.save(update_fields=["complete_on"])


def _parties(dispute: StartDispute) -> tuple[Tell, Tell]:
    """Tell the supplier, and the officers of the institution."""
    application = dispute.application
    supplier, institution = both_told(application.intent, application.institution_id)
    return supplier, institution


def _record(
    actor: Actor,
    now: datetime,
    dispute: StartDispute,
    what: str,
    *,
    tell: Iterable[Tell],
    before: str = "",
    facts: Mapping[str, object] | None = None,
) -> None:
    application, duty = dispute.application, clock_of(dispute.application)
    intent = application.intent
    assert duty is not None
    record(
        actor=actor,
        now=now,
        type=what,
        subject=dispute,
        about=[application.pk, intent.pk, intent.contract_id],
        visible_to=[
            intent.supplier_id, application.institution_id, _bureau(actor, dispute, now).pk,
        ],
        before={"state": before} if before else {},
        after={
            "state": dispute.state,
            "no": intent.no,
            "start_on": dispute.start_on,
            "claimed_on": dispute.claimed_on,
            "due_on": duty.due_on,
            **(facts or {}),
        },
        basis=[CLAUSE],
        tell=tell,
    )  # fmt: skip


def _bureau(actor: Actor, dispute: StartDispute, now: datetime) -> Organisation:
    return deciding_bureau(actor.city, dispute.application.region, PROCUREMENT, day_of(now))
