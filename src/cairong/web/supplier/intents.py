"""One intent to borrow: its institutions, offers side by side, and who read what."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cairong.cases.intents import IntentView, intent_view
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.lending.actions.consent import give_consent, withdraw_consent
from cairong.lending.actions.decline_offer import withdraw_intent
from cairong.lending.reads import application_for
from cairong.lending.states import OFFER, OPEN_INTENTS
from cairong.web.acting import carry_out, told
from cairong.web.cases.telling import card_shown
from cairong.web.duties import shown
from cairong.web.forms import ActForm
from cairong.web.frame import draw
from cairong.web.loan_states import loan_state
from cairong.web.parts import Empty, Paper, Row, Table
from cairong.web.supplier.offers import COLUMNS, cells_of


@require_safe
@page(Role.SUPPLIER)
def intent(request: HttpRequest, actor: Actor, intent_id: UUID) -> HttpResponse:
    """Show one intent: the ball, offers side by side, institutions, consents and readings."""
    return _drawn(request, actor, intent_id)


@require_POST
@page(Role.SUPPLIER)
def withdraw(request: HttpRequest, actor: Actor, intent_id: UUID) -> HttpResponseBase:
    """Withdraw an intent that is not chosen yet."""
    act = told(request, actor, withdraw_intent, intent_id=intent_id)
    return _acted(request, actor, intent_id, act, "意向已撤回,已告诉各家机构。")


@require_POST
@page(Role.SUPPLIER)
def consent(request: HttpRequest, actor: Actor, application_id: UUID) -> HttpResponseBase:
    """Let one institution read one's contact data."""
    found = application_for(actor, application_id)
    act = told(request, actor, give_consent, application_id=application_id)
    said = f"{found.institution.name} 现在可以看您的联系人和电话。可以随时撤回。"
    return _acted(request, actor, found.intent_id, act, said)


@require_POST
@page(Role.SUPPLIER)
def consent_withdrawn(request: HttpRequest, actor: Actor, application_id: UUID) -> HttpResponseBase:
    """Take back what let an institution read one's contact data."""
    found = application_for(actor, application_id)
    act = told(request, actor, withdraw_consent, application_id=application_id)
    said = f"已撤回。{found.institution.name} 不能再看您的联系方式。"
    return _acted(request, actor, found.intent_id, act, said)


def _acted(
    request: HttpRequest, actor: Actor, intent_id: UUID, act: Any, said: str
) -> HttpResponseBase:
    return carry_out(
        request,
        ActForm(request.POST),
        act,
        draw=lambda form: _drawn(request, actor, intent_id, form),
        done=reverse("intent", args=[intent_id]),
        said=said,
    )


def _drawn(
    request: HttpRequest, actor: Actor, intent_id: UUID, form: ActForm | None = None
) -> HttpResponse:
    now = moment_of(request)
    view = intent_view(actor, intent_id, now=now)
    context = {
        **vars(view),
        "card": card_shown(actor, view.financing),
        "offers": _offers_table(view),
        "institutions": [
            {
                **vars(asked),
                "deadline": shown(asked.deadline) if asked.deadline else None,
                "form": ActForm(auto_id=f"consent-{asked.application.pk}-%s"),
            }
            for asked in view.asked
        ],
        "loans": [(loan, loan_state(loan.state, loan.due_on, day_of(now))) for loan in view.loans],
        "form": form or ActForm(),
        "may_withdraw": view.intent.state in OPEN_INTENTS,
    }
    return draw(request, actor, "supplier/intent.html", context)


def _offers_table(view: IntentView) -> Table:
    rows = []
    for offer in view.offers:
        href = reverse("offer", args=[offer.pk])
        word = "看条件,决定" if offer.state == "offered" else "看条件"
        cells = {**cells_of(offer), "state": OFFER.states[offer.state]}
        rows.append(Row(cells=cells, href=href, acts=[Paper(word=word, href=href)]))
    return Table(
        caption="报价,年化成本低的在前",
        columns=COLUMNS,
        rows=rows,
        empty=Empty(text="还没有报价。金融机构确认材料齐全后,在审批期限内答复(二(四)-3)。"),
    )
