"""Every option and word of every command, typed wrongly: exit 2, one sentence that names it."""

from collections.abc import Iterator
from importlib import import_module

import click
import pytest

from cairong.cli.helping import in_chinese
from cairong.cli.main import COMMANDS

INIT = ("init", "--operator", "张三")
WRONG: list[tuple[tuple[str, ...], str]] = [
    (("run", "now"), "多写了 now"),
    (("run", "--port", "80"), "没有 --port 这个选项"),
    (("init",), "缺少 --operator"),
    (("init", "--operator"), "--operator 的写法不对"),
    (("init", "--operator", ""), "没有填写「--operator」"),
    (("init", "--operator", " \t "), "没有填写「--operator」"),
    (("init", "--operator", "张" * 61), "「--operator」有 61 个字"),
    (("init", "--operator", "张\x00三"), "「--operator」含有不允许的字符"),
    (("init", "--operator", "张\u202e三"), "「--operator」含有不允许的字符"),
    ((*INIT, "--city"), "--city 的写法不对"),
    ((*INIT, "--city", ""), "--city"),
    ((*INIT, "--city", "4103"), "--city 4103 不是城市的行政区划代码"),
    ((*INIT, "--city", "410303"), "--city 410303 不是"),
    ((*INIT, "--city", "４１０３００"), "--city ４１０３００ 不是"),
    ((*INIT, "--city", "../../etc"), "--city ../../etc 不是"),
    ((*INIT, "--city", "419900"), "请用 --name 和 --county"),
    ((*INIT, "--name"), "--name 的写法不对"),
    ((*INIT, "--county", "西工区"), "--county 西工区 看不懂"),
    ((*INIT, "--county", "410303="), "--county 410303= 看不懂"),
    ((*INIT, "--county", "41030x=西工区"), "--county 41030x=西工区 看不懂"),
    ((*INIT, "--username"), "--username 的写法不对"),
    ((*INIT, "--username", "张三"), "用户名「张三」不合要求"),
    ((*INIT, "--colour", "red"), "没有 --colour 这个选项"),
    (("demo", "build", "--today", "2026-01-01"), "没有 --today 这个选项"),
    (("demo", "build", "now"), "多写了 now"),
    (("demo", "accounts", "--jsn"), "没有 --jsn 这个选项"),
    (("demo", "accounts", "--json=yes"), "--json 的写法不对"),
    (("demo", "destroy"), "没有 destroy 这个命令"),
    (("import",), "要写出做什么"),
    (("import", "awards"), "没有 awards 这个命令"),
    (("import", "contracts"), "缺少 FILE"),
    (("import", "contracts", "no-such-file.csv"), "FILE 的值用不了(它不存在)"),
    (("import", "contracts", "/"), "FILE 的值用不了(要的不是这一种)"),
    (("import", "contracts", __file__, "--errors", "/"), "--errors 的值用不了(要的不是这一种)"),
    (("import", "contracts", __file__, "--errors"), "--errors 的写法不对"),
    (("import", "contracts", __file__, "--city"), "--city 的写法不对"),
    (("story", "--words", "--loud"), "没有 --loud 这个选项"),
    (("backup", "--to", "x", "b"), "--to x 不是收件人公钥"),
    (("backup", "--to", "", "b"), "--to  不是收件人公钥"),
    (("backup", "--open", "b"), "没有 --open 这个选项"),
    (("recipient", "--set", "age1x"), "--set age1x 不是收件人公钥"),
    (("recipient", "--set", "AGE-SECRET-KEY-1QQQ"), "--set AGE-SECRET-KEY-1 不是收件人公钥"),
    (("recipient", "--new", "k", "--set", "k"), "--new 和 --set 只能写一个"),
    (("recipient", "age1x"), "多写了 age1x"),
    (("backup", "a", "b"), "多写了 b"),
    (("restore", "a", "b"), "多写了 b"),
    (("restore", "--key", "no-such-file", "a"), "--key 的值用不了(它不存在)"),
    (("restore", "--force", "a"), "没有 --force 这个选项"),
    (("migrate", "--fake"), "没有 --fake 这个选项"),
    (("migrate", "parties"), "多写了 parties"),
    (("books", "check", "--city", "410300"), "没有 --city 这个选项"),
    (("books", "mend"), "没有 mend 这个命令"),
    (("providers", "henan"), "多写了 henan"),
    (("audit", "check", "--from", "3"), "没有 --from 这个选项"),
    (("audit", "erase"), "没有 erase 这个命令"),
    (("docs", "--check=1"), "--check 的写法不对"),
    (("rules", "due", "--start", "2026-09-30", "--days", "3"), "unit"),
    (("rules", "due", "--start", "yesterday", "--days", "3", "--unit", "working"), "start"),
    (("rules", "due", "--start", "2026-09-30", "--days", "x", "--unit", "working"), "days"),
    (("rules", "due", "--start", "2026-09-30", "--days", "3", "--unit", "x"), "unit"),
    (("rules", "cost", "--principal-yuan", "x"), "principal_yuan"),
    (("rules", "size", "--industry", "工业", "--employees", "x"), "employees"),
    (("rules", "uscc", "--", "a", "b"), "多写了 b"),
]


@pytest.mark.parametrize(("words", "said"), WRONG, ids=[ascii(" ".join(one)) for one, _ in WRONG])
def test_what_was_typed_wrongly_is_named_before_anything_is_made(typed, words, said):
    """No database is started and no folder made: `typed` holds that."""
    code, out, errors = typed(*words)
    assert (code, out) == (2, "")
    assert said in errors
    assert "Traceback" not in errors
    if "要写出做什么" not in errors:
        assert errors.count("\n") == 1


def leaves(command: click.Command, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    if isinstance(command, click.Group):
        for name, one in command.commands.items():
            yield from leaves(one, *path, name)
    else:
        yield path, command


EVERY = [
    leaf
    for name, at in COMMANDS.items()
    for leaf in leaves(getattr(import_module(f"cairong.cli.{at.module}"), at.attribute), name)
]


@pytest.mark.parametrize(("path", "command"), EVERY, ids=[" ".join(path) for path, _ in EVERY])
def test_every_command_says_what_it_does_and_what_each_option_means(typed, path, command):
    code, out, errors = typed(*path, "--help")
    assert (code, errors) == (0, "")
    assert command.help
    assert any("\u4e00" <= sign <= "\u9fff" for sign in command.help)
    for one in command.params:
        shown = one.opts if isinstance(one, click.Option) else [f" {one.make_metavar(CONTEXT)}"]
        for name in shown:
            assert in_chinese(name).strip(" []") in out, name


CONTEXT = click.Context(click.Command("cairong"))


@pytest.mark.parametrize(("path", "command"), EVERY, ids=[" ".join(path) for path, _ in EVERY])
def test_every_option_that_wants_a_value_says_so_where_it_has_none(typed, path, command):
    """An option at the end of the line, its value forgotten."""
    for one in command.params:
        if isinstance(one, click.Option) and not one.is_flag:
            code, out, errors = typed(*path, one.opts[0])
            assert (code, out) == (2, "")
            assert errors.startswith(f"错误:{one.opts[0]} 的写法不对")
