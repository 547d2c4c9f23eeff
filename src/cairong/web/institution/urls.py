"""Addresses of the institution's pages."""

from django.urls import path

from cairong.web.evaluations import own
from cairong.web.institution import (
    application,
    elsewhere,
    liaisons,
    loans,
    offering,
    on_paper,
    products,
    record,
    rules,
)

APPLICATION = "applications/<uuid:application_id>/"
OUTSIDE = "outside/<uuid:outside_id>/"
RECEIPT = f"{APPLICATION}receipts/<uuid:verification_id>/"
PRODUCT = "products/<uuid:product_id>/"

urlpatterns = [
    path("evaluation/", own.own, name="institution-evaluation"),
    path("evaluation/<int:year>/", own.own_year, name="institution-evaluated"),
    path(APPLICATION, application.application, name="application"),
    path(f"{APPLICATION}contact/", application.contact, name="application-contact"),
    path(RECEIPT, application.receipt, name="application-receipt"),
    *application.PATHS,
    path(f"{APPLICATION}record/", record.record, name="application-record"),
    path(f"{APPLICATION}offer/", offering.offer_new, name="offer-new"),
    path(f"{APPLICATION}offer/preview/", offering.offer_preview, name="offer-preview"),
    path("on-paper/new/", on_paper.new, name="on-paper-new"),
    path(f"{APPLICATION}slip/", on_paper.slip, name="paper-slip"),
    path("outside/new/<uuid:contract_id>/", elsewhere.new, name="outside-new"),
    path(OUTSIDE, elsewhere.outside, name="institution-outside"),
    path(f"{OUTSIDE}withdraw/", elsewhere.withdrawn, name="institution-outside-withdraw"),
    path("loans/<uuid:loan_id>/", loans.loan, name="institution-loan"),
    path("rules/", rules.rules, name="institution-rules"),
    path("liaisons/", liaisons.liaisons, name="institution-liaisons"),
    path("liaisons/<uuid:liaison_id>/end/", liaisons.liaison_end, name="liaison-end"),
    path("products/new/", products.product_form, name="product-new"),
    path(PRODUCT, products.product, name="product-own"),
    path(f"{PRODUCT}version/", products.product_form, name="product-edit"),
    *(
        path(f"{PRODUCT}{turn}/", products.product_turn, {"turn": turn}, name=f"product-{turn}")
        for turn in products.TURNS
    ),
]
