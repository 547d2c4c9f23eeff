"""Mend a filing that was returned, take back what nobody opened."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from cairong.cases.drafts import draft_returned
from cairong.cases.proposals import proposal_back, waiting_proposal
from cairong.contracts.reads import ContractView, contract_view
from cairong.contracts.states import CONTRACT
from cairong.doors.page import page
from cairong.filing.actions.open_filing import recall_filing
from cairong.filing.actions.resubmit_filing import resubmit_filing
from cairong.kernel.actor import Actor, Role
from cairong.policy.catalogue.facts import WORDS
from cairong.web.acting import act_view, carry_out, page_of, proposed, to_proposal, told
from cairong.web.forms import ReasonForm
from cairong.web.frame import draw
from cairong.web.purchaser.contract_fields import PLACES, RETURNED_TO
from cairong.web.purchaser.contract_form import ContractForm
from cairong.web.purchaser.contract_initial import of_arguments, of_draft
from cairong.web.purchaser.signing import ACT, rows_of, with_more_rows

ITEM_WORDS = {**WORDS, "": "整份备案"}


class RecallForm(ReasonForm):
    """Why a filing is taken back, which everybody can read beside the version it makes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        reason.help_text = "会告诉采购科,并公开显示在合同的版本记录里,请不要写不予公开的内容"


@page(Role.PURCHASER_OFFICER)
def resubmit(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponseBase:
    """Mend a returned filing, each reason beside its field, and lay it before a second person."""
    found = contract_view(actor, contract_id)
    CONTRACT.after(found.contract.state, "resubmit")
    waiting = waiting_proposal(actor, resubmit_filing.name, contract_id)
    if waiting is not None:
        return redirect("proposal", waiting.id)
    if request.method != "POST":
        return _drawn(request, actor, found, _begun(actor, found))
    if request.POST.get("act") == "more":
        return _drawn(request, actor, found, _form(found, **with_more_rows(request)))
    form = _form(found, request.POST, rows=rows_of(request))

    return carry_out(
        request,
        form,
        told(request, actor, resubmit_filing.propose, contract_id=contract_id),
        draw=lambda shown: _drawn(request, actor, found, shown),
        done=to_proposal,
        said=proposed("重新报送备案。"),
        places=PLACES,
        also=ACT,
    )


def _begun(actor: Actor, found: ContractView) -> ContractForm:
    """Begin with the contract as it stands, and with what came back in this round."""
    begun = of_draft(draft_returned(found))
    back = proposal_back(actor, resubmit_filing.name, found.contract.pk)
    stale = back is None or back.prepared_at < found.filing.submitted_at
    typed = {} if back is None or stale else of_arguments(back.arguments, found.shares).initial
    return _form(found, rows=begun.rows, initial={**begun.initial, **typed})


def _form(found: ContractView, *args: Any, **kwargs: Any) -> ContractForm:
    reasons = {RETURNED_TO.get(item, item): why for item, why in found.filing.reasons.items()}
    asked = [each.item for each in found.withheld if each.assent is None]
    standing = [(item, WORDS.get(item, item)) for item in asked]
    return ContractForm(
        *args, shares=found.shares, fixed=True, reasons=reasons, standing=standing, **kwargs
    )


def _drawn(
    request: HttpRequest, actor: Actor, found: ContractView, form: ContractForm
) -> HttpResponse:
    reasons = [(ITEM_WORDS.get(item, item), why) for item, why in found.filing.reasons.items()]
    context = {
        "contract": found.contract,
        "award": found.award,
        "form": form,
        "reasons": reasons,
        "filing": found.filing,
        "standing": [(ITEM_WORDS.get(each.item, each.item), each) for each in found.withheld],
        "draft_key": f"filing-{found.contract.pk}",
    }
    return draw(request, actor, "purchaser/contract.html", context)


def _recall(actor: Actor, _now: datetime, contract_id: UUID) -> dict[str, Any]:
    found = contract_view(actor, contract_id)
    return {"contract": found.contract, "filing": found.filing}


recall = act_view(
    recall_filing,
    RecallForm,
    draw=page_of("purchaser/recall.html", _recall),
    of=contract_view,
    done="case",
    said="备案已收回,可以补正后重新报送。公开页标明正在补正。",
)
