"""Pages over HTTP from the server as shipped, each against an empty page of the same frame."""

import http.client
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.crowds import KINDS, beside
from bench.report import Count, Line
from bench.timing import in_turn
from bench.town import CITY, ROLES
from cairong.cli.supervisor import Child, web
from cairong.disclosure.models import PublicContract
from cairong.doors.signing import BACKEND
from cairong.home.addresses import Address
from cairong.home.folder import Home
from cairong.kernel.actor import ROLE_NAMES, Role
from cairong.parties.models import Account
from cairong.web.menus import home_of

READY_SECONDS = 60
ROUNDS = 40
PUBLIC_BOUND, DESK_BOUND, CROWD_BOUND = 2.5, 5.0, 2.0
REPEATS = 5
BARE_READ = """
    SELECT p.no, p.version, p.kind, p.sha256, p.published_at, v.document
    FROM disclosure_publiccontract p JOIN disclosure_publishedversion v ON v.id = p.newest_id
    WHERE p.city_id = %s AND p.no = %s
"""


class Site:
    """The running server, asked over one kept connection."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def getter(self, path: str, cookie: str = "") -> Callable[[], bytes]:
        """Make the call that fetches a page and must be given it."""
        headers = {"Cookie": cookie} if cookie else {}

        def get() -> bytes:
            self.connection.request("GET", path, headers=headers)
            answer = self.connection.getresponse()
            body = answer.read()
            assert answer.status == http.HTTPStatus.OK, (path, answer.status)
            return body

        return get


@contextmanager
def serving(home: Home) -> Iterator[Site]:
    """The web server as `cairong run` starts it, with the bench's empty pages beside its own."""
    port = _free_port()
    env = {
        "PORT": str(port),
        "CAIRONG_HOME": str(home.path),
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "PYTHONPATH": str(Path(__file__).parents[1]),
    }
    child = web(home, port, env)
    child.start()
    try:
        site = _ready(child, port)
        yield site
        site.connection.close()
    finally:
        child.stop()


def measured(site: Site, home: Address) -> Iterator[Line]:
    """Lines (1), (2) and (4), and what other visitors see of a crowd at the door."""
    no = _some_contract()
    path, bare = reverse("public-contract", args=[no]), reverse("bench-empty-public")
    for who, cookie in (("signed out", ""), ("signed in", cookie_of(Role.SUPPLIER))):
        floor, ours = in_turn(
            site.getter(bare, cookie), site.getter(path, cookie), rounds=2 * ROUNDS
        )
        yield Line(
            what=f"公开合同页 ÷ 空页, {who}", floor_ms=floor, ours_ms=ours, bound=PUBLIC_BOUND
        )
    yield _json(site, home, no)
    yield from first_screens(site, ROLES)
    for kind in KINDS:
        alone, crowded = beside(site.connection.port, kind, repeats=REPEATS, visits=ROUNDS)
        what = f"别的访客 p95, 旁边有 ÷ 没有 {kind}"
        yield Line(what=what, floor_ms=alone * 1000, ours_ms=crowded * 1000, bound=CROWD_BOUND)


def first_screens(site: Site, roles: Iterable[Role]) -> Iterator[Line]:
    """Line (3): the page that each role sees first."""
    for role in roles:
        cookie = cookie_of(role)
        floor, ours = in_turn(
            site.getter(reverse("bench-empty"), cookie),
            site.getter(reverse(home_of(role)), cookie),
            rounds=ROUNDS,
        )
        what = f"首屏 ÷ 空页, {ROLE_NAMES[role]}"
        yield Line(what=what, floor_ms=floor, ours_ms=ours, bound=DESK_BOUND)


def counted() -> Iterator[Count]:
    """Line (5) for pages: how many statements each sends."""
    no = _some_contract()
    for path in (
        "/",
        "/contracts/",
        "/contracts/?words=食堂",
        f"/contracts/{no}/",
        "/supermarket/",
    ):
        yield Count(what=path, statements=statements(Client(), path))
    for role in ROLES:
        path = reverse(home_of(role))
        yield Count(what=f"{path} {ROLE_NAMES[role]}", statements=statements(client_of(role), path))


def statements(client: Client, path: str) -> int:
    """Count the statements of a page, asked a second time."""
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(path)
    assert answer.status_code == http.HTTPStatus.OK, (path, answer.status_code)
    return len(caught)


def _json(site: Site, home: Address, no: str) -> Line:
    with psycopg.connect(home.conninfo, autocommit=True) as reading:
        cursor = reading.cursor()

        def read() -> None:
            cursor.execute(BARE_READ, [CITY, no], prepare=True)
            cursor.fetchone()

        floor, ours = in_turn(read, site.getter(f"/api/contracts/{no}"), rounds=2 * ROUNDS)
    return Line(what="同一合同的 JSON ÷ 只读一行", floor_ms=floor, ours_ms=ours)


def _some_contract() -> str:
    rows = PublicContract.objects.filter(city_id=CITY, kind="filed").order_by("no")
    return rows.values_list("no", flat=True)[rows.count() // 2]


def client_of(role: Role) -> Client:
    account = Account.objects.get(username=role.value)
    client = Client()
    client.force_login(account, backend=BACKEND)
    key = client.session.session_key
    UserSession.objects.create(user=account, ip="127.0.0.1", user_agent="bench", session_key=key)
    return client


def cookie_of(role: Role) -> str:
    """Sign the account of a role in; the cookie that says so."""
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client_of(role).cookies[name].value}"


def _ready(child: Child, port: int) -> Site:
    site, until = Site(port), time.monotonic() + READY_SECONDS
    while True:
        try:
            site.getter("/healthz")()
        except (OSError, http.client.HTTPException, AssertionError):
            site.connection.close()
            assert child.process
            assert child.process.poll() is None, child.log.read_text()[-2000:]
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return site


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
