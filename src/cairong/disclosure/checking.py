"""Whether a document somebody holds is the one that was published, byte by byte. 二(二)-6"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from cairong.disclosure.document import canonical, leaf_hash
from cairong.disclosure.reads import public_page
from cairong.kernel.errors import NotFound

MOST_TOLD = 20
Held = Literal["real", "rewritten", "replaced", "altered", "unknown"]


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What a document turned out to be.

    real: the newest version, every byte; rewritten: its content, but other bytes; replaced: an
    earlier version, no longer in force; altered: differs at `places`; unknown: never published.
    """

    held: Held
    sha256: str
    no: str = ""
    title: str = ""
    kind: str = ""
    version: int = 0
    published_at: datetime | None = None
    newest: int = 0
    places: tuple[str, ...] = ()


def check_document(city: str, raw: bytes, said: Mapping[str, Any]) -> Checked:
    """Compare a document (its bytes, and what they say) with what was published under its number.

    Only the newest version is compared item by item, and only places are told, never values:
    what was withheld since stays withheld (D5). Source: 二(二)-6.
    """
    no = said.get("contract_no")
    sha256 = leaf_hash(raw)
    try:
        newest = public_page(city, no if isinstance(no, str) and no.isprintable() else "")
    except NotFound:
        return Checked(held="unknown", sha256=sha256)
    versions = {version.sha256: version for version in newest.versions}
    written = _written(said)
    found = versions.get(sha256) or versions.get(written)
    if found is None:
        return Checked(
            held="altered",
            title=title_of(newest.document),
            kind=newest.kind,
            version=newest.version,
            published_at=newest.published_at,
            places=tuple(places_of(newest.document, said))[:MOST_TOLD],
            sha256=sha256,
            no=newest.no,
            newest=newest.version,
        )
    held: Held = "real" if found.sha256 == sha256 else "rewritten"
    return Checked(
        held=held if found.version == newest.version else "replaced",
        title=title_of(newest.document),
        kind=found.kind,
        version=found.version,
        published_at=found.published_at,
        sha256=sha256,
        no=newest.no,
        newest=newest.version,
    )


def title_of(document: Mapping[str, Any]) -> str:
    """Read the title of a contract's or a sample's document."""
    body = document.get("contract") or document.get("notice") or {}
    return str(body.get("title", ""))


def places_of(published: object, said: object, place: str = "") -> Iterator[str]:
    """Name every place where two documents differ: `contract.amount_yuan`, `suppliers.0.name`."""
    if isinstance(published, Mapping) and isinstance(said, Mapping):
        for key in dict.fromkeys([*published, *said]):
            below = f"{place}.{key}" if place else str(key)
            yield from places_of(published.get(key), said.get(key), below)
    elif isinstance(published, list) and isinstance(said, list) and len(published) == len(said):
        for number, (each, other) in enumerate(zip(published, said, strict=True)):
            yield from places_of(each, other, f"{place}.{number}")
    elif published != said or type(published) is not type(said):
        yield place


def _written(said: Mapping[str, Any]) -> str:
    """Hash the canonical bytes of what a document says; empty where it cannot have any."""
    try:
        return leaf_hash(canonical(said))
    except (ValueError, TypeError):
        return ""
