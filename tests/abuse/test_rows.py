"""Rows written by hand as the app role: what refuses each, by its name (docs/decisions/decided.md).

Who holds the app role's word and none of the program's code writes what it likes. Each line of the
tables is one attempt: what it is, its statements, and the guard that refuses it.
"""

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from abuse.rows import ATTEMPTS, DECIDED, PASSING
from cairong.contracts.models import Contract
from cairong.kernel.actor import Actor, Role
from cairong.lending.checking import books_check
from cairong.lending.models import Loan, Offer
from cairong.notary.facts import differences
from cairong.parties import reads
from cairong.products.models import Product
from cairong.treasury.models import Acceptance, Lock, Payment, Receivable, Remittance
from lending.ground import Case, stand_case
from support.staging import staged
from support.town import CITY, Town, at, found_town

NOW = at("2025-10-20 10:00")


@dataclass
class Written:
    """The ids of a city at work, by the names that the statements give them."""

    known: dict[str, object]


@staged
def written(db) -> Written:
    """Contracts: free, with a payment asked for, with one on its way, lent on, to be locked."""
    town = found_town(at("2025-09-01 08:00"))
    cases = {name: stand_case(town) for name in ("free", "asked", "sent", "lent", "pending")}
    known: dict[str, object] = {
        "city": CITY,
        "now": NOW,
        "at": at("2025-10-10 09:30"),
        "asked_at": at("2025-10-11 09:30"),
    }
    lent = cases["lent"]
    offer = lent.ready(lent.publish(), 400_000)
    lent.draw(offer, 300_000)
    lent.paid(100_000, at("2025-10-15 09:30"), milestone="签订开票")
    waiting = cases["free"].offer(cases["free"].intend(), Product.objects.get())
    asking = cases["pending"].accepted(Product.objects.get())
    asking = cases["pending"].do("request_lock", *cases["pending"].pair(), offer=asking)
    for name in ("free", "asked", "sent", "pending"):
        _due(cases[name])
    for name in ("asked", "sent"):
        with cases[name].at(at("2025-10-11 09:30")):
            cases[name].do("request_payment", contract=cases[name].contract, amount_fen=5_000_000)
    with cases["sent"].at(at("2025-10-12 09:30")):
        cases["sent"].do("pay", contract=cases["sent"].contract, amount_fen=5_000_000)
    for name, case in cases.items():
        known |= _of_case(name, case)
    known |= {
        "offer": offer.pk,
        "lock": Lock.objects.get(state="active").pk,
        "pending": asking.pk,
        "waiting": waiting.pk,
        "loan": Loan.objects.get().pk,
        "remittance": Remittance.objects.get().pk,
        **_people(town, lent),
    }
    return Written(known)


def _due(case: Case) -> None:
    with case.at(at("2025-10-10 09:30")):
        case.do("record_acceptance", contract=case.contract, milestone="签订开票",
                on=date(2025, 10, 10), amount_fen=20_000_000)  # fmt: skip


def _of_case(name: str, case: Case) -> dict[str, object]:
    receivable = Receivable.objects.get(contract=case.contract)
    payment = Payment.objects.filter(receivable=receivable).first()
    return {
        f"{name}_contract": case.contract.pk,
        f"{name}_award": case.contract.award_id,
        f"{name}_receivable": receivable.pk,
        f"{name}_payee": receivable.current_id,
        f"{name}_payment": payment and payment.pk,
        f"{name}_acceptance": Acceptance.objects.filter(receivable=receivable).first().pk,
    }


def _people(town: Town, case: Case) -> dict[str, object]:
    sides = {
        "purchaser": Role.PURCHASER_OFFICER,
        "treasury": Role.TREASURY_OFFICER,
        "procurement": Role.PROCUREMENT_OFFICER,
        "institution": Role.INSTITUTION_OFFICER,
    }
    known: dict[str, object] = {
        "bureau": reads.the_only(CITY, "bureau").pk,
        "supplier_house": case.supplier.organisation_id,
        "supplier_person": case.supplier.person_id,
    }
    for side, officer in sides.items():
        first = case.who(officer)
        second: Actor = case.who(Role(f"{side}-approver"))
        known |= {
            f"{side}_officer": first.person_id,
            f"{side}_approver": second.person_id,
            f"{side}_house": first.organisation_id,
            f"{side}_region": first.region,
        }
    return known


def fresh() -> dict[str, object]:
    """Ids not used yet."""
    return {name: uuid4() for name in ("new", "other", "third", "proposal", "more")}


def refused_by(statements: tuple[str, ...], known: dict[str, object]) -> str:
    """Run statements to the end of a transaction that is taken back; name what refuses them."""
    ids = known | fresh()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement, ids)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)
    except DatabaseError as error:
        diagnosis = error.__cause__.diag
        return diagnosis.constraint_name or diagnosis.message_primary
    return ""


@pytest.mark.parametrize(
    ("statements", "guard"), [(each[1], each[2]) for each in ATTEMPTS],
    ids=[each[0] for each in ATTEMPTS],
)  # fmt: skip
def test_what_nobody_decided_is_refused(written, statements, guard):
    assert guard in refused_by(statements, written.known)


@pytest.mark.parametrize(
    "statements", [each[1] for each in DECIDED], ids=[each[0] for each in DECIDED]
)
def test_the_same_rows_with_what_decides_them_stand(written, statements):
    """So the guards ask for the decision and nothing else; rows are no signatures."""
    assert refused_by(statements, written.known) == ""


@pytest.mark.parametrize(
    ("statements", "told"), [each[1:] for each in PASSING], ids=[each[0] for each in PASSING]
)
def test_what_passes_is_found_by_a_check(written, statements, told):
    """By the night's pass and `audit check` (rows and fields), or by `books check`."""
    assert told not in found()
    ids = written.known | fresh()
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, ids)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert told in found()
        transaction.set_rollback(True)


def found() -> set[str]:
    """What both checks find now."""
    rows = {f"{each.row} {each.field}" for each in differences(CITY)}
    return rows | {each["what"] for each in books_check(CITY)["differences"]}


def test_who_tries_is_the_app_role(written):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("cairong_app",)
    assert Contract.objects.count() == 5
    assert Offer.objects.filter(drawn_fen=30_000_000).count() == 1
