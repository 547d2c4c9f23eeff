"""An individual business: its whole account number and its telephone reach nobody who may not see.

What somebody outside can learn by trying numbers.
"""

import re

from django.test import Client

from abuse.conftest import HIDDEN_ACCOUNT, stand_busy
from abuse.test_leaks import ROLES, addresses, leaks, words_of
from cairong.audit.models import Event, RefusalRecord
from cairong.disclosure.models import PublicContract, PublishedVersion
from cairong.kernel.actor import Role
from cairong.parties.models import Organisation
from cairong.parties.reads import the_only
from contracts.ground import ACCOUNT
from support.browsing import text
from support.staging import staged
from support.town import CITY

PHONE, PERSON = "13800005678", "张某某个体户主"
MAY_SEE = {
    Role.SUPPLIER, Role.PURCHASER_OFFICER, Role.PURCHASER_APPROVER, Role.PROCUREMENT_OFFICER,
    Role.PROCUREMENT_APPROVER, Role.TREASURY_OFFICER, Role.TREASURY_APPROVER, Role.COUNTY_CLERK,
    Role.INSTITUTION_OFFICER, Role.INSTITUTION_APPROVER, Role.INSTITUTION_MANAGER,
}  # fmt: skip
TAIL = HIDDEN_ACCOUNT[-4:]
WINDOWS = [HIDDEN_ACCOUNT[n : n + 9] for n in range(len(HIDDEN_ACCOUNT) - 8)]
TYPED = re.compile(r'value="[^"]*"|<time.*?</time>|nonce="[^"]*"')
PARTS = (
    HIDDEN_ACCOUNT[:-1], HIDDEN_ACCOUNT[4:], f"****{TAIL}", f"{HIDDEN_ACCOUNT}0", "6" * 19,
    f"{HIDDEN_ACCOUNT[:-4]}%",
)  # fmt: skip


def individual(town) -> None:
    supplier = town.individual()
    Organisation.objects.filter(pk=supplier.pk).update(contact_name=PERSON, contact_phone=PHONE)


@staged
def busy(db):
    return stand_busy(individual, withheld=())


@staged
def no(busy) -> str:
    return busy.case.contract.no


def test_no_part_of_the_number_but_its_end_is_public(busy, no):
    places = [*addresses(busy.ids(), no), f"/api/contracts/{no}", f"/contracts/?words={TAIL}"]
    for place in places:
        said = words_of(Client().get(place, follow=True))
        assert not [one for one in WINDOWS if one in said], place
        assert PHONE not in said, place
        assert PERSON not in said, place
    assert f"****{TAIL}" in text(Client().get(f"/contracts/{no}/"))


def test_no_version_no_index_and_no_event_of_others_holds_it(busy):
    for version in PublishedVersion.objects.all():
        assert HIDDEN_ACCOUNT.encode() not in bytes(version.document)
    assert not PublicContract.objects.filter(search__contains=WINDOWS[0]).exists()
    town = busy.town
    may = {one.pk for one in (town.supplier(), town.purchaser(), town.institution())}
    may.add(the_only(CITY, "bureau").pk)
    for event in Event.objects.all():
        if HIDDEN_ACCOUNT in str([event.before, event.after]):
            assert set(event.visible_to) <= may, event.type
    for kept in RefusalRecord.objects.all():
        assert HIDDEN_ACCOUNT not in str(kept.facts)


def test_those_who_only_oversee_and_other_banks_never_read_it(busy, no):
    places = list(addresses(busy.ids(), no))
    for role in ROLES:
        if role not in MAY_SEE:
            assert leaks(busy.as_role(role), places, HIDDEN_ACCOUNT, PHONE, PERSON) == [], role
    assert leaks(busy.rival_bank(), places, HIDDEN_ACCOUNT) == []


def test_those_who_pay_do_read_it(busy, no):
    """The probe can see."""
    places = list(addresses(busy.ids(), no))
    for role in (Role.SUPPLIER, Role.PURCHASER_OFFICER, Role.TREASURY_OFFICER):
        assert leaks(busy.as_role(role), places, HIDDEN_ACCOUNT), role


def test_it_is_found_by_no_search(busy, no):
    for words in (HIDDEN_ACCOUNT, WINDOWS[0], WINDOWS[-1], PHONE, PERSON):
        assert no not in text(Client().get("/contracts/", {"words": words})), words


class TestTrying:
    """`/verify/account/`: the one place where a whole number may be held against the true one."""

    def ask(self, contract: str, account: str, visitor: int = 1) -> str:
        typed, address = {"contract": contract, "account": account}, f"10.1.0.{visitor + 1}"
        return text(Client().post("/verify/account/", typed, REMOTE_ADDR=address))

    def test_a_wrong_number_and_an_unknown_contract_are_answered_alike(self, busy, no):
        wrong = self.ask(no, HIDDEN_ACCOUNT[:-5] + "05678")
        unknown = self.ask("HT1999-000001", HIDDEN_ACCOUNT)
        assert "账号不符" in wrong
        assert TYPED.sub("", wrong) == TYPED.sub("", unknown)

    def test_half_a_number_is_no_number(self, busy, no):
        for part in PARTS:
            assert "账号相符" not in self.ask(no, part), part

    def test_the_number_of_the_contract_alone_tells_nothing_of_the_account(self, busy, no):
        page = text(Client().get(f"/verify/?contract={no}"))
        assert TAIL not in page
        assert HIDDEN_ACCOUNT not in page

    def test_a_document_with_a_guess_in_it_is_altered_whatever_is_guessed(self, busy, no):
        published = Client().get(f"/contracts/{no}/document.json").content.decode()
        for guess in (HIDDEN_ACCOUNT, HIDDEN_ACCOUNT[:-5] + "05678"):
            typed = {"text": published.replace(f"****{TAIL}", guess)}
            said = text(Client().post("/verify/document/", typed))
            assert "已被改动" in said
            assert "供应商 第1个 回款账户 账号或编号" in said

    def test_the_answer_is_kept_by_nobody(self, busy, no):
        before = Event.objects.count(), RefusalRecord.objects.count()
        typed = {"contract": no, "account": HIDDEN_ACCOUNT}
        answer = Client().post("/verify/account/", typed)
        assert "账号相符" in text(answer)
        assert answer["Cache-Control"] == "no-store"
        assert (Event.objects.count(), RefusalRecord.objects.count()) == before


def test_the_number_of_the_ground_is_the_one_looked_for():
    assert ACCOUNT["no"] == HIDDEN_ACCOUNT
