"""The rules as JSON: the same questions and answers as `cairong rules`, by the city's own rows."""

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from cairong.doors.bodies import read_json
from cairong.doors.limits import limit_address
from cairong.doors.machines import accepts
from cairong.doors.page import public_page
from cairong.kernel.actor import Actor
from cairong.policy.service import answer
from cairong.rulebook.reads import calendar_of

MOST, STRETCH = 120, 60


@csrf_exempt
@accepts("POST")
@public_page
def rules(request: HttpRequest, actor: Actor, command: str) -> HttpResponseBase:
    """Answer one question about days, cost, size or codes; nothing is kept."""
    limit_address(request, "rules", most=MOST, seconds=STRETCH)
    made = answer(command, read_json(request), calendar=calendar_of(actor.city))
    return JsonResponse(made, json_dumps_params={"ensure_ascii": False})
