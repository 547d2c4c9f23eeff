"""Filing seen from the purchaser: mend what was returned, take back what nobody opened."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from cairong.cases.proposals import proposal_back, waiting_proposal
from cairong.contracts.models import Contract
from cairong.contracts.reads import contract_for, newest_filing, suppliers_of
from cairong.contracts.states import CONTRACT
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.filing.actions.open_filing import recall_filing
from cairong.filing.actions.resubmit_filing import resubmit_filing
from cairong.kernel.actor import Actor, Role
from cairong.web.acting import carry_out
from cairong.web.fact_words import WORDS
from cairong.web.forms import ReasonForm
from cairong.web.frame import draw
from cairong.web.purchaser.contract_fields import PLACES, RETURNED_TO
from cairong.web.purchaser.contract_form import ContractForm
from cairong.web.purchaser.contract_initial import of_arguments, of_contract
from cairong.web.purchaser.signing import ACT, MORE, rows_of

RESUBMIT = "filing.resubmit_filing"


class RecallForm(ReasonForm):
    """Why a filing is taken back, which everybody can read beside the version it makes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        reason.help_text = "会告诉采购科,并公开显示在合同的版本记录里,请不要写不予公开的内容"


@page(Role.PURCHASER_OFFICER)
def resubmit(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponseBase:
    """Mend a returned filing, each reason beside its field, and lay it before a second person."""
    contract = contract_for(actor, contract_id)
    CONTRACT.after(contract.state, "resubmit")
    waiting = waiting_proposal(actor, RESUBMIT, contract.pk)
    if waiting is not None:
        return redirect("proposal", waiting.id)
    if request.method != "POST":
        return _drawn(request, actor, contract, _begun(actor, contract))
    if request.POST.get("act") == "more":
        typed = {name: request.POST[name] for name in request.POST if name != "request"}
        form = _form(contract, rows=rows_of(request) + MORE, initial=typed)
        return _drawn(request, actor, contract, form)
    form = _form(contract, request.POST, rows=rows_of(request))
    return carry_out(
        request, form, lambda typed: _propose(request, actor, contract, form, typed),
        draw=lambda shown: _drawn(request, actor, contract, shown),
        done=lambda pk: reverse("proposal", args=[pk]), places=PLACES, also=ACT,
        said="已提交复核。复核人同意后,重新报送备案。",
    )  # fmt: skip


@page(Role.PURCHASER_OFFICER, Role.PURCHASER_APPROVER)
def recall(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponseBase:
    """Take a filing back while the desk has not opened it."""
    contract = contract_for(actor, contract_id)
    filing = newest_filing(contract)

    def drawn(form: RecallForm) -> HttpResponse:
        context = {"contract": contract, "filing": filing, "form": form}
        return draw(request, actor, "purchaser/recall.html", context)

    if request.method != "POST":
        return drawn(RecallForm())
    return carry_out(
        request,
        RecallForm(request.POST),
        lambda typed: recall_filing(
            actor=actor, now=moment_of(request), contract_id=contract_id, reason=typed["reason"]
        ),
        draw=drawn,
        done=reverse("case", args=[contract_id]),
        said="备案已收回,可以补正后重新报送。公开页标明正在补正。",
    )


def reasons_of(contract: Contract) -> dict[str, str]:
    """Read why the newest filing was returned, by item ("" is the whole)."""
    said: dict[str, str] = newest_filing(contract).reasons
    return said


def _begun(actor: Actor, contract: Contract) -> ContractForm:
    shares = list(contract.award.shares.select_related("supplier").order_by("position"))
    begun = of_contract(contract, shares, suppliers_of(contract), list(contract.schedule.all()))
    back = proposal_back(actor, RESUBMIT, contract.pk)
    stale = back is None or back.prepared_at < newest_filing(contract).submitted_at
    typed = {} if back is None or stale else of_arguments(back.arguments, shares).initial
    return _form(contract, rows=begun.rows, initial={**begun.initial, **typed})


def _form(contract: Contract, *args: Any, **kwargs: Any) -> ContractForm:
    shares = list(contract.award.shares.select_related("supplier").order_by("position"))
    reasons = {RETURNED_TO.get(item, item): why for item, why in reasons_of(contract).items()}
    asked = contract.withheld.filter(assent=None).order_by("item")
    standing = [(one.item, WORDS.get(one.item, one.item)) for one in asked]
    return ContractForm(
        *args, shares=shares, fixed=True, reasons=reasons, standing=standing, **kwargs
    )


def _propose(
    request: HttpRequest,
    actor: Actor,
    contract: Contract,
    form: ContractForm,
    typed: dict[str, Any],
) -> object:
    return resubmit_filing.propose(
        actor=actor,
        now=moment_of(request),
        contract_id=contract.pk,
        fields=form.items(),
        accounts=form.accounts(),
        schedule=form.schedule(),
        withheld=form.withheld(),
        withdrawn=form.taken_back(),
        outside_no=typed["outside_no"],
        outside_at=typed["outside_at"],
        seen_revision=typed["revision"],
    )


def _drawn(
    request: HttpRequest, actor: Actor, contract: Contract, form: ContractForm
) -> HttpResponse:
    words = {**WORDS, "": "整份备案"}
    reasons = [(words.get(item, item), why) for item, why in reasons_of(contract).items()]
    context = {
        "contract": contract,
        "award": contract.award,
        "form": form,
        "shares": form.shares,
        "fixed": True,
        "reasons": reasons,
        "filing": newest_filing(contract),
        "standing": [(words.get(one.item, one.item), one) for one in contract.withheld.all()],
        "draft_key": f"filing-{contract.pk}",
        "purchaser": contract.award.purchaser,
    }
    return draw(request, actor, "purchaser/contract.html", context)
