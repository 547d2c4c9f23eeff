"""Addresses of the pages of events that are no lists."""

from django.urls import path

from cairong.web.promotion import host, visitors

DESK = "overseer/events/<uuid:event_id>/"
OPEN = "events/<uuid:event_id>/"

urlpatterns = [
    path("overseer/events/new/", host.new, name="event-new"),
    path(DESK, host.event, name="overseer-event"),
    path(f"{DESK}change/", host.change, name="event-change"),
    path(f"{DESK}announce/", host.announce, name="event-announce"),
    path(f"{DESK}invite/", host.invite, name="event-invite"),
    path(f"{DESK}door/", host.door, name="event-door-renew"),
    path(f"{DESK}door.svg", host.door_code, name="event-door-code"),
    path(f"{DESK}hold/", host.hold, name="event-hold"),
    path(f"{DESK}sum-up/", host.sum_up, name="event-sum-up"),
    path(f"{DESK}call-off/", host.call_off, name="event-call-off"),
    path(f"{DESK}papers/add/", host.add_paper, name="event-paper-add"),
    path(
        f"{DESK}papers/<uuid:paper_id>/withdraw/",
        host.withdraw_paper,
        name="event-paper-withdraw",
    ),
    path(f"{DESK}sign-ups/<uuid:sign_up_id>/", host.enter, name="event-enter"),
    path(f"{DESK}sign-ups/<uuid:sign_up_id>/strike/", host.strike, name="event-strike"),
    path(f"{DESK}effect/", host.effect, name="event-effect"),
    path("overseer/events/questions/<uuid:question_id>/", host.answer, name="event-answer"),
    path(OPEN, visitors.event, name="event"),
    path(f"{OPEN}sign-up/", visitors.take_part, name="event-sign-up"),
    path(f"{OPEN}guest/", visitors.guest, name="event-guest"),
    path(f"{OPEN}take-back/", visitors.take_back, name="event-take-back"),
    path(f"{OPEN}ask/", visitors.ask, name="event-ask"),
    path(f"{OPEN}feedback/", visitors.feedback, name="event-feedback"),
    path(f"{OPEN}papers/<uuid:paper_id>/", visitors.paper, name="event-paper"),
    path(f"{OPEN}door/<str:token>/", visitors.door, name="event-door"),
]
