"""Hand out a paper or a letter, to be looked at outside the browser's page."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def hand_out(content: bytes, kind: str, name: str) -> HttpResponse:
    """Answer a file of a kind under a name, kept by nobody on the way."""
    response = HttpResponse(content, content_type=kind)
    named = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = named or "attachment"
    response["Cache-Control"] = "no-store"
    return response
