"""An institution enters what was handed to it on paper: from then on an intent like any other."""

from datetime import date, datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of, start_of
from cairong.lending.models import Intent, PaperForm
from cairong.lending.printed import form_to_receive
from cairong.lending.record import grade_of
from cairong.lending.states import FORM
from cairong.lending.steps.bindings import ground_of
from cairong.lending.steps.reaching import lenders_for
from cairong.lending.steps.registering import Wanted, register, require_room
from cairong.lending.steps.tellings import both_told
from cairong.lending.steps.terms import intent_until
from cairong.parties.reads import own_organisation
from cairong.policy.on_paper import (
    CLAUSE,
    ENTRY_DAYS,
    entered_late,
    read_code,
    received_in_order,
    still_stands,
)
from cairong.policy.rule import require
from cairong.rulebook.reads import calendar_of, parameter


@use_case(Role.INSTITUTION_OFFICER, word="登记纸质申请")
def register_on_paper(
    *,
    actor: Actor,
    now: datetime,
    code: str,
    amount_fen: int,
    days: int,
    received_on: date,
    purpose: str = "",
) -> Intent:
    """Enter an application handed in on paper; clocks run from the day of its receipt.

    The form that was signed lets the institution read the contact data.
    The supplier is told at once, and may say that it handed in no such form (`disown_on_paper`).
    Raises Invalid, also for a number that no form bears, Conflict where it was entered before,
    WrongState for one that is void, PolicyBreach for a day that cannot be and as `register_intent`.
    Writes: lending.PaperForm, Intent, Application, Consent, clocks.Duty. Source: 二(一)-6.
    """
    wanted = Wanted(amount_fen=amount_fen, days=days, purpose=purpose)
    wanted.check()
    institution_id = own_organisation(actor)
    form = form_to_receive(actor, read_code(code), lock=True)
    calendar, today = calendar_of(actor.city), day_of(now)
    printed_on = day_of(form.printed_at)
    require(received_in_order(received_on=received_on, printed_on=printed_on, today=today))
    until = intent_until(actor.city, received_on, calendar)
    require(still_stands(received_on=received_on, stands_until=until, today=today))
    ground = ground_of(actor, form.supplier_id, form.contract_id, None, lock=True)
    lenders = lenders_for(ground.borrower, grade_of(actor.city, form.supplier_id, now))
    asked = lenders.named([institution_id])
    require_room(wanted, ground, lenders, asked, now=now)
    intent, (application,) = register(
        wanted, ground, form.supplier_id, asked,
        broadcast=False, readers=[institution_id], at=_asked_at(form, received_on, now), now=now,
    )  # fmt: skip
    form.state = FORM.after(form.state, "receive")
    form.institution_id, form.intent = institution_id, intent
    form.received_on, form.entered_at = received_on, now
    form.late = entered_late(
        received_on=received_on,
        entered_on=today,
        days=parameter(actor.city, ENTRY_DAYS, on=received_on),
        calendar=calendar,
    )
    form.save(update_fields=["state", "institution", "intent", "received_on", "entered_at", "late"])
    _record(actor, now, form, intent, application.pk)
    return intent


def _asked_at(form: PaperForm, received_on: date, now: datetime) -> datetime:
    """Say when it was asked for: now, or at the beginning of an earlier day of receipt."""
    if received_on == day_of(now):
        return now
    return max(start_of(received_on), form.printed_at)


def _record(
    actor: Actor, now: datetime, form: PaperForm, intent: Intent, application_id: UUID
) -> None:
    institution = form.institution
    assert institution is not None
    record(
        actor=actor,
        now=now,
        type="lending.intent.on_paper",
        subject=intent,
        about=[intent.contract_id, intent.award_id, application_id, form.pk],
        visible_to=[intent.supplier_id, institution.pk],
        after={
            "no": intent.no,
            "amount_fen": intent.amount_fen,
            "days": intent.days,
            "title": form.contract.title,
            "lender": institution.name,
            "received_on": form.received_on,
            "late": form.late,
        },
        basis=[CLAUSE, "二(一)-3"],
        tell=both_told(intent, institution.pk)[:1],
    )
