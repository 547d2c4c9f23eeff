"""What stops a command becomes one sentence that says what to do, and an exit code."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import click
import psycopg
import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError

from cairong import __version__
from cairong.cli.ending import INTERRUPTED, MISUSED, WRONG, ending, is_expected, stopped_by
from cairong.cli.main import COMMANDS
from cairong.home.trouble import Trouble
from cairong.kernel.errors import Conflict, Finding, PolicyBreach


def of_django(cause: psycopg.Error) -> OperationalError:
    error = OperationalError(str(cause))
    error.__cause__ = cause
    return error


STOPPED = [
    (Trouble("数据目录满了:请腾出空间。"), "数据目录满了:请腾出空间。"),
    (Conflict("parties.city_stands", city="410300"), "城市 410300 已经开通"),
    (OSError(errno.ENOSPC, "No space left", "var/files/1.pdf"), "var/files/1.pdf 所在的磁盘已满"),
    (OSError(errno.EDQUOT, "Quota exceeded", "var"), "var 所在的磁盘已满"),
    (OSError(errno.ENOSPC, "No space left"), "要写的文件 所在的磁盘已满"),
    (PermissionError(errno.EACCES, "Permission denied", "var/keys"), "没有权限读写 var/keys"),
    (FileNotFoundError(errno.ENOENT, "No such file", "x.csv"), "读写 x.csv 时出错(No such file)"),
    (OSError("a plain one"), "读写 要写的文件 时出错(a plain one)"),
    (psycopg.OperationalError("connection refused"), "数据库没有应答或中途断开"),
    (psycopg.InterfaceError("the connection is closed"), "数据库没有应答或中途断开"),
    (InterfaceError("connection already closed"), "数据库没有应答或中途断开"),
    (of_django(psycopg.errors.AdminShutdown("terminating")), "数据库没有应答或中途断开"),
    (of_django(psycopg.errors.DiskFull("could not extend")), "数据库所在的磁盘已满"),
    (psycopg.errors.DiskFull("could not extend"), "数据库所在的磁盘已满"),
    (of_django(psycopg.errors.LockNotAvailable("lock timeout")), "正占着要改的表或行"),
    (of_django(psycopg.errors.QueryCanceled("statement timeout")), "数据库太忙"),
    (of_django(psycopg.errors.TooManyConnections("too many")), "数据库的连接已经用完"),
]


@pytest.mark.parametrize(("error", "said"), STOPPED, ids=[said for _, said in STOPPED])
def test_what_stops_a_command_is_one_sentence(error, said):
    end = ending(error)
    assert end.code == WRONG
    [text] = end.texts
    assert said in text
    assert "\n" not in text
    assert ("请" in text) == (not isinstance(error, Conflict))


@pytest.mark.parametrize("cause", [psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn])
def test_a_database_that_was_not_migrated_is_told_from_a_fault_of_ours(cause):
    error = ProgrammingError("relation does not exist")
    assert not is_expected(error)
    error.__cause__ = cause("relation does not exist")
    assert is_expected(error)
    assert ending(error).texts == (
        "数据库还没有升级到本程序的版本:请先运行 cairong migrate,再运行一次。",
    )


@pytest.mark.parametrize("error", [ValueError("x"), KeyError("x"), AssertionError("x")])
def test_a_fault_of_the_program_is_not_dressed_up(error):
    assert not is_expected(error)


def test_every_finding_of_a_refusal_is_said():
    refusal = PolicyBreach(
        Finding(code="parties.last_administrator", params={"person": "张三"}),
        Finding(code="parties.own_body"),
    )
    first, second = ending(refusal).texts
    assert first.startswith("张三是本单位唯一的管理员")
    assert second.startswith("平台运维单位不能停用自己")


def test_an_interruption_is_one_also_where_tidying_up_after_it_failed():
    """A commit that is interrupted leaves a connection that refuses what follows."""
    try:
        try:
            raise KeyboardInterrupt
        finally:
            raise ProgrammingError("can't change 'autocommit' now")
    except ProgrammingError as error:
        found = stopped_by(error)
    assert (is_expected(found), ending(found).code) == (True, INTERRUPTED)
    alone = ProgrammingError("another")
    assert stopped_by(alone) is alone


@pytest.mark.parametrize("error", [KeyboardInterrupt(), click.Abort()])
def test_an_interruption_has_the_exit_code_shells_know(error):
    assert ending(error) == (("已中断,没有办完的不算数:请再运行一次。",), INTERRUPTED)
    assert INTERRUPTED == 130


MISTYPED = [
    (["nonsense"], "没有 nonsense 这个命令:用法见 cairong --help"),
    (["rules", "tax"], "没有 tax 这个命令:用法见 cairong rules --help"),
    (["rules", "due", "--foo", "1"], "没有 --foo 这个选项:用法见 cairong rules due --help"),
    (["rules", "due", "--days"], "--days 的写法不对"),
    (["rules", "uscc", "a", "b", "c"], "多写了 b c:用法见 cairong rules uscc --help"),
    (["backup"], "缺少 DIR:用法见 cairong backup --help"),
    (["restore"], "缺少 DIR:用法见 cairong restore --help"),
    (["story"], "请写出至少一个故事文件:用法见 cairong story --help"),
    (["docs", "--check", "now"], "多写了 now:用法见 cairong docs --help"),
    (["--verbose"], "没有 --verbose 这个选项:用法见 cairong --help"),
    ([], "要写出做什么"),
]


@pytest.mark.parametrize(("words", "said"), MISTYPED, ids=[said for _, said in MISTYPED])
def test_wrong_words_end_with_2_and_name_the_right_help(typed, words, said):
    code, out, err = typed(*words)
    assert code == MISUSED
    assert err.startswith(f"错误:{said}")
    assert out == ""


def test_the_program_says_its_version(typed):
    assert typed("--version") == (0, f"采融 cairong {__version__}\n", "")


def test_a_file_that_is_not_there_is_a_value_that_cannot_be_used():
    error = click.BadParameter("File 'x.csv' does not exist.", param_hint="FILE")
    assert ending(error) == (("FILE 的值用不了(它不存在):用法见 cairong --help。",), MISUSED)


HELPED = {
    (): "Ctrl-C",
    ("run",): "直到 Ctrl-C",
    ("init",): "--operator",
    ("demo",): "accounts",
    ("demo", "build"): "日期以今天为中心",
    ("demo", "accounts"): "--json",
    ("import",): "contracts",
    ("import", "contracts"): "--errors",
    ("rules",): "cnaps",
    ("rules", "cost"): "--day-count",
    ("story",): "--words",
    ("backup",): "DIR",
    ("restore",): "DIR",
    ("migrate",): "--check",
    ("audit",): "check",
    ("audit", "check"): "--json",
    ("books",): "check",
    ("books", "check"): "--json",
    ("docs",): "--check",
}


@pytest.mark.parametrize("words", HELPED, ids=" ".join)
def test_every_command_helps_in_chinese_without_a_database(typed, words):
    code, out, err = typed(*words, "--help")
    assert (code, err) == (0, "")
    assert out.startswith(" ".join(["用法:cairong", *words]))
    assert HELPED[words] in out
    for foreign in ("Usage", "Options", "Commands", "Show this", "[OPTIONS]", "[required]"):
        assert foreign not in out


def test_help_names_every_command_of_the_table(typed):
    _, out, _ = typed("--help")
    assert all(f"  {name} " in out and one.says in out for name, one in COMMANDS.items())


def test_an_output_that_is_full_is_said(tmp_path):
    with Path("/dev/full").open("w") as full:
        done = cairong(tmp_path, full)
    assert done.returncode == WRONG
    assert (
        done.stderr == "错误:要写的文件 所在的磁盘已满,没有办完的不算数:请腾出空间,再运行一次。\n"
    )


def test_a_reader_that_goes_away_is_no_fault(tmp_path):
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as closed:
        assert cairong(tmp_path, closed).stderr == ""


def cairong(tmp_path, stdout) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, with an output of its own."""
    command = [sys.executable, "-m", "cairong.cli.main", "rules", "uscc", "91110000600037341L"]
    env = {**os.environ, "CAIRONG_HOME": str(tmp_path / "home")}
    return subprocess.run(
        command, env=env, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False
    )
