"""Accounts of their own for what root starts: the database, which refuses root, and the signer."""

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from cairong.home.trouble import Trouble

NAME, NOTARY = "cairong-pg", "cairong-notary"
WHY = {NAME: "内嵌数据库不能以 root 运行", NOTARY: "签发日志不能与别的进程同用一个账号"}


@dataclass(frozen=True)
class Account:
    """The user and group that something runs under."""

    uid: int
    gid: int

    @property
    def popen(self) -> dict[str, object]:
        """What subprocess needs to start a program under this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def server_account() -> Account | None:
    """Find or make the server's account; None where we are not root and need none."""
    return _account(NAME)


def notary_account() -> Account | None:
    """Find or make the signer's account; None where we are not root, and all have one."""
    return _account(NOTARY)


def _account(name: str) -> Account | None:
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        _add(name)
        entry = pwd.getpwnam(name)
    return Account(entry.pw_uid, entry.pw_gid)


def _add(name: str) -> None:
    program = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    command = [str(program), "--system", "--user-group", "--no-create-home"]
    command += ["--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", name]
    done = program and subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603
    if not done:
        raise Trouble(
            f"{WHY[name]},系统用户 {name} 也建不成:"
            "请先建好这个用户,或改用普通用户运行,或用 DATABASE_URL 指定一个数据库。"
        )


def let_pass(folder: Path, account: Account) -> None:
    """Let the account pass through the folders above `folder`: x alone, never r or w."""
    for parent in folder.parents:
        state = parent.stat()
        if not _may_pass(state, account):
            parent.chmod(stat.S_IMODE(state.st_mode) | stat.S_IXOTH)


def give(folder: Path, account: Account) -> None:
    """Make the account the owner of a folder and all in it."""
    if folder.stat().st_uid == account.uid:
        return
    for path in (*folder.rglob("*"), folder):
        os.lchown(path, account.uid, account.gid)


def _may_pass(state: os.stat_result, account: Account) -> bool:
    if state.st_uid == account.uid:
        return bool(state.st_mode & stat.S_IXUSR)
    if state.st_gid == account.gid:
        return bool(state.st_mode & stat.S_IXGRP)
    return bool(state.st_mode & stat.S_IXOTH)
