"""One intent to borrow: its institutions, offers side by side, and who read what."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.urls import reverse

from cairong.cases.intents import IntentView, intent_view
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.lending.actions.consent import give_consent, withdraw_consent
from cairong.lending.actions.consent_data import give_data_consent, withdraw_data_consent
from cairong.lending.actions.decline_offer import withdraw_intent
from cairong.lending.papers import kept_by_lenders
from cairong.lending.printed import form_if_any
from cairong.lending.reads import application_for
from cairong.lending.states import OFFER, OPEN_INTENTS
from cairong.web.acting import act_view, look_view, page_of
from cairong.web.cases.telling import card_shown
from cairong.web.duties import shown
from cairong.web.forms import ActForm, ReasonForm
from cairong.web.loan_states import loans_shown
from cairong.web.parts import Empty, Paper, Row, Table
from cairong.web.supplier.offers import COLUMNS, cells_of


def _intent(actor: Actor, now: datetime, intent_id: UUID) -> dict[str, Any]:
    view = intent_view(actor, intent_id, now=now)
    papers = kept_by_lenders(actor, application__intent=intent_id)
    return {
        **vars(view),
        "card": card_shown(actor, view.financing),
        "offers": _offers_table(view),
        "institutions": [
            {
                **vars(asked),
                "deadline": shown(asked.deadline) if asked.deadline else None,
                "papers": [each for each in papers if each.application_id == asked.application.pk],
                "form": ActForm(auto_id=f"consent-{asked.application.pk}-%s"),
            }
            for asked in view.asked
        ],
        "loans": loans_shown(view.loans, day_of(now)),
        "form": ActForm(),
        "may_withdraw": view.intent.state in OPEN_INTENTS,
        "on_paper": form_if_any(actor, intent_id),
        "disown_form": ReasonForm(auto_id="disown-%s"),
    }


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


def _of_application(actor: Actor, now: datetime, application_id: UUID, *_: str) -> dict[str, Any]:
    return _intent(actor, now, application_for(actor, application_id).intent_id)


drawn = page_of("supplier/intent.html", _intent)
_on_application = partial(
    act_view,
    draw=page_of("supplier/intent.html", _of_application),
    of=lambda actor, application_id, *_: application_for(actor, application_id),
    done=lambda found, _: reverse("intent", args=[found.intent_id]),
    only_posted=True,
)

withdraw = act_view(
    withdraw_intent,
    draw=drawn,
    done="intent",
    said="意向已撤回,已告诉各家机构。",
    only_posted=True,
)
consent = _on_application(
    give_consent,
    said=lambda found: f"{found.institution.name} 现在可以看您的联系人和电话。可以随时撤回。",
)
consent_withdrawn = _on_application(
    withdraw_consent,
    said=lambda found: f"已撤回。{found.institution.name} 不能再看您的联系方式。",
)
data_consent = _on_application(
    give_data_consent,
    said=lambda found: f"{found.institution.name} 可以查询了。每查一次您都看得到,可以随时撤回。",
)
data_consent_withdrawn = _on_application(
    withdraw_data_consent,
    said=lambda found: f"已撤回。{found.institution.name} 不能再查。",
)
intent = look_view(drawn, Role.SUPPLIER)
