"""The `cairong` command."""

import os
import sys

import click
import django

from cairong.cli.migrating import migrate_database
from cairong.home.trouble import Trouble


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cairong() -> None:
    """采融:政府采购合同融资平台。"""


@cairong.command()
def migrate() -> None:
    """把数据库升级到本程序的版本。"""
    django.setup()
    migrate_database()


def main() -> int:
    """Run the command; a trouble becomes one sentence and exit code 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairong.config.settings")
    try:
        cairong(prog_name="cairong", standalone_mode=True)
    except Trouble as trouble:
        click.echo(f"错误:{trouble}", err=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
