"""Ways to sign, each behind one class; and the signer's own key, kept in a folder of its own."""

import base64
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from cairong.home.folder import write_whole
from cairong.home.trouble import Trouble

VARIABLE = "CAIRONG_LOG_ALGORITHM"


class Ed25519:
    """Ed25519 (RFC 8032)."""

    alg = "Ed25519"

    def __init__(self, secret: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(secret)
        self.public: bytes = self._key.public_key().public_bytes_raw()

    @staticmethod
    def made() -> bytes:
        """Make a new secret."""
        return Ed25519PrivateKey.generate().private_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """Sign a message."""
        return self._key.sign(message)

    @staticmethod
    def verify(public_key: bytes, message: bytes, signature: bytes) -> bool:
        """Whether the signature is that key's own over the message."""
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


ALGORITHMS: dict[str, type[Ed25519]] = {Ed25519.alg: Ed25519}


def algorithm(name: str) -> type[Ed25519]:
    """Choose how heads are signed. Raises Trouble for what this machine's library cannot do."""
    found = ALGORITHMS.get(name or Ed25519.alg)
    if found is None:
        can = "、".join(ALGORITHMS)
        raise Trouble(
            f"环境变量 {VARIABLE} 是 {name[:20]},本机的密码库签不了(能用的:{can}):"
            "请去掉它,或换上支持它的密码库。"
        )
    return found


def own_key(folder: Path, way: type[Ed25519]) -> Ed25519:
    """Read the signer's key, or make it: one that signed nothing yet has to wait for a break."""
    path = folder / f"key.{way.alg}"
    if not path.exists():
        write_whole(path, base64.b64encode(way.made()).decode() + "\n")
    return way(base64.b64decode(path.read_text()))
