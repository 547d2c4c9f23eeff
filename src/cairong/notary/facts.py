"""Rows of fact against the chain: what an event said of a row must be in it, and no row unsaid.

A difference names the row, the field and the event; it never quotes what stands there.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Exists, Func, Model, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT

from cairong.audit.models import Event
from cairong.disclosure.document import leaf_hash
from cairong.disclosure.models import PublishedVersion
from cairong.lending.models import Loan, OutsideLoan
from cairong.notary.digests import WHOLE, Unlike, unlike_digests
from cairong.parties.contents import content_of
from cairong.parties.models import Claim, Mandate, Organisation
from cairong.parties.proposal import Proposal
from cairong.policy.catalogue.rows import ROWS
from cairong.policy.outreach import SHOWN_DIGITS
from cairong.treasury.models import (
    DisownedAccount,
    Lock,
    Opening,
    OwnAccount,
    PayeeChange,
    PayeeConsent,
    PayeeVersion,
    Payment,
    Remittance,
)

WINDOW = 1_000
ACCOUNT = ("payee", "account_no", "bank", "cnaps")
OF_PAYEE = {f"payee_version__{name}": name for name in ACCOUNT}
STATE = {"state": "state"}
LOCK_THEN = {"lock_released": "released", "lock_restored": "active"}
DRAWN, REPAID, APPLIED = "lending.loan.drawn", "lending.loan.repaid", "lending.remittance.applied"
FORGIVEN = "lending.debt.forgiven"
ENTERED = "lending.outside.agreed"
RETURNED = "treasury.payment.returned"
OF_LOANS = (DRAWN, ENTERED, REPAID, APPLIED, RETURNED, FORGIVEN)
SAID_OF_ACCOUNTS = (
    "treasury.own_account.confirmed", "treasury.own_account.declared", "treasury.account.disowned",
)  # fmt: skip
Types = Mapping[str, tuple[tuple[type[Model], Mapping[str, str]], ...]]

# Of each type of event: whose row it is about, and which fact of it is which field of the row.
SAYS: Types = {
    "treasury.payee.changed": (
        (PayeeVersion, {name: name for name in (*ACCOUNT, "version")}),
    ),
    "treasury.payee.change_asked": ((PayeeChange, {name: name for name in ACCOUNT}),),
    "treasury.payee.change_agreed": (
        (PayeeChange, {name: name for name in ACCOUNT}),
    ),
    **{
        f"treasury.opening.{word}": (
            (Opening, {**STATE, "paid_fen": "paid_fen", "paid_until": "paid_until"}),
        )
        for word in ("declared", "agreed", "objected", "standing", "returned")
    },
    "lending.lock.requested": (
        (
            Lock,
            {
                "state": "lock",
                "lapses_on": "lapses_on",
                "payee_version__version": "payee_version",
            },
        ),
    ),
    **{
        f"treasury.lock.{word}": ((Lock, {**STATE, **OF_PAYEE, "lapses_on": "lapses_on"}),)
        for word in (
            "consented", "acknowledged", "confirmed", "refused", "recalled", "lapsed",
            "prolonged", "released",
        )
    },
    **{
        f"treasury.payment.{word}": (
            (
                Payment,
                {
                    **STATE,
                    **OF_PAYEE,
                    "voucher_no": "voucher_no",
                    "amount_fen": "amount_fen",
                    "payee_version__version": "payee_version",
                    "came_back__serial": "return_serial",
                    "came_back__slip__sha256": "slip_sha256",
                },
            ),
        )
        for word in (
            "requested", "released", "returned", "withdrawn", "not_sent", "called_off", "resumed",
        )
    },
    "treasury.payment.own_means": (
        (
            Payment,
            {
                **OF_PAYEE,
                "voucher_no": "voucher_no",
                "amount_fen": "amount_fen",
                "own_means__reason": "reason",
            },
        ),
    ),
    "treasury.payment.confirmed": (
        (
            Remittance,
            {"amount_fen": "amount_fen", "bank_serial": "bank_serial", "arrived_on": "arrived_on"},
        ),
        (Payment, {**STATE, **OF_PAYEE, "voucher_no": "voucher_no", "amount_fen": "amount_fen"}),
    ),
    **{
        f"lending.outside.{word}": (
            (OutsideLoan, {**STATE, "outstanding_fen": "amount_fen", "due_on": "due_on"}),
        )
        for word in ("entered", "agreed", "declined", "withdrawn")
    },
    DRAWN: ((Loan, {"no": "no", "principal_fen": "amount_fen", "fee_fen": "fee_fen"}),),
    **{
        f"parties.organisation.{word}": ((Organisation, {"name": "name", "uscc": "uscc"}),)
        for word in ("admitted", "changed", "succeeded")
    },
    "parties.proposal.made": ((Proposal, {"act": "act", "content": "content_hash"}),),
}  # fmt: skip


class Said(NamedTuple):
    """What an event says of one field of one row."""

    model: type[Model]
    key: str
    field: str
    value: str
    seq: int
    own: bool


def differences(city: str, *, after: int = 0, upto: int | None = None) -> Iterator[Unlike]:
    """Compare the rows of a stretch of the chain with what it says, and with their digests.

    With the whole chain (`after` is 0) no row may be there either that no event speaks of.
    """
    yield from unlike_facts(city, after=after, upto=upto)
    yield from unlike_digests(city, after=after, upto=upto)


def unlike_facts(city: str, *, after: int = 0, upto: int | None = None) -> Iterator[Unlike]:
    """Compare the rows that a stretch of events speaks of with what they say, bounded a time."""
    events = Event.objects.filter(city=city, seq__gt=after).order_by("seq")
    events = events if upto is None else events.filter(seq__lte=upto)
    for stretch in _stretches(events):
        yield from _unlike(city, stretch)
        yield from _loans(city, {key for event in stretch for key in _loans_of(event)})
    if not after:
        yield from _unsaid(city)
    yield from _published(city, after, events)


def said(event: Event) -> Iterator[Said]:
    """Read what an event says of rows: of its subject, or of whichever record it is about."""
    for model, fields in SAYS.get(event.type, ()):
        own = event.subject_type == model._meta.label
        for key in [event.subject_id] if own else map(str, event.about):
            for field, fact in fields.items():
                if fact in event.after:
                    yield Said(model, key, field, _plain(event.after[fact]), event.seq, own=own)
    for fact, state in LOCK_THEN.items():
        if event.after.get(fact):
            for lock in event.about:
                yield Said(Lock, str(lock), "state", state, event.seq, own=False)


def _stretches(events: QuerySet[Event]) -> Iterator[list[Event]]:
    seq = 0
    while stretch := list(events.filter(seq__gt=seq)[:WINDOW]):
        yield stretch
        seq = stretch[-1].seq


def _unlike(city: str, events: Iterable[Event]) -> Iterator[Unlike]:
    """Compare what a stretch says last of each field with the rows; a later event may say more."""
    newest = {each[:3]: each for event in events for each in said(event)}
    for model in dict.fromkeys(each.model for each in newest.values()):
        mine = [each for each in newest.values() if each.model is model]
        rows = _rows(model, {each.key for each in mine}, {each.field for each in mine})
        for each in mine:
            row = rows.get(each.key)
            if row is None:
                if each.own:
                    yield _difference(each, WHOLE)
            elif row[each.field] != each.value and not _said_later(city, each, row[each.field]):
                yield _difference(each, each.field)


def _rows(model: type[Model], keys: set[str], fields: set[str]) -> dict[str, dict[str, str]]:
    """Read the fields of rows as plain text, by their keys."""
    if model is Proposal:
        found = Proposal.objects.filter(pk__in=keys)
        return {str(row.pk): {"act": row.act, "content": content_of(row)} for row in found}
    read: QuerySet[Any, dict[str, Any]] = QuerySet(model).filter(pk__in=keys).values("pk", *fields)
    return {str(row["pk"]): {name: _plain(value) for name, value in row.items()} for row in read}


def _said_later(city: str, each: Said, value: str) -> bool:
    """Whether a later event says of this field what stands in the row."""
    later = Event.objects.filter(city=city, about__contains=[each.key], seq__gt=each.seq)
    newest = [
        told for event in later.order_by("seq") for told in said(event) if told[:3] == each[:3]
    ]
    if newest and newest[-1].value == value:
        return True
    return each.model is Lock and each.field == "state" and _ended(city, each.key)


def _ended(city: str, key: str) -> bool:
    """Whether a lock that has ended did so at the moment of an act on its contract or offers."""
    lock = Lock.objects.select_related("receivable").filter(pk=key).first()
    if lock is None or lock.ended_at is None:
        return False
    about = [lock.receivable.contract_id, *lock.operations.values_list("offer_id", flat=True)]
    return Event.objects.filter(city=city, at=lock.ended_at, about__overlap=about).exists()


def _loans_of(event: Event) -> Sequence[str]:
    return [str(key) for key in event.about] if event.type in OF_LOANS else ()


def _loans(city: str, keys: set[str]) -> Iterator[Unlike]:
    """Compare what is outstanding of loans with what events say was drawn and repaid.

    What money repaid whose payment was returned later does not count.
    """
    for loan in Loan.objects.filter(pk__in=keys):
        drawn = repaid = seq = 0
        events = Event.objects.filter(city=city, type__in=OF_LOANS, about__contains=[loan.pk])
        told = list(events.order_by("seq"))
        back = {str(key) for event in told if event.type == RETURNED for key in event.about}
        for event in told:
            seq, after = event.seq, event.after
            if event.type in (DRAWN, ENTERED):
                drawn += int(after["amount_fen"])
            elif event.type in (REPAID, FORGIVEN):
                repaid += int(after["principal_fen"])
            elif event.type == APPLIED and event.subject_id not in back:
                repaid += int(after["loans"].get(str(loan.pk), {}).get("principal_fen", 0))
        if loan.outstanding_fen != drawn - repaid:
            yield Unlike(row=_word(Loan), key=str(loan.pk), field="outstanding_fen", seq=seq)


def _published(city: str, after: int, events: QuerySet[Event]) -> Iterator[Unlike]:
    """Compare published bytes with their hash, and each hash with the event that published it."""
    rows = PublishedVersion.objects.filter(city_id=city).order_by("pk")
    if after:
        named = events.filter(after__has_key="sha256").annotate(named=KT("after__sha256"))
        rows = rows.filter(sha256__in=list(named.values_list("named", flat=True)))
    for row in rows.only("no", "version", "document", "sha256").iterator(chunk_size=200):
        if leaf_hash(bytes(row.document)) != row.sha256:
            yield _of_version(row.no, row.version, "document")
    told = Event.objects.annotate(named=KT("after__sha256")).filter(
        city=city, about__contains=_array(OuterRef("contract_id")), named=OuterRef("sha256")
    )
    untold = rows.exclude(kind=PublishedVersion.Kind.SAMPLE).exclude(Exists(told))
    for no, version in untold.values_list("no", "version"):
        yield _of_version(no, version, "sha256")


def _of_version(no: str, version: int, field: str) -> Unlike:
    return Unlike(row=_word(PublishedVersion), key=f"{no} 第 {version} 版", field=field)


def _unsaid(city: str) -> Iterator[Unlike]:
    """Find rows that no event speaks of: made by nobody's act."""
    of_city, of_receivable = Q(city_id=city), Q(receivable__city_id=city)
    by_two = Event.objects.filter(
        city=city, at=OuterRef("decided_at"), person_id=OuterRef("decided_by_id")
    )
    consented = Event.objects.filter(
        city=city,
        about__contains=_array(OuterRef("change_id")),
        person_id=OuterRef("person_id"),
        at=OuterRef("at"),
    )
    owned = Event.objects.filter(
        city=city,
        type__in=SAID_OF_ACCOUNTS,
        about__contains=_array(OuterRef("pk")),
        person_id=OuterRef("person_id"),
        at=OuterRef("said_at"),
    )
    asked: tuple[tuple[QuerySet[Any], QuerySet[Event], str], ...] = (
        (PayeeVersion.objects.filter(of_receivable, version__gt=1),
         _about(city, "treasury.payee.changed"), WHOLE),
        (PayeeConsent.objects.filter(change__city_id=city), consented, WHOLE),
        (OwnAccount.objects.filter(of_city), owned, WHOLE),
        (DisownedAccount.objects.filter(of_city), owned, WHOLE),
        (Opening.objects.filter(of_city), _about(city, "treasury.opening.declared"), WHOLE),
        (Lock.objects.filter(of_city), _about(city, "lending.lock.requested"), WHOLE),
        (Payment.objects.filter(of_city), _about(city, "treasury.payment.requested"), WHOLE),
        (Remittance.objects.filter(of_city), _about(city, "treasury.payment.confirmed"), WHOLE),
        (Loan.here.filter(of_city), _about(city, DRAWN), WHOLE),
        (Loan.objects.filter(of_city, outside__isnull=False), _about(city, ENTERED), WHOLE),
        (OutsideLoan.objects.filter(of_city), _about(city, "lending.outside.entered"), WHOLE),
        (Proposal.objects.filter(of_city), _about(city, "parties.proposal.made"), WHOLE),
        (Proposal.objects.filter(of_city, state="approved"), by_two, "decided_by"),
    )  # fmt: skip
    for rows, told, field in asked:
        for key in rows.exclude(Exists(told)).values_list("pk", flat=True):
            yield Unlike(row=_word(rows.model), key=str(key), field=field)
    yield from _first_payees(city)
    for key in _ungiven(city).values_list("pk", flat=True):
        yield Unlike(row=_word(Mandate), key=str(key), field=WHOLE)


def _ungiven(city: str) -> QuerySet[Mandate]:
    """List mandates that nobody gave: no event is about them, no desk and no claim led to them."""
    given = Event.objects.filter(city=city, about__contains=_array(OuterRef("pk")))
    handed = Event.objects.annotate(to=KT("after__successor")).filter(
        city=city,
        type="parties.desk.handed_over",
        about__contains=_array(OuterRef("organisation_id")),
        to=OuterRef("person__name"),
    )
    claimed = Claim.objects.filter(
        state="accepted", organisation=OuterRef("organisation_id"), person=OuterRef("person_id")
    )
    rows = Mandate.objects.filter(organisation__city_id=city)
    return rows.exclude(Exists(given) | Exists(handed) | Exists(claimed))


def _first_payees(city: str) -> Iterator[Unlike]:
    """Compare the first account of each receivable with the filed document that made it."""
    rows = PayeeVersion.objects.filter(receivable__city_id=city, version=1)
    for row in rows.select_related("receivable__supplier").iterator():
        filed = PublishedVersion.objects.filter(
            contract=row.receivable.contract_id, published_at=row.established_at
        ).first()
        told = account_in(bytes(filed.document), row.receivable.supplier.uscc) if filed else {}
        if not told:
            yield Unlike(row=_word(PayeeVersion), key=str(row.pk), field=WHOLE)
        for field, value in told.items():
            if not re.fullmatch(value, getattr(row, field)):
                yield Unlike(row=_word(PayeeVersion), key=str(row.pk), field=field)


def account_in(document: bytes, uscc: str) -> dict[str, str]:
    """Read a supplier's account from a published document, each field as what it may be.

    What is withheld may be anything, of a masked number its last digits alone are known.
    """
    suppliers = json.loads(document)["suppliers"]
    account = next((each["account"] for each in suppliers if each["uscc"] == uscc), None)
    if account is None:
        return {}
    known = {name: account["no" if name == "account_no" else name] for name in ACCOUNT}
    told = {name: re.escape(value) or ".*" for name, value in known.items()}
    if account["masked"]:
        told["account_no"] = ".*" + re.escape(known["account_no"][-SHOWN_DIGITS:])
    return told


def _about(city: str, type_: str) -> QuerySet[Event]:
    return Event.objects.filter(city=city, type=type_, about__contains=_array(OuterRef("pk")))


def _array(value: Any) -> Func:
    return Func(value, function="ARRAY", template="ARRAY[%(expressions)s]")


def _word(model: type[Model]) -> str:
    return ROWS[model._meta.label]


def _difference(each: Said, field: str) -> Unlike:
    return Unlike(row=_word(each.model), key=each.key, field=field, seq=each.seq)


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
