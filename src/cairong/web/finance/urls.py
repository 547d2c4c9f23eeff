"""Addresses of the bureau's pages."""

from django.urls import path

from cairong.web.finance import (
    books,
    elsewhere,
    exceptions,
    filing,
    freezes,
    locks,
    openings,
    payments,
    returns,
    shared,
)

LOCK = "locks/<uuid:lock_id>/"
CHANGE = "changes/<uuid:change_id>/"
OPENING = "openings/<uuid:opening_id>/"
PAYMENT = "payments/<uuid:payment_id>/"

urlpatterns = [
    path("filings/<uuid:contract_id>/", filing.filing, name="finance-filing"),
    path(LOCK, locks.lock, name="finance-lock"),
    path(f"{LOCK}decline/", locks.lock_declined, name="finance-lock-decline"),
    path(CHANGE, locks.change, name="finance-change"),
    path(f"{CHANGE}decline/", locks.change_declined, name="finance-change-decline"),
    path(OPENING, openings.opening, name="finance-opening"),
    path(f"{OPENING}return/", openings.returned, name="finance-opening-return"),
    path("outside/<uuid:outside_id>/", elsewhere.outside, name="finance-outside"),
    path(PAYMENT, payments.payment, name="finance-payment"),
    path(f"{PAYMENT}send-back/", payments.payment_sent_back, name="finance-payment-send-back"),
    path(f"{PAYMENT}arrived/", payments.payment_arrived, name="finance-payment-arrived"),
    path(f"{PAYMENT}returned/", returns.payment_returned, name="finance-payment-returned"),
    path(f"{PAYMENT}own-means/", payments.payment_by_own_means, name="finance-payment-own-means"),
    path(f"{PAYMENT}resume/", payments.payment_resumed, name="finance-payment-resume"),
    path(f"{PAYMENT}call-off/", payments.payment_called_off, name="finance-payment-call-off"),
    path(f"{PAYMENT}slips/<uuid:slip_id>/", returns.return_slip, name="finance-payment-slip"),
    path("books/<uuid:receivable_id>/", books.book, name="finance-book"),
    path("freezes/new/", freezes.freeze_new, name="finance-freeze-new"),
    path("freezes/<uuid:freeze_id>/", freezes.freeze, name="finance-freeze"),
    path("freezes/<uuid:freeze_id>/thaw/", freezes.freeze_thawed, name="finance-freeze-thaw"),
    path("shared/<uuid:shared_id>/", shared.shared, name="finance-shared"),
    path("exceptions/", exceptions.exceptions, name="finance-exceptions"),
]
