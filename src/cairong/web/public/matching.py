"""How products that fit are put in order: the formula in force, and an example."""

from django.http import HttpRequest, HttpResponse

from cairong.doors.actors import moment_of
from cairong.doors.page import public_page
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.policy.matching import Scored, formula_on, points, score_of
from cairong.products.shelf import tie_seed
from cairong.web.frame import draw_public
from cairong.web.public.terms import percent

EXAMPLE = Scored(cost_points=40_972, lpr_bp=300, secured=False, held=True, online=True)


@public_page
def matching(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the formula, the numbers in force, the seed of the day and a score worked out."""
    today = day_of(moment_of(request))
    formula = formula_on(today)
    score = score_of(EXAMPLE, formula)
    context = {
        "formula": formula,
        "seed": tie_seed(actor.city, today),
        "cost": f"{EXAMPLE.cost_points / 10_000:.4f}%",
        "lpr": percent(EXAMPLE.lpr_bp),
        "off": [(word, points(each)) for word, each in score.off],
        "score": score.words,
    }
    return draw_public(request, actor, "public/matching.html", context)
