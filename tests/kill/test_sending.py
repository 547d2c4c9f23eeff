"""Messages leave while gateways fail and workers are killed: none is lost, none doubled in effect.

10,000 messages under CAIRONG_SOAK=1, 60 otherwise.
"""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import time as hour
from pathlib import Path

import pytest

import cairong
from cairong.audit.models import Event
from cairong.kernel.actor import Actor
from cairong.outreach.actions.choose_channels import choose_channels
from cairong.outreach.models import Dispatch, Message
from cairong.outreach.states import WAITING
from cairong.parties.models import Person
from outreach.test_sending import ACCOUNT, MONDAY, mail_on, mailbox_proved, say, sms_on
from support.carriers import gateway, mail_server, now_and_then
from support.seeds import SEED
from support.town import CITY, found_town
from support.waiting import wait_for

pytestmark = [pytest.mark.kill, pytest.mark.soak]
TESTS, SOURCE = Path(__file__).parents[1], Path(cairong.__file__).parents[1]
LONG = bool(os.environ.get("CAIRONG_SOAK"))
MESSAGES = 10_000 if LONG else 60
KILLS, WORKERS = (12, 2) if LONG else (2, 1)
SECONDS = 1800 if LONG else 120


@contextmanager
def worker(env: dict[str, str], began: float) -> Iterator[subprocess.Popen[str]]:
    """A worker in a process of its own, killed at the end without a word."""
    command = [sys.executable, "-m", "kill.sending", str(began), MONDAY.isoformat()]
    path = {"PYTHONPATH": f"{TESTS}:{SOURCE}", "DJANGO_SETTINGS_MODULE": "cairong.config.settings"}
    with subprocess.Popen(
        command, env={**env, **path}, cwd=TESTS, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()


def inboxes(readers: list[Actor], event: Event) -> None:
    """Put messages into both inboxes, each with an account number that must not leave."""
    Message.objects.bulk_create(
        Message(
            city_id=CITY, event=event, event_type=event.type, role=readers[number % 2].role,
            organisation_id=readers[0].organisation_id, region=f"{number:06}",
            sentence=f"第 {number} 件:账户 {ACCOUNT} 有误。", subject_type=event.subject_type,
            subject_id=event.subject_id, sent_at=MONDAY,
        )
        for number in range(MESSAGES)
    )  # fmt: skip


def is_waiting() -> bool:
    fresh = Message.objects.filter(passed_on_at=None)
    return fresh.exists() or Dispatch.objects.filter(state__in=WAITING).exists()


def test_none_is_lost_and_none_is_doubled(committed_db, database_env):
    town, chance = found_town(demo=False), random.Random(SEED)  # noqa: S311 - moments of killing
    roles = {"mail": "institution-officer", "sms": "institution-approver"}
    readers = [town.actor(town.institution(), role) for role in roles.values()]
    Person.objects.filter(pk=readers[1].person_id).update(phone="13900001111")
    for kind, reader in zip(roles, readers, strict=True):
        choose_channels(
            actor=reader, now=MONDAY, channels=[kind], mail="reader@cairong.example",
            quiet_since=hour(0), quiet_until=hour(0), deadlines=False,
        )  # fmt: skip
        mailbox_proved(reader, "reader@cairong.example")
    with mail_server() as (port, mail), gateway() as (other, sms):
        mail_on(town, port)
        sms_on(town, other)
        for number, carrier in enumerate((mail, sms)):
            carrier.by_key.clear()
            carrier.times = carrier.heard = 0
            carrier.fails = now_and_then(0.3, SEED + number)
        inboxes(readers, say(actor=town.system, now=MONDAY, to=readers[0], title="开始"))
        began, killed = time.time(), 0
        while killed < KILLS or is_waiting():
            with ExitStack() as working:
                for _ in range(WORKERS):
                    working.enter_context(worker(database_env, began))
                if killed < KILLS:
                    time.sleep(chance.uniform(0.05, 2 if LONG else 0.4))
                else:
                    wait_for(lambda: not is_waiting(), "all is sent", seconds=SECONDS)
            killed += 1
    dispatches = Dispatch.objects.filter(city=CITY)
    most = dispatches.order_by("-attempts").values_list("attempts", flat=True)[0]
    sys.stdout.write(
        f"\n{MESSAGES} messages, {killed} x {WORKERS} workers killed, {time.time() - began:.0f} s;"
        f" mail heard {mail.heard}, took {mail.times}; sms heard {sms.heard}, took {sms.times};"
        f" at most {most} attempts\n"
    )
    assert dispatches.count() == MESSAGES
    assert set(dispatches.values_list("state", flat=True)) == {"sent"}
    for odd, (kind, carrier, form) in enumerate(
        (("mail", mail, "<{}@cairong.example>"), ("sms", sms, "{}"))
    ):
        keys = dispatches.filter(channel=kind).values_list("pk", flat=True)
        assert carrier.by_key.keys() == {form.format(key) for key in keys}
        assert carrier.heard > carrier.times >= len(carrier.by_key) == MESSAGES // 2
        texts = carrier.texts
        assert {f"第 {number} 件" for number in range(odd, MESSAGES, 2)} == {
            f"第 {text.partition('第 ')[2].partition(' 件')[0]} 件" for text in texts
        }
        assert not [text for text in texts if ACCOUNT in text]
    assert mail.times + sms.times > MESSAGES, "some were sent again, and were one in effect"
