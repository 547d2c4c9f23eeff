"""`cairong story`: run cases written in YAML, each in a city of its own."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from cairong.cli.migrating import bring_up
from cairong.driving.stories.databases import Theatre, theatre
from cairong.driving.stories.manual import manual
from cairong.driving.stories.parsing import read_story
from cairong.driving.stories.printing import as_json, closing, in_words
from cairong.driving.stories.reading import Misunderstood
from cairong.driving.stories.running import play
from cairong.driving.stories.script import Story

WRONG, UNREADABLE = 1, 2


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--json", "as_data", is_flag=True, help="印出 JSON。")
@click.option("--words", is_flag=True, help="印出故事能用的全部词。")
def story(files: tuple[Path, ...], *, as_data: bool, words: bool) -> None:
    """照故事走一遍,每个文件在自己的一座城里。

    退出码:0 全部符合;1 有不符;2 文件看不懂。
    """
    if words:
        click.echo(manual(), nl=False)
        return
    if not files:
        raise click.UsageError("请写出至少一个故事文件。")
    try:
        stories = [read_story(path) for path in files]
        with theatre(bring_up) as stage:
            results = [_play(stage, each, as_data=as_data) for each in stories]
    except Misunderstood as error:
        _say_misunderstood(error, as_data=as_data)
        sys.exit(UNREADABLE)
    ok = all(result["ok"] for result in results)
    if as_data:
        _say({"ok": ok, "stories": results})
    sys.exit(0 if ok else WRONG)


def _play(stage: Theatre, given: Story, *, as_data: bool) -> dict[str, Any]:
    if not as_data:
        click.echo(f"{given.title}({given.file})")
    with stage.fresh():
        told = None if as_data else lambda outcome: click.echo(in_words(outcome))
        played = play(given, told=told)
    if not as_data:
        click.echo(f"{closing(played)}\n")
    return as_json(played)


def _say_misunderstood(error: Misunderstood, *, as_data: bool) -> None:
    if as_data:
        _say({"ok": False, "error": {"file": error.file, "line": error.line, "why": error.why}})
    click.echo(f"看不懂:{error.file} 第 {error.line} 行:{error.why}", err=True)


def _say(data: dict[str, Any]) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))
