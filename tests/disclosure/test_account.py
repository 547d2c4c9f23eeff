"""Which receiving account the public reads and may verify: the one paid to today, or none."""

import json
from datetime import date

import pytest
from django.test import Client

from cairong.audit.models import Event
from cairong.audit.outbox import CONSUMERS, deliver, waiting
from cairong.contracts.facts import Withholding
from cairong.disclosure import reads
from cairong.disclosure.actions.lapse_withholding import lapse_withholding
from cairong.disclosure.actions.publish_account import publish_account
from cairong.disclosure.models import PublicContract, PublishedVersion
from cairong.treasury.actions.change_payee import (
    ask_payee_change,
    change_payee,
    consent_payee_change,
)
from contracts.ground import ACCOUNT, Ground, newest, twice
from support.town import CITY, at, found_town

pytestmark = pytest.mark.django_db
NOW = at("2025-11-12 10:00")
NEW = {
    "payee": "供应商", "account_no": "6217000000000009", "bank": "中国建设银行洛阳分行",
    "cnaps": "105493000012",
}  # fmt: skip
NO = "HT2025-000001"
SECRET = Withholding(item="account_no", ground="账号属于商业秘密", until=date(2026, 6, 30))


@pytest.fixture
def ground() -> Ground:
    return Ground(found_town(at("2025-09-01 08:00")))


def changed(ground: Ground, contract, *, told: bool = True):
    change = ask_payee_change(
        actor=ground.supplier(), now=NOW, contract_id=contract.pk, reason="原账户销户", **NEW
    )
    twice(consent_payee_change, ground.officer(), ground.approver(), NOW, change_id=change.pk)
    desk = [ground.desk(f"treasury-{who}") for who in ("officer", "approver")]
    version = twice(change_payee, *desk, NOW, change_id=change.pk)
    for row in [one for one in waiting(now=NOW) if told and "account" in one.consumer]:
        deliver(row, now=NOW, consumers=CONSUMERS)
    return version


def filed(ground: Ground, **facts):
    contract = ground.sign(**facts)
    return ground.decide(contract)


class TestChange:
    def test_the_new_account_is_published_as_a_correction(self, ground):
        contract = filed(ground)
        changed(ground, contract)
        versions = list(PublishedVersion.objects.order_by("version"))
        assert [one.kind for one in versions] == ["announced", "filed", "corrected"]
        assert versions[-1].reason == "回款账户变更"
        account = newest(contract)["suppliers"][0]["account"]
        assert account == {
            "payee": NEW["payee"], "no": NEW["account_no"], "bank": NEW["bank"],
            "cnaps": NEW["cnaps"], "masked": False,
        }  # fmt: skip
        assert PublicContract.objects.get().kind == "corrected"

    def test_earlier_versions_stay_as_they_were(self, ground):
        contract = filed(ground)
        before = [bytes(one.document) for one in PublishedVersion.objects.order_by("version")]
        changed(ground, contract)
        after = [bytes(one.document) for one in PublishedVersion.objects.order_by("version")]
        assert after[:2] == before
        assert ACCOUNT["no"] in before[1].decode()
        assert ACCOUNT["no"] not in after[2].decode()

    def test_the_contract_keeps_the_account_it_was_signed_with(self, ground):
        contract = filed(ground)
        changed(ground, contract)
        assert contract.suppliers.get().account_no == ACCOUNT["no"]

    def test_only_the_account_differs(self, ground):
        contract = filed(ground)
        before = newest(contract)
        changed(ground, contract)
        places = set(reads_places(before, newest(contract)))
        assert places == {
            "version", "kind", "published_at", "suppliers.0.account.no",
            "suppliers.0.account.bank", "suppliers.0.account.cnaps",
        }  # fmt: skip

    def test_the_page_says_that_it_was_corrected(self, ground):
        changed(ground, filed(ground))
        page = Client().get(f"/contracts/{NO}/").content.decode()
        for words in ("已更正", "第 3 版", "回款账户变更", NEW["account_no"], NEW["bank"]):
            assert words in page
        assert ACCOUNT["no"] not in page

    def test_it_is_verified_from_then_on_and_the_old_one_no_longer(self, ground):
        contract = filed(ground)
        assert reads.judge_account(CITY, NO, ACCOUNT["no"]) == "same"
        changed(ground, contract)
        assert reads.judge_account(CITY, NO, NEW["account_no"]) == "same"
        assert reads.judge_account(CITY, NO, ACCOUNT["no"]) == "other"

    def test_told_twice_it_is_published_once(self, ground):
        changed(ground, filed(ground))
        event = Event.objects.get(type="treasury.payee.changed")
        again = publish_account(actor=ground.town.system, now=NOW, event_id=event.pk)
        assert again is None
        assert PublishedVersion.objects.count() == 3
        assert Event.objects.filter(type="disclosure.account.published").count() == 1

    def test_what_is_published_later_goes_on_naming_it(self, ground):
        secret = Withholding(item="unit_price", ground="商业秘密", until=date(2025, 12, 1))
        contract = filed(ground, fields={"unit_price": "7300"}, withheld=[secret])
        changed(ground, contract)
        lapse_withholding(actor=ground.town.system, now=at("2025-12-02 06:00"))
        document = newest(contract)
        assert document["contract"]["unit_price"] == "7300"
        assert document["suppliers"][0]["account"]["no"] == NEW["account_no"]
        kinds = PublishedVersion.objects.order_by("version").values_list("kind", flat=True)
        assert list(kinds) == ["announced", "filed", "corrected", "corrected"]

    def test_before_the_worker_has_told_it_verifying_follows_the_treasury_at_once(self, ground):
        changed(ground, filed(ground), told=False)
        assert reads.judge_account(CITY, NO, NEW["account_no"]) == "same"
        assert reads.judge_account(CITY, NO, ACCOUNT["no"]) == "other"


def reads_places(before, after, place=""):
    for key in before.keys() | after.keys() if isinstance(before, dict) else range(len(before)):
        one, other = before[key], after[key]
        below = f"{place}.{key}".lstrip(".")
        if isinstance(one, dict | list) and type(one) is type(other):
            yield from reads_places(one, other, below)
        elif one != other and key != "filing":
            yield below


class TestWithheld:
    @pytest.fixture
    def contract(self, ground):
        return ground.sign(withheld=[SECRET])

    @pytest.mark.parametrize("number", [ACCOUNT["no"], "6222020200012345679"])
    @pytest.mark.parametrize("decided", [False, True])
    def test_nobody_is_told_whether_a_number_is_right(self, ground, contract, number, decided):
        if decided:
            ground.decide(contract)
        assert reads.judge_account(CITY, NO, number) == "withheld"

    def test_the_page_answers_right_and_wrong_numbers_alike(self, contract):
        pages = [
            Client().post("/verify/account/", {"contract": NO, "account": number})
            for number in (ACCOUNT["no"], "6222020200012345679")
        ]
        assert [one.status_code for one in pages] == [200, 200]
        for one in pages:
            assert "账号不予公开" in one.content.decode()
            assert "账号相符" not in one.content.decode()
        said = [one.content.decode().split("</form>")[0].split("<form")[0] for one in pages]
        assert said[0] == said[1]

    def test_once_published_it_is_verified(self, ground, contract):
        ground.decide(contract, published_items=["account_no"])
        assert reads.judge_account(CITY, NO, ACCOUNT["no"]) == "same"

    def test_once_its_time_is_over_it_is_verified(self, ground, contract):
        ground.decide(contract)
        lapse_withholding(actor=ground.town.system, now=at("2026-07-01 06:00"))
        assert reads.judge_account(CITY, NO, ACCOUNT["no"]) == "same"

    def test_a_changed_account_stays_withheld(self, ground, contract):
        ground.decide(contract)
        changed(ground, contract)
        for number in (ACCOUNT["no"], NEW["account_no"]):
            assert number.encode() not in bytes(PublishedVersion.objects.latest("version").document)
            assert reads.judge_account(CITY, NO, number) == "withheld"


class TestGuessing:
    """An individual's number: its end is public, so guessing the rest has to be slow."""

    @pytest.fixture
    def masked(self, ground):
        ground.town.individual()
        return ground.sign()

    def guess(self, number: str, at: int, no: str = NO) -> int:
        typed = {"contract": no, "account": number}
        address = f"10.0.{at // 250}.{at % 250 + 1}"
        return Client().post("/verify/account/", typed, REMOTE_ADDR=address).status_code

    def test_many_addresses_are_slowed_like_one(self, masked):
        answers = [self.guess(f"62220202{n:07}5678", n) for n in range(40)]
        assert answers == [200] * 30 + [429] * 10
        assert self.guess(ACCOUNT["no"], 99) == 429

    def test_another_contract_is_not_slowed_by_it(self, masked):
        for n in range(31):
            self.guess(f"62220202{n:07}5678", n)
        assert self.guess("622202020000000", 99, "HT2025-000002") == 200

    def test_right_numbers_are_not_counted(self, masked):
        assert {self.guess(ACCOUNT["no"], n) for n in range(35)} == {200}

    def test_the_end_alone_is_public_and_changes_with_the_account(self, ground, masked):
        ground.decide(masked)
        changed(ground, masked)
        account = newest(masked)["suppliers"][0]["account"]
        assert (account["no"], account["masked"]) == ("****0009", True)
        whole = b"".join(bytes(one.document) for one in PublishedVersion.objects.all())
        for number in (ACCOUNT["no"], NEW["account_no"]):
            assert number.encode() not in whole


def test_whom_to_call_at_the_purchaser_is_not_public(ground):
    """The form promises it."""
    contract = filed(ground, fields={"purchaser_contact": "李工 13800001234"})
    document = json.dumps(newest(contract), ensure_ascii=False)
    assert "13800001234" not in document
    assert contract.purchaser_contact == "李工 13800001234"
    for place in (f"/contracts/{NO}/", f"/contracts/{NO}/document.json", f"/api/contracts/{NO}"):
        assert "13800001234" not in Client().get(place).content.decode()
