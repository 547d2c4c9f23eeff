"""Receivables, locks and payments as each actor may see them: not yours is not there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet, Subquery, Sum

from cairong.audit.rows import fetch, locked
from cairong.contracts.models import Contract, ContractSupplier
from cairong.contracts.reads import contracts_of, suppliers_of
from cairong.kernel.actor import BUREAU, INSTITUTION, OVERSEERS, PURCHASER, Actor, Role
from cairong.kernel.errors import Invalid, NotFound
from cairong.kernel.identifiers import digits_of
from cairong.treasury.arithmetic import headroom_fen
from cairong.treasury.models import (
    Acceptance,
    DisownedAccount,
    Entry,
    Lock,
    Opening,
    OwnAccount,
    PayeeChange,
    PayeeVersion,
    Payment,
    Receivable,
    ReturnSlip,
    SharedNumber,
)
from cairong.treasury.payees import DIGITS
from cairong.treasury.states import LIVE, OPEN_CHANGES

CHANGE_DROPPED = "treasury.payee.change_withdrawn"
RECEIVABLE_WORD = "应收账款"
ACCOUNT = ("payee", "account_no", "bank", "cnaps")


@dataclass(frozen=True, kw_only=True)
class Book:
    """A receivable with its payee versions, locks and payments, the newest of each first."""

    receivable: Receivable
    payees: list[PayeeVersion]
    locks: list[Lock]
    payments: list[Payment]


def receivables_for(actor: Actor) -> QuerySet[Receivable]:
    """List the receivables an actor may see, with contract, supplier and current payee.

    Their own for purchaser and supplier, their region's for the bureau and the overseers; for an
    institution those on which it has asked for a lock or holds one. Once its lock has ended it
    has no business with what the books say since, another lender's repayments among it.
    """
    rows = Receivable.objects.filter(_within(actor, ""), city_id=actor.city)
    return rows.select_related("contract", "supplier", "current").order_by("-established_at", "-pk")


def books_of(actor: Actor) -> QuerySet[Receivable]:
    """List the receivables an actor may see, each with `paying_fen`, asked for or on its way."""
    paying = F("requested_fen") + F("in_transit_fen")
    return receivables_for(actor).annotate(paying_fen=paying)


def own_receivables(actor: Actor) -> QuerySet[Receivable]:
    """List the receivables an actor may see, each with `change_id`, its open change of payee."""
    changes = PayeeChange.objects.filter(receivable=OuterRef("pk"), state__in=OPEN_CHANGES)
    return receivables_for(actor).annotate(change_id=Subquery(changes.values("pk")[:1]))


def contracts_with_money(actor: Actor) -> QuerySet[Contract]:
    """List the contracts an actor may see, each with what is due and what is paid on it.

    `due_fen` and `paid_fen` are sums over its receivables, nothing while there is none.
    """
    books = Receivable.objects.filter(contract=OuterRef("pk")).order_by().values("contract")
    return contracts_of(actor).annotate(
        due_fen=Subquery(books.annotate(sum=Sum("due_fen")).values("sum")),
        paid_fen=Subquery(books.annotate(sum=Sum("paid_fen")).values("sum")),
    )


def financeable(_actor: Actor, _now: datetime, ids: Sequence[UUID]) -> dict[UUID, int]:
    """Say what can still be financed on each of these receivables; never below nothing."""
    return {
        receivable.pk: max(headroom_fen(receivable), 0)
        for receivable in Receivable.objects.filter(pk__in=ids)
    }


def lock_holders(_actor: Actor, _now: datetime, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Name the institution that holds the account of each of these receivables."""
    found = Lock.objects.filter(receivable__in=ids, state="active")
    return dict(found.values_list("receivable", "institution__name"))


def locks_for(actor: Actor) -> QuerySet[Lock]:
    """List the locks an actor may see; an institution sees its own alone."""
    within = (
        Q(institution_id=actor.organisation_id)
        if actor.role in INSTITUTION
        else _within(actor, "receivable__")
    )
    rows = Lock.objects.filter(within, city_id=actor.city)
    return rows.select_related(
        "receivable__contract", "receivable__supplier", "institution", "payee_version"
    ).order_by("-requested_at", "-pk")


def payments_for(actor: Actor) -> QuerySet[Payment]:
    """List the payments an actor may see, newest first.

    An institution whose lock was released keeps those that had ended by then.
    """
    within = _within(actor, "receivable__")
    if actor.role in INSTITUTION:
        held = Lock.objects.filter(
            institution_id=actor.organisation_id,
            state="released",
            receivable=OuterRef("receivable"),
            ended_at__gte=OuterRef("ended_at"),
        )
        within |= Q(Exists(held))
    rows = Payment.objects.filter(within, city_id=actor.city)
    return rows.select_related(
        "receivable__contract", "receivable__supplier", "receivable__current", "payee_version"
    ).order_by("-requested_at", "-pk")


def acceptances_for(actor: Actor) -> QuerySet[Acceptance]:
    """List the acceptances an actor may see, newest first."""
    rows = Acceptance.objects.filter(_within(actor, "receivable__"), city_id=actor.city)
    return rows.select_related("receivable__contract", "receivable__supplier", "recall").order_by(
        "-recorded_at", "-pk"
    )


def changes_for(actor: Actor) -> QuerySet[PayeeChange]:
    """List the changes of payee an actor may see, newest first."""
    rows = PayeeChange.objects.filter(_within(actor, "receivable__"), city_id=actor.city)
    return rows.select_related("receivable__contract", "receivable__supplier").order_by(
        "-asked_at", "-pk"
    )


def openings_for(actor: Actor) -> QuerySet[Opening]:
    """List the openings an actor may see, newest first."""
    rows = Opening.objects.filter(_within(actor, "receivable__"), city_id=actor.city)
    return rows.select_related("receivable__contract", "receivable__supplier").order_by(
        "-declared_at", "-pk"
    )


def reads_account(actor: Actor, lock: Lock) -> bool:
    """Whether an actor who may see a lock may read the account it holds, which may be withheld.

    Supplier, purchaser and the bureau that pays may; the institution once the supplier has
    consented; who oversees does not. Source: 二(二)-5, 二(三)-3.
    """
    if actor.role in INSTITUTION:
        return lock.consented_at is not None
    return actor.role in BUREAU | PURCHASER | {Role.SUPPLIER}


def open_change(receivable: Receivable) -> PayeeChange | None:
    """Find the change of a receivable's payee that is not decided yet."""
    return receivable.payee_changes.filter(state__in=OPEN_CHANGES).first()


def receivable_for(actor: Actor, receivable_id: UUID, *, lock: bool = False) -> Receivable:
    """Fetch a receivable the actor may see. Raises NotFound."""
    rows = receivables_for(actor)
    return fetch(_locking(rows) if lock else rows, receivable_id, RECEIVABLE_WORD)


def book_of(actor: Actor, receivable_id: UUID) -> Book:
    """Read a receivable the actor may see, with accounts, locks and payments. Raises NotFound."""
    found = receivable_for(actor, receivable_id)
    return Book(
        receivable=found,
        payees=list(found.payees.order_by("-version")),
        locks=list(found.locks.select_related("institution").order_by("-requested_at")),
        payments=list(found.payments.order_by("-requested_at")),
    )


def entries_of(receivable_id: UUID) -> QuerySet[Entry]:
    """List the entries of a receivable's book."""
    return Entry.objects.filter(receivable=receivable_id)


def contract_receivable(
    actor: Actor, contract_id: UUID, supplier_id: UUID | None = None, *, lock: bool = False
) -> Receivable:
    """Fetch a contract's receivable; `supplier_id` says whose where there are several.

    Raises NotFound, Invalid where the supplier has to be named.
    """
    rows = receivables_for(actor).order_by("seq").filter(contract_id=contract_id)
    if supplier_id is not None:
        rows = rows.filter(supplier_id=supplier_id)
    found = list((_locking(rows) if lock else rows)[:2])
    if len(found) > 1:
        raise Invalid("invalid.required", field="supplier")
    if not found:
        raise NotFound("access.not_found", thing=RECEIVABLE_WORD)
    return found[0]


def lock_for(actor: Actor, lock_id: UUID, *, lock: bool = False) -> Lock:
    """Fetch a lock the actor may see; locks the receivable first, then it. Raises NotFound."""
    return fetch(_under_receivable(locks_for(actor), lock=lock), lock_id, "账户锁定")


def payment_for(actor: Actor, payment_id: UUID, *, lock: bool = False) -> Payment:
    """Fetch a payment the actor may see; locks the receivable first, then it. Raises NotFound."""
    return fetch(_under_receivable(payments_for(actor), lock=lock), payment_id, "支付单")


def return_slip_of(payment: Payment, slip_id: UUID) -> ReturnSlip:
    """Fetch a paper that was kept of a payment's return, with its content. Raises NotFound."""
    return fetch(payment.return_slips.all(), slip_id, "退汇凭证")


def return_slips_of(payment: Payment) -> list[ReturnSlip]:
    """List the papers kept of a payment's return, without their content, the newest first."""
    return list(payment.return_slips.defer("content").order_by("-kept_at", "-pk"))


def acceptance_for(actor: Actor, acceptance_id: UUID, *, lock: bool = False) -> Acceptance:
    """Fetch an acceptance the actor may see; locks its receivable where asked. Raises NotFound."""
    rows = acceptances_for(actor)
    if lock:
        rows = rows.select_for_update(of=("receivable",), no_key=True)
    return fetch(rows, acceptance_id, "验收")


def change_for(actor: Actor, change_id: UUID, *, lock: bool = False) -> PayeeChange:
    """Fetch a change of payee; locks the receivable first, then it. Raises NotFound."""
    return fetch(_under_receivable(changes_for(actor), lock=lock), change_id, "账户变更")


def opening_for(actor: Actor, opening_id: UUID, *, lock: bool = False) -> Opening:
    """Fetch an opening; locks the receivable first, then it. Raises NotFound."""
    return fetch(_under_receivable(openings_for(actor), lock=lock), opening_id, "期初余额")


def own_part(actor: Actor, contract: Contract) -> ContractSupplier:
    """Find the actor's own part of a contract, with the account it names. Raises NotFound."""
    own = [each for each in suppliers_of(contract) if each.supplier_id == actor.organisation_id]
    if not own:
        raise NotFound("access.not_found", thing="合同")
    return own[0]


def own_accounts(actor: Actor) -> list[OwnAccount]:
    """List the accounts that an actor's organisation said are its own, the newest word first."""
    rows = _words_of(actor).select_related("person")
    return list(rows.order_by("-said_at", "-pk"))


def own_account_for(actor: Actor, word_id: UUID) -> OwnAccount:
    """Fetch a word of the actor's organisation on an account. Raises NotFound."""
    return fetch(_words_of(actor), word_id, "账户")


def _words_of(actor: Actor) -> QuerySet[OwnAccount]:
    return OwnAccount.objects.filter(supplier=actor.organisation_id, city_id=actor.city)


def shared_for(actor: Actor, shared_id: UUID, *, lock: bool = False) -> SharedNumber:
    """Fetch a number under two suppliers' names in the desk's region. Raises NotFound."""
    rows = SharedNumber.objects.filter(city_id=actor.city)
    if not actor.whole_city:
        rows = rows.filter(region=actor.region)
    rows = rows if lock else rows.select_related("first", "second", "seen_by")
    return fetch(rows if actor.role in BUREAU else rows.none(), shared_id, "账号", lock=lock)


def words_of_number(shared: SharedNumber) -> list[OwnAccount]:
    """List the words of the two suppliers on their number, the oldest first."""
    words = OwnAccount.objects.filter(supplier__in=[shared.first_id, shared.second_id])
    words = words.alias(digits=DIGITS).filter(digits=shared.digits)
    return list(words.select_related("supplier", "person").order_by("said_at"))


def payees_of_number(shared: SharedNumber) -> list[PayeeVersion]:
    """List the receiving accounts that the two suppliers have with their number."""
    rows = PayeeVersion.objects.filter(receivable__supplier__in=[shared.first_id, shared.second_id])
    rows = rows.alias(digits=DIGITS).filter(digits=shared.digits)
    return list(
        rows.select_related("receivable__contract", "receivable__supplier").order_by(
            "established_at"
        )
    )


def words_on(suppliers: Iterable[ContractSupplier]) -> dict[UUID, OwnAccount]:
    """Find, by their keys, the word on each account that its supplier said is its own (D38)."""
    rows = list(suppliers)
    words = OwnAccount.objects.select_related("person").filter(
        supplier__in=[each.supplier_id for each in rows],
        account_no__in=[each.account_no for each in rows],
    )
    known = {_borne(word): word for word in words}
    found = {row.pk: known.get(_borne(row)) for row in rows}
    return {key: word for key, word in found.items() if word is not None}


def disowned_on(suppliers: Iterable[ContractSupplier]) -> dict[UUID, DisownedAccount]:
    """Find, by their keys, who said that an account is not its own and nothing else since.

    The digits of its number alone are compared: written otherwise it is the same account.
    """
    rows = list(suppliers)
    said = DisownedAccount.objects.select_related("person").filter(
        contract__in=[each.contract_id for each in rows]
    )
    known = {_numbered(each): each for each in said.order_by("said_at")}
    owned = words_on(rows) if known else {}
    found = {row.pk: known.get(_numbered(row)) for row in rows if row.pk not in owned}
    return {key: each for key, each in found.items() if each is not None}


def _numbered(row: DisownedAccount | ContractSupplier) -> tuple[object, ...]:
    return row.contract_id, row.supplier_id, digits_of(row.account_no)


def _borne(row: OwnAccount | ContractSupplier) -> tuple[object, ...]:
    return (row.supplier_id, *(getattr(row, name) for name in ACCOUNT))


def account_before(change: PayeeChange) -> PayeeVersion | None:
    """Find the account that a change replaces, replaced, or would have replaced."""
    payees = PayeeVersion.objects.filter(receivable=change.receivable_id).order_by("version")
    made = payees.filter(change=change).first()
    if made is not None:
        return payees.filter(version__lt=made.version).last()
    if change.state in OPEN_CHANGES:
        return payees.last()
    return payees.filter(established_at__lte=change.asked_at).last()


def _locking(rows: QuerySet[Receivable]) -> QuerySet[Receivable]:
    """Lock receivables; the current payee is read after the lock, when asked for.

    Joined in the statement that waits, it would be found missing once another had changed it.
    """
    rows = rows.select_related(None).select_related("contract", "supplier")
    return locked(rows)


def _under_receivable[Row: Model](rows: QuerySet[Row], *, lock: bool) -> QuerySet[Row]:
    """Lock receivable and row in one statement, in this order: of= keeps it."""
    if lock:
        return rows.select_for_update(of=("receivable", "self"), no_key=True)
    return rows


def _within(actor: Actor, path: str) -> Q:
    if actor.role in PURCHASER:
        return Q(**{f"{path}contract__purchaser": actor.organisation_id})
    if actor.role is Role.SUPPLIER:
        return Q(**{f"{path}supplier": actor.organisation_id})
    if actor.role in INSTITUTION:
        locked = Lock.objects.filter(institution_id=actor.organisation_id, state__in=LIVE)
        return Q(**{f"{path}pk__in": locked.values("receivable_id")})
    if actor.role in BUREAU | OVERSEERS:
        return Q() if actor.whole_city else Q(**{f"{path}region": actor.region})
    return Q() if actor.role in {Role.OPERATOR, Role.SYSTEM} else Q(pk__in=[])
