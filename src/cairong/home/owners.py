"""Whose is what: the data folder handed to the accounts, the program opened to them, by root."""

import compileall
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

import cairong
from cairong.home.account import (
    GATEWAY,
    MIGRATOR,
    WEB,
    WORKER,
    Account,
    account,
    give,
    let_pass,
    may_read,
)
from cairong.home.folder import Home
from cairong.home.providers import FILE
from cairong.home.trouble import Trouble

SOURCE = Path(cairong.__file__).parent
# Who reads a word besides the migrator; what web seals the worker opens.
READ_BY: dict[str, tuple[str, ...]] = {
    "web": (WEB,),
    "django": (WEB,),
    FILE: (WEB,),
    "worker": (WORKER,),
    "gateway": (GATEWAY,),
    "seal": (WEB, WORKER),
}
LOCKS = ("run.lock", "city.lock")


def hand_over(home: Home) -> None:
    """Give folder and words to the accounts that need them; nothing where we are not root.

    All is the migrator's; a word is open to the group of whoever needs it besides, that of two is
    the other's own. The files are web's, logs stay root's. So is a folder brought over that was
    root's alone.
    """
    found = {name: each for name in (MIGRATOR, WEB, WORKER, GATEWAY) if (each := account(name))}
    if not found:
        return
    migrator, web = found[MIGRATOR], found[WEB]
    place = Home(home.path.resolve())
    locks = (place.path / name for name in LOCKS)
    for path in (place.path, place.keys, *(each for each in locks if each.exists())):
        os.chown(path, migrator.uid, migrator.gid)
    for each in found.values():
        let_pass(place.keys / "word", each)
    give(place.files, web)
    if place.gateway.is_dir():
        give(place.gateway, found[GATEWAY])
    for path in place.keys.iterdir():
        if path.is_symlink() or not path.is_file():
            continue
        of_group, *owner = [found[name] for name in READ_BY.get(path.name, (MIGRATOR,))]
        os.chown(path, (owner or [migrator])[0].uid, of_group.gid)
        path.chmod(0o440)


@contextmanager
def files_lent(home: Home) -> Iterator[None]:
    """Let the migrator keep files while the demo city is built; afterwards all are web's again.

    So are those that root kept, where somebody builds it by hand.
    """
    migrator, web = account(MIGRATOR), account(WEB)
    if migrator is None or web is None:
        yield
        return
    give(home.files, migrator)
    try:
        yield
    finally:
        give(home.files, web)


def open_program(*names: str) -> None:
    """Let accounts reach our own program and its Python. Raises Trouble where it is not to be read.

    Folders above get x alone, never r or w.
    """
    for name in names:
        found = account(name)
        if found:
            _open_to(found)


def compile_program() -> None:
    """Compile what changed, as root: no account could keep it, and each would do it anew."""
    if os.geteuid() == 0 and not sys.dont_write_bytecode and os.access(SOURCE, os.W_OK):
        compileall.compile_dir(SOURCE, quiet=2)


def _open_to(reader: Account) -> None:
    for path in (sys.executable, os.__file__, psycopg.__file__, SOURCE / "__init__.py"):
        for step in {Path(path), Path(path).resolve()}:
            let_pass(step, reader)
        if not may_read(Path(path), reader):
            raise Trouble(
                f"系统用户 {reader.name} 读不了程序文件 {path}:请把程序装在人人可读的目录"
                "(如 /opt/cairong),或用 chmod -R a+rX 让人人可读,然后再运行。"
            )
