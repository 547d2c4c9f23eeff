"""Parameters: the value in force with its source and clause, its history, a new value proposed."""

from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from cairong.audit.transaction import require_role
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.oversight.reads import WATCHERS
from cairong.oversight.replay import KINDS
from cairong.policy.parameters import BY_CODE, Parameter, held_on, law_on
from cairong.rulebook.actions.set_parameter import set_parameter
from cairong.rulebook.reads import parameter_history, parameter_row
from cairong.web.acting import carry_out, sent, to_proposal, told
from cairong.web.frame import draw
from cairong.web.parts import Column, Table, plain_table
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
    today = day_of(moment_of(request))
    held = parameter_row(actor.city, code, on=today)
    number = BY_CODE[code]
    own = [each for each in history if each not in number.by_city()]

    def drawn(form: ParameterForm) -> HttpResponse:
        context = {
            "held": held,
            "law": law_on(code, today),
            "tiers": [
                _tier("本市取值", history, today, lambda day: held_on(code, day, own)),
                _tier("法律规定", number.by_law(), today, lambda day: law_on(code, day)),
            ],
            "form": form if actor.role is Role.PROCUREMENT_OFFICER else None,
            "whatif_href": _whatif(actor, code),
        }
        return draw(request, actor, "rulebook/parameter.html", context)

    if request.method == "POST":
        require_role(actor, Role.PROCUREMENT_OFFICER)
    form = sent(request, ParameterForm, parameter=held, initial={"valid_from": today})
    act = told(request, actor, set_parameter.propose, code=code)
    return carry_out(request, form, act, draw=drawn, done=to_proposal, said=PROPOSED, places=PLACES)


def _whatif(actor: Actor, code: str) -> str:
    """Lead to the replay of the past under another number, where duties rest on it."""
    if code not in KINDS or actor.role not in WATCHERS:
        return ""
    return f"{reverse('rulebook-whatif')}?{urlencode({'code': code})}"


def _tier(
    caption: str, values: list[Parameter], today: date, held: Callable[[date], Parameter | None]
) -> Table:
    """Lay out the values of a tier, the newest first; `held` tells which of them holds on a day."""

    def standing(given: Parameter) -> str:
        if held(given.valid_from) != given:
            return "不适用,本市另有规定"
        if given.valid_from > today:
            return "将生效"
        return "现行" if held(today) == given else "已失效"

    rows = [
        {
            "from": value.valid_from,
            "value": value.said,
            "standing": standing(value),
            "source": value.source,
        }
        for value in sorted(values, key=lambda value: value.valid_from, reverse=True)
    ]
    return plain_table(caption, HISTORY, rows, empty="法律没有规定这一数值。")
