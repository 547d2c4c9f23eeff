"""What was paid of a contract that ran before the city opened: declared, and read afterwards."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from cairong.cases.money import Owing, owing_of
from cairong.cases.proposals import waiting_proposal
from cairong.contracts.reads import contract_for
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.treasury.actions.declare_opening import OBJECTION, declare_opening
from cairong.web.acting import carry_out, look_view, page_of, proposed, sent, to_proposal, told
from cairong.web.duties import time_given
from cairong.web.frame import draw
from cairong.web.openings import opening_facts
from cairong.web.purchaser.lists import PURCHASER
from cairong.web.purchaser.money_forms import OpeningForm

PLACES = {"treasury.opening_day": "paid_until"}


@page(Role.PURCHASER_OFFICER)
def new(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponseBase:
    """Declare what was paid before; a second person agrees, then the supplier is heard."""
    contract = contract_for(actor, contract_id)
    owing = owing_of(actor, contract_id)
    unknown = [each for each in owing if each.receivable.opening_fen is None]
    given = time_given(actor, OBJECTION, moment_of(request))

    def drawn(form: OpeningForm) -> HttpResponse:
        context = {
            "contract": contract,
            "form": form,
            "open": bool(unknown),
            "given": given,
            "proposal": waiting_proposal(actor, declare_opening.name, contract_id),
        }
        return draw(request, actor, "purchaser/opening_new.html", context)

    return carry_out(
        request,
        sent(request, OpeningForm, owing=unknown or owing),
        told(request, actor, declare_opening.propose, contract_id=contract_id),
        draw=drawn,
        done=to_proposal,
        places=_places(owing),
        said=proposed(f"供应商在 {given}内核对,再由国库科审批。"),
    )


def _places(owing: list[Owing]) -> dict[str, str]:
    """Put what is wrong with the one milestone that a contract has beside its field."""
    alone = owing and len(owing[0].parts) == 1
    return {**PLACES, **({"treasury.opening_too_much": "paid_0"} if alone else {})}


def _opening(actor: Actor, _now: datetime, opening_id: UUID) -> dict[str, Any]:
    return opening_facts(actor, opening_id)


opening = look_view(page_of("purchaser/opening.html", _opening), *PURCHASER)
