"""Loans that the institution lent before their contract came here: entered, taken back, locked."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from cairong.cases.proposals import waiting_proposal
from cairong.contracts.reads import contract_for, suppliers_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.lending.actions.enter_outside import enter_outside, withdraw_outside
from cairong.lending.actions.request_outside_lock import request_outside_lock
from cairong.lending.elsewhere import opened_elsewhere, outside_for
from cairong.web.acting import act_view, carry_out, page_of, proposed, sent, to_proposal, told
from cairong.web.elsewhere import elsewhere_facts
from cairong.web.forms import ActForm, DayField, LinesField, NumberField, ReasonForm, YuanField
from cairong.web.frame import draw
from cairong.web.institution.lists import PEOPLE

PLACES = {
    "lending.outside_drawn": "drawn_on",
    "lending.outside_counted": "counted_on",
    "lending.outside_above_original": "outstanding",
    "lending.outside_above_carried": "outstanding",
    "lending.outside_due": "due_on",
    "lending.outside_waits": "agreement_no",
}
DAY_COUNTS = [("360", "360 天"), ("365", "365 天")]


class OutsideForm(ActForm):
    """What was lent, what is left of it, and on which papers that rests."""

    agreement_no = forms.CharField(
        label="借款合同编号", min_length=2, max_length=60, help_text="借款合同或借据上的编号"
    )
    original = YuanField(label="放款本金")
    drawn_on = DayField(label="放款日")
    due_on = DayField(label="到期日")
    outstanding = YuanField(label="未还本金", help_text="不含利息;供应商确认时核对可融资额度")
    counted_on = DayField(
        label="余额统计到", help_text="未还本金是这一天的数;利息从这一天起在平台计算"
    )
    rate = NumberField(label="年利率(%)", unit="%", decimal_places=2, min_value=0.01, max_value=36)
    lpr = NumberField(
        label="放款时的 LPR(%)", unit="%", decimal_places=2, min_value=0.01, max_value=36,
        required=False, help_text="不知道的留空",
    )  # fmt: skip
    day_count = forms.ChoiceField(label="一年按", choices=DAY_COUNTS)
    evidence = LinesField(
        label="依据", min_length=2, max_length=500,
        help_text="借款合同、借据、放款凭证和中征登记的编号",
    )  # fmt: skip

    def __init__(self, *args: Any, suppliers: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(suppliers) > 1:
            named = [(str(each.supplier_id), each.name) for each in suppliers]
            own = {"supplier": forms.ChoiceField(label="供应商", choices=named)}
            self.fields = {**own, **self.fields}

    def arguments(self) -> dict[str, Any]:
        """Give what was typed: amounts in fen, rates in basis points, by their names."""
        typed = super().arguments()
        chosen, lpr = typed.pop("supplier", None), typed.pop("lpr", None)
        return {
            "original_fen": typed.pop("original"),
            "outstanding_fen": typed.pop("outstanding"),
            "rate_bp": int(typed.pop("rate") * 100),
            "lpr_bp": int(lpr * 100) if lpr else None,
            "day_count": int(typed.pop("day_count")),
            "supplier_id": UUID(chosen) if chosen else None,
            **typed,
        }


@page(Role.INSTITUTION_OFFICER)
def new(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponseBase:
    """Enter what is left of a loan; a second person agrees, then the supplier is asked."""
    contract = contract_for(actor, contract_id)
    suppliers = suppliers_of(contract)

    def drawn(form: OutsideForm) -> HttpResponse:
        context = {
            "contract": contract,
            "form": form,
            "open": opened_elsewhere(contract_id),
            "proposal": waiting_proposal(actor, enter_outside.name, contract_id),
        }
        return draw(request, actor, "institution/outside_new.html", context)

    return carry_out(
        request,
        sent(request, OutsideForm, suppliers=suppliers),
        told(request, actor, enter_outside.propose, contract_id=contract_id),
        draw=drawn,
        done=to_proposal,
        places=PLACES,
        said=proposed("供应商核对确认,入账后占用可融资额度。"),
    )


def _outside(actor: Actor, _now: datetime, outside_id: UUID) -> dict[str, Any]:
    facts = elsewhere_facts(actor, outside_id)
    officer = actor.role is Role.INSTITUTION_OFFICER
    running = facts["running"]
    return {
        **facts,
        "form": ActForm(),
        "no_form": ReasonForm(),
        "lockable": officer and running is not None and running.state == "repaying",
        "waiting": officer and facts["outside"].state == "entered",
        "proposal": waiting_proposal(actor, request_outside_lock.name, outside_id),
    }


_on_outside = partial(act_view, draw=page_of("institution/outside.html", _outside), of=outside_for)
outside = _on_outside(
    request_outside_lock,
    roles=PEOPLE,
    then="供应商决定是否同意,再由采购人、国库科确认。",
)
withdrawn = _on_outside(
    withdraw_outside,
    ReasonForm,
    "no_form",
    done="institution-outside",
    said="已撤回,已告诉供应商。",
)
