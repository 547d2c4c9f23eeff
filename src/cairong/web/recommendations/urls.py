"""Addresses of the pages of recommendations that are no lists."""

from django.urls import path

from cairong.web.recommendations import authority, importing, institution, showing, supplier

FIRM = "overseer/recommendations/<uuid:recommendation_id>/"
LIST = "overseer/recommendations/import/"
ASK = "institution/recommendations/<uuid:ask_id>/"
OWN = "supplier/recommendations/<uuid:recommendation_id>/"

urlpatterns = [
    path("overseer/recommendations/new/", authority.recommend, name="recommend"),
    path(LIST, importing.upload, name="recommend-import"),
    path(f"{LIST}template/export/", importing.template, name="recommend-template"),
    path(f"{LIST}<uuid:upload_id>/", importing.look, name="recommend-preview"),
    path(f"{LIST}<uuid:upload_id>/propose/", importing.propose, name="recommend-propose"),
    path(FIRM, authority.recommendation, name="overseer-recommendation"),
    path(f"{FIRM}withdraw/", authority.withdraw, name="recommendation-withdraw"),
    path(f"{FIRM}reply/", authority.reply, name="recommendation-reply"),
    path(
        "recommendations/<uuid:recommendation_id>/papers/<uuid:paper_id>/",
        showing.paper,
        name="recommendation-paper",
    ),
    path(ASK, institution.ask, name="recommendation-ask"),
    path(f"{ASK}explain/", institution.explain, name="recommendation-explain"),
    path(f"{ASK}offer/", institution.by_offer, name="recommendation-by-offer"),
    path(OWN, supplier.own, name="supplier-recommendation"),
    path(f"{OWN}contact/", supplier.share, name="recommendation-share"),
    path(f"{OWN}correction/", supplier.correct, name="recommendation-correct"),
    path(f"{OWN}refuse/", supplier.refuse, name="recommendation-refuse"),
]
