"""The `cairong` command: each subcommand is imported only when it is typed."""

import os
import signal
import sys
from collections.abc import Callable
from copy import copy
from functools import wraps
from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple

import click
import django

from cairong import __version__
from cairong.cli.ending import ending, is_expected, stopped_by
from cairong.cli.helping import HelpFormatter
from cairong.home.environment import check_environment
from cairong.home.folder import home
from cairong.home.state import CityState, city_state
from cairong.home.trouble import Trouble


class Mounted(NamedTuple):
    """Where a subcommand lives, what it does, what has to be up before it is imported."""

    module: str
    attribute: str
    says: str
    needs: str = ""
    in_real_city: bool = True


SETTINGS, DATABASE = "settings", "database"
COMMANDS = {
    "run": Mounted("run", "run", "启动数据库、网页和后台任务,直到 Ctrl-C"),
    "init": Mounted("init", "init", "建立一个空的真实城市", SETTINGS),
    "officials": Mounted("officials", "officials", "登记财政局的头两位管理员", DATABASE),
    "demo": Mounted("demo", "demo", "演示城市:建立、列出账号", DATABASE, in_real_city=False),
    "import": Mounted("imports", "imports", "导入公告和合同", DATABASE),
    "rules": Mounted("rules", "rules", "在命令行上算规则"),
    "story": Mounted("story", "story", "照故事走一遍", SETTINGS),
    "recipient": Mounted("recipient", "recipient", "备份加密给谁的公钥"),
    "backup": Mounted("backup", "backup", "备份数据库、文件和密钥"),
    "restore": Mounted("restore", "restore", "从备份恢复到新的数据目录"),
    "purge": Mounted("purge", "purge", "清除采购科两人按书面要求同意清除的涉密案件", SETTINGS),
    "migrate": Mounted("migrating", "migrate", "把数据库升级到本程序的版本", DATABASE),
    "providers": Mounted("providers", "providers", "核对接入的身份提供方", SETTINGS),
    "notary": Mounted("notary", "notary", "签发审计日志的进程;cairong run 会自己启动它"),
    "gateway": Mounted("gateway_folder", "gateway", "签名网关:钥匙、交换目录", DATABASE),
    "audit": Mounted("audit", "audit", "重算并核对审计记录", DATABASE),
    "verify-bundle": Mounted("verify_bundle", "verify_bundle", "核验稽查取走的案件材料包"),
    "books": Mounted("books", "books", "重算并核对账簿", DATABASE),
    "whatif": Mounted("whatif", "whatif", "按别的参数重算过去的期限,只读", DATABASE),
    "evaluate": Mounted("evaluating", "evaluate", "从导出的事实重算年度综合评价"),
    "docs": Mounted("docs", "docs", "写出或核对生成的文档", SETTINGS),
}


class Commands(click.Group):
    """A group that finds its commands in the table above."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own
        """Name every command."""
        return [name for name, at in COMMANDS.items() if find_spec(f"cairong.cli.{at.module}")]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("命令"):
            formatter.write_dl([(name, COMMANDS[name].says) for name in self.list_commands(ctx)])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command; what it needs is up before it runs."""
        if cmd_name not in self.list_commands(ctx):
            return None
        at = COMMANDS[cmd_name]
        helping = ctx.resilient_parsing or bool({"-h", "--help"} & set(sys.argv))
        if not (helping or at.in_real_city) and city_state(home()) is CityState.REAL:
            raise Trouble(f"{home().path} 里是真实城市,演示数据进不去:请用 CAIRONG_HOME 另指目录。")
        if at.needs and not helping:
            check_environment()
        if at.needs:
            django.setup()
        found: click.Command = getattr(import_module(f"cairong.cli.{at.module}"), at.attribute)
        return with_database(found) if at.needs == DATABASE else found


def with_database(command: click.Command) -> click.Command:
    """Make a command that has the database up while it runs, once its words were understood."""
    made = copy(command)
    if isinstance(made, click.Group):
        made.commands = {name: with_database(each) for name, each in made.commands.items()}
    elif made.callback:
        made.callback = _during(made.callback)
    return made


def _during(callback: Callable[..., object]) -> Callable[..., object]:
    @wraps(callback)
    def run(*args: object, **kwargs: object) -> object:
        with import_module("cairong.cli.ready").database_ready():
            return callback(*args, **kwargs)

    return run


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="采融 cairong %(version)s", help="显示本程序的版本。")
def cairong() -> None:
    """采融:政府采购合同融资平台。"""


def main() -> int:
    """Run the command; what stops it becomes its sentence and an exit code other than 0."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairong.config.settings")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    click.Context.formatter_class = HelpFormatter
    try:
        code = cairong(prog_name="cairong", standalone_mode=False)
    except BaseException as raised:
        error = stopped_by(raised)
        if not is_expected(error):
            raise
        end = ending(error)
        for text in end.texts:
            click.echo(f"错误:{text}", err=True)
        return end.code
    return code if isinstance(code, int) else 0


if __name__ == "__main__":
    sys.exit(main())
