"""A frozen case is purged or put back by two persons, by the authority's letter."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from cairong.audit.checking import check_whole_chain
from cairong.audit.models import Event
from cairong.kernel.actor import Role
from cairong.kernel.errors import Invalid, NotAllowed, WrongState
from cairong.lending.checking import books_check
from cairong.lending.models import Loan, YearDrawn
from cairong.notary.facts import differences
from cairong.secrecy.actions.order_purge import order_purge
from cairong.secrecy.actions.purge_case import purge_case
from cairong.secrecy.actions.thaw_case import thaw_case
from cairong.secrecy.models import Freeze
from cairong.treasury.actions.request_payment import request_payment
from secrecy.conftest import frozen, rows_that_say, settled, words_of
from support.town import CITY

pytestmark = pytest.mark.xdist_group("secrecy")


def letter(freeze: Freeze) -> dict:
    return {
        "freeze_id": freeze.pk, "authority": "洛阳市国家保密局", "document_no": "洛保〔2026〕7号",
        "document_on": date(2026, 11, 26), "signed_by": "周局长",
    }  # fmt: skip


def decided(busy, act, freeze: Freeze, **changed) -> Freeze:
    """Two persons of the procurement desk, two days after the freeze."""
    officer, approver = (
        busy.town.bureau(f"procurement-{word}") for word in ("officer", "approver")
    )
    now = busy.case.now + timedelta(days=2)
    proposal = act.propose(actor=officer, now=now, **{**letter(freeze), **changed})
    settled()
    return act.approve(actor=approver, now=now, proposal_id=proposal.pk)


def everything() -> dict[str, list[str]]:
    """Every row of the case's tables, but for what a freeze adds."""
    with connection.cursor() as cursor:
        found = {}
        for table in (
            "contracts_contract",
            "treasury_entry",
            "lending_loan",
            "audit_outbox",
            "disclosure_publishedversion",
            "outreach_message",
            "clocks_duty",
        ):
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} AS t ORDER BY id")  # noqa: S608
            found[table] = [row for (row,) in cursor.fetchall()]
        return found


def test_put_back_it_is_what_it_was_and_goes_on(busy):
    before, events = everything(), list(Event.objects.order_by("seq").values())
    assert YearDrawn.objects.exists()
    freeze = frozen(busy)
    assert everything() != before
    assert not YearDrawn.objects.exists()
    thawed = decided(busy, thaw_case, freeze)
    assert thawed.state == "thawed"
    after = everything()
    assert {
        name: [row for row in rows if row in after[name]] for name, rows in before.items()
    } == before
    assert list(Event.objects.order_by("seq").values()[: len(events)]) == events
    assert check_whole_chain(CITY).broken is None
    assert YearDrawn.objects.get(region="").loans == Loan.objects.count()
    assert list(differences(CITY)) == []
    assert books_check(CITY)["differences"] == []
    settled()
    assert request_payment.approve(
        actor=busy.town.actor(busy.town.purchaser(), Role.PURCHASER_APPROVER),
        now=busy.case.now + timedelta(days=2), proposal_id=busy.second_payment.pk,
    ).state == "requested"  # fmt: skip


def test_purged_nothing_of_it_is_in_any_table_and_all_still_checks(busy):
    words = words_of(busy)
    freeze = frozen(busy)
    decided(busy, order_purge, freeze)
    settled()
    purged = purge_case(actor=busy.town.system, now=busy.case.now, freeze_id=freeze.pk)
    assert purged.state == "purged"
    assert len(purged.digest) == 32
    assert rows_that_say(words) == []
    assert check_whole_chain(CITY).broken is None
    assert list(differences(CITY)) == []


def test_a_purge_that_two_did_not_order_is_refused(busy):
    freeze = frozen(busy)
    with pytest.raises(WrongState):
        purge_case(actor=busy.town.system, now=busy.case.now, freeze_id=freeze.pk)
    with pytest.raises(IntegrityError, match="secrecy_freeze_unresolved"), transaction.atomic():
        connection.cursor().execute("SELECT secrecy_purge(%s)", [freeze.pk])


def test_a_state_that_two_did_not_decide_is_refused(busy):
    freeze = frozen(busy)

    def alone() -> None:
        Freeze.objects.filter(pk=freeze.pk).update(state="ordered", decided_at=busy.case.now)
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError, match="secrecy_freeze_unresolved"), transaction.atomic():
        alone()


def test_one_person_orders_nothing(busy):
    freeze = frozen(busy)
    officer = busy.town.bureau("procurement-officer")
    now = busy.case.now + timedelta(days=2)
    proposal = order_purge.propose(actor=officer, now=now, **letter(freeze))
    with pytest.raises(NotAllowed):
        order_purge.approve(actor=officer, now=now, proposal_id=proposal.pk)
    assert Freeze.objects.get().state == "frozen"


@pytest.mark.parametrize("day", [date(2026, 11, 24), date(2026, 11, 28)])
def test_a_letter_of_before_the_freeze_or_of_tomorrow_is_refused(busy, day):
    freeze = frozen(busy)
    with pytest.raises(Invalid):
        decided(busy, order_purge, freeze, document_on=day)


def test_what_is_ordered_to_be_purged_is_not_put_back(busy):
    freeze = frozen(busy)
    decided(busy, order_purge, freeze)
    with pytest.raises(WrongState):
        decided(busy, thaw_case, freeze)
