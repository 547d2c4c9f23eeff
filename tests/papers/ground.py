"""Files as they come: pages with text, photographs, and what an attacker sends."""

import io
import zipfile
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from cairong.driving.verbs.papers import page_of
from cairong.papers.receiving import Received, receive
from support.town import at

NOW = at("2025-10-09 09:30")
PLAIN = "合同文本:乙方按约定完成运维服务。"
RESIDENT = "41030319900101108X"


SEEN = Received(  # as one looked into that nobody needs to open
    sha256="0" * 64, size=1, kind="pdf", pages=1, shown=0, found=[], unread=[], scanned=False
)


def pdf(text: str = PLAIN) -> bytes:
    return _pdf(text)


@cache
def _pdf(text: str) -> bytes:
    return page_of(text)


def photograph(size: tuple[int, int] = (900, 600), form: str = "JPEG") -> bytes:
    made = io.BytesIO()
    picture = Image.new("RGB", size, "white")
    exif = picture.getexif()
    exif[0x0112], exif[0x010E] = 6, "GPS 34.62 112.45"
    picture.save(made, form, **({"exif": exif} if form == "JPEG" else {}))
    return made.getvalue()


def archive(*entries: tuple[str, bytes], stored: bool = False) -> bytes:
    made = io.BytesIO()
    kind = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(made, "w", kind) as into:
        for name, content in entries:
            into.writestr(name, content)
    return made.getvalue()


def word(text: str) -> bytes:
    parts = "".join(f"<w:r><w:t>{each}</w:t></w:r>" for each in text)
    return archive(
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", f"<w:document><w:p>{parts}</w:p></w:document>".encode()),
    )


def taken(*contents: bytes, now: datetime = NOW) -> Received:
    """Take files in as a page does."""
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / str(number) for number in range(len(contents))]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        return receive(paths, now=now)
