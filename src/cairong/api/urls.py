"""Addresses for programs."""

from django.urls import path

from cairong.api.contracts import contract
from cairong.api.rules import rules

urlpatterns = [
    path("rules/<str:command>", rules, name="api-rules"),
    path("contracts/<slug:no>", contract, name="api-contract"),
]
