"""Addresses that anybody reads."""

from django.urls import path

from cairong.web.public import (
    contract,
    home,
    log,
    matching,
    policy,
    progress,
    record,
    supermarket,
    verify,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("contracts/<slug:no>/", contract.contract, name="public-contract"),
    path("contracts/<slug:no>/document.json", contract.document, name="public-document"),
    path("contracts/<slug:no>/qr.svg", contract.qr, name="public-qr"),
    path("supermarket/compare/", supermarket.compare, name="supermarket-compare"),
    path("supermarket/<uuid:product_id>/", supermarket.product, name="supermarket-product"),
    path(
        "supermarket/institutions/<uuid:institution_id>/rules/",
        supermarket.rules,
        name="supermarket-rules",
    ),
    path("verify/", verify.verify_number, name="verify"),
    path("verify/document/", verify.verify_document, name="verify-document"),
    path("verify/account/", verify.verify_account, name="verify-account"),
    path("log/", log.log, name="log"),
    path("log/log.json", log.log_newest, name="log-newest"),
    path("log/<slug:day>.json", log.log_day, name="log-day"),
    path("log/breaks/<uuid:alarm_id>/", log.log_break, name="log-break"),
    path(
        "progress/<slug:month>/<int:version>.json", progress.progress_month, name="progress-month"
    ),
    path("policy/", policy.policy, name="policy"),
    path("policy/record/", record.record, name="record-formula"),
    path("policy/matching/", matching.matching, name="matching-formula"),
    path("policy/letter.txt", policy.policy_letter, name="policy-letter"),
]
