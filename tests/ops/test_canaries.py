"""Fifty-one state secrets, triaged or found later: after it none is anywhere in the data folder."""

import csv
import random
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings

from cairong.contracts.facts import Items
from cairong.contracts.models import Award, Contract
from cairong.doors.actors import TOKEN
from cairong.doors.clock import now
from cairong.driving.together import together
from cairong.home.addresses import OWNER
from cairong.home.postgres import program
from cairong.kernel.calendar import day_of
from cairong.secrecy.actions.order_purge import order_purge
from cairong.secrecy.models import Freeze
from contracts.dirt import GOOD
from kill.browsing import Answer, Browser
from kill.driver import Driver, People, Steps, settle_people
from kill.pointing import address, pointed_at
from lending.ground import ITEMS
from papers.ground import archive
from support.browsing import value_of
from support.installation import Installation
from support.town import Town, acting
from support.visitors import account_in, mandate_of
from support.waiting import wait_for

pytestmark = pytest.mark.xdist_group("ops")

ARGON = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
DRAWN = random.Random(50)  # noqa: S311 - marks to be looked for
CANARIES = [f"canary{DRAWN.getrandbits(64):016x}" for _ in range(51)]
TYPED, UPLOADED, IMPORTED, FOUND = CANARIES[:10], CANARIES[10:20], CANARIES[20:30], CANARIES[30:50]
PAPER = CANARIES[50]
TITLE, SCOPE, NUMBER, AGENCY, BANK, LOGGED, KEPT, OUTSIDE, OF_IT = FOUND[:9]
WRITTEN = FOUND[9:]
ASKED = "/purchaser/awards/new/"
AWARDS = f"{ASKED}?secrecy=no"


def sent(browser: Browser, address: str, to: str = "", **typed: str) -> Answer:
    """Open a page, and send its form, there or to another address."""
    page = browser.open(address).body
    return browser.open(to or address, **{TOKEN: value_of(page, TOKEN)}, **typed)


@dataclass
class Case(Steps):
    """A case whose every item holds a secret that nobody marked."""

    def award(self) -> None:
        """Type the award on its page."""
        award = sent(
            self.driver.browser("purchaser-officer"), AWARDS, title=f"{TITLE}设备", scope=SCOPE,
            project_no=NUMBER, agency=AGENCY, amount="685200", notice_on=f"{self.today}",
            supplier_0=self.driver.people.supplier.name,
        )  # fmt: skip
        assert award.status == 302, award.body
        self.made["award"] = Award.objects.get(title=f"{TITLE}设备")

    def terms(self) -> dict[str, object]:
        told = super().terms()
        words = dict(zip(ITEMS, WRITTEN, strict=True))
        fields = {name: f"{text}{words[name]}" for name, text in ITEMS.items()}
        account = {**told["account"], "bank": f"甲银行{BANK}支行"}
        return {**told, "fields": Items(**fields), "account": account, "confirmed": True}


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Installation]:
    """An empty city, served by `cairong run`."""
    made = Installation(tmp_path_factory.mktemp("canaries") / "home")
    made.found_empty()
    made.start()
    yield made
    made.kill_everything()


@pytest.fixture(scope="module")
def people(served: Installation, django_db_blocker) -> People:
    """Everybody who acts, with real passwords."""
    before, settings.PASSWORD_HASHERS = settings.PASSWORD_HASHERS, ARGON
    with django_db_blocker.unblock(), pointed_at(served):
        made = settle_people(Town(now()))
        account = account_in(Town(now()), "operator", username="operator-kill")
        made.actors["operator"] = acting(mandate_of(account))
        made.names["operator"] = account.username
    settings.PASSWORD_HASHERS = before
    return made


def rows_of(path: Path, *rows: dict[str, str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.DictWriter(file, [*GOOD, "scope", "是否涉密"])
        lines.writeheader()
        lines.writerows(rows)
    return path


def secret_rows(path: Path, words: list[str]) -> Path:
    """Five rows that say they are secret, each with two canaries."""
    return rows_of(path, *(
        {**GOOD, "src_id": str(at), "title": one, "scope": other, "是否涉密": "是"}
        for at, (one, other) in enumerate(zip(words[::2], words[1::2], strict=True))
    ))  # fmt: skip


def posted(browser: Browser, address: str, box: str, content: bytes, **typed: str) -> Answer:
    """Open a page, and send its form with a file in a box of it."""
    page = browser.open(address).body
    token = next(one.value for one in browser.cookies if one.name == "csrftoken")
    edge = uuid4().hex
    fields = {"csrfmiddlewaretoken": token, TOKEN: value_of(page, TOKEN), **typed}
    words = "".join(
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    head = (
        f'--{edge}\r\nContent-Disposition: form-data; name="{box}"; filename="rows.csv"\r\n'
        "Content-Type: text/csv\r\n\r\n"
    )
    body = (words + head).encode() + content + f"\r\n--{edge}--\r\n".encode()
    return browser.post(address, body, **{"Content-Type": f"multipart/form-data; boundary={edge}"})


def uploaded(browser: Browser, path: Path) -> Answer:
    """Send a file by the page of imports."""
    return posted(browser, "/imports/", "file", path.read_bytes(), not_secret="on")


def handed_in(browser: Browser, contract: Contract) -> None:
    """Send a paper of the contract, whose words stand in it as they are."""
    parts = ("[Content_Types].xml", b"<Types/>"), ("word/document.xml", PAPER.encode())
    content = archive(*parts, stored=True)
    answer = posted(browser, f"/papers/new/{contract.pk}/", "sent", content, purpose="contract")
    assert answer.status == 302, answer.body


def holding(folder: Path, words: list[str]) -> set[str]:
    """Which of the words stand anywhere in the files of a folder."""
    found = set()
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            held = path.read_bytes()
            found |= {word for word in words if word.encode() in held}
    return found


def triaged(served: Installation, driver: Driver, tmp_path: Path) -> None:
    """Thirty that are asked for or marked: on the page, in an upload, by the command."""
    browser = driver.browser("purchaser-officer")
    for word in TYPED[:5]:
        answer = sent(
            browser, AWARDS, title=f"机密★{word}", amount="1", notice_on="2026-01-01",
            supplier_0=word,
        )  # fmt: skip
        assert answer.status == 422
        assert "国家秘密标志" in answer.body
    for word in TYPED[5:]:
        answer = sent(browser, ASKED, "/purchaser/secret/", title=word)
        assert answer.status == 422  # a yes is all that is taken
    answer = uploaded(driver.browser("operator"), secret_rows(tmp_path / "up.csv", UPLOADED))
    assert answer.status == 422, answer.status
    done = served.command(
        "import", "contracts", "--not-secret", str(secret_rows(tmp_path / "own.csv", IMPORTED))
    )
    assert done.returncode == 0, done.stderr
    assert holding(served.home, [*TYPED, *UPLOADED, *IMPORTED]) == set()


def entered(served: Installation, driver: Driver, tmp_path: Path) -> list[str]:
    """Twenty that nobody marked, in two cases, a log and a file; answers the numbers."""
    case = Case(driver, "1")
    case.file()
    case.lend()
    contract = Contract.objects.get()
    handed_in(driver.browser("purchaser-officer"), contract)
    assert holding(served.home / "files", [PAPER]) == {PAPER}
    outside = rows_of(
        tmp_path / "later.csv", {**GOOD, "title": OUTSIDE, "scope": OF_IT, "src_id": "later"}
    )
    assert served.command("import", "contracts", "--not-secret", str(outside)).returncode == 0
    kept = rows_of(tmp_path / "kept.csv", {**GOOD, "title": KEPT, "src_id": "kept"})
    assert uploaded(driver.browser("operator"), kept).status == 302
    at = address(served, OWNER, "owner")
    with psycopg.connect(at.conninfo) as connection, pytest.raises(psycopg.Error):
        connection.execute("INSERT INTO contracts_award (title) VALUES (%s)", [LOGGED])
    driver.browser("purchaser-officer").open(f"/contracts/?q={TITLE}")
    return [contract.no, Award.objects.get(title=OUTSIDE).no]


def purged(served: Installation, driver: Driver, numbers: list[str]) -> str:
    """Freeze both cases on the page, order it by two persons, stop the house and purge."""
    browser = driver.browser("treasury-officer")
    for number in numbers:
        answer = sent(browser, "/finance/freezes/new/", number=number)
        assert answer.status == 302, answer.body
    two = [driver.people.actors[f"procurement-{word}"] for word in ("officer", "approver")]
    for freeze in Freeze.objects.all():
        together(
            order_purge, *two, now(), freeze_id=freeze.pk, authority="洛阳市国家保密局",
            document_no="洛保〔2026〕7号", document_on=day_of(now()), signed_by="周局长",
        )  # fmt: skip
    assert "请先停下 cairong run" in served.command("purge").stderr
    served.stop()
    done = served.command("purge")
    assert done.returncode == 0, done.stderr
    return done.stdout


def kept_head(served: Installation, place: Path) -> str:
    """Keep the newest signed head in a file, as anybody may."""
    said = Browser(served.port).open("/log/log.json").body
    place.write_text(said, encoding="utf-8")
    return said


def test_of_fifty_secrets_none_is_left(served, people, django_db_blocker, tmp_path):
    with django_db_blocker.unblock(), pointed_at(served):
        driver = Driver(people, served.port, 50)
        triaged(served, driver, tmp_path)
        numbers = entered(served, driver, tmp_path)
        assert served.command("backup", str(tmp_path / "before")).returncode == 0
        assert holding(served.home, FOUND) == {*FOUND}
        head = tmp_path / "head"
        wait_for(lambda: "chain_hash" in kept_head(served, head), "a signed head", seconds=90)
        said = purged(served, driver, numbers)
    assert f"  {tmp_path / 'before'}" in said
    assert "已清除 BM" in said
    assert holding(served.home, CANARIES) == set()
    served.start()
    for words in (["audit", "check"], ["audit", "check", "--heads", str(head)]):
        done = served.command(*words)
        assert done.returncode == 0, done.stdout + done.stderr
    assert served.command("backup", str(tmp_path / "after")).returncode == 0
    with (tmp_path / "after.sql").open("wb") as plain:
        dump = str(tmp_path / "after" / "database.dump")
        subprocess.run([program("pg_restore"), "-f", "-", dump], check=True, stdout=plain)
    assert holding(tmp_path / "after", CANARIES) == set()
    assert not any(word in (tmp_path / "after.sql").read_text() for word in CANARIES)
    assert holding(served.home, CANARIES) == set()
