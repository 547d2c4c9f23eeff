"""Whatever figure is changed behind the program's back, the check of the books names it."""

from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, connections, models, transaction

from cairong.lending.actions.record_repayment import record_repayment
from cairong.lending.checking import books_check
from cairong.treasury import checking
from lending.ground import Case, stand_case
from support.town import CITY, at, found_town

ROOMS = ("treasury", "lending")
FACTS = {
    "treasury.Receivable": {"retention_fen"},  # what the contract says, and no sum of rows
    "treasury.Entry": {"kept_fen"},
    "treasury.Opening": {"paid_fen"},  # what was declared
    "treasury.OpeningPart": {"paid_fen"},
    "treasury.PaymentReturn": {"amount_fen"},  # the payment's own, as the bank's paper says it
    "lending.BackgroundCheck": {"amount_fen", "base_fen"},  # as they were looked at
    "lending.Intent": {"amount_fen"},  # what is wanted
    "lending.Offer": {"amount_fen", "interest_fen", "asked_fen"},  # as shown; as was asked
    "lending.OutsideLoan": {"original_fen", "outstanding_fen"},  # as both sides said
    "lending.RepaymentPlan": {"paid_fen"},  # what was repaid when it was proposed
    "lending.Forgiveness": {"principal_fen", "interest_fen"},  # its entry's, held by the database
    "lending.WriteOff": {"principal_fen", "interest_fen"},  # what was owed when it was written off
    "lending.Instalment": {"interest_fen", "left_fen"},  # the schedule as it was shown
}
NAMES = {
    "treasury.Receivable.paid_fen": {"已支付", "到账支付"},
    "treasury.Payment.amount_fen": {"到账支付", "到账款项与其支付不符", "支付与其验收不符"},
    "lending.Loan.outstanding_fen": {"贷款未偿本金", "各笔贷款未偿本金"},
    "lending.LoanEntry.interest_fen": {"贷款已还利息"},
    "lending.Intent.reserved_fen": {"意向占用"},
    "lending.YearDrawn.amount_fen": {"2025 年放款合计(全部地区)"},
}


@pytest.fixture
def case(committed_db) -> Case:
    """One loan repaid in part from the purchaser's money and its own, a second drawn in part."""
    case = stand_case(found_town(at("2025-09-01 08:00")))
    product = case.publish(fee_fen=60_000)
    offer = case.ready(product, fee_fen=60_000)
    loan = case.draw(offer, 100_000, now=at("2025-10-21 10:00"))
    case.draw(offer, 100_000, now=at("2025-10-22 10:00"))
    case.by_bank(
        record_repayment, "甲银行", at("2025-10-30 12:00"), loan_id=loan.pk, amount_fen=1_000_000,
        on=date(2025, 10, 30), means="供应商转账",
    )  # fmt: skip
    case.paid("50000", at("2025-11-12 10:00"), "签订开票")
    return case


def kept() -> list[tuple[type[models.Model], str]]:
    """List every sum in fen that the two rooms keep."""
    return [
        (model, field.name)
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        for field in model._meta.get_fields()
        if field.name.endswith("_fen") and field.name not in FACTS.get(model._meta.label, ())
    ]


def changed(table: str, column: str, by: int) -> bool:
    """Change one figure as only the owner can, past every trigger; False where a bound bars it."""
    owner = connections["owner"]
    try:
        with transaction.atomic(using="owner"), owner.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(
                f"UPDATE {table} SET {column} = {column} + %s"  # noqa: S608 - names of our own
                f" WHERE id = (SELECT id FROM {table} WHERE {column} IS NOT NULL"
                " ORDER BY id LIMIT 1)",
                [by],
            )
            assert cursor.rowcount == 1, f"{table} is empty"
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    except IntegrityError:
        return False
    return True


def test_each_kept_figure_changed_by_one_fen_is_named(case):
    assert books_check(CITY)["differences"] == []
    named = {}
    for model, column in kept():
        table = model._meta.db_table
        by = next(by for by in (1, -1) if changed(table, column, by))
        found = books_check(CITY)["differences"]
        named[f"{model._meta.label}.{column}"] = {one["what"] for one in found}
        assert {one["receivable"] for one in found} <= {"", str(case.receivable().pk)}
        assert changed(table, column, -by)
    connections["owner"].close()
    assert [name for name, words in named.items() if not words] == []
    assert {name: named[name] for name in NAMES} == NAMES
    assert books_check(CITY)["differences"] == []


def test_it_looks_at_one_stretch_of_receivables_after_the_other(case, monkeypatch):
    for number in range(4):
        stand_case(case.town, amount_fen=1000 + number)
    monkeypatch.setattr(checking, "SPAN", 2)
    whole = books_check(CITY)
    assert (whole["receivables"], whole["balanced"]) == (5, True)
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE treasury_receivable SET requested_fen = requested_fen + 1")
    connections["owner"].close()
    found = books_check(CITY)["differences"]
    assert len({one["receivable"] for one in found}) == 5
    assert sorted(one["what"] for one in found) == ["已申请支付"] * 5 + ["待支付申请"] * 5
