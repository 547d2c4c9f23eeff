"""Wishes to borrow: listed; one with its institutions, offers side by side, and who read what."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cairong.audit.models import Event
from cairong.cases.accounts import Unlocked, unlocked_of
from cairong.cases.financings import financing_of, title_of
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.lending.actions.consent import give_consent, withdraw_consent
from cairong.lending.actions.decline_offer import withdraw_intent
from cairong.lending.models import Consent
from cairong.lending.reads import CaseView, application_for, case_of
from cairong.lending.states import (
    APPLICATION,
    AWAITING_LOCK,
    INTENT,
    OFFER,
    OPEN_INTENTS,
)
from cairong.lending.steps.contact import PURSUED
from cairong.rulebook.reads import calendar_of
from cairong.web.acting import carry_out
from cairong.web.duties import deadline_of
from cairong.web.forms import ActForm
from cairong.web.frame import draw
from cairong.web.loan_states import loan_state
from cairong.web.parts import Deadline, Empty, Paper, Row, Table
from cairong.web.supplier.cards import cards_shown
from cairong.web.supplier.offers import COLUMNS as OFFERS
from cairong.web.supplier.offers import cells_of as offer_cells

READ = "lending.contact.read"


@require_safe
@page(Role.SUPPLIER)
def intent(request: HttpRequest, actor: Actor, intent_id: UUID) -> HttpResponse:
    """Show one intent: the ball, offers side by side, institutions, consents and readings."""
    return _drawn(request, actor, intent_id)


@require_POST
@page(Role.SUPPLIER)
def withdraw(request: HttpRequest, actor: Actor, intent_id: UUID) -> HttpResponseBase:
    """Withdraw an intent that is not chosen yet."""
    return carry_out(
        request,
        ActForm(request.POST),
        lambda _: withdraw_intent(actor=actor, now=moment_of(request), intent_id=intent_id),
        draw=lambda form: _drawn(request, actor, intent_id, form),
        done=reverse("intent", args=[intent_id]),
        said="意向已撤回,已告诉各家机构。",
    )


@require_POST
@page(Role.SUPPLIER)
def consent(request: HttpRequest, actor: Actor, application_id: UUID) -> HttpResponseBase:
    """Let one institution read one's contact data."""
    found = application_for(actor, application_id)
    return carry_out(
        request,
        ActForm(request.POST),
        lambda _: give_consent(actor=actor, now=moment_of(request), application_id=application_id),
        draw=lambda form: _drawn(request, actor, found.intent_id, form),
        done=reverse("intent", args=[found.intent_id]),
        said=f"{found.institution.name} 现在可以看您的联系人和电话。可以随时撤回。",
    )


@require_POST
@page(Role.SUPPLIER)
def consent_withdrawn(request: HttpRequest, actor: Actor, application_id: UUID) -> HttpResponseBase:
    """Take back what let an institution read one's contact data."""
    found = application_for(actor, application_id)
    return carry_out(
        request,
        ActForm(request.POST),
        lambda _: withdraw_consent(
            actor=actor, now=moment_of(request), application_id=application_id
        ),
        draw=lambda form: _drawn(request, actor, found.intent_id, form),
        done=reverse("intent", args=[found.intent_id]),
        said=f"已撤回。{found.institution.name} 不能再看您的联系方式。",
    )


def _drawn(
    request: HttpRequest, actor: Actor, intent_id: UUID, form: ActForm | None = None
) -> HttpResponse:
    now = moment_of(request)
    case, today = case_of(actor, intent_id), day_of(now)
    locks = {one.lock.pk: one.lock for one in case.offers if one.lock is not None}
    context = {
        "case": case,
        "intent": case.intent,
        "title": title_of(case.intent),
        "state": INTENT.states[case.intent.state],
        "card": cards_shown(actor, [financing_of(actor, case.intent.pk, now=now)])[0],
        "offers": _offers_table(case),
        "unlocked": _unlocked(actor, case, today),
        "institutions": _institutions(actor, case, today),
        "readings": list(
            Event.objects.filter(
                city=actor.city, type=READ, about__contains=[case.intent.pk]
            ).order_by("-seq")[:50]
        ),
        "loans": [(one, loan_state(one.state, one.due_on, today)) for one in case.loans],
        "asked": [one for one in locks.values() if one.state == "requested"],
        "form": form or ActForm(),
        "may_withdraw": case.intent.state in OPEN_INTENTS,
    }
    return draw(request, actor, "supplier/intent.html", context)


def _unlocked(actor: Actor, case: CaseView, today: date) -> Unlocked | None:
    accepted = next((one for one in case.offers if one.state in AWAITING_LOCK), None)
    if accepted is None:
        return None
    return unlocked_of(actor, accepted, today=today, calendar=calendar_of(actor.city))


def _offers_table(case: CaseView) -> Table:
    rows = []
    for one in case.offers:
        href = reverse("offer", args=[one.pk])
        word = "看条件,决定" if one.state == "offered" else "看条件"
        cells = {**offer_cells(one), "state": OFFER.states[one.state]}
        rows.append(Row(cells=cells, href=href, acts=[Paper(word=word, href=href)]))
    return Table(
        caption="报价,年化成本低的在前",
        columns=OFFERS,
        rows=rows,
        empty=Empty(text="还没有报价。金融机构确认材料齐全后,在审批期限内答复(二(四)-3)。"),
    )


def _institutions(actor: Actor, case: CaseView, today: date) -> list[dict[str, Any]]:
    standing = Consent.objects.filter(
        intent=case.intent, withdrawn_at__isnull=True, until__gte=today
    )
    by_institution = {one.institution_id: one for one in standing}
    calendar = calendar_of(actor.city)
    deadlines: dict[UUID, Deadline] = {
        one.subject_id: deadline_of(one, today=today, calendar=calendar)
        for one in case.duties
        if one.state in ("running", "paused")
    }
    return [
        {
            "application": one,
            "state": APPLICATION.states[one.state],
            "consent": by_institution.get(one.institution_id) if one.state in PURSUED else None,
            "open": one.state in PURSUED,
            "deadline": deadlines.get(one.pk),
            "form": ActForm(auto_id=f"consent-{one.pk}-%s"),
        }
        for one in case.applications
    ]
