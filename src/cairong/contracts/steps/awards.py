"""What several acts do to an award: find parties by name, open its duty to sign."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from cairong.clocks.steps.duties import open_duty
from cairong.contracts.facts import Winner
from cairong.contracts.models import Award, AwardShare
from cairong.kernel.errors import Invalid
from cairong.kernel.money import positive
from cairong.parties.alike import is_certain, named_by, suppliers_looking
from cairong.parties.models import Organisation
from cairong.policy.names import clean_name

Kind = Organisation.Kind
SIGNED_KIND = "合同"  # the day such a row was published is after the signing, not before


def purchasers_named(city: str, names: Iterable[str]) -> dict[str, UUID]:
    """Find the active purchasers that bear or bore exactly a name, and alone."""
    wanted = set(names)
    found: dict[str, list[UUID]] = {}
    rows = Organisation.objects.filter(city_id=city, kind=Kind.PURCHASER, active=True)
    rows = rows.filter(Q(name__in=wanted) | Q(former_names__overlap=list(wanted)))
    for pk, name, former in rows.values_list("pk", "name", "former_names"):
        for each in {name, *former} & wanted:
            found.setdefault(each, []).append(pk)
    return {name: ids[0] for name, ids in found.items() if len(ids) == 1}


def make_shares(award: Award, winners: Sequence[Winner]) -> list[AwardShare]:
    """Write down who won, the only winner with the whole amount. Writes: contracts.AwardShare.

    Raises Invalid where nobody is named, one is named twice, a supplier is not the city's, or it
    is not certain whom a name means: several bear it, or it only looks like one's.
    """
    if not winners:
        raise Invalid("contracts.winner_missing", field="supplier")
    ids = [winner.supplier_id for winner in winners if winner.supplier_id]
    known = {
        organisation.pk: organisation
        for organisation in Organisation.objects.filter(
            city_id=award.city_id, kind=Kind.SUPPLIER, pk__in=ids, active=True
        )
    }
    named = [winner.name.strip() for winner in winners if not winner.supplier_id]
    looking = suppliers_looking(award.city_id, named) if named else {}
    shares = [
        _share(award, position, winner, known, looking, alone=len(winners) == 1)
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


def codes_of(shares: Iterable[AwardShare]) -> list[str]:
    """Say by its code which supplier each winner is, where it is known."""
    return [f"{each.supplier_name}:{each.supplier.uscc}" for each in shares if each.supplier]


def _who(winner: Winner, position: int, found: Sequence[Organisation]) -> Organisation | None:
    """Say which supplier a name means; none where it is none of them. Raises Invalid in doubt."""
    if winner.unregistered or not found:
        return None
    if is_certain(winner.name, found):
        return found[0]
    raise Invalid(
        "contracts.winner_which",
        "二(一)-3",
        field=f"which_{position}",
        value=winner.name,
        others="、".join(named_by(winner.name, each) for each in found),
    )


def _share(
    award: Award,
    position: int,
    winner: Winner,
    known: dict[UUID, Organisation],
    looking: Mapping[str, Sequence[Organisation]],
    *,
    alone: bool,
) -> AwardShare:
    if winner.supplier_id:
        supplier = known.get(winner.supplier_id)
        if supplier is None:
            raise Invalid("contracts.winner_missing", field="supplier", value=winner.supplier_id)
        name = supplier.name
    else:
        name = clean_name(winner.name, "supplier", least=1)
        supplier = _who(winner, position, looking.get(winner.name.strip(), []))
    share = winner.share_fen if winner.share_fen or not alone else award.amount_fen
    return AwardShare(
        award=award,
        position=position,
        supplier=supplier,
        supplier_name=name,
        share_fen=None if share is None else positive(share, "share"),
    )
