"""Ask whoever answers at the gateway's address whether it is ours.

A secret stands in the gateway's folder as long as a command asks: whoever answers by it is the
gateway, or root. Nobody else can read there, and what is answered names the address itself, so that
it is of no use at another.
"""

import hmac
import secrets
from collections.abc import Mapping
from pathlib import Path

from cairong.home.environment import gateway_port, gateway_socket, gateway_url
from cairong.home.folder import write_whole

FILE, LONGEST = "hail", 64
# The name it is asked by, whatever its own is; no browser gets there by it (RFC 6761).
NAME = "gateway.invalid"


def begin(folder: Path) -> str:
    """Keep a secret in the gateway's folder, as its account, and name it."""
    secret = secrets.token_hex(32)
    write_whole(folder / FILE, secret)
    return secret


def end(folder: Path) -> None:
    """Let the secret be good no more."""
    (folder / FILE).unlink(missing_ok=True)


def answer_to(folder: Path, asked: str) -> dict[str, str] | None:
    """Answer, as the gateway, what is asked now; None where no command asks."""
    try:
        secret = (folder / FILE).read_text()
    except FileNotFoundError:
        return None
    said = {"url": gateway_url(), "door": door()}
    return {**said, "proof": proof(secret, asked[:LONGEST], said)}


def door() -> str:
    """Name where the gateway's pages are served on this machine: its socket, or its port."""
    return str(gateway_socket() or gateway_port())


def proof(secret: str, asked: str, said: Mapping[str, str]) -> str:
    """Prove by the secret what is said to a question, and to no other."""
    text = "\n".join((asked, said["url"], said["door"]))
    return hmac.digest(secret.encode(), text.encode(), "sha256").hex()
