"""What the purchaser says was paid before: the supplier says whether it is right."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from cairong.kernel.actor import Actor
from cairong.treasury.actions.answer_opening import agree_opening, object_opening
from cairong.web.acting import act_view, answers, page_of
from cairong.web.forms import ActForm, LinesField
from cairong.web.openings import opening_facts


class ObjectForm(ActForm):
    """What of it is not right."""

    reason = LinesField(
        label="哪里不对", min_length=4, max_length=500,
        help_text="例如哪一笔没有收到、哪一笔少记;写明到账日和金额。国库科和采购人会收到",
    )  # fmt: skip


def _opening(actor: Actor, _now: datetime, opening_id: UUID) -> dict[str, Any]:
    facts = opening_facts(actor, opening_id)
    state = facts["opening"].state
    return {
        **facts,
        **answers(),
        "no_form": ObjectForm(),
        "open": state == "declared" and not actor.rests,
        "objected": state == "objected" and not actor.rests,
    }


_on_opening = partial(
    act_view, draw=page_of("supplier/opening.html", _opening), done="supplier-opening"
)
opening = _on_opening(agree_opening, said="已核对。接下来由国库科审批。")
objected = _on_opening(
    object_opening, ObjectForm, "no_form", said="已记下。国库科查明以后审批或退回,会告诉您。"
)
