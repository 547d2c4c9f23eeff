"""Ask a virus scanner (ClamAV) about a file, where one is configured: its INSTREAM command."""

import socket
from pathlib import Path

from django.conf import settings

from cairong.kernel.errors import Invalid

PIECE, SECONDS, LONGEST = 64 * 1024, 30, 4096


def scan(path: Path) -> bool:
    """Say whether a file was scanned: False where no scanner is configured.

    Raises Invalid where the scanner found something, or does not answer: then nothing is taken.
    """
    if not settings.CLAMAV:
        return False
    try:
        said = _asked(path)
    except OSError:
        raise Invalid("papers.scanner_away", field="file") from None
    if said.endswith(" FOUND"):
        raise Invalid("papers.infected", field="file", what=said.removesuffix(" FOUND")[-60:])
    if said != "stream: OK":
        raise Invalid("papers.scanner_away", field="file")
    return True


def _asked(path: Path) -> str:
    host, _, port = settings.CLAMAV.rpartition(":")
    with socket.create_connection((host, int(port)), SECONDS) as line, path.open("rb") as file:
        line.sendall(b"zINSTREAM\0")
        while piece := file.read(PIECE):
            line.sendall(len(piece).to_bytes(4, "big") + piece)
        line.sendall(bytes(4))
        answer = b""
        while b"\0" not in answer and len(answer) < LONGEST and (more := line.recv(LONGEST)):
            answer += more
    return answer.rstrip(b"\0").decode(errors="replace").strip()
