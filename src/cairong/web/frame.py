"""The frame around every page: who is here, for whom, where one can go, how long one may idle."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cairong.doors.actors import account_of, city_facts, moment_of
from cairong.doors.page import SEEN_SECONDS
from cairong.doors.sessions import last_moment
from cairong.kernel.actor import ROLE_NAMES, Actor, Role
from cairong.outreach import reads as outreach
from cairong.parties.people import reaches_whole_organisation
from cairong.web.menus import home_of, menu_of
from cairong.web.parts import MenuGroup, MenuItem, Seat, Shell

SEATS = "seats"
PUBLIC = "base_public.html"


def draw(
    request: HttpRequest, actor: Actor, template: str, context: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Draw a page for an actor, in the layout of its audience."""
    return render(request, template, {"actor": actor, **(context or {})})


def draw_public(
    request: HttpRequest, actor: Actor, template: str, context: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Draw a page that anybody may read, in the public's layout whoever looks."""
    return draw(request, actor, template, {"layout": PUBLIC, **(context or {})})


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give every template its shell, its layout and the seconds until the session ends."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return {"layout": PUBLIC}
    name, demo = city_facts(actor.city)
    if actor.person_id is None or actor.unready:
        shell = Shell(city=name, demo=demo, leaving=actor.unready)
        return {"shell": shell, "layout": PUBLIC}
    return {
        "shell": shell_of(request, actor, city=name, demo=demo),
        "layout": "base_phone.html" if actor.role == Role.SUPPLIER else "base_desk.html",
        **_ends(request),
    }


def _ends(request: HttpRequest) -> dict[str, Any]:
    """Say in how many seconds the session ends; `at_last` where nothing moves that end."""
    idle, last = settings.SESSION_COOKIE_AGE - SEEN_SECONDS, last_moment(request.session)
    left = int((last - moment_of(request)).total_seconds()) if last else idle
    return {"idle_seconds": min(idle, left), "at_last": left < idle}


def shell_of(request: HttpRequest, actor: Actor, *, city: str, demo: bool) -> Shell:
    """Make the frame of a signed-in person."""
    account = account_of(request)
    mandate = account.mandate if account else None
    groups = groups_of(
        actor.role,
        administrator=mandate is not None and mandate.administrator,
        whole_organisation=mandate is not None
        and reaches_whole_organisation(actor, mandate.organisation),
        county=actor.county_bureau,
    )
    unread = outreach.unread_count(actor)
    here = place_of(request.path, [href for _, lines in groups for *_, href in lines])
    return Shell(
        city=city,
        demo=demo,
        person=actor.person_name,
        organisation=actor.organisation_name,
        role=ROLE_NAMES[actor.role],
        menu=[
            MenuGroup(word=word, items=[item(here, *line, unread=unread) for line in lines])
            for word, lines in groups
        ],
        seats=[
            Seat(
                mandate_id=each[0],
                organisation=each[1],
                role=ROLE_NAMES[Role(each[2])],
                current=each[0] == str(actor.mandate_id),
            )
            for each in request.session.get(SEATS, ())
        ],
        home_href=reverse(home_of(actor.role)),
        rests_until=actor.rests_until,
        find_href="" if actor.role is Role.SUPPLIER else reverse("jump"),
    )


@cache
def groups_of(
    role: Role, *, administrator: bool, whole_organisation: bool, county: bool
) -> tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]:
    """Give a role's groups, each line with its address: worked out once by each process."""
    groups = menu_of(
        role, administrator=administrator, whole_organisation=whole_organisation, county=county
    )
    return tuple(
        (word, tuple((line, name, reverse(name)) for line, name in lines)) for word, lines in groups
    )


def place_of(path: str, hrefs: Sequence[str]) -> str:
    """Find the one line of a menu that a page belongs to: the nearest above it; empty for none."""
    desk = reverse("desk")
    above = [href for href in hrefs if path == href or (href != desk and path.startswith(href))]
    return max(above, key=len, default="")


def item(here: str, word: str, name: str, href: str, *, unread: int) -> MenuItem:
    """Make one line of a menu; that of the page one is on is marked, messages say how many."""
    count = unread or None if name == "messages" else None
    return MenuItem(word=word, href=href, current=href == here, count=count)
