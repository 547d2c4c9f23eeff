"""What a proposal changes: what its event says, and what only its two persons may read besides.

An event has more readers than a proposal: the ground of a withheld item, a joint supplier's
account and the items of a contract are in none. They are read while the proposal waits.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from cairong.cases.proposals import ProposalView
from cairong.contracts.facts import Account, Items
from cairong.contracts.reads import ContractView, contract_view
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Invalid, NotFound
from cairong.kernel.text import clean_text
from cairong.parties.four_eyes import act_of
from cairong.treasury.reads import words_on
from cairong.web.facts import changes, placed, value_of, word_of
from cairong.web.parts import Change
from cairong.web.parts.words import long_day, long_moment

Given = Mapping[str, Any]
PUBLIC = "公开"
UNSAID = "没有确认,先行通过"


def differences(actor: Actor, found: ProposalView, places: Mapping[str, str]) -> list[Change]:
    """Lay out all that would change, for who prepared or approves it; for others what it says.

    `places` names the regions among it by their codes.
    """
    said = changes(placed(found.before, places), placed(found.after, places), found.act)
    act, read = act_of(found.act), READ.get(found.act)
    if read is None or found.state != "waiting" or actor.role not in (*act.roles, act.approves):
        return said
    try:
        given = act.kept(found.arguments)
        return [*said, *read(contract_view(actor, given["contract_id"]), given)]
    except (Invalid, NotFound):  # nor can it be agreed to: it is refused for the same
        return said


def _decided(found: ContractView, given: Given) -> Iterator[Change]:
    """What an accepted filing assents to withhold, and the accounts that will stand by it."""
    if given["verdict"] != "accept":
        return
    for item, before in _asked_in(found).items():
        public = item in given["published_items"]
        after = f"不同意,予以{PUBLIC}" if public else "同意不公开"
        yield Change(word=_withheld(item), before=before, after=after)
    words = words_on(found.suppliers)
    for row in found.suppliers:
        account = _account(row.payee, row.account_no, row.bank, row.cnaps)
        yield Change(word=_whose(row.name), before="", after=account)
        said = words.get(row.pk)
        who = f"{said.person.name},{long_moment(said.said_at)}" if said else UNSAID
        yield Change(word=f"供应商确认账户({row.name})", before="", after=who)


def _mended(found: ContractView, given: Given) -> Iterator[Change]:
    """What a filing submitted again would say where it says something else now."""
    for change in (
        *_items(found, given["fields"] or Items()),
        *_suppliers(found, given),
        *_schedule(found, given),
        *_withholding(found, given),
        *_outside(found, given),
    ):
        if change.changed:
            yield change


def _items(found: ContractView, fields: Items) -> Iterator[Change]:
    for name, value in fields.written().items():
        yield _change(name, getattr(found.contract, name), value)


def _suppliers(found: ContractView, given: Given) -> Iterator[Change]:
    """Lay the accounts given beside those that stand, and the address of a sole supplier."""
    rows = found.suppliers
    alone = len(rows) == 1
    address = given["fields"].supplier_address if given["fields"] else None
    if alone and address:
        yield _change("supplier_address", rows[0].address, clean_text(address, "address"))
    listed = [*([given["account"]] if given["account"] else []), *given["accounts"]]
    by_supplier: dict[Any, Account] = {each.supplier_id: each.checked() for each in listed}
    for row in rows:
        account = by_supplier.get(row.supplier_id) or (by_supplier.get(None) if alone else None)
        if account is not None:
            before = _account(row.payee, row.account_no, row.bank, row.cnaps)
            after = _account(account.payee, account.no, account.bank, account.cnaps)
            yield Change(word=_whose(row.name), before=before, after=after)


def _schedule(found: ContractView, given: Given) -> Iterator[Change]:
    if given["schedule"]:
        after = [each.checked() for each in given["schedule"]]
        yield _change("schedule", _milestones(found.schedule), _milestones(after))


def _withholding(found: ContractView, given: Given) -> Iterator[Change]:
    earlier = _asked_in(found)
    for each in given["withheld"]:
        before = earlier.get(each.item, PUBLIC)
        yield Change(
            word=_withheld(each.item), before=before, after=_asked(each.until, each.ground)
        )
    for item in given["withdrawn"]:
        yield Change(word=_withheld(item), before=earlier.get(item, PUBLIC), after=PUBLIC)


def _outside(found: ContractView, given: Given) -> Iterator[Change]:
    """Lay the number and time of another site beside those of the last round, where given."""
    last = found.filing
    if number := given["outside_no"].strip():
        yield _change("outside_no", last.outside_no, number)
    if given["outside_at"]:
        earlier = last.outside_at.isoformat() if last.outside_at else None
        yield _change("outside_at", earlier, given["outside_at"].isoformat())


def _change(name: str, before: object, after: object) -> Change:
    return Change(word=word_of(name), before=value_of(name, before), after=value_of(name, after))


def _asked_in(found: ContractView) -> dict[str, str]:
    """Say what is asked to be withheld and was not refused, by item."""
    return {
        each.item: _asked(each.until, each.ground)
        for each in found.withheld
        if each.assent is not False
    }


def _asked(until: date, ground: str) -> str:
    return f"申请不公开到 {long_day(until)},依据:{ground}"


def _withheld(item: str) -> str:
    return f"不予公开:{value_of('item', item)}"


def _whose(name: str) -> str:
    return f"回款账户({name})"


def _account(*said: str) -> str:
    return value_of("account", dict(zip(("payee", "no", "bank", "cnaps"), said, strict=True)))


def _milestones(schedule: Iterable[Any]) -> list[dict[str, object]]:
    return [
        {
            "milestone": each.milestone,
            "percent": f"{each.percent.normalize():f}",
            "agreed_days": each.agreed_days,
            "unit": each.unit,
        }
        for each in schedule
    ]


READ: Mapping[str, Callable[[ContractView, Given], Iterator[Change]]] = {
    "filing.decide_filing": _decided,
    "filing.resubmit_filing": _mended,
}
