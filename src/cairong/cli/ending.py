"""How a command ends that cannot go on: one sentence that says what to do, and an exit code."""

import errno
import re
import signal
import sys
from typing import NamedTuple

import click
from click.exceptions import NoArgsIsHelpError, NoSuchCommand
from django.db import (
    DatabaseError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
)

from cairong.home.trouble import Misused, Trouble
from cairong.kernel.errors import Invalid, Refusal
from cairong.policy.catalogue import sentences

WRONG, MISUSED, INTERRUPTED = 1, 2, 128 + signal.SIGINT
NOT_KEPT = "没有办完的不算数"
FULL = {errno.ENOSPC, errno.EDQUOT}
AWAY = f"数据库没有应答或中途断开,{NOT_KEPT}:请确认数据库在运行,再运行一次。"
OLD = "数据库还没有升级到本程序的版本:请先运行 cairong migrate,再运行一次。"
DAMAGED = (
    "数据库的文件损坏,读不出来:请停止写入,用 cairong restore 把最近的备份恢复到新的数据目录,"
    "并检查磁盘。"
)
OF_STATE = {
    "53100": f"数据库所在的磁盘已满,{NOT_KEPT}:请腾出空间,再运行一次。",
    "53300": "数据库的连接已经用完:请稍等,或先停掉别的程序,再运行一次。",
    "55P03": "数据库里有别的事务正占着要改的表或行:请等它办完,再运行一次。",
    "42P01": OLD,
    "42703": OLD,
    "XX001": DAMAGED,
    "XX002": DAMAGED,
    "57014": f"数据库太忙,等不到结果,{NOT_KEPT}:请稍后再运行一次。",
}
CLICKS_OWN = {
    r"Got unexpected extra arguments? \((.*)\)": r"多写了 \1",
    r"(File|Directory|Path) '.*' does not exist": "它不存在",
    r"(File|Directory|Path) '.*' is a (file|directory)": "要的不是这一种",
    r"(File|Directory|Path) '.*' is not (readable|writable)": "没有权限读写它",
    r"'.*' is not a valid .*": "它不是要的那一种",
}
EXPECTED = (
    OperationalError, InterfaceError, Trouble, Refusal, OSError,
    click.ClickException, click.Abort, KeyboardInterrupt,
)  # fmt: skip


def stopped_by(error: BaseException) -> BaseException:
    """Find what stopped a command: an interruption, where what tidies up after it failed too."""
    at: BaseException | None = error
    while at is not None and not isinstance(at, KeyboardInterrupt):
        at = at.__context__
    return at or error


def is_expected(error: BaseException) -> bool:
    """Whether an error has words of its own; any other is a fault of the program."""
    if isinstance(error, ProgrammingError | InternalError) or _of_driver(error, "InternalError"):
        return _state(error) in OF_STATE
    return isinstance(error, EXPECTED) or _of_driver(error, "OperationalError", "InterfaceError")


def _of_driver(error: BaseException, *kinds: str) -> bool:
    """Whether the database's driver raised it; a command that never loaded it need not now."""
    driver = sys.modules.get("psycopg")
    return driver is not None and isinstance(error, tuple(getattr(driver, each) for each in kinds))


class Ending(NamedTuple):
    """What is said to whoever typed the command, and the exit code."""

    texts: tuple[str, ...]
    code: int = WRONG


def ending(error: BaseException) -> Ending:
    """Put what stopped a command into words; `error` is expected."""
    if isinstance(error, Refusal):
        code = MISUSED if isinstance(error, Invalid) else WRONG
        return Ending(tuple(sentence.text for sentence in sentences(error)), code)
    if isinstance(error, click.ClickException):
        return Ending((_misused(error),), MISUSED)
    if isinstance(error, click.Abort | KeyboardInterrupt):
        return Ending((f"已中断,{NOT_KEPT}:请再运行一次。",), INTERRUPTED)
    if isinstance(error, OSError):
        return Ending((_of_system(error),))
    if isinstance(error, Trouble):
        return Ending((str(error),), MISUSED if isinstance(error, Misused) else WRONG)
    return Ending((OF_STATE.get(_state(error), AWAY),))


def _state(error: BaseException) -> str:
    cause = error.__cause__ if isinstance(error, DatabaseError | InterfaceError) else error
    return getattr(cause, "sqlstate", None) or ""


def _of_system(error: OSError) -> str:
    where = error.filename or "要写的文件"
    if error.errno in FULL:
        return f"{where} 所在的磁盘已满,{NOT_KEPT}:请腾出空间,再运行一次。"
    if isinstance(error, PermissionError):
        return f"没有权限读写 {where}({error.strerror}):请改好权限,再运行一次。"
    return f"读写 {where} 时出错({error.strerror or error}):请改好后再运行一次。"


def _misused(error: click.ClickException) -> str:
    """Say what is wrong with the words typed, and where the right ones are listed."""
    context = getattr(error, "ctx", None)
    if isinstance(error, NoArgsIsHelpError):
        return f"要写出做什么。\n{error.format_message()}"
    typed = context.command_path if context else "cairong"
    return f"{_wrong(error)}:用法见 {typed} --help。"


def _wrong(error: click.ClickException) -> str:
    if isinstance(error, NoSuchCommand):
        return f"没有 {error.command_name} 这个命令"
    if isinstance(error, click.NoSuchOption):
        return f"没有 {error.option_name} 这个选项"
    if isinstance(error, click.MissingParameter):
        return f"缺少 {_named(error)}"
    if isinstance(error, click.BadParameter):
        return f"{_named(error)} 的值用不了({_translated(error.message)})"
    if isinstance(error, click.BadOptionUsage):
        return f"{error.option_name} 的写法不对"
    return _translated(error.message)


def _translated(message: str) -> str:
    text = message.rstrip("。.")
    for pattern, words in CLICKS_OWN.items():
        text = re.sub(pattern, words, text)
    return text


def _named(error: click.BadParameter) -> str:
    named = error.param_hint or (error.param.get_error_hint(error.ctx) if error.param else "")
    words = [named] if isinstance(named, str) else list(named or ())
    return " / ".join(word.strip("'\"") for word in words)
