"""The same cases on a page and on paper: the same states, days and figures. 二(一)-6"""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from cairong.clocks.models import Duty
from cairong.kernel.calendar import day_of
from cairong.lending.actions.complete_by_silence import complete_by_silence
from cairong.lending.actions.decline_offer import withdraw_intent
from cairong.lending.actions.lapse import lapse_intents
from cairong.lending.models import Application, Intent, Offer
from lending.ground import Case
from lending.test_on_paper import enter, printed
from support.seeds import AGAIN, SEED

CASES = 200
OF_INTENT = ("amount_fen", "days", "state", "lapses_on", "reserved_fen", "broadcast", "region")
OF_APPLICATION = ("state", "complete_on", "by_silence", "reject_code", "decided_at")
OF_DUTY = ("kind", "start_on", "due_on", "done_on", "cancelled_on")
OF_OFFER = (
    "amount_fen", "days", "state", "rate_bp", "interest_fen", "irr_percent", "simple_percent",
    "schedule", "valid_until",
)  # fmt: skip
Way = Callable[[Case, Intent, object], object]


def online(case: Case, fen: int, days: int) -> Intent:
    return case.intend(fen // 100, "甲银行", days=days)


def on_paper(case: Case, fen: int, days: int) -> Intent:
    given = {"amount_fen": fen, "days": days, "received_on": day_of(case.now)}
    return enter(case, printed(case), now=case.now, **given)


def rejected(case: Case, intent: Intent, _: object) -> None:
    case.complete(intent)
    words = "负债率高于本机构规则的上限"
    case.do("reject_application", *case.pair(), intent=intent, code="term-mismatch", reasons=words)


def silent(case: Case, intent: Intent, _: object) -> None:
    case.now += timedelta(days=7)
    complete_by_silence(actor=case.town.system, now=case.now)
    withdraw_intent(actor=case.supplier, now=case.now, intent_id=intent.pk)


def mended(case: Case, intent: Intent, product: object) -> None:
    asked = "授权书:核对签字人的权限"
    case.do("list_defects", case.officer(), intent=intent, defects=asked)
    case.now += timedelta(days=3)
    case.do("answer_defects", intent=intent, reply="授权书已经补上")
    declined(case, intent, product)


def declined(case: Case, intent: Intent, product: object) -> None:
    case.do("decline_offer", offer=case.offer(intent, product, intent.amount_fen // 100))


def lapsed(case: Case, _: Intent, __: object) -> None:
    case.now += timedelta(days=40)
    complete_by_silence(actor=case.town.system, now=case.now)
    lapse_intents(actor=case.town.system, now=case.now)


WAYS: tuple[Way, ...] = (rejected, silent, mended, declined, lapsed)


def facts(intent: Intent) -> dict[str, object]:
    """Everything that was decided, counted and worked out of a case."""
    application = Application.objects.get(intent=intent)
    return {
        "intent": Intent.objects.values_list(*OF_INTENT).get(pk=intent.pk),
        "application": Application.objects.values_list(*OF_APPLICATION).get(pk=application.pk),
        "duties": list(
            Duty.objects.filter(about__contains=[application.pk])
            .order_by("pk").values_list(*OF_DUTY)
        ),
        "offers": list(Offer.objects.filter(intent=intent).values_list(*OF_OFFER)),
    }  # fmt: skip


def played(case: Case, product: object, begin: datetime, wheel, drawn) -> dict[str, object]:
    way, fen, days = drawn
    with case.at(begin):
        intent = wheel(case, fen, days)
        way(case, intent, product)
    return facts(intent)


def test_both_wheels_turn_alike(case: Case, product):
    chance = Random(SEED)  # noqa: S311 - cases, no secrets
    for number in range(CASES):
        begin = case.now + timedelta(days=chance.randrange(60), hours=chance.randrange(7))
        fen, days = chance.randrange(10, 47) * 1_000_000, chance.choice((90, 180, 270, 360))
        drawn = WAYS[number % len(WAYS)], fen, days
        first, second = (played(case, product, begin, wheel, drawn) for wheel in (online, on_paper))
        assert first == second, f"{drawn[0].__name__} {begin}: {AGAIN}"
