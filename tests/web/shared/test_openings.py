"""What was paid before the city opened, by the pages of its three sides; and rows by hand."""

from dataclasses import dataclass, field
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from cairong.kernel.actor import Role
from cairong.kernel.errors import PolicyBreach
from cairong.lending.checking import books_check
from cairong.notary.facts import differences
from cairong.parties.models import Proposal
from cairong.treasury.actions.answer_opening import agree_opening, object_opening
from cairong.treasury.actions.approve_opening import approve_opening
from cairong.treasury.models import Entry, Opening, Receivable
from lending.ground import Case, stand_case
from support.browsing import action_of, follow, problems, read, send, value_of
from support.staging import staged
from support.town import CITY, at, found_town
from support.visitors import account_in, signed_in

TYPED = {
    "paid_0": "20万", "paid_1": "", "paid_until": "2025-09-28", "evidence": "凭证 2025-0917"
}  # fmt: skip


@dataclass
class Three:
    """A contract signed on 29 September in a city that opened on 1 October."""

    case: Case
    seats: dict[str, Client] = field(default_factory=dict)

    def at(self, role: str) -> Client:
        if role not in self.seats:
            self.seats[role] = signed_in(account_in(self.case.town, role))
        return self.seats[role]

    @property
    def new(self) -> str:
        return f"/purchaser/contracts/{self.case.contract.pk}/opening/"

    def declared(self, **other: str) -> Opening:
        """What the purchaser's two say by their pages."""
        answer = follow(self.at("purchaser-officer"), self.new, {**TYPED, **other})
        assert "供应商在 5 个工作日内核对" in answer
        agree(self.at("purchaser-approver"))
        return Opening.objects.get(state="declared")

    def page(self, opening: Opening, side: str = "supplier", then: str = "") -> str:
        return f"/{side}/openings/{opening.pk}/{then}"


def agree(second: Client) -> str:
    waiting = Proposal.objects.get(state="waiting")
    read(second, f"/proposals/{waiting.pk}/")
    return follow(second, f"/proposals/{waiting.pk}/decide/", {"decision": "approve"})


@staged
def three(db) -> Three:
    town = found_town(at("2025-09-01 08:00"), opened_on=date(2025, 10, 1))
    return Three(stand_case(town))


def test_the_case_says_that_it_is_not_known_what_was_paid(three):
    page = read(three.at("purchaser-officer"), f"/cases/{three.case.contract.pk}/")
    assert "登记期初余额" in page
    assert three.new in page
    supplier = read(three.at("supplier"), f"/cases/{three.case.contract.pk}/")
    assert "登记期初余额" in supplier
    assert "我要融资" not in supplier


def test_from_the_purchasers_form_to_the_books(three):
    opening = three.declared()
    assert "20万" not in read(three.at("supplier"), "/desk/")
    assert "核对期初余额" in read(three.at("supplier"), "/desk/")
    page = read(three.at("supplier"), three.page(opening))
    for words in ("已经收到这么多吗?", "¥200,000.00", "¥485,200.00", "凭证 2025-0917", "二(三)-4"):
        assert words in page
    assert "已核对" in follow(three.at("supplier"), three.page(opening))
    place = three.page(opening, "finance")
    assert "没有异议" in read(three.at("treasury-officer"), place)
    follow(three.at("treasury-officer"), place, {"reason": ""})
    agree(three.at("treasury-approver"))
    page = read(three.at("supplier"), f"/cases/{three.case.contract.pk}/")
    assert "我要融资" in page
    book = Receivable.objects.get()
    assert (book.opening_fen, book.paid_fen, book.state) == (20_000_000, 20_000_000, "payable")
    assert books_check(CITY)["balanced"]
    assert list(differences(CITY)) == []
    done = read(three.at("purchaser-officer"), three.new)
    assert "不用登记期初余额" in done


def test_nothing_paid_is_declared_as_well(three):
    opening = three.declared(paid_0="", evidence="没有付过款")
    assert opening.paid_fen == 0
    page = read(three.at("supplier"), three.page(opening))
    assert "¥0.00" in page


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"paid_0": "274081"}, "「签订开票」按合同是¥274,080.00,不能已经付过"),
        ({"paid_0": "二十万吧"}, "不是金额"),
        ({"paid_0": "-5"}, "是负数"),
        ({"paid_until": "2025-09-01"}, "应在签订日"),
        ({"paid_until": "2025-10-08"}, "应在签订日"),
        ({"paid_until": ""}, "已付款统计到"),
        ({"evidence": ""}, "依据"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(three, changed, words):
    page = send(three.at("purchaser-officer"), three.new, {**TYPED, **changed}, 422)
    assert any(words in each for each in problems(page)), problems(page)
    for name, typed in {**TYPED, **changed}.items():
        if name != "evidence":
            assert value_of(page, name) == typed
    assert not Opening.objects.exists()


def test_an_objection_is_answered_with_words_or_sent_back(three):
    opening = three.declared()
    said = {"reason": "只收到十万元,2025-09-17 到账"}
    place = three.page(opening, then="object/")
    assert "国库科查明以后" in follow(three.at("supplier"), place, said)
    desk = three.page(opening, "finance")
    page = read(three.at("treasury-officer"), desk)
    assert "只收到十万元" in page
    page = send(three.at("treasury-officer"), desk, {"reason": ""}, 422)
    assert any("请写明查明的情况" in each for each in problems(page))
    assert "收回异议" in read(three.at("supplier"), three.page(opening))
    back = {"reason": "凭证只有十万元"}
    assert "已退回" in follow(three.at("treasury-officer"), f"{desk}return/", back)
    page = read(three.at("purchaser-officer"), three.page(opening, "purchaser"))
    assert "凭证只有十万元" in page
    assert three.new in page
    late = send(three.at("supplier"), three.page(opening), {}, 409)
    assert any("已退回" in each for each in problems(late))


def test_the_desk_waits_for_the_supplier(three):
    opening = three.declared()
    page = read(three.at("treasury-officer"), three.page(opening, "finance"))
    assert "供应商还在核对" in page
    assert action_of(page, "提交复核") is None


def test_a_contract_that_was_paid_whole_is_settled(three):
    opening = three.declared(paid_0="274080", paid_1="411120")
    follow(three.at("supplier"), three.page(opening))
    follow(three.at("treasury-officer"), three.page(opening, "finance"), {"reason": ""})
    agree(three.at("treasury-approver"))
    three.case.contract.refresh_from_db()
    assert three.case.contract.state == "settled"
    assert "登记期初余额" not in read(three.at("purchaser-officer"), "/desk/")


def test_a_milestone_that_was_dropped_meanwhile_holds_nothing(three):
    opening, case = three.declared(), three.case
    agree_opening(actor=case.supplier, now=case.now, opening_id=opening.pk)
    case.contract.schedule.filter(milestone="签订开票").update(milestone="首付")
    with pytest.raises(PolicyBreach) as caught:
        case.by_treasury(approve_opening, opening_id=opening.pk)
    assert caught.value.findings[0].code == "treasury.opening_too_much"


OPENED = """INSERT INTO treasury_opening (id, city_id, receivable_id, paid_fen, paid_until,
    evidence, declared_at, object_until, state, objection, reason)
    SELECT gen_random_uuid(), city_id, id, 0, '2025-10-01', '无', now(), '2100-01-01', '{}', '', ''
    FROM treasury_receivable"""
POSTED = """INSERT INTO treasury_entry
    (posting, receivable_id, kind, account, delta_fen, ref_id, at)
    SELECT '00000000-0000-4000-8000-000000000001', id, '{}', account, fen, id, now()
    FROM treasury_receivable, (VALUES ('{}', -5), ('{}', 5)) AS v(account, fen)"""
STEP = "UPDATE treasury_opening SET state = '{}', {} = now()"
PART = """INSERT INTO treasury_openingpart (opening_id, milestone, paid_fen)
    SELECT id, '验收', 1 FROM treasury_opening"""
UNDECIDED, UNPOSTED = "treasury_opening_undecided", "treasury_posting_undecided"
UNKNOWN = {
    "an opening that stands at once": (OPENED.format("standing"), "treasury_opening_steps"),
    "an opening that nobody declared": (OPENED.format("declared"), UNDECIDED),
    "one that was answered beforehand": (
        OPENED.replace("state, objection", "state, answered_at, objection").replace(
            "'{}', ''", "'declared', now(), ''"
        ),
        "treasury_opening_steps",
    ),
    "an acceptance": (POSTED.format("accept", "committed", "due"), UNPOSTED),
    "something lent": (POSTED.format("reserve", "headroom", "reserved"), "treasury_headroom_bound"),
}
DECLARED = {
    "the sum": ("UPDATE treasury_receivable SET opening_fen = 0", "permission denied"),
    "an agreement that nobody gave": (STEP.format("agreed", "answered_at"), UNDECIDED),
    "an objection that nobody made": (STEP.format("objected", "answered_at"), UNDECIDED),
    "a return by nobody": (STEP.format("returned", "decided_at"), UNDECIDED),
    "a decision of nobody": (STEP.format("standing", "decided_at"), UNDECIDED),
    "an answer written with the decision": (
        "UPDATE treasury_opening SET state = 'standing', decided_at = now(), answered_at = now()",
        "treasury_opening_steps",
    ),
    "a reason written with an answer": (
        "UPDATE treasury_opening SET state = 'agreed', answered_at = now(), reason = '已查明'",
        "treasury_opening_steps",
    ),
    "another amount": ("UPDATE treasury_opening SET paid_fen = 1", "permission denied"),
    "another part": (PART, UNDECIDED),
    "a posting without a decision": (POSTED.format("opening", "committed", "paid"), UNPOSTED),
}


def test_the_database_knows_what_the_two_declared(three, monkeypatch):
    monkeypatch.setattr("cairong.treasury.actions.declare_opening._paid", lambda *_: {"验收": 5})
    here = transaction.savepoint_create()
    three.declared()
    with pytest.raises(DatabaseError, match=UNDECIDED):
        carried_out("SELECT 1")
    transaction.savepoint_rollback(here)


def carried_out(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("what", sorted(UNKNOWN))
def test_while_nothing_is_known_rows_by_hand_are_refused(three, what):
    statement, guard = UNKNOWN[what]
    with pytest.raises(DatabaseError, match=guard):
        carried_out(statement)


@pytest.mark.parametrize("what", sorted(DECLARED))
def test_rows_by_hand_are_refused_once_it_is_declared(three, what):
    three.declared()
    statement, guard = DECLARED[what]
    before = Entry.objects.count()
    with pytest.raises(DatabaseError, match=guard):
        carried_out(statement)
    assert Entry.objects.count() == before


def test_what_stands_is_declared_no_second_time(three):
    opening = three.declared()
    follow(three.at("supplier"), three.page(opening))
    follow(three.at("treasury-officer"), three.page(opening, "finance"), {"reason": ""})
    agree(three.at("treasury-approver"))
    with pytest.raises(DatabaseError, match="treasury_opening_known"):
        carried_out(OPENED.format("declared"))


def settled(case: Case, opening: Opening, reason: str = "") -> None:
    """Let the treasury's two decide, and the database look at once."""
    for role in (Role.TREASURY_OFFICER, Role.TREASURY_APPROVER):
        case.who(role)
    here = transaction.savepoint_create()
    try:
        case.by_treasury(approve_opening, opening_id=opening.pk, reason=reason)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except DatabaseError:
        transaction.savepoint_rollback(here)
        raise


def test_the_database_hears_the_supplier_as_well(three, monkeypatch):
    opening, case = three.declared(), three.case
    monkeypatch.setattr("cairong.treasury.actions.approve_opening.require", lambda *_: None)
    with pytest.raises(DatabaseError, match=UNDECIDED):
        settled(case, opening)
    object_opening(actor=case.supplier, now=case.now, opening_id=opening.pk, reason="少记一笔")
    with pytest.raises(DatabaseError, match=UNDECIDED):
        settled(case, opening)
    settled(case, opening, "凭证查明")
    opening.refresh_from_db()
    assert opening.state == "standing"
