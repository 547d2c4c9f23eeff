"""The page of one published contract, its exact bytes, and the code that leads to it."""

import hashlib
import io
from functools import cache
from pathlib import Path

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cairong.disclosure.reads import (
    KIND_WORDS,
    SAMPLE,
    PublicPage,
    PublicVersion,
    public_page,
    public_stamp,
)
from cairong.doors.conditional import asks_again, holds, marked, unchanged
from cairong.doors.page import public_page as anybody
from cairong.kernel.actor import Actor
from cairong.kernel.money import parse_yuan
from cairong.web import public as package
from cairong.web.frame import draw_public
from cairong.web.parts import Moment
from cairong.web.public.items import Contract, day, filing, groups_drawn, payments, sample_groups
from cairong.web.public.states import SHAPES

MARK = 40
A_DAY = 86_400
SVG, JSON = "image/svg+xml", "application/json"


@anybody
def contract(request: HttpRequest, actor: Actor, no: str) -> HttpResponse:
    """Show what is public under a number; 304 after one read to who holds it (D30)."""
    signed_out = actor.person_id is None
    if signed_out and asks_again(request):
        etag = page_mark(public_stamp(actor.city, no))
        if holds(request, etag):
            return unchanged(etag)
    found = public_page(actor.city, no)
    response = draw_public(request, actor, "public/contract.html", _context(found))
    if signed_out:
        return marked(response, page_mark(found.sha256))
    response["Cache-Control"] = "no-store"
    return response


@anybody
def document(request: HttpRequest, actor: Actor, no: str) -> HttpResponse:
    """Give the exact published bytes; their hash is SHA-256 over 0x00 and them (D6)."""
    if asks_again(request):
        stamp = public_stamp(actor.city, no)
        if holds(request, stamp):
            return unchanged(stamp)
    found = public_page(actor.city, no)
    return marked(HttpResponse(found.raw, content_type=JSON), found.sha256)


@anybody
def qr(request: HttpRequest, actor: Actor, no: str) -> HttpResponse:  # noqa: ARG001
    """Draw the address of a contract's page as a code for phones, to stand on paper."""
    public_stamp(actor.city, no)
    out = io.BytesIO()
    segno.make(address_of(no), error="m").save(out, kind="svg", border=1, scale=4)
    response = HttpResponse(out.getvalue(), content_type=SVG)
    response["Cache-Control"] = f"public, max-age={A_DAY}"
    return response


def address_of(no: str) -> str:
    """Write the whole address of a contract's page."""
    return f"{settings.SITE_URL}{reverse('public-contract', args=[no])}"


def page_mark(sha256: str) -> str:
    """Mark the page of a version: another version, or other pages of ours, are another mark."""
    return f"{sha256[:MARK]}-{_edition()}"


@cache
def _edition() -> str:
    """Hash the sources of the public pages, so that a new edition of them is fetched anew."""
    folder = Path(package.__file__).parent
    templates = folder.parent / "templates"
    files = [*folder.glob("*.py"), *templates.glob("*.html"), *templates.glob("p*/*.html")]
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:8]


def _context(found: PublicPage) -> dict[str, object]:
    sample = found.kind == SAMPLE
    path = reverse("public-contract", args=[found.no])
    return {
        "found": found,
        "path": path,
        "word": KIND_WORDS[found.kind],
        "shape": SHAPES[found.kind],
        "address": f"{settings.SITE_URL}{path}",
        **(_sample(found) if sample else _contract(found)),
        "moments": [_moment(version) for version in found.versions],
    }


def _sample(found: PublicPage) -> dict[str, object]:
    notice, source = found.document["notice"], found.document["source"]
    return {
        "sample": True,
        "title": notice["title"],
        "amount_fen": parse_yuan(notice["amount_yuan"], "amount_yuan"),
        "groups": groups_drawn(sample_groups(found.document)),
        "source": source,
        "source_href": source["url"] if source["url"].startswith(("https://", "http://")) else "",
    }


def _contract(found: PublicPage) -> dict[str, object]:
    terms = found.document["contract"]
    return {
        "title": terms["title"],
        "amount_fen": parse_yuan(terms["amount_yuan"], "amount_yuan"),
        "purchaser_no": terms["purchaser_no"],
        "signed_on": day(terms["signed_on"]),
        "groups": groups_drawn(Contract(found.document).groups()),
        "payments": payments(found.document),
        "filing": filing(found.document),
        "masked": any(each["account"]["masked"] for each in found.document["suppliers"]),
    }


def _moment(version: PublicVersion) -> Moment:
    note = f"{version.reason + ' · ' if version.reason else ''}散列值 {version.sha256[:16]}…"
    word = f"第 {version.version} 版 · {KIND_WORDS[version.kind]}"
    return Moment(what=word, at=version.published_at, note=note)
