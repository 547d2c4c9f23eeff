"""Take over imported awards that bear one's own registered name, or a purchaser's former one."""

from collections.abc import Sequence
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
from cairong.parties.alike import bearers_looking, named_by
from cairong.parties.models import Organisation

MOST = 200


@use_case(Role.PURCHASER_OFFICER, Role.SUPPLIER, word="认领中标(成交)记录")
def claim_awards(*, actor: Actor, now: datetime) -> list[Award]:
    """Join the imported awards of one's own name to one's organisation, and start their duties.

    A row of kind 合同 has none to sign: it was signed before. Only rows of the city itself; samples
    of elsewhere stay as published. What bears a name that another of one's kind bears or bore, or
    one that looks like it, is left. Raises NotFound where there are none, Conflict where all were
    left: for a supplier the purchaser says which of them won.
    Writes: contracts.Award or contracts.AwardShare, clocks.Duty. Source: D4.
    """
    assert actor.organisation_id is not None
    own = parties.organisation(actor.city, actor.organisation_id)
    rows = unclaimed_awards(actor)
    if actor.role is Role.SUPPLIER:
        _of_several(own, [own.name])
    else:
        names = set(rows.order_by().values_list("purchaser_name", flat=True).distinct())
        several = _of_several(own, sorted(names))
        rows = rows.exclude(purchaser_name__in=several)
    awards = list(locked(rows).order_by("pk")[:MOST])
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


def _of_several(own: Organisation, names: Sequence[str]) -> list[str]:
    """List the names that another of one's kind bears or bore, or one that looks like it.

    Raises Conflict where these are all there are.
    """
    looking = bearers_looking(own.city_id, names, kind=own.kind)
    others = {name: [each for each in looking.get(name, []) if each.pk != own.pk] for name in names}
    several = [name for name in names if others[name]]
    if several and len(several) == len(names):
        first = several[0]
        raise Conflict(
            "contracts.name_of_several" if own.kind == Organisation.Kind.SUPPLIER
            else "contracts.purchaser_of_several",
            "二(一)-3",
            name=first,
            others="、".join(named_by(first, each) for each in others[first]),
        )  # fmt: skip
    return several
