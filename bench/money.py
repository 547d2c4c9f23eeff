"""Receivables, payments and financings of the contracts laid: posted to the books in bulk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from bench.rows import Deal, Laying, duty, save, save_duties
from bench.town import CITY
from cairong.clocks.models import Duty
from cairong.kernel.actor import Role
from cairong.lending.models import (
    Application,
    Instalment,
    Intent,
    Loan,
    LoanEntry,
    Offer,
    Verification,
)
from cairong.parties.models import Organisation
from cairong.products.models import Product, ProductVersion
from cairong.treasury.chart import FLOWS, Kind
from cairong.treasury.models import (
    Acceptance,
    Entry,
    Lock,
    LockOperation,
    PayeeVersion,
    Payment,
    PaymentPart,
    Receivable,
    Remittance,
)

PAID_EVERY, WAITING_EVERY, ASKED_EVERY, LENT_EVERY = 3, 40, 20, 10


@dataclass
class Owed:
    """A deal with its receivable and payee."""

    deal: Deal
    receivable: Receivable
    payee: PayeeVersion


def lay_money(laying: Laying, deals: list[Deal]) -> None:
    """Lay what is owed, paid and lent on the contracts that are filed."""
    with transaction.atomic():
        owed = _lay_receivables(laying, deals)
        save(one.payee for one in owed)
        _post(laying, Kind.STAND, [(one, one.receivable.amount_fen, one.deal) for one in owed])
        _lay_payments(laying, [one for one in owed if one.deal.number % PAID_EVERY == 0])
        _lay_financings(laying, [one for one in owed if one.deal.number % ASKED_EVERY == 1])
        _lay_loans(laying, [one for one in owed if one.deal.number % LENT_EVERY == 2])


def _lay_receivables(laying: Laying, deals: list[Deal]) -> list[Owed]:
    owed = []
    for one in deals:
        if not one.is_filed:
            continue
        receivable = Receivable(
            id=laying.id(), city_id=CITY, contract=one.contract, supplier=one.supplier, seq=1,
            region=one.region, amount_fen=one.contract.amount_fen, cap_percent=70,
            established_at=one.filing.submitted_at,
        )  # fmt: skip
        payee = PayeeVersion(
            id=laying.id(), receivable=receivable, version=1, payee=one.party.payee,
            account_no=one.party.account_no, bank=one.party.bank, cnaps=one.party.cnaps,
            source="合同备案", established_at=one.filing.decided_at,
        )  # fmt: skip
        owed.append(Owed(one, receivable, payee))
    save(one.receivable for one in owed)
    return owed


def _post(laying: Laying, kind: Kind, moves: Iterable[tuple[Owed, int, object]]) -> None:
    """Post the same kind to many receivables; the last of each triple is what it is of."""
    flow, rows = FLOWS[kind], []
    for one, fen, subject in moves:
        ref = subject.contract.pk if isinstance(subject, Deal) else subject.pk
        posting = laying.id()
        signed = [(account, -fen) for account in flow.takes]
        signed += [(account, fen) for account in flow.gives]
        rows += [
            Entry(
                posting=posting, receivable=one.receivable, kind=kind, account=account,
                delta_fen=delta, ref_id=ref, at=one.receivable.established_at,
            )
            for account, delta in signed
        ]  # fmt: skip
    # A batch must not cut a posting in two: six divides by every flow's length.
    Entry.objects.bulk_create(rows, batch_size=1200)


def _lay_payments(laying: Laying, owed: list[Owed]) -> None:
    accepted, asked = [], []
    for one in owed:
        deal, fen = one.deal, one.receivable.amount_fen * 40 // 100
        stood = one.receivable.established_at
        acceptance = Acceptance(
            id=laying.id(), city_id=CITY, receivable=one.receivable, milestone="签订开票",
            amount_fen=fen, accepted_on=stood.date(), agreed_days=10, agreed_unit="working",
            recorded_at=stood,
        )  # fmt: skip
        payment = Payment(
            id=laying.id(), city_id=CITY, receivable=one.receivable, payee_version=one.payee,
            amount_fen=fen, voucher_no=f"ZF{deal.number:06d}", requested_at=stood,
        )  # fmt: skip
        accepted.append((one, fen, acceptance))
        asked.append((one, fen, payment))
    save(one for *_, one in accepted)
    _post(laying, Kind.ACCEPT, accepted)
    save(one for *_, one in asked)
    save(
        PaymentPart(payment=payment, acceptance=acceptance, amount_fen=fen)
        for (_, fen, payment), (*_, acceptance) in zip(asked, accepted, strict=True)
    )
    _post(laying, Kind.REQUEST, asked)
    done = [move for move in asked if move[0].deal.number % WAITING_EVERY != 1]
    for kind, state in ((Kind.RELEASE, "released"), (Kind.CONFIRM, "confirmed")):
        ids = [payment.pk for *_, payment in done]
        Payment.objects.filter(pk__in=ids).update(state=state)
        _post(laying, kind, done)
    arrived = [(one, fen, _remittance(laying, one, payment)) for one, fen, payment in done]
    save(one for *_, one in arrived)
    _post(laying, Kind.SURPLUS, arrived)
    finished = {payment.pk for *_, payment in done}
    bureau = Organisation.objects.get(city_id=CITY, kind="bureau")
    save_duties(
        duty(
            laying, "release_payment", payment, bureau, _start(laying, one, payment.pk in finished),
            region=one.deal.region, title=one.deal.contract.title,
            done_on=one.receivable.established_at.date() if payment.pk in finished else None,
        )
        for one, _, payment in asked
    )  # fmt: skip


def _remittance(laying: Laying, one: Owed, payment: Payment) -> Remittance:
    at = payment.requested_at
    return Remittance(
        id=laying.id(), city_id=CITY, payment=payment, receivable=one.receivable,
        amount_fen=payment.amount_fen, bank_serial=payment.voucher_no, arrived_on=at.date(),
        recorded_at=at,
    )  # fmt: skip


def _start(laying: Laying, one: Owed, done: bool) -> date:  # noqa: FBT001 - a fact, not a switch
    return one.receivable.established_at.date() if done else laying.today - timedelta(days=1)


def _lay_financings(laying: Laying, owed: list[Owed]) -> None:
    """Intents that wait at an institution for its decision."""
    intents, applications, duties = [], [], list[Duty]()
    for one in owed:
        bank = laying.institutions[one.deal.number // ASKED_EVERY % len(laying.institutions)]
        intent = _intent(laying, one, state="open", days_ago=one.deal.number % 9 + 1)
        application = _application(laying, one, intent, bank, state="complete")
        intents.append(intent)
        applications.append(application)
        duties.append(
            duty(
                laying, "decide_application", application, bank, intent.registered_at.date(),
                region=one.deal.region, title=one.deal.contract.title, done_on=None,
            )
        )  # fmt: skip
    save(intents)
    save(applications)
    save_duties(duties)


def _lay_loans(laying: Laying, owed: list[Owed]) -> None:
    versions = _products(laying)
    person = laying.town.actors[Role.INSTITUTION_OFFICER].person_id
    parts: dict[str, list[object]] = {}
    duties = list[Duty]()
    for one in owed:
        bank = laying.institutions[one.deal.number // LENT_EVERY % len(laying.institutions)]
        days_ago = one.deal.number % 360 + 2
        intent = _intent(laying, one, state="financed", days_ago=days_ago)
        application = _application(laying, one, intent, bank, state="accepted")
        check = Verification(
            id=laying.id(), application=application, contract=one.deal.contract, version=2,
            content_hash="0" * 64, receipt=b"{}", person_id=person, at=intent.registered_at,
        )  # fmt: skip
        lock = Lock(
            id=laying.id(), city_id=CITY, receivable=one.receivable, payee_version=one.payee,
            institution=bank, requested_at=intent.registered_at, lapses_on=laying.today,
            active_at=intent.registered_at,
        )  # fmt: skip
        offer = _offer(laying, application, check, versions[bank.pk], lock)
        loan = _loan(laying, one, offer, drawn_on=laying.today - timedelta(days=days_ago))
        entry = LoanEntry(
            loan=loan, kind="drawn", on=loan.drawn_on, at=laying.ago(days_ago),
            drawn_fen=loan.principal_fen,
        )  # fmt: skip
        due = Instalment(
            loan=loan, position=1, due_on=loan.due_on, principal_fen=loan.principal_fen,
            interest_fen=offer.interest_fen, left_fen=0,
        )  # fmt: skip
        for part in (intent, application, check, lock, offer, loan, entry, due):
            parts.setdefault(type(part).__name__, []).append(part)
        duties.append(
            duty(
                laying, "decide_application", application, bank, intent.registered_at.date(),
                region=one.deal.region, title=one.deal.contract.title, done_on=loan.drawn_on,
            )
        )  # fmt: skip
    for rows in parts.values():
        save(rows)
    _lock(parts["Offer"])
    loans = list(zip(owed, parts["Loan"], strict=True))
    for kind in (Kind.RESERVE, Kind.DRAW):
        _post(laying, kind, [(one, loan.principal_fen, loan) for one, loan in loans])
    save_duties(duties)


def _lock(offers: list[Offer]) -> None:
    """Take the locks of offers through their steps to active, each with its operation."""
    locks = Lock.objects.filter(pk__in=[one.lock_id for one in offers])
    for state in ("supplier_consented", "purchaser_acknowledged", "active"):
        locks.update(state=state)
    save(LockOperation(lock=one.lock, offer_id=one.pk, opened_at=one.offered_at) for one in offers)


def _products(laying: Laying) -> dict[object, ProductVersion]:
    """One product of every institution, published a year ago."""
    versions = {}
    for bank in laying.institutions:
        product = Product(
            id=laying.id(), city_id=CITY, institution=bank, name=f"{bank.name[:40]}政采贷"
        )
        versions[bank.pk] = ProductVersion(
            id=laying.id(), product=product, number=1, published_at=laying.ago(365), tenor="1Y",
            spread_bp=45, cap_percent=70, day_count=360, methods=["bullet"], max_days=360,
            regions=[CITY], sizes=["micro", "small", "medium"],
        )  # fmt: skip
    save(one.product for one in versions.values())
    save(versions.values())
    return versions


def _intent(laying: Laying, one: Owed, *, state: str, days_ago: int) -> Intent:
    return Intent(
        id=laying.id(), city_id=CITY, no=f"YB{one.deal.number:06d}", supplier=one.deal.supplier,
        contract=one.deal.contract, receivable=one.receivable, region=one.deal.region,
        amount_fen=one.receivable.amount_fen * 30 // 100, days=180, state=state,
        registered_at=laying.ago(days_ago), lapses_on=laying.today + timedelta(days=60),
    )  # fmt: skip


def _application(
    laying: Laying, one: Owed, intent: Intent, bank: Organisation, *, state: str
) -> Application:
    return Application(
        id=laying.id(), city_id=CITY, intent=intent, institution=bank, region=one.deal.region,
        state=state, submitted_at=intent.registered_at, complete_on=intent.registered_at.date(),
    )  # fmt: skip


def _offer(
    laying: Laying, application: Application, check: Verification, terms: ProductVersion, lock: Lock
) -> Offer:
    at = application.submitted_at
    amount = application.intent.amount_fen
    return Offer(
        id=laying.id(), city_id=CITY, application=application, intent=application.intent,
        receivable=lock.receivable, institution=application.institution, product_version=terms,
        verification=check, amount_fen=amount, days=180, tenor="1Y", lpr_bp=300,
        lpr_on=at.date(), spread_bp=45, rate_bp=345, day_count=360, cap_percent=70,
        method="bullet", instalments=1, fee_fen=0, interest_fen=amount * 345 // 20_000,
        state="drawn", offered_at=at, valid_until=at.date() + timedelta(days=10), accepted_at=at,
        conditions_on=at.date(), service_order=1, lock=lock, drawn_fen=amount,
    )  # fmt: skip


def _loan(laying: Laying, one: Owed, offer: Offer, *, drawn_on: date) -> Loan:
    return Loan(
        id=laying.id(), city_id=CITY, no=f"DB{one.deal.number:06d}", offer=offer,
        receivable=one.receivable, contract=one.deal.contract, institution=offer.institution,
        supplier=one.deal.supplier, region=one.deal.region, principal_fen=offer.amount_fen,
        rate_bp=345, day_count=360, method="bullet", service_order=1, drawn_on=drawn_on,
        due_on=drawn_on + timedelta(days=180), accrued_on=drawn_on,
    )  # fmt: skip
