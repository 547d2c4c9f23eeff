"""From any record to the page that shows it, and by number or name from the head of a desk."""

from uuid import uuid4

import pytest
from django.urls import resolve, reverse
from django.utils import timezone

from cairong.audit.models import Event
from cairong.contracts.models import Contract
from cairong.lending.models import Loan
from cairong.parties.models import Mandate, Organisation
from cairong.rulebook.actions.publish_lpr import publish_lpr
from cairong.treasury.actions.change_payee import ask_payee_change
from cairong.treasury.models import Lock, Payment, Remittance
from lending.ground import sign, stand_award, twice
from support.browsing import read
from support.visitors import WORD, account_in

SUPPLIER, PURCHASER, OFFICER = "supplier", "purchaser-officer", "institution-officer"
FILER, TREASURER, CLERK, PBOC = "procurement-officer", "treasury-officer", "county-clerk", "pboc"
LED = {
    "contract": {SUPPLIER: "case", PURCHASER: "case", OFFICER: "case", FILER: "case", PBOC: "case"},
    "award": {PURCHASER: "case", SUPPLIER: "case", FILER: "case", OFFICER: "case"},
    "intent": {SUPPLIER: "intent", OFFICER: "application", FILER: "case", PBOC: "case"},
    "application": {SUPPLIER: "intent", OFFICER: "application", PBOC: "case"},
    "verification": {OFFICER: "application"},
    "offer": {SUPPLIER: "offer", OFFICER: "application", FILER: "case"},
    "lock": {
        SUPPLIER: "supplier-lock", PURCHASER: "purchaser-lock", OFFICER: "application",
        TREASURER: "finance-lock", CLERK: "finance-lock", FILER: "case", PBOC: "case",
    },
    "loan": {SUPPLIER: "supplier-loan", OFFICER: "institution-loan", FILER: "case", PBOC: "case"},
    "acceptance": {PURCHASER: "case", SUPPLIER: "case", TREASURER: "finance-book"},
    "payment": {
        PURCHASER: "case", SUPPLIER: "case", TREASURER: "finance-payment",
        CLERK: "finance-payment", OFFICER: "case",
    },
    "remittance": {SUPPLIER: "case", OFFICER: "case", TREASURER: "finance-book"},
    "receivable": {SUPPLIER: "case", TREASURER: "finance-book", CLERK: "finance-book"},
    "payee": {SUPPLIER: "case", PURCHASER: "case", TREASURER: "finance-book"},
    "product": {OFFICER: "product-own", SUPPLIER: "supermarket-product"},
}  # fmt: skip


def place(client, record) -> str:
    answer = client.get(reverse("find", args=[record]))
    return resolve(answer.url.split("?")[0]).url_name if answer.status_code == 302 else "404"


def moved(case) -> dict[str, object]:
    """One record of each kind, all of one contract that was lent on and paid."""
    product = case.publish()
    loan = case.draw(case.ready(product, 300_000), 300_000)
    case.paid("274080", case.now, milestone="签订开票")
    offer, receivable = loan.offer, case.receivable()
    return {
        "contract": case.contract.pk,
        "award": case.contract.award_id,
        "intent": offer.intent_id,
        "application": offer.application_id,
        "verification": offer.application.verifications.get().pk,
        "offer": offer.pk,
        "lock": offer.lock_id,
        "loan": loan.pk,
        "acceptance": receivable.acceptances.get().pk,
        "payment": Payment.objects.get().pk,
        "remittance": Remittance.objects.get().pk,
        "receivable": receivable.pk,
        "payee": receivable.current_id,
        "product": product.pk,
    }


def test_each_record_leads_each_role_to_its_own_page(desks, case):
    records = moved(case)
    led = {kind: {role: place(desks(role), records[kind]) for role in LED[kind]} for kind in LED}
    assert led == LED


def test_the_page_it_leads_to_opens(desks, case):
    records = moved(case)
    shut = [
        (kind, role)
        for kind, roles in LED.items()
        for role in roles
        if desks(role).get(reverse("find", args=[records[kind]]), follow=True).status_code != 200
    ]
    assert shut == []


def test_what_an_institution_was_told_leads_to_the_case_after_its_lock(desks, case):
    case.draw(case.ready(case.publish(), 100_000), 100_000)
    case.paid("274080", case.now, milestone="签订开票")
    assert Lock.objects.get().state == "released"
    receivable = case.receivable()
    for told in (Remittance.objects.get(), receivable.acceptances.get(), Payment.objects.get()):
        assert place(desks(OFFICER), told.pk) == "case"
    rival = desks(OFFICER, organisation=case.bank("乙银行"), which="-rival")
    assert place(rival, Remittance.objects.get().pk) == "404"
    assert "这份合同的钱" not in read(desks(OFFICER), reverse("case", args=[case.contract.pk]))


def test_what_belongs_to_other_houses_is_not_found(desks, case):
    records = moved(case)
    rival = desks(OFFICER, organisation=case.bank("乙银行"), which="-rival")
    stranger = desks(PURCHASER, organisation=case.town.purchaser("别的单位"), which="-else")
    private = ("intent", "application", "verification", "offer", "lock", "loan", "payment",
               "remittance", "receivable", "payee")  # fmt: skip
    assert {kind: place(rival, records[kind]) for kind in private} == dict.fromkeys(private, "404")
    assert {kind: place(stranger, records[kind]) for kind in private} == dict.fromkeys(
        private, "404"
    )


@pytest.mark.parametrize("role", [PURCHASER, TREASURER, SUPPLIER])
def test_a_change_of_account_leads_to_its_page(desks, case, role):
    change = ask_payee_change(
        actor=case.supplier, now=case.now, contract_id=case.contract.pk, payee="供应商",
        account_no="6222020000000009", bank="中国工商银行洛阳分行", cnaps="102493000011",
        reason="开户行迁址",
    )  # fmt: skip
    assert place(desks(role), change.pk).endswith("-change")


def test_an_award_not_under_contract_leads_where_each_can_read_it(desks, case):
    award = stand_award(case.town)
    assert place(desks(PURCHASER), award.pk) == "award"
    answer = desks(OFFICER).get(reverse("find", args=[award.pk]))
    assert answer.url == f"/institution/awards/?words={award.no}"
    assert award.title in read(desks(OFFICER), answer.url)


def test_what_the_operator_admits_leads_to_its_page_and_nobody_else(desks, case):
    house = case.town.purchaser()
    assert place(desks("operator"), house.pk) == "account-organisation"
    assert place(desks(PBOC), house.pk) == "404"


def test_a_mandate_leads_its_own_house_alone_to_its_people(desks, case):
    mandate = Mandate.objects.filter(organisation=case.town.purchaser()).first()
    assert place(desks(PURCHASER), mandate.pk) == "account-home"
    Mandate.objects.filter(organisation=case.town.purchaser()).update(administrator=True)
    assert place(desks(PURCHASER), mandate.pk) == "account-people"
    assert place(desks(SUPPLIER), mandate.pk) == "404"


def test_a_published_lpr_leads_to_the_lprs(desks, case):
    bureau = Organisation.objects.get(kind="pboc")
    row = twice(
        publish_lpr, case.town.actor(bureau, "pboc"), case.town.actor(bureau, "pboc", "二"),
        timezone.now(), published_on=timezone.localdate(), one_year_bp=300, five_year_bp=350,
        source="全国银行间同业拆借中心公告",
    )  # fmt: skip
    assert place(desks(PBOC), row.pk) == "rulebook-lpr"


def test_what_i_did_about_my_own_account_leads_there(client, case):
    account = account_in(case.town, "operator", username="own")
    client.post(
        reverse("account-sign-in"), {"username": account.username, "password": WORD, "next": ""}
    )
    done = Event.objects.filter(person_id=account.person_id, subject_type="parties.Account")
    assert {place(client, one.subject_id) for one in done} == {"account-home"}


@pytest.mark.parametrize("record", [uuid4(), "nonsense", "4-2"])
def test_what_is_not_there_is_not_found(desks, record):
    assert place(desks(SUPPLIER), record) == "404"


class TestJump:
    def ask(self, client, words: str):
        return client.get(reverse("jump"), {"words": words})

    def led(self, client, words: str) -> str:
        answer = self.ask(client, words)
        assert answer.status_code == 302, answer.content.decode()[-3000:]
        return place(client, answer.url.strip("/").rsplit("/", 1)[-1])

    def test_a_number_opens_its_record(self, desks, case):
        moved(case)
        loan = Loan.objects.get()
        numbers = {
            case.contract.no: ("case", FILER),
            Payment.objects.get().voucher_no: ("finance-payment", TREASURER),
            loan.no: ("institution-loan", OFFICER),
            loan.offer.intent.no: ("application", OFFICER),
        }
        for number, (page, role) in numbers.items():
            assert self.led(desks(role), number) == page

    def test_a_number_is_read_wide_and_in_any_case(self, desks, case):
        wide = "".join(chr(ord(one) + 0xFEE0) for one in case.contract.no)
        for typed in (case.contract.no.lower(), f"  {case.contract.no} ", wide):
            assert self.led(desks(PURCHASER), typed) == "case"

    def test_a_whole_number_opens_although_others_hold_it(self, desks, case):
        Contract.objects.filter(pk=case.contract.pk).update(no="HT2025-00000")
        sign(case.town, stand_award(case.town))
        assert self.led(desks(FILER), "HT2025-00000") == "case"
        assert self.ask(desks(FILER), "HT2025-0000").status_code == 200

    def test_a_name_lists_what_bears_it(self, desks, case):
        loan = case.draw(case.ready(case.publish(), 300_000), 300_000)
        client = desks(FILER)
        page = read(client, f"{reverse('jump')}?words={case.town.supplier().name}")
        for words in (
            case.contract.no,
            loan.no,
            loan.offer.intent.no,
            "贷款",
            "融资意向",
            "还款中",
        ):
            assert words in page
        assert reverse("find", args=[loan.pk]) in page

    def test_one_record_alone_of_a_name_opens_at_once(self, desks, case):
        assert self.led(desks(FILER), case.contract.title) == "case"

    def test_a_draft_and_what_is_of_other_houses_is_not_found(self, desks, case):
        loan = case.draw(case.ready(case.publish(), 300_000), 300_000)
        rival = desks(OFFICER, organisation=case.bank("乙银行"), which="-rival")
        page = read(rival, f"{reverse('jump')}?words={loan.no}")
        assert "没有找到" in page
        assert "甲银行" not in page
        stranger = desks(PURCHASER, organisation=case.town.purchaser("别的单位"), which="-else")
        assert "没有找到" in read(stranger, f"{reverse('jump')}?words={case.contract.no}")

    def test_a_county_finds_its_own(self, desks, case):
        clerk = desks(CLERK)
        Mandate.objects.filter(role=CLERK).update(region="410327")
        assert "没有找到" in read(clerk, f"{reverse('jump')}?words={case.contract.no}")
        Mandate.objects.filter(role=CLERK).update(region="410303")
        assert self.led(clerk, case.contract.no) == "case"

    def test_it_says_what_can_be_looked_for(self, desks):
        assert "可以查找合同" in read(desks(PBOC), reverse("jump"))

    @pytest.mark.parametrize("query", ["words=A", f"words={'长' * 61}", "colour=red", "words=%00a"])
    def test_what_cannot_be_looked_for_is_refused_in_words(self, desks, query):
        page = read(desks(PBOC), f"{reverse('jump')}?{query}", 422)
        assert "有几处需要改正" in page

    def test_signs_of_patterns_are_only_letters(self, desks):
        assert "没有找到" in read(desks(PBOC), f"{reverse('jump')}?words=%25%25")
        assert "没有找到" in read(desks(PBOC), f"{reverse('jump')}?words=__")

    def test_it_stands_in_the_head_of_every_desk_but_no_phone(self, desks):
        for role in (PURCHASER, OFFICER, TREASURER, PBOC, "operator"):
            assert 'class="jump"' in read(desks(role), reverse("desk"))
        assert 'class="jump"' not in read(desks(SUPPLIER), reverse("desk"))
