"""Papers that people upload as evidence: what they may be, told by their first bytes."""

from collections.abc import Mapping

from cairong.kernel.errors import Invalid

MOST_MB = 5
BEGINS: Mapping[bytes, str] = {
    b"%PDF-": "pdf",
    b"\xff\xd8\xff": "jpeg",
    b"\x89PNG\r\n\x1a\n": "png",
}
MIMES: Mapping[str, str] = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}
KINDS: Mapping[str, str] = {"pdf": "PDF", "jpeg": "JPEG", "png": "PNG"}


def kind_of(content: bytes, *, what: str) -> str:
    """Say of which kind a paper is, by its content whatever it is called.

    `what` names it to who uploaded it. Raises Invalid for no PDF or picture, and above 5 MB.
    """
    if len(content) > MOST_MB * 1024 * 1024:
        raise Invalid("invalid.paper_size", field="file", what=what, most=MOST_MB)
    for sign, kind in BEGINS.items():
        if content.startswith(sign):
            return kind
    raise Invalid("invalid.paper_kind", field="file", what=what)
