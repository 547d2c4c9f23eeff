"""A list of defects, then a question, by the pages of both sides."""

import re

from django.test import Client

from cairong.lending.models import Inquiry
from support.browsing import action_of, problems, read, send
from support.visitors import account_in, signed_in
from web.institution.test_applications import asked, place_of  # noqa: F401 - a fixture

LIST = {"defects": "近三个月银行流水:判断还款来源\n保证合同:业务规则第3条要求"}
QUESTION = {"question": "上月回款为何减少?", "reason": "判断还款来源"}
ASKING = "向供应商提问,审批停钟"


def words(client: Client, address: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", read(client, address)))


def test_a_list_and_its_answer_then_a_question_and_its_answer(bank, asked):  # noqa: F811
    place, supplier = place_of(asked), signed_in(account_in(bank.case.town, "supplier"))
    own, intent = f"/supplier/applications/{asked.pk}/", f"/supplier/intents/{asked.intent_id}/"
    assert "材料不齐,一次列明补正事项" in read(bank.officer, place)
    (refused,) = problems(send(bank.officer, f"{place}defects/", {"defects": "银行流水"}, 422))
    assert "第1行「银行流水」没有写明为什么需要" in refused
    send(bank.officer, f"{place}defects/", LIST)
    assert "近三个月银行流水" in words(bank.officer, place)
    assert f'href="{own}defects/"' in read(supplier, intent)
    read(supplier, f"{own}question/", 404)
    assert "为什么需要:判断还款来源" in words(supplier, f"{own}defects/")
    assert send(supplier, f"{own}defects/", {"answer": "已寄"}) == intent
    assert "已寄" in words(bank.officer, place)
    (refused,) = problems(send(bank.officer, f"{place}defects/", LIST, 422))
    assert "再次列明只能因为新的事实" in refused

    bank.case.complete(asked.intent)
    send(bank.officer, f"{place}question/", QUESTION)
    both = [words(bank.officer, place), words(supplier, intent)]
    for page in both:
        assert "暂停计时,剩10个工作日" in page
        assert "等待供应商答复提问:判断还款来源" in page
    assert action_of(read(bank.officer, place), "提问") is None  # one at a time
    assert "您答复以前审批期限停着不走" in words(supplier, f"{own}question/")
    send(supplier, f"{own}question/", {"answer": "有一笔跨月到账"})
    assert "暂停计时" not in words(bank.officer, place)
    assert set(Inquiry.objects.values_list("state", flat=True)) == {"answered"}
    assert "只答复一次" not in words(supplier, f"{own}question/")


def test_the_manager_asks_and_the_approver_does_not(bank, asked):  # noqa: F811
    place = place_of(asked)
    bank.case.complete(asked.intent)
    send(bank.approver, f"{place}question/", QUESTION, 403)
    assert ASKING in words(bank.manager, place)
    send(bank.stranger(), f"{place}question/", QUESTION, 404)
    send(bank.manager, f"{place}question/", QUESTION)
