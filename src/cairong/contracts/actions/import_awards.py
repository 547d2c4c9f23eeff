"""Enter a batch of published rows: awards, and drafts of those that are contracts."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.contracts.importing.rows import AwardRow, Imported
from cairong.contracts.models import Award, AwardShare, Contract
from cairong.contracts.reads import imported_rows
from cairong.contracts.steps.awards import SIGNED_KIND, open_sign_duty, purchasers_named
from cairong.contracts.steps.drafts import prefilled
from cairong.contracts.steps.numbers import AWARDS, CONTRACTS, next_numbers
from cairong.kernel.actor import Actor, Role
from cairong.parties import reads as parties
from cairong.parties.alike import suppliers_certain
from cairong.parties.models import City, Organisation

SAMPLES, WINNERS = "contracts.samples.imported", "contracts.winners.imported"
MUNICIPAL = ("", "市本级", "本级", "市辖区")


@use_case(Role.OPERATOR, Role.PROCUREMENT_OFFICER, Role.SYSTEM, word="导入公告", counties=True)
def import_awards(*, actor: Actor, now: datetime, rows: Sequence[AwardRow]) -> Imported:
    """Enter rows not yet known by their source; a known row changes nothing (D4).

    A county's desk enters its own county's rows alone. Rows of the city become awards with their
    duty to sign, in the region of a purchaser that is registered, else in the one published; rows
    of elsewhere samples. A winner is joined to the supplier of its name where that is one beyond
    doubt. Rows of kind 合同 also make a contract in draft. Writes: contracts.Award,
    contracts.AwardShare, contracts.Contract, clocks.Duty; one event for the batch.
    Source: 二(二)-1, D4, D32.
    """
    city = parties.city_of(actor.city)
    known = imported_rows(actor, [row.src_id for row in rows])
    new = [row for row in rows if (row.src, row.src_id) not in known]
    differing = [
        row.line for row in rows if known.get((row.src, row.src_id), row.digest) != row.digest
    ]
    new, awards, foreign = _within(actor, new, _awards(city, new, now))
    _number(actor.city, AWARDS, awards, lambda award: award.notice_on)
    made = Award.objects.bulk_create(awards)
    shares = _make_shares(actor.city, made, new)
    drafts = _make_drafts(actor.city, made, new, now=now)
    for award in made:
        if award.purchaser and award.kind != SIGNED_KIND:
            winners = [share.supplier_id for share in shares if share.award_id == award.pk]
            open_sign_duty(award, suppliers=winners, now=now)
    samples = sum(award.sample for award in made)
    result = Imported(
        awards=len(made),
        drafts=drafts,
        samples=samples,
        unchanged=len(rows) - len(new) - len(differing) - len(foreign),
        differing=differing,
        foreign=foreign,
    )
    record(
        actor=actor,
        now=now,
        type="contracts.awards.imported",
        subject=city,
        about=[award.pk for award in made],
        after={"awards": len(made), "drafts": drafts, "samples": samples,
               "unchanged": result.unchanged, "differing": len(differing)},
        basis=["二(二)-1"],
        also=[*([SAMPLES] if samples else []), *([WINNERS] if samples < len(made) else [])],
    )  # fmt: skip
    return result


def _awards(city: City, rows: Sequence[AwardRow], now: datetime) -> list[Award]:
    places = _places(city)
    awards = [_award(row, city, places, now) for row in rows]
    _join_purchasers(city.pk, awards)
    return awards


def _within(
    actor: Actor, rows: Sequence[AwardRow], awards: Sequence[Award]
) -> tuple[list[AwardRow], list[Award], list[int]]:
    """Part what the actor's desk reaches, row and award, from the lines of what it does not."""
    pairs = list(zip(rows, awards, strict=True))
    own = [pair for pair in pairs if actor.whole_city or pair[1].region == actor.region]
    lines = {row.line for row, _ in own}
    foreign = [row.line for row in rows if row.line not in lines]
    return [row for row, _ in own], [award for _, award in own], foreign


def _places(city: City) -> dict[str, str]:
    """Map the names of the city's counties, and its own, to their codes."""
    codes = {region.name: region.code for region in parties.regions(city.pk)}
    return codes | dict.fromkeys(MUNICIPAL, city.pk)


def _award(row: AwardRow, city: City, places: dict[str, str], now: datetime) -> Award:
    ours = row.place_city.removesuffix("市") == city.name.removesuffix("市")
    region = places.get(row.place_district, city.pk) if ours else ""
    return Award(
        city=city,
        region=region,
        sample=not ours,
        src_hash=row.digest,
        recorded_at=now,
        **row.columns(),
    )


def _number[T: (Award, Contract)](
    city: str, series: str, things: Sequence[T], notice_on: Callable[[T], date]
) -> None:
    by_year: dict[int, list[T]] = {}
    for thing in things:
        by_year.setdefault(notice_on(thing).year, []).append(thing)
    for year in sorted(by_year):
        numbers = next_numbers(city, series, year, len(by_year[year]))
        for thing, no in zip(by_year[year], numbers, strict=True):
            thing.no = no


def _join_purchasers(city: str, awards: Iterable[Award]) -> None:
    own = [award for award in awards if not award.sample]
    ids = purchasers_named(city, [award.purchaser_name for award in own]) if own else {}
    found = Organisation.objects.in_bulk(set(ids.values())) if ids else {}
    for award in own:
        if (pk := ids.get(award.purchaser_name)) is not None:
            award.purchaser, award.region = found[pk], found[pk].region


def _make_shares(city: str, awards: Sequence[Award], rows: Sequence[AwardRow]) -> list[AwardShare]:
    names = {
        name
        for award, row in zip(awards, rows, strict=True)
        if not award.sample
        for name in row.suppliers
    }
    ids = suppliers_certain(city, names) if names else {}
    return AwardShare.objects.bulk_create(
        AwardShare(
            award=award,
            position=position,
            supplier_id=None if award.sample else ids.get(name),
            supplier_name=name,
            share_fen=award.amount_fen if len(row.suppliers) == 1 else None,
        )
        for award, row in zip(awards, rows, strict=True)
        for position, name in enumerate(row.suppliers)
    )


def _make_drafts(
    city: str, awards: Sequence[Award], rows: Sequence[AwardRow], *, now: datetime
) -> int:
    pairs = [pair for pair in zip(awards, rows, strict=True) if pair[1].kind == SIGNED_KIND]
    drafts = []
    for award, row in pairs:
        draft = prefilled(award, now=now)
        draft.purchaser_no = row.contract_no
        drafts.append(draft)
    _number(city, CONTRACTS, drafts, lambda draft: draft.award.notice_on)
    Contract.objects.bulk_create(drafts)
    return len(drafts)
