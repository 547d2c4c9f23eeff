"""Addresses of the pages of the People's Bank's guidance that are no lists."""

from django.urls import path

from cairong.web.guidance import pages, relending, roster

GUIDED = "guidances/<uuid:guided_id>/"
TOOK_PART = "purchaser/awards/<uuid:award_id>/participants/"
SHORTAGE = "relending/<uuid:shortage_id>/"
urlpatterns = [
    path("overseer/guidances/new/", pages.new, name="guidance-new"),
    path("overseer/guidances/<uuid:guidance_id>/", pages.letter, name="guidance-letter"),
    path(GUIDED, pages.guided, name="guided"),
    path(f"{GUIDED}pdf/", pages.pdf, name="guidance-pdf"),
    path(f"{GUIDED}receive/", pages.received, name="guidance-received"),
    path(f"{GUIDED}answer/", pages.answered, name="guidance-answered"),
    path(f"{GUIDED}close/", pages.closed, name="guidance-closed"),
    path("supplier/roster/", roster.own, name="supplier-roster"),
    path("supplier/roster/consent/", roster.consent, name="roster-consent"),
    path("supplier/roster/withdraw/", roster.withdraw, name="roster-withdraw"),
    path("institution/roster/<uuid:push_id>/", roster.push, name="roster-push"),
    path("institution/roster/<uuid:push_id>/answer/", roster.answer, name="roster-answer"),
    path(TOOK_PART, roster.participants, name="award-participants"),
    path(f"{TOOK_PART}enter/", roster.entered, name="award-participants-enter"),
    path("relending/declare/", relending.declare, name="relending-declare"),
    path(SHORTAGE, relending.shortage, name="relending"),
    path(f"{SHORTAGE}grant/", relending.granted, name="relending-grant"),
    path(f"{SHORTAGE}refuse/", relending.refused, name="relending-refuse"),
    path(f"{SHORTAGE}withdraw/", relending.withdrawn, name="relending-withdraw"),
]
