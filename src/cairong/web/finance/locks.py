"""The treasury desk's locks and changes of account: listed, confirmed, declined."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.clocks.models import Duty
from cairong.clocks.reads import OPEN
from cairong.doors.actors import moment_of
from cairong.doors.lists import filters
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import Calendar, day_of
from cairong.policy.catalogue import sentence
from cairong.rulebook.reads import calendar_of
from cairong.treasury.actions.change_payee import change_payee, withdraw_payee_change
from cairong.treasury.actions.confirm_lock import confirm_lock
from cairong.treasury.actions.note_export import note_export
from cairong.treasury.actions.refuse_lock import decline_confirmation
from cairong.treasury.models import Lock, PayeeChange
from cairong.treasury.reads import change_for, changes_for, lock_for, locks_for
from cairong.treasury.states import LOCK, PAYEE_CHANGE
from cairong.treasury.steps.locks import active_lock, payee_bound
from cairong.web.acting import answer, answers, lay_before
from cairong.web.duties import open_deadlines
from cairong.web.forms import ActForm, PageForm, ReasonForm
from cairong.web.frame import draw
from cairong.web.listing import ListPage, answer_list
from cairong.web.parts import Column, Empty, Row
from cairong.web.payee_changes import change_facts
from cairong.web.proposals.reads import first_waiting, waiting_proposal

TREASURY = (Role.TREASURY_OFFICER, Role.TREASURY_APPROVER)
READERS = (*TREASURY, Role.COUNTY_CLERK)
ANSWERS = ("treasury.confirm_lock", "treasury.decline_confirmation")
LOCKS = ListPage(
    title="账户锁定",
    columns=(
        Column(key="contract", word="合同"),
        Column(key="no", word="平台编号", kind="code", sort="no"),
        Column(key="supplier", word="供应商", kind="name"),
        Column(key="institution", word="金融机构", kind="name"),
        Column(key="account", word="锁定账户", kind="name"),
        Column(key="state", word="状态", kind="status"),
        Column(key="asked", word="申请时间", kind="moment", sort="asked"),
        Column(key="deadline", word="确认期限", kind="deadline", sort="due"),
    ),
    sorts={"no": "receivable__contract__no", "asked": "requested_at", "due": "due_on"},
    default="due",
    empty=Empty(text="没有这样的锁定。金融机构申请、供应商同意、采购人确认后,由国库科确认。"),
    export="finance-locks-export",
)
CHANGES = ListPage(
    title="回款账户变更",
    columns=(
        Column(key="contract", word="合同"),
        Column(key="no", word="平台编号", kind="code", sort="no"),
        Column(key="supplier", word="供应商", kind="name"),
        Column(key="account", word="变更后账户", kind="name"),
        Column(key="asked", word="提出时间", kind="moment", sort="asked"),
        Column(key="state", word="状态", kind="status"),
    ),
    sorts={"no": "receivable__contract__no", "asked": "asked_at"},
    default="-asked",
    empty=Empty(text="没有这样的变更。供应商提出、采购人同意后,由国库科审批。"),
    export="finance-changes-export",
)


class LockFilter(PageForm):
    """Search by number or name, and by state."""

    words = forms.CharField(label="编号、合同或单位", required=False, max_length=60)
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *LOCK.choices()])


class ChangeFilter(LockFilter):
    """Search changes of account."""

    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *PAYEE_CHANGE.choices()]
    )


@require_safe
@page(*READERS)
def locks(request: HttpRequest, actor: Actor, *, sheet: bool = False) -> HttpResponse:
    """List the locks of one's region, those to confirm first; or answer them as a workbook."""
    form = filters(request, LockFilter)
    if sheet:
        note_export(actor=actor, now=moment_of(request), listed=LOCKS.title)
    today, calendar = day_of(moment_of(request)), calendar_of(actor.city)
    duties = Duty.objects.filter(subject_id=OuterRef("pk"), kind="confirm_lock", state__in=OPEN)
    found = locks_for(actor).annotate(due_on=Subquery(duties.values("due_on")[:1]))
    named = Q(institution__name__icontains=form.cleaned_data["words"])
    return answer_list(
        request,
        actor,
        LOCKS,
        form,
        found=_narrowed(found, form.cleaned_data, named),
        rows=lambda rows: _locks(rows, today, calendar),
        sheet=sheet,
    )


@page(*READERS)
def lock(request: HttpRequest, actor: Actor, lock_id: UUID) -> HttpResponseBase:
    """Confirm a lock; a second person agrees first."""
    found = lock_for(actor, lock_id)
    return lay_before(
        request,
        ActForm,
        lambda _: confirm_lock.propose(actor=actor, now=moment_of(request), lock_id=lock_id),
        draw=lambda form: _lock_page(request, actor, found, form=form),
        then="锁定生效,合同款只付到这个账户。",
    )


@page(Role.TREASURY_OFFICER)
def lock_declined(request: HttpRequest, actor: Actor, lock_id: UUID) -> HttpResponseBase:
    """Decline to confirm a lock, saying why; a second person agrees first."""
    found = lock_for(actor, lock_id)
    return lay_before(
        request,
        ReasonForm,
        lambda typed: decline_confirmation.propose(
            actor=actor, now=moment_of(request), lock_id=lock_id, reason=typed["reason"]
        ),
        draw=lambda form: _lock_page(request, actor, found, no_form=form),
        then="各方看到理由。",
    )


@require_safe
@page(*READERS)
def changes(request: HttpRequest, actor: Actor, *, sheet: bool = False) -> HttpResponse:
    """List the changes of account of one's region; or answer them as a workbook."""
    form = filters(request, ChangeFilter)
    if sheet:
        note_export(actor=actor, now=moment_of(request), listed=CHANGES.title)
    named = Q(payee__icontains=form.cleaned_data["words"])
    return answer_list(
        request,
        actor,
        CHANGES,
        form,
        found=_narrowed(changes_for(actor), form.cleaned_data, named),
        rows=_changes,
        sheet=sheet,
    )


@page(*READERS)
def change(request: HttpRequest, actor: Actor, change_id: UUID) -> HttpResponseBase:
    """Show the account asked for beside the present one, and let it change."""
    found = change_for(actor, change_id)
    return lay_before(
        request,
        ActForm,
        lambda _: change_payee.propose(actor=actor, now=moment_of(request), change_id=change_id),
        draw=lambda form: _change_page(request, actor, found, form=form),
        then="新账户生效。",
    )


@page(Role.TREASURY_OFFICER)
def change_declined(request: HttpRequest, actor: Actor, change_id: UUID) -> HttpResponseBase:
    """Say no to a change of account, with the reason."""
    found = change_for(actor, change_id)
    return answer(
        request,
        ReasonForm,
        lambda typed: withdraw_payee_change(
            actor=actor, now=moment_of(request), change_id=change_id, reason=typed["reason"]
        ),
        draw=lambda form: _change_page(request, actor, found, no_form=form),
        done=reverse("finance-change", args=[change_id]),
        said="已答复:不同意变更。双方会看到理由。",
    )


def _lock_page(request: HttpRequest, actor: Actor, found: Lock, **forms: ActForm) -> HttpResponse:
    today, calendar = day_of(moment_of(request)), calendar_of(actor.city)
    receivable, waits = found.receivable, found.state == "purchaser_acknowledged"
    active = active_lock(receivable)
    other = active if active and active.pk != found.pk else None
    context = {
        "lock": found,
        "state": LOCK.states[found.state],
        "calendar": calendar,
        "deadline": open_deadlines([found.pk], today=today, calendar=calendar).get(found.pk),
        "current": receivable.current_id == found.payee_version_id,
        "other": other,
        "barred": other is not None,
        "proposal": first_waiting(actor, ANSWERS, found.pk) if waits else None,
        "open": waits and actor.role is Role.TREASURY_OFFICER,
        **answers(forms),
    }
    return draw(request, actor, "finance/lock.html", context)


def _change_page(
    request: HttpRequest, actor: Actor, found: PayeeChange, **forms: ActForm
) -> HttpResponse:
    waits = found.state == "agreed"
    proposal = waiting_proposal(actor, "treasury.change_payee", found.pk) if waits else None
    bound = payee_bound(found.receivable) if waits else None
    context = {
        **change_facts(actor, found, proposal),
        "proposal": proposal,
        "barred": sentence(bound) if bound else "",
        "open": waits and actor.role is Role.TREASURY_OFFICER,
        **answers(forms),
    }
    return draw(request, actor, "finance/change.html", context)


def _narrowed[Row_: (Lock, PayeeChange)](
    rows: QuerySet[Row_], wanted: dict[str, Any], named: Q
) -> QuerySet[Row_]:
    words, state = wanted["words"], wanted["state"]
    if words:
        rows = rows.filter(
            Q(receivable__contract__no__icontains=words)
            | Q(receivable__contract__title__icontains=words)
            | Q(receivable__supplier__name__icontains=words)
            | named
        )
    return rows.filter(state=state) if state else rows


def _locks(found: Sequence[Lock], today: date, calendar: Calendar) -> list[Row]:
    deadlines = open_deadlines([one.pk for one in found], today=today, calendar=calendar)
    return [
        Row(
            cells={
                "contract": one.receivable.contract.title,
                "no": one.receivable.contract.no,
                "supplier": one.receivable.supplier.name,
                "institution": one.institution.name,
                "account": f"{one.payee_version.bank} · {one.payee_version.account_no}",
                "state": LOCK.states[one.state],
                "asked": one.requested_at,
                "deadline": deadlines.get(one.pk),
            },
            href=reverse("finance-lock", args=[one.pk]),
        )
        for one in found
    ]


def _changes(found: Sequence[PayeeChange]) -> list[Row]:
    return [
        Row(
            cells={
                "contract": one.receivable.contract.title,
                "no": one.receivable.contract.no,
                "supplier": one.receivable.supplier.name,
                "account": f"{one.bank} · {one.account_no}",
                "asked": one.asked_at,
                "state": PAYEE_CHANGE.states[one.state],
            },
            href=reverse("finance-change", args=[one.pk]),
        )
        for one in found
    ]
