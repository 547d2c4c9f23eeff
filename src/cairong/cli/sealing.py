"""A backup as it is written and opened: each file encrypted to a recipient, the list of all signed.

The files are age's (age-encryption.org/v1), so that its own program opens them too. `seal.json`
holds the SHA-256 of each as it lies there, who signed and for whom: a change is found before
anything is opened.
"""

import base64
import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

import pyrage
import rfc8785
from pyrage.x25519 import Recipient

from cairong.cli.recipient import KeyFile, signer_of
from cairong.home.manifest import digests
from cairong.home.trouble import Trouble
from cairong.notary.keys import Ed25519

FORMAT, SEAL, SUFFIX = "cairong-backup/1", "seal.json", ".age"
REFUSED = "没有恢复,请换一份没有动过的备份。"


@dataclass(frozen=True, kw_only=True)
class Seal:
    """What `seal.json` says; all but the signature is signed as RFC 8785 has it."""

    format: str
    taken_at: str
    recipient: str
    signer: str
    files: dict[str, str]
    signature: str = ""

    @property
    def signed(self) -> bytes:
        """The bytes that are signed."""
        return rfc8785.dumps({k: v for k, v in asdict(self).items() if k != "signature"})

    def is_signed(self) -> bool:
        """Whether the signature is the named signer's own."""
        alg, _, public = self.signer.partition(":")
        keys = (base64.b64decode(text, validate=True) for text in (public, self.signature))
        return alg == Ed25519.alg and Ed25519.verify(next(keys), self.signed, next(keys))


@dataclass
class Parts:
    """The files of a backup being written; encrypted where it has a recipient."""

    folder: Path
    recipient: Recipient | None
    digests: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, source: IO[bytes]) -> None:
        """Write one file, a piece at a time, and keep the SHA-256 of what was read."""
        target = self.folder / (name + SUFFIX if self.recipient else name)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with target.open("xb") as file:
            target.chmod(0o600)
            passing = Passing(source, file)
            if self.recipient:
                passing.through(pyrage.encrypt_io, [self.recipient])
            else:
                shutil.copyfileobj(passing, file)
        self.digests[name] = passing.sum.hexdigest()

    def seal(self, key: Ed25519, taken_at: str) -> None:
        """Sign the list of all files as they lie there."""
        unsigned = Seal(
            format=FORMAT,
            taken_at=taken_at,
            recipient=str(self.recipient),
            signer=signer_of(key),
            files=digests(self.folder, but=SEAL),
        )
        signature = base64.b64encode(key.sign(unsigned.signed)).decode()
        text = json.dumps({**asdict(unsigned), "signature": signature}, indent=1)
        (self.folder / SEAL).write_text(text + "\n", encoding="utf-8")


class Passing:
    """Bytes on their way, hashed as they are read; age forgets what failed, this does not."""

    def __init__(self, source: IO[bytes], target: IO[bytes]) -> None:
        self._source, self._target, self.sum = source, target, hashlib.sha256()
        self._failed: OSError | None = None

    def read(self, most: int = -1, /) -> bytes:
        """Read on."""
        try:
            found = self._source.read(most)
        except OSError as error:
            self._failed = error
            raise
        self.sum.update(found)
        return found

    def write(self, data: bytes, /) -> int:
        """Write on."""
        try:
            return self._target.write(data)
        except OSError as error:
            self._failed = error
            raise

    def flush(self) -> None:
        """Nothing to do: the file is flushed as it is closed."""

    def through(self, way: Callable[..., None], keys: Sequence[object]) -> None:
        """Let all bytes pass through age. Raises OSError of either end, ValueError of age's own."""
        try:
            way(self, self, keys)
        except (pyrage.EncryptError, pyrage.DecryptError, OSError) as error:
            raise self._failed or ValueError(str(error)) from error


def is_sealed(folder: Path) -> bool:
    """Whether a backup says of itself that it is encrypted and signed."""
    return (folder / SEAL).exists() or any(folder.glob(f"*{SUFFIX}"))


def check_seal(folder: Path, keys: KeyFile) -> Seal:
    """Verify who signed a backup, and every file against what was signed. Raises Trouble."""
    try:
        seal = Seal(**json.loads((folder / SEAL).read_text()))
        signed = seal.is_signed()
    except (OSError, ValueError, TypeError, AttributeError, rfc8785.CanonicalizationError) as error:
        raise Trouble(f"备份 {folder} 读不出 {SEAL}:{REFUSED}") from error
    if not signed:
        raise Trouble(f"备份 {folder} 的 {SEAL} 被改过(签名不对):{REFUSED}")
    if seal.signer not in keys.signers:
        raise Trouble(
            f"备份 {folder} 的 {SEAL} 由 {seal.signer} 签名,{keys.path} 里没有这个签名人:"
            "没有恢复。确实是自己的机器做的,才把它加进私钥文件(# signer: …)。"
        )
    _compare(folder, seal)
    if seal.recipient not in {str(each.to_public()) for each in keys.identities}:
        raise Trouble(
            f"备份 {folder} 加密给 {seal.recipient},{keys.path} 里的私钥打不开它:请换那一把私钥。"
        )
    return seal


def _compare(folder: Path, seal: Seal) -> None:
    """Name the first file that is not as it was signed. Raises Trouble."""
    found = digests(folder, but=SEAL)
    for name in sorted(seal.files.keys() | found.keys()):
        if seal.files.get(name) != found.get(name):
            wrong = (
                "多出" if name not in seal.files else "缺少" if name not in found else "被改过的"
            )
            raise Trouble(f"备份 {folder} 里有{wrong} {name},与签名的清单不符:{REFUSED}")


def open_sealed(folder: Path, into: Path, keys: KeyFile) -> None:
    """Decrypt every file of a backup whose seal was checked. Raises Trouble."""
    for name in ("files", "keys"):
        (into / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in digests(folder, but=SEAL):
        target = into / name.removesuffix(SUFFIX)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (folder / name).open("rb") as source, target.open("xb") as file:
            target.chmod(0o600)
            try:
                Passing(source, file).through(pyrage.decrypt_io, keys.identities)
            except ValueError as error:
                raise Trouble(f"备份 {folder} 里的 {name} 打不开({error}):{REFUSED}") from error
