"""Where the database is and as whom it is spoken to."""

import os
from dataclasses import dataclass, replace

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from cairong.home.folder import Home
from cairong.home.keys import known_secret
from cairong.home.trouble import Trouble

DATABASE = "cairong"
OWNER = "cairong_owner"
APP = "cairong_app"
NOTARY = "cairong_notary"
GATEWAY = "cairong_gateway"
WEB = "cairong_web"
WORKER = "cairong_worker"
SERVING = {"web": WEB, "worker": WORKER}  # by the word of each


@dataclass(frozen=True, kw_only=True)
class Address:
    """One role's address of one database."""

    host: str
    port: str
    name: str
    user: str
    password: str
    options: tuple[tuple[str, str], ...] = ()

    @property
    def conninfo(self) -> str:
        """The address as psycopg and libpq's programs take it."""
        return make_conninfo(
            "",
            host=self.host,
            port=self.port,
            dbname=self.name,
            user=self.user,
            password=self.password,
            **dict(self.options),
        )


def parse(url: str, *, variable: str) -> Address:
    """Read a postgresql:// address, or say which variable is wrong."""
    try:
        parts = {key: str(value) for key, value in conninfo_to_dict(url).items()}
    except ProgrammingError:
        parts = {}
    if not parts.get("dbname") or not parts.get("user"):
        raise Trouble(
            f"环境变量 {variable} 不是可用的数据库地址:"
            "请写成 postgresql://用户:密码@主机:端口/库名。"
        )
    known = {"host", "port", "dbname", "user", "password"}
    return Address(
        host=parts.get("host", ""),
        port=parts.get("port", "5432"),
        name=parts["dbname"],
        user=parts["user"],
        password=parts.get("password", ""),
        options=tuple(sorted((k, v) for k, v in parts.items() if k not in known)),
    )


def is_external() -> bool:
    """Whether DATABASE_URL names a real server instead of the embedded one."""
    return bool(os.environ.get("DATABASE_URL"))


def owner_address(home: Home) -> Address:
    """Name the owner role's address: migrations, grants, backups."""
    if is_external():
        return parse(os.environ["DATABASE_URL"], variable="DATABASE_URL")
    return Address(
        host="127.0.0.1",
        port=kept_port(home),
        name=DATABASE,
        user=OWNER,
        password=known_secret(home, "owner"),
    )


def app_address(home: Home, process: str = "") -> Address:
    """Name the app role's address; a process that serves has a role of its own with its rights."""
    if os.environ.get("DATABASE_APP_URL"):
        return parse(os.environ["DATABASE_APP_URL"], variable="DATABASE_APP_URL")
    user, word = (SERVING[process], process) if process in SERVING else (APP, "app")
    return replace(owner_address(home), user=user, password=known_secret(home, word))


def notary_address(home: Home) -> Address:
    """Name the signer's address: it reads events and adds heads."""
    if os.environ.get("DATABASE_NOTARY_URL"):
        return parse(os.environ["DATABASE_NOTARY_URL"], variable="DATABASE_NOTARY_URL")
    return replace(owner_address(home), user=NOTARY, password=known_secret(home, "notary"))


def gateway_address(home: Home) -> Address:
    """Name the gateway's address: it writes keys, signatures and instructions, and no money."""
    if os.environ.get("DATABASE_GATEWAY_URL"):
        return parse(os.environ["DATABASE_GATEWAY_URL"], variable="DATABASE_GATEWAY_URL")
    return replace(owner_address(home), user=GATEWAY, password=known_secret(home, "gateway"))


def kept_port(home: Home) -> str:
    """Read the port the embedded server was last given; empty before its first start."""
    try:
        return (home.path / "pg.port").read_text().strip()
    except (FileNotFoundError, PermissionError):
        return ""
