"""The paper of a bank about a payment that came back, kept for the two persons who record it."""

import hashlib
from datetime import datetime
from uuid import UUID

from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Invalid
from cairong.treasury.reads import payment_for
from cairong.treasury.returns import ReturnSlip
from cairong.treasury.states import PAYMENT

MOST_MB = 5
BEGINS = {
    b"%PDF-": ReturnSlip.Kind.PDF,
    b"\xff\xd8\xff": ReturnSlip.Kind.JPEG,
    b"\x89PNG\r\n\x1a\n": ReturnSlip.Kind.PNG,
}


@use_case(Role.TREASURY_OFFICER, word="上传退汇凭证", silent=True)
def keep_return_slip(
    *, actor: Actor, now: datetime, payment_id: UUID, name: str, content: bytes
) -> ReturnSlip:
    """Keep the bank's paper about a payment that came back; the same paper is kept once.

    It leaves no event of its own: that of the return names it. Raises NotFound, WrongState,
    Invalid for what is no PDF or picture, and above 5 MB. Writes: treasury.ReturnSlip.
    Source: 二(三)-4.
    """
    payment = payment_for(actor, payment_id)
    PAYMENT.after(payment.state, "return")
    if len(content) > MOST_MB * 1024 * 1024:
        raise Invalid("treasury.slip_too_large", field="file", most=MOST_MB)
    kind = next((kind for sign, kind in BEGINS.items() if content.startswith(sign)), None)
    if kind is None:
        raise Invalid("treasury.slip_kind", field="file")
    facts = {"name": name, "kind": kind, "content": content, "kept_at": now}
    hashed = hashlib.sha256(content).hexdigest()
    slip, _ = ReturnSlip.objects.get_or_create(payment=payment, sha256=hashed, defaults=facts)
    return slip
