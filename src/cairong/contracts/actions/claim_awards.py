"""Take over imported awards that bear one's own registered name, or a purchaser's former one."""

from datetime import datetime

from cairong.audit.recording import record
from cairong.audit.rows import locked
from cairong.audit.transaction import use_case
from cairong.contracts.models import Award, AwardShare, Contract
from cairong.contracts.reads import unclaimed_awards
from cairong.contracts.steps.awards import SIGNED_KIND, open_sign_duty
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Conflict, NotFound
from cairong.parties import reads as parties
from cairong.parties.alike import suppliers_looking
from cairong.parties.models import Organisation

MOST = 200


@use_case(Role.PURCHASER_OFFICER, Role.SUPPLIER, word="认领中标(成交)记录")
def claim_awards(*, actor: Actor, now: datetime) -> list[Award]:
    """Join the imported awards of one's own name to one's organisation, and start their duties.

    A row of kind 合同 has none to sign: it was signed before. Only rows of the city itself; samples
    of elsewhere stay as published. Raises NotFound where there are none, Conflict for a supplier
    whose name looks like another's: the purchaser says which of them won.
    Writes: contracts.Award or contracts.AwardShare, clocks.Duty. Source: D4.
    """
    assert actor.organisation_id is not None
    own = parties.organisation(actor.city, actor.organisation_id)
    if actor.role is Role.SUPPLIER:
        _require_certain(own)
    awards = list(locked(unclaimed_awards(actor)).order_by("pk")[:MOST])
    if not awards:
        raise NotFound("access.not_found", thing="以本单位名称公开的中标(成交)记录")
    ids = [each.pk for each in awards]
    if actor.role is Role.SUPPLIER:
        shares = AwardShare.objects.filter(award__in=ids, supplier=None)
        shares.filter(supplier_name=own.name).update(supplier=own)
    else:
        Award.objects.filter(pk__in=ids).update(purchaser=own, region=own.region)
        Contract.objects.filter(award__in=ids, state="draft").update(
            purchaser=own, region=own.region
        )
        for award in awards:
            award.purchaser, award.region = own, own.region
            if award.kind != SIGNED_KIND:
                open_sign_duty(award, suppliers=[], now=now)
    record(
        actor=actor,
        now=now,
        type="contracts.award.claimed",
        subject=own,
        about=ids,
        after={"awards": [each.no for each in awards]},
        basis=["二(一)-3" if actor.role is Role.SUPPLIER else "二(二)-1"],
    )
    return awards


def _require_certain(own: Organisation) -> None:
    found = suppliers_looking(own.city_id, [own.name])[own.name]
    others = [f"「{each.name}」({each.uscc})" for each in found if each.pk != own.pk]
    if others:
        raise Conflict(
            "contracts.name_of_several", "二(一)-3", name=own.name, others="、".join(others)
        )
