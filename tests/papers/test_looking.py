"""What a file may be: each of these is taken, or refused in one sentence, and nothing else happens.

二(四)-2
"""

import hashlib
import os
import random
import shutil
import socket
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from threading import Thread

import pypdfium2
import pytest
from PIL import Image

from cairong.kernel.errors import Invalid
from cairong.papers import store
from cairong.papers.looking.__main__ import look
from cairong.papers.looking.refused import UnfitError
from cairong.policy.papers import KINDS
from papers.ground import PLAIN, RESIDENT, archive, pdf, photograph, taken, word

WORD = ("word/document.xml", b"<w:document/>")
BIG = b"0" * 1024 * 1024
WORDED = {f"papers.{code}" for code in ("kind", "broken", "bomb", "locked", "pages", "two_kinds")}


def code_of(*contents: bytes) -> str:
    with pytest.raises(Invalid) as caught:
        taken(*contents)
    return caught.value.findings[0].code


@pytest.fixture(autouse=True)
def _apart(settings, tmp_path) -> None:
    settings.FILES_ROOT = tmp_path


def test_a_document_is_kept_under_its_hash_byte_for_byte_with_its_pages():
    content = pdf()
    found = taken(content)
    assert found.sha256 == hashlib.sha256(content).hexdigest()
    assert store.read(found.sha256) == content
    assert (found.kind, found.pages, found.shown, found.found, found.unread) == (
        "pdf",
        1,
        1,
        [],
        [],
    )
    with Image.open(BytesIO(store.picture(found.sha256, 1))) as picture:
        assert picture.width == 1240


def test_twice_the_same_lies_there_once():
    first, again = taken(pdf()), taken(pdf())
    assert first == again
    assert [path.name for path in store.every()] == [first.sha256]
    assert not list((store.folder() / store.PREPARED).iterdir())


def test_pictures_become_one_upright_document_without_what_the_camera_noted():
    found = taken(photograph(), photograph(form="PNG"), photograph(form="WEBP"))
    content = store.read(found.sha256)
    assert (found.kind, found.pages, found.unread) == ("pdf", 3, [1, 2, 3])
    assert b"GPS" not in content
    assert [page.get_width() < page.get_height() for page in pypdfium2.PdfDocument(content)] == [
        True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize("make", [pdf, word])
def test_numbers_of_persons_are_found_and_shown_masked(make):
    found = taken(make(f"{PLAIN}身份证 {RESIDENT},电话 138 0013 8000,金额 68520000123 元"))
    assert [(each["sort"], each["shown"], each["page"]) for each in found.found] == [
        ("resident", "410*************8X", 1), ("mobile", "138******00", 1),
    ]  # fmt: skip


# Programs, archives and pictures of kinds that are not taken, old Office, a message, a diary.
OTHERS = (
    b"\x7fELF", b"#!/bin/sh\n", b"\x1f\x8b\x08", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf1", b"GIF89a", b"BM\x00\x00", b"II*\x00",
    b"\x00\x00\x01\x00", b"<?xml version='1.0'?>", b"<svg", b"<?php", b"From: a@b\r\n",
    b"%!PS-Adobe", b"\xca\xfe\xba\xbe", b"SQLite format 3\x00", b"\xef\xbb\xbf", b"\x00",
)  # fmt: skip


def locked() -> bytes:
    """A document that asks for a password."""
    dictionary = b"<</Filter/Standard/V 1/R 2/O(" + b"a" * 32 + b")/U(" + b"b" * 32 + b")/P -4>>"
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n3 0 obj" + dictionary + b"endobj\n"
        b"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[(a)(b)]>>\n%%EOF"
    )


HOSTILE = {
    "empty": (b"", "papers.empty"),
    **{f"begins with {begin!r}": (begin + BIG, "papers.kind") for begin in OTHERS},
    "document after a program": (b"MZ\x90\x00" + pdf(), "papers.kind"),
    "document after a page": (b"<html>" + pdf(), "papers.kind"),
    "archive after a page": (b"<html>" + archive(WORD), "papers.kind"),
    "document with a password": (locked(), "papers.locked"),
    "page within": (archive(WORD, ("word/a.html", b"<p>")), "papers.programs"),
    "program": (b"MZ\x90\x00" + BIG, "papers.kind"),
    "page": (b"<!doctype html><script>alert(1)</script>", "papers.kind"),
    "picture with script": (b"<svg onload='alert(1)'/>", "papers.kind"),
    "text called pdf": ("合同".encode(), "papers.kind"),
    "half a document": (pdf()[:3000], "papers.broken"),
    "document of nothing": (b"%PDF-1.7\n%%EOF", "papers.broken"),
    "document and archive": (pdf() + archive(WORD), "papers.two_kinds"),
    "half a picture": (photograph()[:600], "papers.broken"),
    "picture of 900 million points": (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x75\x30\x00\x00\x75\x30\x08\x00\x00\x00\x00",
        "papers.broken",
    ),
    "archive of nothing": (archive(("a.txt", b"1")), "papers.kind"),
    "two kinds of archive": (archive(WORD, ("OFD.xml", b"<a/>")), "papers.kind"),
    "bomb": (archive(("word/document.xml", BIG * 150)), "papers.bomb"),
    "many entries": (archive(WORD, *((f"word/{n}", b"") for n in range(3001))), "papers.bomb"),
    "way out": (archive(WORD, ("../../keys/web", b"1")), "papers.broken"),
    "way out by drive": (archive(WORD, ("..\\keys", b"1")), "papers.broken"),
    "absolute": (archive(WORD, ("/etc/passwd", b"1")), "papers.broken"),
    "macro": (archive(WORD, ("word/vbaProject.bin", b"1")), "papers.programs"),
    "program within": (archive(WORD, ("word/media/a.exe", b"1")), "papers.programs"),
    "half an archive": (archive(WORD)[:40], "papers.broken"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "code"), HOSTILE.values(), ids=HOSTILE)
def test_what_is_hostile_is_refused_in_words_and_leaves_nothing(content, code):
    assert code_of(content) == code
    assert not [path for path in store.folder().rglob("*") if path.is_file()]


BEHIND = ("document", "archive", "page")


@pytest.mark.parametrize("behind", [pdf(), archive(WORD), b"<script>"], ids=BEHIND)
def test_of_a_picture_nothing_is_kept_but_what_it_shows(behind):
    content = store.read(taken(photograph() + behind).sha256)
    assert behind not in content
    assert (content.count(b"%PDF"), content.count(b"PK\x05\x06")) == (1, 0)


WHOLES = {"pdf": pdf, "word": lambda: archive(WORD), "jpeg": photograph}
SPOILT = 2000 if os.environ.get("CAIRONG_SOAK") else 40  # of each kind


@pytest.mark.parametrize("make", WHOLES.values(), ids=WHOLES)
def test_what_is_cut_or_changed_anywhere_is_taken_or_refused_in_words(make, tmp_path):
    """Looked at here, not apart: whatever is wrong with a file, its reader says so and lives."""
    drawn, whole = random.Random(5), make()  # noqa: S311 - places
    sent, out = tmp_path / "sent", tmp_path / "out"
    for _ in range(SPOILT):
        spoilt = bytearray(whole[: drawn.randrange(1, len(whole) + 1)])
        for _ in range(drawn.randrange(4)):
            spoilt[drawn.randrange(len(spoilt))] = drawn.randrange(256)
        sent.write_bytes(spoilt)
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        try:
            kind = look(out, [sent])["kind"]
        except UnfitError as unfit:
            kind = unfit.args[0]
        assert kind in KINDS.keys() | WORDED


def test_several_files_are_pictures_or_refused():
    assert code_of(pdf(), photograph()) == "papers.several"
    assert code_of(*[b""] * 13) == "papers.too_many"
    assert code_of(BIG * 21) == "papers.too_large"


def test_a_script_in_a_document_is_refused():
    scripted = (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R/Names<</JavaScript<</Names[(a)4 0 R]>>>>>>"
        b"endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\n"
        b"4 0 obj<</S/JavaScript/JS(app.alert\\(1\\))>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )
    assert code_of(scripted) == "papers.programs"


def test_what_is_changed_on_disk_is_not_handed_out():
    found = taken(pdf())
    (store.place_of(found.sha256) / store.WHOLE).write_bytes(pdf("改过"))
    with pytest.raises(store.DamagedError):
        store.read(found.sha256)


@contextmanager
def scanner(answer: bytes):
    """A stand-in of ClamAV, which takes one stream and answers."""
    got = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            line, _ = listening.accept()
            with line, line.makefile("rb") as reading:
                assert reading.read(10) == b"zINSTREAM\0"
                while size := int.from_bytes(reading.read(4)):
                    got.append(reading.read(size))
                line.sendall(answer)

        thread = Thread(target=serve)
        thread.start()
        yield f"127.0.0.1:{listening.getsockname()[1]}", got
        thread.join(5)


def test_a_scanner_reads_all_of_it_and_has_the_last_word(settings):
    content = pdf()
    with scanner(b"stream: OK\0") as (settings.CLAMAV, got):
        assert taken(content).scanned
    assert b"".join(got) == content
    with scanner(b"stream: Eicar-Test FOUND\0") as (settings.CLAMAV, _):
        assert code_of(content) == "papers.infected"
    assert code_of(content) == "papers.scanner_away"


def test_what_nothing_names_is_swept_after_a_day_and_what_is_named_stays():
    kept, left = taken(pdf("甲")).sha256, taken(pdf("乙")).sha256
    half = store.prepare()
    (half / store.WHOLE).write_bytes(b"half")
    came = datetime.fromtimestamp(half.stat().st_mtime, UTC)
    soon, later = (came + timedelta(hours=each) for each in (23, 25))

    def swept(now: datetime) -> int:
        return sum(
            store.sweep(each, now=now, named=lambda _: {kept}) for each in {kept[:2], left[:2]}
        )

    assert (swept(soon), swept(later)) == (0, 2)
    assert [path.name for path in store.every()] == [kept]
    assert not half.exists()
