"""What an institution says it lent before: the supplier says whether it is so."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from cairong.kernel.actor import Actor
from cairong.lending.actions.answer_outside import agree_outside, decline_outside
from cairong.web.acting import act_view, answers, page_of
from cairong.web.elsewhere import elsewhere_facts
from cairong.web.forms import ActForm, LinesField


class DeclineForm(ActForm):
    """What of it is not so."""

    reason = LinesField(
        label="哪里不对", min_length=4, max_length=500,
        help_text="例如没有借过、已经还清,或者余额、到期日不对;金融机构会收到",
    )  # fmt: skip


def _outside(actor: Actor, _now: datetime, outside_id: UUID) -> dict[str, Any]:
    facts = elsewhere_facts(actor, outside_id)
    return {
        **facts,
        **answers(),
        "no_form": DeclineForm(),
        "open": facts["outside"].state == "entered" and not actor.rests,
    }


_on_outside = partial(
    act_view, draw=page_of("supplier/outside.html", _outside), done="supplier-outside"
)
outside = _on_outside(
    agree_outside, said="已确认。这笔贷款现在占用可融资额度,接下来由金融机构申请锁定回款账户。"
)
declined = _on_outside(decline_outside, DeclineForm, "no_form", said="已答复,金融机构会看到理由。")
