"""The two roles of the database: an owner who migrates and an app role that owns nothing."""

import psycopg
from psycopg import sql

from cairong.home.addresses import APP, DATABASE, OWNER, Address
from cairong.home.folder import Home
from cairong.home.keys import secret
from cairong.home.postgres import Server
from cairong.home.trouble import Trouble

RIGHTS = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT"


def make_embedded(server: Server, name: str = DATABASE) -> None:
    """Make both roles and the city's database on the embedded server; twice changes nothing."""
    with psycopg.connect(server.admin_address().conninfo, autocommit=True) as connection:
        _make_role(connection, OWNER, secret(server.home, "owner"))
        _make_role(connection, APP, secret(server.home, "app"))
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not found.fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(
                    sql.Identifier(name), sql.Identifier(OWNER)
                )
            )
        connection.execute(
            sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name))
        )
        connection.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
                sql.Identifier(name), sql.Identifier(APP)
            )
        )


def make_external(home: Home, owner: Address) -> None:
    """Make the app role on a server of the operator's, as the owner DATABASE_URL names."""
    try:
        with psycopg.connect(owner.conninfo, autocommit=True, connect_timeout=10) as connection:
            _make_role(connection, APP, secret(home, "app"))
            connection.execute(
                sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
                    sql.Identifier(owner.name), sql.Identifier(APP)
                )
            )
    except psycopg.errors.InsufficientPrivilege as error:
        raise Trouble(
            f"数据库用户 {owner.user} 无权建立运行角色 {APP}:请给它 CREATEROLE 权限,"
            "或由管理员建好这个角色并把地址写进 DATABASE_APP_URL。"
        ) from error
    except psycopg.OperationalError as error:
        raise Trouble(dead(owner)) from error


def dead(address: Address) -> str:
    """Say that the database does not answer."""
    return (
        f"数据库 {address.host}:{address.port}/{address.name} 连不上:"
        "请确认它在运行、地址和密码正确(DATABASE_URL),然后再运行。"
    )


def _make_role(connection: psycopg.Connection, name: str, password: str) -> None:
    found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    verb, rights = ("ALTER", "LOGIN") if found else ("CREATE", RIGHTS)
    connection.execute(
        sql.SQL("{} ROLE {} {} PASSWORD {}").format(
            sql.SQL(verb), sql.Identifier(name), sql.SQL(rights), sql.Literal(password)
        )
    )
