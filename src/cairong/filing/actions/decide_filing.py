"""Accept a filing, or return it with a reason for each item, by two persons of the desk."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.clocks.steps.duties import fulfil_duty
from cairong.contracts.models import Contract, ContractSupplier, Filing
from cairong.contracts.reads import confirm_until, contract_for, newest_filing, suppliers_of
from cairong.contracts.states import CONTRACT
from cairong.disclosure.models import PublishedVersion
from cairong.disclosure.steps.publish import publish_contract
from cairong.filing.steps.signing import give_back
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid
from cairong.kernel.text import clean_text
from cairong.parties.deciding import require_deciding
from cairong.parties.four_eyes import DATED, HEARD, two_person
from cairong.policy.contracts import return_has_reasons
from cairong.policy.items import WORDS
from cairong.policy.rule import require
from cairong.policy.treasury import account_confirmed
from cairong.treasury.reads import disowned_on, words_on
from cairong.treasury.steps.receivables import receivable_of, stand_payee
from cairong.treasury.steps.shared_numbers import note_shared
from cairong.treasury.steps.tellings import account_of

Kind = PublishedVersion.Kind
DECIDED = ("verdict", "reasons", "unconfirmed_reason", "decided_at")
REASONED = frozenset(WORDS) | {"schedule", "purchaser_uscc", "withheld"}


@two_person(
    Role.PROCUREMENT_OFFICER,
    Role.COUNTY_CLERK,
    word="审核合同备案",
    free={"sha256": DATED, "unconfirmed": HEARD, "unconfirmed_reason": HEARD},
    of=CONTRACT,
    fulfils="review_filing",
    counties=True,
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
    unconfirmed_reason: str = "",
) -> Contract:
    """Decide the filing that waits: accepted, payee version 1 of each receivable stands.

    `published_items` names items whose withholding is refused; the rest is assented to. A return
    starts the days to mend it. A supplier that did not say that its account is its own in the days
    it had bars acceptance, unless `unconfirmed_reason` says why it goes on; one that said that it
    is not bars it always. Raises PolicyBreach for either, or a return without reasons, WrongState
    where nothing waits.
    Writes: contracts.Filing, contracts.Contract, treasury.PayeeVersion, treasury.SharedNumber,
    clocks, disclosure.PublishedVersion. Source: 二(二)-5, 二(二)-7, 二(三)-3, D8, D38.
    """
    contract = contract_for(actor, contract_id, lock=True)
    require_deciding(actor, contract.region, now)
    before, contract.state = contract.state, CONTRACT.after(contract.state, verdict)
    filing = newest_filing(contract, lock=True)
    filing.verdict, filing.decided_at = verdict, now
    filing.reasons = _reasons(verdict, reasons)
    filing.opened_at = filing.opened_at or now
    suppliers, silent, alarms = suppliers_of(contract), list[str](), list[Tell]()
    if verdict == "accept":
        contract.filed_at = now
        silent = _unconfirmed(contract, filing, suppliers, unconfirmed_reason, now=now)
        _decide_withholding(contract, published_items, now=now)
        alarms = _stand_payees(contract, filing, suppliers, now=now)
    else:
        give_back(contract, now=now)
    filing.save(update_fields=[*DECIDED, "opened_at"])
    contract.save(update_fields=["state", "filed_at"])
    fulfil_duty(subject_id=contract.pk, kind="review_filing", on=day_of(now), now=now)
    kind = Kind.FILED if verdict == "accept" else Kind.RETURNED
    published = publish_contract(contract, kind=kind, filing=filing, now=now)
    told = [*_tells(contract, suppliers), *alarms]
    _record(contract, filing, published, told, before=before, silent=silent, actor=actor, now=now)
    return contract


def _record(
    contract: Contract,
    filing: Filing,
    published: PublishedVersion,
    told: Sequence[Tell],
    *,
    before: str,
    silent: Sequence[str],
    actor: Actor,
    now: datetime,
) -> None:
    accepted = filing.verdict == "accept"
    known = {"no": contract.no, "title": contract.title, "round": filing.round}
    said: dict[str, object] = {"reasons": filing.reasons, "sha256": published.sha256}
    if silent:
        said |= {"unconfirmed": "、".join(silent), "unconfirmed_reason": filing.unconfirmed_reason}
    word = "accepted_unconfirmed" if silent else "accepted"
    record(
        actor=actor,
        now=now,
        type=f"filing.contract.{word if accepted else 'returned'}",
        subject=contract,
        about=[contract.pk, contract.award_id],
        visible_to=[each.organisation_id for each in told],
        before={**known, "state": before},
        after={**known, "state": contract.state, **said},
        basis=["二(二)-7", *(["二(三)-3"] if accepted else [])],
        tell=told,
    )


def _tells(contract: Contract, suppliers: Sequence[ContractSupplier]) -> list[Tell]:
    tells = [
        Tell(organisation_id=each.supplier_id, role=Role.SUPPLIER)
        for each in suppliers
        if each.supplier_id
    ]
    if contract.purchaser_id:
        tells.append(Tell(organisation_id=contract.purchaser_id, role=Role.PURCHASER_OFFICER))
    return tells


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


def _unconfirmed(
    contract: Contract,
    filing: Filing,
    suppliers: Sequence[ContractSupplier],
    reason: str,
    *,
    now: datetime,
) -> list[str]:
    """Name the suppliers without whose word it goes on, and keep why."""
    words = words_on(suppliers)
    unsaid = [each for each in suppliers if each.pk not in words]
    barred = disowned_on(unsaid) if unsaid else {}
    silent = [each.name for each in unsaid]
    disowned = [each.name for each in unsaid if each.pk in barred]
    why = clean_text(reason, "unconfirmed_reason", most=500, lines=True)
    until = confirm_until(filing, contract.city_id)
    require(
        account_confirmed(
            unconfirmed=silent, disowned=disowned, reason=why, until=until, today=day_of(now)
        )
    )
    filing.unconfirmed_reason = why if silent else ""
    return silent


def _decide_withholding(contract: Contract, published: Sequence[str], *, now: datetime) -> None:
    asked = contract.withheld.filter(assent=None)
    unknown = set(published) - {each.item for each in asked}
    if unknown:
        name = min(unknown)
        raise Invalid("contracts.unknown_item", field=name, value=name)
    asked.filter(item__in=published).update(assent=False, decided_at=now)
    asked.update(assent=True, decided_at=now)


def _stand_payees(
    contract: Contract, filing: Filing, suppliers: Sequence[ContractSupplier], *, now: datetime
) -> list[Tell]:
    """Let the accounts stand; answer who is told of a number that another supplier has too."""
    tells: list[Tell] = []
    for supplier in suppliers:
        assert supplier.supplier_id is not None
        payee = stand_payee(
            now=now,
            receivable=receivable_of(contract.pk, supplier.supplier_id, lock=True),
            account=account_of(supplier),
            source=f"合同备案 {contract.no} 第{filing.round}次",
        )
        tells += note_shared(
            city=contract.city_id,
            now=now,
            account_no=payee.account_no,
            supplier_id=supplier.supplier_id,
            region=contract.region,
            contract_id=contract.pk,
        )
    return tells
