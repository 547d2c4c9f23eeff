"""Data of a version before 0.2.0: recognised before anything is changed, and refused (D41)."""

from collections.abc import Iterable
from pathlib import Path

import cairong
from cairong.home.trouble import Trouble

SOURCE = Path(cairong.__file__).parent


def refuse_old(applied: Iterable[tuple[str, str]], where: str) -> None:
    """Refuse data that was not made from the first migration that a room has in this program.

    `applied` are the room and the name of each migration that made it; `where` says whose they
    are. Raises Trouble.
    """
    made = set(applied)
    old = {room for room, _ in made} & {room for room, _ in first_migrations() - made}
    if old:
        raise Trouble(
            f"{where}由 0.2.0 以前的版本做成,本程序不能接着用:演示城市请用 CAIRONG_HOME"
            " 指一个新目录重新建立,别的数据请用 0.2.0 及以后版本的备份恢复(cairong restore)。"
        )


def first_migrations() -> set[tuple[str, str]]:
    """Name the first migration of each room."""
    return {(path.parts[-3], path.stem) for path in SOURCE.glob("*/migrations/0001_*.py")}
