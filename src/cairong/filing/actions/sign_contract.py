"""Sign, announce and submit a contract for filing in one act of two persons (D1)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.contracts.facts import Account, Items, Milestone, Withholding
from cairong.contracts.models import Contract, ContractSupplier, WithheldItem
from cairong.contracts.reads import award_for
from cairong.contracts.states import AWARD, CONTRACT
from cairong.contracts.steps.drafts import (
    draft_for,
    require_seen,
    write_items,
    write_schedule,
    write_suppliers,
)
from cairong.disclosure.models import PublishedVersion
from cairong.disclosure.steps.publish import publish_contract
from cairong.filing.steps.signing import (
    announce,
    begin_filing,
    require_contract,
    require_shares,
    run_signing_duties,
    submit_filing,
)
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid
from cairong.kernel.money import positive
from cairong.kernel.text import clean_text
from cairong.lending.steps.bindings import Bound, bind_intents
from cairong.parties.four_eyes import DATED, two_person
from cairong.policy.contracts import may_be_withheld
from cairong.policy.rule import require
from cairong.treasury.steps.receivables import stand_up
from cairong.treasury.steps.tellings import filing_bureau

FINANCEABLE = "filing.contract.financeable"
ANNOUNCED = PublishedVersion.Kind.ANNOUNCED
BASIS = ("二(二)-1", "二(二)-2", "二(二)-3", "二(二)-4", "二(二)-6")


@two_person(
    Role.PURCHASER_OFFICER,
    word="签订、公告并报备合同",
    free={"sha256": DATED},
    of=CONTRACT,
    numbers=("no",),
    fulfils="sign_contract",
)
def sign_contract(
    *,
    actor: Actor,
    now: datetime,
    award_id: UUID,
    amount_fen: int,
    signed_on: date,
    account: Account | None = None,
    accounts: Sequence[Account] = (),
    schedule: Sequence[Milestone] = (),
    fields: Items | None = None,
    withheld: Sequence[Withholding] = (),
    outside_no: str = "",
    outside_at: datetime | None = None,
    announced_outside_no: str = "",
    announced_outside_at: datetime | None = None,
    seen_revision: int | None = None,
) -> Contract:
    """Sign the contract of an award; it is public at once, marked 备案审核中.

    What is left out keeps the draft's value. `outside_*` and `announced_outside_*` are of another
    site that filed or announced it (D2). Raises PolicyBreach with every rule that bars it, Invalid,
    WrongState when already signed, Conflict where the draft was saved since `seen_revision`.
    Writes: contracts, treasury, lending, clocks, disclosure. 二(二)-1…6, D1, D4, D8.
    """
    award = award_for(actor, award_id, lock=True)
    award.state = AWARD.after(award.state, "sign")
    shares = list(award.shares.select_related("supplier").order_by("position"))
    require_shares(shares)
    contract = draft_for(award, now=now)
    require_seen(contract, seen_revision)
    contract.state = CONTRACT.after(contract.state, "sign")
    contract.amount_fen, contract.signed_on = positive(amount_fen, "amount"), signed_on
    announce(contract, now=now, outside_no=announced_outside_no, outside_at=announced_outside_at)
    filing = begin_filing(contract, now=now, outside_no=outside_no, outside_at=outside_at)
    written = fields or Items()
    write_items(contract, written)
    given = [*([account] if account else []), *accounts]
    suppliers = write_suppliers(contract, shares, given, address=written.supplier_address)
    rows = write_schedule(contract, schedule) if schedule else list(contract.schedule.all())
    require_contract(contract, suppliers, rows, award=award, filing=filing, now=now)
    withhold(contract, withheld, actor=actor, now=now)
    award.save(update_fields=["state"])
    contract.save()
    _stand_receivables(contract, suppliers, actor=actor, now=now)
    submit_filing(filing)
    run_signing_duties(contract, filing)
    published = publish_contract(contract, kind=ANNOUNCED, filing=filing, now=now)
    _record(contract, suppliers, published, bind_intents(contract), actor=actor, now=now)
    return contract


def withhold(
    contract: Contract,
    asked: Sequence[Withholding],
    *,
    actor: Actor,
    now: datetime,
    withdrawn: Sequence[str] = (),
) -> None:
    """Ask for items to be kept from the public; they are from this moment on (D1).

    A request not decided yet may be made again, with another ground or end, or `withdrawn`.
    Raises PolicyBreach for an item that must be public or was decided on, Invalid for one
    withdrawn that nobody asked for. Writes: contracts.WithheldItem. Source: 二(二)-5.
    """
    if not asked and not withdrawn:
        return
    today = day_of(now)
    require(
        *(
            may_be_withheld(item=each.item, ground=each.ground, until=each.until, today=today)
            for each in asked
        )
    )
    standing = {each.item: each for each in contract.withheld.filter(assent=None)}
    for item in withdrawn:
        if item not in standing:
            raise Invalid("contracts.unknown_item", field=item, value=item)
        standing.pop(item).delete()
    for each in asked:
        row = standing.pop(each.item, None) or WithheldItem(contract=contract, item=each.item)
        row.ground, row.until = clean_text(each.ground, "ground", most=300), each.until
        row.asked_at, row.asked_by_id = now, actor.person_id
        row.save()


def _stand_receivables(
    contract: Contract, suppliers: Sequence[ContractSupplier], *, actor: Actor, now: datetime
) -> None:
    """Stand up one receivable for each supplier, the retention divided by their shares."""
    left = contract.retention_fen
    for position, supplier in enumerate(suppliers, start=1):
        part = contract.retention_fen * supplier.share_fen // contract.amount_fen
        retention = left if position == len(suppliers) else part
        left -= retention
        assert supplier.supplier is not None
        stand_up(
            actor=actor,
            now=now,
            contract=contract,
            supplier=supplier.supplier,
            amount_fen=supplier.share_fen,
            retention_fen=retention,
        )


def _record(
    contract: Contract,
    suppliers: Sequence[ContractSupplier],
    published: PublishedVersion,
    bound: Bound,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    bureau = filing_bureau(contract, now)
    parts = {each.supplier_id: each.pk for each in suppliers if each.supplier_id}
    desk = Tell(organisation_id=bureau.pk, role=Role.PROCUREMENT_OFFICER, region=contract.region)
    record(
        actor=actor,
        now=now,
        type="filing.contract.signed",
        subject=contract,
        about=[contract.pk, contract.award_id, *bound.intents],
        visible_to=[*parts, bureau.pk, *bound.asked],
        before={"state": "draft"},
        after={
            "no": contract.no,
            "state": contract.state,
            "title": contract.title,
            "amount_fen": contract.amount_fen,
            "signed_on": contract.signed_on,
            "shares": [
                {"supplier": supplier.name, "uscc": supplier.uscc, "share_fen": supplier.share_fen}
                for supplier in suppliers
            ],
            "sha256": published.sha256,
        },
        inside=("shares",),
        basis=BASIS,
        tell=[
            desk,
            *(
                Tell(organisation_id=each, role=Role.SUPPLIER, subject_id=part)
                for each, part in parts.items()
            ),
            *(
                Tell(organisation_id=each, role=Role.INSTITUTION_OFFICER, saying=FINANCEABLE)
                for each in bound.asked
            ),
        ],
    )
