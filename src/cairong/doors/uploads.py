"""Uploaded files: bounded while they arrive, kept under names of our own, never under theirs."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import (
    FileUploadHandler,
    StopUpload,
    TemporaryFileUploadHandler,
)
from django.http import HttpRequest

from cairong.doors.actors import account_of
from cairong.doors.clock import now as clock
from cairong.home.wiping import wipe
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid, NotFound, Refusal
from cairong.parties.reads import in_force

KILOBYTE, MEGABYTE = 1024, 1024 * 1024
MOST_KB, MOST_MB = 512, 60
CUT = "cairong.upload_cut"
KEPT_FOR = timedelta(days=2)
LONGEST_NAME = 120


class TooLarge(Refusal):
    """A body brought a larger file than this address takes."""

    kind, status = "TooLarge", 413


def takes_files[V: Callable[..., Any]](view: V) -> V:
    """Let the roles of a page send it one file of up to MOST_MB, which is written to disk."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


class BoundedUpload(TemporaryFileUploadHandler):
    """Takes the files of one body, and reads no further than its bound.

    On disk, at most MOST_MB, where the page takes files from its sender; else in memory, at most
    MOST_KB in all.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.received, self.large, self.small = 0, False, BytesIO()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin one file; those in memory touch no disk."""
        self.large = self.request is not None and may_send(self.request)
        if self.large:
            super().new_file(*args, **kwargs)
        else:
            FileUploadHandler.new_file(self, *args, **kwargs)
            self.small = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Take one chunk; a full disk leaves no file. Raises StopUpload above the bound."""
        self.received += len(raw_data)
        if self.received > (MOST_MB * MEGABYTE if self.large else MOST_KB * KILOBYTE):
            if self.request is not None:
                self.request.META[CUT] = True
            raise StopUpload(connection_reset=True)
        if not self.large:
            self.small.write(raw_data)
            return None
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError:
            with suppress(OSError):
                self.file.close()
            raise
        return None

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        """Hand over a whole file."""
        if self.large:
            return super().file_complete(file_size)
        self.small.seek(0)
        return InMemoryUploadedFile(
            self.small, self.field_name, self.file_name, self.content_type, file_size, self.charset,
            self.content_type_extra,
        )  # fmt: skip


def may_send(request: HttpRequest) -> bool:
    """Whether the page asked for takes files, and the signed-in account has one of its roles."""
    view = request.resolver_match.func if request.resolver_match else None
    account = account_of(request) if getattr(view, "takes_files", False) else None
    mandate = account.mandate if account else None
    if mandate is None or mandate.role not in getattr(view, "page_roles", ()):
        return False
    return in_force(mandate, day_of(clock()))


def refuse_cut(request: HttpRequest) -> None:
    """Refuse, on a page that takes files, one that was cut off for its size. Raises Invalid."""
    if request.META.get(CUT):
        raise Invalid("doors.upload_too_large", field="file", most=MOST_MB)


def refuse_files_cut(request: HttpRequest) -> None:
    """Refuse, on any other page, a file that was cut off for its size. Raises TooLarge."""
    if request.META.get(CUT):
        raise TooLarge("doors.upload_not_taken", most=MOST_KB)


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One kept upload: its id is its name on disk; `shown_name` is what its sender called it.

    Its `kind` says which page took it; no other finds it.
    """

    id: UUID
    city: str
    person_id: str
    shown_name: str
    size: int
    at: datetime
    kind: str = ""
    said: Mapping[str, Any] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        """Where its bytes lie."""
        return _folder() / f"{self.id}.data"

    @property
    def errors_path(self) -> Path:
        """Where the list of its errors lies, if any was made."""
        return _folder() / f"{self.id}.errors.csv"


def keep(actor: Actor, file: "UploadedFile[Any]", *, now: datetime, kind: str) -> Kept:
    """Keep an uploaded file for its sender, two days at most."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _forget_old(folder, now)
    kept = Kept(
        id=uuid4(),
        city=actor.city,
        person_id=str(actor.person_id),
        shown_name=shown(file.name or ""),
        size=file.size or 0,
        at=now,
        kind=kind,
    )
    try:
        with kept.path.open("xb") as out:
            for chunk in file.chunks():
                out.write(chunk)
        return note(kept)
    except OSError:
        discard(kept)
        raise


def forget_beyond(actor: Actor, most: int, *, kind: str) -> None:
    """Remove the oldest uploads of one's own, so that fewer than these of a kind are kept."""
    own = sorted(uploads_of(actor, kind=kind), key=lambda each: each.at, reverse=True)
    for each in own[most - 1 :]:
        discard(each)


def kept_for(actor: Actor, upload_id: UUID, *, kind: str) -> Kept:
    """Find an upload of one's own, of a kind. Raises NotFound."""
    try:
        kept = _read(_folder() / f"{upload_id}.json")
    except FileNotFoundError:
        raise NotFound("access.not_found", thing="上传的文件") from None
    if not _own(actor, kept, kind):
        raise NotFound("access.not_found", thing="上传的文件")
    return kept


def uploads_of(actor: Actor, *, kind: str) -> list[Kept]:
    """List the uploads of one's own, of a kind, that are still kept."""
    found = []
    for path in _folder().glob("*.json"):
        with suppress(FileNotFoundError):  # another may have taken it away meanwhile
            found.append(_read(path))
    return [each for each in found if _own(actor, each, kind)]


def take(kept: Kept) -> bool:
    """Take an upload over to carry it out; False where that was begun before."""
    try:
        (_folder() / f"{kept.id}.taken").touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def note(kept: Kept, **said: Any) -> Kept:
    """Write down what became of an upload."""
    known = replace(kept, said={**kept.said, **said})
    facts = {
        "city": known.city, "person_id": known.person_id, "shown_name": known.shown_name,
        "size": known.size, "at": known.at.isoformat(), "kind": known.kind, "said": known.said,
    }  # fmt: skip
    place = _folder() / f"{known.id}.json"
    half = place.with_suffix(".half")
    half.write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    half.replace(place)
    return known


def discard(kept: Kept) -> None:
    """Remove an upload that cannot be used."""
    for path in _folder().glob(f"{kept.id}.*"):
        path.unlink(missing_ok=True)


def discard_all() -> None:
    """Remove every upload that is kept, written over: a case was frozen, and may lie in one."""
    for path in _folder().glob("*"):
        with suppress(FileNotFoundError):  # another may have taken it away meanwhile
            wipe(path)


def _read(place: Path) -> Kept:
    facts = json.loads(place.read_text(encoding="utf-8"))
    at = datetime.fromisoformat(facts.pop("at"))
    return Kept(id=UUID(place.stem), at=at, **facts)


def _own(actor: Actor, kept: Kept, kind: str) -> bool:
    whose = (kept.city, kept.person_id, kept.kind)
    return whose == (actor.city, str(actor.person_id), kind)


def _folder() -> Path:
    return Path(settings.FILES_ROOT) / "uploads"


def _forget_old(folder: Path, now: datetime) -> None:
    for path in folder.iterdir():
        with suppress(FileNotFoundError):  # another may have taken it away meanwhile
            written = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
            if now - written > KEPT_FOR:
                path.unlink()


def shown(name: str) -> str:
    """Name a file as its sender called it, without characters that cannot be seen."""
    kept = "".join(each if each.isprintable() else "�" for each in name)
    return kept if len(kept) <= LONGEST_NAME else f"{kept[: LONGEST_NAME - 1]}…"
