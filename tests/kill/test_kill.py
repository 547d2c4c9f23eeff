"""kill -9 in the middle of cases, and a backup while they are carried on.

Nothing is lost, nothing doubled, the books are equal, the cases go on. CAIRONG_SEED kills the
same again, CAIRONG_KILLS says how many.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import FOUND
from math import ceil
from pathlib import Path
from threading import Thread
from uuid import uuid4

import psutil
import psycopg
import pytest
from bench.crowds import p95

from cairong.audit.models import Event, Outbox
from cairong.clocks.models import Duty
from cairong.contracts.models import Contract
from cairong.home.addresses import OWNER
from cairong.papers.models import Paper
from cairong.parties.models import Proposal
from cairong.treasury.actions.confirm_payment import confirm_payment
from cairong.treasury.models import Acceptance, Payment, Receivable, Remittance
from kill.browsing import Unanswered
from kill.checking import assert_settled, assert_whole, nothing_waits
from kill.driver import ACTS_OF_A_CASE, PARTS, Driver, Steps
from kill.hazard import Hazard, kill, planned, victims
from kill.pointing import address, pointed_at
from kill.uploading import send_slowly
from papers.ground import pdf
from support.installation import Installation
from support.seeds import AGAIN, SEED
from support.town import CITY
from support.waiting import wait_for

pytestmark = [pytest.mark.kill, pytest.mark.xdist_group("ops")]
KILLS = int(os.environ.get("CAIRONG_KILLS", "100" if os.environ.get("CAIRONG_SOAK") else "10"))
KILLS_OF_A_CASE = 5
BEGUN_AT = 8
LARGE, VISITS, MOST = 20 * 1024 * 1024 - 4096, 40, 3.0


@contextmanager
def held(city: Installation, rows: str, key: object) -> Iterator[Callable[[], bool]]:
    """Hold a row, so that whoever needs it next stands still; yields whether somebody does."""
    at = address(city, OWNER, "owner").conninfo
    with psycopg.connect(at) as holding, psycopg.connect(at, autocommit=True) as watching:
        assert holding.execute(f"SELECT FROM {rows} = %s FOR UPDATE", [key]).rowcount == 1
        yield lambda: watching.execute("SELECT FROM pg_locks WHERE NOT granted").rowcount > 0
        holding.rollback()


def test_web_killed_after_the_commit_before_the_answer(city, people):
    """The session is saved after the act: held there, the server has committed, not answered."""
    driver, token = Driver(people, city.port, uuid4().int), uuid4()
    step = Steps(driver, "unanswered")
    proposal = step.propose_signing()
    browser = driver.browser("purchaser-approver")
    with held(city, "django_session WHERE session_key", browser.session) as somebody_waits:

        def strike() -> None:
            wait_for(somebody_waits, "the answer waits for its session")
            kill(victims(city, "web"))

        striking = Thread(target=strike)
        striking.start()
        with pytest.raises(Unanswered):
            browser.approve(proposal, token)
        striking.join()
    signed = Event.objects.get(city=CITY, request_id=token)
    assert signed.type == "filing.contract.signed"
    assert Proposal.objects.get(pk=proposal).state == "approved"
    Hazard(city, {}).wait_until_all_is_back()
    once, again = browser.approve(proposal, token), browser.approve(proposal, token)
    assert once == again
    assert (once.status, once.leads_to) == (302, f"/proposals/{proposal}/")
    same = Event.objects.filter(city=CITY, type=signed.type, subject_id=signed.subject_id)
    assert same.count() == 1
    assert Receivable.objects.filter(contract=signed.subject_id).count() == 1


@pytest.mark.parametrize("moment", ["as it takes the answer", "before it commits"])
def test_worker_killed_after_sending_before_its_commit(city, people, moment):
    """The instruction is sent: held at the queue or at the duty, none of it is committed."""
    driver = Driver(people, city.port, uuid4().int)
    step = Steps(driver, f"sent {moment}")
    contract = step.file()
    step.lend()
    payment = step.ask(*PARTS[0])
    wait_for(nothing_waits, "the outbox is empty")
    [worker] = victims(city, "worker")
    psutil.Process(worker).suspend()
    step.do("pay", payment=payment)
    acceptance = Acceptance.objects.get(receivable__contract=contract)
    duty = Duty.objects.get(subject_id=acceptance.pk, kind="pay")
    told = Outbox.objects.get(consumer=confirm_payment.name, done_at=None)
    rows = {
        "as it takes the answer": ("audit_outbox WHERE id", told.pk),
        "before it commits": ("clocks_duty WHERE id", duty.pk),
    }
    with held(city, *rows[moment]) as somebody_waits:
        psutil.Process(worker).resume()
        wait_for(somebody_waits, f"the worker waits {moment}")
        assert Payment.objects.get(pk=payment.pk).state == "released"
        kill([worker])
    wait_for(nothing_waits, "the money has arrived", seconds=60)
    assert Remittance.objects.filter(payment=payment).count() == 1
    step.pay()
    wait_for(nothing_waits, "everything is delivered", seconds=60)
    assert_whole(driver.answered)
    assert_settled([contract])


class Taking:
    """Starts a backup at one act of a case."""

    def __init__(self, city: Installation, folder: Path) -> None:
        self.city, self.folder, self.acts = city, folder, 0

    def before_act(self) -> None:
        self.acts += 1
        if self.acts == BEGUN_AT:
            command = [sys.executable, "-m", "cairong.cli.main", "backup", str(self.folder)]
            self.process = subprocess.Popen(command, env=self.city.env, stdout=subprocess.DEVNULL)


def test_a_backup_taken_in_the_middle_of_cases_restores_and_goes_on(
    city, people, another, tmp_path
):
    seed, taking = uuid4().int, Taking(city, tmp_path / "backup")
    driver = Driver(people, city.port, seed, taking.before_act)
    contracts, carried = [driver.carry("0")], 1
    while taking.process.poll() is None:
        contracts.append(driver.carry(str(carried)))
        carried += 1
    assert taking.process.wait() == 0
    wait_for(nothing_waits, "everything is delivered")
    assert_whole(driver.answered)
    assert_settled(contracts)
    events = Event.objects.filter(city=CITY).count()

    done = another.command("restore", str(tmp_path / "backup"))
    assert (done.returncode, "逐表核对一致" in done.stdout) == (0, True), done.stderr
    another.start()
    with pointed_at(another):
        assert Event.objects.filter(city=CITY).count() < events
        again = Driver(people, another.port, seed)
        contracts = [again.carry(str(number)) for number in range(carried)]
        assert BEGUN_AT - 1 <= again.repeated < carried * ACTS_OF_A_CASE
        wait_for(nothing_waits, "everything is delivered there")
        assert_whole(again.answered)
        assert_settled(contracts)


@pytest.mark.soak
def test_whatever_is_killed_the_cases_are_settled_and_the_books_equal(city, people, capsys):
    with capsys.disabled():
        print(f"\nkill: {KILLS} times, {AGAIN}")  # noqa: T201 - to run it again
    cases = ceil(KILLS / KILLS_OF_A_CASE)
    blows = planned(SEED, kills=KILLS, acts=cases * ACTS_OF_A_CASE)
    hazard = Hazard(city, blows)
    driver = Driver(people, city.port, SEED, hazard.before_act)
    contracts = [driver.carry(f"{SEED}-{number}") for number in range(cases)]
    assert hazard.acts == cases * ACTS_OF_A_CASE
    assert hazard.struck == sorted(blows.values(), key=lambda one: one.act)
    hazard.wait_until_all_is_back()
    wait_for(lambda: driver.steadily(nothing_waits), "the outbox is empty", seconds=120)
    assert_whole(driver.answered)
    assert_settled(contracts)
    checked = city.command("books", "check")
    assert (checked.returncode, "账实相符" in checked.stdout) == (0, True), checked.stdout


def test_a_large_paper_that_comes_slowly_holds_nobody_up_and_is_kept_whole(city, people):
    steps = Steps(Driver(people, city.port, uuid4().int), "upload")
    steps.award()
    steps.do("sign_contract", **steps.terms())
    contract, sender = steps.newest(Contract), steps.driver.browser("purchaser-officer")
    plain = pdf()
    content = plain + b"%" * (LARGE - len(plain) - 7) + b"\n%%EOF\n"
    alone = p95(city.port, VISITS)
    with ThreadPoolExecutor(1) as apart:
        path = f"/papers/new/{contract.pk}/"
        sending = apart.submit(send_slowly, sender, city.port, path, content)
        beside = p95(city.port, VISITS)
        sent = sending.result()
    assert sent.status == FOUND, sent.page[-3000:]
    paper = Paper.objects.get()
    assert sent.leads_to == f"/papers/{paper.pk}/"
    assert paper.content.size == LARGE
    assert beside <= MOST * alone, f"{alone * 1000:.0f} ms → {beside * 1000:.0f} ms"
