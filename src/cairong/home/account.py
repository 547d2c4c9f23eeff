"""Accounts of their own for what root starts: none of them is root, none reads another's words."""

import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cairong.home.trouble import Trouble

DATABASE, NOTARY, MIGRATOR = "cairong-pg", "cairong-notary", "cairong-migrator"
WEB, WORKER, GATEWAY = "cairong-web", "cairong-worker", "cairong-gateway"
WHY = {
    DATABASE: "内嵌数据库不能以 root 运行",
    NOTARY: "签发日志不能与别的进程同用一个账号",
    MIGRATOR: "数据库的密码要有一个不对外服务的账号保管",
    WEB: "网页服务不以 root 运行",
    WORKER: "后台任务不以 root 运行",
    GATEWAY: "签名网关不能与别的进程同用一个账号",
}


@dataclass(frozen=True)
class Account:
    """The user and group that something runs under."""

    name: str
    uid: int
    gid: int

    @property
    def popen(self) -> dict[str, object]:
        """What subprocess needs to start a program under this account: no group but its own."""
        return {"user": self.uid, "group": self.gid, "extra_groups": [], "umask": 0o077}

    @property
    def environment(self) -> Mapping[str, str]:
        """What differs in the environment of such a program: root's own folder is none of its."""
        return {"HOME": "/nonexistent"}


def account(name: str) -> Account | None:
    """Find an account or make it; None where we are not root, and all have one."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        _add(name)
        entry = pwd.getpwnam(name)
    return Account(name, entry.pw_uid, entry.pw_gid)


def _add(name: str) -> None:
    program = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    command = [str(program), "--system", "--user-group", "--no-create-home"]
    command += ["--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", name]
    done = program and subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603
    if not done:
        raise Trouble(
            f"{WHY[name]},系统用户 {name} 也建不成:"
            "请先建好这个用户,或改用普通用户运行(docs/operations/run.md)。"
        )


@contextmanager
def acting_as(account: Account | None) -> Iterator[None]:
    """Touch files as an account does, where we are root: what it links elsewhere leads nowhere.

    For one thread alone: the whole process changes.
    """
    if account is None:
        yield
        return
    before = os.getgroups()
    os.setgroups([])
    os.setegid(account.gid)
    os.seteuid(account.uid)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
        os.setgroups(before)


def let_pass(folder: Path, account: Account) -> None:
    """Let the account pass through the folders above `folder`: x alone, never r or w."""
    for parent in folder.parents:
        state = parent.stat()
        if not _may(state, account, stat.S_IXUSR):
            parent.chmod(stat.S_IMODE(state.st_mode) | stat.S_IXOTH)


def may_read(path: Path, account: Account) -> bool:
    """Whether the account may read a file, once it may pass to it."""
    return _may(path.stat(), account, stat.S_IRUSR)


def give(folder: Path, account: Account) -> None:
    """Make the account the owner of a folder and all in it."""
    if folder.stat().st_uid == account.uid:
        return
    for path in (*folder.rglob("*"), folder):
        os.lchown(path, account.uid, account.gid)


def _may(state: os.stat_result, account: Account, bit: int) -> bool:
    """Whether a right of the owner (`bit`) is the account's, as owner, by its group, or as any."""
    if state.st_uid == account.uid:
        return bool(state.st_mode & bit)
    if state.st_gid == account.gid:
        return bool(state.st_mode & bit >> 3)
    return bool(state.st_mode & bit >> 6)
