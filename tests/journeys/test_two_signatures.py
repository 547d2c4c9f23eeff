"""A payment of a real city leaves: two persons with keys of their own, on the gateway's pages."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from cairong.home.exchanging import USED
from cairong.home.folder import HELD
from cairong.kernel.actor import Actor
from cairong.orders import tickets
from cairong.orders.models import Ceremony, Instruction, PersonKey
from cairong.treasury.models import Payment
from support.cluster import ROOT, Cluster
from support.installation import free_port
from support.journey_house import GRANIAN, House, ended
from support.journey_people import PHONE, Crowd, Person
from support.signing import SigningCity, asked_for, held
from support.town import CITY
from support.waiting import wait_for

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]


class Gateway:
    """The gateway as a process of its own, at an address of its own."""

    def __init__(self, house: House, cluster: Cluster, folder: Path) -> None:
        self.house, self.port, self.folder = house, free_port(), folder
        self.address = f"http://localhost:{self.port}"
        self.exchange, self.place = folder / "exchange", cluster.home.gateway
        for known in (USED, HELD):  # of a city before this one, in the same data folder
            (self.place / known).unlink(missing_ok=True)
        self.env = {
            **house.env, "CAIRONG_GATEWAY_PORT": str(self.port),
            "CAIRONG_GATEWAY_URL": self.address, "CAIRONG_GATEWAY_FOLDER": str(self.exchange),
            "DJANGO_SETTINGS_MODULE": "cairong.config.gateway_settings",
            "CAIRONG_PROCESS": "gateway",
        }  # fmt: skip

    def settle(self) -> None:
        self.house.settle()

    def start(self) -> None:
        words = [*GRANIAN, "--port", str(self.port), "support.journey_gateway:service"]
        with (self.house.folder / "gateway.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *words], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env=self.env, cwd=ROOT,
            )  # fmt: skip
        until = time.monotonic() + 30
        while not self._answers():
            assert time.monotonic() < until, self.house.log("gateway")
            time.sleep(0.1)

    def stop(self) -> None:
        self.process.terminate()
        ended(self.process)

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def ticket(self, who: Actor) -> str:
        """A word of one use, as the ceremony prints it."""
        ceremony = Ceremony.objects.latest("held_at")
        made = tickets.Ticket(
            person_id=str(who.person_id), name=who.person_name, city=CITY,
            founding=ceremony.signed_by_id is None,
            until=ceremony.until.isoformat(), ceremony=str(ceremony.pk),
        )  # fmt: skip
        return tickets.issue(self.place, made)


class Signer(Person):
    """Somebody at the gateway's pages, with a key of their own."""

    def __init__(self, crowd: Crowd, gateway: Gateway, who: Actor, width: int = PHONE) -> None:
        super().__init__(crowd, who.person_name, "", width=width)
        self.gateway, self.who = gateway, who
        driver = self.page.context.new_cdp_session(self.page)
        driver.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2", "transport": "usb", "hasResidentKey": False,
            "hasUserVerification": True, "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }  # fmt: skip
        driver.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    def goes(self, path: str) -> None:
        self.page.goto(self.gateway.address + path, wait_until="load")
        self.looks()

    def makes_a_key(self, *said: str) -> None:
        self.goes("/key/")
        self.types(word=self.gateway.ticket(self.who))
        self.presses("下一步", settle=False)
        self.presses("做钥匙", settle=False)
        self.sees("24小时后可以签名", *said)

    def signs(self, title: str, *said: str) -> None:
        self.goes("/")
        self.presses("用钥匙打开", settle=False)
        self.sees(f"待{self.username}签名", title)
        self.follows("打开,核对后签名")
        self.sees(title, *said)
        self.presses("内容无误,签名", settle=False)
        self.sees(self.username, "已签名")


@pytest.fixture(scope="module")
def city(house: House) -> SigningCity:
    house.goes_to("2025-11-10 11:00")
    return asked_for()


@pytest.fixture(scope="module")
def gateway(house: House, city, cluster: Cluster, tmp_path_factory) -> Iterator[Gateway]:
    made = Gateway(house, cluster, tmp_path_factory.mktemp("gateway"))
    made.place.mkdir(exist_ok=True)
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def desk(crowd: Crowd, house: House, gateway: Gateway, city: SigningCity) -> tuple[Signer, Signer]:
    """The two persons of the ceremony, each with the key they made at its pages."""
    held(*city.pair, now=house.now, origin=gateway.address)
    officer, approver = (Signer(crowd, gateway, who) for who in city.pair)
    for each in (officer, approver):
        each.makes_a_key()
    assert PersonKey.objects.filter(founding=True).count() == 2
    return officer, approver


def test_two_persons_see_what_leaves_and_sign_it(
    crowd: Crowd, house: House, gateway: Gateway, city: SigningCity, desk: tuple[Signer, Signer]
):
    officer, approver = desk
    now = house.goes_to("2025-11-12 10:00")
    city.release(now)
    account_no = Payment.objects.get().payee_version.account_no
    for each in (officer, approver):
        wait_for(partial(lists, each, "回款账户"), "the account is to be signed for")
        each.signs("回款账户", account_no)
    house.goes_to("2025-11-12 11:00")
    for each in (officer, approver):
        wait_for(partial(lists, each, "¥50,000.00"), "the payment is to be signed for")
        each.signs("支付", account_no, "¥50,000.00")
    wait_for(lambda: any((gateway.exchange / "out").glob("*.json")), "the instruction leaves")
    (left,) = (gateway.exchange / "out").glob("*.json")
    said = json.loads(left.read_text())
    assert json.loads(said["order"])["account_no"] == account_no
    assert len(said["signatures"]) == 2
    answer = {"number": said["number"], "order": said["digest"], "amount_fen": 5_000_000,
              "outcome": "paid", "bank_serial": "GK20251112000001",
              "arrived_on": "2025-11-12"}  # fmt: skip
    (gateway.exchange / "in" / left.name).write_text(json.dumps(answer))
    wait_for(lambda: Instruction.objects.get().state == "answered", "the answer is taken")
    house.settle()
    assert Payment.objects.get().state == "confirmed"
    crowd.is_content()


def test_one_of_two_keys_is_lost_and_a_third_person_makes_another(
    crowd: Crowd, house: House, gateway: Gateway, city: SigningCity, desk: tuple[Signer, Signer]
):
    """The ceremony is held again for one; the other reads which key ends by it, and signs."""
    officer, approver = desk
    lost = PersonKey.objects.get(person_id=officer.who.person_id)
    now = house.goes_to("2025-11-13 09:00")
    held(city.third, now=now, lost=[lost.pk], origin=gateway.address)
    third = Signer(crowd, gateway, city.third)
    third.makes_a_key(f"由{approver.username}签名登记", "核对码")
    third.follows("看签名单")
    code = third.page.title().split()[-1]
    approver.signs(
        "登记签名钥匙", code, third.username, "登记时停用", officer.username, lost.fingerprint
    )
    assert PersonKey.objects.get(pk=lost.pk).state == "ended"
    third.goes("/key/")
    third.presses("看我的钥匙", settle=False)
    third.sees("已登记", "24小时后可以签名")
    public = Person(crowd, "", "")
    public.opens("/log/")
    made = PersonKey.objects.get(person_id=third.who.person_id)
    public.sees("由另一位持钥匙的人签名", made.fingerprint, "随之停用", lost.fingerprint)
    house.goes_to("2025-11-14 09:01")
    third.goes("/")
    third.presses("用钥匙打开", settle=False)
    third.sees(f"待{third.username}签名")
    crowd.is_content()


def lists(person: Signer, words: str) -> bool:
    """Whether what waits for a person says these words."""
    person.goes("/")
    person.presses("用钥匙打开", settle=False)
    return words in person.reads()
