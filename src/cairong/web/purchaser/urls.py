"""Addresses of the purchaser's pages."""

from django.urls import path

from cairong.web.purchaser import (
    awards,
    elsewhere,
    filing,
    locks,
    money,
    openings,
    secrecy,
    signing,
)

AWARD = "awards/<uuid:award_id>/"

urlpatterns = [
    path("awards/new/", awards.new, name="award-new"),
    path("secret/", secrecy.secret, name="secret"),
    path("awards/claim/", awards.claim, name="award-claim"),
    path(AWARD, awards.award, name="award"),
    path(f"{AWARD}shares/", awards.shares, name="award-shares"),
    path(f"{AWARD}cancel/", awards.cancel, name="award-cancel"),
    path(f"{AWARD}shares/<uuid:share_id>/invite/", awards.invite, name="award-invite"),
    path(f"{AWARD}contract/", signing.contract_draft, name="contract-draft"),
    path("contracts/<uuid:contract_id>/resubmit/", filing.resubmit, name="filing-resubmit"),
    path("contracts/<uuid:contract_id>/recall/", filing.recall, name="filing-recall"),
    path("contracts/<uuid:contract_id>/acceptance/", money.acceptance, name="acceptance-new"),
    path("contracts/<uuid:contract_id>/opening/", openings.new, name="opening-new"),
    path("openings/<uuid:opening_id>/", openings.opening, name="purchaser-opening"),
    path("outside/<uuid:outside_id>/", elsewhere.outside, name="purchaser-outside"),
    path("contracts/<uuid:contract_id>/payment/", money.payment, name="payment-new"),
    path("acceptances/<uuid:acceptance_id>/recall/", money.recall, name="acceptance-recall"),
    path("payments/<uuid:payment_id>/take-back/", money.take_back, name="payment-take-back"),
    path("locks/<uuid:lock_id>/", locks.lock, name="purchaser-lock"),
    path("locks/<uuid:lock_id>/decline/", locks.decline, name="lock-decline"),
    path("changes/<uuid:change_id>/", locks.change, name="purchaser-change"),
    path("changes/<uuid:change_id>/decline/", locks.change_declined, name="change-decline"),
]
