"""Where what two persons signed does not get on, somebody holds an alarm of it. 二(三)-4"""

from datetime import timedelta

import pytest

from cairong.audit.models import Event
from cairong.doors.drain import drain
from cairong.kernel.actor import Role
from cairong.notary.actions import watch_sending as module
from cairong.notary.actions.acknowledge_alarm import acknowledge_alarm
from cairong.notary.actions.watch_sending import watch_sending
from cairong.notary.models import Alarm
from cairong.notary.reads import breaks, standstill_of, standstills
from cairong.orders.actions.keep_heard import keep_heard
from cairong.orders.models import Instruction
from cairong.outreach.models import Message
from orders.conftest import asked, city
from orders.test_signing import sent
from support.signing import SIGNED, as_gateway, asked_for
from support.town import CITY
from support.visitors import browser

__all__ = ["asked", "city"]


@pytest.fixture(autouse=True)
def looks_each_time(monkeypatch) -> None:
    monkeypatch.setattr(module, "PAUSE", timedelta(0))
    monkeypatch.setattr(module, "_FIRST", {CITY: SIGNED - timedelta(hours=1)})


def minutes(many: float) -> timedelta:
    return timedelta(minutes=many)


def still(after: float) -> dict[str, str]:
    """What stands still so many minutes after the two signed."""
    return {str(kind): why for kind, why in module._standing_still(CITY, SIGNED + minutes(after))}


def raised(city, after: float) -> int:
    return watch_sending(actor=city.system, now=SIGNED + minutes(after))


def heard(cluster, after: float, trouble: str = "") -> None:
    with as_gateway(cluster):
        keep_heard(city=CITY, now=SIGNED + minutes(after), trouble=trouble)


def test_an_instruction_that_does_not_leave_within_half_an_hour(cluster, city):
    with as_gateway(cluster):
        order = city.instruction().order
    heard(cluster, 29)
    assert still(29) == {}
    assert still(30) == {"slow": f"1 份没有送到,最早的是 {order.number},核对码 {order.code}"}


def test_what_was_sent_and_is_never_answered(cluster, city):
    with as_gateway(cluster):
        city.instruction()
        order = sent(city).order
    away = Instruction.objects.get().sent_at - SIGNED + timedelta(days=3)
    heard(cluster, away / minutes(1) - 2)
    assert still(away / minutes(1) - 1) == {}
    assert still(away / minutes(1)) == {
        "slow": f"1 份送到三天没有回执,最早的是 {order.number},核对码 {order.code}"
    }


def test_a_gateway_that_is_not_heard_of_while_something_waits(cluster, city):
    assert still(1).keys() == {"away"}  # the payment waits, and nothing was ever heard
    heard(cluster, 1)
    assert still(10) == {}
    assert still(11).keys() == {"away"}


def test_a_city_that_was_stopped_overnight_tells_nobody_that_its_gateway_was_away(cluster, city):
    heard(cluster, 1)
    module._FIRST.clear()
    assert still(600) == {}
    heard(cluster, 601)
    assert still(610) == {}
    assert still(611).keys() == {"away"}


def test_nothing_waits_where_no_payment_does(cluster, asked):
    assert still(60) == {}


def test_a_city_without_a_ceremony_has_nothing_that_stands_still(committed_db):
    asked_for().release()
    assert still(60) == {}


def test_a_trouble_that_lasts(cluster, city):
    heard(cluster, 0, "交换目录写不进")
    heard(cluster, 4, "交换目录写不进")
    assert still(4) == {}
    assert still(5) == {"folder": "交换目录写不进"}
    heard(cluster, 6)
    assert still(12) == {}
    heard(cluster, 12, "交换目录写不进")
    assert still(13) == {}  # it began anew


DISAGREES = "交换目录和数据库对不上({}),没有送出"


def test_a_second_cause_is_an_alarm_of_its_own_and_the_same_one_is_not(cluster, city):
    """Each cause has its own, whichever numbers it names, while the first is open and after."""
    heard(cluster, 0, "交换目录写不进")
    heard(cluster, 6, "交换目录写不进")
    assert raised(city, 6) == 1
    heard(cluster, 7, f"交换目录写不进\n{DISAGREES.format('410300-0000007')}")
    assert raised(city, 13) == 1
    heard(cluster, 14, DISAGREES.format("410300-0000007、410300-0000009"))
    assert raised(city, 20) == 0
    whys = {standstill_of(each) for each in Alarm.objects.filter(kind="folder")}
    assert whys == {"交换目录写不进", DISAGREES.format("410300-0000007")}
    for alarm in Alarm.objects.all():
        acknowledge_alarm(
            actor=city.town.bureau(Role.AUDITOR), now=SIGNED + minutes(21), alarm_id=alarm.pk,
            finding="磁盘满了,已清理",
        )  # fmt: skip
    heard(cluster, 22, DISAGREES.format("410300-0000007"))
    assert raised(city, 28) == 0
    heard(cluster, 29, "in 任何账号都能写")
    assert raised(city, 35) == 1


def test_a_trouble_that_names_something_else_each_minute_is_the_same(cluster, city):
    for minute in range(6):
        heard(cluster, minute, f"in/ 里有不认识的文件 a{minute}.txt")
    assert still(6) == {"folder": "in/ 里有不认识的文件 a5.txt"}


def test_an_alarm_is_told_to_whoever_holds_it_and_leaves_the_log_alone(cluster, city):
    assert raised(city, 15) == 1
    assert raised(city, 16) == 0  # it is open
    alarm = Alarm.objects.get()
    assert (alarm.kind, standstill_of(alarm)) == ("away", "请看 log/gateway.log")
    event = Event.objects.get(type="notary.sending.stands")
    assert {one["role"] for one in event.after["tell"]} == {
        Role.TREASURY_OFFICER, Role.TREASURY_APPROVER, Role.AUDITOR, Role.OPERATOR,
    }  # fmt: skip
    assert standstills(CITY) == ["签名网关超过 10 分钟没有动静"]
    assert breaks(CITY, SIGNED + minutes(40)) == []


def test_what_was_looked_into_is_raised_again_the_next_day_where_it_lasts(cluster, city):
    assert raised(city, 15) == 1
    auditor = city.town.bureau(Role.AUDITOR)
    acknowledge_alarm(
        actor=auditor, now=SIGNED + minutes(20), alarm_id=Alarm.objects.get().pk,
        finding="网关的机器断了电",
    )  # fmt: skip
    assert standstills(CITY) == []
    assert raised(city, 23 * 60) == 0
    assert raised(city, 25 * 60) == 1


def test_the_auditor_reads_where_it_stands_still_and_says_what_it_was(cluster, city, clock):
    clock.set("2025-11-12 14:20")
    assert raised(city, 15) == 1
    alarm = Alarm.objects.get()
    client = browser(city.town, Role.AUDITOR)
    page = client.get(f"/auditor/alarms/{alarm.pk}/").content.decode()
    for said in ("签名网关超过 10 分钟没有动静", "log/gateway.log", "先向国库查明"):
        assert said in page
    assert "断点" not in page
    assert client.get("/healthz").json()["alarms"] == ["签名网关超过 10 分钟没有动静"]
    assert "签名网关超过 10 分钟没有动静" in client.get("/auditor/alarms/").content.decode()
    drain(clock=lambda: SIGNED + minutes(16))
    told = browser(city.town, Role.TREASURY_OFFICER).get("/messages/").content.decode()
    assert "支付指令停住" in told
    for message in Message.objects.filter(event__type="notary.sending.stands"):
        led = browser(city.town, Role(message.role)).get(f"/messages/{message.pk}/", follow=True)
        assert led.status_code == 200, message.role
