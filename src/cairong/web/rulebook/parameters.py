"""Parameters: the value in force with its source and clause, its history, a new value proposed."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.audit.transaction import require_role
from cairong.doors.actors import moment_of
from cairong.doors.lists import filters
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.policy.parameters import BY_CODE, Parameter, held_on, law_on
from cairong.rulebook.actions.set_parameter import set_parameter
from cairong.rulebook.reads import parameter_history, parameter_row, parameters_of
from cairong.web.acting import carry_out
from cairong.web.frame import draw
from cairong.web.listing import Around, ListPage, answer_rows
from cairong.web.parts import Column, Empty, Paper, Row, Table
from cairong.web.parts.words import clause_href
from cairong.web.rulebook.forms import ParameterForm, WordsFilter

LIST = ListPage(
    title="参数表",
    columns=(
        Column(key="word", word="参数", sort="word"),
        Column(key="value", word="现行值", kind="short"),
        Column(key="from", word="自", kind="date", sort="from"),
        Column(key="law", word="法律规定", kind="short"),
        Column(key="clause", word="依据", kind="short", sort="clause"),
        Column(key="source", word="来源"),
    ),
    sorts={one: one for one in ("place", "word", "from", "clause")},
    default="place",
    export="rulebook-parameters-export",
    empty=Empty(text="没有这样的参数。"),
    per_page=50,
)
HISTORY = (
    Column(key="from", word="生效日", kind="date"),
    Column(key="value", word="值"),
    Column(key="standing", word="状态"),
    Column(key="source", word="来源"),
)
PLACES = {"rulebook.parameter_twice": "valid_from", "rulebook.laxer_than_law": "value"}
PROPOSED = "已提交复核。复核同意后,从生效日起按新值计算。"


@require_safe
@page()
def parameters(request: HttpRequest, actor: Actor, *, sheet: bool = False) -> HttpResponse:
    """List every parameter as it holds today; or answer them as a workbook."""
    form = filters(request, WordsFilter)
    today = day_of(moment_of(request))
    rows = [
        _row(one, place, law_on(one.code, today))
        for place, one in enumerate(parameters_of(actor.city, on=today))
        if form.says(one.word, one.obligation, one.source)
    ]
    around = Around(template="rulebook/parameters.html")
    return answer_rows(request, actor, LIST, form, rows=rows, sheet=sheet, around=around)


@page()
def parameter(request: HttpRequest, actor: Actor, code: str) -> HttpResponseBase:
    """Show one parameter with its history; its officer proposes a new value."""
    history = parameter_history(actor.city, code)
    now = moment_of(request)
    today = day_of(now)
    held = parameter_row(actor.city, code, on=today)
    number = BY_CODE[code]
    own = [one for one in history if one not in number.by_city()]

    def drawn(form: ParameterForm) -> HttpResponse:
        context = {
            "held": held,
            "law": law_on(code, today),
            "tiers": [
                _tier("本市取值", history, today, lambda day: held_on(code, day, own)),
                _tier("法律规定", number.by_law(), today, lambda day: law_on(code, day)),
            ],
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


def _row(one: Parameter, place: int, law: Parameter | None) -> Row:
    return Row(
        cells={
            "place": place,
            "word": one.word,
            "value": one.said,
            "from": one.valid_from,
            "law": law.said if law else None,
            "clause": Paper(word=one.obligation, href=clause_href(one.obligation)),
            "source": one.source,
        },
        href=reverse("rulebook-parameter", args=[one.code]),
    )


def _tier(
    caption: str, values: list[Parameter], today: date, held: Callable[[date], Parameter | None]
) -> Table:
    """Lay out the values of a tier, the newest first; `held` tells which of them holds on a day."""

    def standing(one: Parameter) -> str:
        if held(one.valid_from) != one:
            return "不适用,本市另有规定"
        if one.valid_from > today:
            return "将生效"
        return "现行" if held(today) == one else "已失效"

    rows = [
        Row(
            cells={
                "from": one.valid_from,
                "value": one.said,
                "standing": standing(one),
                "source": one.source,
            }
        )
        for one in sorted(values, key=lambda one: one.valid_from, reverse=True)
    ]
    return Table(
        caption=caption, columns=HISTORY, rows=rows, empty=Empty(text="法律没有规定这一数值。")
    )
