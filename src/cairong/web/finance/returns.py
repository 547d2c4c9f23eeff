"""A payment that the bank sent back: its paper is uploaded, its number and amount typed."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from cairong.doors import uploads
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.papers import MIMES, MOST_MB
from cairong.lending.actions.return_payment import return_payment
from cairong.treasury.actions.keep_return_slip import keep_return_slip
from cairong.treasury.reads import payment_for, return_slip_of
from cairong.web.acting import carry_out, proposed, to_proposal
from cairong.web.finance.lists import READERS
from cairong.web.finance.payments import ReturnForm, payment_page

THEN = "这笔金额回到应付未申请,用它归还的贷款一并冲回,各方收到消息。"
PLACES = {
    "treasury.returned_otherwise": "amount_fen",
    "treasury.return_serial_used": "return_serial",
}


@uploads.takes_files
@page(Role.TREASURY_OFFICER)
def payment_returned(request: HttpRequest, actor: Actor, payment_id: UUID) -> HttpResponseBase:
    """Lay a return before the second person, with the bank's paper of it."""
    now = moment_of(request)

    def drawn(form: Any) -> HttpResponse:
        return payment_page(request, actor, payment_id, returned_form=form)

    def act(typed: dict[str, Any]) -> object:
        uploads.refuse_cut(request)
        file = typed.pop("file")
        slip = keep_return_slip(
            actor=replace(actor, request_id=None, asked=None), now=now, payment_id=payment_id,
            name=uploads.shown(file.name or ""), content=file.read(MOST_MB * uploads.MEGABYTE + 1),
        )  # fmt: skip
        return return_payment.propose(
            actor=actor, now=now, payment_id=payment_id, slip_id=slip.pk, **typed
        )

    form = ReturnForm(request.POST, request.FILES) if request.method == "POST" else ReturnForm()
    if request.META.get(uploads.CUT):
        form.fields["file"].required = False
    return carry_out(
        request, form, act, draw=drawn, done=to_proposal, said=proposed(THEN), places=PLACES
    )


@require_safe
@page(*READERS)
def return_slip(
    request: HttpRequest, actor: Actor, payment_id: UUID, slip_id: UUID
) -> HttpResponse:
    """Hand out the bank's paper of a return, to be looked at outside the browser's page."""
    del request
    payment = payment_for(actor, payment_id)
    slip = return_slip_of(payment, slip_id)
    response = HttpResponse(bytes(slip.content), content_type=MIMES[slip.kind])
    named = content_disposition_header(
        as_attachment=True, filename=f"退汇凭证 {payment.voucher_no}.{slip.kind}"
    )
    response["Content-Disposition"] = named or "attachment"
    response["Cache-Control"] = "no-store"
    return response
