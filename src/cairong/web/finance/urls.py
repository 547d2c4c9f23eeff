"""Addresses of the bureau's pages."""

from django.urls import path

from cairong.web.finance import (
    books,
    exceptions,
    filing,
    locks,
    payments,
)

urlpatterns = [
    path("filings/<uuid:contract_id>/", filing.filing, name="finance-filing"),
    path("locks/<uuid:lock_id>/", locks.lock, name="finance-lock"),
    path("locks/<uuid:lock_id>/decline/", locks.lock_declined, name="finance-lock-decline"),
    path("changes/<uuid:change_id>/", locks.change, name="finance-change"),
    path("changes/<uuid:change_id>/decline/", locks.change_declined,
         name="finance-change-decline"),
    path("payments/<uuid:payment_id>/", payments.payment, name="finance-payment"),
    path("payments/<uuid:payment_id>/send-back/", payments.payment_sent_back,
         name="finance-payment-send-back"),
    path("payments/<uuid:payment_id>/arrived/", payments.payment_arrived,
         name="finance-payment-arrived"),
    path("payments/<uuid:payment_id>/returned/", payments.payment_returned,
         name="finance-payment-returned"),
    path("books/<uuid:receivable_id>/", books.book, name="finance-book"),
    path("exceptions/", exceptions.exceptions, name="finance-exceptions"),
]  # fmt: skip
