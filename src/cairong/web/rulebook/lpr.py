"""The loan prime rate: its history as a picture with its table; the People's Bank adds to it."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from cairong.audit.transaction import require_role
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.policy.lpr import Lpr
from cairong.rulebook.actions.publish_lpr import publish_lpr
from cairong.rulebook.reads import lpr_history
from cairong.web.acting import carry_out, sent, to_proposal, told
from cairong.web.frame import draw
from cairong.web.lists.asking import asking
from cairong.web.lists.views import table_of
from cairong.web.parts import Chart, Table
from cairong.web.rulebook.forms import LprForm
from cairong.web.rulebook.lists import LPR

PROPOSED = "已提交复核。另一位同事同意后,从公布日 9:00 起用于定价。"
PLACES = {"rulebook.lpr_twice": "published_on", "rulebook.lpr_range": "one_year_bp"}


@page()
def lpr(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Show the history of the LPR; the People's Bank proposes a new publication."""
    history = lpr_history(actor.city)
    asked = asking(request, actor, LPR)

    def drawn(form: LprForm) -> HttpResponse:
        context = {
            "newest": history[-1] if history else None,
            "one": percent(history[-1].one_year_bp) if history else None,
            "five": percent(history[-1].five_year_bp) if history else None,
            "chart": _chart(history, table_of(LPR, asked)),
            "form": form if actor.role is Role.PBOC else None,
        }
        return draw(request, actor, "rulebook/lpr.html", context)

    if request.method == "POST":
        require_role(actor, Role.PBOC)

    act = told(request, actor, publish_lpr.propose)
    form = sent(request, LprForm)
    return carry_out(request, form, act, draw=drawn, done=to_proposal, said=PROPOSED, places=PLACES)


def percent(bp: int) -> Decimal:
    """Turn basis points into a percentage of two places."""
    return (Decimal(bp) / 100).quantize(Decimal("0.01"))


def _chart(history: list[Lpr], table: Table) -> Chart:
    last = history[-1] if history else None
    return Chart(
        title="LPR 走势(%)",
        alt=(
            f"最近一次 {last.published_on.isoformat()}:一年期 {percent(last.one_year_bp)} %,"
            f"五年期以上 {percent(last.five_year_bp)} %。"
            if last
            else "还没有公布记录。"
        ),
        option={
            "legend": {"top": 0, "right": 0},
            "xAxis": {"type": "time"},
            "yAxis": {"type": "value", "scale": True},
            "series": [
                _line("一年期", [(each, each.one_year_bp) for each in history]),
                _line("五年期以上", [(each, each.five_year_bp) for each in history]),
            ],
        },
        table=table,
    )


def _line(name: str, points: list[tuple[Lpr, int]]) -> dict[str, Any]:
    data = [[point.published_on.isoformat(), bp / 100] for point, bp in points]
    return {"name": name, "type": "line", "step": "end", "symbol": "none", "data": data}
