"""Addresses of the supplier's pages, and of the notice letters."""

from django.urls import path

from cairong.web.supplier import (
    accounts,
    contracts,
    elsewhere,
    finance,
    inquiries,
    intents,
    letters,
    loans,
    locks,
    offers,
    on_paper,
    openings,
    ranking,
    record,
)

SHEET = {"sheet": True}
OPENING = "supplier/openings/<uuid:opening_id>/"
OUTSIDE = "supplier/outside/<uuid:outside_id>/"
NEW = "supplier/intents/new/"
ASKED = "supplier/applications/<uuid:application_id>/"
CONSENT = f"{ASKED}consent/"
DATA = f"{ASKED}outside/<slug:source>/"
PAPER = "supplier/contracts/<uuid:contract_id>/paper-form/"

urlpatterns = [
    path("supplier/contracts/claim/", contracts.claim, name="supplier-claim"),
    path("supplier/contracts/<uuid:contract_id>/payee/", contracts.payee, name="payee-change"),
    path("supplier/accounts/", accounts.accounts, name="supplier-accounts"),
    path("supplier/accounts/<uuid:part_id>/", accounts.account, name="supplier-account"),
    path("supplier/accounts/<uuid:part_id>/disown/", accounts.disown, name="supplier-disown"),
    path(NEW, finance.pick, name="finance"),
    path(f"{NEW}contract/<uuid:contract_id>/", finance.finance, name="finance-contract"),
    path(f"{NEW}award/<uuid:award_id>/", finance.finance, name="finance-award"),
    path("supplier/intents/<uuid:intent_id>/", intents.intent, name="intent"),
    path("supplier/intents/<uuid:intent_id>/ranking/", ranking.ranking, name="intent-ranking"),
    path(
        "supplier/intents/<uuid:intent_id>/ranking.json",
        ranking.ranking_file,
        name="intent-ranking-file",
    ),
    path("supplier/intents/<uuid:intent_id>/withdraw/", intents.withdraw, name="intent-withdraw"),
    path("supplier/intents/<uuid:intent_id>/disown/", on_paper.disowned, name="intent-disown"),
    path(PAPER, on_paper.paper_form, name="paper-form"),
    path("supplier/forms/<uuid:form_id>/pdf/", on_paper.pdf, name="paper-form-pdf"),
    path(f"{ASKED}defects/", inquiries.defects, name="answer-defects"),
    path(f"{ASKED}question/", inquiries.question, name="answer-question"),
    path(CONSENT, intents.consent, name="consent-give"),
    path(f"{CONSENT}withdraw/", intents.consent_withdrawn, name="consent-withdraw"),
    path(f"{DATA}give/", intents.data_consent, name="data-consent-give"),
    path(f"{DATA}withdraw/", intents.data_consent_withdrawn, name="data-consent-withdraw"),
    path("supplier/offers/<uuid:offer_id>/", offers.offer, name="offer"),
    path("supplier/offers/<uuid:offer_id>/accept/", offers.accept, name="offer-accept"),
    path("supplier/offers/<uuid:offer_id>/draw/", offers.draw, name="offer-draw"),
    path("supplier/offers/<uuid:offer_id>/cooling/", offers.waive, name="offer-cooling"),
    path("supplier/offers/<uuid:offer_id>/decline/", offers.decline, name="offer-decline"),
    path("supplier/locks/<uuid:lock_id>/", locks.lock, name="supplier-lock"),
    path("supplier/locks/<uuid:lock_id>/refuse/", locks.refuse, name="lock-refuse"),
    path("supplier/changes/<uuid:change_id>/", locks.change, name="supplier-change"),
    path(OPENING, openings.opening, name="supplier-opening"),
    path(f"{OPENING}object/", openings.objected, name="supplier-opening-object"),
    path(OUTSIDE, elsewhere.outside, name="supplier-outside"),
    path(f"{OUTSIDE}decline/", elsewhere.declined, name="supplier-outside-decline"),
    path("supplier/record/", record.record, name="supplier-record"),
    path("supplier/loans/<uuid:loan_id>/", loans.loan, name="supplier-loan"),
    path("supplier/loans/<uuid:loan_id>/export/", loans.loan, SHEET, name="supplier-loan-export"),
    path("letters/<uuid:letter_id>/", letters.letter, name="letter"),
    path("letters/<uuid:letter_id>/pdf/", letters.pdf, name="letter-pdf"),
]
