"""The checklist of the trade, on the page of an application and before its second person."""

import pytest

from cairong.lending.actions.approve_offer import approve_offer
from cairong.lending.models import Application, BackgroundCheck
from cairong.policy.background import JUDGED
from support.browsing import problems, read, send, value_of
from support.staging import staged

LIST = "/institution/applications/"
SEEN = "合同原件已在网点看过,与公告和备案一致"


@staged
def proved(bank) -> Application:
    """An application that is complete and proved, its checklist not confirmed."""
    case = bank.case
    case.publish()
    found = case.complete(case.intend())
    words = {"intent": found.intent, "provincial_reference": "HN-1", "checked": False}
    case.do("verify_contract", case.officer(), **words)
    return found


def place(application: Application) -> str:
    return f"{LIST}{application.pk}/"


def confirm(bank, application: Application, status: int = 302, **typed) -> str:
    seen = value_of(read(bank.officer, place(application)), "seen")
    given = {"judged": list(JUDGED), "opinion": SEEN, "seen": seen, **typed}
    return send(bank.officer, f"{place(application)}background/", given, status)


def test_before_the_proof_the_page_says_what_comes_first(bank):
    found = bank.case.complete(bank.case.intend())
    assert "先核验合同真实性" in read(bank.officer, place(found))


def test_it_is_filled_in_and_confirmed_by_its_officer(bank, proved):
    page = read(bank.officer, place(proved))
    for words in (
        "还没有确认",
        "谁和谁签订",
        "查询编号 HN-1",
        "来源:财政部门备案",
        "存疑",
        *JUDGED.values(),
    ):
        assert words in page, words
    confirm(bank, proved)
    page = read(bank.officer, place(proved))
    for words in ("清单成立", SEEN, "重新确认清单"):
        assert words in page, words


def test_what_is_not_explained_is_said_beside_the_form(bank, proved):
    page = confirm(bank, proved, 422, opinion="看过")
    assert "不少于10个字" in "".join(problems(page))
    assert not BackgroundCheck.objects.exists()


def test_what_moved_while_it_was_read_is_shown_first(bank, proved):
    old = value_of(read(bank.officer, place(proved)), "seen")
    bank.case.paid(100_000, bank.case.now, milestone="签订开票")
    page = confirm(bank, proved, 422, seen=old)
    assert "您看清单以后,其中的情况有变" in "".join(problems(page))
    assert SEEN in value_of(page, "opinion")
    assert value_of(page, "seen") not in {"", old}
    confirm(bank, proved, seen=value_of(page, "seen"))
    confirm(bank, proved, 422, seen="")


def test_made_anew_it_begins_with_the_opinion_and_is_judged_anew(bank, proved):
    confirm(bank, proved)
    page = read(bank.officer, place(proved))
    assert value_of(page, "opinion") == SEEN
    assert 'name="judged" value="ordinary" checked' not in page


def test_the_offer_page_says_that_it_is_missing(bank, proved):
    assert "还没有确认贸易背景核查清单" in read(bank.officer, f"{place(proved)}offer/")
    confirm(bank, proved)
    assert "还没有确认贸易背景核查清单" not in read(bank.officer, f"{place(proved)}offer/")


def test_the_second_person_reads_it_and_what_changed_since(bank, proved):
    confirm(bank, proved)
    case = bank.case
    product = case.bank().products.get()
    facts = case.terms(proved.intent, product, 300_000)
    proposal = approve_offer.propose(actor=case.officer(), now=case.now, **facts)
    page = read(bank.approver, f"/proposals/{proposal.pk}/")
    for words in ("贸易背景核查清单", "清单成立", SEEN):
        assert words in page, words
    assert "确认清单</button>" not in page
    case.paid(100_000, case.now, milestone="签订开票")
    page = read(bank.approver, f"/proposals/{proposal.pk}/")
    for words in (
        "情况有变",
        "财政尚待支付由「¥685,200.00」变为「¥585,200.00」",
        "确认清单时:合同",
    ):
        assert words in page, words


@pytest.mark.parametrize("who", ["approver", "manager"])
def test_nobody_else_confirms_it(bank, proved, who):
    address = f"{place(proved)}background/"
    assert getattr(bank, who).post(address, {"opinion": SEEN}).status_code == 403
    assert bank.stranger().post(address, {"opinion": SEEN}).status_code == 404
