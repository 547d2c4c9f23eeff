"""A server of the operator's own: whatever is wrong with it is said before anything is made."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from cairong.home import roles
from cairong.home.addresses import Address
from cairong.home.database import prepare_external
from cairong.home.folder import Home
from cairong.home.trouble import Trouble
from support.cluster import url
from support.installation import free_port

pytestmark = pytest.mark.xdist_group("ops")
WORD = "word"


@pytest.fixture(scope="module")
def server(cluster) -> Iterator[dict[str, Address]]:
    """Databases and roles of every kind, by name of what is the matter with them."""
    admin = cluster.server.admin_address()
    with psycopg.connect(admin.conninfo, autocommit=True) as connection:
        for role in ("t_good CREATEROLE", "t_poor", "t_guest CREATEROLE", "t_plain"):
            connection.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{WORD}'")
        connection.execute("CREATE DATABASE t_empty OWNER t_good TEMPLATE template0")
        connection.execute("CREATE DATABASE t_poors OWNER t_poor TEMPLATE template0")
        connection.execute("CREATE DATABASE t_filled OWNER t_good TEMPLATE template0")
        connection.execute("CREATE DATABASE t_others OWNER t_good TEMPLATE template0")
        connection.execute("GRANT t_good TO t_plain")
        good = replace(admin, user="t_good", password=WORD, name="t_empty")
        with psycopg.connect(replace(good, name="t_filled").conninfo) as filling:
            filling.execute("CREATE TABLE theirs (id int)")
        try:
            yield {"admin": admin, "good": good}
        finally:
            for name in ("t_empty", "t_poors", "t_filled", "t_others"):
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
            for role in ("t_good", "t_poor", "t_guest", "t_plain"):
                connection.execute(f"DROP ROLE {role}")


def refused(told: tuple[int, str, str]) -> str:
    """One sentence, exit code 1, nothing else said."""
    code, _, errors = told
    assert code == 1
    assert (errors.count("\n"), errors[:3]) == (1, "错误:"), errors
    assert "请" in errors
    return errors


def addressed(server: dict[str, Address], **facts: str) -> str:
    return url(replace(server["good"], **facts))


UNUSABLE = {
    "another kind of database": (lambda _: "mysql://a:b@127.0.0.1/c", "不是可用的数据库地址"),
    "no database named": (lambda s: addressed(s, name=""), "不是可用的数据库地址"),
    "an option unknown": (lambda s: addressed(s) + "?colour=red", "不是可用的数据库地址"),
    "an option nobody understands": (lambda s: addressed(s) + "?sslmode=perhaps", "连不上"),
    "a port that is none": (lambda s: addressed(s, port="port"), "连不上"),
    "nobody listens": (lambda s: addressed(s, port=str(free_port())), "连不上"),
    "no such host": (lambda s: addressed(s, host="nowhere.invalid"), "nowhere.invalid"),
    "a wrong password": (lambda s: addressed(s, password="wrong"), "密码正确(DATABASE_URL)"),
    "no such user": (lambda s: addressed(s, user="t_nobody"), "连不上"),
    "no such database": (lambda s: addressed(s, name="t_none"), "/t_none 连不上"),
    "an owner who makes no role": (
        lambda s: addressed(s, user="t_poor", name="t_poors"),
        "t_poor 无权建立运行角色 cairong_app:请给它 CREATEROLE 权限",
    ),
    "one who is not the owner": (
        lambda s: addressed(s, user="t_guest"),
        "t_guest 无权在库 t_empty 里建表",
    ),
    "a database of other people's": (
        lambda s: addressed(s, name="t_filled"),
        "t_filled 不是空的,里面是别的程序的表",
    ),
}


@pytest.mark.parametrize("case", UNUSABLE)
@pytest.mark.parametrize("command", ["run", "migrate"])
def test_a_database_that_cannot_be_a_citys(server, typed, monkeypatch, case, command):
    where, said = UNUSABLE[case]
    monkeypatch.setenv("DATABASE_URL", where(server))
    monkeypatch.delenv("DATABASE_APP_URL", raising=False)
    told = refused(typed(command))
    assert said in told
    assert WORD not in told.split("postgresql://")[0]


MIGHTY = {
    "a superuser": (lambda s: url(replace(s["admin"], name="t_empty")), "是超级用户"),
    "the owner itself": (addressed, "t_good 就是属主 t_good 或属于它"),
    "one who may become the owner": (
        lambda s: addressed(s, user="t_plain"),
        "t_plain 就是属主 t_good 或属于它",
    ),
    "another database": (
        lambda s: addressed(s, user="t_poor", name="t_others"),
        "指的不是同一个库",
    ),
    "a wrong password": (
        lambda s: addressed(s, user="t_poor", password="wrong"),
        "密码正确(DATABASE_APP_URL)",
    ),
    "no address": (lambda _: "postgresql://", "DATABASE_APP_URL 不是可用的数据库地址"),
}


@pytest.mark.parametrize("case", MIGHTY)
def test_an_app_role_that_no_rule_would_bind_or_that_is_led_elsewhere(
    server, new_installation, case
):
    where, said = MIGHTY[case]
    one = new_installation(DATABASE_URL=addressed(server), DATABASE_APP_URL=where(server))
    told = one.command("migrate")
    assert said in refused((told.returncode, told.stdout, told.stderr))
    with psycopg.connect(server["good"].conninfo) as connection:
        found = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        assert found.fetchone() == (0,)


ADMIN = "REVOKE CREATE, TEMPORARY ON DATABASE t_empty FROM PUBLIC"
MAY = """
    SELECT has_database_privilege(%s, 't_empty', 'TEMPORARY'),
        has_database_privilege(%s, 't_empty', 'CREATE'),
        has_schema_privilege(%s, 'public', 'CREATE')
"""


def may(server: dict[str, Address], role: str) -> tuple[bool, ...]:
    with psycopg.connect(server["good"].conninfo) as connection:
        return connection.execute(MAY, [role] * 3).fetchone()


def test_what_everybody_may_make_is_taken_from_who_runs(server):
    """A table of a session comes before ours, and a guard would look at it."""
    with psycopg.connect(server["good"].conninfo) as connection:
        connection.execute("GRANT CREATE ON SCHEMA public TO PUBLIC")
        connection.execute("GRANT CREATE ON DATABASE t_empty TO t_poor")
    assert may(server, "t_poor") == (True, True, True)
    roles.shut_external(server["good"], ["t_poor", "t_nobody"])
    assert may(server, "t_poor") == may(server, "t_guest") == (False, False, False)


def test_who_may_make_tables_as_another_is_refused(server, monkeypatch):
    with psycopg.connect(server["admin"].conninfo, autocommit=True) as connection:
        connection.execute("REVOKE TEMPORARY ON DATABASE t_empty FROM PUBLIC")
        connection.execute("GRANT TEMPORARY ON DATABASE t_empty TO t_guest")
        connection.execute("GRANT t_guest TO t_poor WITH INHERIT FALSE")
        try:
            with pytest.raises(Trouble, match=f"运行角色 t_poor 在库 t_empty 里能建.*{ADMIN}"):
                roles.shut_external(server["good"], ["t_poor"])
            monkeypatch.setenv("DATABASE_URL", addressed(server))
            monkeypatch.setenv("DATABASE_APP_URL", addressed(server, user="t_poor"))
            with pytest.raises(Trouble, match="运行角色 t_poor 在库 t_empty 里能建"):
                prepare_external(Home(Path("/nonexistent")))
        finally:
            connection.execute("REVOKE t_guest FROM t_poor")
            connection.execute("REVOKE TEMPORARY ON DATABASE t_empty FROM t_guest")


def test_a_server_too_old_is_named_with_its_version(server, monkeypatch):
    monkeypatch.setattr(roles, "LEAST_VERSION", 990_000)
    with pytest.raises(Trouble, match="是 PostgreSQL 18,本程序要 99 或更新:请先升级它"):
        roles.refuse_unusable(server["good"], makes_role=True)


def test_a_password_with_every_awkward_sign_is_read_as_it_is(cluster, server, new_installation):
    word = "a b:/@%?#&洛"
    with psycopg.connect(server["admin"].conninfo, autocommit=True) as connection:
        connection.execute(f"ALTER ROLE t_good PASSWORD '{word}'")
        try:
            where = addressed(server, password=quote(word, safe=""))
            app = url(cluster.address("cairong_app", "t_empty"))
            one = new_installation(DATABASE_URL=where, DATABASE_APP_URL=app)
            done = one.command("books", "check")
            assert "还没有升级" in refused((done.returncode, done.stdout, done.stderr))
            done = one.command("migrate")
            assert (done.returncode, done.stderr) == (0, "")
            assert not (one.home / "pg" / "data").exists()
        finally:
            connection.execute(f"ALTER ROLE t_good PASSWORD '{WORD}'")


ENVIRONMENT = [
    ("PORT", "http", "PORT 是 http,不是端口"),
    ("PORT", "9" * 5000, "不是端口"),
    ("CAIRONG_PROXIES", "two", "CAIRONG_PROXIES 是 two,不是代理的层数"),
    ("CAIRONG_PROXIES", "-1", "CAIRONG_PROXIES 是 -1,不是代理的层数"),
    ("CAIRONG_URL", "rongzi.example", "CAIRONG_URL 是 rongzi.example,不是网址"),
    ("CAIRONG_URL", "https://rongzi.example/path", "不是网址"),
    ("CAIRONG_URL", "https://融资.example", "不是网址"),
]


@pytest.mark.parametrize("case", ENVIRONMENT, ids=lambda case: " ".join(case)[:40])
@pytest.mark.parametrize("command", ["run", "migrate", "docs"])
def test_a_variable_that_cannot_be_read_is_named(typed, monkeypatch, case, command):
    variable, value, said = case
    monkeypatch.setenv(variable, value)
    assert said in refused(typed(command))
