"""Addresses of the institution's pages."""

from django.urls import path

from cairong.web.institution import application, loans, offering, products

APPLICATION = "applications/<uuid:application_id>/"

urlpatterns = [
    path(APPLICATION, application.application, name="application"),
    path(f"{APPLICATION}contact/", application.contact, name="application-contact"),
    path(f"{APPLICATION}receipts/<uuid:verification_id>/", application.receipt,
         name="application-receipt"),
    *application.PATHS,
    path(f"{APPLICATION}offer/", offering.offer_new, name="offer-new"),
    path(f"{APPLICATION}offer/preview/", offering.offer_preview, name="offer-preview"),
    path("loans/<uuid:loan_id>/", loans.loan, name="institution-loan"),
    path("products/new/", products.product_form, name="product-new"),
    path("products/<uuid:product_id>/", products.product, name="product-own"),
    path("products/<uuid:product_id>/version/", products.product_form, name="product-edit"),
    path("products/<uuid:product_id>/suspend/", products.product_turn, {"turn": "suspend"},
         name="product-suspend"),
    path("products/<uuid:product_id>/resume/", products.product_turn, {"turn": "resume"},
         name="product-resume"),
    path("products/<uuid:product_id>/retire/", products.product_turn, {"turn": "retire"},
         name="product-retire"),
]  # fmt: skip
