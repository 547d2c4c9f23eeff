"""The ranking kept when an intent was sent: a page, and a file to work it out anew."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from cairong.cases.ranking import file_of, ranking_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.web.frame import draw


@require_safe
@page(Role.SUPPLIER)
def ranking(request: HttpRequest, actor: Actor, intent_id: UUID) -> HttpResponse:
    """Show the ranking that was kept, and whether its record gives the same again."""
    kept = ranking_of(actor, intent_id)
    return draw(request, actor, "supplier/ranking.html", {"kept": kept})


@require_safe
@page(Role.SUPPLIER)
def ranking_file(_request: HttpRequest, actor: Actor, intent_id: UUID) -> HttpResponse:
    """Hand out the record of a ranking."""
    kept = ranking_of(actor, intent_id)
    answer = JsonResponse(file_of(kept), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="ranking-{kept.intent.no}.json"'
    return answer
