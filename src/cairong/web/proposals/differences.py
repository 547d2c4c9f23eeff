"""What a proposal changes: what its event says, and what only its two persons may read besides.

An event has more readers than a proposal: the ground of a withheld item, a joint supplier's
account and the items of a contract are in none. They are read while the proposal waits.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cairong.contracts.facts import Account, Items, Milestone, Withholding
from cairong.contracts.models import Contract, ContractSupplier, ScheduleRow, WithheldItem
from cairong.contracts.reads import contracts_of, newest_filing, suppliers_of
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Invalid
from cairong.kernel.text import clean_text
from cairong.parties.four_eyes import act_of
from cairong.parties.models import Proposal
from cairong.web.facts import changes, placed, value_of, word_of
from cairong.web.parts import Change
from cairong.web.parts.words import long_day

Given = Mapping[str, Any]
PUBLIC = "公开"


def differences(actor: Actor, found: Proposal, places: Mapping[str, str]) -> list[Change]:
    """Lay out all that would change, for who prepared or approves it; for others what it says.

    `places` names the regions among it by their codes.
    """
    said = changes(placed(found.before, places), placed(found.after, places), found.act)
    act, read = act_of(found), READ.get(found.act)
    if read is None or found.state != "waiting" or actor.role not in (*act.roles, act.approves):
        return said
    try:
        given = act.kept(found.arguments)
        contract = contracts_of(actor).order_by().filter(pk=given["contract_id"]).first()
        return [*said, *read(contract, given)] if contract is not None else said
    except Invalid:  # nor can it be agreed to: it is refused for the same
        return said


def _decided(contract: Contract, given: Given) -> Iterator[Change]:
    """What an accepted filing assents to withhold, and the accounts that will stand by it."""
    if given["verdict"] != "accept":
        return
    for one in contract.withheld.exclude(assent=False).order_by("item"):
        public = one.item in given["published_items"]
        after = f"不同意,予以{PUBLIC}" if public else "同意不公开"
        yield Change(word=_withheld(one.item), before=_asked(one), after=after)
    for row in suppliers_of(contract):
        yield Change(word=_whose(row), before="", after=_account(row))


def _mended(contract: Contract, given: Given) -> Iterator[Change]:
    """What a filing submitted again would say where it says something else now."""
    for change in (
        *_items(contract, given["fields"] or Items()),
        *_suppliers(contract, given),
        *_schedule(contract, given),
        *_withholding(contract, given),
        *_outside(contract, given),
    ):
        if change.changed:
            yield change


def _items(contract: Contract, fields: Items) -> Iterator[Change]:
    for name, value in fields.written().items():
        yield _change(name, getattr(contract, name), value)


def _suppliers(contract: Contract, given: Given) -> Iterator[Change]:
    """Lay the accounts given beside those that stand, and the address of a sole supplier."""
    rows = suppliers_of(contract)
    alone = len(rows) == 1
    address = given["fields"].supplier_address if given["fields"] else None
    if alone and address:
        yield _change("supplier_address", rows[0].address, clean_text(address, "address"))
    listed = [*([given["account"]] if given["account"] else []), *given["accounts"]]
    by_supplier: dict[Any, Account] = {one.supplier_id: one.checked() for one in listed}
    for row in rows:
        account = by_supplier.get(row.supplier_id) or (by_supplier.get(None) if alone else None)
        if account is not None:
            yield Change(word=_whose(row), before=_account(row), after=_account(account))


def _schedule(contract: Contract, given: Given) -> Iterator[Change]:
    if given["schedule"]:
        rows = [_milestone(one) for one in contract.schedule.all()]
        yield _change("schedule", rows, [_milestone(one.checked()) for one in given["schedule"]])


def _withholding(contract: Contract, given: Given) -> Iterator[Change]:
    stood = {one.item: _asked(one) for one in contract.withheld.exclude(assent=False)}
    for one in given["withheld"]:
        before = stood.get(one.item, PUBLIC)
        yield Change(word=_withheld(one.item), before=before, after=_asked(one))
    for item in given["withdrawn"]:
        yield Change(word=_withheld(item), before=stood.get(item, PUBLIC), after=PUBLIC)


def _outside(contract: Contract, given: Given) -> Iterator[Change]:
    """Lay the number and time of another site beside those of the last round, where given."""
    last = newest_filing(contract)
    if number := given["outside_no"].strip():
        yield _change("outside_no", last.outside_no, number)
    if given["outside_at"]:
        stood = last.outside_at.isoformat() if last.outside_at else None
        yield _change("outside_at", stood, given["outside_at"].isoformat())


def _change(name: str, before: object, after: object) -> Change:
    return Change(word=word_of(name), before=value_of(name, before), after=value_of(name, after))


def _asked(one: WithheldItem | Withholding) -> str:
    return f"申请不公开到 {long_day(one.until)},依据:{one.ground}"


def _withheld(item: str) -> str:
    return f"不予公开:{value_of('item', item)}"


def _whose(row: ContractSupplier) -> str:
    return f"回款账户({row.name})"


def _account(one: ContractSupplier | Account) -> str:
    no = one.no if isinstance(one, Account) else one.account_no
    facts = {"payee": one.payee, "no": no, "bank": one.bank, "cnaps": one.cnaps}
    return value_of("account", facts)


def _milestone(one: ScheduleRow | Milestone) -> dict[str, object]:
    return {
        "milestone": one.milestone,
        "percent": f"{one.percent.normalize():f}",
        "agreed_days": one.agreed_days,
        "unit": one.unit,
    }


READ: Mapping[str, Callable[[Contract, Given], Iterator[Change]]] = {
    "filing.decide_filing": _decided,
    "filing.resubmit_filing": _mended,
}
