"""The `cairong` command: each subcommand is imported only when it is typed."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, cast

import click
import django

from cairong.home.database import database
from cairong.home.folder import Home, home
from cairong.home.state import CityState, city_state
from cairong.home.trouble import Trouble
from cairong.kernel.errors import Refusal
from cairong.policy.catalogue import sentences


class Mounted(NamedTuple):
    """Where a subcommand lives and what has to be up before it is imported."""

    module: str
    attribute: str
    needs: str = ""
    in_real_city: bool = True


SETTINGS, DATABASE, THROWAWAY = "settings", "database", "throwaway"
COMMANDS = {
    "run": Mounted("run", "run"),
    "init": Mounted("init", "init", DATABASE),
    "migrate": Mounted("migrating", "migrate", DATABASE),
    "backup": Mounted("backup", "backup"),
    "restore": Mounted("restore", "restore"),
    "demo": Mounted("demo", "demo", DATABASE, in_real_city=False),
    "import": Mounted("imports", "imports", DATABASE),
    "rules": Mounted("rules", "rules"),
    "story": Mounted("story", "story", THROWAWAY),
    "docs": Mounted("docs", "docs", SETTINGS),
}


class Commands(click.Group):
    """A group that finds its commands in the table above."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own
        """Name every command."""
        return [name for name, at in COMMANDS.items() if find_spec(f"cairong.cli.{at.module}")]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command, after what it needs is up."""
        if cmd_name not in self.list_commands(ctx):
            return None
        at = COMMANDS[cmd_name]
        if not at.in_real_city and city_state(home()) is CityState.REAL:
            raise Trouble(f"{home().path} 里是真实城市,演示数据进不去:请用 CAIRONG_HOME 另指目录。")
        helping = ctx.resilient_parsing or bool({"-h", "--help"} & set(sys.argv))
        if not helping and at.needs == DATABASE:
            ctx.with_resource(database(home()))
        if not helping and at.needs == THROWAWAY:
            ctx.with_resource(throwaway())
        if at.needs:
            django.setup()
        return cast(
            "click.Command", getattr(import_module(f"cairong.cli.{at.module}"), at.attribute)
        )


@contextmanager
def throwaway() -> Iterator[None]:
    """Keep a database up that is gone when the command ends."""
    with TemporaryDirectory(prefix="cairong-") as folder:
        Path(folder).chmod(0o711)
        os.environ["CAIRONG_HOME"] = folder
        os.environ.pop("DATABASE_URL", None)
        os.environ.pop("DATABASE_APP_URL", None)
        with database(Home(Path(folder)), durable=False):
            yield


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def cairong() -> None:
    """采融:政府采购合同融资平台。"""


def main() -> int:
    """Run the command; a trouble becomes one sentence and exit code 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairong.config.settings")
    try:
        cairong(prog_name="cairong")
    except Trouble as trouble:
        return _say(str(trouble))
    except Refusal as refusal:
        return _say(*(one.text for one in sentences(refusal)))
    return 0


def _say(*texts: str) -> int:
    for text in texts:
        click.echo(f"错误:{text}", err=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
