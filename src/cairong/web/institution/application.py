"""The page of one application, and every act upon it."""

from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cairong.doors.actors import moment_of
from cairong.doors.forms import refuse_fields
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import NotFound
from cairong.lending.actions.confirm_complete import confirm_complete
from cairong.lending.actions.consent import Contact, ask_consent, read_contact
from cairong.lending.actions.disburse import disburse
from cairong.lending.actions.meet_conditions import meet_conditions
from cairong.lending.actions.reject_application import reject_application
from cairong.lending.actions.request_lock import request_lock
from cairong.lending.actions.step_back import step_back
from cairong.lending.actions.verify_contract import verify_contract
from cairong.lending.reads import application_for, offer_for
from cairong.treasury.actions.open_lock import recall_lock
from cairong.web.acting import carry_out, lay_before
from cairong.web.duties import time_given
from cairong.web.forms import ActForm, ReasonForm
from cairong.web.frame import draw
from cairong.web.institution.case import Standing, shown, standing_of
from cairong.web.institution.forms import ConditionsForm, DisburseForm, RejectForm, VerifyForm
from cairong.web.institution.lists import PEOPLE

OFFICER = Role.INSTITUTION_OFFICER
PLACES = {
    "lending.above_offer": "amount",
    "lending.above_headroom": "amount",
    "lending.fee_above_draw": "amount",
    "lending.rejection_without_reason": "words",
}


class Shown(TypedDict, total=False):
    """The form of an act that was refused, and contact data just read."""

    ask_form: ActForm
    complete_form: ActForm
    verify_form: VerifyForm
    reject_form: RejectForm
    lock_form: ActForm
    lock_recall_form: ReasonForm
    conditions_form: ConditionsForm
    disburse_form: DisburseForm
    step_back_form: ReasonForm
    read: Contact


@require_safe
@page(*PEOPLE)
def application(request: HttpRequest, actor: Actor, application_id: UUID) -> HttpResponse:
    """Show one application: deadline, contract, supplier, checks, offers, what to do now."""
    return drawn(request, actor, application_id)


@require_POST
@page(OFFICER, Role.INSTITUTION_MANAGER)
def contact(request: HttpRequest, actor: Actor, application_id: UUID) -> HttpResponse:
    """Read the supplier's contact data under its consent; the reading is recorded."""
    refuse_fields(request)
    read = read_contact(actor=actor, now=moment_of(request), application_id=application_id)
    answer = drawn(request, actor, application_id, read=read)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@page(OFFICER)
def consent_asked(request: HttpRequest, actor: Actor, application_id: UUID) -> HttpResponseBase:
    """Ask the supplier to let the house read its contact data."""
    return carry_out(
        request,
        ActForm(request.POST),
        lambda _: ask_consent(actor=actor, now=moment_of(request), application_id=application_id),
        draw=lambda form: drawn(request, actor, application_id, ask_form=form),
        done=reverse("application", args=[application_id]),
        said="已向供应商征求同意,首次联系已记下。",
    )


@page(OFFICER)
def complete(request: HttpRequest, actor: Actor, application_id: UUID) -> HttpResponseBase:
    """Confirm that the papers are complete; the days of deciding start."""
    if request.method != "POST":
        return redirect("application", application_for(actor, application_id).pk)
    given = time_given(actor, "decide_days", moment_of(request))
    return carry_out(
        request,
        ActForm(request.POST),
        lambda _: confirm_complete(
            actor=actor, now=moment_of(request), application_id=application_id
        ),
        draw=lambda form: drawn(request, actor, application_id, complete_form=form),
        done=reverse("application", args=[application_id]),
        said=f"已确认材料齐全,{given}的审批期限开始计算。",
    )


@page(OFFICER)
def verify(request: HttpRequest, actor: Actor, application_id: UUID) -> HttpResponseBase:
    """Check the contract against what is published; the receipt is kept."""
    found = standing_of(actor, application_id, now=moment_of(request))
    if request.method != "POST":
        return redirect("application", application_id)
    return carry_out(
        request,
        VerifyForm(request.POST, obliged=found.obliged),
        lambda typed: verify_contract(
            actor=actor,
            now=moment_of(request),
            application_id=application_id,
            provincial_reference=typed["provincial_reference"],
        ),
        draw=lambda form: drawn(request, actor, application_id, verify_form=form),
        done=reverse("application", args=[application_id]),
        said="已核验,凭证已保存。",
    )


@require_safe
@page(*PEOPLE)
def receipt(
    request: HttpRequest,  # noqa: ARG001 - the shape of a page
    actor: Actor,
    application_id: UUID,
    verification_id: UUID,
) -> HttpResponse:
    """Hand out the receipt of a check: the published document, byte by byte."""
    found = application_for(actor, application_id)
    kept = found.verifications.filter(pk=verification_id).first()
    if kept is None:
        raise NotFound("access.not_found", thing="核验凭证")
    answer = HttpResponse(bytes(kept.receipt), content_type="application/json")
    name = f"receipt-{kept.content_hash[:12]}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@page(OFFICER)
def reject(request: HttpRequest, actor: Actor, application_id: UUID) -> HttpResponseBase:
    """Lay a rejection before the second person: a reason of the list, and words."""
    if request.method != "POST":
        return redirect("application", application_for(actor, application_id).pk)
    return lay_before(
        request,
        RejectForm,
        lambda typed: reject_application.propose(
            actor=actor,
            now=moment_of(request),
            application_id=application_id,
            code=typed["code"],
            words=typed["words"],
        ),
        draw=lambda form: drawn(request, actor, application_id, reject_form=form),
        places=PLACES,
        then="理由和补救办法发给供应商。",
    )


@page(OFFICER)
def lock(request: HttpRequest, actor: Actor, offer_id: UUID) -> HttpResponseBase:
    """Lay the request for the lock of the account before the second person."""
    application_id = offer_for(actor, offer_id).application_id
    if request.method != "POST":
        return redirect("application", application_id)
    return lay_before(
        request,
        ActForm,
        lambda _: request_lock.propose(actor=actor, now=moment_of(request), offer_id=offer_id),
        draw=lambda form: drawn(request, actor, application_id, lock_form=form),
        then="依次由供应商、采购人、国库科确认。",
    )


@page(OFFICER)
def lock_recall(request: HttpRequest, actor: Actor, offer_id: UUID) -> HttpResponseBase:
    """Take the request for the lock back while the supplier has not opened it."""
    found = offer_for(actor, offer_id)
    if request.method != "POST":
        return redirect("application", found.application_id)
    lock_id = found.lock_id
    if lock_id is None:
        raise NotFound("access.not_found", thing="账户锁定")
    return carry_out(
        request,
        ReasonForm(request.POST),
        lambda typed: recall_lock(
            actor=actor, now=moment_of(request), lock_id=lock_id, reason=typed["reason"]
        ),
        draw=lambda form: drawn(request, actor, found.application_id, lock_recall_form=form),
        done=reverse("application", args=[found.application_id]),
        said="已收回锁定申请,供应商收到消息。",
    )


@page(OFFICER)
def conditions(request: HttpRequest, actor: Actor, offer_id: UUID) -> HttpResponseBase:
    """Record that every condition of the draw is met; the days of disbursing start."""
    application_id = offer_for(actor, offer_id).application_id
    if request.method != "POST":
        return redirect("application", application_id)
    given = time_given(actor, "disburse_days", moment_of(request))
    return carry_out(
        request,
        ConditionsForm(request.POST),
        lambda typed: meet_conditions(
            actor=actor,
            now=moment_of(request),
            offer_id=offer_id,
            registration_no=typed["registration_no"],
        ),
        draw=lambda form: drawn(request, actor, application_id, conditions_form=form),
        done=reverse("application", args=[application_id]),
        said=f"放款条件已落实,{given}的放款期限开始计算。",
    )


@page(OFFICER)
def draw_loan(request: HttpRequest, actor: Actor, offer_id: UUID) -> HttpResponseBase:
    """Lay a draw before the second person."""
    application_id = offer_for(actor, offer_id).application_id
    if request.method != "POST":
        return redirect("application", application_id)
    return lay_before(
        request,
        DisburseForm,
        lambda typed: disburse.propose(
            actor=actor, now=moment_of(request), offer_id=offer_id, amount_fen=typed["amount"]
        ),
        draw=lambda form: drawn(request, actor, application_id, disburse_form=form),
        places=PLACES,
        then="登记放款,供应商收到消息。",
    )


@page(OFFICER)
def back(request: HttpRequest, actor: Actor, offer_id: UUID) -> HttpResponseBase:
    """Lay before the second person that the house steps back from an accepted offer."""
    application_id = offer_for(actor, offer_id).application_id
    if request.method != "POST":
        return redirect("application", application_id)
    return lay_before(
        request,
        ReasonForm,
        lambda typed: step_back.propose(
            actor=actor, now=moment_of(request), offer_id=offer_id, reason=typed["reason"]
        ),
        draw=lambda form: drawn(request, actor, application_id, step_back_form=form),
        then="报价终止,供应商看到理由。",
    )


def drawn(
    request: HttpRequest, actor: Actor, application_id: UUID, **given: Unpack[Shown]
) -> HttpResponse:
    """Draw an application's page, with the form of an act that was refused."""
    now = moment_of(request)
    standing = standing_of(actor, application_id, now=now)
    context = {
        **shown(actor, standing, now=now),
        **_forms(standing),
        **given,
    }
    context["refused"] = [
        form
        for name, form in given.items()
        if name != "read" and name.removesuffix("_form") not in context["can"]
    ]
    return draw(request, actor, "institution/application.html", context)


def _forms(standing: Standing) -> dict[str, Any]:
    chosen = standing.chosen
    left = chosen.amount_fen - chosen.drawn_fen if chosen else 0
    return {
        "contact_form": ActForm(auto_id="contact-%s"),
        "ask_form": ActForm(auto_id="ask-%s"),
        "complete_form": ActForm(auto_id="complete-%s"),
        "verify_form": VerifyForm(obliged=standing.obliged),
        "reject_form": RejectForm(),
        "lock_form": ActForm(auto_id="lock-%s"),
        "lock_recall_form": ReasonForm(auto_id="lock-recall-%s"),
        "conditions_form": ConditionsForm(),
        "disburse_form": DisburseForm(initial={"amount": left}),
        "step_back_form": ReasonForm(auto_id="step-back-%s"),
    }
