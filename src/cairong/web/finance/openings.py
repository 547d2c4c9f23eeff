"""What was paid of a contract before it came here: the treasury desk decides."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from cairong.cases.proposals import waiting_proposal
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.treasury.actions.approve_opening import approve_opening, return_opening
from cairong.treasury.reads import opening_for
from cairong.web.acting import act_view, answers, page_of
from cairong.web.finance.deciding import decided_here
from cairong.web.finance.lists import READERS
from cairong.web.forms import ActForm, LinesField, ReasonForm
from cairong.web.openings import opening_facts


class ApproveForm(ActForm):
    """What was found out, where the supplier objected."""

    reason = LinesField(
        label="查明的情况", required=False, max_length=500,
        help_text="供应商有异议的必填:凭证号、付款日;会原样告诉供应商和采购人",
    )  # fmt: skip


def _opening(actor: Actor, now: datetime, opening_id: UUID) -> dict[str, Any]:
    facts = opening_facts(actor, opening_id)
    found = facts["opening"]
    unheard = found.answered_at is None and day_of(now) <= found.object_until
    return {
        **facts,
        **answers(),
        "form": ApproveForm(),
        "barred": unheard,
        "proposal": waiting_proposal(actor, approve_opening.name, opening_id)
        if facts["running"]
        else None,
        **decided_here(actor, found.receivable.region, now, waits=facts["running"]),
    }


_on_opening = partial(act_view, draw=page_of("finance/opening.html", _opening), of=opening_for)
opening = _on_opening(
    approve_opening,
    ApproveForm,
    roles=READERS,
    then="期初余额入账,余下的合同款可以验收、支付和融资。",
)
returned = _on_opening(
    return_opening,
    ReasonForm,
    "no_form",
    done="finance-opening",
    said="已退回。采购人和供应商会看到理由。",
)
