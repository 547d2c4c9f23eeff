"""Accept a filing, or return it with a reason for each item, by two persons of the desk."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.clocks.steps.duties import fulfil_duty
from cairong.contracts.models import Contract, Filing
from cairong.contracts.reads import contract_for, newest_filing, suppliers_of
from cairong.contracts.states import CONTRACT
from cairong.disclosure.models import PublishedVersion
from cairong.disclosure.steps.publish import publish_contract
from cairong.filing.steps.signing import give_back
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid
from cairong.kernel.text import clean_text
from cairong.parties.four_eyes import DATED, two_person
from cairong.policy.contracts import return_has_reasons
from cairong.policy.items import WORDS
from cairong.policy.rule import require
from cairong.treasury.steps.receivables import receivable_of, stand_payee
from cairong.treasury.steps.tellings import account_of

Kind = PublishedVersion.Kind
REASONED = frozenset(WORDS) | {"schedule", "purchaser_uscc", "withheld"}


@two_person(
    Role.PROCUREMENT_OFFICER,
    Role.COUNTY_CLERK,
    word="审核合同备案",
    free={"sha256": DATED},
    of=CONTRACT,
    fulfils="review_filing",
    fresh=True,  # what is accepted makes the first payee version
)
def decide_filing(
    *,
    actor: Actor,
    now: datetime,
    contract_id: UUID,
    verdict: Literal["accept", "return"],
    reasons: dict[str, str] | str = "",
    published_items: Sequence[str] = (),
) -> Contract:
    """Decide the filing that waits: accepted, payee version 1 of each receivable stands.

    `published_items` names items whose withholding is refused; the rest is assented to. A return
    starts the days to mend it. Raises PolicyBreach for one without reasons, WrongState where
    nothing waits.
    Writes: contracts.Filing, contracts.Contract, treasury.PayeeVersion, clocks.Duty, clocks.Mark,
    disclosure.PublishedVersion. Source: 二(二)-5, 二(二)-7, 二(三)-3, D8.
    """
    contract = contract_for(actor, contract_id, lock=True)
    before, contract.state = contract.state, CONTRACT.after(contract.state, verdict)
    filing = newest_filing(contract, lock=True)
    said = _reasons(verdict, reasons)
    filing.verdict, filing.reasons, filing.decided_at = verdict, said, now
    filing.opened_at = filing.opened_at or now
    filing.save(update_fields=["verdict", "reasons", "decided_at", "opened_at"])
    if verdict == "accept":
        _accept(contract, filing, published_items, now=now)
    else:
        give_back(contract, now=now)
    contract.save(update_fields=["state", "filed_at"])
    fulfil_duty(subject_id=contract.pk, kind="review_filing", on=day_of(now), now=now)
    kind = Kind.FILED if verdict == "accept" else Kind.RETURNED
    published = publish_contract(contract, kind=kind, filing=filing, now=now)
    suppliers = [each.supplier_id for each in suppliers_of(contract) if each.supplier_id]
    tells = [Tell(organisation_id=each, role=Role.SUPPLIER) for each in suppliers]
    if contract.purchaser_id:
        tells.append(Tell(organisation_id=contract.purchaser_id, role=Role.PURCHASER_OFFICER))
    known = {"no": contract.no, "title": contract.title, "round": filing.round}
    record(
        actor=actor,
        now=now,
        type=f"filing.contract.{'accepted' if verdict == 'accept' else 'returned'}",
        subject=contract,
        about=[contract.pk, contract.award_id],
        visible_to=[contract.purchaser_id, *suppliers],
        before={**known, "state": before},
        after={**known, "state": contract.state, "reasons": said, "sha256": published.sha256},
        basis=["二(二)-7", *(["二(三)-3"] if verdict == "accept" else [])],
        tell=tells,
    )
    return contract


def _reasons(verdict: str, reasons: Mapping[str, str] | str) -> dict[str, str]:
    given = {"": reasons} if isinstance(reasons, str) else dict(reasons)
    given = {
        name: clean_text(text, "reasons", most=500, lines=True)
        for name, text in given.items()
        if name or text
    }
    if verdict == "return":
        require(return_has_reasons(reasons=given, items=REASONED))
    return given


def _accept(contract: Contract, filing: Filing, published: Sequence[str], *, now: datetime) -> None:
    contract.filed_at = now
    _decide_withholding(contract, published, now=now)
    _stand_payees(contract, filing, now=now)


def _decide_withholding(contract: Contract, published: Sequence[str], *, now: datetime) -> None:
    asked = contract.withheld.filter(assent=None)
    unknown = set(published) - {each.item for each in asked}
    if unknown:
        name = min(unknown)
        raise Invalid("contracts.unknown_item", field=name, value=name)
    asked.filter(item__in=published).update(assent=False, decided_at=now)
    asked.update(assent=True, decided_at=now)


def _stand_payees(contract: Contract, filing: Filing, *, now: datetime) -> None:
    for supplier in suppliers_of(contract):
        assert supplier.supplier_id is not None
        stand_payee(
            now=now,
            receivable=receivable_of(contract.pk, supplier.supplier_id, lock=True),
            account=account_of(supplier),
            source=f"合同备案 {contract.no} 第{filing.round}次",
        )
