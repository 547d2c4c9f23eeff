"""Layout, version and state of the data folder."""

import errno
import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cairong import __version__
from cairong.home.trouble import Trouble

HELD = "held"  # in the gateway's folder since a restore, or for another folder: nothing is sent
NEEDED_BYTES = 300 * 1024 * 1024


@dataclass(frozen=True)
class Home:
    """One data folder. Nothing is made before `prepare` is called."""

    path: Path

    @property
    def pg(self) -> Path:
        """The embedded database: its data, its programs where root started it, its port."""
        return self.path / "pg"

    @property
    def files(self) -> Path:
        """Uploaded and generated files."""
        return self.path / "files"

    @property
    def keys(self) -> Path:
        """Passwords of the database roles and signing keys, readable by the owner alone."""
        return self.path / "keys"

    @property
    def notary(self) -> Path:
        """The signer's key and memory; its own account's alone, and in no backup."""
        return self.path / "notary"

    @property
    def gateway(self) -> Path:
        """The gateway's words of one use and what it exchanges with the treasury; its own.

        Made by the ceremony; where it is not, no gateway is started. In no backup.
        """
        return self.path / "gateway"

    @property
    def backup(self) -> Path:
        """Whom backups are encrypted to, and the key they are signed by; in no backup."""
        return self.path / "backup"

    @property
    def log(self) -> Path:
        """Logs of database, web and worker."""
        return self.path / "log"

    @property
    def is_new(self) -> bool:
        """Whether no database was ever made here."""
        return not (self.path / "VERSION").exists()

    def prepare(self) -> None:
        """Make the folders; say in one sentence why it cannot be done."""
        self._check_version()
        made = [p for p in (self.path, *self.path.parents) if not p.exists()]
        try:
            self.path.mkdir(mode=0o711, parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.path):
                pass
        except OSError as error:
            raise Trouble(_why(error, self.path)) from error
        if self.is_new and shutil.disk_usage(self.path).free < NEEDED_BYTES:
            for folder in made:
                folder.rmdir()
            raise Trouble(full(self.path))
        for folder in (self.pg, self.files, self.keys, self.log):
            folder.mkdir(mode=0o700, exist_ok=True)

    def stamp(self) -> None:
        """Write down which version of the program made or upgraded this folder."""
        write_whole(self.path / "VERSION", __version__ + "\n", mode=0o644)

    def _check_version(self) -> None:
        try:
            text = (self.path / "VERSION").read_text().strip()
        except FileNotFoundError:
            return
        except OSError as error:
            raise Trouble(_why(error, self.path)) from error
        if not re.fullmatch(r"\d+(\.\d+)*", text) or as_numbers(text) > as_numbers(__version__):
            raise Trouble(
                f"数据目录 {self.path} 由版本 {text[:40] or '不明'} 写成,比本程序({__version__})新:"
                "请改用那个版本或更新的程序,或用 CAIRONG_HOME 另指一个目录。"
            )


def home() -> Home:
    """Name the data folder: CAIRONG_HOME, or `var` where the command is run."""
    return Home(Path(os.environ.get("CAIRONG_HOME") or "var").absolute())


def full(path: Path) -> str:
    """Say that the disk under `path` is full."""
    standing = next(folder for folder in (path, *path.parents) if folder.exists())
    free = shutil.disk_usage(standing).free // 2**20
    need = NEEDED_BYTES // 2**20
    return (
        f"数据目录 {path} 所在的磁盘已满(剩 {free} MB,至少需要 {need} MB):"
        "请腾出空间,或用 CAIRONG_HOME 指到别的磁盘,然后再运行。"
    )


def write_whole(path: Path, text: str, *, mode: int = 0o600) -> None:
    """Write a file so that a reader or a crash sees the old text or the new, never half."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise Trouble(_why(error, path.parent)) from error


def settle(folder: Path) -> None:
    """Let the names in a folder outlast a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def as_numbers(text: str) -> list[int]:
    """Read a version so that it can be compared."""
    return [int(part) for part in text.split(".")]


def _why(error: OSError, path: Path) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return full(path)
    return (
        f"数据目录 {path} 不能写入({error.strerror}):"
        "请改好目录的权限,或用 CAIRONG_HOME 另指一个目录。"
    )
