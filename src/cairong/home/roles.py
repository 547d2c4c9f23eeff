"""The roles of the database: an owner who migrates; those that run, who own nothing."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import psycopg
from psycopg import sql

from cairong.home.addresses import APP, DATABASE, GATEWAY, NOTARY, OWNER, SERVING, Address
from cairong.home.folder import Home
from cairong.home.keys import secret
from cairong.home.postgres import Server
from cairong.home.trouble import Trouble

RIGHTS = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT"
RUNNING = {APP: "app", NOTARY: "notary", GATEWAY: "gateway"}
LEAST_VERSION = 180_000
USABLE = """
    SELECT current_setting('server_version_num')::int, rolcreaterole OR rolsuper,
        coalesce(has_schema_privilege(to_regnamespace('public'), 'CREATE'), false),
        to_regclass('public.django_migrations') IS NOT NULL
            OR NOT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public')
    FROM pg_roles WHERE rolname = current_user
"""
PLACE = "pg_postmaster_start_time(), current_database()"
MIGHTY = f"""
    SELECT mine.rolsuper,
        EXISTS (SELECT FROM pg_roles WHERE rolname = %s AND pg_has_role(mine.oid, oid, 'MEMBER')),
        {PLACE}
    FROM pg_roles AS mine WHERE mine.rolname = current_user
"""  # noqa: S608 - our own words


# What PostgreSQL lets every role do and none of ours has to: tables of a session, large objects.
SHUT_SERVER = "REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC"
SHUT_DATABASE = (
    "REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea)"
    " FROM PUBLIC"
)


SHUT_EXTERNAL = (
    ("REVOKE CREATE, TEMPORARY ON DATABASE {} FROM {}", None),
    ("REVOKE CREATE ON SCHEMA {} FROM {}", "public"),
)
OPEN_TO = """
    SELECT mine.rolname FROM pg_roles AS mine
    WHERE mine.rolname = ANY(%s) AND NOT mine.rolsuper AND EXISTS (
        SELECT FROM pg_roles AS other
        WHERE pg_has_role(mine.oid, other.oid, 'MEMBER') AND (
            has_database_privilege(other.oid, current_database(), 'CREATE, TEMPORARY')
            OR coalesce(has_schema_privilege(other.oid, to_regnamespace('public'), 'CREATE'), false)
        ))
    ORDER BY mine.rolname
"""


def make_embedded(server: Server, name: str = DATABASE) -> None:
    """Make the roles and the city's database on the embedded server; twice changes nothing."""
    with psycopg.connect(server.admin_address().conninfo, autocommit=True) as connection:
        _make_role(connection, OWNER, secret(server.home, "owner"))
        _make_running(connection, server.home)
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not found.fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(
                    sql.Identifier(name), sql.Identifier(OWNER)
                )
            )
        admit_running_only(connection, name)
        _forget_settings(connection, name)
        connection.execute(SHUT_SERVER)
    with psycopg.connect(server.admin_address(name).conninfo) as connection:
        connection.execute(SHUT_DATABASE)


def admit_running_only(connection: psycopg.Connection, name: str) -> None:
    """Let nobody but owner and running roles enter a database, and these do no more."""
    connection.execute(
        sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name))
    )
    _let_connect(connection, name)


def make_external(home: Home, owner: Address) -> None:
    """Make the roles on a server of the operator's, as the owner DATABASE_URL names."""
    try:
        with psycopg.connect(owner.conninfo, autocommit=True, connect_timeout=10) as connection:
            _make_running(connection, home)
            _let_connect(connection, owner.name)
    except psycopg.errors.InsufficientPrivilege as error:
        raise Trouble(_may_not_make_roles(owner)) from error
    except psycopg.OperationalError as error:
        raise Trouble(dead(owner)) from error


def shut_external(owner: Address, running: Sequence[str]) -> None:
    """Take from everybody what blinds guards: tables of a session, which come before ours.

    Asked first, so that a start writes nothing where nothing is open. Raises Trouble where a
    running role holds it still.
    """
    if not (found := _open_to(owner, running)):
        return
    names = sql.SQL(", ").join([sql.SQL("PUBLIC"), *map(sql.Identifier, found)])
    with psycopg.connect(owner.conninfo, autocommit=True) as connection:
        for words, place in SHUT_EXTERNAL:
            what = sql.Identifier(owner.name if place is None else place)
            with suppress(psycopg.errors.InsufficientPrivilege):
                connection.execute(sql.SQL(words).format(what, names))
    if still := _open_to(owner, running):
        raise Trouble(
            f"运行角色 {'、'.join(still)} 在库 {owner.name} 里能建表或临时表,会遮住约束要看的表:"
            f"请由管理员运行 REVOKE CREATE, TEMPORARY ON DATABASE {owner.name} FROM PUBLIC,"
            "再从这些角色和它们所属的角色收回,然后再运行。"
        )


def _open_to(owner: Address, running: Sequence[str]) -> list[str]:
    """Name the running roles that may make tables, themselves or as another they may become."""
    with psycopg.connect(owner.conninfo, connect_timeout=10) as connection:
        return [name for (name,) in connection.execute(OPEN_TO, [list(running)])]


def refuse_unusable(owner: Address, *, makes_role: bool) -> None:
    """Say why the database DATABASE_URL names cannot become a city's."""
    version, may_make_roles, may_make_tables, is_ours = _asked(owner, "DATABASE_URL", USABLE)
    if version < LEAST_VERSION:
        raise Trouble(
            f"数据库 {owner.host}:{owner.port} 是 PostgreSQL {version // 10_000},"
            f"本程序要 {LEAST_VERSION // 10_000} 或更新:"
            "请先升级它,或去掉 DATABASE_URL 改用内嵌数据库。"
        )
    if makes_role and not may_make_roles:
        raise Trouble(_may_not_make_roles(owner))
    if not may_make_tables:
        raise Trouble(
            f"数据库用户 {owner.user} 无权在库 {owner.name} 里建表:请让它成为这个库的属主。"
        )
    if not is_ours:
        raise Trouble(
            f"数据库 {owner.name} 不是空的,里面是别的程序的表:请给 DATABASE_URL 一个空库。"
        )


def refuse_mighty(app: Address, owner: Address) -> None:
    """Refuse an app role that no rule of the database would bind, or that is led elsewhere."""
    is_super, is_owner, *place = _asked(app, "DATABASE_APP_URL", MIGHTY, owner.user)
    if is_super:
        raise Trouble(
            f"运行角色 {app.user} 是超级用户,会绕过所有约束:"
            "请在 DATABASE_APP_URL 里换一个普通角色。"
        )
    if is_owner:
        raise Trouble(
            f"运行角色 {app.user} 就是属主 {owner.user} 或属于它,能改审计记录:"
            "请在 DATABASE_APP_URL 里换一个普通角色。"
        )
    if place != list(_asked(owner, "DATABASE_URL", "SELECT " + PLACE)):
        raise Trouble(
            "DATABASE_APP_URL 和 DATABASE_URL 指的不是同一个库:请把主机、端口和库名写成一样的。"
        )


def dead(address: Address, variable: str = "DATABASE_URL") -> str:
    """Say that the database does not answer."""
    return (
        f"数据库 {address.host}:{address.port}/{address.name} 连不上:"
        f"请确认它在运行、地址和密码正确({variable}),然后再运行。"
    )


def _asked(address: Address, variable: str, question: str, *facts: str) -> tuple[Any, ...]:
    try:
        with psycopg.connect(address.conninfo, connect_timeout=10) as connection:
            row = connection.execute(question, facts).fetchone()
    except psycopg.OperationalError as error:
        raise Trouble(dead(address, variable)) from error
    assert row is not None
    return row


def _may_not_make_roles(owner: Address) -> str:
    return (
        f"数据库用户 {owner.user} 无权建立运行角色 {APP}:请给它 CREATEROLE 权限,"
        "或由管理员建好这个角色并把地址写进 DATABASE_APP_URL。"
    )


def _let_connect(connection: psycopg.Connection, database: str) -> None:
    for role in RUNNING:
        connection.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
                sql.Identifier(database), sql.Identifier(role)
            )
        )


def _forget_settings(connection: psycopg.Connection, name: str) -> None:
    """Take away what running roles set for their own sessions to come, as any role may."""
    for role in map(sql.Identifier, (*RUNNING, *SERVING.values())):
        connection.execute(sql.SQL("ALTER ROLE {} RESET ALL").format(role))
        connection.execute(
            sql.SQL("ALTER ROLE {} IN DATABASE {} RESET ALL").format(role, sql.Identifier(name))
        )


def _make_running(connection: psycopg.Connection, home: Home) -> None:
    """Make the roles that run; web and worker may what the app role may, and cannot become it."""
    for role, word in RUNNING.items():
        _make_role(connection, role, secret(home, word))
    for word, role in SERVING.items():
        _make_role(connection, role, secret(home, word))
        connection.execute(
            sql.SQL("GRANT {} TO {} WITH INHERIT TRUE, SET FALSE").format(
                sql.Identifier(APP), sql.Identifier(role)
            )
        )


def _make_role(connection: psycopg.Connection, name: str, password: str) -> None:
    found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    verb, rights = ("ALTER", "LOGIN") if found else ("CREATE", RIGHTS)
    connection.execute(
        sql.SQL("{} ROLE {} {} PASSWORD {}").format(
            sql.SQL(verb), sql.Identifier(name), sql.SQL(rights), sql.Literal(password)
        )
    )
