"""What is withheld, and what a rival bids, is on no page, in no export, in no event's telling."""

import io
import json
import re
import zipfile
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from abuse.conftest import ACCOUNT_ITEMS, SECRETS
from abuse.walking import address_of, patterns, rows
from cairong.audit.models import Event, RefusalRecord
from cairong.disclosure.models import PublicContract
from cairong.kernel.actor import Role
from cairong.outreach.models import Message

pytestmark = pytest.mark.xdist_group("abuse-leaks")  # one city stands for the whole module

MAY_SEE = {
    Role.PURCHASER_OFFICER, Role.PURCHASER_APPROVER, Role.SUPPLIER,
    Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER, Role.COUNTY_CLERK,
}  # fmt: skip
PAY_OR_ARE_PAID_BACK = {  # the account of their own lock, from the supplier's consent on
    Role.TREASURY_OFFICER, Role.TREASURY_APPROVER,
    Role.INSTITUTION_OFFICER, Role.INSTITUTION_APPROVER, Role.INSTITUTION_MANAGER,
}  # fmt: skip
TERMS = [word for item, word in SECRETS.items() if item not in ACCOUNT_ITEMS]
ROLES = [role for role in Role if role not in {Role.PUBLIC, Role.SYSTEM}]


def addresses(ids, no: str) -> Iterator[str]:
    """Every address of the house that can be opened, lists with their exports among them."""
    posts = {row["route"] for row in rows() if row["method"] == "POST"}
    for pattern in patterns():
        address = address_of(pattern, {**ids, "no": no})
        if address and pattern.name not in posts:
            yield address


def words_of(answer) -> str:
    """What an answer says; a workbook unpacked."""
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if raw.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(raw)) as book:
            raw = b"".join(book.read(name) for name in book.namelist())
    return raw.decode(errors="replace")


def says(said: str, secret: str) -> bool:
    """Whether the words hold a secret; a number only where it stands alone, not inside an id."""
    if not secret.replace(".", "").isdigit():
        return secret in said
    alone = rf"(?<![0-9A-Za-z.-]){re.escape(secret)}(?:bp|(?![0-9A-Za-z-]))"
    return re.search(alone, said) is not None


def leaks(client: Client, places, *secrets: str) -> list[str]:
    found = []
    for place in places:
        said = words_of(client.get(place, follow=True))
        found += [f"{place}: {one}" for one in secrets if says(said, one)]
    return found


def said_in(events, secrets) -> list[str]:
    """Name the events that hold a secret in what they changed."""
    found = [(one.type, json.dumps([one.before, one.after], ensure_ascii=False)) for one in events]
    return [f"{name}: {one}" for name, said in found for one in secrets if one in said]


@pytest.mark.parametrize("said", ["LPR+177bp", ">177<", "利率 177 基点", "177"])
def test_a_bare_number_is_found_where_it_is_said(said):
    assert says(said, "177")


@pytest.mark.parametrize("said", ["/0a17-7bb8-809e-177bb4/", "/9b-9177", "c177", "1.177", "1774"])
def test_digits_inside_an_id_or_a_greater_number_are_not_it(said):
    assert not says(said, "177")


def test_what_is_withheld_reaches_nobody_who_may_not_see(busy):
    places = list(addresses(busy.ids(), busy.case.contract.no))
    assert leaks(Client(), places, *SECRETS.values()) == []
    for role in ROLES:
        if role not in MAY_SEE:
            secrets = TERMS if role in PAY_OR_ARE_PAID_BACK else SECRETS.values()
            assert leaks(busy.as_role(role), places, *secrets) == [], role


def test_what_is_withheld_reaches_no_bank_that_was_asked_and_not_chosen(busy):
    own = busy.case.application(busy.intent, "乙银行")
    places = list(addresses({**busy.ids(), "application_id": own.pk}, busy.case.contract.no))
    assert leaks(busy.rival_bank(), places, *SECRETS.values()) == []
    page = words_of(busy.rival_bank().get(f"/institution/applications/{own.pk}/"))
    assert "不予公开(商业秘密)" in page


@pytest.mark.parametrize("item", SECRETS)
def test_the_probe_can_see(standing, item):
    contract = standing.case.contract
    places = [f"/finance/filings/{contract.pk}/"]
    assert leaks(standing.as_role(Role.PROCUREMENT_OFFICER), places, SECRETS[item])


def test_what_is_withheld_is_in_no_index_event_or_refusal(busy):
    everything = SECRETS.values()
    for secret in everything:
        assert not PublicContract.objects.filter(search__contains=secret).exists()
        page = Client().get(reverse("public-contracts"), {"words": secret}).content.decode()
        assert busy.case.contract.no not in page
    told = Event.objects.exclude(visible_to__contains=[busy.town.purchaser().pk])
    assert said_in(told, everything) == []
    chosen, rival = (busy.town.institution(one).pk for one in ("甲银行", "乙银行"))
    assert said_in(Event.objects.filter(visible_to__contains=[chosen]), TERMS) == []
    assert said_in(Event.objects.filter(visible_to__contains=[rival]), everything) == []
    kept = [str(one.facts) for one in RefusalRecord.objects.all()]
    assert not [one for one in everything if one in " ".join(kept)]


def test_a_bank_reads_nothing_of_what_its_rival_bids(busy):
    """The chosen bank sees nothing of the other's offer; the other nothing of the loan."""
    places = list(addresses(busy.ids(), busy.case.contract.no))
    public = {one for one in places if Client().get(one).status_code == 200}
    private = [one for one in places if one not in public]
    chosen = busy.as_role(Role.INSTITUTION_OFFICER)
    terms = ("487", "乙贷", str(busy.rival.irr_percent), str(busy.rival.pk))
    assert leaks(chosen, private, *terms) == []
    loan = (busy.loan.no, str(busy.loan.pk), "200,000.00", "甲贷", str(busy.offer.pk))
    assert (
        leaks(
            busy.rival_bank(),
            [
                one
                for one in private
                if str(busy.loan.pk) not in one and str(busy.offer.pk) not in one
            ],
            *loan,
        )
        == []
    )


def test_events_a_bank_may_read_say_nothing_of_its_rival(busy):
    rival = busy.town.institution("乙银行")
    for one in Event.objects.filter(visible_to__contains=[rival.pk]):
        said = json.dumps([one.before, one.after], ensure_ascii=False)
        assert busy.loan.no not in said
        assert str(busy.offer.pk) not in said, one.type


def test_a_bank_that_was_not_chosen_is_not_told_whose_lock_it_is(busy):
    page = words_of(busy.rival_bank().get(f"/cases/{busy.case.contract.pk}/"))
    assert busy.case.contract.title in page
    assert "甲银行" not in page


def test_a_bank_that_was_not_chosen_is_told_just_that_and_led_to_its_own(busy):
    bank = busy.rival_bank()
    page = words_of(bank.get("/messages/"))
    assert "接受了别家的报价" in page
    assert "请申请锁定回款账户" not in page
    told = Message.objects.get(sentence__contains="别家的报价")
    led = bank.get(f"/messages/{told.pk}/", follow=True)
    own = busy.case.application(busy.intent, "乙银行")
    assert led.redirect_chain[-1][0] == f"/institution/applications/{own.pk}/"
    assert led.status_code == 200
