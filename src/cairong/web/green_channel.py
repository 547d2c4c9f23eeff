"""Whom to ask in one's county: the institutions that serve it, each with its person. 二(四)-1"""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cairong.cases.green_channel import counters_in
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import BUREAU, OVERSEERS, PURCHASER, Actor, Role
from cairong.kernel.calendar import day_of
from cairong.parties.reads import region_names
from cairong.web.forms import PageForm
from cairong.web.frame import draw

READERS = (Role.SUPPLIER, Role.COUNTY_CLERK, *PURCHASER, *BUREAU, *OVERSEERS)


class RegionForm(PageForm):
    """Which region."""

    region = forms.ChoiceField(label="县(市、区)", required=False)


@require_safe
@page(*READERS)
def green_channel(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List whom to ask in a region, by default the reader's own."""
    now = moment_of(request)
    names = region_names(actor.city, on=day_of(now))
    asked = request.GET.get("region", "")
    region = next(code for code in (asked, actor.region, actor.city) if code in names)
    counters = counters_in(actor, region, now)
    context = {
        "form": RegionForm(initial={"region": region}, choices={"region": list(names.items())}),
        "region": names[region],
        "counters": counters,
        "without": sum(1 for each in counters if not each.duty),
    }
    return draw(request, actor, "green_channel.html", context)
