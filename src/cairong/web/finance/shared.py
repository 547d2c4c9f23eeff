"""One account number under the names of two suppliers: who said so, where it is paid to."""

from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.kernel.actor import Actor, Role
from cairong.parties.deciding import other_decider
from cairong.treasury.actions.look_into_shared import look_into_shared
from cairong.treasury.reads import payees_of_number, shared_for, words_of_number
from cairong.treasury.states import SHARED
from cairong.web.acting import act_view, page_of
from cairong.web.forms import ActForm, LinesField

LOOK_INTO = (Role.PROCUREMENT_APPROVER, Role.TREASURY_APPROVER)


class FindingForm(ActForm):
    """What was found out about the number."""

    finding = LinesField(
        label="查到什么", min_length=4, max_length=500,
        help_text="例如两家是总公司和分公司,已核对开户许可证。国库科复核会收到这段话",
    )  # fmt: skip


def _shared(actor: Actor, now: datetime, shared_id: UUID) -> dict[str, Any]:
    found = shared_for(actor, shared_id)
    return {
        "shared": found,
        "state": SHARED.states[found.state],
        "words": words_of_number(found),
        "payees": payees_of_number(found),
        "open": found.state == "open"
        and actor.role is Role.PROCUREMENT_APPROVER
        and other_decider(actor, found.region, now) is None,
        "form": FindingForm(),
    }


shared = act_view(
    look_into_shared,
    FindingForm,
    draw=page_of("finance/shared.html", _shared),
    roles=LOOK_INTO,
    said="已记下,国库科复核会收到您查到的情况。",
    done="finance-shared",
)
