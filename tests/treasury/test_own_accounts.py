"""A supplier's word that an account is its own: who may say it, once, and what it is of (D38)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from abuse.rows.writing import Attempt, said, two
from abuse.test_rows import refused_by
from cairong.audit.models import Event, RowDigest
from cairong.cases.desk import all_waiting
from cairong.contracts.facts import Account
from cairong.contracts.models import ContractSupplier
from cairong.kernel.actor import Role
from cairong.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, PolicyBreach, WrongState
from cairong.notary.facts import differences
from cairong.parties.models import Mandate
from cairong.treasury.actions.confirm_account import confirm_account
from cairong.treasury.actions.declare_account import declare_account
from cairong.treasury.actions.disown_account import disown_account
from cairong.treasury.models import DisownedAccount, OwnAccount, Receivable
from cairong.treasury.reads import own_accounts
from contracts.ground import ACCOUNT, OTHER_USCC, Ground
from support.staging import staged
from support.town import CITY, at, found_town

NOW = at("2025-09-30 09:00")
DECLARED = {
    "payee": "供应商", "account_no": "6222020200088888888", "bank": "甲银行洛阳支行",
    "cnaps": "313493000011",
}  # fmt: skip


@staged
def ground(db) -> Ground:
    return Ground(found_town(at("2025-09-01 08:00")))


@staged
def signed(ground):
    """A contract that waits for its supplier's word."""
    ground.supplier()
    return ground.sign(silent=True)


def confirm(ground, contract, actor=None, **facts):
    who = actor or ground.supplier()
    return confirm_account(actor=who, now=NOW, contract_id=contract.pk, **facts)


def disown(ground, contract, actor=None, **facts):
    who = actor or ground.supplier()
    return disown_account(actor=who, now=NOW, contract_id=contract.pk, **facts)


def declare(ground, **changed):
    return declare_account(actor=ground.supplier(), now=NOW, **{**DECLARED, **changed})


def codes(refused) -> list[str]:
    return [one.code for one in refused.value.findings]


class TestOneTap:
    def test_it_is_kept_with_person_and_moment_and_told_to_the_desk(self, ground, signed):
        word = confirm(ground, signed)
        event = Event.objects.latest("seq")
        assert (word.supplier_id, word.person_id) == (
            ground.supplier().organisation_id, ground.supplier().person_id,
        )  # fmt: skip
        assert (word.account_no, word.said_at) == (ACCOUNT["no"], NOW)
        assert (event.type, event.subject_id) == ("treasury.own_account.confirmed", str(word.pk))
        assert [each["role"] for each in event.after["tell"]] == ["procurement-officer"]
        assert ACCOUNT["no"] not in str(event.after), "an account may be withheld from its readers"
        assert list(differences(CITY)) == []
        assert RowDigest.objects.filter(of_table="treasury_ownaccount", key=str(word.pk)).exists()

    def test_the_second_tap_and_a_colleague_s_are_told_who_said_so(self, ground, signed):
        confirm(ground, signed)
        colleague = ground.town.actor(ground.town.supplier(), "supplier", "second")
        for who in (ground.supplier(), colleague):
            with pytest.raises(WrongState) as refused:
                confirm(ground, signed, who)
            assert codes(refused) == ["treasury.said_before"]
            assert refused.value.findings[0].params["person"] == ground.supplier().person_name
        assert OwnAccount.objects.count() == 1

    @pytest.mark.parametrize("role", [one for one in Role if one is not Role.SUPPLIER])
    def test_nobody_else_may(self, ground, signed, role):
        with pytest.raises(NotAllowed):
            confirm(ground, signed, replace(ground.supplier(), role=role))

    def test_another_supplier_finds_none(self, ground, signed):
        other = ground.town.actor(ground.town.supplier("另一家", OTHER_USCC), "supplier")
        with pytest.raises(NotFound):
            confirm(ground, signed, other)

    def test_a_contract_mended_since_it_was_read_is_read_again(self, ground, signed):
        with pytest.raises(Conflict):
            confirm(ground, signed, seen_revision=signed.revision - 1)
        assert confirm(ground, signed, seen_revision=signed.revision)

    def test_each_supplier_of_a_joint_contract_says_its_own(self, ground, signed):
        other = ground.town.supplier("另一家", OTHER_USCC)
        first = signed.suppliers.get()
        first.share_fen -= 100
        first.save()
        part = ContractSupplier.objects.create(
            contract=signed, position=2, supplier=other, name=other.name, share_fen=100,
            payee="另一家", account_no="6217000000000009", bank="乙银行", cnaps="313493000028",
        )  # fmt: skip
        word = confirm(ground, signed, ground.town.actor(other, "supplier"))
        assert (word.supplier_id, word.account_no) == (other.pk, part.account_no)


class TestBeforehand:
    def test_a_later_filing_waits_for_nobody(self, ground):
        declare(ground)
        account = {**ACCOUNT, "no": DECLARED["account_no"]}
        ground.sign(silent=True, account=Account(**account))
        assert [ball.act for ball in all_waiting(ground.supplier(), now=NOW)] == []

    @pytest.mark.parametrize(
        ("changed", "kind"),
        [
            ({"payee": "我的公司"}, PolicyBreach),
            ({"bank": "中国工商银行洛阳分行"}, PolicyBreach),
            ({"account_no": "十二"}, Invalid),
            ({"account_no": ""}, Invalid),
            ({"cnaps": "12"}, Invalid),
            ({"bank": " "}, Invalid),
            ({"payee": "供应商\u202e"}, Invalid),
        ],
    )
    def test_what_cannot_be_its_own_is_refused(self, ground, changed, kind):
        with pytest.raises(kind):
            declare(ground, **changed)
        assert not OwnAccount.objects.exists()

    def test_it_is_said_once_and_listed(self, ground):
        word = declare(ground)
        with pytest.raises(WrongState):
            declare(ground)
        assert own_accounts(ground.supplier()) == [word]
        other = ground.town.actor(ground.town.supplier("另一家", OTHER_USCC), "supplier")
        assert own_accounts(other) == []


class TestWhoseTurn:
    def test_the_supplier_holds_it_until_the_day_and_the_desk_its_own(self, ground, signed):
        (ball,) = all_waiting(ground.supplier(), now=NOW)
        assert (ball.act, ball.word, ball.state.obligation) == (
            "confirm_account", "确认回款账户", "二(三)-3",
        )  # fmt: skip
        assert ball.until.isoformat() == "2025-10-10"  # 国庆 and its make-up day lie between
        assert [each.act for each in all_waiting(ground.desk(), now=NOW)] == [DECIDE]
        confirm(ground, signed)
        assert all_waiting(ground.supplier(), now=NOW) == []

    def test_a_return_takes_it_away_and_another_account_brings_it_back(self, ground, signed):
        confirm(ground, signed)
        ground.decide(signed, "return", reasons="请补正", now=NOW)
        changed = Account(**{**ACCOUNT, "no": "6222020200099999999"})
        ground.resubmit(signed, at("2025-10-09 10:00"), silent=True, account=changed)
        (ball,) = all_waiting(ground.supplier(), now=NOW)
        assert ball.until.isoformat() == "2025-10-13"


class TestNotItsOwn:
    """The supplier says that the account is another's: no reason and no day lets it stand."""

    WHY = "末四位写错了"

    def test_it_is_kept_and_told_to_who_mends_it(self, ground, signed):
        said_no = disown(ground, signed, note=self.WHY)
        event = Event.objects.latest("seq")
        assert (said_no.account_no, said_no.note, said_no.said_at) == (ACCOUNT["no"], self.WHY, NOW)
        assert (event.type, event.after["note"]) == ("treasury.account.disowned", self.WHY)
        assert {each["role"] for each in event.after["tell"]} == {
            "procurement-officer", "purchaser-officer",
        }  # fmt: skip
        assert ACCOUNT["no"] not in str(event.after)
        assert list(differences(CITY)) == []
        assert all_waiting(ground.supplier(), now=NOW) == []
        assert [each.act for each in all_waiting(ground.desk(), now=NOW)] == [DECIDE]

    @pytest.mark.parametrize("day", [NOW, at("2025-10-11 10:00")])
    def test_the_filing_is_returned_and_not_accepted(self, ground, signed, day):
        disown(ground, signed)
        with pytest.raises(PolicyBreach) as refused:
            ground.decide(signed, now=day, unconfirmed_reason="已电话核对")
        assert codes(refused) == ["treasury.disowned"]
        assert refused.value.findings[0].params["suppliers"] == "供应商"
        assert ground.decide(signed, "return", reasons="请更正账号", now=day).state == "returned"

    def test_another_account_asks_again_and_the_same_is_still_barred(self, ground, signed):
        disown(ground, signed)
        ground.decide(signed, "return", reasons="请更正账号", now=NOW)
        ground.resubmit(signed, at("2025-10-09 10:00"), silent=True)
        assert all_waiting(ground.supplier(), now=NOW) == []
        with pytest.raises(PolicyBreach) as refused:
            ground.decide(signed, now=at("2025-10-17 10:00"), unconfirmed_reason="已电话核对")
        assert codes(refused) == ["treasury.disowned"]
        ground.decide(signed, "return", reasons="请更正账号", now=at("2025-10-17 11:00"))
        changed = Account(**{**ACCOUNT, "no": "6222020200099999999"})
        ground.resubmit(signed, at("2025-10-20 10:00"), silent=True, account=changed)
        (ball,) = all_waiting(ground.supplier(), now=NOW)
        assert ball.act == "confirm_account"

    @pytest.mark.parametrize(
        "written", [{"no": "6222-" + ACCOUNT["no"][4:]}, {"bank": "甲银行洛阳分行"}]
    )
    def test_the_same_number_written_otherwise_asks_again_and_is_barred(
        self, ground, signed, written
    ):
        disown(ground, signed)
        ground.decide(signed, "return", reasons="请更正账号", now=NOW)
        other = Account(**{**ACCOUNT, **written})
        ground.resubmit(signed, at("2025-10-09 10:00"), silent=True, account=other)
        assert [each.act for each in all_waiting(ground.supplier(), now=NOW)] == ["confirm_account"]
        with pytest.raises(PolicyBreach) as refused:
            ground.decide(signed, now=at("2025-10-17 10:00"), unconfirmed_reason="已电话核对")
        assert codes(refused) == ["treasury.disowned"]

    @pytest.mark.parametrize("note", ["应为6222020200011111111", "应为 6222-0202-0001", "62220202"])
    def test_a_note_names_no_account(self, ground, signed, note):
        with pytest.raises(Invalid) as refused:
            disown(ground, signed, note=note)
        assert codes(refused) == ["treasury.note_has_account"]
        assert not DisownedAccount.objects.exists()

    def test_who_looks_again_may_confirm_it_and_the_later_word_counts(self, ground, signed):
        disown(ground, signed)
        confirm(ground, signed)
        assert ground.decide(signed, now=NOW + timedelta(days=1)).state == "filed"

    def test_it_is_said_once_and_not_after_a_confirmation(self, ground, signed):
        disown(ground, signed)
        with pytest.raises(WrongState) as refused:
            disown(ground, signed)
        assert codes(refused) == ["treasury.disowned_before"]
        confirm(ground, signed)
        with pytest.raises(WrongState) as refused:
            disown(ground, signed)
        assert codes(refused) == ["treasury.said_before"]

    def test_only_while_the_filing_waits(self, ground):
        filed = ground.decide(ground.sign())
        with pytest.raises(WrongState) as refused:
            disown(ground, filed)
        assert codes(refused) == ["treasury.disowned_late"]

    @pytest.mark.parametrize("role", [one for one in Role if one is not Role.SUPPLIER])
    def test_nobody_else_may(self, ground, signed, role):
        with pytest.raises(NotAllowed):
            disown(ground, signed, replace(ground.supplier(), role=role))

    def test_what_was_mended_since_is_read_again(self, ground, signed):
        with pytest.raises(Conflict):
            disown(ground, signed, seen_revision=signed.revision - 1)

    def test_a_note_is_no_longer_than_the_page_takes(self, ground, signed):
        with pytest.raises(Invalid):
            disown(ground, signed, note="错" * 501)


WORD = (
    "INSERT INTO treasury_ownaccount"
    " (id, city_id, supplier_id, payee, account_no, bank, cnaps, person_id, said_at)"
    " VALUES (%(new)s, %(city)s, %(supplier_house)s, '供应商', '6222020000000000001',"
    " '甲银行洛阳支行', '313493000011', {person}, %(now)s)"
)
SAID = "treasury.own_account.confirmed"
BY_IT = said(SAID, "%(new)s", "%(supplier_person)s", "%(supplier_house)s", "supplier")
FIRST = (
    "INSERT INTO treasury_payeeversion (id, receivable_id, version, payee, account_no, bank, cnaps,"
    " source, established_at) SELECT %(other)s, %(free_receivable)s, 1, payee, account_no, bank,"
    " cnaps, 'x', %(now)s FROM contracts_contractsupplier WHERE contract_id = %(free_contract)s"
)
NOT_OWN = (
    "INSERT INTO treasury_disownedaccount (id, city_id, supplier_id, payee, account_no, bank,"
    " cnaps, person_id, contract_id, note, said_at) SELECT %(new)s, %(city)s, supplier_id, payee,"
    " {no}, bank, cnaps, {person}, contract_id, '', %(now)s FROM contracts_contractsupplier"
    " WHERE contract_id = %(free_contract)s"
)
AGAINST = said(
    "treasury.account.disowned", "%(new)s", "%(supplier_person)s", "%(supplier_house)s", "supplier"
)
DECIDE, ASKED = "filing.decide_filing", "treasury.payee.change_asked"
CALLED = "'已电话核对'"
ACCEPT = {"contract_id": "%(free_contract)s::uuid", "verdict": "'accept'"}
MINE, OWN = "%(purchaser_person)s", "%(supplier_person)s"

NO_OWN, NO_OTHER = (NOT_OWN.format(person=who, no="account_no") for who in (OWN, MINE))
WORDS, STANDS = "treasury_own_undecided", "treasury_payee_unconfirmed"
BY_HAND: list[Attempt] = [
    ("a word that the chain does not tell of", (WORD.format(person=OWN),), WORDS),
    ("a word of another than the chain says", (WORD.format(person=MINE), BY_IT), WORDS),
    ("a word of somebody else's person",
     (WORD.format(person=MINE), said(SAID, "%(new)s", MINE, "%(supplier_house)s", "supplier")),
     WORDS),
    ("a word of another desk",
     (WORD.format(person=OWN),
      said(SAID, "%(new)s", OWN, "%(supplier_house)s", "purchaser-officer")), WORDS),
    ("a word by another act",
     (WORD.format(person=OWN), said(ASKED, "%(new)s", OWN, "%(supplier_house)s", "supplier")),
     WORDS),
    ("filed without a word or a reason", (*two(DECIDE, "procurement", **ACCEPT), FIRST), STANDS),
    ("filed with a reason that is none",
     (*two(DECIDE, "procurement", **ACCEPT, unconfirmed_reason="' '"), FIRST), STANDS),
    ("filed with a reason that nobody approved",
     (*two(DECIDE, "procurement", **ACCEPT, unconfirmed_reason=CALLED)[:2], FIRST),
     "treasury_payee_undecided"),
    ("filed with a reason of two", (*two(DECIDE, "procurement", **ACCEPT,
                                         unconfirmed_reason=CALLED), FIRST), ""),
    ("filed with a reason of two against the supplier's word",
     (NO_OWN, AGAINST,
      *two(DECIDE, "procurement", **ACCEPT, unconfirmed_reason=CALLED), FIRST), STANDS),
    ("filed with a reason of two against a word on another number",
     (NOT_OWN.format(person=OWN, no="'6222020000000000001'"), AGAINST,
      *two(DECIDE, "procurement", **ACCEPT, unconfirmed_reason=CALLED), FIRST), ""),
    ("filed with a reason of two against a word on the same number with hyphens",
     (NOT_OWN.format(person=OWN, no="overlay(account_no placing '-' from 5 for 0)"), AGAINST,
      *two(DECIDE, "procurement", **ACCEPT, unconfirmed_reason=CALLED), FIRST), STANDS),
    ("that it is not its own, which the chain does not tell of",
     (NO_OWN,), WORDS),
    ("that it is not its own, told as that it is", (NO_OWN, BY_IT), WORDS),
    ("that it is its own, told as that it is not", (WORD.format(person=OWN), AGAINST), WORDS),
    ("that it is not its own, by somebody else's person", (NO_OTHER, AGAINST),
     WORDS),
    ("that it is not its own", (NO_OWN, AGAINST), ""),
    ("a word said twice",
     (WORD.format(person=OWN), BY_IT, WORD.format(person=OWN).replace("%(new)s", "%(more)s")),
     "treasury_own_account_once"),
    ("a word of the supplier's", (WORD.format(person=OWN), BY_IT), ""),
]  # fmt: skip


class TestRowsByHand:
    """Written as the app role: nothing stands that no supplier said (docs/decisions/decided.md)."""

    def known(self, ground, signed) -> dict[str, object]:
        town = ground.town
        officer, approver = ground.desk(), ground.desk("procurement-approver")
        return {
            "city": CITY, "now": NOW, "free_contract": signed.pk,
            "free_receivable": Receivable.objects.get(contract=signed).pk,
            "supplier_house": town.supplier().pk, "supplier_person": ground.supplier().person_id,
            "purchaser_house": town.purchaser().pk, "purchaser_person": ground.officer().person_id,
            "procurement_house": officer.organisation_id, "procurement_region": officer.region,
            "procurement_officer": officer.person_id, "procurement_approver": approver.person_id,
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("statements", "guard"), [each[1:] for each in BY_HAND], ids=[each[0] for each in BY_HAND]
    )
    def test_what_nobody_said_is_refused(self, ground, signed, statements, guard):
        assert refused_by(statements, self.known(ground, signed)) == guard

    def test_a_word_is_never_changed(self, ground, signed):
        confirm(ground, signed)
        known = self.known(ground, signed)
        assert "permission denied" in refused_by(
            ("UPDATE treasury_ownaccount SET account_no = '9'",), known
        )
        assert "permission denied" in refused_by(("DELETE FROM treasury_ownaccount",), known)

    def test_a_word_against_it_is_never_taken_away(self, ground, signed):
        disown(ground, signed)
        known = self.known(ground, signed)
        for statement in (
            "UPDATE treasury_disownedaccount SET account_no = '9'",
            "DELETE FROM treasury_disownedaccount",
        ):
            assert "permission denied" in refused_by((statement,), known)

    def test_a_mandate_that_ended_since_leaves_the_word_standing(self, ground, signed):
        confirm(ground, signed)
        with connection.cursor() as cursor:  # as at the end of its own transaction
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        Mandate.objects.filter(person=ground.supplier().person_id).update(
            valid_to=NOW.date(), ended_reason="离职"
        )
        filed = ground.decide(signed, now=NOW + timedelta(days=2))
        assert filed.state == "filed"
