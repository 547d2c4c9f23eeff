"""Take a file that was sent with a form, also where it was too large to be read."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from cairong.doors import uploads
from cairong.kernel.papers import MOST_MB


def content_of(request: HttpRequest, file: Any) -> bytes | None:
    """Read the content of a file that was sent, none where none was. Raises TooLarge."""
    uploads.refuse_cut(request)
    return file.read(MOST_MB * uploads.MEGABYTE + 1) if file else None


def taking_cut[F](request: HttpRequest, form: Callable[..., F], **given: Any) -> F:
    """Make a form with a file: what came behind one that was cut off is not asked for."""
    if request.method != "POST":
        return form(**given)
    made: Any = form(request.POST, request.FILES, **given)
    if request.META.get(uploads.CUT):
        for field in made.fields.values():
            field.required = False
    return made  # type: ignore[no-any-return]
