"""How a performance grade is worked out: the formula, the numbers in force, an example."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse

from cairong.doors.actors import moment_of
from cairong.doors.page import public_page
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.policy.record import COMPONENTS, FORMULA, Work, percent, record_on
from cairong.rulebook.reads import parameters_of
from cairong.web.frame import draw_public
from cairong.web.parts import Column, plain_table
from cairong.web.records import arithmetic, grade_word, numbers

COLUMNS = (
    Column(key="word", word="数值", kind="name"),
    Column(key="said", word="现为"),
    Column(key="valid_from", word="自", kind="date"),
    Column(key="source", word="依据"),
)
IN_TIME, LATE = 4, 1


@public_page
def record(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the formula with the numbers of today, and one record worked out by them."""
    today = day_of(moment_of(request))
    held = [each for each in parameters_of(actor.city, on=today) if each.code in FORMULA]
    formula = {each.code: each.value for each in held}
    example = record_on(today, _example(today, formula["record_allowed_days"]), formula)
    context = {
        "components": [(each, formula[each.weight]) for each in COMPONENTS],
        "numbers": numbers(formula),
        "table": plain_table("计算用的数值", COLUMNS, held, empty="还没有数值。"),
        "in_time": IN_TIME,
        "late": LATE,
        "sums": [(part.component.word, arithmetic(part, formula)) for part in example.parts],
        "value": percent(example.value),
        "grade": grade_word(example.grade),
    }
    return draw_public(request, actor, "public/record.html", context)


def _example(today: date, allowed: int) -> list[Work]:
    promised = today - timedelta(days=allowed + LATE)
    good = Work(done_on=promised, promised_on=promised)
    return [good] * IN_TIME + [Work(done_on=today, promised_on=promised)] * LATE
