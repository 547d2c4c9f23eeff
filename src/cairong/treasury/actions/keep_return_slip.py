"""The paper of a bank about a payment that came back, kept for the two persons who record it."""

import hashlib
from datetime import datetime
from uuid import UUID

from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.papers import kind_of
from cairong.parties.deciding import require_deciding
from cairong.treasury.reads import payment_for
from cairong.treasury.returns import ReturnSlip
from cairong.treasury.states import PAYMENT


@use_case(Role.TREASURY_OFFICER, word="上传退汇凭证", silent=True, counties=True)
def keep_return_slip(
    *, actor: Actor, now: datetime, payment_id: UUID, name: str, content: bytes
) -> ReturnSlip:
    """Keep the bank's paper about a payment that came back; the same paper is kept once.

    It leaves no event of its own: that of the return names it. Raises NotFound, WrongState,
    Invalid for what is no PDF or picture, and above 5 MB. Writes: treasury.ReturnSlip.
    Source: 二(三)-4.
    """
    payment = payment_for(actor, payment_id)
    require_deciding(actor, payment.receivable.region, now)
    PAYMENT.after(payment.state, "return")
    kind = kind_of(content, what="退汇凭证")
    facts = {"name": name, "kind": kind, "content": content, "kept_at": now}
    hashed = hashlib.sha256(content).hexdigest()
    slip, _ = ReturnSlip.objects.get_or_create(payment=payment, sha256=hashed, defaults=facts)
    return slip
