"""`cairong recipient`: to whose key backups are encrypted; and the key by which they are signed."""

import base64
import os
import re
from dataclasses import dataclass
from pathlib import Path

import click
from pyrage import IdentityError, RecipientError
from pyrage.x25519 import Identity, Recipient

from cairong.home.folder import Home, home, write_whole
from cairong.home.trouble import Misused, Trouble
from cairong.notary.keys import Ed25519, own_key

SIGNER = re.compile(rf"#\s*signer:\s*({Ed25519.alg}:[A-Za-z0-9+/]{{43}}=)\s*")
OPEN = "备份没有加密,里面有密码和密钥:请用 cairong recipient --new FILE 定一个收件人公钥。"


@dataclass(frozen=True, kw_only=True)
class KeyFile:
    """What a recipient carries away: the private key, and whose signatures hold."""

    path: Path
    identities: tuple[Identity, ...]
    signers: frozenset[str]


@click.command()
@click.option(
    "--new",
    "made",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="做一对密钥,私钥写进 FILE,带离这台机器",
)
@click.option("--set", "given", metavar="KEY", help="用在别处做好的公钥(age1…)")
def recipient(made: Path | None, given: str | None) -> None:
    """备份加密给谁:不写选项时显示;私钥不留在这台机器上。"""
    place = home()
    public = _chosen(place, made, given) or kept_recipient(place)
    click.echo(f"备份加密给:{public}" if public else OPEN)
    if not place.is_new:
        click.echo(f"备份由本机签名,恢复时凭私钥文件里的这一行核对:\n{signer_line(place)}")
    if made:
        click.echo(
            f"私钥在 {made}:请现在把它移到不做备份的地方,至少两份、分开保管,"
            "这台机器上不要留。没有它,备份谁也打不开。"
        )


def as_recipient(text: str, option: str) -> Recipient:
    """Read a public key. Raises Misused."""
    try:
        return Recipient.from_str(text.strip())
    except RecipientError as error:
        raise Misused(
            f"{option} {text[:16]} 不是收件人公钥:请写 age1 开头的那一行(cairong recipient)。"
        ) from error


def kept_recipient(place: Home) -> Recipient | None:
    """Read the recipient of this city's backups, where it has one."""
    path = place.backup / "recipient"
    if not place.backup.exists() or not (_own(place) / path.name).exists():
        return None
    return as_recipient(path.read_text(), f"{path} 里的")


def keep_recipient(place: Home, public: str) -> None:
    """Write down to whom this city's backups are encrypted."""
    write_whole(_own(place) / "recipient", public + "\n")


def signing_key(place: Home) -> Ed25519:
    """Read this machine's own key for backups, or make it."""
    return own_key(_own(place), Ed25519)


def signer_line(place: Home) -> str:
    """Name this machine's key, as a recipient's file has it."""
    return f"# signer: {signer_of(signing_key(place))}"


def signer_of(key: Ed25519) -> str:
    """Name a signer by its public key."""
    return f"{key.alg}:{base64.b64encode(key.public).decode()}"


def read_key_file(path: Path) -> KeyFile:
    """Read a recipient's private key and the signers it trusts. Raises Trouble."""
    try:
        lines = [line.strip() for line in path.read_text().splitlines()]
        private = [line for line in lines if line and not line.startswith("#")]
        identities = tuple(Identity.from_str(line) for line in private)
    except (UnicodeDecodeError, IdentityError) as error:
        raise Trouble(
            f"{path} 不是收件人的私钥文件:请给 cairong recipient --new 做的那一个。"
        ) from error
    if not identities:
        raise Trouble(
            f"{path} 里没有私钥(AGE-SECRET-KEY-…):请给 cairong recipient --new 做的那一个。"
        )
    signers = frozenset(found[1] for line in lines if (found := SIGNER.fullmatch(line)))
    if not signers:
        raise Trouble(
            f"{path} 没有写明备份由谁签名:请在里面加上做备份的机器的"
            " cairong recipient 显示的那一行(# signer: …)。"
        )
    return KeyFile(path=path, identities=identities, signers=signers)


def _chosen(place: Home, made: Path | None, given: str | None) -> Recipient | None:
    """Keep the recipient that was asked for, if any."""
    if made and given is not None:
        raise Misused("--new 和 --set 只能写一个。")
    public = as_recipient(given, "--set") if given is not None else None
    if place.is_new and not made:
        raise Trouble(f"数据目录 {place.path} 里还没有城市:只能用 --new FILE 做一对密钥。")
    public = _made(place, made) if made else public
    if public and not place.is_new:
        keep_recipient(place, str(public))
    return public


def _made(place: Home, path: Path) -> Recipient:
    if path.resolve().is_relative_to(place.path.resolve()):
        raise Misused(f"--new {path} 在数据目录里:私钥要带离这台机器,请写别的地方。")
    identity = Identity.generate()
    public = identity.to_public()
    signer = "" if place.is_new else signer_line(place) + "\n"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise Misused(f"--new {path} 已经在了:请给一个还没有的文件名。") from error
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"# 采融备份的收件人私钥\n# public key: {public}\n{signer}{identity}\n")
        file.flush()
        os.fsync(file.fileno())
    return public


def _own(place: Home) -> Path:
    """Make or find the folder of what backups need; root's alone where root takes them.

    The data folder is the migrator's: what it could have put there is not believed.
    """
    place.backup.mkdir(mode=0o700, exist_ok=True)
    state = place.backup.lstat()
    if state.st_uid != os.geteuid() or state.st_mode & 0o077:
        raise Trouble(
            f"{place.backup} 不是运行本命令的账号独有的,里面的收件人和签名密钥不可信:"
            "请核对是谁放的,改好属主和权限(0700)再运行。"
        )
    return place.backup
