"""The worker's own process sends, beside the acts it carries on, and ends when it is asked to."""

import signal
import subprocess
import sys

from cairong.outreach.models import Dispatch, Message
from outreach.test_sending import say, wishes
from support.town import at, found_town
from support.waiting import wait_for

LATER = at("2099-01-05 10:00")  # fresh, whatever day it is


def test_the_worker_sends_and_ends(committed_db, database_env):
    town = found_town()
    officer = town.actor(town.purchaser(), "purchaser-officer")
    wishes(officer, deadlines=True)
    event = say(actor=town.system, now=town.now, to=officer, title="今天")
    Message.objects.create(
        city_id=event.city, event=event, event_type="outreach.reminded.last", role=officer.role,
        organisation_id=officer.organisation_id, sentence="今天是最后一天。",
        subject_type=event.subject_type, subject_id=event.subject_id, sent_at=LATER,
    )  # fmt: skip
    command = [sys.executable, "-m", "cairong.config.worker"]
    with subprocess.Popen(command, env=database_env, stderr=subprocess.PIPE, text=True) as worker:
        try:
            wait_for(lambda: Dispatch.objects.filter(state="sent").exists(), "it is sent")
        finally:
            worker.send_signal(signal.SIGTERM)
            said = worker.communicate(timeout=40)[1]
    assert (worker.returncode, "Traceback" in said) == (0, False), said
    assert Dispatch.objects.get().text == "今天是最后一天。"
