"""One account number under the names of two suppliers: found, looked into, told (D38)."""

from dataclasses import replace

import pytest

from cairong.audit.models import Event
from cairong.cases.desk import all_waiting
from cairong.contracts.facts import Account
from cairong.kernel.actor import Role
from cairong.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from cairong.treasury.actions.declare_account import declare_account
from cairong.treasury.actions.look_into_shared import look_into_shared
from cairong.treasury.models import SharedNumber
from contracts.ground import ACCOUNT, OTHER_USCC, SIGNED, Ground
from support.browsing import problems, read, send, value_of
from support.staging import staged
from support.town import at, found_town
from support.visitors import browser

NOW = at("2025-09-30 09:00")
DASHED = "6222-0202-0001-2345678"  # the digits of ACCOUNT
FOUND = "两家是总公司和分公司,已核对开户许可证"
APPROVER = "procurement-approver"


@staged
def ground(db) -> Ground:
    return Ground(found_town(at("2025-09-01 08:00")))


def other(ground):
    return ground.town.actor(ground.town.supplier("另一家", OTHER_USCC), "supplier")


def declares(ground, account_no=DASHED, now=NOW):
    return declare_account(
        actor=other(ground), now=now, payee="另一家", account_no=account_no,
        bank=ACCOUNT["bank"], cnaps=ACCOUNT["cnaps"],
    )  # fmt: skip


@staged
def shared(ground) -> SharedNumber:
    """The supplier confirmed its account; another says that the same number is its own."""
    ground.sign()
    declares(ground)
    return SharedNumber.objects.get()


def look(ground, shared, finding=FOUND, actor=None):
    who = actor or ground.desk(APPROVER)
    return look_into_shared(actor=who, now=NOW, shared_id=shared.pk, finding=finding)


class TestFound:
    def test_by_digits_alone_with_both_suppliers(self, ground, shared):
        assert (shared.first.name, shared.second.name) == ("供应商", "另一家")
        assert (shared.digits, shared.state) == (ACCOUNT["no"], "open")

    def test_both_approvers_are_told_and_neither_supplier_by_name(self, ground, shared):
        event = Event.objects.get(type="treasury.own_account.declared")
        assert [(each["role"], each["saying"]) for each in event.after["tell"]] == [
            (APPROVER, "treasury.account.shared"),
            ("treasury-approver", "treasury.account.shared"),
        ]
        assert "供应商" not in str(event.after)

    def test_the_same_two_are_found_once(self, ground, shared):
        contract = ground.sign(account=Account(**{**ACCOUNT, "bank": "甲银行涧西支行"}))
        ground.decide(contract)
        assert SharedNumber.objects.count() == 1
        look(ground, shared)
        ground.sign(account=Account(**{**ACCOUNT, "bank": "甲银行老城支行"}))
        assert SharedNumber.objects.count() == 1

    def test_a_filing_gone_on_with_in_silence_is_compared_too(self, ground):
        declares(ground, now=SIGNED)
        contract = ground.sign(silent=True)
        assert not SharedNumber.objects.exists()
        ground.decide(contract, now=at("2025-10-13 10:00"), unconfirmed_reason="已电话核对")
        assert SharedNumber.objects.get().second.name == "供应商"
        event = Event.objects.get(type="filing.contract.accepted_unconfirmed")
        assert APPROVER in {each["role"] for each in event.after["tell"]}

    def test_another_number_is_none(self, ground):
        ground.sign()
        declares(ground, account_no=ACCOUNT["no"] + "9")
        assert not SharedNumber.objects.exists()


class TestLookedInto:
    def test_it_waits_at_the_approver_until_then(self, ground, shared):
        (ball,) = all_waiting(ground.desk(APPROVER), now=NOW)
        assert (ball.act, ball.of.title) == ("look_into_shared", "供应商、另一家")
        assert look(ground, shared).state == "seen"
        assert all_waiting(ground.desk(APPROVER), now=NOW) == []
        event = Event.objects.latest("seq")
        assert (event.type, event.after["finding"]) == ("treasury.account.shared_seen", FOUND)
        assert [each["role"] for each in event.after["tell"]] == ["treasury-approver"]

    def test_once(self, ground, shared):
        look(ground, shared)
        with pytest.raises(WrongState):
            look(ground, shared)

    def test_with_words(self, ground, shared):
        for finding in ("", "无", "核" * 501):
            with pytest.raises(Invalid):
                look(ground, shared, finding)

    @pytest.mark.parametrize("role", [one for one in Role if one is not Role.PROCUREMENT_APPROVER])
    def test_by_nobody_else(self, ground, shared, role):
        with pytest.raises(NotAllowed):
            look(ground, shared, actor=replace(ground.desk(APPROVER), role=role))

    def test_another_county_finds_none(self, ground, shared):
        with pytest.raises(NotFound):
            look(ground, shared, actor=replace(ground.desk(APPROVER), region="410327"))


class TestPage:
    def test_both_desks_read_it_and_one_writes(self, ground, shared):
        place = f"/finance/shared/{shared.pk}/"
        reader = browser(ground.town, "treasury-approver")
        page = read(reader, place)
        for words in ("供应商", "另一家", ACCOUNT["no"], OTHER_USCC, "待查看", "总公司和分公司"):
            assert words in page
        assert 'name="finding"' not in page
        assert reader.post(place, {"finding": FOUND}).status_code == 403
        desk = browser(ground.town, APPROVER)
        assert f'href="{place}"' in read(desk, "/desk/")
        short = send(desk, place, {"finding": "无"}, 422)
        assert problems(short)
        assert value_of(short, "finding") == "无"
        assert send(desk, place, {"finding": FOUND}) == place
        assert FOUND in read(desk, place)
        again = send(desk, place, {"finding": FOUND}, 409)
        assert problems(again)
