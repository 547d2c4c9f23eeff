"""The first page: who are you, what does it cost, how to borrow, who lends, the city's figures.

一(一)-3
"""

from django.http import HttpRequest, HttpResponse

from cairong.cases.figures import city_figures, institutions_here
from cairong.doors.actors import moment_of
from cairong.doors.page import public_page
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.products.shelf import ShelfQuery, shelf
from cairong.rulebook.reads import lpr_on, parameters_of
from cairong.web.frame import draw_public
from cairong.web.parts import Step
from cairong.web.public.terms import percent

EXAMPLE = ShelfQuery(amount_fen=30_000_000, days=180)
STEPS = (
    ("中标", "采购人发出中标通知,告知函送到您手上"),
    ("登记意向", "选一份合同,写金额和天数,一步登记"),
    ("选报价", "机构在 {decide_days}内审批,您比较后选一家"),
    ("锁定账户", "您同意,采购人确认,财政部门锁定回款账户"),
    ("放款还款", "{disburse_days}内放款;合同款到账自动还款,余款当天归您"),
)


@public_page
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Greet whoever comes, and lead each to what is theirs."""
    now = moment_of(request)
    year, lpr = day_of(now).year, lpr_on(actor.city, now)
    numbers = {parameter.code: parameter for parameter in parameters_of(actor.city, on=day_of(now))}
    given = {code: number.said for code, number in numbers.items()}
    priced = [
        each
        for each in shelf(actor.city, now=now, query=EXAMPLE, lpr=lpr)
        if each.cost is not None and each.cost.irr_percent is not None
    ]
    context = {
        "figures": city_figures(actor.city, year),
        "year": year,
        "institutions": institutions_here(actor.city),
        "cheapest": priced[0] if priced else None,
        "dearest": priced[-1] if priced else None,
        "offered": len(priced),
        "example": EXAMPLE,
        "lpr": lpr,
        "one_year": percent(lpr.one_year_bp),
        "five_year": percent(lpr.five_year_bp),
        "steps": [Step(word=word, note=note.format_map(given)) for word, note in STEPS],
        "cap": numbers["contract_cap_percent"].value,
    }
    return draw_public(request, actor, "public/home.html", context)
