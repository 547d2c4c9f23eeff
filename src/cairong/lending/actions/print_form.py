"""A supplier prints a form for one of its contracts, to hand it in at an institution."""

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.rows import locked
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.lending.models import PaperForm
from cairong.lending.states import FORM
from cairong.lending.steps.bindings import ground_of
from cairong.parties.reads import own_organisation
from cairong.policy.on_paper import CHARACTERS, CLAUSE, LENGTH


@use_case(Role.SUPPLIER, word="打印纸质申请表")
def print_form(*, actor: Actor, now: datetime, contract_id: UUID) -> PaperForm:
    """Give out a form with a number of its own; one printed before and not handed in is void.

    Its number shows an institution that the form is from the supplier. Raises NotFound.
    Writes: lending.PaperForm. Source: 二(一)-6.
    """
    supplier_id = own_organisation(actor)
    ground = ground_of(actor, supplier_id, contract_id, None)
    assert ground.contract is not None
    of: dict[str, Any] = {"supplier_id": supplier_id, "contract": ground.contract}
    for before in locked(PaperForm.objects.filter(**of, state="printed")):
        before.state, before.voided_at = FORM.after(before.state, "void"), now
        before.save(update_fields=["state", "voided_at"])
    code = "".join(secrets.choice(CHARACTERS) for _ in range(LENGTH))
    form = PaperForm.objects.create(city_id=actor.city, code=code, printed_at=now, **of)
    record(
        actor=actor,
        now=now,
        type="lending.form.printed",
        subject=form,
        about=[contract_id],
        after={"contract": f"{ground.contract.no} {ground.contract.title}"},
        basis=[CLAUSE],
    )
    return form
