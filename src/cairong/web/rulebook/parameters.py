"""Parameters: the value in force with its source and clause, its history, a new value proposed."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from cairong.audit.transaction import require_role
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.policy.parameters import Parameter
from cairong.rulebook.actions.set_parameter import set_parameter
from cairong.rulebook.reads import parameter_history
from cairong.web.acting import carry_out
from cairong.web.frame import draw
from cairong.web.parts import Column, Empty, Row, Table
from cairong.web.rulebook.forms import ParameterForm

HISTORY = (
    Column(key="from", word="生效日", kind="date"),
    Column(key="value", word="值"),
    Column(key="standing", word="状态"),
    Column(key="source", word="来源"),
)
PLACES = {"rulebook.parameter_twice": "valid_from", "rulebook.laxer_than_law": "value"}
PROPOSED = "已提交复核。复核同意后,从生效日起按新值计算。"


@page()
def parameter(request: HttpRequest, actor: Actor, code: str) -> HttpResponseBase:
    """Show one parameter with its history; its officer proposes a new value."""
    history = parameter_history(actor.city, code)
    now = moment_of(request)
    today = day_of(now)
    held = next(one for one in history if one.valid_from <= today)

    def drawn(form: ParameterForm) -> HttpResponse:
        context = {
            "held": held,
            "value": held.said,
            "table": _history(history, held),
            "form": form if actor.role is Role.PROCUREMENT_OFFICER else None,
        }
        return draw(request, actor, "rulebook/parameter.html", context)

    if request.method != "POST":
        return drawn(ParameterForm(parameter=held, initial={"valid_from": today}))
    require_role(actor, Role.PROCUREMENT_OFFICER)

    def act(typed: dict[str, Any]) -> object:
        return set_parameter.propose(actor=actor, now=now, code=code, **typed)

    return carry_out(
        request, ParameterForm(request.POST, parameter=held), act, draw=drawn,
        done=lambda pk: reverse("proposal", args=[pk]), said=PROPOSED,
        places=PLACES,
    )  # fmt: skip


def _history(history: list[Parameter], held: Parameter) -> Table:
    def standing(one: Parameter) -> str:
        if one is held:
            return "现行"
        return "将生效" if one.valid_from > held.valid_from else "已失效"

    rows = [
        Row(
            cells={
                "from": one.valid_from,
                "value": one.said,
                "standing": standing(one),
                "source": one.source,
            }
        )
        for one in history
    ]
    return Table(caption="历次取值", columns=HISTORY, rows=rows, empty=Empty(text="没有取值。"))
