"""`cairong docs`: write the documents that are made from the code, or check them."""

from pathlib import Path

import click

from cairong.cli.written import pages
from cairong.doors.register import places


def wanted(root: Path) -> dict[Path, str]:
    """Make every generated document of a checkout: its path and its text."""
    found = places(root)
    return {
        root / "docs/clauses.md": pages.clauses(found),
        root / "docs/states.md": pages.states(),
        root / "docs/errors.md": pages.errors(),
        root / "docs/held.md": pages.held(),
    }


@click.command()
@click.option("--check", is_flag=True, help="只检查是否是最新的,不写。")
def docs(*, check: bool) -> None:
    """写出由代码生成的文档(条款、状态、拒绝的话、复核时守住的事实)。"""
    stale = [
        (path, text)
        for path, text in wanted(Path.cwd()).items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    for path, text in stale:
        if check:
            click.echo(f"{path.relative_to(Path.cwd())} 不是最新的,请运行 cairong docs")
        else:
            path.write_text(text, encoding="utf-8")
            click.echo(f"写好 {path.relative_to(Path.cwd())}")
    if check and stale:
        raise SystemExit(1)
