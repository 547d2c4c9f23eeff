"""Which folder the gateway of this city exchanges with the treasury by, whatever a shell says."""

import os
from pathlib import Path

from cairong.home.environment import FOLDER, exchange_folder
from cairong.home.folder import HELD, Home, settle, write_whole
from cairong.home.trouble import Trouble

USED = "exchange-folder"  # in the gateway's folder: what it named when it was started


def keep_folder(place: Home) -> Path:
    """Write down, as the gateway, which folder it uses, for commands of another shell.

    Where it was another, nothing is sent until somebody compared: what left lies in that one.
    """
    used, before = exchange_folder(place), _used(place)
    if before != used:
        if before is not None:
            (place.gateway / HELD).touch(mode=0o600)
            settle(place.gateway)
        write_whole(place.gateway / USED, f"{used}\n")
    return used


def folder_in_use(place: Home) -> Path:
    """Name the folder the gateway uses. Raises Trouble where this shell names another."""
    used, asked = _used(place), exchange_folder(place)
    if used is None or used == asked:
        return asked
    if os.environ.get(FOLDER):
        raise Trouble(
            f"这里的 {FOLDER} 是 {asked},签名网关启动时用的是 {used},没有办理:"
            f"请去掉这个环境变量或设成 {used},重新运行;要换目录的,先用新的目录启动 cairong run。"
        )
    return used


def _used(place: Home) -> Path | None:
    try:
        return Path((place.gateway / USED).read_text(encoding="utf-8").removesuffix("\n"))
    except FileNotFoundError:
        return None
