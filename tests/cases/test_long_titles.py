"""However long a project's title: what is to do, the amount and the day are told whole."""

from datetime import date

import pytest

from cairong.audit.models import Event
from cairong.cases.actions.tell_holders import tell_holders
from cairong.cases.desk import all_waiting
from cairong.cases.digest import send_digests
from cairong.contracts.models import Award
from cairong.kernel.actor import Actor, Role
from cairong.kernel.money import format_yuan
from cairong.outreach.models import Dispatch, Message
from cairong.outreach.posting import pass_on
from cairong.outreach.sentences import Turn, message_of, told
from cairong.policy.catalogue.words import day_words
from lending.ground import Case, drain, sign
from support.staging import staged
from support.town import CITY, Town, at

LONG = "洛阳市" * 100
DAY = date(2026, 11, 27)
ASKED = "(¥685,200.00),2026年11月27日(周五)前完成"
NOW, FRIDAY = at("2025-09-15 10:00"), at("2025-09-26 08:30")
TELL = {tell_holders.name: tell_holders}


def turn(what: str = "签订合同", title: str = LONG) -> Turn:
    return Turn(what=what, title=title, amount_fen=68_520_000, until=DAY)


def test_what_is_to_do_stands_after_a_long_title():
    said = told(LONG, "", [turn()])
    assert said == f"「{LONG[:59]}…」请签订合同{ASKED}。"


@pytest.mark.parametrize("number", [1, 2, 3, 7])
@pytest.mark.parametrize("happened", ["", "事" * 600, f"「{LONG}」事情发生了。"])
def test_what_happened_gives_way_to_what_is_to_do(number: int, happened: str):
    turns = [turn(f"第{at}项" + "办" * 300, LONG[at:]) for at in range(number)]
    said = told("另一个项目", happened, turns)
    assert len(said) <= 500
    assert said.endswith(f";等 {number} 项。" if number > 3 else f"{ASKED}。")
    assert said.count(ASKED) == min(number, 3)
    assert [f"第{at}项" in said for at in range(min(number, 3))] == [True] * min(number, 3)
    assert happened[:20] in said


def test_an_amount_and_a_day_after_a_long_title_are_told():
    event = Event(
        type="outreach.reminded.offer",
        after={"title": LONG, "amount_fen": 30_000_000, "until": "2026-11-27"},
    )
    said = message_of(event)
    assert said.startswith(f"「{LONG[:59]}…」的报价 ¥300,000.00 有效至2026年11月27日(周五)")
    assert said.endswith("请比较后决定是否接受。")


def test_a_long_reason_does_not_push_out_what_follows_it():
    event = Event(type="treasury.payee.change_withdrawn", after={"reason": "因" * 600})
    assert message_of(event).endswith("账户不变。")


@staged
def case(town: Town) -> Case:
    """An award of a long title, which its purchaser has to sign."""
    case = Case(town, None, now=NOW)
    case.do(
        "record_award", supplier=town.supplier(), amount_fen=68_520_000, notice_on=NOW.date(),
        title=LONG,
    )  # fmt: skip
    drain(NOW, TELL)
    return case


def first(case: Case, reader: Actor):
    (ball,) = all_waiting(reader, now=case.now)
    assert ball.of.title == LONG
    return ball.word, format_yuan(ball.amount_fen), day_words(ball.until)


def test_a_message_and_its_short_message_say_it_whole(case: Case):
    officer = case.who(Role.PURCHASER_OFFICER)
    word, amount, day = first(case, officer)
    message = Message.objects.exclude(turns=[]).get(role=Role.PURCHASER_OFFICER)
    assert message.sentence.endswith(f"请{word}({amount}),{day}前完成。")
    pass_on(city=CITY, now=NOW)
    (short,) = Dispatch.objects.filter(message=message, channel="sms")
    assert short.text == message.sentence
    assert len(short.title) <= 60
    assert len(short.text) <= 1000
    assert short.title.endswith("…")


def test_every_message_of_a_long_case_ends_as_it_should(case: Case):
    sign(case.town, Award.objects.get(), filed=False)
    drain(at("2025-09-29 15:00"), TELL)
    told = list(Message.objects.exclude(turns=[]))
    assert {one.role for one in told} >= {Role.PROCUREMENT_OFFICER}
    for one in Message.objects.all():
        assert one.sentence.endswith("。"), one.sentence
        assert LONG[:61] not in one.sentence
    for one in told:
        assert "请" in one.sentence


def test_the_digest_says_it_whole(case: Case):
    officer = case.who(Role.PURCHASER_OFFICER)
    word, amount, day = first(case, officer)
    send_digests(actor=case.town.system, now=FRIDAY)
    rows = Dispatch.objects.filter(digest_on__isnull=False, person=officer.person_id)
    (digest,) = rows.filter(channel="sms")
    assert f"· {word}「{LONG[:59]}…」{amount},{day}前" in digest.text.splitlines()
    assert len(digest.text) <= 1000


def test_five_lines_of_long_titles_fit_in_a_digest(case: Case):
    for number in range(5):
        case.do(
            "record_award", supplier=case.town.supplier(), amount_fen=68_520_000,
            notice_on=NOW.date(), title=f"{number}{LONG[:299]}",
        )  # fmt: skip
    send_digests(actor=case.town.system, now=FRIDAY)
    officer = case.who(Role.PURCHASER_OFFICER)
    (digest,) = Dispatch.objects.filter(person=officer.person_id, channel="sms")
    lines = digest.text.splitlines()
    assert len(lines) == 6
    assert all(one.endswith("前") for one in lines[1:])
