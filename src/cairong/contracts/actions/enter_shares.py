"""Enter the shares of an award that several suppliers won together."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.contracts.facts import Winner
from cairong.contracts.models import Award, AwardShare
from cairong.contracts.reads import award_for
from cairong.contracts.states import AWARD
from cairong.contracts.steps.awards import codes_of
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Invalid
from cairong.kernel.money import positive
from cairong.parties import reads as parties
from cairong.parties.models import Organisation
from cairong.policy.contracts import same_name, shares_within_award
from cairong.policy.names import look_of
from cairong.policy.rule import require


@use_case(Role.PURCHASER_OFFICER, word="填写联合体份额")
def enter_shares(*, actor: Actor, now: datetime, award_id: UUID, shares: Sequence[Winner]) -> Award:
    """Say for each winner which registered supplier it is and what its share is.

    Together they may stay below the award, as its contract may; at signing they are the whole of
    that. Raises Invalid for a supplier that did not win, PolicyBreach above the award, WrongState
    once it is contracted. A winner's name may only look like its supplier's, or be a former one:
    whoever says so has seen the code, and the supplier it is taken from is told.
    Writes: contracts.AwardShare. Source: D4.
    """
    award = award_for(actor, award_id, lock=True)
    AWARD.after(award.state, "sign")
    rows = list(award.shares.select_related("supplier").order_by("position"))
    before = _facts(rows)
    held = [row.supplier_id for row in rows]
    for share in shares:
        _enter(award, rows, share)
    entered = [row.share_fen for row in rows]
    total = sum(fen or 0 for fen in entered)
    require(shares_within_award(total_fen=total, award_fen=award.amount_fen))
    AwardShare.objects.bulk_update(rows, ["supplier", "share_fen"])
    now_held = [row.supplier_id for row in rows]
    left = [pk for pk in held if pk is not None and pk not in now_held]
    record(
        actor=actor,
        now=now,
        type="contracts.award.shares_entered",
        subject=award,
        about=[award.pk],
        visible_to=[*held, *now_held],
        before=before,
        after={**_facts(rows), "title": award.title},
        basis=["采购法§46"],
        tell=[Tell(organisation_id=pk, role=Role.SUPPLIER, subject_id=pk) for pk in left],
    )
    return award


def _facts(rows: Sequence[AwardShare]) -> dict[str, Any]:
    """Say of each winner its share, and by its code which supplier it is."""
    return {**{row.supplier_name: row.share_fen for row in rows}, "codes": codes_of(rows)}


def _enter(award: Award, rows: list[AwardShare], entered: Winner) -> None:
    name = entered.name
    supplier = None
    if entered.supplier_id:
        supplier = parties.organisation(
            award.city_id, entered.supplier_id, kind=Organisation.Kind.SUPPLIER
        )
        name = supplier.name
    row = next((each for each in rows if same_name(each.supplier_name, name)), None)
    if row is None and supplier is not None:
        looks = {look_of(each) for each in (name, *supplier.former_names)}
        row = next((each for each in rows if look_of(each.supplier_name) in looks), None)
    if row is None:
        raise Invalid("contracts.share_of_other", field="supplier", value=name, supplier=name)
    row.supplier = supplier or row.supplier
    if entered.share_fen is not None:
        row.share_fen = positive(entered.share_fen, "share")
