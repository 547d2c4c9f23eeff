"""What several acts do to an award: find parties by name, open its duty to sign."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from cairong.clocks.steps.duties import open_duty
from cairong.contracts.facts import Winner
from cairong.contracts.models import Award, AwardShare
from cairong.kernel.errors import Invalid
from cairong.kernel.money import positive
from cairong.kernel.text import clean_text
from cairong.parties.models import Organisation

SIGNED_KIND = "合同"  # the day such a row was published is after the signing, not before


def registered(city: str, kind: str, names: Iterable[str]) -> dict[str, UUID]:
    """Find the active organisations of a kind that bear exactly a name, and alone.

    A purchaser is found by a former name too; a supplier is not: another may bear it by now, and
    whoever is found here is paid.
    """
    wanted = set(names)
    found: dict[str, list[UUID]] = {}
    rows = Organisation.objects.filter(city_id=city, kind=kind, active=True)
    named = Q(name__in=wanted)
    if kind != Organisation.Kind.SUPPLIER:
        named |= Q(former_names__overlap=list(wanted))
    for pk, name, former in rows.filter(named).values_list("pk", "name", "former_names"):
        borne = {name} if kind == Organisation.Kind.SUPPLIER else {name, *former}
        for each in borne & wanted:
            found.setdefault(each, []).append(pk)
    return {name: ids[0] for name, ids in found.items() if len(ids) == 1}


def make_shares(award: Award, winners: Sequence[Winner]) -> list[AwardShare]:
    """Write down who won, the only winner with the whole amount. Writes: contracts.AwardShare.

    Raises Invalid where nobody is named, one is named twice, or a supplier is not the city's.
    """
    if not winners:
        raise Invalid("contracts.winner_missing", field="supplier")
    ids = [winner.supplier_id for winner in winners if winner.supplier_id]
    known = {
        organisation.pk: organisation
        for organisation in Organisation.objects.filter(
            city_id=award.city_id, kind=Organisation.Kind.SUPPLIER, pk__in=ids, active=True
        )
    }
    named = [winner.name.strip() for winner in winners if not winner.supplier_id]
    by_name = registered(award.city_id, Organisation.Kind.SUPPLIER, named) if named else {}
    shares = [
        _share(award, position, winner, known, by_name, alone=len(winners) == 1)
        for position, winner in enumerate(winners)
    ]
    if len({share.supplier_name for share in shares}) < len(shares):
        raise Invalid("contracts.winner_twice", field="supplier")
    return AwardShare.objects.bulk_create(shares)


def open_sign_duty(award: Award, *, suppliers: Iterable[UUID | None], now: datetime) -> None:
    """Open the duty to sign within 15 days (30 by law) of the notice. Writes: clocks.Duty."""
    open_duty(
        city=award.city_id,
        kind="sign_contract",
        subject_id=award.pk,
        holder=award.purchaser,
        region=award.region,
        title=award.title,
        start_on=award.notice_on,
        now=now,
        about=[award.pk, *([award.purchaser_id] if award.purchaser_id else []),
               *(supplier for supplier in suppliers if supplier)],
    )  # fmt: skip


def _share(
    award: Award,
    position: int,
    winner: Winner,
    known: dict[UUID, Organisation],
    by_name: dict[str, UUID],
    *,
    alone: bool,
) -> AwardShare:
    if winner.supplier_id:
        supplier = known.get(winner.supplier_id)
        if supplier is None:
            raise Invalid("contracts.winner_missing", field="supplier", value=winner.supplier_id)
        supplier_id, name = supplier.pk, supplier.name
    else:
        name = clean_text(winner.name, "supplier", least=1)
        supplier_id = by_name.get(name)  # type: ignore[assignment]
    share = winner.share_fen if winner.share_fen or not alone else award.amount_fen
    return AwardShare(
        award=award,
        position=position,
        supplier_id=supplier_id,
        supplier_name=name,
        share_fen=None if share is None else positive(share, "share"),
    )
